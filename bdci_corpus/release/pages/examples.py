"""Edits as they were made: for each step of cleaning a few places, raw beside clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.release.mapped import rows_at
from bdci_corpus.release.pages.side_by_side import DiffSpan

EXAMPLES = 3
"""How many edits of each step are shown."""

CANDIDATES = 30
"""Among how many documents of a step, the first by id, its examples are chosen."""

AROUND = 24
"""How many characters stand on each side of an edit, so that an example is a line or two."""

LONGEST = 160
"""Of a longer stretch of raw text its beginning and its end are shown, in characters."""

BATCH = 4_096
"""How many rows of ``traces`` are looked at in one go."""

_SHOWN = {"\n": "⏎", "\r": "␍", "\t": "⇥", "\x7f": "␡"}


class EditExample(NamedTuple):
    """One edit: the document, the steps that made it, and its place in the raw and in the cleaned text."""

    id: str
    rules: Sequence[str]
    raw: Sequence[DiffSpan]
    clean: Sequence[DiffSpan]


class DecodedEdit(NamedTuple):
    """One row's edit: a span of the text as written in code points, what stood there, and the steps in order.

    ``data`` are the raw bytes, and ``before`` what they say.
    """

    start: int
    end: int
    before: str
    rules: Sequence[str]
    data: bytes


def examples_of(documents: pa.Table, traces: pa.Table, steps: Mapping[str, int]) -> dict[str, list[EditExample]]:
    """Return examples of each step that took part in so many edits of ``documents``.

    ``traces`` may hold rows of other documents as well, and their order makes no difference.
    """
    found = _candidates(documents, traces, steps)
    rows = {name: _row(documents, traces, name) for name in sorted(set().union(*found.values()))} if found else {}
    return {step: _chosen(step, {name: rows[name] for name in names}) for step, names in found.items()}


def edits_of_row(edits: Sequence[Mapping[str, object]], encoding: str) -> list[DecodedEdit]:
    """Return the edits of a row of ``traces``, their raw bytes decoded; what does not decode is escaped."""
    return [_edit(edit, encoding) for edit in edits]


def _edit(edit: Mapping[str, object], encoding: str) -> DecodedEdit:
    start, end, data = edit["start"], edit["end"], edit["before"]
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(data, bytes)):
        message = "an edit has a start, an end and bytes"
        raise TypeError(message)
    return DecodedEdit(start, end, _decoded(data, encoding), _rules(edit["rules"]), data)


def _decoded(data: bytes, encoding: str) -> str:
    """Return raw bytes as text; bytes of no character, and of an encoding unknown here, are escaped."""
    try:
        return data.decode(encoding, "backslashreplace")
    except LookupError:
        return data.decode("ascii", "backslashreplace")


def visible(text: str) -> str:
    """Return a text whose line ends, controls and odd blanks can be seen."""
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character in _SHOWN:
        return _SHOWN[character]
    return chr(0x2400 + ord(character)) if character < " " else f"⟨U+{ord(character):04X}⟩"


def _rules(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list | tuple) else []


def _candidates(documents: pa.Table, traces: pa.Table, steps: Mapping[str, int]) -> dict[str, list[str]]:
    """Return for each step the first documents by id that it edited; stop when all have enough."""
    found: dict[str, list[str]] = {step: [] for step in steps}
    order = pc.sort_indices(traces["id"]).to_numpy() if traces.num_rows else np.empty(0, np.uint64)
    order = order[pc.is_in(traces["id"].take(pa.array(order)), documents["id"].combine_chunks()).to_numpy()]
    for start in range(0, len(order), BATCH):
        part = rows_at(traces.select(["id", "edits"]), order[start : start + BATCH].astype(np.int64)).combine_chunks()
        edits = part["edits"].combine_chunks()
        rules = pc.struct_field(pc.list_flatten(edits), "rules")
        owners = pc.list_parent_indices(edits).take(pc.list_parent_indices(rules))
        pairs = pa.table({"step": pc.list_flatten(rules), "row": owners}).group_by(["step", "row"]).aggregate([])
        for step in found:
            own = np.sort(pairs["row"].filter(pc.equal(pairs["step"], step)).to_numpy())
            names = part["id"].take(pa.array(own[: CANDIDATES - len(found[step])]))
            found[step] += names.to_pylist()
        if all(len(names) >= min(CANDIDATES, steps[step]) for step, names in found.items()):
            break
    return {step: names for step, names in found.items() if names}


class _EditedDocument(NamedTuple):
    """The cleaned text of a document as written, and its edits."""

    id: str
    text: str
    edits: Sequence[DecodedEdit]


def _row(documents: pa.Table, traces: pa.Table, name: str) -> _EditedDocument:
    place, traced = (pc.index(table["id"], name).as_py() for table in (documents, traces))
    written = documents["original_text"][place].as_py() or documents["text"][place].as_py()
    return _EditedDocument(name, written, edits_of_row(traces["edits"][traced].as_py(), _encoding(documents, place)))


def _encoding(documents: pa.Table, place: int) -> str:
    return str(documents["encoding"][place].as_py())


def _chosen(step: str, rows: Mapping[str, _EditedDocument]) -> list[EditExample]:
    """Return the examples of a step: of different documents and different edits where there are such.

    An edit that this step made alone says most of it, and a short one is read at once.
    """
    ranked = sorted(
        (len(edit.rules), len(edit.before) > LONGEST, not visible(edit.before).strip(), name, number)
        for name, row in rows.items()
        for number, edit in enumerate(row.edits)
        if step in edit.rules
    )
    chosen: list[tuple[str, int]] = []
    kinds, used = Counter[tuple[str, str]](), Counter[str]()
    for most_alike in (0, 1, CANDIDATES):  # strangers first, then whatever there is
        for *_, name, number in ranked:
            edit = rows[name].edits[number]
            kind = edit.before[:8], rows[name].text[edit.start : edit.end][:8]
            if len(chosen) == EXAMPLES or (name, number) in chosen:
                continue
            if max(kinds[kind], used[name]) <= most_alike:
                chosen.append((name, number))
                kinds[kind] += 1
                used[name] += 1
    return [example_of(rows[name].id, rows[name].text, rows[name].edits, number) for name, number in chosen]


def example_of(name: str, text: str, edits: Sequence[DecodedEdit], number: int) -> EditExample:
    """Return one edit of a document with what stands around it, on both sides; its neighbors count as around."""
    main = edits[number]
    left, right = max(0, main.start - AROUND), min(len(text), main.end + AROUND)
    left = max([left, *(edit.end for edit in edits[:number] if edit.start < left < edit.end)])
    right = min([right, *(edit.start for edit in edits[number + 1 :] if edit.start < right < edit.end)])
    inside = [edit for edit in edits if left <= edit.start and edit.end <= right]
    raw: list[DiffSpan] = []
    here = left
    for edit in inside:
        raw.append(DiffSpan(visible(text[here : edit.start]), differs=False))
        raw.append(DiffSpan(visible(_cut(edit.before)), differs=edit is main))
        here = edit.end
    raw.append(DiffSpan(visible(text[here:right]), differs=False))
    clean = [
        DiffSpan(visible(text[left : main.start]), differs=False),
        DiffSpan(visible(_cut(text[main.start : main.end])), differs=True),
        DiffSpan(visible(text[main.end : right]), differs=False),
    ]
    return EditExample(name, main.rules, list(_joined(raw)), clean)


def _joined(pieces: Sequence[DiffSpan]) -> Iterator[DiffSpan]:
    """Yield pieces, neighbors of a kind as one; that which differs is there though it be empty."""
    text = ""
    for piece in pieces:
        if piece.differs:
            yield DiffSpan(text, differs=False)
            yield piece
            text = ""
        else:
            text += piece.text
    yield DiffSpan(text, differs=False)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
