"""Look for texts in the documents of releases."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bdci_corpus.errors import FindError
from bdci_corpus.finding.matches import KINDS, Match, MatchKind
from bdci_corpus.neardup import NearDuplicates, find_near_duplicates
from bdci_corpus.text import match_keys

LONG = 28
"""So many key characters at most are hashed: a passage of as many is found whatever stands around it."""

LEAST = 5
"""A text of fewer key characters stands in too many rows to say anything."""

WHOLE = 0.9
"""Runs that cover so much of a text are the text: what differs is at its ends, or single characters."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""Odd, 2**64 over the golden ratio: the base of the polynomial."""

_AT_ONCE = 4096
"""So many rows are folded at once: a few megabytes."""


@dataclass(frozen=True, slots=True)
class _Documents:
    """The rows of all releases: texts, and where each stands."""

    texts: pa.ChunkedArray
    places: Sequence[Mapping[str, object]]


def find(
    texts: str | Sequence[str], releases: str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
) -> list[Match]:
    """Return the rows of releases in which texts are found, the strongest matches of each text first.

    Args:
        texts: one text, or several; each of five key characters at least.
        releases: one folder of a release, or several.

    Raises:
        FindError: a text is too short, or a folder is no release.
    """
    wanted = [texts] if isinstance(texts, str) else list(texts)
    folders = [releases] if isinstance(releases, str | os.PathLike) else list(releases)
    folded = match_keys(wanted)
    keys = np.split(folded.entries, folded.offsets[1:-1])
    for number, key in enumerate(keys):
        if len(key) < LEAST:
            problem = f"Letters and digits of text {number + 1}: {len(key)}, too few to be told from others."
            where = "find"
            raise FindError(where, problem, f"Give at least {LEAST}.")
    documents = _read([Path(folder) for folder in folders])
    best: dict[tuple[int, int], Match] = {}
    for match, row in (*_alike(wanted, keys, documents), *_literal(keys, documents)):
        before = best.get((match.text, row))
        if before is None or _order(match) < _order(before):
            best[match.text, row] = match
    return sorted(best.values(), key=lambda match: (match.text, *_order(match), match.release, match.split, match.row))


def _order(match: Match) -> tuple[int, float]:
    return KINDS.index(match.kind), -match.share


def _read(folders: Sequence[Path]) -> _Documents:
    chunks, places = list[pa.Array](), list[Mapping[str, object]]()
    for folder in folders:
        named, parts = _manifest(folder)
        for split, files in parts.items():
            row = 0
            for file in files:
                table = _table(file)
                chunks += table.column("text").cast(pa.large_string()).chunks
                names = table.column("id").to_pylist()
                places += [{**named, "split": split, "id": name, "row": row + n} for n, name in enumerate(names)]
                row += len(names)
    return _Documents(pa.chunked_array(chunks, pa.large_string()), places)


def _manifest(folder: Path) -> tuple[dict[str, str], dict[str, list[Path]]]:
    """Return what a release is called, and the files of its documents by split."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        parts = {
            name.partition("/")[2]: [folder / file for file in table["files"]]
            for name, table in manifest["tables"].items()
            if name.startswith("documents/")
        }
        return {"release": str(manifest["name"]), "version": str(manifest["version"])}, parts
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise FindError(str(folder), "This is no release.", "Name a folder with a manifest.json.") from None


def _table(file: Path) -> pa.Table:
    try:
        return pq.read_table(file, columns=["id", "text"])
    except (OSError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise FindError(str(file), f"It cannot be read: {reason}.", "Download the release again.") from None


def _match(documents: _Documents, text: int, row: int, kind: MatchKind, span: tuple[int, int], share: float) -> Match:
    facts = documents.places[row]
    return Match(
        text=text, kind=kind, start=span[0], end=span[1], share=round(min(share, 1.0), 4),
        release=str(facts["release"]), version=str(facts["version"]), split=str(facts["split"]),
        id=str(facts["id"]), row=int(str(facts["row"])),
    )  # fmt: skip


def _alike(
    wanted: Sequence[str], keys: Sequence[NDArray[np.uint32]], documents: _Documents
) -> Iterator[tuple[Match, int]]:
    """Yield the rows that are alike, or share a passage; with each its number."""
    if not documents.places:
        return
    found = find_near_duplicates(wanted, against=documents.texts, overlaps=True, boilerplate=1)
    for pair in found.pairs.to_pylist():
        text, row = pair["id_a"], pair["id_b"]
        if pair["kind"] == "duplicate":
            whole = documents.texts[row].as_py()
            kind: MatchKind = "exact" if _same(found, text, row) else "near"
            yield _match(documents, text, row, kind, (0, len(whole)), float(pair["containment"])), row
    shared = found.overlaps.group_by(["id_a", "id_b"]).aggregate(
        [("length", "sum"), ("start_b", "min"), ("end_b", "max")]
    )
    for run in shared.to_pylist():  # where a character differs, one excerpt is several runs
        share = run["length_sum"] / len(keys[run["id_a"]])
        kind = "excerpt" if share >= WHOLE else "passage"
        span = (run["start_b_min"], run["end_b_max"])
        yield _match(documents, run["id_a"], run["id_b"], kind, span, share), run["id_b"]


def _same(found: NearDuplicates, text: int, row: int) -> bool:
    numbers = found.same_key()
    return bool(numbers[text] == numbers[len(found.ids[0]) + row])


def _literal(keys: Sequence[NDArray[np.uint32]], documents: _Documents) -> Iterator[tuple[Match, int]]:
    """Yield the rows in whose key that of a text stands, letter by letter: short texts, and what very many rows hold.

    Every place of every row is hashed once for each length of text; where a hash agrees, the letters are compared.
    """
    by_length: dict[int, dict[int, list[int]]] = {}
    for number, key in enumerate(keys):
        length = min(len(key), LONG)
        by_length.setdefault(length, {}).setdefault(int(_hashes(key, length)[0]), []).append(number)
    wanted = {length: np.array(sorted(numbers), np.uint64) for length, numbers in by_length.items()}
    for start in range(0, len(documents.texts), _AT_ONCE):
        folded = match_keys(documents.texts.slice(start, _AT_ONCE).to_pylist())
        for length, known in wanted.items():
            hashes = _hashes(folded.entries, length)
            at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
            for place in np.flatnonzero(known[at] == hashes).tolist():
                row = int(np.searchsorted(folded.offsets, place, side="right")) - 1
                for number in by_length[length][int(hashes[place])]:
                    end = place + len(keys[number])
                    if end <= folded.offsets[row + 1] and np.array_equal(folded.entries[place:end], keys[number]):
                        span = (int(folded.positions[place]), int(folded.positions[end - 1]) + 1)
                        yield _match(documents, number, start + row, "excerpt", span, 1.0), start + row


def _hashes(entries: NDArray[np.uint32], length: int) -> NDArray[np.uint64]:
    """Return the hash of so many key characters from every place on."""
    count = max(len(entries) - length + 1, 0)
    points = entries.astype(np.uint64)
    total = np.zeros(count, np.uint64)
    for place in range(length):
        total = total * _MULTIPLIER + points[place : place + count]
    return total
