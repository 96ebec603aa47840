"""Match keys of a release: in memory or in a file, they are what folding gives, and each stream of them."""

from __future__ import annotations

import random

import planted
import pytest

from bdci_corpus.checking import stores
from bdci_corpus.checking.keys import ALL, EVERY_HAN, HAN, KeyStore, han_of, keyed, keyed_all, stream_of
from bdci_corpus.text import match_key


@pytest.mark.parametrize("in_memory", [0, 10**9])
def test_keys_are_read_as_they_were_folded(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "IN_MEMORY", in_memory)
    draw = random.Random(3)
    texts = [
        planted.synthetic(draw, draw.randint(1, 400)) + draw.choice(["", "𠮷野家 ABC", "only words here"])
        for _ in range(50)
    ]
    store = KeyStore()
    all_of_them = ["", *texts]
    names = [str(place) for place in range(len(all_of_them))]
    nothing = [None] * len(all_of_them)
    folded = [
        one
        for some in (slice(20), slice(20, 30), slice(30, None))
        for one in keyed_all("train", names[some], all_of_them[some], names[some], nothing[some], store=store)
    ]
    assert [one.key for one in folded] == [match_key(text) for text in all_of_them]
    assert [one.size for one in folded] == [len(one.key) for one in folded]
    assert [one.digest == folded[0].digest for one in folded] == [not match_key(text) for text in all_of_them]
    odd = [*folded[::3], *folded[1::3]]
    assert [own.tolist() for own in stream_of(odd, ALL)] == [own.stream(ALL).tolist() for own in odd]
    for own, han, every in zip(folded, stream_of(folded, HAN), stream_of(folded, EVERY_HAN), strict=True):
        assert every.tolist() == [ord(one) for one in han_of(own.key)]
        assert han.tolist() == (every.tolist() if own.by_han else [])
        assert own.stream(ALL).tolist() == [ord(one) for one in own.key]


@pytest.mark.parametrize(("text", "by_han"), [("山" * 31, False), ("山" * 32, True), ("山" * 40 + "a" * 161, False)])
def test_han_characters_are_compared_where_they_say_enough(text: str, *, by_han: bool) -> None:
    assert keyed("train", "a", text).by_han == by_han
