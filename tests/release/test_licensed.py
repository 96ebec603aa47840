"""What a release says of its terms: LICENSES, NOTICE and REUSE.toml, read by the real REUSE tool."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bdci_corpus.building.steps import build
from bdci_corpus.errors import LicenseError
from bdci_corpus.licenses.spdx import license_ids, license_problem, shipped_ids, shipped_text

TEXT = "今天上午，市图书馆新馆开放，前来借阅的市民络绎不绝，馆方安排了{}名志愿者在各层引导。\n"


def reuse_lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the real tool: it is under the GPL, so it is a process of its own and never imported."""
    command = [sys.executable, "-m", "reuse", "--root", str(root), "lint"]
    env = {**os.environ, "REUSE_ENCODING_MODULE": "charset_normalizer"}  # libmagic is not everywhere
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


def project(folder: Path, sources: dict[str, str], extra: str = "") -> Path:
    """Make a project with a file a source, under the terms given as TOML."""
    (folder / "seeds").mkdir(parents=True)
    tables = [f'[corpus]\nname = "mixed"\n{extra}']
    for number, (name, terms) in enumerate(sources.items()):
        (folder / "seeds" / f"{name}.txt").write_text(TEXT.format(number + 3), encoding="utf-8")
        tables.append(f'[[sources]]\nname = "{name}"\nfiles = ["seeds/{name}.txt"]\n{terms}\n')
    (folder / "corpus.toml").write_text("\n".join(tables), encoding="utf-8")
    return folder


MIXED = {
    "wiki": 'license = "CC-BY-SA-4.0"\nattribution = "Wiki authors"',
    "code": 'license = "MIT OR Apache-2.0"\nrestriction = "attribution"\nrights_holder = "Foo"',
    "own": 'license = "LicenseRef-Own"\nrestriction = "competition-only"\nrights_holder = "Bar \\"quoted\\""',
    "unsaid": 'license = "LicenseRef-Unknown"\nrestriction = "unknown"',
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of four sources under different terms."""
    root = tmp_path_factory.mktemp("mixed")
    return build(project(root / "p", MIXED), out=root / "release").release


def test_reuse_lint_passes_on_the_release_of_this_corpus(release: Path) -> None:
    result = reuse_lint(release)
    assert result.returncode == 0, result.stdout


def test_reuse_lint_passes_on_mixed_terms(mixed: Path) -> None:
    result = reuse_lint(mixed)
    assert result.returncode == 0, result.stdout
    (mixed / "LICENSES" / "MIT.txt").rename(mixed / "MIT.txt")
    try:
        assert reuse_lint(mixed).returncode == 1, "the tool does not look"
    finally:
        (mixed / "MIT.txt").rename(mixed / "LICENSES" / "MIT.txt")


def test_each_license_of_a_row_has_its_text(mixed: Path) -> None:
    rows = pq.read_table(mixed / "documents")["license"].to_pylist()
    wanted = {name for row in rows for name in license_ids(row)}
    assert wanted == {"CC-BY-SA-4.0", "MIT", "Apache-2.0", "LicenseRef-Own", "LicenseRef-Unknown"}
    there = {path.stem: path.read_text("utf-8") for path in (mixed / "LICENSES").iterdir()}
    assert {name.lower() for name in there} == {name.lower() for name in wanted}
    assert there["MIT"] == shipped_text("MIT")
    assert "competition-only" in there["LicenseRef-Own"]


def test_the_notice_is_the_text_of_a_license_of_ones_own(release: Path) -> None:
    text = (release / "LICENSES" / "LicenseRef-BDCI-2024.txt").read_text("utf-8")
    table = pq.read_table(release / "documents")
    notices = [text for text in table["notice_text"].to_pylist() if text]
    assert text == f"{notices[0]}\n"


def test_notice_credits_each_source(mixed: Path) -> None:
    text = (mixed / "NOTICE").read_text("utf-8")
    assert (
        "Source: wiki\nDocuments: 1\nLicense: CC-BY-SA-4.0 (share-alike; declared)\nAttribution: Wiki authors\n" in text
    )
    assert "Source: own\nDocuments: 1\nLicense: LicenseRef-Own (competition-only; declared)\nRights holder: Bar" in text
    assert text.count("Source: ") == len(MIXED)


def test_a_license_whose_text_is_nowhere_stops_the_build_and_one_in_the_project_does_not(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", {"a": 'license = "EUPL-1.2"\nrestriction = "share-alike"'})
    with pytest.raises(
        LicenseError, match=r'\[LICENSES/EUPL-1\.2\.txt\] The text of the license "EUPL-1\.2" is not shipped'
    ):
        build(folder, out=tmp_path / "release")
    assert not (tmp_path / "release" / "mixed").exists()
    (folder / "LICENSES").mkdir()
    (folder / "LICENSES" / "EUPL-1.2.txt").write_text("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    release = build(folder, out=tmp_path / "release").release
    assert (release / "LICENSES" / "EUPL-1.2.txt").read_text() == "EUROPEAN UNION PUBLIC LICENCE v. 1.2\n"


@pytest.mark.parametrize("name", shipped_ids())
def test_a_shipped_text_is_that_of_a_current_license(name: str) -> None:
    assert license_problem(name) is None
    text = shipped_text(name)
    assert text is not None
    assert len(text) > 200
    assert "<<" not in text


def test_all_common_creative_commons_licenses_are_shipped() -> None:
    common = {f"CC-BY{kind}-{v}" for kind in ("", "-SA", "-NC", "-ND", "-NC-SA", "-NC-ND") for v in ("3.0", "4.0")}
    assert common <= set(shipped_ids())
