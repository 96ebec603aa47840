"""Make the table of character pairs that ``bdci_corpus/rules/mojibake/bigrams.py`` reads, from jieba's dictionary.

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xf jieba-0.42.1.tar.gz
    python tests/scripts/bigrams.py jieba-0.42.1/jieba/dict.txt

The dictionary (MIT) gives words and how often each was seen. A text of such words, drawn one by one
with marks between them, has for each pair of characters a probability that the second follows the
first: within words, or as the end of one and the beginning of the next. The table holds it as costs
(minus the logarithm, in quarters), for the characters of GB 2312, to which Traditional ones fold.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bdci_corpus.rules.mojibake import bigrams
from bdci_corpus.text.script import to_simplified

MARKS = {
    "，": 0.06, "。": 0.03, "、": 0.02, "“": 0.008, "”": 0.008, "：": 0.006, "；": 0.004, "（": 0.003, "）": 0.003,
    "《": 0.002, "》": 0.002, "？": 0.001, "！": 0.001, "…": 0.001, "—": 0.001, "‘": 0.0005, "’": 0.0005, "·": 0.0003,
}  # fmt: skip
"""How large a share of all words and marks each mark is: rough, for a factor of two is little here."""

BREAK = 0.04
"""The share of ASCII characters, blanks and line ends that follow or go before Chinese."""

LONE = 0.0003
"""The share of ASCII letters that follow Chinese with nothing between; rough as well."""

WORD = 0.93
"""How much the pairs of words are trusted; the rest is that anything may follow anything."""

ROWS = {0xA1: 8, 0xA2: 9, 0xA3: 8, 0xA4: 9, 0xA5: 9, 0xA6: 9, 0xA7: 10, 0xA8: 10, 0xA9: 10}
"""The cost of other symbols by their row of GB 2312, in natural units; one of the same row may follow."""

SAME_ROW = 2


def counted(path: Path) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
    """Return how often characters occur, begin words and end words, and pairs stand in them."""
    known = {chr(code) for code in range(0x4E00, 0xA000) if bigrams.ids()[code] < bigrams.HAN_COUNT}
    whole, first, last, pairs = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    lines = [line.split(" ") for line in path.read_text("utf-8").splitlines()]
    words = to_simplified("\n".join(line[0] for line in lines)).split("\n")
    for word, (_, count, *_) in zip(words, lines, strict=True):
        if known.issuperset(word):
            first[word[0]] += int(count)
            last[word[-1]] += int(count)
            for char in word:
                whole[char] += int(count)
            for left, right in pairwise(word):
                pairs[left + right] += int(count)
    total = first.total() / (1 - sum(MARKS.values()) - BREAK - LONE)
    for char, share in (*MARKS.items(), (" ", BREAK), ("a", LONE)):
        whole[char] = first[char] = last[char] = round(share * total)
    return whole, first, last, pairs


def costs(probability: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Return minus the logarithm, in quarters."""
    return np.clip(np.rint(-4 * np.log(probability)), 0, most).astype(np.int64)


def column(counter: Counter[str], smoothing: float) -> NDArray[np.float64]:
    """Return counts by the number of the character, with something for what was never seen."""
    values = np.full(bigrams.SYMBOLS, smoothing)
    for char, count in counter.items():
        values[bigrams.ids()[ord(char)]] += count
    return values


def singles(whole: Counter[str], first: Counter[str], last: Counter[str]) -> NDArray[np.uint32]:
    """Return the costs that belong to single characters, packed."""
    often, total = column(whole, 20), first.total()
    ends = costs(WORD * column(last, 10) / often, bigrams.MOST)
    starts = costs(column(first, 1) / total, bigrams.MOST + bigrams.START_LEAST) - bigrams.START_LEAST
    anywhere = costs((1 - WORD) * column(whole, 3) / whole.total(), bigrams.MOST + bigrams.ANY_LEAST)
    anywhere -= bigrams.ANY_LEAST
    packed = bigrams.pack(ends, np.maximum(starts, 0), np.maximum(anywhere, 0))
    rows = np.array([4 * cost for cost in ROWS.values()])
    unusual = bigrams.pack(np.full(len(rows), 4), rows - bigrams.START_LEAST, rows - bigrams.ANY_LEAST)
    return np.concatenate([packed, unusual]).astype(np.uint32)


def fill(
    table: NDArray[np.uint16], keys: NDArray[np.int64], values: NDArray[np.int64], gain: NDArray[np.float64]
) -> None:
    """Put pairs in their slots; of those that fall in one slot, the most telling is kept."""
    order = np.lexsort((keys, gain))
    slots, prints = bigrams.slot_of(keys[order])
    table[slots] = prints << bigrams.VALUE_BITS | values[order]


def main() -> None:
    """Write the table."""
    whole, first, last, pairs = counted(Path(sys.argv[1]))
    single = singles(whole, first, last)
    table = np.full(bigrams.SLOTS, bigrams.EMPTY, np.uint16)
    left, right = (np.array([bigrams.ids()[ord(pair[side])] for pair in pairs]) for side in (0, 1))
    count = np.fromiter(pairs.values(), np.float64, len(pairs))
    often = column(whole, 20)[left]
    joint = column(last, 10)[left] / often * (column(first, 1)[right] / first.total())
    value = costs(WORD * (count / often + joint), bigrams.MOST)
    saved = bigrams.separate(single, left, right) - value
    useful = saved > bigrams.LEAST_SAVED
    fill(table, (left * bigrams.IDS + right)[useful], value[useful], (saved * np.log1p(count))[useful])
    alike = np.append(bigrams.SYMBOLS + np.arange(len(ROWS)), bigrams.LETTER)
    fill(table, alike * bigrams.IDS + alike, np.full(len(alike), 4 * SAME_ROW), np.ones(len(alike)))
    keys = np.sort((left * bigrams.IDS + right)[useful])
    slots, prints = bigrams.slot_of(keys)
    others = keys[table[slots] >> bigrams.VALUE_BITS != prints]
    # A difference beyond sixteen bits takes a step between, where no pair is.
    steps = [range(0xFFFF, key - before, 0xFFFF) for before, key in pairwise([0, *others.tolist()])]
    between = [before + step for before, some in zip([0, *others.tolist()], steps, strict=False) for step in some]
    differences = np.diff(np.sort([*others, *between]), prepend=0)
    np.save(bigrams.PATH, np.concatenate([single.view(np.uint16), table, differences.astype(np.uint16)]))
    kept = int(np.count_nonzero(table != bigrams.EMPTY))
    print(f"{len(pairs)} pairs, {int(useful.sum())} of them telling, {kept} kept")  # noqa: T201 - what was done


if __name__ == "__main__":
    main()
