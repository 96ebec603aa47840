"""Records of arrays that have one length: a row is what stands at one place of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Choice = NDArray[np.int64] | NDArray[np.bool_] | slice


class Columns:
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
