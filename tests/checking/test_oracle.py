"""The oracle: every near-duplicate across splits that comparing all with all finds."""

from __future__ import annotations

import random
from itertools import combinations

import planted
import pytest
from dealing import documents

from bdci_corpus.checking.containment import contained
from bdci_corpus.checking.keys import han_of, sampled
from bdci_corpus.checking.oracle import near_duplicates


def shingles(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)}


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 1.0])
def test_the_oracle_finds_every_pair_that_comparing_all_with_all_finds(threshold: float) -> None:
    dealt = documents(planted.corpus(0.04, 3, lengths=(60, 400)).texts)
    expected = set()
    for one, other in combinations(dealt, 2):
        counts = [(shingles(a), shingles(b)) for a, b in zip(one.streams, other.streams, strict=True)]
        alike = max(len(a & b) / max(len(a | b), 1) for a, b in counts)
        if one.split != other.split and alike >= threshold:
            expected.add((one.id, other.id, round(alike, 9)))
    found = {(near.one.id, near.other.id, round(near.jaccard, 9)) for near in near_duplicates(dealt, threshold)}
    assert found == expected
    assert expected


def test_a_copy_in_the_other_script_with_pinyin_is_found_by_its_han_characters() -> None:
    text = planted.synthetic(random.Random(1), 600)
    noisy = planted.annotated(planted.converter("s2t")(text), random.Random(2), 0.5)
    (near,) = near_duplicates(documents([text, noisy]), 0.9)
    assert near.stream == "han"


def test_empty_and_tiny_texts_have_no_neighbors() -> None:
    assert list(near_duplicates(documents(["", "山", "山水", "……", "山水画"]), 0.3)) == []
    assert list(near_duplicates([], 0.3)) == []


def test_a_sample_is_whole_where_it_fits_and_else_the_smallest_split_is() -> None:
    dealt = documents(["山" * 100] * 90, ["train"] * 8 + ["validation"])
    assert sampled(dealt, 10_000) == sorted(dealt, key=lambda one: (one.split, one.id))
    some = sampled(dealt, 4_000)
    assert sum(one.split == "validation" for one in some) == 10
    assert sum(len(one.key) for one in some) == 4_000
    assert sampled(dealt[::-1], 4_000) == some


@pytest.mark.parametrize("noise", ["exact", "s2t", "edits 1%", "pinyin", "jammer"])
def test_every_excerpt_across_splits_is_found(noise: str) -> None:
    """As comparing all with all by sets finds them, by all characters or by Han characters alone."""
    draw = random.Random(noise)
    texts = [planted.synthetic(draw, draw.randint(300, 900)) for _ in range(30)]
    texts += [planted.NOISES[noise](text[draw.randrange(100) :][: len(text) // 2], draw) for text in texts]
    dealt = documents(texts, ["train", "train", "validation", "test"])
    expected = set()
    for one, other in combinations(dealt, 2):
        if one.split != other.split:
            sets = [(shingles(one.key), shingles(other.key)), (shingles(han_of(one.key)), shingles(han_of(other.key)))]
            if any(min(map(len, pair)) >= 64 and len(pair[0] & pair[1]) >= 0.8 * min(map(len, pair)) for pair in sets):
                expected.add((one.id, other.id))
    assert {(pair.one.id, pair.other.id) for pair in contained(dealt, 0.8)} == expected
    assert len(expected) > 10


def test_a_blurb_that_many_have_contains_nobody() -> None:
    draw = random.Random(5)
    blurb = planted.synthetic(draw, 400)
    posts = [planted.synthetic(draw, draw.choice([70, 300])) + blurb for _ in range(40)]
    dealt = documents([*posts, posts[0][:60] + blurb], ["train", "validation"])
    assert list(contained(dealt, 0.8)) == []
    said = planted.synthetic(draw, 300)
    whole = documents([*posts, said + blurb, planted.synthetic(draw, 500) + said + blurb], ["train", "validation"])
    assert [(pair.one.id, pair.other.id) for pair in contained(whole, 0.8)] == [("0040", "0041")]
