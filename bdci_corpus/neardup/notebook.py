"""What a notebook shows of a comparison: counts, and the pairs that are most alike, side by side."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from bdci_corpus.neardup.results import NearDuplicates

PAIRS = 10
"""So many pairs are shown: a screen of them."""

CHARACTERS = 120
"""So much of each text is shown, in code points: three lines of a column."""

_CELL = 'style="text-align:left;vertical-align:top;max-width:28em;overflow-wrap:anywhere"'


def shown(found: NearDuplicates) -> str:
    """Return a comparison as HTML; everything that comes from texts or ids is escaped."""
    kinds = Counter(found.pairs["kind"].to_pylist())
    counted = ", ".join(f"{count:,} {escape(kind)}" for kind, count in sorted(kinds.items())) or "no pairs"
    head = f"<b>{found.counts['documents']:,} texts</b>: {counted} at a Jaccard of {found.threshold:g} or more"
    if found.overlaps.num_rows:
        head += f"; {found.overlaps.num_rows:,} shared passages"
    notes = ""
    if found.counts["crowded"]:
        notes = (
            f"<p>Of {found.counts['crowded']:,} texts, which very many are like, not every candidate was looked at "
            "(<code>crowded</code>).</p>"
        )
    return f"<div><p>{head}</p>{notes}{_table(found) if found.pairs.num_rows else ''}</div>"


def _table(found: NearDuplicates) -> str:
    best = found.pairs.take(pc.sort_indices(found.pairs, [("jaccard", "descending")])[:PAIRS])
    texts = _texts(found, best.column("id_a"), 0) | _texts(found, best.column("id_b"), -1)
    side = len(found.ids) - 1
    rows = "".join(
        f"<tr><td {_CELL}>{pair['jaccard']:.3f}</td><td {_CELL}>{escape(pair['kind'])}</td>"
        f"<td {_CELL}><code>{escape(str(pair['id_a']))}</code><br>{_cut(texts[0, pair['id_a']])}</td>"
        f"<td {_CELL}><code>{escape(str(pair['id_b']))}</code><br>{_cut(texts[side, pair['id_b']])}</td></tr>"
        for pair in best.to_pylist()
    )
    more = found.pairs.num_rows - best.num_rows
    foot = f"<p>… and {more:,} more in <code>pairs</code></p>" if more else ""
    head = "".join(f"<th {_CELL}>{name}</th>" for name in ("Jaccard", "kind", "a", "b"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{foot}"


def _texts(found: NearDuplicates, ids: pa.ChunkedArray, side: int) -> dict[tuple[int, object], str]:
    """Return the texts of these ids by side and id."""
    own = found.ids[side]
    start = len(found.ids[0]) if side and len(found.ids) > 1 else 0
    rows = sorted(set(pc.index_in(ids, own).to_pylist()))
    whole = found.comparison.texts
    selected = whole.take(np.array(rows, np.int64) + start)
    number = len(found.ids) - 1 if side else 0
    return {
        (number, own[row].as_py()): text.as_buffer().to_pybytes().decode("utf-8", "replace")
        for row, text in zip(rows, selected, strict=True)
    }


def _cut(text: str) -> str:
    return escape(text[:CHARACTERS]) + ("…" if len(text) > CHARACTERS else "")
