"""Array forms give what the plain forms give, on texts of the characters that matter to them."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st
from noise import clean, jammer, mojibake, pinyin, seeded, width
from places import CASES

from bdci_corpus.compiling import PACE
from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.licenses.notices import notices_in
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document, Edit
from bdci_corpus.release.schema import EDIT
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.mojibake import damage, slips
from bdci_corpus.rules.order import RULE_NAMES, RULES
from bdci_corpus.rules.pinyin import is_annotated
from bdci_corpus.rules.punctuation_kernels import widen
from bdci_corpus.rules.rule import Rule
from bdci_corpus.text.anchors import Anchors
from bdci_corpus.text.flags import HAN as HAN_FLAG, KANA as KANA_FLAG, MARK, SPACE, table
from bdci_corpus.text.lines import Lines, lines_in
from bdci_corpus.text.scan import Scan, scan_of
from bdci_corpus.trace.arrow import edits_column
from bdci_corpus.trace.changes import apply, carry, compose, undo
from bdci_corpus.trace.edit_arrays import ColumnTrace, apply_columns, carry_columns, compose_columns, edits_of, rows_of

PIECES = [
    *"山水國，。、；：？！“”‘’（）()《》,;:!?\"'.-|<AZaz059%@ \n\t",
    *("\n\n", "  ", "\u3000", "\u00a0", "\u200b", "e\u0301", "😀", "(shì)", "實(shí)", "（lǜ）", "[读:shén]"),
    *("* z2 B w' ?4 G- c( v! o4 `", " a  b  c& d  e3 f", " | ", "a(字)(字)", '他说:"好,走吧!"', "https://a.b/c,d"),
    *("15363838萬戶", "供图", "Scroll to Top", "第一章 总则", "一、", "- 3 -"),
]
NOTICES = [case["text"] for case in json.loads((CASES / "notices.json").read_text("utf-8"))]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def noisy_text(seed: int) -> str:
    """Clean text with a jammer, folded marks, broken quotes or readings."""
    chance = seeded(seed)
    text = clean.prose(chance, paragraphs=3)
    if seed % 3 == 0:
        return pinyin.annotate(clean.traditional(text), chance).text
    text = width.misquote(width.fold(text, chance).text, chance).text
    return jammer.jam(text, chance).text if seed % 3 == 1 else width.loosen(text, chance).text


ANY = TEXTS | st.integers(0, 10_000).map(noisy_text)


@pytest.fixture(autouse=True)
def _pace() -> Iterator[None]:
    enough = PACE.enough
    yield
    set_pace(fast=False)
    PACE.enough = enough


def set_pace(*, fast: bool) -> None:
    PACE.enough = 0 if fast else 1 << 60
    scan_of.cache_clear()
    lines_in.cache_clear()


@settings(deadline=None)
@given(ANY)
def test_the_scan_is_the_same(text: str) -> None:
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        scan = Scan(text)
        counts = [scan.count(1 << bit) for bit in range(32)]
        told.append((scan.flags.tolist(), scan.present, counts, scan.pairs, scan.readings, scan.magnitudes))
    assert told[0] == told[1]


TAGGED = (
    "This work is not <em>permitted</em> to be reproduced.",
    "All <b>rights</b> reserved.",
    "Released under the <strong>MIT</strong> license.",
    "Licensed under the L<i>GPL</i> 3.0 license.",
    "本文采用 <b>CC</b> BY-SA 4.0 许可协议",
    "Any repro<wbr>duction is prohibited.",
    "# All\n# rights\n# reserved.",
)


@pytest.mark.parametrize("text", [*NOTICES, *TAGGED])
def test_a_notice_is_found_by_its_anchors_however_the_pace(text: str) -> None:
    """Anchors are looked for over tags and comment signs; an abbreviation is none within a word."""
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        told.append(notices_in(f"提交 submit, limit, account, discount.\n\n{text}", (), (), ()))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "text",
    [
        "收费应当合理，不得将车辆交他人驾驶。不得以多收费为目的绕道行驶；没有送达的，不得收费。",
        "合作课件的内容和定稿，均须经我方同意。凡经我方审定的，未经我方同意不得改动。",
        "不得将商铺交给他人。不得以多收费为目的拖延；因店员的责任没有送达的，不得收费。",
    ],
)
def test_words_beside_the_anchor_of_others_are_the_same_however_the_pace(text: str) -> None:
    """Machine code looks around fewer anchors; what has none of its own may not depend on that."""
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        told.append(notices_in(text, (), (), ()))
    assert told[0] == told[1]


@settings(deadline=None)
@given(ANY, st.lists(st.lists(st.text("山水國aA。", min_size=1, max_size=4), min_size=1, max_size=3), max_size=5))
def test_no_string_is_missed_for_its_beginning(text: str, groups: list[list[str]]) -> None:
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        scan = Scan(text)
        places, bits = Anchors(groups).places(scan, scan.flags)
        told.append((places.tolist(), bits.tolist()))
    assert told[0] == told[1]
    found = set(zip(*told[0], strict=True))
    squeezed = [(at, char) for at, char in enumerate(text) if not char.isspace()]
    letters = "".join(char for _, char in squeezed)
    for number, group in enumerate(groups):
        for string in group:
            begins = [at for n, (at, _) in enumerate(squeezed) if letters.startswith(string, n)]
            assert all(any(place == at and bit >> number & 1 for place, bit in found) for at in begins)


@settings(deadline=None)
@given(ANY)
def test_the_lines_are_the_same(text: str) -> None:
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        lines = Lines(text)
        columns = (lines.starts, lines.ends, lines.indents, lines.gaps, lines.finished, lines.kinds, lines.hints)
        told.append(([column.tolist() for column in columns], lines.may_hold))
    assert told[0] == told[1]


@st.composite
def slipped_texts(draw: st.DrawFn) -> str:
    """Texts with slips, with UTF-8 read as GBK, or of rare characters in any order."""
    seed = draw(st.integers(0, 10_000))
    text = clean.document(seeded(seed), blocks=3, script="hant" if seed % 2 else "hans")
    rare = draw(st.text("鸊鷉氟喹𠮷╇Яの①Ａ。，\n中國a@", max_size=20))
    return mojibake.slip(text, seeded(seed), events=3).text + rare + "鈥滀腑鍥" * (seed % 3)


@settings(deadline=None, max_examples=60)
@given(slipped_texts() | TEXTS)
def test_damage_is_found_alike(text: str) -> None:
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        sites = damage.sites(text, Context(file_text=text, annotated=True))
        told.append((slips.suspects(scan_of(text)).tolist(), sites))
    assert told[0] == told[1]


@pytest.mark.parametrize("rule", RULES, ids=RULE_NAMES)
@settings(deadline=None)
@given(text=ANY)
def test_a_rule_finds_the_same(rule: Rule, text: str) -> None:
    """Interpreted or compiled, a rule finds the same."""
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        found = rule.find(text, Context(file_text=text, annotated=is_annotated(text)))
        told.append((found.edits.objects(rule.name), found.marks))
    assert told[0] == told[1]


@st.composite
def edits_in(draw: st.DrawFn, text: str) -> list[Edit]:
    """Sorted, disjoint edits, touching ones and insertions among them."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    words = st.text("xy字𠮷", max_size=3)
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start=start, end=end, replacement=draw(words), rule="test") for start, end in pairs]


@settings(deadline=None)
@given(TEXTS, st.data())
def test_edits_are_made_composed_and_carried_alike(text: str, data: st.DataObject) -> None:
    first = data.draw(edits_in(text))
    middle, made = apply(text, first, 0)
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    assert (middle, rows_of(made).tolist()) == _listed(apply_columns(codes, edits_of(first), 0)[:2])
    _, then = apply(middle, data.draw(edits_in(middle)), 1)
    composed = compose_columns(rows_of(made), rows_of(then))
    assert composed.tolist() == rows_of(compose(made, then)).tolist()
    places = st.integers(0, len(text))
    spans = [(min(pair), max(pair)) for pair in data.draw(st.lists(st.tuples(places, places), max_size=5))]
    assert carry_columns(spans, rows_of(made)) == carry(spans, made)


def _listed(result: tuple[str, np.ndarray]) -> tuple[str, list[list[int]]]:
    return result[0], result[1].tolist()


def prepared(text: str) -> list[Document]:
    return list(read_bytes(text.encode(), "a.txt", find_loaders(), Settings()).documents)


@settings(deadline=None, max_examples=60)
@given(ANY)
def test_documents_are_the_same_and_lead_back(text: str) -> None:
    set_pace(fast=False)
    plain = prepared(text)
    set_pace(fast=True)
    fast = prepared(text)
    assert fast == plain
    assert b"".join(map(undo, fast)) == text.encode()


def test_a_trace_of_arrays_is_a_trace() -> None:
    set_pace(fast=True)
    (document,) = prepared(noisy_text(1))
    trace = document.trace
    assert isinstance(trace, ColumnTrace)
    assert pickle.loads(pickle.dumps(trace)) == trace == copy.deepcopy(trace)  # noqa: S301 - our own
    assert hash(trace) == hash(trace.plain())
    assert trace.steps == trace.plain().steps
    for steps in (frozenset[str](), frozenset({"jammer"}), trace.steps):
        assert list(trace.edits_beyond(steps)) == list(trace.plain().edits_beyond(steps))
    column = edits_column([trace, trace.plain()], pa.list_(EDIT))
    wanted = [{"start": e.start, "end": e.end, "before": e.before, "rules": list(e.rules)} for e in trace.plain().edits]
    assert column.to_pylist() == [wanted, wanted]


@pytest.mark.parametrize("unit", [" |", "(", "a(字)", "　", "“", " a", "，", "- ", "[", "&a"])
def test_a_long_line_of_one_thing_comes_back(unit: str) -> None:
    """What backtracks without bound would not end here."""
    text = f"第一行。\n{unit * 20_000}x\n"
    set_pace(fast=True)
    assert b"".join(map(undo, prepared(text))) == text.encode()


NOTICES = [
    *("未经授权不得转载。", "版权所有，侵权必究", "本文采用 CC BY-NC 4.0 许可。"),
    *("仅供学习 交流，请勿用于商业用途。", "All rights reserved."),
]
STYLES = st.none() | st.sampled_from(pinyin.STYLES)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.lists(st.sampled_from(NOTICES), max_size=3), STYLES)
def test_notices_are_found_alike(seed: int, notices: list[str], style: pinyin.Style | None) -> None:
    chance = seeded(seed)
    text = "\n\n".join([clean.prose(chance, paragraphs=2), *notices, clean.prose(chance, paragraphs=2)])
    if style is not None:
        text = pinyin.annotate(clean.traditional(text), chance, style=style).text
    told = []
    for fast in (False, True):
        set_pace(fast=fast)
        told.append(notices_in(text, (), (), ()))
    assert told[0] == told[1]


def test_no_word_of_a_notice_begins_in_a_reading() -> None:
    """Else each bracket of a page of nothing but readings would be read to its end."""
    set_pace(fast=True)
    text = "(hàn)" * 40 + "漢(c)"
    scan = Scan(text)
    hidden = scan.flags.copy()
    hidden[:200] |= np.uint32(SPACE)
    places, _ = Anchors([["(c)"]]).places(scan, hidden)
    assert places.tolist() == [201]


@pytest.mark.parametrize("unit", [", ", "a(x), ", "a(中), ", "a(x; y), ", "；, "])
@pytest.mark.parametrize("ends", [("x", "中\n"), ("中", "x\n"), ("中", "中\n")])
def test_what_widens_by_its_neighbor_takes_as_many_rounds_in_a_long_chain_as_in_a_short_one(
    unit: str, ends: tuple[str, str]
) -> None:
    """A chain was widened from its right end by one mark a round."""

    def rounds(count: int) -> int:
        scan = Scan(ends[0] + unit * count + ends[1])
        codes = scan.codes
        brackets = np.flatnonzero(np.isin(codes, [ord(c) for c in "()（）\n"]))
        chinese = np.cumsum(scan.flags & np.uint32(HAN_FLAG | KANA_FLAG) != 0, dtype=np.int64)[brackets]
        nowhere = np.zeros((2, len(codes)), np.bool_)
        return widen(
            codes, scan.flags, table(), codes.copy(), nowhere[0], nowhere[1], brackets, chinese, scan.places(MARK)
        )

    assert rounds(4) == rounds(400) <= 5
