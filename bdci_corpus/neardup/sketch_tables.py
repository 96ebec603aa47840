"""Sketches that are kept: what did not change is not sketched again, what is gone still counts.

A table of sketches is enough to find near-copies of documents whose text is no longer there (a
withdrawn one, say); but without the text nothing can be verified, so those are estimates.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup import bands
from bdci_corpus.neardup.arrow import Rows, arrow, arrow_strings
from bdci_corpus.neardup.sketch import BINS, RUN, SHINGLE, SIGNATURE, STREAMS, Sketches
from bdci_corpus.neardup.texts import Texts
from bdci_corpus.text import KEY_VERSION

_DIGEST_BYTES = 16
"""128 bits: of 10¹² texts two are alike by chance once in 10¹⁴ corpora."""

_SKETCH_BYTES = BINS * len(STREAMS)

_KEY = b"signature"

_LEAST_ANCHORS = 6
"""Fewer anchors than this prove nothing."""


@cache
def signature(key_version: int = KEY_VERSION) -> str:
    """Return what the bytes of a sketch depend on: scheme, match key, Unicode's and OpenCC's tables."""
    key = f"+key-{key_version}" if key_version > 1 else ""
    return f"{SIGNATURE}{key}+unicode-{unicodedata.unidata_version}+opencc-{version('opencc')}"


def key_version_of(made_by: str) -> int | None:
    """Return the version of the match key in a signature, None if sketches cannot be compared with ours at all."""
    found = re.match(rf"{SIGNATURE}(?:\+key-(\d+))?\+unicode-", made_by)
    number = int(found[1] or 1) if found else 0
    return number if 1 <= number <= KEY_VERSION else None


def table(ids: pa.Array, texts: Texts, sketches: Sketches, key_version: int = KEY_VERSION) -> pa.Table:
    """Return sketches as a table that Parquet can keep: a row a text, 512 bytes a sketch and four an anchor."""
    digests = [digest for chunk in texts.chunks for digest in map(_digest, chunk)]
    bins = pa.py_buffer(np.ascontiguousarray(sketches.bins))
    columns = {
        "id": ids,
        "text_digest": pa.array(digests, pa.binary(_DIGEST_BYTES)),
        "key_digest": arrow(sketches.digests),
        "characters": arrow(sketches.lengths[:, 0]),
        "han": arrow(sketches.lengths[:, 1]),
        "sketch": pa.Array.from_buffers(pa.binary(_SKETCH_BYTES), len(sketches), [None, bins]),
        "anchors": pa.LargeBinaryArray.from_buffers(
            pa.large_binary(),
            len(sketches),
            [None, pa.py_buffer(sketches.bounds * sketches.anchors.itemsize), pa.py_buffer(sketches.anchors)],
        ),
    }
    return pa.table(columns).replace_schema_metadata({_KEY: signature(key_version).encode()})


def named(names: Sequence[str], numbers: NDArray[Any]) -> pa.StringArray:
    """Return the names that have these numbers."""
    return arrow_strings(names).cast(pa.string()).take(arrow(numbers.astype(np.int8)))


def _digest(text: pa.LargeStringScalar) -> bytes:
    data = text.as_buffer()
    return hashlib.blake2b(data if data is not None else b"", digest_size=_DIGEST_BYTES).digest()


def is_current(kept: pa.Table) -> bool:
    """Return whether these sketches were made as they would be made now."""
    return _made_by(kept) == signature() and "anchors" in kept.column_names


def _made_by(kept: pa.Table) -> str:
    return str((kept.schema.metadata or {}).get(_KEY, b"").decode(errors="replace"))


def reusable(kept: pa.Table, texts: Texts) -> tuple[Rows, Sketches]:
    """Return the rows of texts of which a sketch is kept, ascending, and the sketches. Ids do not matter."""
    if not is_current(kept):
        return np.empty(0, np.int64), Sketches.empty(0)
    now = pa.array([digest for chunk in texts.chunks for digest in map(_digest, chunk)], pa.binary(_DIGEST_BYTES))
    places = pc.index_in(now, kept["text_digest"].combine_chunks())
    rows = np.flatnonzero(places.is_valid().to_numpy(zero_copy_only=False))
    return rows, from_table(kept.take(places.drop_null()))


def from_table(kept: pa.Table) -> Sketches:
    """Return the sketches of a table."""
    raw = b"".join(kept["sketch"].to_pylist())
    anchors = kept["anchors"].to_pylist() if "anchors" in kept.column_names else [b""] * len(kept)
    return Sketches(
        np.frombuffer(raw, np.uint8).reshape(-1, len(STREAMS), BINS),
        np.stack([kept["characters"].to_numpy(), kept["han"].to_numpy()], axis=1),
        kept["key_digest"].to_numpy(),
        np.frombuffer(b"".join(anchors), np.uint32),
        np.cumsum([0, *(len(own) // 4 for own in anchors)], dtype=np.int64),
    )


def estimated_pairs(one: pa.Table, other: pa.Table, threshold: float = 0.7) -> pa.Table:
    """Return pairs across two tables of sketches whose estimated similarity reaches a threshold.

    The columns are id_a (of ``one``), id_b (of ``other``), estimate (float64) and stream. The
    estimate's standard deviation is at most 0.032 for long documents. Documents too short for a
    shingle are left out.
    """
    if _made_by(one) != _made_by(other) or key_version_of(_made_by(one)) is None:
        problem = "These sketches were made in another way."
        remedy = f"Make them again: now they are {signature()}."
        where = "estimated_pairs"
        raise ComparisonError(where, problem, remedy)
    both = Sketches.joined([from_table(one), from_table(other)])
    nodes = bands.Nodes(bins=both.bins, shingles=both.shingles(), border=len(one))
    left, right = bands.candidates(nodes, threshold, workers=1, plain=True)
    estimates = np.stack(
        [
            _estimate(nodes, stream, left, right)
            * ((nodes.shingles[left, stream] > 0) & (nodes.shingles[right, stream] > 0))
            for stream in range(len(STREAMS))
        ]
    )
    best = np.where(estimates[0] >= threshold, 0, np.argmax(estimates, axis=0))
    estimate = np.take_along_axis(estimates, best[None], axis=0)[0]
    (keep,) = np.nonzero(estimate >= threshold)
    return pa.table(
        {
            "id_a": one["id"].combine_chunks().take(arrow(left[keep])),
            "id_b": other["id"].combine_chunks().take(arrow(right[keep] - len(one))),
            "estimate": arrow(estimate[keep]),
            "stream": named(STREAMS, best[keep]),
        }
    )


def contained_pairs(one: pa.Table, other: pa.Table, share: float, common: NDArray[np.uint32]) -> list[tuple[int, int]]:
    """Return the rows of two tables of which one seems to be contained in the other, by their anchors alone.

    A document with few anchors that are not ``common`` is left out. As many are asked for as a containment of
    ``share`` leaves whole if noise is spread evenly.
    """
    known, held = (_anchors(table, common) for table in (one, other))
    hashes = np.concatenate([np.empty(0, np.uint32), *held])
    owners = np.repeat(np.arange(len(held)), [len(own) for own in held])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    sizes = np.array([len(own) for own in held], np.int64)
    found = []
    for row, own in enumerate(known):
        starts, ends = np.searchsorted(hashes, own), np.searchsorted(hashes, own, side="right")
        places = np.concatenate(
            [np.empty(0, np.int64), *(np.arange(a, b) for a, b in zip(starts, ends, strict=True) if a < b)]
        )
        if not len(places):
            continue
        shared = np.bincount(owners[places], minlength=len(held))
        smaller = np.minimum(sizes, len(own))
        enough = (smaller >= _LEAST_ANCHORS) & (shared >= np.ceil(smaller * share ** (RUN / SHINGLE)))
        found += [(row, place) for place in np.flatnonzero(enough).tolist()]
    return found


def _anchors(kept: pa.Table, common: NDArray[np.uint32]) -> list[NDArray[np.uint32]]:
    """Return the distinct anchors of every row that are not common."""
    every = (np.frombuffer(own, np.uint32) for own in kept["anchors"].to_pylist())
    return [np.setdiff1d(own, common) for own in every]


def _estimate(nodes: bands.Nodes, stream: int, left: Rows, right: Rows) -> NDArray[np.float64]:
    """Return the Jaccard similarity that so many equal bins speak for."""
    equal = bands.equal_bins(nodes.bins, stream, left, right, plain=True)
    return np.maximum((equal / BINS - 1 / BINS) / (1 - 1 / BINS), 0)
