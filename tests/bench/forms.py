"""How long it takes to make and compose edits, as objects and as arrays, by how many there are.

python tests/bench/forms.py
"""

from __future__ import annotations

import random
import time

from bdci_corpus.compiling import ENOUGH, PACE
from bdci_corpus.records import Edit
from bdci_corpus.trace.edit_arrays import Edits, edits_of
from bdci_corpus.trace.forms import applied, composed

TEXT = "正文很长很长。" * 700
SIZES = (4, 16, 64, 600)
ROUNDS = 30


def drawn(count: int, letter: str, chance: random.Random) -> Edits:
    """Return edits that put a letter for a character, at places drawn."""
    places = sorted(chance.sample(range(len(TEXT)), count))
    return edits_of([Edit(start=at, end=at + 1, replacement=letter, rule="") for at in places])


def seconds(first: Edits, second: Edits, many: int) -> float:
    """Return how long two steps take, made and composed."""
    start = time.perf_counter()
    text, one = applied(TEXT, first, 0, many)
    _, two = applied(text, second, 1, many)
    composed(one, two)
    return time.perf_counter() - start


def main() -> None:
    """Print a line a size, in microseconds, the best of some rounds."""
    PACE.note(ENOUGH)
    chance = random.Random(1)
    for count in SIZES:
        first, second = drawn(count, "x", chance), drawn(count, "y", chance)
        objects, arrays = (min(seconds(first, second, many) for _ in range(ROUNDS)) for many in (len(TEXT), 0))
        print(f"{count:4} edits  objects {objects * 1e6:6.0f} µs  arrays {arrays * 1e6:6.0f} µs")


if __name__ == "__main__":
    main()
