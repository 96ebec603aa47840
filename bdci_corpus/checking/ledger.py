"""ledger.tsv: one line a document, which says where it stands, in which group, and since when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.errors import CheckError, MissingFile
from bdci_corpus.ledger import COLUMNS, PROVISIONAL, unescaped
from bdci_corpus.release import LEDGER

_VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)

_SHA256 = re.compile("[0-9a-f]{64}")


class Placed(NamedTuple):
    """What the row of a document says that its line repeats."""

    split: str
    group_id: str
    region_sha256: str


def _lines(opened: Opened) -> Iterator[list[str]]:
    """Yield the columns of every line, the header too; of a file that cannot be read, none."""
    try:
        text = (opened.root / LEDGER).read_bytes().decode()
    except (OSError, UnicodeError):
        return  # the file is reported as missing or changed already
    yield from (unescaped(line.split("\t")) for line in text.removesuffix("\n").split("\n"))


def provisional(opened: Opened) -> int:
    """Return how many documents the ledger of the project did not hold yet."""
    return sum(len(columns) == len(COLUMNS) and columns[4] == PROVISIONAL for columns in _lines(opened))


def released_before(opened: Opened) -> frozenset[str]:
    """Return the documents that the ledger of the project held when this release was built."""
    return frozenset(
        columns[0] for columns in _lines(opened) if len(columns) == len(COLUMNS) and columns[4] != PROVISIONAL
    )


def ledger_problems(opened: Opened, documents: Mapping[str, Placed]) -> Iterator[CheckError]:
    """Yield where the release's ledger and its documents contradict each other; its lines are sorted."""
    if not (opened.root / LEDGER).is_file():
        yield MissingFile(LEDGER, "The file is missing.", REMEDY)
        return
    seen: list[str] = []
    for number, columns in enumerate(_lines(opened), 1):
        where = f"{LEDGER} > line {number}"
        if number == 1:
            if tuple(columns) != COLUMNS:
                yield CheckError(where, f"The header is not {' '.join(COLUMNS)}.", REMEDY)
        elif len(columns) != len(COLUMNS):
            yield CheckError(where, f"It has {len(columns)} columns, not {len(COLUMNS)}.", REMEDY)
        else:
            seen.append(columns[0])
            yield from _line_problems(columns, documents)
    if seen != sorted(set(seen)):
        yield CheckError(LEDGER, "Its lines are not sorted by document, one for each.", REMEDY)
    for name in sorted(documents.keys() - set(seen)):
        where = f"documents/{documents[name].split} > {name}"
        yield CheckError(where, "No line of ledger.tsv places the document.", REMEDY)


def _line_problems(columns: list[str], documents: Mapping[str, Placed]) -> Iterator[CheckError]:
    name, event, group, split, version, reason, digest = columns
    where = f"{LEDGER} > {name}"
    if name not in documents:
        yield CheckError(where, f"It is placed in {split}, which has no such document.", REMEDY)
        return
    published = documents[name]
    if split != published.split:
        yield CheckError(f"documents/{published.split} > {name}", f"ledger.tsv places the document in {split}.", REMEDY)
    if group != published.group_id:
        yield CheckError(f"{where} > group_id", f"It is {group}, and the document's is {published.group_id}.", REMEDY)
    is_new = version == PROVISIONAL
    hashed = _SHA256.fullmatch(digest) if published.region_sha256 else not digest
    sound = event == "assigned" and reason and hashed and (is_new or _VERSION.fullmatch(version))
    if not sound or (is_new and (reason, digest) != ("new", published.region_sha256)):
        yield CheckError(where, "It is no event that places a document, or not of these bytes.", REMEDY)
