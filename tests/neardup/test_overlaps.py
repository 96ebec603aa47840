"""Overlaps: shared passages, their places in both texts, and boilerplate."""

from __future__ import annotations

import random

import families
import planted
import pytest
from hypothesis import given, settings, strategies as st
from places import ROOT

from bdci_corpus.neardup import overlaps
from bdci_corpus.neardup.comparison import find_near_duplicates
from bdci_corpus.neardup.dispatch import SizeThresholds
from bdci_corpus.text import matchkey

SEEDS = ROOT / "seeds"
Row = dict[str, int]


def rows_of(texts: list[str], limits: SizeThresholds) -> list[Row]:
    rows: list[Row] = find_near_duplicates(texts, overlaps=True, limits=limits).overlaps.to_pylist()
    return rows


def is_exact(texts: list[str], row: Row) -> bool:
    """Return whether both spans have the same key, of the length that is said."""
    one = matchkey.match_key(texts[row["id_a"]][row["start_a"] : row["end_a"]])
    other = matchkey.match_key(texts[row["id_b"]][row["start_b"] : row["end_b"]])
    return one == other and len(one) == row["length"] >= overlaps.SHORTEST


def test_planted_passages_are_found_across_scripts(limits: SizeThresholds) -> None:
    """Recall of passages of 40 or more key characters at least 0.98, at the very place."""
    texts, planted_passages = planted.passages(300, seed=7)
    rows = rows_of(texts, limits)
    assert all(is_exact(texts, row) for row in rows)
    spans: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        spans.setdefault((row["id_a"], row["id_b"]), []).append(row)
    wanted = [one for one in planted_passages if len(matchkey.match_key(one.text)) >= 40]
    hits = 0
    for one in wanted:
        distance = one.second_start - one.first_start
        end = one.first_start + len(one.text)
        hits += any(
            row["start_a"] >= one.first_start - 2 and row["end_a"] <= end + 2
            for row in spans.get((one.first, one.second), [])
            if row["start_b"] - row["start_a"] == distance
        )
    assert len(wanted) > 100
    assert hits >= 0.98 * len(wanted)


@given(st.integers(0, 2**32), st.integers(0, 80))
@settings(max_examples=40, deadline=None)
def test_every_run_of_28_key_characters_is_found_and_no_shorter_one(
    limits: SizeThresholds, seed: int, length: int
) -> None:
    draw = random.Random(seed)
    wide = [chr(0x4E00 + i) for i in range(8000)]
    one, other, shared = ("".join(draw.choices(wide, k=k)) for k in (120, 90, length))
    texts = [one[:50] + shared + one[50:], other[:20] + shared + other[20:]]
    rows = rows_of(texts, limits)
    assert all(is_exact(texts, row) for row in rows)
    key = matchkey.match_key(shared)
    found = any(row["start_a"] <= 50 and row["end_a"] >= 50 + len(shared) for row in rows)
    assert found or len(key) < overlaps.SHORTEST


def test_seeds_000_and_003_share_a_passage_across_scripts(limits: SizeThresholds) -> None:
    paths = sorted(SEEDS.glob("00[03]_*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    rows = rows_of(texts, limits)
    assert rows
    assert all(is_exact(texts, row) for row in rows)
    assert sum(row["length"] for row in rows) >= 81


def test_boilerplate_is_left_out_and_counted(limits: SizeThresholds) -> None:
    draw = random.Random(2)
    footer = planted.synthetic(draw, 80)
    texts = [planted.synthetic(draw, 300) + footer for _ in range(30)]
    result = find_near_duplicates(texts, overlaps=True, limits=limits)
    assert result.overlaps.num_rows == 0
    assert result.counts["boilerplate"] > 0
    few = find_near_duplicates(texts[:8], overlaps=True, limits=limits)
    assert few.overlaps.num_rows == 28
    assert few.counts["boilerplate"] == 0
    assert find_near_duplicates(texts, overlaps=True, boilerplate=1, limits=limits).overlaps.num_rows == 435


def test_a_text_of_one_character_is_bounded_work(limits: SizeThresholds) -> None:
    assert all(is_exact(["哈" * 5000, "哈" * 4000], row) for row in rows_of(["哈" * 5000, "哈" * 4000], limits))


def test_mirrors_are_not_boilerplate(limits: SizeThresholds) -> None:
    """Documents with one key count once: a page mirrored a hundred times is still one page."""
    draw = random.Random(2)
    page = planted.synthetic(draw, 300)
    quoting = planted.synthetic(draw, 200) + page[100:200] + planted.synthetic(draw, 200)
    rows = rows_of([page] * 100 + [quoting], limits)
    assert any(row["id_b"] == 100 for row in rows)


@pytest.mark.parametrize("kind", families.KINDS)
def test_what_boilerplate_explains_is_no_overlap(kind: str, limits: SizeThresholds) -> None:
    """Also where two documents say the same few characters before it or behind: a day, an author's name."""
    given = families.family(kind, 300, 0.6, seed=7, size=500)
    rows = find_near_duplicates(given.texts, overlaps=True, limits=limits).overlaps.to_pylist()
    group = dict(given.copies) | {b: a for a, b in given.copies}
    assert all(group.get(row["id_a"]) == row["id_b"] or row["id_a"] in group or row["id_b"] in group for row in rows)
    pairs = [(row["id_a"], row["id_b"]) for row in rows]
    assert len(pairs) <= 1.5 * len(given.copies)


@pytest.mark.parametrize(("before", "found"), [(20, False), (34, True)])
def test_what_stands_before_boilerplate_must_be_long_enough_by_itself(
    before: int, limits: SizeThresholds, *, found: bool
) -> None:
    draw = random.Random(before)
    blurb, said = planted.synthetic(draw, 300), planted.synthetic(draw, before)
    posts = [planted.synthetic(draw, 200) + blurb for _ in range(30)]
    posts += [planted.synthetic(draw, 200) + said + blurb for _ in range(2)]
    rows = find_near_duplicates(posts, overlaps=True, limits=limits).overlaps.to_pylist()
    assert [(row["id_a"], row["id_b"]) for row in rows] == [(30, 31)] * found


def test_a_passage_that_texts_repeat_is_one_row(limits: SizeThresholds) -> None:
    draw = random.Random(3)
    refrain, other = planted.synthetic(draw, 60), planted.synthetic(draw, 50)
    one = "".join(planted.synthetic(draw, 200) + refrain for _ in range(3)) + other
    two = other + "".join(refrain + planted.synthetic(draw, 200) for _ in range(3))
    rows = find_near_duplicates([one, two], overlaps=True, limits=limits).overlaps.to_pylist()
    assert sorted(round(row["length"] / 10) for row in rows) == [5, 6]
