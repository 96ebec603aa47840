"""The match key: what folds together, what stays apart, and where each character came from."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import opencc
import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.text import HAN_RANGES, RADICAL, matchkey, to_simplified, to_traditional, united

CONVERSIONS = {
    name: opencc.OpenCC(name).convert
    for name in ["t2s", "s2t", "t2tw", "t2hk", "tw2t", "hk2t", "tw2s", "hk2s", "s2tw", "s2hk"]
} | {"ours to Simplified": to_simplified, "ours to Traditional": to_traditional}

LIKES = dict(pair for pair in matchkey.UNITED.split())  # type: ignore[misc]


def reference(text: str) -> str:
    """Return the key as the specification says it, a code point at a time."""
    result = []
    for point in text:
        plain = chr(united()[ord(point) - RADICAL.start]) if ord(point) in RADICAL else point
        folded = unicodedata.normalize("NFKC", plain).casefold()[:1]
        simple = CONVERSIONS["t2s"](folded)[:1]
        if folded.isalnum() and simple.isalnum():
            result.append(LIKES.get(simple, simple))
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
        ("那天傍晚，他沿著舊鐵路慢慢走回家，甚麼話也沒有說。", "那天傍晚，他沿着旧铁路慢慢走回家，什么话也没有说。"),
        ("妳和牠祇看著", "你和它只看着"),
        ("瞭解計畫，慰藉答覆", "了解计划，慰藉答复"),
        ("衞生、敍述、枱面、粧點", "卫生、叙述、台面、妆点"),
        ("⻓⼤後⻅⻰⻢", "长大后见龙马"),
        ("⺟親的⻘⾐", "母亲的青衣"),
    ],
)
def test_folds_together(one: str, other: str) -> None:
    assert matchkey.match_key(one) == matchkey.match_key(other)


@pytest.mark.parametrize(("one", "other"), [("看", "著"), ("1", "2"), ("a", "à"), ("的", "地")])
def test_stays_apart(one: str, other: str) -> None:
    assert matchkey.match_key(one) != matchkey.match_key(other)


@pytest.mark.parametrize("text", ["", " \n\u3000", "，。！？", "\u0301"])
def test_nothing_alphanumeric_gives_an_empty_key(text: str) -> None:
    assert not matchkey.match_key(text)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_is_what_the_specification_says(text: str) -> None:
    """Per code point: radicals, NFKC, case fold, first character, t2s, what else is united, alphanumerics only."""
    assert matchkey.match_key(text) == reference(text)


HAN = [chr(code) for first, last in HAN_RANGES for code in range(first, last + 1)]

PHRASES = re.findall(r"\S+", ", ")


@pytest.mark.parametrize("name", CONVERSIONS)
def test_no_conversion_of_scripts_changes_a_key(name: str) -> None:
    """Neither of any character by itself, nor of phrases in which OpenCC decides otherwise, there and back."""
    convert = CONVERSIONS[name]
    for given_texts in (HAN, PHRASES, [other(phrase) for other in CONVERSIONS.values() for phrase in PHRASES]):
        converted = convert("\n".join(given_texts)).split("\n")
        assert [matchkey.match_key(text) for text in converted] == [matchkey.match_key(text) for text in given_texts]


@given(st.text(st.sampled_from("".join(PHRASES) + "的一是不了人我在有他")), st.sampled_from(sorted(CONVERSIONS)))
@settings(max_examples=100, deadline=None)
def test_no_conversion_changes_the_key_of_any_text(text: str, name: str) -> None:
    assert matchkey.match_key(CONVERSIONS[name](text)) == matchkey.match_key(text)


def test_the_first_version_is_still_known() -> None:
    """Sketches of texts that are gone were made by it."""
    old, new = (matchkey.key_text(matchkey.match_keys(["沿著⻓"], version).entries) for version in (1, 2))
    assert (old, new) == ("沿著", "沿着长")


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
