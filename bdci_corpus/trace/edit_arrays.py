"""Edits, changes and traces as arrays, for texts where there are many."""

from __future__ import annotations

from codecs import utf_32_le_decode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.records import Edit, Trace, TraceEdit, TraceReach
from bdci_corpus.trace import kernels

Rows = NDArray[np.int64]


class Edits(NamedTuple):
    """Sorted, disjoint edits: the rows of ``spans`` become ``codes[bounds[n]:bounds[n + 1]]``."""

    spans: Rows
    bounds: Rows
    codes: NDArray[np.uint32]

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return len(self.spans) > 0

    def only(self, chosen: NDArray[np.bool_]) -> Edits:
        """Return some of them."""
        sizes = np.diff(self.bounds)
        codes = self.codes[np.repeat(chosen, sizes)]
        return Edits(self.spans[chosen], np.append(0, np.cumsum(sizes[chosen])), codes)

    def merged(self, others: Edits) -> Edits:
        """Return these and others in order; none overlap."""
        spans = np.concatenate([self.spans, others.spans])
        order = np.argsort(spans[:, 0], kind="stable")
        sizes = np.concatenate([np.diff(self.bounds), np.diff(others.bounds)])
        firsts = np.concatenate([self.bounds[:-1], others.bounds[:-1] + len(self.codes)])[order]
        bounds = np.append(0, np.cumsum(sizes[order]))
        places = np.repeat(firsts - bounds[:-1], sizes[order]) + np.arange(bounds[-1])
        return Edits(spans[order], bounds, np.concatenate([self.codes, others.codes])[places])

    def objects(self, rule: str) -> list[Edit]:
        """Return them one by one."""
        text = self.codes.tobytes().decode("utf-32-le", "surrogatepass")
        bounds = self.bounds.tolist()
        return [
            Edit(start=start, end=end, replacement=text[bounds[at] : bounds[at + 1]], rule=rule)
            for at, (start, end) in enumerate(self.spans.tolist())
        ]


NO_EDITS = Edits(np.empty((0, 2), np.int64), np.zeros(1, np.int64), np.empty(0, np.uint32))


def edits_of(edits: Sequence[Edit]) -> Edits:
    """Return edits as arrays."""
    spans = np.array([(edit.start, edit.end) for edit in edits], np.int64).reshape(-1, 2)
    bounds = np.append(0, np.cumsum([len(edit.replacement) for edit in edits], dtype=np.int64))
    text = "".join(edit.replacement for edit in edits)
    return Edits(spans, bounds, np.array(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)))


def deletions(spans: Rows) -> Edits:
    """Return the edits that take spans out."""
    return Edits(spans, np.zeros(len(spans) + 1, np.int64), np.empty(0, np.uint32))


def substitutions(places: Rows, codes: NDArray[np.uint32]) -> Edits:
    """Return the edits that put one character for another."""
    spans = np.empty((len(places), 2), np.int64)
    spans[:, 0], spans[:, 1] = places, places + 1
    return Edits(spans, np.arange(len(places) + 1), codes)


def apply_columns(codes: NDArray[np.uint32], edits: Edits, step: int) -> tuple[str, Rows, NDArray[np.uint32]]:
    """Make one step's edits, as ``apply`` does; return the code points of the text as well."""
    removed = int(edits.spans[:, 1].sum() - edits.spans[:, 0].sum())
    out = np.empty(len(codes) + len(edits.codes) - removed, np.uint32)
    changes = np.empty((len(edits.spans), 5), np.int64)
    count = compiled(kernels.replace)(codes, edits.spans, edits.bounds, edits.codes, out, changes, step)
    out.flags.writeable = False  # as those of any other text, or loops would be compiled for both
    return utf_32_le_decode(out.data, "surrogatepass")[0], changes[:count], out


def rows_of(changes: Sequence[tuple[int, ...]] | Rows) -> Rows:
    """Return changes as rows."""
    return changes if isinstance(changes, np.ndarray) else np.array(changes, np.int64).reshape(-1, 5)


def compose_columns(first: Rows, second: Rows) -> Rows:
    """Return the changes that do what ``first`` and then ``second`` does, as ``compose`` does."""
    composed = np.empty((len(first) + len(second), 5), np.int64)
    return composed[: compiled(kernels.compose)(first, second, composed)]


class EditColumns(NamedTuple):
    """The edits of a trace: where they lie in the final text and in the region's bytes, and whose they are."""

    changes: Rows
    places: Rows
    raw: bytes
    steps: tuple[str, ...]

    def objects(self) -> tuple[TraceEdit, ...]:
        """Return them one by one."""
        return tuple(self.some(slice(None)))

    def some(self, chosen: slice | Rows) -> Iterator[TraceEdit]:
        """Yield some of them, by number."""
        named: dict[int, tuple[str, ...]] = {}
        changes, places = self.changes[chosen].tolist(), self.places[chosen].tolist()
        for (_, _, start, end, bits), (first, last) in zip(changes, places, strict=True):
            if bits not in named:
                named[bits] = self.rules(bits)
            yield TraceEdit(start=start, end=end, before=self.raw[first:last], rules=named[bits])

    def beyond(self, steps: frozenset[str]) -> Rows:
        """Return the numbers of those that others than these steps had a part in."""
        within = sum(1 << bit for bit, name in enumerate(self.steps) if name in steps)
        return np.flatnonzero(self.changes[:, 4] & ~within)

    def rules(self, bits: int) -> tuple[str, ...]:
        """Name the steps of a bit set, in order."""
        return tuple(name for bit, name in enumerate(self.steps) if bits >> bit & 1)


class ColumnTrace(Trace):
    """A trace whose edits are arrays until one asks for them."""

    __slots__ = ("_objects", "columns")

    columns: EditColumns | None
    _objects: tuple[TraceEdit, ...] | None

    def __init__(
        self,
        *,
        region_start: int,
        region_end: int,
        region_sha256: str,
        reaches: TraceReach,
        encoding: str,
        edits: tuple[TraceEdit, ...] = (),
        columns: EditColumns | None = None,
    ) -> None:
        """Take the fields of a trace, and its edits as columns or as they are."""
        fields: dict[str, Any] = {
            "region_start": region_start,
            "region_end": region_end,
            "region_sha256": region_sha256,
            "reaches": reaches,
            "encoding": encoding,
            "columns": columns,
            "_objects": None if columns is not None else edits,
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @property
    def edits(self) -> tuple[TraceEdit, ...]:
        """The edits, made when first asked for."""
        if self._objects is None and self.columns is not None:
            object.__setattr__(self, "_objects", self.columns.objects())
        return self._objects or ()

    @property
    def steps(self) -> frozenset[str]:
        """The names of all that changed anything."""
        if self.columns is None:
            return super().steps
        bits = int(np.bitwise_or.reduce(self.columns.changes[:, 4], initial=0))
        return frozenset(self.columns.rules(bits))

    def edits_beyond(self, steps: frozenset[str]) -> Iterator[TraceEdit]:
        """Yield the edits that others than these steps had a part in, each made when it is asked for."""
        if self.columns is None:
            yield from super().edits_beyond(steps)
            return
        for at in self.columns.beyond(steps).tolist():
            yield from self.columns.some(slice(at, at + 1))

    def plain(self) -> Trace:
        """Return the same trace without columns."""
        make, fields = self.__reduce__()
        plain: Trace = make(*fields)
        return plain

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same, in whatever form."""
        if isinstance(other, ColumnTrace):
            return self.plain() == other.plain()
        return self.plain() == other if isinstance(other, Trace) else NotImplemented

    def __hash__(self) -> int:
        """Hash as the plain trace does."""
        return hash(self.plain())

    def __repr__(self) -> str:
        """Show the plain trace."""
        return repr(self.plain())

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle, and copy, as the plain trace."""
        return _plain, (
            self.region_start,
            self.region_end,
            self.region_sha256,
            self.reaches,
            self.encoding,
            self.edits,
        )


def _plain(
    start: int, end: int, sha256: str, reaches: TraceReach, encoding: str, edits: tuple[TraceEdit, ...]
) -> Trace:
    return Trace(
        region_start=start,
        region_end=end,
        region_sha256=sha256,
        reaches=reaches,
        encoding=encoding,
        edits=edits,
    )


def column_trace(
    text: str, changes: Rows, steps: Sequence[str], *, byte_start: int, known: tuple[bytes, str], reaches: TraceReach
) -> ColumnTrace:
    """Return the trace of a region that is plain UTF-8; ``text`` is the region as decoded.

    ``known`` are its bytes and their SHA-256, both empty where one does not know them.
    """
    raw = known[0] or text.encode()
    places = np.empty(2 * len(changes), np.int64)
    compiled(kernels.byte_places)(
        np.frombuffer(raw, np.uint8), np.ascontiguousarray(changes[:, :2]).reshape(-1), places
    )
    return ColumnTrace(
        region_start=byte_start,
        region_end=byte_start + len(raw),
        region_sha256=known[1] or sha256(raw).hexdigest(),
        reaches=reaches,
        encoding="utf-8",
        columns=EditColumns(changes, places.reshape(-1, 2), raw, tuple(steps)),
    )


def carry_columns(spans: Sequence[tuple[int, int]], changes: Rows) -> list[tuple[int, int]]:
    """Return where spans of the old text lie in the new one, as ``carry`` does."""
    if not len(changes) or not spans:
        return list(spans)
    found = np.empty((len(spans), 2), np.int64)
    compiled(kernels.carry)(np.array(spans, np.int64), np.ascontiguousarray(changes), found)
    return [(start, end) for start, end in found.tolist()]
