"""The generators of noise say the exact truth about what they did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings, strategies as st
from places import GOLDEN

from noise import (
    Maker,
    Tape,
    boilerplate,
    clean,
    jammer,
    mojibake,
    pinyin,
    seeded,
    stack,
    then,
    width,
    wraps,
)

SEEDS = st.integers(min_value=0, max_value=2**32)
FEW = settings(max_examples=40, deadline=None)

MAKERS: dict[str, Maker] = {
    "jammer": jammer.jam,
    "pinyin": pinyin.annotate,
    "slip": partial(mojibake.slip, events=3),
    "slip-repeated": partial(mojibake.slip, events=3, repeated=True),
    "seams": mojibake.seams,
    "fold": width.fold,
    "loosen": width.loosen,
    "misquote": width.misquote,
    "wrap": wraps.wrap,
    "paginate": wraps.paginate,
    "illustrate": wraps.illustrate,
    "navigate": boilerplate.navigate,
    "post": boilerplate.post,
    "paged": boilerplate.paged,
}


with_each_maker = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())


def for_seeds(test: Callable[..., None]) -> Callable[..., None]:
    return FEW(given(seed=SEEDS)(test))


def drawn(seed: int) -> str:
    rng = seeded(seed)
    return clean.document(rng, script=rng.choice(("hans", "hant")))


@with_each_maker
@for_seeds
def test_taking_back_the_changes_gives_the_clean_text(make: Maker, seed: int) -> None:
    text = drawn(seed)
    noisy = make(text, seeded(seed))
    assert noisy.clean == noisy.undone() == text


@with_each_maker
@for_seeds
def test_spans_are_sorted_disjoint_and_never_idle(make: Maker, seed: int) -> None:
    noisy = make(drawn(seed), seeded(seed))
    reach = 0
    for change in noisy.changes:
        assert reach <= change.start <= change.end <= len(noisy.text)
        assert noisy.shown(change) != change.original
        reach = change.end


@with_each_maker
@for_seeds
def test_one_seed_makes_one_noise(make: Maker, seed: int) -> None:
    text = drawn(seed)
    assert make(text, seeded(seed)) == make(text, seeded(seed))


@with_each_maker
def test_every_generator_does_something(make: Maker) -> None:
    assert sum(bool(make(drawn(seed), seeded(seed)).changes) for seed in range(20)) >= 10


@FEW
@given(seed=SEEDS, names=st.lists(st.sampled_from(sorted(MAKERS)), max_size=4))
def test_stacked_noises_still_lead_back(seed: int, names: list[str]) -> None:
    text = drawn(seed)
    noisy = stack(text, seeded(seed), *(MAKERS[name] for name in names))
    assert noisy.clean == noisy.undone() == text


def test_overlapping_changes_become_one() -> None:
    first = width.fold("他说：好。", seeded(0), share=1.0)
    second = Tape()
    second.keep("他")
    second.put("説;", "说:", "other")
    second.keep("好。")
    both = then(first, second.noisy())
    assert [(c.original, c.kind) for c in both.changes] == [("说：", "width:：+other")]


def test_composition_refuses_noise_made_on_another_text() -> None:
    with pytest.raises(ValueError, match="not made on the text"):
        then(width.fold("甲，", seeded(0)), width.fold("乙，", seeded(0)))


# --- clean text


@for_seeds
def test_clean_text_is_well_formed(seed: int) -> None:
    text = drawn(seed)
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[ \t]+$|\n{3,}|[\u00a0\u200b\u3000\ufeff]|\{|\}|~", text, re.MULTILINE)
    assert not re.search(r"[\u4e00-\u9fff][,;!?]|[，。：；！？（）“”] | [，。：；！？（）]", text)


@for_seeds
def test_quotes_of_clean_paragraphs_pair_unless_a_quotation_runs_on(seed: int) -> None:
    for paragraph in drawn(seed).split("\n\n"):
        quotes = sum(map(paragraph.count, "“”"))
        runs_on = quotes == 1 and paragraph.startswith("“")
        assert not quotes or runs_on or 2 * len(width.quote_pairs(paragraph)) >= quotes


def test_clean_text_shares_no_sentence_with_the_seeds() -> None:
    seeds = "".join(p.read_text("utf-8") for p in GOLDEN.glob("*.txt"))
    made = "".join(clean.document(seeded(seed), blocks=40) for seed in range(50))
    for script in (made, clean.traditional(made)):
        runs = {run for run in re.split(r"[^\u4e00-\u9fff]+", script) if len(run) >= 8}
        assert not [run for run in runs if run in seeds]


# --- one mechanism each


def test_jammer_is_made_of_the_pairs_of_its_source() -> None:
    rng = seeded(0)
    counts = set()
    for _ in range(500):
        made = jammer.pairs(rng)
        assert re.fullmatch(r"(?:[ -;] [?-~])+", made)
        counts.add(len(made) // 3)
    assert min(counts) == 5
    assert max(counts) <= 15


@for_seeds
def test_jammer_stands_once_at_every_line_end(seed: int) -> None:
    noisy = jammer.jam(drawn(seed), seeded(seed))
    assert len(noisy.of("jammer")) == noisy.clean.count("\n") == noisy.text.count("\n")


@pytest.mark.parametrize("joint", jammer.JOINTS)
@pytest.mark.parametrize("blanks", jammer.BLANKS)
def test_jammer_blanks_come_out_as_asked(blanks: jammer.Blanks, joint: str) -> None:
    noisy = jammer.jam("甲\n乙\n" * 200, seeded(1), blanks=blanks, joint=joint)
    shown = [noisy.shown(change) for change in noisy.changes]
    assert any("\u00a0\u00a0" in jam for jam in shown) == (blanks == "nbsp")
    assert not any("  " in jam for jam in shown) or (joint and blanks == "folded")


def test_jammer_beside_ascii_is_told_apart() -> None:
    noisy = jammer.jam("用 APP\n5G 网络\n风\n雨", seeded(3))
    told = [change.kind.endswith(":beside-ascii") for change in noisy.changes]
    assert told == [True, False, False]


def test_jammer_with_blanks_kept_has_no_loose_edge() -> None:
    text = "风\n雨\n" * 100
    kinds = {change.kind for change in jammer.jam(text, seeded(0), blanks="nbsp").changes}
    assert kinds == {"jammer:line-end", "jammer:line-start", "jammer:blank-line"}
    folded = jammer.jam(text, seeded(0), blanks="folded", joint="").of("jammer:line-end")
    assert {change.kind for change in folded} == {"jammer:line-end:loose"}


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("half", "关(guān)于"),
        ("full", "关（guān）于"),
        ("decomposed", "关(gua\u0304n)于"),
        ("letters", "关(ɡuɑ̄n)于"),
        ("toneless", "关(guan) 于"),
        ("labelled", "关[读:guān]于"),
    ],
)
def test_readings_are_written_in_the_style_of_the_page(style: pinyin.Style, expected: str) -> None:
    made = pinyin.annotate("关于", seeded(0), style=style, table=frozenset("关"))
    assert made.text == expected


@for_seeds
def test_a_character_is_always_annotated_or_never(seed: int) -> None:
    noisy = pinyin.annotate(drawn(seed), seeded(seed), style="half")
    spots = zip(noisy.clean, pinyin.readings(noisy.clean), strict=True)
    readable = [spot[0] for spot in spots if spot[1] in pinyin.known_readings(spot[0])]
    annotated = [noisy.text[change.start - 1] for change in noisy.changes]
    for character in set(annotated):
        assert annotated.count(character) == readable.count(character)


@pytest.mark.parametrize(
    ("text", "lost", "shown"),
    [
        ("異常火爆。", 2, "異；鸨。"),
        ("葛俊俊）隨著", 4, "葛俊。╇S著"),
        ("率！”市經(jīng)", 4, "率！笔薪(jīng)"),
    ],
)
def test_a_lost_byte_reads_as_it_was_seen_to(text: str, lost: int, shown: str) -> None:
    noisy = mojibake.lose(text, [lost])
    assert (noisy.text, noisy.undone()) == (shown, text)


def test_a_byte_replacement_hits_characters_and_seams() -> None:
    damaged = mojibake.replace_bytes("獎章獲得者，服務業", {"務": "wù"})
    assert damaged.text == "獎?wù)芦@得者，服務(wù)業"
    assert [change.kind for change in damaged.changes] == ["seam", "reading"]
    assert [len(witnesses) for witnesses in damaged.witnesses] == [1, 0]


@for_seeds
def test_witnesses_stand_outside_the_damage_and_say_what_was_there(seed: int) -> None:
    text = pinyin.annotate(drawn(seed), seeded(seed), style="half").text
    damaged = mojibake.slip(text, seeded(seed), events=4)
    assert len(damaged.witnesses) == len(damaged.changes)
    for change, witnesses in zip(damaged.changes, damaged.witnesses, strict=True):
        assert len(damaged.shown(change)) <= mojibake.LONGEST
        for witness in witnesses:
            assert witness.end <= change.start or witness.start >= change.end
            word = damaged.text[witness.start : witness.end]
            if witness.kind == "elsewhere":
                assert set(word) & set(change.original)
            else:
                assert word.strip("()") in pinyin.known_readings(change.original[-1])


@for_seeds
def test_a_repeated_word_always_leaves_a_witness_unless_it_is_damaged_too(seed: int) -> None:
    name = "葛俊俊"
    text = f"本报讯（记者{name}）随着城市发展，出行更方便了。\n（责编：{name}、韩庆）"
    damaged = mojibake.slip(text, seeded(seed), repeated=True)
    for witnesses in damaged.witnesses:
        assert [witness.kind for witness in witnesses] == ["elsewhere"]


def test_folding_leaves_every_other_mark() -> None:
    assert width.fold("，。：；！？（）、“”……﹢", seeded(0), share=1.0).text == (",。:;!?()、“”……﹢")


def test_quotes_are_damaged_in_pairs_or_on_one_side() -> None:
    kinds = {
        change.kind for seed in range(60) for change in width.misquote("他说：“甲‘乙’丙”“丁”", seeded(seed)).changes
    }
    assert kinds == {
        f"quote:{damage}:{mark}"
        for damage, marks in (("straight", "“”‘’"), ("opens", "”’"), ("closes", "“‘"))
        for mark in marks
    }


def test_a_paragraph_whose_quotation_runs_on_is_not_damaged() -> None:
    text = "“第一段。\n\n“第二段。”"
    noisy = width.misquote(text, seeded(0), share=1.0)
    assert noisy.text.startswith("“第一段。\n\n")


@FEW
@given(seed=SEEDS, columns=st.integers(min_value=12, max_value=60))
def test_wrapped_lines_break_inside_sentences_only(seed: int, columns: int) -> None:
    noisy = wraps.wrap(drawn(seed), seeded(seed), width=columns)
    for change in noisy.of("wrap"):
        if change.kind == "wrap":
            assert noisy.text[change.start - 1] not in "。！？；：…\n"
            assert noisy.text[change.end] not in "，。、：；！？”’）\n"


@for_seeds
def test_pages_have_their_markers_heads_and_numbers(seed: int) -> None:
    divided = wraps.paginate(drawn(seed), seeded(seed))
    assert divided.text.endswith("<PAGE_DIV> ")
    assert divided.text.count("<PAGE_DIV>") == len(divided.of("page"))
    headed = boilerplate.paged(drawn(seed), seeded(seed))
    assert len({headed.shown(change).strip() for change in headed.of("head")}) == 1
    assert len(headed.of("head")) == len(headed.of("page-number"))
