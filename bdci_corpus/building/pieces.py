"""Cut large tables into pieces of whole rows: the unit of work, of cache, of progress and of memory.

A row is a line, or in CSV and TSV as many as its quotes hold. Rows of Parquet are no lines: they are unpacked, so that
each piece of them can be read by itself.

A piece ends where its last line says so, by a hash: a line that is added, changed or taken away makes new pieces
around it, and the others stay what they were.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

LONGEST = 64_000_000
"""A file with longer lines is no table of lines, and is not cut."""


_QUOTE = ord('"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many bytes a piece has: at least and at most, unless a line is longer or the file ends.

    ``usual`` is how many it has on average beyond the least. Cleaning 2 MB takes about a second.
    """

    least: int = 1_000_000
    usual: int = 1_000_000
    most: int = 4_000_000


SIZES = Sizes()


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of a file's bytes, half-open, how many lines they are, and their SHA-256."""

    start: int
    end: int
    lines: int
    sha256: str

    def read(self, path: Path) -> bytes:
        """Return what stands there now: whether it is what was hashed, is for the caller to ask."""
        with path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.end - self.start)


class UncutError(Exception):
    """A row is too long for its file to be cut, or its quotes do not say where it ends."""


def cut(
    file: BinaryIO, sizes: Sizes = SIZES, delimiter: str | None = None, heard: Callable[[int], None] = lambda _: None
) -> tuple[str, list[Piece]]:
    """Return the SHA-256 of a file, and its pieces in order; in one pass, and bounded memory.

    ``heard`` is told how many bytes are read.

    With a ``delimiter`` of cells, a row may have lines in quotes, and is not cut in them.

    Raises:
        UncutError: a row has more than ``LONGEST`` bytes, or a quote neither opens nor closes a cell, so that it
            cannot be told by quotes alone what is in them.
    """
    whole, pieces, start = sha256(), list[Piece](), 0
    for piece in _pieces(file, sizes, quoted=delimiter is not None):
        if delimiter is not None and not _is_well_quoted(piece, ord(delimiter)):
            raise UncutError
        whole.update(piece)
        lines = _lines(piece) if delimiter is None else piece.count(b"\n")
        pieces.append(Piece(start, start + len(piece), lines, sha256(piece).hexdigest()))
        start += len(piece)
        heard(start)
    return whole.hexdigest(), pieces


def cut_batches(batches: Iterable[pa.RecordBatch], sizes: Sizes = SIZES) -> Iterator[tuple[bytes, int]]:
    """Yield pieces of rows as streams of Arrow's, with the number of rows of each.

    A piece ends with the row whose values say so, wherever rows were parted before.
    """
    held, size, schema = list[pa.RecordBatch](), 0, None
    for batch in batches:
        schema, start = batch.schema.remove_metadata(), 0
        for row, (mark, length) in enumerate(_marks(batch), 1):
            size += length
            if size >= sizes.least and (size >= sizes.most or mark * sizes.usual < length << 32):
                yield _stream([*held, batch.slice(start, row - start)], schema)
                held, size, start = [], 0, row
        held.append(batch.slice(start))
    if any(batch.num_rows for batch in held):
        yield _stream(held, schema)


def _marks(batch: pa.RecordBatch) -> Iterator[tuple[int, int]]:
    """Yield for each row a hash of 32 bits, and about how many bytes its values take."""
    marks, lengths = [0] * batch.num_rows, [0] * batch.num_rows
    for column in batch.columns:
        try:
            values = column.to_pylist()
        except (ValueError, ArithmeticError):  # a value that Python does not have: the others say enough
            continue
        for row, value in enumerate(values):
            data = (value if isinstance(value, str) else repr(value)).encode("utf-8", "surrogatepass")
            marks[row] = zlib.crc32(data, marks[row])
            lengths[row] += len(data)
    return zip(marks, lengths, strict=True)


def _stream(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> tuple[bytes, int]:
    """Return rows as they are written, however they were parted before; what a schema says beside types is not said."""
    table = pa.Table.from_batches([batch.replace_schema_metadata(None) for batch in batches]).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes(), table.num_rows


def _is_well_quoted(piece: bytes, delimiter: int) -> bool:
    """Return whether quotes stand at both ends of cells only, or are doubled in them."""
    cells = np.frombuffer(b"\n" + piece.removeprefix(codecs.BOM_UTF8) + b"\n", np.uint8)
    quotes = np.flatnonzero(cells == _QUOTE)
    around = np.array([delimiter, _QUOTE, *b"\r\n"], np.uint8)
    opened = np.isin(cells[quotes[::2] - 1], around).all()
    return bool(len(quotes) % 2 == 0 and opened and np.isin(cells[quotes[1::2] + 1], around).all())


def _lines(data: bytes) -> int:
    """Return how many lines there are, as a stream in universal mode counts them."""
    ends = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    return ends + (not data.endswith((b"\n", b"\r")))


def _pieces(file: BinaryIO, sizes: Sizes, *, quoted: bool) -> Iterator[bytes]:
    buffer = b""
    while True:
        more = file.read(2 * sizes.most)
        buffer += more
        here, quotes = 0, _quotes(buffer) if quoted else None
        while here < len(buffer) and (end := _end(buffer, here, sizes, quotes, last=not more)):
            yield buffer[here:end]
            here = end
        buffer = buffer[here:]
        if len(buffer) > LONGEST:
            raise UncutError
        if not more:
            return


def _quotes(data: bytes) -> NDArray[np.int64]:
    return np.flatnonzero(np.frombuffer(data, np.uint8) == _QUOTE)


def _end(buffer: bytes, start: int, sizes: Sizes, quotes: NDArray[np.int64] | None, *, last: bool) -> int:
    """Return where the piece ends that begins at ``start``; 0 if that cannot be told yet."""
    if not last and len(buffer) - start <= sizes.most:
        return 0
    found = 0
    for at in _row_ends(buffer, start + sizes.least, start + sizes.most, start, quotes):
        line = buffer[buffer.rfind(b"\n", start, at) + 1 : at + 1]
        if zlib.crc32(line) * sizes.usual < len(line) << 32:
            return at + 1
        found = at + 1
    if found:  # no line says so
        return found
    behind = start + min(sizes.least, len(buffer) - start)
    return next((at + 1 for at in _row_ends(buffer, behind, len(buffer), start, quotes)), len(buffer) if last else 0)


def _row_ends(buffer: bytes, first: int, last: int, start: int, quotes: NDArray[np.int64] | None) -> Iterator[int]:
    """Yield where lines end that are not in quotes, of a row that begins at ``start``."""
    at = buffer.find(b"\n", first, last)
    before = 0 if quotes is None else int(np.searchsorted(quotes, start))
    while at >= 0:
        if quotes is None or not (int(np.searchsorted(quotes, at)) - before) % 2:
            yield at
        at = buffer.find(b"\n", at + 1, last)
