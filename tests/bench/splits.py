"""What common ways of splitting move and separate, and what ours does, on the same made-up corpus.

    python tests/bench/splits.py [--documents 2000] [--seeds 20]

The corpus: two thirds of the documents stand alone, the others in near-duplicate groups of two to
five; each belongs to one of ten sources. *Moved* is the share of old documents that change sides
when the corpus grows, by one document or by a tenth. *Separated* is the share of near-duplicate
pairs whose ends stand on different sides, at 20 % test. Means over the seeds.

Two tables: in the first, new files stand among the old ones, as their names have it; in the second,
behind all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

import datasets
from sklearn.model_selection import GroupShuffleSplit, train_test_split

from bdci_corpus.ledger.events import Ledger
from bdci_corpus.splitting.apportion import Policy
from bdci_corpus.splitting.assigning import assign, events_for
from bdci_corpus.splitting.graph import Link
from bdci_corpus.splitting.recognition import LiveDocument

TEST = 0.2


@dataclass(frozen=True)
class Corpus:
    """The group and the source of each document, by id."""

    group_of: Mapping[str, str]
    source_of: Mapping[str, str]

    @cached_property
    def ids(self) -> list[str]:
        """The ids in the order of the files: by name."""
        return sorted(self.group_of)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """All pairs within groups."""
        members = defaultdict(list)
        for name in self.ids:
            members[self.group_of[name]].append(name)
        return [pair for names in members.values() for pair in itertools.combinations(names, 2)]


def made_up(count: int, seed: int, prefix: str = "", *, last: bool = False) -> Corpus:
    """Make a corpus; file names are hashes, as in the competition's, and sort ``last`` if so wished."""
    chance = random.Random(seed)
    group_of: dict[str, str] = {}
    source_of: dict[str, str] = {}
    while len(group_of) < count:
        size = 1 if chance.random() < 6 / 7 else chance.randint(2, 5)
        group, source = f"{prefix}{seed}-{len(group_of)}", str(chance.randrange(10))
        for member in range(min(size, count - len(group_of))):
            name = "z" * last + hashlib.sha256(f"{group}/{member}".encode()).hexdigest()[:16]
            group_of[name], source_of[name] = group, source
    return Corpus(group_of, source_of)


Splitter = Callable[[Corpus, int, Ledger], Mapping[str, str]]
"""From a corpus, a seed and what is published to the side of each document."""


def sides(names: Sequence[str], test: set[str]) -> dict[str, str]:
    return {name: "test" if name in test else "train" for name in names}


def by_datasets(corpus: Corpus, seed: int, _ledger: Ledger) -> Mapping[str, str]:
    """Shuffle rows: ``Dataset.train_test_split(seed=…)``."""
    rows = datasets.Dataset.from_dict({"id": corpus.ids})
    return sides(corpus.ids, set(rows.train_test_split(TEST, seed=seed)["test"]["id"]))


def by_sklearn(corpus: Corpus, seed: int, _ledger: Ledger) -> Mapping[str, str]:
    """Shuffle rows: ``sklearn.model_selection.train_test_split``."""
    _, test = train_test_split(corpus.ids, test_size=TEST, random_state=seed)
    return sides(corpus.ids, set(test))


def by_groups(corpus: Corpus, seed: int, _ledger: Ledger) -> Mapping[str, str]:
    """Shuffle groups: ``sklearn.model_selection.GroupShuffleSplit``."""
    groups = [corpus.group_of[name] for name in corpus.ids]
    splitter = GroupShuffleSplit(n_splits=1, test_size=TEST, random_state=seed)
    _, test = next(splitter.split(corpus.ids, groups=groups))
    return sides(corpus.ids, {corpus.ids[row] for row in test})


def by_hash(corpus: Corpus, seed: int, _ledger: Ledger) -> Mapping[str, str]:
    """Hash the id: ``crc32(id) % 100 < 20``."""
    salted = {name: zlib.crc32(f"{seed}/{name}".encode()) % 100 for name in corpus.ids}
    return sides(corpus.ids, {name for name in corpus.ids if salted[name] < 100 * TEST})


def by_us(corpus: Corpus, seed: int, ledger: Ledger) -> Mapping[str, str]:
    """Assign groups through the ledger: ``bdci_corpus.splitting.assign``."""
    policy = Policy(ratios={"train": 1 - TEST, "test": TEST}, salt=str(seed))
    links = [Link(a=a, b=b, reason="near-duplicate") for a, b in corpus.pairs]
    return assign(candidates(corpus), links, ledger, policy).splits


def candidates(corpus: Corpus) -> list[LiveDocument]:
    return [LiveDocument(id=n, stratum=corpus.source_of[n], region_sha256=n) for n in corpus.ids]


def frozen(corpus: Corpus, seed: int) -> Ledger:
    policy = Policy(ratios={"train": 1 - TEST, "test": TEST}, salt=str(seed))
    links = [Link(a=a, b=b, reason="near-duplicate") for a, b in corpus.pairs]
    found = assign(candidates(corpus), links, Ledger(), policy)
    return Ledger(events=events_for(found, "1", candidates(corpus)))


def grown(corpus: Corpus, count: int, seed: int, *, last: bool) -> Corpus:
    """Add documents; one in five of them is a near-duplicate of one that is there."""
    added = made_up(count, seed, "new", last=last)
    chance = random.Random(seed)
    group_of = {
        name: corpus.group_of[chance.choice(corpus.ids)] if chance.random() < TEST else group
        for name, group in added.group_of.items()
    }
    return Corpus({**corpus.group_of, **group_of}, {**corpus.source_of, **added.source_of})


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> float:
    return fmean(after[name] != side for name, side in before.items())


def separated(splits: Mapping[str, str], pairs: Sequence[tuple[str, str]]) -> float:
    return fmean(splits[a] != splits[b] for a, b in pairs)


def measure(split: Splitter, count: int, seeds: int, *, last: bool) -> list[float]:
    """Return four means: moved by one, moved by a tenth, pairs separated, share of test."""
    rows = []
    for seed in range(seeds):
        corpus = made_up(count, seed)
        ledger = frozen(corpus, seed)
        before = split(corpus, seed, Ledger())
        larger = grown(corpus, count // 10, seed, last=last)
        after = split(larger, seed, ledger)
        rows.append(
            (
                moved(before, split(grown(corpus, 1, seed, last=last), seed, ledger)),
                moved(before, after),
                separated(after, larger.pairs),
                fmean(side == "test" for side in after.values()),
            )
        )
    return [fmean(column) for column in zip(*rows, strict=True)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=20)
    options = parser.parse_args()
    for last in (False, True):
        where = "new files behind the others" if last else "new files among the others"
        print(f"| at 20 % test, {where} | moved by 1 more | moved by 10 % more | pairs separated | test |")
        print("|---|---|---|---|---|")
        for split in (by_datasets, by_sklearn, by_groups, by_hash, by_us):
            what = (split.__doc__ or "").removesuffix(".")
            means = measure(split, options.documents, options.seeds, last=last)
            print(f"| {what} | {' | '.join(f'{100 * value:.1f} %' for value in means)} |", flush=True)
        print()


if __name__ == "__main__":
    main()
