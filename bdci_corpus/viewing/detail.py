"""All that a release knows of one row: its text part by part, its fields, its like, its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bdci_corpus.release.pages import DecodedEdit, DiffSpan, edits_of_row, marked_pieces, visible, why
from bdci_corpus.viewing.rows import ReleaseView

MOST_PARTS = 4_000
"""So many parts of a text are shown: more are more than a page of a browser bears."""

MOST_CHARACTERS = 200_000
"""So many characters of a text are shown, of which a browser makes a page at once."""

LONGEST_RAW = 2_000
"""So many characters of what was replaced are shown in one place."""

_APART = frozenset({"text", "original_text", "notice_text", "extra"})
"""Columns that are shown in a form of their own."""

_TERMS = (
    "license", "restriction", "redistributable", "license_evidence", "attribution", "rights_holder", "synthetic",
    "notice_text", "notice_sha256",
)  # fmt: skip
"""The columns that say under what terms a row stands."""


def detail_of(release: ReleaseView, number: int) -> dict[str, object]:
    """Return everything about a row, as JSON says it."""
    row = release.documents.row(number)
    name = str(row["id"])
    trace = release.trace_of(name)
    edits = edits_of_row(_list(trace, "edits"), str(row["encoding"])) if trace else []
    written = str(row["text"] if row.get("original_text") is None else row["original_text"])
    parts = parts_of(written, edits, str(row["encoding"]), _int(trace, "region_start"))
    used = dict.fromkeys(rule for edit in edits for rule in edit.rules)
    first = release.documents.groups[release.documents.group_of(number)]
    before = sum(count for split, count in release.splits.items() if _precedes(release, split, first.split))
    return {
        "row": number,
        "id": name,
        "split": first.split,
        "at": number - before,
        "parts": parts,
        "whole": sum(len(str(part["text"])) for part in parts) >= len(written),
        "converted": row["text"] if row.get("original_text") is not None else None,
        "steps": {rule: why(rule) for rule in used},
        "values": {
            key: value
            for key, value in row.items()
            if key not in _APART and key not in _TERMS and value not in (None, [])
        },
        "extra": row.get("extra"),
        "terms": {key: row[key] for key in _TERMS if row.get(key) is not None},
        "fields": _fields(trace, row),
        "region": [_int(trace, "region_start"), _int(trace, "region_end")] if trace else None,
        "alike": [_alike(release, name, pair) for pair in release.pairs_of(name)],
    }


def _precedes(release: ReleaseView, split: str, other: str) -> bool:
    names = list(release.splits)
    return names.index(split) < names.index(other)


def parts_of(text: str, edits: Sequence[DecodedEdit], encoding: str, start: int) -> list[dict[str, object]]:
    """Return a text as written in order: what was kept, and what was edited, each with its place in the raw bytes.

    ``at`` counts bytes from the beginning of the raw file, as the trace does.
    """
    parts: list[dict[str, object]] = []
    here, place = 0, start
    last = DecodedEdit(len(text), len(text), "", (), b"")
    for edit in (*edits, last):
        kept = text[here : edit.start]
        if kept:
            parts.append({"text": kept, "at": place})
            place += len(kept.encode(encoding, "replace"))
        if edit is not last:
            raw = visible(edit.before[:LONGEST_RAW]) + ("…" if len(edit.before) > LONGEST_RAW else "")
            parts.append({"text": text[edit.start : edit.end], "raw": raw, "rules": list(edit.rules), "at": place})
            place += len(edit.data)
        here = edit.end
        if len(parts) > MOST_PARTS or here > MOST_CHARACTERS:
            break
    return parts


def _fields(trace: Mapping[str, object] | None, row: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the fields with the bytes that they were read from."""
    return [
        {"name": one["name"], "start": one["start"], "end": one["end"], "value": row.get(str(one["name"]))}
        for one in _list(trace, "fields")
    ]


def _alike(release: ReleaseView, name: str, pair: Mapping[str, object]) -> dict[str, object]:
    """Return a pair as one of its sides sees it."""
    other = str(pair["id_b"] if pair["id_a"] == name else pair["id_a"])
    number = release.number_of(other)
    split = None if number is None else release.documents.groups[release.documents.group_of(number)].split
    shown = ("kind", "jaccard", "containment", "shared", "stream")
    return {"id": other, "row": number, "split": split, **{key: pair[key] for key in shown}}


def differences_of(release: ReleaseView, one: int, other: int) -> dict[str, object]:
    """Return two texts side by side, with what only one of them has."""
    rows = [release.documents.row(number) for number in (one, other)]
    sides = marked_pieces(str(rows[0]["text"]), str(rows[1]["text"]))
    return {"ids": [row["id"] for row in rows], "sides": [_as_lists(side) for side in sides]}


def _as_lists(side: Sequence[DiffSpan]) -> list[list[object]]:
    return [[piece.text, piece.differs] for piece in side]


def _list(trace: Mapping[str, object] | None, name: str) -> list[Mapping[str, object]]:
    found = (trace or {}).get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _int(trace: Mapping[str, object] | None, name: str) -> int:
    found = (trace or {}).get(name)
    return found if isinstance(found, int) else 0
