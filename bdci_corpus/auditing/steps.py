"""The audit from end to end: what was given, its splits, what is compared, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.auditing.columns import ColumnRequest, Roles, roles_of, spread, strings_of, texts_of
from bdci_corpus.auditing.examples import examples_of
from bdci_corpus.auditing.giveaways import RowMetadata, giveaways_of, metadata_of
from bdci_corpus.auditing.labels import labels_of
from bdci_corpus.auditing.links import KINDS, LEAKS, NEAR, PASSAGE, LinkCounts, Linked, counted, linked
from bdci_corpus.auditing.report import (
    Between,
    ColumnRoles,
    End,
    Kind,
    LabelReport,
    MetadataProbe,
    NotLookedAt,
    Report,
    SplitRows,
)
from bdci_corpus.auditing.result import Audit
from bdci_corpus.auditing.sources import Split, Wanted, names_its_split, splits_of
from bdci_corpus.errors import AuditError
from bdci_corpus.neardup import NearDuplicates, components, find_near_duplicates
from bdci_corpus.progress import Progress, tell_nobody

SHOWN = 600
"""How much of a text an example shows, in code points: two paragraphs."""

BEFORE = 60
"""So much stands before a passage that is shown, in code points: a line or two."""

_OF_A_RELEASE = ("trace_reaches", "raw_sha256", "region_sha256")
"""Columns of a release: the first is "none" where the others are null, for rows that are to be predicted."""

Bounds = tuple[int, int]

_AT_ONCE = 1 << 14
"""Rows that are given to the comparison at once: often enough to tell progress."""


def audit(  # noqa: PLR0913 - what can be told, each by its name
    data: object,
    *,
    text: str | Sequence[str] | None = None,
    label: str | None = None,
    id: str | None = None,  # noqa: A002 - what everybody calls it
    split: str | None = None,
    config: str | None = None,
    threshold: float = 0.7,
    passages: bool = True,
    allow: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress = tell_nobody,
) -> Audit:
    """Look for leaks between the splits of any data set, and for duplicates inside them.

    Args:
        data: the path of a folder (as ``datasets`` resolves it, ``save_to_disk`` too) or of a file;
            a list of ``pathlib.Path``, whose names tell the splits; a mapping of names to paths or
            to data; a ``DatasetDict``, or whatever ``find_near_duplicates`` takes.
        text: the columns to compare, joined; found by content if nobody tells.
        label: the column of labels, found if nobody tells; an empty one says that there is none.
        id: the column of ids, in the same way. Rows have numbers, from 0 in every split.
        split: the column that says which split a row is in, for one table.
        config: the configuration of a folder that has several.
        threshold: the Jaccard similarity from which on two texts are near-duplicates.
        passages: whether passages of 28 or more key characters are looked for.
        allow: kinds of links between splits that are no leaks.
        workers: threads; as many as processors by default. The result is the same.
        progress: told ``(what, done, total)``.

    Raises:
        CorpusError: there are no rows, no text in them, or no column of that name.
    """
    allowed = _allowed(allow)
    request = ColumnRequest(text=(text,) if isinstance(text, str) else tuple(text or ()), label=label, id=id)
    splits = [
        replace(one, table=spread(one.table))
        for one in splits_of(data, Wanted(config=config, split_column=split), progress)
    ]
    empty = [one for one in splits if not one.table.num_rows]
    splits = [one for one in splits if one.table.num_rows]
    rows = _Rows.of(splits, roles_of(splits, request), empty)
    splits = []  # the columns of text are held once
    if not any(pc.any(pc.greater(pc.binary_length(texts), 0)).as_py() for texts in rows.texts):
        where = ", ".join(rows.roles.text)
        raise AuditError(where, "No row holds text there.", "Name another column with --text (text=…).")
    found = find_near_duplicates(rows.reader(progress), threshold=threshold, overlaps=passages, workers=workers)
    progress("comparing", 1, 1)
    progress("judging", 0, 0)
    result = _judged(rows, found, allowed, passages=passages)
    progress("judging", 1, 1)
    return result


def _allowed(allow: Sequence[str]) -> tuple[Kind, ...]:
    kinds = (allow,) if isinstance(allow, str) else tuple(allow)
    for kind in kinds:
        if kind not in LEAKS:
            raise AuditError(kind, "There is no such kind of leak.", f"Choose of {', '.join(LEAKS)}.")
    return tuple(kind for kind in LEAKS if kind in kinds)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """All rows, split after split; ``empty`` are the splits that have none."""

    splits: Sequence[Split]
    empty: Sequence[Split]
    roles: Roles
    texts: Sequence[pa.ChunkedArray]
    starts: NDArray[np.int64]
    """The number of the first row of each split, and last that of all."""
    labels: pa.Array
    ids: pa.Array

    @classmethod
    def of(cls, splits: Sequence[Split], roles: Roles, empty: Sequence[Split]) -> _Rows:
        texts = [texts_of(one, roles.text) for one in splits]
        return cls(
            splits=[replace(one, table=one.table.drop_columns(list(roles.text))) for one in splits],
            empty=empty,
            roles=roles,
            texts=texts,
            starts=np.cumsum([0, *map(len, texts)]),
            labels=pa.concat_arrays([strings_of(one, roles.label) for one in splits]),
            ids=pa.concat_arrays([strings_of(one, roles.id) for one in splits]),
        )

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.splits]

    @property
    def split(self) -> NDArray[np.int64]:
        """The number of each row's split."""
        return np.repeat(np.arange(len(self.splits)), np.diff(self.starts))

    def reader(self, progress: Progress) -> pa.RecordBatchReader:
        """Return the texts as they are compared; tells how many were taken."""
        schema = pa.schema([("text", pa.large_string())])

        def batches() -> Iterator[pa.RecordBatch]:
            done, total = 0, int(self.starts[-1])
            for texts in self.texts:
                for batch in pa.table({"text": texts}).to_batches(_AT_ONCE):
                    yield batch
                    done += batch.num_rows
                    progress("sketching", done, total)
            progress("comparing", 0, 0)  # how long that takes depends on what is alike

        return pa.RecordBatchReader.from_batches(schema, batches())

    def ends(self, rows: Sequence[int], spans: Sequence[Bounds | None] = ()) -> list[End]:
        """Return rows as they are shown: around a span of the text, where one is given, and else from its start."""
        return [self._end(row, span) for row, span in zip_longest(rows, spans)]

    def _end(self, row: int, span: Bounds | None) -> End:
        number = int(np.searchsorted(self.starts, row, side="right")) - 1
        place = row - int(self.starts[number])
        text = self.texts[number][place].as_py()
        offset = 0 if span is None else max(0, span[0] - BEFORE)
        return End(
            split=self.splits[number].name,
            row=place,
            id=self.ids[row].as_py(),
            label=self.labels[row].as_py(),
            text=text[offset : offset + SHOWN],
            offset=offset,
            cut=len(text) > offset + SHOWN,
            shared=None if span is None else (span[0] - offset, min(span[1] - offset, SHOWN)),
        )


def _judged(rows: _Rows, found: NearDuplicates, allowed: tuple[Kind, ...], *, passages: bool) -> Audit:
    """Return what a comparison comes to."""
    given = linked(found, rows.split, len(rows.splits))
    counts = counted(given)
    between = tuple(_between(counts, rows.names, allowed))
    leaks = [one for one in between if one.leak]
    report = Report(
        verdict="leaks" if leaks else "clean",
        summary=_summary(rows, between, leaks),
        threshold=found.threshold,
        allowed=allowed,
        splits=tuple(_split_rows(one, texts) for one, texts in zip(rows.splits, rows.texts, strict=True)),
        columns=_columns(rows),
        between=between,
        examples=tuple(examples_of(given, rows.ends)),
        labels=_labels(rows, given),
        giveaways=tuple(_giveaways(rows, given)),
        not_looked_at=NotLookedAt(
            recall=round(found.recall, 6),
            crowded=found.counts.get("crowded", 0),
            passages=passages,
            boilerplate=found.counts.get("boilerplate", 0),
        ),
        notes=(*_notes(rows), *_of_passages(leaks)),
    )
    return Audit(report=report, leaks=_leaks(rows, given, counts, allowed))


def _between(counts: LinkCounts, names: Sequence[str], allowed: tuple[Kind, ...]) -> Iterator[Between]:
    for a in range(len(names)):
        for b in range(a, len(names)):
            for number, kind in enumerate(KINDS):
                if counts.pairs[number, a, b]:
                    yield Between(
                        a=names[a],
                        b=names[b],
                        kind=kind,
                        pairs=int(counts.pairs[number, a, b]),
                        rows_a=int(counts.rows[number, a, b]),
                        rows_b=int(counts.rows[number, b, a]),
                        leak=a != b and kind in LEAKS and kind not in allowed,
                    )


def _summary(rows: _Rows, between: Sequence[Between], leaks: Sequence[Between]) -> str:
    if len(rows.splits) == 1:
        inside = sum(one.pairs for one in between if one.kind in LEAKS[: NEAR + 1])
        return f"There is one split, so nothing can leak; it holds {_counted(inside, 'pair')} of duplicates."
    if not leaks:
        return f"No leak between {' and '.join(rows.names)} was found."
    sums = {kind: sum(one.pairs for one in leaks if one.kind == kind) for kind in LEAKS}
    kinds = ", ".join(f"{pairs:,} {kind}" for kind, pairs in sums.items() if pairs)
    total = sum(one.pairs for one in leaks)
    return f"{_counted(total, 'pair')} of rows {'leaks' if total == 1 else 'leak'} between splits: {kinds}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _split_rows(split: Split, texts: pa.ChunkedArray) -> SplitRows:
    empty = pc.sum(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(texts)), 0)).as_py() or 0
    return SplitRows(
        name=split.name, rows=len(texts), empty=empty, unread=split.unread,
        problem=split.first_problem, source=split.source,
    )  # fmt: skip


def _columns(rows: _Rows) -> ColumnRoles:
    roles = rows.roles
    return ColumnRoles(
        text=roles.text, label=roles.label, id=roles.id, found=roles.found, others=tuple(_others(rows)),
    )  # fmt: skip


def _others(rows: _Rows) -> list[str]:
    used = {*rows.roles.text, rows.roles.label, rows.roles.id}
    first = rows.splits[0].table.column_names
    return [name for name in first if name not in used and all(name in one.table.column_names for one in rows.splits)]


def _metadata(rows: _Rows) -> list[str]:
    """Return the other columns, but for those that are made of the splits themselves."""
    others = _others(rows)
    of_release = _OF_A_RELEASE if set(_OF_A_RELEASE) <= set(others) else ()
    return [
        name
        for name in others
        if name not in of_release[:1] and not all(names_its_split(name, s.table[name], s.name) for s in rows.splits)
    ]


def _labels(rows: _Rows, given: Linked) -> LabelReport | None:
    if rows.roles.label is None:
        return None
    return labels_of(rows.roles.label, rows.labels, rows.split, rows.names, given, rows.ends)


def _giveaways(rows: _Rows, given: Linked) -> Iterator[MetadataProbe]:
    """Return what metadata gives away; near-duplicates are one group."""
    groups = np.arange(int(rows.starts[-1]))
    near = given.edges.kind == NEAR
    group_of = components(given.classes, given.edges.left[near], given.edges.right[near])
    groups[given.rows] = len(groups) + group_of[given.of]
    names = [*([rows.roles.id] if rows.roles.id else []), *_metadata(rows)]
    known = RowMetadata(
        columns=metadata_of([one.table for one in rows.splits], names),
        id_column=rows.roles.id,
        lengths=np.concatenate([pc.utf8_length(texts).to_numpy() for texts in rows.texts]),
        split=rows.split,
        names=rows.names,
        groups=groups,
    )
    return giveaways_of(known)


def _notes(rows: _Rows) -> Iterator[str]:
    for one in rows.empty:
        yield f"{one.name} has no rows, and was left out."
    for one in (*rows.splits, *rows.empty):
        if one.unread:
            yield f"{_counted(one.unread, 'row')} of {one.name} could not be read. The first: {one.first_problem}"
    if len(rows.splits) == 1:
        yield "Only one split was found: name the others (NAME=FILE), or the column that says which (--split-column)."


def _of_passages(leaks: Sequence[Between]) -> Iterator[str]:
    if leaks and all(one.kind == KINDS[PASSAGE] for one in leaks):
        yield "All that leaks are shared passages: look whether they are quotations (then: --allow passage)."


def _leaks(rows: _Rows, given: Linked, counts: LinkCounts, allowed: tuple[Kind, ...]) -> pa.Table:
    """Return every row that leaks: its split, number and id, the other split, and the kind."""
    kinds = np.array([kind not in allowed and kind in LEAKS for kind in (*KINDS, "")])
    crossing = kinds[counts.strongest]
    crossing[np.arange(len(given.rows)), given.split] = False
    place, other = np.nonzero(crossing)
    numbers = given.rows[place]
    names = pa.array(rows.names)
    return pa.table(
        {
            "split": names.take(pa.array(given.split[place])),
            "row": pa.array(numbers - rows.starts[given.split[place]]),
            "id": rows.ids.take(pa.array(numbers)),
            "with": names.take(pa.array(other)),
            "kind": pa.array(KINDS).take(pa.array(counts.strongest[place, other])),
        }
    )
