"""Shapes: how lengths, dates and likenesses are spread, split by split, in bins that a chart draws."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.release.files import split_order

Ints = NDArray[np.int64]

FEW_MONTHS = 30
"""Up to so many months between the first and the last date are drawn as months."""

MOST_YEARS = 40
"""Up to so many years are drawn as years, and more as decades: a bar stays wide enough to be seen on a phone."""

LIKENESS_BINS = 20
"""Likenesses are drawn in steps of a twentieth."""

_FEWEST_BINS, _MOST_BINS = 3, 12
"""Lengths that would have fewer bins are drawn in steps of one width, fewer than so many."""

_ROUND = (1, 2, 5)
"""Lengths are drawn in the steps 1, 2, 5, 10, …: a text of 50 characters and one of 50,000 both have a bar."""

_YEAR, _MONTH = 4, 7
"""Of an ISO date so many characters tell the year, and the month."""

_MONTHS = 12
"""Months of a year."""

_DECADE = 120
"""Months of a decade."""


class Series(NamedTuple):
    """One row of a chart: documents by bin, how many they are, and the least, middle and greatest of them."""

    name: str
    counts: Sequence[int]
    total: int
    least: str
    middle: str
    most: str


class Chart(NamedTuple):
    """A chart: what each bin begins with, and a row for each group.

    ``highest`` is the largest share of a bin; ``end`` is what stands at the axis's end, where the last bin ends.
    """

    bins: Sequence[str]
    series: Sequence[Series]
    highest: float
    end: str


def lengths_of(documents: pa.Table) -> Chart:
    """Return how long the texts of each split are, in characters."""
    lengths = pc.utf8_length(documents["text"]).to_numpy().astype(np.int64)
    top, low = (int(lengths.max()), int(lengths.min())) if len(lengths) else (1, 1)
    *edges, end = _length_edges(low, top)
    places = np.searchsorted(np.array(edges, np.int64), lengths, side="right") - 1
    bins = [f"{edge:,}" for edge in edges]
    return _shape(bins, _by_split(documents), places, lengths, "{:,}".format, f"{end:,}")


def _length_edges(low: int, top: int) -> list[int]:
    """Return where bins begin, and the last one ends: steps of one width where lengths differ too little for others."""
    steps = [step * 10**power for power in range(len(str(top)) + 1) for step in _ROUND]
    edges = [0, *steps]
    found = edges[bisect_right(edges, low) - 1 : bisect_right(edges, top) + 1]
    if len(found) > _FEWEST_BINS or low == top:
        return found
    width = next(step for step in steps if (top - low) // step < _MOST_BINS)
    return list(range(low // width * width, (top // width + 1) * width + 1, width))


def dates_of(documents: pa.Table) -> Chart | None:
    """Return when the documents of each split were published, as far as a year is known; None where none is."""
    dates = [date or "" for date in documents["published"].to_pylist()]
    months = np.array([_months(date) for date in dates], np.int64)
    known = months >= 0
    if not known.any():
        return None
    first, last = int(months[known].min()), int(months[known].max())
    exact = all(len(date) >= _MONTH for date, is_known in zip(dates, known.tolist(), strict=True) if is_known)
    step = _MONTHS if (last - first) // _MONTHS < MOST_YEARS else _DECADE
    if exact and last - first < FEW_MONTHS:
        step = 1
    bins = [_date(number * step, step) for number in range(first // step, last // step + 1)]
    places = np.where(known, months // step - first // step, -1)
    return _shape(
        bins, _by_split(documents), places, months, lambda month: _date(month, 1 if exact else step), bins[-1]
    )


def likeness_of(jaccards: pa.ChunkedArray, crossing: pa.ChunkedArray) -> Chart | None:
    """Return how alike the pairs are, those of two splits (``across``) and of one; None where there is none."""
    values = jaccards.to_numpy().astype(np.float64)
    known = ~np.isnan(values)
    if not known.any():
        return None
    thousandths = np.where(known, np.nan_to_num(values) * 1_000 + 0.5, -1).astype(np.int64)
    places = np.minimum(thousandths * LIKENESS_BINS // 1_000, LIKENESS_BINS - 1)
    lowest = int(places[known].min())
    apart = crossing.to_numpy()
    rows = {"across": np.flatnonzero(apart), "within": np.flatnonzero(~apart)}
    names = [f"{number / LIKENESS_BINS:.2f}" for number in range(lowest, LIKENESS_BINS)]
    return _shape(names, rows, np.where(known, places - lowest, -1), thousandths, lambda n: f"{n / 1_000:.3f}", "1.00")


def _months(date: str) -> int:
    """Return the months from the year 0 to an ISO date, -1 where it tells no year."""
    year, month = date[:_YEAR], date[_YEAR + 1 : _MONTH]
    if not (year.isascii() and year.isdigit() and len(year) == _YEAR):
        return -1
    named = int(month) if month.isascii() and month.isdigit() and 1 <= int(month) <= _MONTHS else 1
    return int(year) * _MONTHS + named - 1


def _date(month: int, step: int) -> str:
    year = f"{month // _MONTHS:04}"
    return f"{year}-{month % _MONTHS + 1:02}" if step == 1 else year


def _by_split(documents: pa.Table) -> dict[str, Ints]:
    """Return the places of the rows of each split."""
    splits = np.asarray(documents["split"].to_pylist(), dtype=object)
    return {name: np.flatnonzero(splits == name) for name in sorted(set(splits.tolist()), key=split_order)}


def _shape(
    bins: Sequence[str], rows: Mapping[str, Ints], places: Ints, values: Ints, show: Callable[[int], str], end: str
) -> Chart:
    """Return a chart of the rows of each name whose place is a bin (-1 is none); ``end`` is where the last one ends."""
    series = []
    for name, own in rows.items():
        mine = own[places[own] >= 0]
        counts = np.bincount(places[mine], minlength=len(bins)).tolist()
        ordered = np.sort(values[mine])
        named = [show(int(ordered[at])) for at in (0, len(ordered) // 2, -1)] if len(ordered) else ["", "", ""]
        series.append(Series(name, counts, len(mine), *named))
    shares = [max(one.counts) / one.total for one in series if one.total]
    return Chart(bins, [one for one in series if one.total], max(shares, default=1.0), end)
