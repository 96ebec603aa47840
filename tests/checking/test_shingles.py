"""Shingles by their hashes: what is entered by several documents comes back in order, with whose it is."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from bdci_corpus.checking import shingles
from bdci_corpus.checking.shingles import (
    OWNER_BITS,
    Batch,
    Gathered,
    Slots,
    batches_of,
    distinct,
    hashes_of,
    shared_by,
    shingles_of,
)


def test_what_several_documents_have_is_gathered_with_whose_it_is() -> None:
    draw = np.random.default_rng(4)
    pool = draw.integers(0, 2**64, 400, np.uint64)
    own = [distinct(draw.choice(pool, draw.integers(0, 60))) for _ in range(30)]
    gathered = Gathered(len(own))
    for place, hashes in enumerate(own):
        gathered.enter(np.full(len(hashes), place), hashes)
    found = defaultdict(list)
    for hashes, owners in gathered.repeated():
        assert (np.diff(hashes.astype(object)) >= 0).all()
        for one, owner in zip(hashes.tolist(), owners.tolist(), strict=True):
            found[one].append(owner)
    expected = {one >> 5: [place for place, hashes in enumerate(own) if one in hashes] for one in pool.tolist()}
    assert {one >> 5: owners for one, owners in found.items()} == {
        one: places for one, places in expected.items() if len(places) > 1
    }


@pytest.mark.parametrize(
    "texts", [["山水画的人", "山水", "", "山水画的人们来了"], [""], ["山水画的人" * 200, "山水画"]]
)
def test_hashes_of_texts_are_those_of_each_text_alone(texts: list[str]) -> None:
    points = [np.frombuffer(text.encode("utf-32-le"), "<u4") for text in texts]
    alone = [next(hashes_of([own], 5)).tolist() for own in points]
    assert [own.tolist() for own in hashes_of(points, 5)] == alone
    assert [len(own) for own in alone] == [max(len(text) - 4, 0) for text in texts]
    assert [len(shingles_of(own)) for own in points] == [len({t[i : i + 5] for i in range(len(t) - 4)}) for t in texts]
    assert shared_by(shingles_of(points[0]), shingles_of(points[-1])) == len(
        {texts[0][i : i + 5] for i in range(len(texts[0]) - 4)}
        & {texts[-1][i : i + 5] for i in range(len(texts[-1]) - 4)}
    )


@pytest.mark.parametrize("batch", [10, 300, 10**6])
def test_what_is_distinct_in_a_batch_is_what_is_in_each_text(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shingles, "BATCH", batch)
    draw = np.random.default_rng(5)
    texts = [draw.integers(19968, 19975, size, np.uint32) for size in draw.integers(0, 60, 200)]
    bits = np.uint64(OWNER_BITS)
    found = [
        batch.hashes[start:end] >> bits
        for batch in map(Batch.distinct, batches_of(texts, 5))
        for start, end in zip(batch.bounds, batch.bounds[1:], strict=False)
    ]
    assert [own.tolist() for own in found] == [distinct(shingles_of(text) >> bits).tolist() for text in texts]


def test_nothing_that_was_met_is_denied() -> None:
    hashes = np.random.default_rng(1).integers(0, 2**64, 2_000, np.uint64)
    met = Slots(1_000)
    met.add(hashes[:1_000])
    assert met(hashes[:1_000]).all()
    assert met(hashes[1_000:]).mean() < 0.2
