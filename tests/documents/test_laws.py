"""The laws of cleaning, on any text and on all the noise there is."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st
from noise import boilerplate, clean as written, jammer, mojibake, pinyin, seeded, width, wraps

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document
from bdci_corpus.text.script import to_simplified, to_traditional
from bdci_corpus.trace.changes import undo

PIECES = [
    *"山水人家国學術語，。、；：？！“”‘’（）《》—…·,;:!?()\"'.-|<>#*`~@&0359AaZz \n\t",
    "\n\n",
    "  ",
    "\u3000\u3000",
    "\u00a0",
    "\u200b",
    "\u200d",
    "\ufe0f",
    "\u0301",
    "e\u0301",
    "😀",
    "👨\u200d👩\u200d👧",
    "𠮷",
    "葛\U000e0100",
    "<PAGE_DIV>",
    "<!-- Media -->",
    "<!-- figureText: 字 -->",
    "(shì)",
    "（app）",
    "* z2 B w' ?4 G- c( v! o4 `",
    "╇S",
    "?wù)芦@",
    "363838萬戶",
    "https://example.org/a,b",
    "1,000.5",
    "第一章 总则",
    "一、",
    "中国电信供图",
    "Scroll to Top",
    "```\ncode\n```",
    "---\n",
    "title: x\n",
    "<p>",
    "</p>",
    "&amp;",
    "2021年05月14日22:17  来源:人民网",
    "\ufffd",
    "\ue000",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028\u2029\u2060\ufeff]")


def read(text: str) -> tuple[Document, ...]:
    """Read and clean a text by the surest loader."""
    return read_bytes(text.encode(), "a.txt", find_loaders(), Settings()).documents


def read_plainly(text: str) -> Document:
    """Read and clean a text as plain text."""
    (document,) = read_bytes(text.encode(), "a.txt", find_loaders(), Settings(loader="plain_text")).documents
    return document


@given(TEXTS)
@settings(max_examples=500)
def test_undoing_gives_the_raw_bytes_back(text: str) -> None:
    assert b"".join(undo(document) for document in read(text)) == text.encode()


@given(TEXTS)
@settings(max_examples=500)
def test_the_rules_change_nothing_in_their_own_result(text: str) -> None:
    once = read_plainly(text).text
    assert read_plainly(once).text == once


@given(TEXTS)
@settings(max_examples=500)
def test_the_result_is_well_formed(text: str) -> None:
    document = read_plainly(text)
    assert unicodedata.is_normalized("NFC", document.text)
    assert not _CONTROL.search(document.text)
    assert not document.text.endswith("\n")
    assert not re.search(r"[ \t]$", document.text)
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.text
    for span in (*document.pages, *document.captions, *document.figures, *document.damage):
        assert 0 <= span.start <= span.end <= len(document.text)


@given(TEXTS)
def test_converting_the_script_keeps_the_length(text: str) -> None:
    text = text.replace("\0", "")
    assert len(to_simplified(text)) == len(text)
    assert len(to_traditional(text)) == len(text)


NOISES: dict[str, Callable[[str, random.Random], str]] = {
    "jammer": lambda text, rng: jammer.jam(text, rng).text,
    "pinyin": lambda text, rng: pinyin.annotate(written.traditional(text), rng).text,
    "slip": lambda text, rng: mojibake.slip(text, rng).text,
    "seams": lambda text, rng: mojibake.seams(text, rng).text,
    "fold": lambda text, rng: width.fold(text, rng).text,
    "misquote": lambda text, rng: width.misquote(text, rng).text,
    "loosen": lambda text, rng: width.loosen(text, rng).text,
    "wrap": lambda text, rng: wraps.wrap(text, rng).text,
    "paginate": lambda text, rng: wraps.paginate(text, rng).text,
    "illustrate": lambda text, rng: wraps.illustrate(text, rng).text,
    "navigate": lambda text, rng: boilerplate.navigate(text, rng).text,
    "paged": lambda text, rng: boilerplate.paged(text, rng).text,
}


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("seed", range(12))
def test_the_laws_hold_for_noise(noise: str, seed: int) -> None:
    rng = seeded(seed)
    raw = NOISES[noise](written.document(rng), rng).encode()
    documents = normalize(raw)
    assert b"".join(undo(document) for document in documents) == raw
    for document in documents:
        assert read_plainly(document.text).text == document.text


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("第一章  总则", True),
        ("## 第一章  总则", True),
        ("总则", True),
        ("总则  分则", False),
        ("一、总则", False),
        ("- 总则", False),
        ("总则：", False),
        ("（总则。）", False),
    ],
)
def test_what_looks_like_a_heading(line: str, *, heads: bool) -> None:
    document = read_plainly(f"为了规范管理，制定本条例。\n\n{line}\n\n本条例适用于本市行政区域内的有关活动。\n")
    assert (line in [span.text for span in document.headings]) == heads
