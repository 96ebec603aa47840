"""What users of a release rely on, and which version has to follow when it changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import yaml

from bdci_corpus.ledger import COLUMNS, PROVISIONAL, unescaped

CARD, LEDGER, MANIFEST, QUARANTINE = "README.md", "ledger.tsv", "manifest.json", "quarantine.jsonl"

SHAPE_FILES = (CARD, LEDGER, MANIFEST)
"""The small files of a release from which its shape is read."""

Level = Literal["none", "patch", "minor", "major"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What users rely on: the type of each column by table, and the split of each document.

    ``provisional`` counts the documents that the ledger did not hold yet.
    """

    version: str
    logical_sha256: str
    columns: Mapping[str, Mapping[str, str]]
    splits: Mapping[str, str]
    provisional: int


def read_shape(card: str, ledger: str, manifest: str) -> Shape:
    """Return the shape that the texts of these three files of a release give.

    Raises:
        ValueError: one of them is not what a release holds.
    """
    try:
        facts = json.loads(manifest)
        infos = yaml.safe_load(front_matter(card)[0])["dataset_info"]
        columns = {info["config_name"]: {f["name"]: _type(f) for f in info["features"]} for info in infos}
        events = [unescaped(line.split("\t")) for line in ledger.split("\n")[1:-1]]
        placed = {event[0]: dict(zip(COLUMNS, event, strict=True)) for event in events}
        return Shape(
            version=_whole(facts["version"]),
            logical_sha256=str(facts["logical_sha256"]),
            columns=columns,
            splits={name: event["split"] for name, event in placed.items()},
            provisional=sum(event["version"] == PROVISIONAL for event in placed.values()),
        )
    except (KeyError, IndexError, TypeError, AttributeError, yaml.YAMLError) as error:
        message = f"it cannot be read as a release ({type(error).__name__}: {error})".replace("\n", " ")
        raise ValueError(message) from None


def front_matter(card: str) -> tuple[str, str]:
    """Return the YAML of a card and its prose; a line of three dashes in a text of the YAML ends nothing.

    Raises:
        ValueError: the card does not begin with a block of YAML.
    """
    lines = card.split("\n---\n", 1)
    if not card.startswith("---\n") or len(lines) == 1:
        message = "it does not begin with a block of YAML"
        raise ValueError(message)
    return f"{lines[0].removeprefix('---')}\n".removeprefix("\n"), lines[1]


def _type(feature: Mapping[str, object]) -> str:
    return json.dumps({key: value for key, value in feature.items() if key != "name"}, sort_keys=True)


def _whole(version: object) -> str:
    numbers(str(version))
    return str(version)


def numbers(version: str) -> tuple[int, int, int]:
    """Return the three numbers of a version.

    Raises:
        ValueError: it does not have three.
    """
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def moved(old: Shape, new: Shape) -> dict[str, tuple[str, str]]:
    """Return the documents that stand in another split than before: id to old and new split."""
    both = sorted(old.splits.keys() & new.splits.keys())
    return {name: (old.splits[name], new.splits[name]) for name in both if old.splits[name] != new.splits[name]}


def retyped(old: Shape, new: Shape) -> list[str]:
    """Return the columns, as ``table.column``, that have another type than before, or are gone.

    A table without rows is not in a release at all; its columns have not changed.
    """
    tables = sorted(old.columns.keys() & new.columns.keys())
    return [
        f"{table}.{name}"
        for table in tables
        for name, kind in old.columns[table].items()
        if new.columns[table].get(name) != kind
    ]


def level(old: Shape, new: Shape) -> Level:
    """Return how much has changed for those who use a release.

    ``major``: a document changed its split, or a column its type. ``minor``: documents were added.
    ``patch``: anything else. ``none``: the rows are the same.
    """
    if moved(old, new) or retyped(old, new):
        return "major"
    if new.splits.keys() - old.splits.keys():
        return "minor"
    return "none" if old.logical_sha256 == new.logical_sha256 else "patch"


def next_version(version: str, change: Level) -> str:
    """Return the lowest version that says of itself how much has changed since ``version``."""
    major, minor, patch = numbers(version)
    following = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
        "none": (major, minor, patch),
    }
    return ".".join(map(str, following[change]))
