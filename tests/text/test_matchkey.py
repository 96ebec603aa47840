"""The match key: what folds together, what stays apart, and where each character came from."""

from __future__ import annotations

import unicodedata

import numpy as np
import opencc
import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.text import matchkey

SIMPLIFIED = opencc.OpenCC("t2s")


def reference(text: str) -> str:
    """Return the key as the specification says it, a code point at a time."""
    result = []
    for point in text:
        folded = unicodedata.normalize("NFKC", point).casefold()[:1]
        simple = SIMPLIFIED.convert(folded)[:1]
        if folded.isalnum() and simple.isalnum():
            result.append(simple)
    return "".join(result)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("数字助老，反诈防骗。", "數字助老 反詐防騙"),
        ("ＡＢＣ１２３", "abc123"),
        ("①㎡", "1m"),
        ("２０07年", "2007年"),
        ("⽴即", "立即"),
        ("ﬁsh", "fsh"),
        ("a\u200bb\u00adc", "abc"),
        ("\ud800字", "字"),
    ],
)
def test_folds_together(one: str, other: str) -> None:
    assert matchkey.match_key(one) == matchkey.match_key(other)


@pytest.mark.parametrize(("one", "other"), [("着", "著"), ("1", "2"), ("a", "à"), ("的", "地")])
def test_stays_apart(one: str, other: str) -> None:
    assert matchkey.match_key(one) != matchkey.match_key(other)


@pytest.mark.parametrize("text", ["", " \n\u3000", "，。！？", "\u0301"])
def test_nothing_alphanumeric_gives_an_empty_key(text: str) -> None:
    assert not matchkey.match_key(text)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_is_what_the_specification_says(text: str) -> None:
    """Per code point: NFKC, case fold, first character, t2s, alphanumerics only."""
    assert matchkey.match_key(text) == reference(text)


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    key = matchkey.match_key(text)
    assert matchkey.match_key(key) == key


@given(st.lists(st.text(), max_size=5))
@settings(max_examples=100, deadline=None)
def test_positions_point_to_where_each_character_came_from(texts: list[str]) -> None:
    keys = matchkey.match_keys(texts)
    assert len(keys.offsets) == len(texts) + 1
    for text, start, end in zip(texts, keys.offsets, keys.offsets[1:], strict=False):
        own = slice(start, end)
        key = matchkey.key_text(keys.entries[own])
        assert key == "".join(matchkey.match_key(text[i]) for i in keys.positions[own])
        assert key == matchkey.match_key(text)


def test_han_are_marked() -> None:
    entries = matchkey.match_keys(["漢a1〇々あ"]).entries
    assert (entries >= matchkey.KEY_HAN).tolist() == [True, False, False, True, True, False]


def test_the_table_is_filled_only_where_it_was_asked() -> None:
    matchkey.match_key("字")
    assert (matchkey.key_table() == matchkey.UNKNOWN_KEY).sum() > 1_000_000
    assert matchkey.key_entries(np.array([ord("字")], np.uint32))[0] == ord("字") | matchkey.KEY_HAN
