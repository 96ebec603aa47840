"""A document most of which stands in another is contained in it: linked, and no duplicate."""

from __future__ import annotations

import random

import planted
import pytest

from bdci_corpus.neardup import NearDuplicates, find_near_duplicates
from bdci_corpus.neardup.containment import MOST
from bdci_corpus.neardup.dispatch import SizeThresholds

COMPILED = SizeThresholds(plain_bytes=-1)


def contained(found: NearDuplicates) -> set[tuple[int, int]]:
    return {(row["id_a"], row["id_b"]) for row in found.pairs.to_pylist() if row["kind"] == "contained"}


def grouped(found: NearDuplicates, a: int, b: int) -> bool:
    return any({str(a), str(b)} <= set(group.members) for group in found.groups())


@pytest.mark.parametrize("noise", ["exact", "s2t", "s2hk", "width", "edits 1%", "edits 3%", "jammer", "pinyin"])
@pytest.mark.parametrize("length", [200, 600, 5000])
def test_an_excerpt_is_contained(length: int, noise: str) -> None:
    """Of articles of 3,000 to 20,000 characters, across scripts and noise."""
    draw = random.Random(f"{length} {noise}")
    articles = [planted.synthetic(draw, max(3000, 4 * length)) for _ in range(12)]
    excerpts = []
    for text in articles:
        start = draw.randrange(len(text) - length)
        excerpts.append(planted.NOISES[noise](text[start : start + length], draw))
    found = find_near_duplicates([*articles, *excerpts], limits=COMPILED)
    missed = [i for i in range(12) if not grouped(found, i, 12 + i)]
    assert len(missed) <= (1 if length == 200 and noise in {"edits 3%", "jammer"} else 0)
    assert contained(found) <= {(i, 12 + i) for i in range(12)}
    assert not found.clusters.num_rows


@pytest.mark.parametrize("share", [0.25, 0.5, 0.65])
def test_a_first_half_is_contained(share: float, limits: SizeThresholds) -> None:
    """Ten articles, and ten files with the first half of each."""
    draw = random.Random(1)
    articles = [planted.synthetic(draw, 1200) for _ in range(10)]
    found = find_near_duplicates([*articles, *(text[: int(len(text) * share)] for text in articles)], limits=limits)
    assert contained(found) == {(i, 10 + i) for i in range(10)}
    for row in found.pairs.to_pylist():
        assert row["containment"] >= 0.8 > row["jaccard"]


def test_a_copy_under_spam_is_contained(limits: SizeThresholds) -> None:
    """Though Han is below a fifth of the key there."""
    draw = random.Random(3)
    text = planted.synthetic(draw, 900)
    spam = " ".join("".join(draw.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=9)) for _ in range(1200))
    found = find_near_duplicates([text, f"{planted.annotated(text, draw)}\n{spam}"], limits=limits)
    assert contained(found) == {(0, 1)}


def test_a_digest_holds_its_pieces_together(limits: SizeThresholds) -> None:
    draw = random.Random(4)
    articles = [planted.synthetic(draw, 500) for _ in range(8)]
    found = find_near_duplicates([*articles, "\n\n".join(articles)], limits=limits)
    assert contained(found) == {(i, 8) for i in range(8)}
    assert [len(group.members) for group in found.groups()] == [9]


def test_posts_that_share_a_blurb_contain_each_other_in_no_way(limits: SizeThresholds) -> None:
    """A short post is almost all blurb, which stands in the longer ones."""
    draw = random.Random(5)
    blurb = planted.synthetic(draw, 500)
    posts = [f"{planted.synthetic(draw, draw.choice([60, 300, 900]))}\n{blurb}" for _ in range(40)]
    found = find_near_duplicates([*posts, posts[0] + planted.synthetic(draw, 600)], limits=limits)
    assert contained(found) <= {(0, 40)}
    assert grouped(found, 0, 40)


def test_an_excerpt_with_a_blurb_that_its_whole_lacks_is_contained(limits: SizeThresholds) -> None:
    """What many have weighs nothing: that the whole has it not, neither."""
    draw = random.Random(12)
    blurb = planted.synthetic(draw, 110)
    whole = planted.synthetic(draw, 1500)
    posts = [planted.synthetic(draw, 400) + blurb for _ in range(14)]
    found = find_near_duplicates([whole, whole[300:820] + blurb, *posts], limits=limits)
    assert contained(found) == {(0, 1)}


def test_an_excerpt_of_a_mirrored_text_is_contained(limits: SizeThresholds) -> None:
    """Mirrors count once: what they have in common is no boilerplate."""
    draw = random.Random(6)
    text = planted.synthetic(draw, 1500)
    mirrors = [planted.edited(text, draw, 0.01) for _ in range(25)]
    found = find_near_duplicates([*mirrors, text[300:700]], limits=limits)
    assert grouped(found, 0, 25)


def test_an_excerpt_of_what_the_copy_lacks_that_represents_is_contained(limits: SizeThresholds) -> None:
    """Copies of the first three quarters represent the whole; the excerpt is of the last."""
    draw = random.Random(9)
    for _ in range(5):
        text = planted.synthetic(draw, 1600)
        cut = [planted.edited(text[:1200], draw, 0.005) for _ in range(3)]
        found = find_near_duplicates([*cut, text, text[1250:1550]], limits=limits)
        assert found.clusters.column("representative").to_pylist().count(3) < 4
        assert contained(found) == {(3, 4)}


@pytest.mark.parametrize("form", ["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}.{1}.{2}"])
def test_an_excerpt_of_mirrors_with_dates_written_otherwise_is_contained(form: str, limits: SizeThresholds) -> None:
    """The mirror that represents may have too many other dates; one of the others has the excerpt's."""
    draw = random.Random(form)
    for _ in range(8):
        pieces = [planted.synthetic(draw, 70) for _ in range(7)]
        days = [(draw.randint(1990, 2024), draw.randint(1, 12), draw.randint(1, 28)) for _ in range(6)]
        forms = ["{0}年{1:02}月{2:02}日", "{0}年{1}月{2}日", "{0}/{1}/{2}", form]
        mirrors = [
            "".join(piece + (one.format(*day) if day else "") for piece, day in zip(pieces, [*days, None], strict=True))
            for one in forms
        ]
        excerpt = mirrors[3][90:380]
        noisy = [planted.edited(text, draw, 0.02) for text in mirrors[:3]]
        assert grouped(find_near_duplicates([*noisy, mirrors[3], excerpt], limits=limits), 3, 4)


def test_two_that_only_the_one_that_represents_them_joins_are_asked(limits: SizeThresholds) -> None:
    """It may be withdrawn one day, and the link with it."""
    draw = random.Random(10)
    for _ in range(5):
        text, own = planted.synthetic(draw, 1000), planted.synthetic(draw, 450)
        found = find_near_duplicates([text, text[:860] + own, text + own[:220]], limits=limits)
        pairs = {(row["id_a"], row["id_b"]): row["kind"] for row in found.pairs.to_pylist()}
        assert pairs == {(0, 1): "contained", (0, 2): "duplicate", (1, 2): "duplicate"}
        assert set(found.clusters["representative"].to_pylist()) == {2}


def test_many_excerpts_of_many_mirrors_are_one_group_and_not_every_pair(limits: SizeThresholds) -> None:
    draw = random.Random(11)
    text = planted.synthetic(draw, 900)
    mirrors = [planted.edited(text, draw, 0.01) for _ in range(40)]
    excerpts = [planted.edited(text[200:600], draw, 0.01) for _ in range(40)]
    found = find_near_duplicates([*mirrors, *excerpts], limits=limits)
    assert [len(group.members) for group in found.groups()] == [80]
    assert 1 <= len(contained(found)) <= 2 * MOST * MOST


def test_containment_is_found_across_two_sides_and_can_be_left_out(limits: SizeThresholds) -> None:
    draw = random.Random(7)
    articles = [planted.synthetic(draw, 1500) for _ in range(5)]
    pieces = [text[100:600] for text in articles]
    found = find_near_duplicates(articles, against=pieces, limits=limits)
    assert contained(found) == {(i, i) for i in range(5)}
    assert not find_near_duplicates(articles, against=pieces, containment=None, limits=limits).pairs.num_rows
    assert not find_near_duplicates([*articles, *pieces], containment=None, limits=limits).pairs.num_rows


def test_both_ways_find_the_same() -> None:
    draw = random.Random(8)
    articles = [planted.synthetic(draw, draw.randint(400, 3000)) for _ in range(20)]
    pieces = [planted.annotated(text[draw.randrange(100) :][: len(text) // 2], draw) for text in articles]
    ways = [
        find_near_duplicates([*articles, *pieces], limits=SizeThresholds(plain_bytes=most)).pairs
        for most in (1 << 40, -1)
    ]
    assert ways[0].equals(ways[1])
    assert ways[0].num_rows >= 20
