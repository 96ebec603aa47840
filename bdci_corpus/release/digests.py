"""Digests of rows and tables by value: the same whatever file, format, order or library holds them.

A row is written out in a form that leaves nothing open, and hashed:

    null        n                       true, false   t, f
    integer     i<decimal>;             float         d<its 64 bits, as a signed decimal>;
    string      s<bytes in UTF-8>:…     bytes         as the string of their lower-case hexadecimal
    list        l<length>:…             struct, row   m<fields>: name and value of each, sorted by name

No type enters, only values: JSON Lines of the same rows (bytes in hexadecimal) have the same digests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

BATCH_BYTES = 16_000_000
"""About how much of a table is written out at once."""

DIGEST_BYTES = sha256().digest_size

_BYTES = pa.large_binary()

_HEXADECIMAL = np.frombuffer(bytes(range(256)).hex().encode(), "<u2")

_NAN = 0x7FF8 << 48
"""The bits of the one NaN that all are hashed as (IEEE 754, quiet)."""


def row_digests(rows: pa.Table) -> list[bytes]:
    """Return the SHA-256 of each row, in order; the order of columns does not matter."""
    return [digest for batch in _batches(rows) for digest in _digests(batch)]


def logical_hash(rows: pa.Table) -> str:
    """Return a SHA-256 of the values of a table, whatever its row order: of its rows' digests, sorted."""
    return hash_of(row_digests(rows))


def hash_of(digests: Iterable[bytes]) -> str:
    """Return the logical hash of a table whose rows have these digests, which may be run together."""
    every = np.frombuffer(b"".join(digests), f"S{DIGEST_BYTES}")
    return sha256(np.sort(every).tobytes()).hexdigest()


def overall_hash(tables: Mapping[str, str]) -> str:
    """Return the logical hash of a release from those of its tables, named ``table/split``."""
    return sha256("".join(sorted(f"{name} {digest}\n" for name, digest in tables.items())).encode()).hexdigest()


def _batches(rows: pa.Table) -> Iterator[pa.StructArray]:
    """Yield a table's rows as structs, a bounded number of bytes at a time."""
    most = max(1, rows.num_rows * BATCH_BYTES // max(rows.nbytes, 1))
    for start in range(0, rows.num_rows, most):
        columns = [column.combine_chunks() for column in rows.slice(start, most).columns]
        yield pa.StructArray.from_arrays(columns, names=rows.column_names)


def _digests(rows: pa.StructArray) -> Iterator[bytes]:
    offsets, data = _parts(_written(rows))
    for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
        yield sha256(data[start:end]).digest()


def _written(values: pa.Array) -> pa.Array:
    """Return each value written out, as bytes."""
    kind = values.type
    if pa.types.is_null(kind):
        return pa.repeat(pa.scalar(b"n", _BYTES), len(values))
    if pa.types.is_boolean(kind):
        written = pc.if_else(values, pa.scalar(b"t", _BYTES), pa.scalar(b"f", _BYTES))
    elif pa.types.is_integer(kind):
        written = _joined(b"i", _decimal(values), b";")
    elif pa.types.is_floating(kind):
        written = _joined(b"d", _decimal(_bits(values)), b";")
    elif pa.types.is_struct(kind):
        written = _struct(values)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        written = _joined(b"l", _decimal(pc.list_value_length(values)), b":", _run_together(values))
    else:
        written = _string(values)
    return pc.fill_null(written, pa.scalar(b"n", _BYTES))


def _string(values: pa.Array) -> pa.Array:
    if pa.types.is_binary(values.type) or pa.types.is_large_binary(values.type):
        values = _hexadecimal(values.cast(_BYTES))
    values = values.cast(pa.large_string()).cast(_BYTES)
    return _joined(b"s", _decimal(pc.binary_length(values)), b":", values)


def _struct(values: pa.StructArray) -> pa.Array:
    """Write structs: their fields by name."""
    names = [field.name for field in values.type]
    fields = dict(zip(names, values.flatten(), strict=True))
    pieces: list[bytes | pa.Array] = [b"m%d:" % len(names)]
    for name in sorted(names):
        pieces += [b"s%d:%s" % (len(name.encode()), name.encode()), _written(fields[name])]
    joined = _joined(*pieces)
    return pc.if_else(values.is_valid(), joined, pa.scalar(None, _BYTES)) if values.null_count else joined


def _run_together(lists: pa.ListArray) -> pa.Array:
    """Return the elements of each list written one behind the other: they stand so in memory."""
    offsets, data = _parts(_written(lists.flatten()))
    counts = pc.fill_null(pc.list_value_length(lists).cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    bounds = np.append(np.int64(0), np.cumsum(counts, dtype=np.int64))
    buffers = [None, pa.py_buffer(offsets[bounds]), pa.py_buffer(data)]
    return pa.LargeBinaryArray.from_buffers(_BYTES, len(lists), buffers)


def _parts(values: pa.Array) -> tuple[NDArray[np.int64], memoryview]:
    """Return where each value starts and the last one ends, and all of them one behind the other."""
    _, offsets, data = values.buffers()
    if not len(values):
        return np.zeros(1, np.int64), memoryview(b"")
    bounds = np.frombuffer(offsets, np.int64, len(values) + 1, 8 * values.offset)
    return bounds, memoryview(data if data is not None else b"")


def _joined(*pieces: bytes | pa.Array) -> pa.Array:
    constants = [pa.scalar(piece, _BYTES) if isinstance(piece, bytes) else piece for piece in pieces]
    return pc.binary_join_element_wise(*constants, pa.scalar(b"", _BYTES))


def _decimal(numbers: pa.Array) -> pa.Array:
    return numbers.cast(pa.large_string()).cast(_BYTES)


def _bits(values: pa.Array) -> pa.Array:
    """Return the bits of floats as integers, of every NaN the same."""
    doubles = values.cast(pa.float64())
    bits = doubles.view(pa.int64())
    return pc.if_else(pc.is_nan(doubles), pa.scalar(_NAN, pa.int64()), bits)


def _hexadecimal(values: pa.Array) -> pa.Array:
    offsets, data = _parts(values)
    raw = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]]
    written = _HEXADECIMAL[raw]
    buffers = [None, pa.py_buffer(2 * (offsets - offsets[0])), pa.py_buffer(written)]
    plain = pa.LargeBinaryArray.from_buffers(_BYTES, len(values), buffers)
    return pc.if_else(values.is_valid(), plain, pa.scalar(None, _BYTES)) if values.null_count else plain
