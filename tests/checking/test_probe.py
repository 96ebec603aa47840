"""Probe: a giveaway is flagged and named, and chance is not."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from bdci_corpus.checking.adversary import LEAST_AUC, RATE
from bdci_corpus.checking.probe import Metadata, finding_of, probe


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


def test_null_data_is_not_flagged_above_the_stated_rate() -> None:
    """Of 60 corpora without a giveaway fewer than 1 is expected; more than 3 are chance in one of 300 tries."""
    flagged = sum(probe(described(seed), "validation", permutations=199)[0].flagged for seed in range(60))
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


def test_large_corpora_are_sampled_and_it_is_said() -> None:
    finding = finding_of(described(1), "validation", "train", most=80)
    assert "from 80 of 120 documents" in finding.text


def test_too_few_documents_are_called_that() -> None:
    finding = finding_of(described(1, 30), "validation", "train")
    assert "Too few documents" in finding.text
    assert not finding.flagged
