"""What Kaggle's client is told of a data set: ``dataset-metadata.json``."""

from __future__ import annotations

import json

import yaml

from bdci_corpus.publishing.sealed import Sealed
from bdci_corpus.release import CARD

METADATA = "dataset-metadata.json"
"""The file that its client looks for; it is not sent as data."""

_TITLE = (6, 50)
"""How long a title may be, in characters."""

_LICENSES = frozenset(
    {
        "CC0-1.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "CC-BY-NC-4.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-NC-ND-4.0",
        "GPL-2.0",
        "GPL-3.0",
        "LGPL-3.0",
        "AGPL-3.0",
        "apache-2.0",
        "PDDL",
        "CDLA-Permissive-1.0",
        "CDLA-Sharing-1.0",
        "unknown",
    }
)
"""The licenses that Kaggle has a name for and a card may name as a whole; any other is ``other``, and the card says."""


def metadata_of(release: Sealed, ref: str) -> str:
    """Return the metadata of a release as JSON in ASCII, for its client reads it in the locale's encoding."""
    _, head, prose = (release.folder / CARD).read_text("utf-8").split("---\n", 2)
    card = yaml.safe_load(head)
    facts = {
        "id": ref,
        "title": _title(str(card.get("pretty_name") or release.name), release),
        "licenses": [{"name": _license(card.get("license"))}],
        "description": prose.strip(),
    }
    return json.dumps(facts, indent=2) + "\n"


def _title(name: str, release: Sealed) -> str:
    least, most = _TITLE
    title = name if len(name) >= least else f"{name} {release.version}"
    return title[:most].rstrip()


def _license(name: object) -> str:
    return {known.lower(): known for known in _LICENSES}.get(str(name).lower(), "other")
