"""The card and croissant.json: they are what the Parquet footers, the rows and the manifest give."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
import yaml

from bdci_corpus.checking.competition import asked_of
from bdci_corpus.checking.pages import identity_of, parts_of
from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.errors import CheckError, MissingFile
from bdci_corpus.release import CARD, classes_of, front_matter
from bdci_corpus.release.pages import CARD_COLUMNS, CROISSANT, DEFAULT_CONFIG, RAI, card_data, croissant_node

_NAMES = ("@id", "config_name", "split", "name")
"""The keys that name an entry of a list."""


_FACTS = {CARD: ("configs", "dataset_info"), CROISSANT: ("distribution", "recordSet")}
"""The keys under which the files and columns stand, whatever else another edition of the pages says."""


def card_problems(opened: Opened) -> Iterator[CheckError]:
    """Yield where card and croissant.json say something else than what they would be written as now."""
    found = {}
    for name, read in ((CARD, _yaml), (CROISSANT, _json)):
        try:
            found[name] = read((opened.root / name).read_bytes().decode())
        except FileNotFoundError:
            yield MissingFile(name, "The file is missing.", REMEDY)
        except (OSError, UnicodeError, yaml.YAMLError, ValueError, RecursionError) as error:
            problem = f"It cannot be read: {type(error).__name__}: {error}.".replace("\n", " ")
            yield CheckError(name, problem, REMEDY)
    if opened.is_complete:
        expected = _expected(opened)
        for name, stated in found.items():
            if opened.of_this_edition:
                yield from _differences(name, stated, expected[name])
            else:
                facts = ({key: _facts(one.get(key)) for key in _FACTS[name]} for one in (stated, expected[name]))
                yield from _differences(name, *facts)


def _facts(value: object) -> object:
    """Return what another edition writes the same: neither descriptions, nor how a reader tells a file's split."""
    if isinstance(value, dict):
        words = {"description", "source"} if value.get("name") == "split" else {"description"}
        return {key: _facts(inner) for key, inner in value.items() if key not in words}
    return [_facts(inner) for inner in value] if isinstance(value, list) else value


def _json(page: str) -> dict[str, object]:
    """Return what croissant.json says of files and columns; the rest is made from all rows, and compared there."""
    return {key: value for key, value in _mapping(json.loads(page)).items() if not key.startswith(RAI)}


def _yaml(card: str) -> dict[str, object]:
    return _mapping(yaml.safe_load(front_matter(card)[0]))


def _mapping(value: object) -> dict[str, object]:
    """Return the value of a page; raise as parsing does where it is no mapping."""
    if not isinstance(value, dict):
        message = "it holds no names and values"
        raise ValueError(message)  # noqa: TRY004 - what is wrong is the file, not an argument
    return value


def _expected(opened: Opened) -> dict[str, dict[str, object]]:
    """Return the YAML and the JSON that this release would be given, by file."""
    parts, identity = parts_of(opened), identity_of(opened)
    splits = opened.splits(DEFAULT_CONFIG)
    documents = pa.concat_tables([opened.read(DEFAULT_CONFIG, split, CARD_COLUMNS) for split in splits])
    return {
        CARD: card_data(
            parts, documents, identity, classes_of(opened.manifest.configuration.columns), asked_of(opened)
        ),
        CROISSANT: croissant_node(opened.root, parts, identity, documents),
    }


def _differences(where: str, found: object, expected: object) -> Iterator[CheckError]:
    """Yield the innermost places where two values differ."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            if key not in found:
                yield CheckError(f"{where} > {key}", "It is left out.", REMEDY)
            elif key not in expected:
                yield CheckError(f"{where} > {key}", "It is said here, and nowhere else in the release.", REMEDY)
            else:
                yield from _differences(f"{where} > {key}", found[key], expected[key])
    elif (one := _named(found)) is not None and (other := _named(expected)) is not None and list(one) != list(other):
        yield CheckError(where, f"It has {', '.join(one)}, and the release {', '.join(other)}.", REMEDY)
    elif one is not None and other is not None:
        for name in one:
            yield from _differences(f"{where} > {name}", one[name], other[name])
    elif found != expected or type(found) is not type(expected):
        yield CheckError(where, f"It says {found!r}, and the release {expected!r}.", REMEDY)


def _named(entries: object) -> dict[str, object] | None:
    """Return the entries of a list by their names, None where they have none or share them."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return None
    named = {str(next((entry[key] for key in _NAMES if key in entry), None)): entry for entry in entries}
    return named if entries and len(named) == len(entries) else None
