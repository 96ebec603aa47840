"""What many documents share makes no two of them duplicates, and copies stay copies, however many there are."""

from __future__ import annotations

import random
from collections import Counter

import families
import planted
import pytest

from bdci_corpus.neardup import NearDuplicates, find_near_duplicates
from bdci_corpus.neardup.dispatch import SizeThresholds

COMPILED = SizeThresholds(plain_bytes=-1)


def kinds(found: NearDuplicates) -> Counter[str]:
    return Counter(found.pairs["kind"].to_pylist())


@pytest.mark.parametrize("share", [0.3, 0.75, 0.9])
@pytest.mark.parametrize("kind", families.KINDS)
def test_distinct_documents_of_a_family_are_not_linked_and_their_copies_are(kind: str, share: float) -> None:
    """At most 0.5 % of distinct documents are called duplicates, and 99.5 % of copies are found."""
    given = families.family(kind, 240, share, seed=3)
    found = find_near_duplicates(given.texts, limits=COMPILED)
    linked = {
        (row["id_a"], row["id_b"]) for row in found.pairs.to_pylist() if row["kind"] in {"duplicate", "contained"}
    }
    distinct = set(range(len(given.texts))) - {place for pair in given.copies for place in pair}
    assert len({place for pair in linked for place in pair} & distinct) <= 0.005 * len(distinct)
    group = {member: one.id for one in found.groups() for member in one.members}
    assert sum(group[str(a)] == group[str(b)] for a, b in given.copies) >= 0.995 * len(given.copies)


def test_posts_of_a_channel_are_no_duplicates(limits: SizeThresholds) -> None:
    """As 941 of 2,000 once were, for a blurb of 400 characters."""
    draw = random.Random(2)
    blurb = planted.synthetic(draw, 400)
    posts = [f"{planted.synthetic(draw, draw.randint(40, 130))}\n{blurb}" for _ in range(60)]
    found = find_near_duplicates(posts, limits=limits)
    assert set(kinds(found)) == {"boilerplate"}
    assert not found.clusters.num_rows
    assert all(len(group.members) == 1 for group in found.groups())


@pytest.mark.parametrize("noise", ["edits 1%", "edits 2%"])
def test_mirrors_of_one_text_stay_duplicates(noise: str, limits: SizeThresholds) -> None:
    """However many: their text is one document's, with its copies. A mirror with a paragraph of its own is one more."""
    draw = random.Random(5)
    text = planted.synthetic(draw, 900)
    mirrors = [planted.NOISES[noise](text, draw) for _ in range(40)]
    longer = planted.edited(text, draw, 0.005) + "\n" + planted.synthetic(draw, 90)
    found = find_near_duplicates([*mirrors, longer, planted.synthetic(draw, 900)], limits=limits)
    assert kinds(found)["duplicate"] >= 0.9 * (found.pairs.num_rows - kinds(found)["contained"])
    assert kinds(found)["boilerplate"] <= 0.1 * found.pairs.num_rows
    assert [len(group.members) for group in found.groups() if len(group.members) > 1] == [41]


def test_500_mirrors_stay_duplicates() -> None:
    draw = random.Random(6)
    text = planted.synthetic(draw, 700)
    found = find_near_duplicates([planted.edited(text, draw, 0.01) for _ in range(500)], limits=COMPILED)
    assert [len(group.members) for group in found.groups()] == [500]


def test_a_copy_of_a_post_is_a_duplicate_though_both_have_the_blurb(limits: SizeThresholds) -> None:
    draw = random.Random(7)
    blurb = planted.synthetic(draw, 500)
    posts = [f"{planted.synthetic(draw, 120)}\n{blurb}" for _ in range(30)]
    copies = [
        planted.NOISES[noise](posts[i], draw)
        for i, noise in enumerate(("s2t", "width", "edits 1%", "edits 2%", "exact"))
    ]
    found = find_near_duplicates([*posts, *copies], limits=limits)
    linked = [(row["id_a"], row["id_b"]) for row in found.pairs.to_pylist() if row["kind"] == "duplicate"]
    assert linked == [(i, 30 + i) for i in range(5)]


@pytest.mark.parametrize("seed", range(3))
def test_a_further_document_changes_verdicts_on_others_by_what_is_common_only(
    seed: int, limits: SizeThresholds
) -> None:
    """The one exception to the law: with the eleventh document that has it, a passage is boilerplate."""
    draw = random.Random(seed)
    blurb = planted.synthetic(draw, 500)
    posts = [f"{planted.synthetic(draw, 80)}\n{blurb}" for _ in range(11)]
    others = [planted.synthetic(draw, 500) for _ in range(6)]
    others += [planted.edited(text, draw, 0.03) for text in others]

    def verdicts(texts: list[str]) -> dict[tuple[str, str], str]:
        return {
            (texts[row["id_a"]], texts[row["id_b"]]): row["kind"]
            for row in find_near_duplicates(texts, limits=limits).pairs.to_pylist()
        }

    ten, eleven = verdicts([*others, *posts[:10]]), verdicts([*others, *posts])
    assert {kind for (a, _), kind in ten.items() if a in posts} == {"duplicate"}
    assert {kind for (a, _), kind in eleven.items() if a in posts} == {"boilerplate"}
    for further in (planted.synthetic(draw, 500), others[0] + "尾", posts[0] + "尾"):
        more = verdicts([*others, *posts, further])
        assert {pair: kind for pair, kind in more.items() if further not in pair} == eleven


def test_what_was_common_stays_so(limits: SizeThresholds) -> None:
    """Whatever is withdrawn: hashes of an earlier comparison say what is boilerplate."""
    draw = random.Random(9)
    blurb = planted.synthetic(draw, 500)
    posts = [f"{planted.synthetic(draw, 80)}\n{blurb}" for _ in range(14)]
    before = find_near_duplicates(posts, limits=limits)
    assert len(before.common)
    assert set(kinds(find_near_duplicates(posts[:4], limits=limits))) == {"duplicate"}
    assert set(kinds(find_near_duplicates(posts[:4], limits=limits, common=before.common))) == {"boilerplate"}


def test_both_ways_give_the_same_verdicts() -> None:
    given = families.family("signatures", 120, 0.85, seed=4)
    plain, compiled = (
        find_near_duplicates(given.texts, limits=SizeThresholds(plain_bytes=most)) for most in (1 << 40, -1)
    )
    assert plain.pairs.equals(compiled.pairs)
    assert plain.common.tolist() == compiled.common.tolist()
