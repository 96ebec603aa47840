"""The independent tests for leaks: they miss nothing that is there, and see nothing that is not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import combinations

import planted
import pytest

from bdci_corpus.checking import probe as probing
from bdci_corpus.checking.keys import Keyed, keyed, sampled
from bdci_corpus.checking.oracle import near_duplicates
from bdci_corpus.checking.passages import COMMON, RUN, shared_passages
from bdci_corpus.checking.probe import LEAST_AUC, RATE, Metadata, probe

SPLITS = ("train", "validation", "test")


def documents(texts: Sequence[str], splits: Sequence[str] = SPLITS) -> list[Keyed]:
    """Deal texts out to splits in turn."""
    return [keyed(splits[place % len(splits)], f"{place:04}", text) for place, text in enumerate(texts)]


def shingles(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)}


# Near-duplicates


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 1.0])
def test_the_oracle_finds_every_pair_that_comparing_all_with_all_finds(threshold: float) -> None:
    dealt = documents(planted.corpus(0.04, 3, lengths=(60, 400)).texts)
    expected = set()
    for one, other in combinations(dealt, 2):
        counts = [(shingles(a), shingles(b)) for a, b in zip(one.streams, other.streams, strict=True)]
        alike = max(len(a & b) / max(len(a | b), 1) for a, b in counts)
        if one.split != other.split and alike >= threshold:
            expected.add((one.id, other.id, round(alike, 9)))
    found = {(near.one.id, near.other.id, round(near.jaccard, 9)) for near in near_duplicates(dealt, threshold)}
    assert found == expected
    assert expected


def test_a_copy_in_the_other_script_with_pinyin_is_found_by_its_han_characters() -> None:
    text = planted.synthetic(random.Random(1), 600)
    noisy = planted.annotated(planted.converter("s2t")(text), random.Random(2), 0.5)
    (near,) = near_duplicates(documents([text, noisy]), 0.9)
    assert near.stream == "han"


def test_empty_and_tiny_texts_have_no_neighbors() -> None:
    assert list(near_duplicates(documents(["", "山", "山水", "……", "山水画"]), 0.3)) == []
    assert list(near_duplicates([], 0.3)) == []


def test_a_sample_is_whole_where_it_fits_and_else_the_smallest_split_is() -> None:
    dealt = documents(["山" * 100] * 90, ["train"] * 8 + ["validation"])
    assert sampled(dealt, 10_000) == sorted(dealt, key=lambda one: (one.split, one.id))
    some = sampled(dealt, 4_000)
    assert sum(one.split == "validation" for one in some) == 10
    assert sum(len(one.key) for one in some) == 4_000
    assert sampled(dealt[::-1], 4_000) == some


# Overlaps


def test_every_shared_passage_is_found_and_its_length_is_exact() -> None:
    texts, passages = planted.passages(40, 7)
    dealt = documents(texts, ("train", "validation"))
    expected = {(f"{p.first:04}", f"{p.second:04}") for p in passages}
    found = {(shared.one.id, shared.other.id): shared for shared in shared_passages(dealt)}
    assert found.keys() == expected
    assert all(shared.telling for shared in found.values())
    for shared in found.values():
        runs = {shared.one.key[i : i + shared.length] for i in range(len(shared.one.key))}
        others = {shared.other.key[i : i + shared.length] for i in range(len(shared.other.key))}
        assert any(len(run) == shared.length for run in runs & others)


def test_a_passage_in_many_documents_is_boilerplate() -> None:
    draw = random.Random(9)
    footer = planted.synthetic(draw, 60)
    texts = [planted.synthetic(draw, 200) + footer for _ in range(COMMON + 2)]
    assert shared_passages(documents(texts)) == []
    assert len(shared_passages(documents(texts[:2]))) == 1


def test_a_run_that_is_too_short_or_in_one_split_only_is_none() -> None:
    draw = random.Random(4)
    one, other = (planted.synthetic(draw, 200) for _ in range(2))
    shared = keyed("train", "x", planted.synthetic(draw, 300)).key
    cut = [one + shared[: RUN - 1] + "壹" + other, other + shared[: RUN - 1] + "贰" + one[:20]]
    assert all(found.length >= RUN for found in shared_passages(documents(cut)))
    assert shared_passages(documents([one, one], ["train"])) == []


# What metadata gives away


def described(seed: int, count: int = 120) -> list[Metadata]:
    """Return documents whose split is drawn by lot, group by group."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        group = number - (number % 3 == 2)
        lot = random.Random(f"{seed} {group}").random()
        rows.append(
            Metadata(
                id=f"{draw.randrange(16**8):08x}.txt",
                split="validation" if lot < 0.25 else "train",
                group_id=str(group),
                path=f"{draw.choice(['a', 'b'])}/{number:04}.{draw.choice(['txt', 'html'])}",
                source=draw.choice(["news", "forum", "page"]),
                license=draw.choice(["CC0-1.0", "MIT"]),
                published=draw.choice([None, f"20{draw.randrange(10, 25)}-0{draw.randrange(1, 10)}"]),
                length=int(draw.lognormvariate(7, 1)),
            )
        )
    return sorted(rows, key=lambda row: row.id)


def test_null_data_is_not_flagged_above_the_stated_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 60 corpora without a giveaway fewer than 1 is expected; more than 3 are chance in one of 300 tries."""
    monkeypatch.setattr(probing, "PERMUTATIONS", 199)
    flagged = sum(probe(described(seed), "validation")[0].flagged for seed in range(60))
    assert flagged <= 3


GIVEAWAYS: dict[str, Callable[[Metadata, int], bool]] = {
    "source": lambda row, _: row.source == "forum",
    "license": lambda row, _: row.license == "MIT",
    "length": lambda row, _: row.length > 1_500,
    "published": lambda row, _: (row.published or "") > "2018",
    "position of the id": lambda _, place: place >= 90,
    "position of the id, last digit": lambda _, place: place % 5 == 0,
    "file extension": lambda row, _: row.path.endswith("html"),
    "folder": lambda row, _: row.path.startswith("a/"),
    "file name, last digit": lambda row, _: row.path.split(".")[0][-1] in "05",
}


@pytest.mark.parametrize("feature", GIVEAWAYS)
def test_a_planted_giveaway_is_flagged_and_named(feature: str) -> None:
    rows = [
        Metadata(
            id=row.id, split="validation" if GIVEAWAYS[feature](row, place) else "train", group_id=row.id,
            path=row.path, source=row.source, license=row.license, published=row.published, length=row.length,
        )
        for place, row in enumerate(described(11))
    ]  # fmt: skip
    whole, single = probe(rows, "validation")
    assert whole.flagged
    assert whole.p < RATE
    assert whole.auc >= LEAST_AUC
    assert single[0].name == feature


def test_a_probe_is_the_same_every_time() -> None:
    assert probe(described(3), "validation") == probe(described(3), "validation")


def test_large_corpora_are_sampled_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "MOST_DOCUMENTS", 80)
    finding = probing.finding_of(described(1), "validation", "train")
    assert "from 80 of 120 documents" in finding.text


def test_too_few_documents_are_called_that() -> None:
    finding = probing.finding_of(described(1, 30), "validation", "train")
    assert "Too few documents" in finding.text
    assert not finding.flagged
