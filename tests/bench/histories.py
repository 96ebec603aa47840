"""Any history at all, with texts: rounds of adding, editing, withdrawing and freezing, and an oracle that looks on.

``python tests/bench/histories.py 500`` prints how many documents were released in how many rounds, and what the oracle
found. A history has families (an original, noisy mirrors with dates written otherwise, excerpts, copies cut short,
digests of two), a blurb that a channel puts below all of its posts, authors who are kept together, and a hidden split.

**The oracle shares no code** with what it judges: it folds texts to Han characters and digits by itself, counts
5-character shingles as Python sets, and knows from the generator what the blurb is and whose each text is. Its limits
are those of the splits, without a margin. What two texts share of the blurb it does not count, though the blurb is no
boilerplate before eleven documents have it: such pairs may be linked or not.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pyarrow as pa

sys.path.append(str(Path(__file__).parent.parent / "support"))

import planted

from bdci_corpus.building.arrange import arrange
from bdci_corpus.building.compare import compare_again
from bdci_corpus.errors import FrozenSplitError
from bdci_corpus.ledger import Ledger, append_events, read_ledger
from bdci_corpus.ledger.events import withdrawal
from bdci_corpus.project.config import parse_config
from bdci_corpus.project.files import Project
from bdci_corpus.splitting import events_for, recall

CONFIG = """
[corpus]
name = "histories"
[columns]
writer = "string"
label = "string"
[near_duplicates]
threshold = 0.7
[splits]
ratios = { train = 0.6, validation = 0.2, test = 0.2 }
hidden = ["test"]
stratify = ["label"]
group_by = ["writer"]
"""

THRESHOLD, SHARE = 0.7, 0.8

DATES = (
    lambda y, m, d: f"{y}年{m}月{d}日",
    lambda y, m, d: f"{y}-{m:02}-{d:02}",
    lambda y, m, d: f"{y}年{m:02}月{d:02}日",
    lambda y, m, d: f"{y}.{m}.{d}",
)
"""Ways of writing one day."""

KINDS = ("original",) * 4 + ("mirror", "excerpt") * 2 + ("cut short", "digest")
"""What is added, as often as it stands here."""

_KEPT = re.compile(r"[\u4e00-\u9fff0-9]")


@dataclass
class Corpus:
    """What stands in the raw folder: text, family and writer of each document; ``body`` is without the blurb."""

    draw: random.Random
    bodies: dict[str, str] = field(default_factory=dict)
    blurbs: dict[str, str] = field(default_factory=dict)
    writers: dict[str, str | None] = field(default_factory=dict)
    originals: list[tuple[list[str], list[tuple[int, int, int]]]] = field(default_factory=list)
    made: int = 0

    def add(self) -> None:
        """Add an original, or a mirror or an excerpt of one."""
        kind = self.draw.choice(KINDS) if self.originals else "original"
        if kind == "original":
            days = [
                (self.draw.randint(1990, 2024), self.draw.randint(1, 12), self.draw.randint(1, 28)) for _ in range(6)
            ]
            self.originals.append(([planted.synthetic(self.draw, 90) for _ in range(7)], days))
        pieces, days = self.draw.choice(self.originals) if kind != "original" else self.originals[-1]
        form = self.draw.choice(DATES)
        said = [piece + (form(*day) if day else "") for piece, day in zip(pieces, [*days, None], strict=True)]
        if kind == "excerpt":
            first = self.draw.randrange(3)
            said = said[first : first + self.draw.randint(3, 4)]
        if kind == "cut short":
            said = said[: self.draw.randint(4, 6)]
        text = "".join(said)
        if kind == "digest":
            text += "".join(self.draw.choice(self.originals)[0])
        if kind == "mirror":
            text = planted.edited(text, self.draw, 0.01)
        self.put(text)

    def put(self, body: str) -> None:
        """Add a document with this text."""
        self.made += 1
        name = f"{sha256(str(self.draw.random()).encode()).hexdigest()[:4]}-{self.made}"
        self.bodies[name] = body
        self.blurbs[name] = self.draw.choice(["", BLURB])
        self.writers[name] = self.draw.choice([None, None, None, f"w{self.draw.randrange(12)}"])

    def edit(self) -> None:
        """Change a word of a document, or give it the text of another."""
        name, other = (self.draw.choice(sorted(self.bodies)) for _ in range(2))
        body = self.bodies[name] if self.draw.random() < 0.8 else self.bodies[other]
        self.bodies[name] = planted.edited(body, self.draw, 0.01)

    def remove(self) -> None:
        """Delete a file."""
        if len(self.bodies) > 8:
            name = self.draw.choice(sorted(self.bodies))
            for told in (self.bodies, self.blurbs, self.writers):
                del told[name]

    def table(self) -> pa.Table:
        """Return the documents as a build has them before they are compared."""
        names = sorted(self.bodies)
        texts = [self.bodies[name] + self.blurbs[name] for name in names]
        return pa.table(
            {
                "id": names,
                "path": names,
                "text": texts,
                "region_sha256": [sha256(text.encode()).hexdigest() for text in texts],
                "derived_from": pa.nulls(len(names), pa.string()),
                "writer": pa.array([self.writers[name] for name in names], pa.string()),
                "label": [name[0] for name in names],
            }
        )


BLURB = planted.synthetic(random.Random(77), 150)


@dataclass
class Found:
    """What the oracle saw of histories."""

    rounds: int = 0
    released: int = 0
    quarantined: int = 0
    leaks: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)


def history(seed: int, found: Found, *, rounds: int = 5) -> None:
    """Live through one history, and look at every round of it."""
    draw = random.Random(seed)
    corpus, before = Corpus(draw), dict[str, str]()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "splits").mkdir()
        project = Project(root, parse_config(CONFIG), declared=True)
        for number in range(rounds):
            for _ in range(draw.randint(8, 14) if number == 0 else draw.randint(1, 6)):
                corpus.add()
            for _ in range(draw.randint(0, 2) if number else 0):
                draw.choice([corpus.edit, corpus.remove])()
            ledger = read_ledger(root / "splits" / "ledger.tsv")
            if ledger.frozen and draw.random() < 0.5:
                gone = draw.choice(sorted(ledger.frozen))
                ledger = append_events(
                    root / "splits" / "ledger.tsv",
                    [withdrawal(ledger, gone, version="0.1.0", reason="rights")],
                    after=ledger,
                )
                before.pop(gone, None)
            placed = one_round(project, corpus, ledger, freeze=draw.random() < 0.8, found=found)
            look(corpus, placed, before, found, f"seed {seed}, round {number}")
            before |= {name: split for name, split in placed.items() if name in _frozen(root)}


def _frozen(root: Path) -> Mapping[str, object]:
    return read_ledger(root / "splits" / "ledger.tsv").frozen


def one_round(project: Project, corpus: Corpus, ledger: Ledger, *, freeze: bool, found: Found) -> dict[str, str]:
    """Compare, assign and maybe freeze; return the split of every document that is released, hidden ones too."""
    splits = project.root / "splits"
    memory = recall(splits, ledger)
    while True:
        documents = corpus.table()
        compared = compare_again(documents, project.config, splits / ".sketches.parquet", memory)
        try:
            arranged = arrange(project, documents, compared, ledger, memory)
            break
        except (FrozenSplitError, ExceptionGroup):  # a file was given a text or a writer that contradicts the ledger
            for name in sorted(corpus.writers.keys() & ledger.frozen.keys()):
                corpus.writers[name] = None
    found.rounds += 1
    found.released += len(arranged.assignment.splits)
    found.quarantined += len(arranged.assignment.quarantined) + len(arranged.assignment.left_out)
    if freeze:
        events = events_for(arranged.assignment, "0.1.0", arranged.candidates)
        frozen = append_events(splits / "ledger.tsv", events, after=ledger)
        memory.with_new(documents, arranged.sketches, arranged.candidates, frozen, arranged.common, arranged.grouped)
    return dict(arranged.assignment.splits)


def look(corpus: Corpus, placed: Mapping[str, str], before: Mapping[str, str], found: Found, where: str) -> None:
    """Note every linked pair that stands in two splits, and every document that moved."""
    shingles = {name: frozenset(_shingles(corpus.bodies[name])) for name in placed}
    sizes = {name: len(set(_shingles(corpus.bodies[name] + corpus.blurbs[name]))) for name in placed}
    for one, other in combinations(sorted(placed), 2):
        if placed[one] == placed[other]:
            continue
        if reason := _linked(shingles[one], shingles[other], (sizes[one], sizes[other])) or _grouped(
            corpus, one, other
        ):
            found.leaks.append(f"{where}: {one} ({placed[one]}), {other} ({placed[other]}): {reason}")
    found.moved += [
        f"{where}: {name} was in {split}, and is in {placed[name]}"
        for name, split in before.items()
        if name in placed and placed[name] != split
    ]


def _shingles(body: str) -> Iterator[str]:
    kept = "".join(_KEPT.findall(body))
    for form in range(len(kept) - 4):
        yield kept[form : form + 5]


def _linked(one: frozenset[str], other: frozenset[str], sizes: tuple[int, int]) -> str:
    """Return why two texts belong together, or nothing; ``sizes`` count the blurb too, which they do not share."""
    shared = len(one & other)
    jaccard = shared / (sum(sizes) - shared)
    containment = shared / min(sizes)
    if jaccard >= THRESHOLD:
        return f"Jaccard {jaccard:.2f}"
    return f"containment {containment:.2f}" if containment >= SHARE else ""


def _grouped(corpus: Corpus, one: str, other: str) -> str:
    writer = corpus.writers[one]
    return f"both by {writer}" if writer is not None and writer == corpus.writers[other] else ""


def main(count: int) -> None:
    """Live through so many histories, and print what the oracle found."""
    found = Found()
    for seed in range(count):
        history(seed, found)
    print(
        f"{count} histories, {found.rounds} rounds, {found.released:,} documents placed, {found.quarantined} held back"
    )
    print(f"linked pairs across splits: {len(found.leaks)}; moved documents: {len(found.moved)}")
    for line, times in Counter(found.leaks + found.moved).most_common(10):
        print(f"  {line}" + (f" ({times} times)" if times > 1 else ""))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
