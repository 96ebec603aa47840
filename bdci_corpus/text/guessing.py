"""Which encoding a file's bytes are likeliest to be in: what each reading of them costs.

A reading's cost is minus the logarithm of the probability of its characters, in quarters of a natural
unit: 4 is a factor of e. All readings are of the same bytes, so their costs can be compared, whatever
the language and however many bytes a character has. Tables are of code points for encodings of
several bytes, and of bytes for those of one; loops are NumPy's.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.likelihood import ASCII, SCRIPTS, joined, letters, scripts_of, table

SAMPLE = 4096
"""How many bytes that are not ASCII are looked at."""

CHINESE = ("gb18030", "big5hkscs")

OTHERS = ("euc_jp", "shift_jis", "euc_kr", "cp949", "johab")
"""Encodings of several bytes, which are looked at when a text is not Chinese for sure."""

SURE, PLAIN = 31, 38
"""The most that a character of Chinese costs on average: to be read at once, and beside other readings.

In running text it is 27; what is not Chinese costs 39 and more in these encodings (EUC-TW 40)."""

FEW, FEWEST = 8, 3
"""Fewer characters are no evidence of Chinese by themselves, and of any other language none at all."""

WIDE_MOST = 31
"""The most that a character costs on average in Japanese and Korean."""

RARE = ("mac_", "cp7", "cp8", "cp11", "iso8859_3", "iso8859_4", "iso8859_13")
"""What the names of encodings begin with that few files are in; a reading in one costs ``SELDOM`` more."""

SELDOM = 12
"""By how much a reading in a rare encoding must be better, in the unit of costs."""

NEAR_TIE = 1.1
"""A reading in the encoding that a page declares may cost so much more than the best one."""

AHEAD = 24
"""By how much a reading in another language must be cheaper than any that says something else."""

FAR_AHEAD = 4 * AHEAD
"""By how much it must be cheaper than one in the encoding that the page declares."""

_LOOKED_AT = 64
"""How many characters are looked at for being different ones."""

_HIGH = bytes(range(0x80, 0x100))

_FILLING = re.compile(rb"([\x80-\xff])\1{3,}")

_FIRST_BYTES = 512
"""What a file without zero bytes begins with tells whether it is of two bytes a character."""

_LEGIBLE = 0.9
"""The share of a text's characters that are letters of one script, Han, ASCII or marks."""


class Guess(NamedTuple):
    """A reading of a file's bytes: its encoding, what it costs, and that on average for a character beyond ASCII.

    ``number`` is how many there are, of several bytes how many different ones (none, if the few that
    there are stand alone, as accented letters and what follows do); ``most`` is what they may cost on average.
    """

    codec: str
    cost: int
    average: float
    number: int
    most: float


def choose(sample: bytes, declared: str | None) -> tuple[str | None, list[str]]:
    """Return the encoding that a sample is in for sure, if any, and else those that it may be in.

    ``declared`` is the encoding that the file names: it is believed unless the bytes surely say another.
    """
    chinese = [multibyte(sample, codec) for codec in CHINESE]
    best = min(chinese, key=lambda guess: guess.cost)
    named = next((guess for guess in chinese if guess.codec == declared), None)
    if named and named.cost <= NEAR_TIE * best.cost and named.average <= PLAIN:
        return declared, []
    if best.average <= SURE and best.number >= FEW:
        return best.codec, []
    others = sorted(readings(sample), key=lambda guess: guess.cost)
    if best.cost <= others[0].cost - (best.number == 1) and _plainly(best, others):
        return best.codec, []
    first, near = others[0], _near(others)
    sure = first.average <= first.most and first.number >= FEWEST and best.cost >= first.cost + AHEAD
    sure = sure and not _is_filled(sample)
    if declared and not named:
        as_named = min((guess.cost for guess in others if guess.codec == declared), default=first.cost)
        return first.codec if sure and as_named >= first.cost + FAR_AHEAD else declared, []
    alike = sure and len({sample.decode(codec, "replace") for codec in near}) == 1
    return first.codec if alike else None, near


def _is_filled(sample: bytes) -> bool:
    """Return whether most of what is beyond ASCII is one byte over and over, as no language has it."""
    filling = sum(len(found.group()) for found in _FILLING.finditer(sample))
    return 2 * filling > len(sample) - len(sample.translate(None, _HIGH))


def _plainly(best: Guess, others: list[Guess]) -> bool:
    """Return whether the best reading is Chinese; one of rare characters needs the lack of a good one in another."""
    if not best.number or best.average <= SURE:
        return best.number > 0
    good = (guess.cost for guess in others if guess.average <= guess.most)
    return best.number >= FEW and best.average <= PLAIN and best.cost + AHEAD <= next(good, best.cost + AHEAD)


def _near(others: list[Guess]) -> list[str]:
    """Return the encodings, the likeliest first, that a sample may be in."""
    most = others[0].cost + AHEAD
    return list(dict.fromkeys(guess.codec for guess in others if guess.cost < most and guess.average <= guess.most))


def sample_of(raw: bytes, first: int, most: int) -> bytes:
    """Return what is looked at of a file, from one byte on: most ``SAMPLE`` bytes beyond ASCII of ``most``."""
    head = raw[first : first + most]
    if len(head) <= SAMPLE:
        return head
    wide = np.flatnonzero(np.frombuffer(head, np.uint8) > 0x7F)  # noqa: PLR2004 - ASCII
    return head if len(wide) <= SAMPLE else head[: wide[SAMPLE]]


def multibyte(sample: bytes, codec: str) -> Guess:
    """Return what a sample costs in an encoding of several bytes."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    costs = table(codec)[codes]
    cost = int(costs.sum(dtype=np.int64))
    wide = codes > 0x7F  # noqa: PLR2004 - ASCII
    count = int(np.count_nonzero(wide))
    average = int(costs[wide].sum(dtype=np.int64)) / count if count else 0.0
    different = len(set(codes[wide][:_LOOKED_AT].tolist()))
    alone = different <= FEW and _stand_alone(sample, wide, codec)
    return Guess(codec, cost, average, 0 if alone else different, WIDE_MOST)


def is_chinese(sample: bytes, codec: str) -> bool:
    """Return whether a sample that may be cut is Chinese in an encoding."""
    guess = multibyte(sample[:SAMPLE], codec)
    return bool(guess.number) and guess.average <= PLAIN


def wide_codec(head: bytes) -> str | None:
    """Name the encoding of a head of two or four bytes a character, without a mark, if it is one."""
    zeros = b"\0" in head
    head = head[: (len(head) if zeros else _FIRST_BYTES) & ~3]
    if not head:
        return None
    if zeros:
        for name in ("utf-32-le", "utf-32-be"):
            text = head.decode(name, "replace")
            if "\ufffd" not in text and text.strip("\0"):
                return name
    shares = {name: _legible_share(head, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    sure = shares[best] > _LEGIBLE and (zeros or is_chinese(head, best))
    return best if sure else None


def _legible_share(head: bytes, codec: str) -> float:
    """Return the share of characters that are ASCII but zero, Han, full-width, or of one other script."""
    codes = np.frombuffer(head.decode(codec, "replace").encode("utf-16-le", "surrogatepass"), np.uint16)
    scripts = np.bincount(scripts_of()[codes], minlength=SCRIPTS)
    return float(scripts[1] - np.count_nonzero(codes == 0) + scripts[2:].max()) / max(1, len(codes))


def _stand_alone(sample: bytes, wide: NDArray[np.bool_], codec: str) -> bool:
    """Return whether characters may be an accented letter each and what follows it."""
    count = np.count_nonzero(wide)
    if codec == "gb18030":
        return bool(len(sample) - len(sample.translate(None, _HIGH)) < 2 * count)
    return bool(2 * count <= 3 * (np.count_nonzero(wide[1:] & ~wide[:-1]) + 1))


def single_byte(sample: bytes) -> Iterator[Guess]:
    """Yield what a sample costs in the languages and encodings of one byte a letter."""
    data = np.frombuffer(sample, np.uint8)
    counts = np.bincount(data, minlength=256)
    wide = int(counts[128:].sum())
    pairs = data[:-1].astype(np.int64) << 8 | data[1:]
    pairs, times = np.unique(pairs[(data[:-1] > 0x7F) | (data[1:] > 0x7F)], return_counts=True)  # noqa: PLR2004
    costs = counts @ letters().costs.T
    extra = {codec: int(joined(codec)[pairs] @ times) for codec in set(letters().codecs)}
    ascii_cost = int(counts[:128].sum()) * ASCII
    for codec, cost, most in zip(letters().codecs, costs.tolist(), letters().most, strict=True):
        total = cost + extra[codec] + (SELDOM if codec.startswith(RARE) else 0)
        yield Guess(codec, total, (cost + extra[codec] - ascii_cost) / max(1, wide), wide, most)


def readings(sample: bytes) -> Iterator[Guess]:
    """Yield what a sample costs in every other encoding that is known."""
    yield from (multibyte(sample, codec) for codec in OTHERS)
    yield from single_byte(sample)
