"""Records of arrays that have one length: a row is what stands at one place of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Rows = NDArray[np.int64]

Choice = NDArray[np.int64] | NDArray[np.bool_] | slice


class ArrowColumns:
    """What dataclasses of equally long arrays have in common."""

    __slots__ = ()

    @classmethod
    def _make(cls, columns: Sequence[NDArray[Any]]) -> Self:
        names = (field.name for field in fields(cls))  # type: ignore[arg-type]
        return cls(**dict(zip(names, columns, strict=True)))

    @property
    def columns(self) -> list[NDArray[Any]]:
        """The arrays, in the order of the fields."""
        return [getattr(self, field.name) for field in fields(self)]  # type: ignore[arg-type]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0])

    def __getitem__(self, chosen: Choice) -> Self:
        """Return some of the rows."""
        return self._make([column[chosen] for column in self.columns])

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the rows of all parts, of which there must be one at least."""
        columns = zip(*(part.columns for part in parts), strict=True)
        return cls._make([np.concatenate(column) for column in columns])


def arrow(values: NDArray[Any]) -> pa.Array:
    """Return numbers as an Arrow array. ``pa.array`` would import pandas, if only to ask whether they are of it."""
    whole = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [None, pa.py_buffer(whole)])


def arrow_strings(values: Sequence[str]) -> pa.LargeStringArray:
    """Return strings as an Arrow array, in the same way.

    Raises:
        UnicodeEncodeError: one holds a lone surrogate.
    """
    encoded = [value.encode() for value in values]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    data = pa.py_buffer(b"".join(encoded))
    return pa.LargeStringArray.from_buffers(len(encoded), pa.py_buffer(offsets), data)
