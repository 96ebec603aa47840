"""The card names a license as the hub's documentation does, and links only to what that allows."""

from __future__ import annotations

import pytest
from hub.answers import LICENSES

from bdci_corpus.release.pages.card import _license_data

CASES = [
    ("CC0-1.0", "cc0-1.0"),
    ("CC-BY-SA-4.0", "cc-by-sa-4.0"),
    ("ODbL-1.0", "odbl"),
    ("ODC-By-1.0", "odc-by"),
    ("PDDL-1.0", "pddl"),
    ("GFDL-1.3-or-later", "gfdl"),
    ("GFDL-1.2-invariants-only", "gfdl"),
    ("GPL-3.0-only", "gpl-3.0"),
    ("GPL-2.0-or-later", "gpl-2.0"),
    ("AGPL-3.0-or-later", "agpl-3.0"),
    ("LGPL-2.1-only", "lgpl-2.1"),
    ("LGPLLR", "lgpl-lr"),
    ("C-UDA-1.0", "c-uda"),
    ("BSD-3-Clause-Clear", "bsd-3-clause-clear"),
    ("MIT", "mit"),
]


@pytest.mark.parametrize(("name", "told"), CASES)
def test_what_the_hub_knows_is_named_as_it_does(name: str, told: str) -> None:
    assert _license_data([name]) == {"license": told}
    assert told in LICENSES


@pytest.mark.parametrize(
    "name", ["CC-BY-SA-2.5", "GPL-1.0-only", "MulanPSL-2.0", "CC-BY-ND-3.0", "EUPL-1.2", "NLOD-2.0"]
)
def test_what_it_does_not_is_other_with_a_page(name: str) -> None:
    data = _license_data([name])
    assert (data["license"], data["license_name"]) == ("other", name.lower())
    assert data["license_link"] == f"https://spdx.org/licenses/{name}.html"


@pytest.mark.parametrize("names", [["LicenseRef-BDCI-2024"], ["CC-BY-4.0", "MIT"], ["CC-BY-4.0 OR MIT"]])
def test_what_has_no_page_has_no_link(names: list[str]) -> None:
    data = _license_data(names)
    assert data["license"] == "other"
    assert data["license_name"]
    assert "license_link" not in data


def test_what_nobody_declared_is_unknown() -> None:
    assert _license_data(["LicenseRef-Unknown"]) == {"license": "unknown"}
