"""A document most of which stands in another is contained in it: linked, and no duplicate."""

from __future__ import annotations

import random

import planted
import pytest

from bdci_corpus.neardup import NearDuplicates, find_near_duplicates
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


def test_an_excerpt_of_a_mirrored_text_is_contained(limits: SizeThresholds) -> None:
    """Mirrors count once: what they have in common is no boilerplate."""
    draw = random.Random(6)
    text = planted.synthetic(draw, 1500)
    mirrors = [planted.edited(text, draw, 0.01) for _ in range(25)]
    found = find_near_duplicates([*mirrors, text[300:700]], limits=limits)
    assert grouped(found, 0, 25)


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
