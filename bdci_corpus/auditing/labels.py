"""Labels: duplicates whose labels contradict each other, and how labels are spread over splits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.auditing.links import NEAR, Linked
from bdci_corpus.auditing.report import Contradiction, End, LabelReport
from bdci_corpus.neardup import components

EXAMPLES = 20
"""So many groups are shown."""

SHOWN_LABELS = 30
"""So many labels are counted by split; the others are one together."""

HIDDEN = frozenset({"-1", "?", "-", "none", "null", "nan", "unknown", "未知"})
"""What stands in place of a label that is not given."""

OTHERS = "(others)"

Ends = Callable[[Sequence[int]], list[End]]


def labels_said(column: str, values: pa.Array, splits: NDArray[np.int64], names: Sequence[str]) -> pa.Array:
    """Return labels, null where a whole split has the same one in place of a label, such as -1."""
    del column
    for number in range(len(names)):
        (own,) = np.nonzero(splits == number)
        kinds = pc.unique(values.take(pa.array(own))).drop_null().to_pylist()
        if len(kinds) == 1 and kinds[0].strip().lower() in HIDDEN:
            values = pc.if_else(pa.array(splits == number), None, values)
    return values


def labels_of(
    column: str, values: pa.Array, split: NDArray[np.int64], names: Sequence[str], given: Linked, ends: Ends
) -> LabelReport:
    """Return what the labels (null where there is none) of all rows say."""
    values = labels_said(column, values, split, names)
    found = _contradictions(values, given)
    return LabelReport(
        column=column,
        proportions=_proportions(values, split, names),
        contradictions=len(found),
        rows=sum(len(rows) for rows in found),
        examples=tuple(_shown(rows, values, given, names, ends) for rows in found[:EXAMPLES]),
    )


def _proportions(values: pa.Array, split: NDArray[np.int64], names: Sequence[str]) -> dict[str, dict[str, int]]:
    encoded = values.dictionary_encode()
    codes = pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy(zero_copy_only=False)
    kinds = [*encoded.dictionary.to_pylist(), None]
    counts = np.bincount(split * len(kinds) + codes, minlength=len(names) * len(kinds)).reshape(len(names), -1)
    order = sorted(range(len(kinds) - 1), key=lambda code: (-int(counts[:, code].sum()), kinds[code]))
    shown, rest = order[:SHOWN_LABELS], order[SHOWN_LABELS:]
    result = {}
    for number, name in enumerate(names):
        own = {str(kinds[code]): int(counts[number, code]) for code in shown}
        result[name] = own | ({OTHERS: int(counts[number, rest].sum())} if rest else {})
    return result


def _contradictions(values: pa.Array, given: Linked) -> list[NDArray[np.int64]]:
    """Return the rows of every group of duplicates that has two labels or more, as places in ``given.rows``."""
    near = given.edges.kind == NEAR
    groups = components(given.classes, given.edges.left[near], given.edges.right[near])[given.of]
    codes = values.take(pa.array(given.rows)).dictionary_encode().indices
    label = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    (labeled,) = np.nonzero(label >= 0)
    order = labeled[np.lexsort((given.rows[labeled], groups[labeled]))]
    if not len(order):
        return []
    starts = np.flatnonzero(np.concatenate([[True], groups[order][1:] != groups[order][:-1]]))
    low, high = np.minimum.reduceat(label[order], starts), np.maximum.reduceat(label[order], starts)
    bounds = [*starts.tolist(), len(order)]
    found = [order[bounds[place] : bounds[place + 1]] for place in np.flatnonzero(low != high).tolist()]
    return sorted(found, key=lambda rows: (-len(rows), int(rows[0])))


def _shown(
    places: NDArray[np.int64], values: pa.Array, given: Linked, names: Sequence[str], ends: Ends
) -> Contradiction:
    own = values.take(pa.array(given.rows[places])).to_pylist()
    kinds = [kind for kind, _ in sorted(Counter(own).items(), key=lambda item: (-item[1], item[0]))]
    first = [int(given.rows[places[own.index(kind)]]) for kind in kinds[:4]]
    return Contradiction(
        labels=tuple(kinds),
        rows=len(places),
        same_text=bool((given.of[places] == given.of[places[0]]).all()),
        splits=tuple(names[number] for number in np.unique(given.split[places]).tolist()),
        ends=tuple(ends(first)),
    )
