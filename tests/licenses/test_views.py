"""The loops that look for notices see what the patterns see."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.licenses import names
from bdci_corpus.licenses.folding import View

PIECES = [
    *"aBſKıİsk/#*%;>-.() <>\"'\n\t\r,:!~漢字版\u200b\u00ad\u3000\u1160é\x00\x1c😀𠀀_9",
    *("(hàn)", "(ſàK)", "<b>", "</b>", '<span class="x">', "<SPAN", "<b-x>", "<b1>", "<ſtrong>", "<b𠀀>", "<𠀀>"),
    *("\n// ", "\n# ", "\n -- ", "\n--", "\n> > ", "\n...", "\n. ", "\n\n", " a ", "(abcdefgà)", "(abcdefàghijkl)"),
    *("(abcdefàghijklm)", f"<i {'x' * 198}>", f"<i {'x' * 199}>", f"<i {'x' * 200}>", "版权", "所有"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def codes_of(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@given(text=TEXTS, first=st.integers(0, 3), lines=st.booleans())
def test_a_loop_passes_over_what_the_pattern_does(text: str, first: int, *, lines: bool) -> None:
    plain = View(text, first, lines=lines)
    swift = View(text, first, lines=lines, codes=codes_of(text))
    assert swift.folded == plain.folded
    assert swift.places.tolist() == plain.places.tolist()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("漢(hàn)字\n// 版\n權", "汉字版权"),
        ("All  rights\n# reserved", "all rights reserved"),
        ("版<b>权</b>所<x>有", "版权所<x>有"),
        ("一\n\n二", "一\n二"),
    ],
)
def test_what_is_passed_over_is_gone(text: str, seen: str) -> None:
    assert View(text, codes=codes_of(text)).folded == seen


NAME_WORDS = sorted(
    {
        word
        for pattern in (names._CREATIVE_COMMONS, names._ANY_OTHER)  # noqa: SLF001 - what is passed by without a look
        for word in re.findall(r"[a-z]+|[一-鿿]+|\d+", re.sub(r"\\[a-z]|[?*+{}()\[\]|^$\\]", " ", pattern))
    }
)


@pytest.mark.parametrize(
    ("swift", "plain"),
    [(names.CREATIVE_COMMONS, names._CREATIVE_COMMONS), (names.OTHERS, names._ANY_OTHER)],  # noqa: SLF001
)
@settings(deadline=None)
@given(words=st.lists(st.sampled_from([*NAME_WORDS, " ", "-", "/", "字"]), max_size=60))
def test_no_name_is_passed_by(swift: str, plain: str, words: list[str]) -> None:
    text = "".join(words)
    found = [match.span() for match in re.finditer(swift, text)]
    assert found == [match.span() for match in re.finditer(plain, text)]
    for word in words:  # each may begin a name, whatever stands before it
        for before in ("", "x", "1", " "):
            found = [match.span() for match in re.finditer(swift, before + word)]
            assert found == [match.span() for match in re.finditer(plain, before + word)]
