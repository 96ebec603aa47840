"""Candidates of the oracle: none is missed that is as much alike, in long texts, short ones and crowds."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from bdci_corpus.checking import neighbors
from bdci_corpus.checking.neighbors import CROWD, kept_at, smallest

ALPHABET = "".join(chr(0x4E00 + number) for number in range(2_000))


def shingles(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)}


def points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), "<u4")


def candidates(texts: list[str], splits: list[str], length: int, threshold: float) -> set[tuple[int, ...]]:
    found = neighbors.candidates([points(text) for text in texts], splits, length, threshold)
    return {tuple(pair) for pair in found.tolist()}


def edited(text: str, draw: random.Random, share: float) -> str:
    """Replace a share of characters, each by itself or several in a row."""
    letters = list(text)
    for _ in range(max(1, int(len(text) * share))):
        letters[draw.randrange(len(letters))] = draw.choice(ALPHABET)
    return "".join(letters)


@pytest.mark.parametrize("threshold", [0.35, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("length", [6, 12, 40, 300, 3_000])
def test_no_pair_is_missed(threshold: float, length: int) -> None:
    draw = random.Random(length)
    texts = []
    for _ in range(40 if length < 1_000 else 12):
        whole = "".join(draw.choices(ALPHABET, k=draw.randint(length // 2 + 3, length)))
        texts += [whole, *(edited(whole, draw, draw.uniform(0, 0.1)) for _ in range(3))]
        texts += [whole[draw.randrange(1, 3) :], whole + draw.choice(ALPHABET)]
    splits = [("train", "validation", "test")[number % 3] for number in range(len(texts))]
    sets = [shingles(text) for text in texts]
    expected = {
        (i, j)
        for i, j in combinations(range(len(texts)), 2)
        if splits[i] != splits[j] and sets[i] and len(sets[i] & sets[j]) >= threshold * len(sets[i] | sets[j])
    }
    assert expected <= candidates(texts, splits, 5, threshold)
    assert expected or threshold > 0.5


def test_few_others_are_looked_at() -> None:
    draw = random.Random(1)
    clauses = ["".join(draw.choices(ALPHABET, k=12)) for _ in range(200)]
    texts = ["".join(draw.choices(clauses, k=60)) for _ in range(300)]
    assert len(candidates(texts, ["train", "test"] * 150, 5, 0.7)) < 2_000


def test_each_of_a_crowd_is_held_to_some() -> None:
    text = "".join(random.Random(2).choices(ALPHABET, k=200))
    splits = ["train", "test"] * 500
    found = candidates([text] * len(splits), splits, 5, 0.7)
    assert {place for pair in found for place in pair} == set(range(len(splits)))
    assert len(found) <= 2 * CROWD * len(splits)
    assert all(splits[one] != splits[other] for one, other in found)


@pytest.mark.parametrize("text", ["", "山水", "山水山水山水" * 300, "".join(ALPHABET)])
def test_what_is_kept_is_the_smallest_and_each_once(text: str) -> None:
    some, every = (next(smallest([points(text)], 5, kept)).hashes for kept in (kept_at(0.7), 10**9))
    assert some.tolist() == sorted(set(every.tolist()))[: kept_at(0.7)]
    assert len(every) == len(shingles(text))
