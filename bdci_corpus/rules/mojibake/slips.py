"""Find text that was read out of step: runs that are improbable as they stand and common re-paired by one byte."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.mojibake import bigrams, bytestream, slip_kernels
from bdci_corpus.rules.mojibake.slip_kernels import Ints, Short, Tables
from bdci_corpus.text import SIMPLIFIED, TRADITIONAL, Scan, one_script_only

NEEDED = (38, 24, 18)
"""The score that a run of one, two, three or more characters needs: a factor of e for each four.

One character needs most: it is read with two free bytes, and names hold rare characters.
"""

NEIGHBOR, NEAR = 8, 14
"""What is asked for besides for each suspect so many characters from a run: there, others are improbable too."""

_BEYOND = 0x10000

COMMON = 48
"""The most that a character costs, wherever it stands, that is thought to have lost a byte."""


def runs(scan: Scan, places: Ints) -> list[tuple[int, int]]:
    """Return the spans of a text that were read out of step, found from its suspects."""
    if not len(places):
        return []
    found = np.empty((len(places), 3), np.int64)
    times = np.zeros(1 << (8 * len(places)).bit_length(), np.int64)
    look_up = tables(scan.count(TRADITIONAL) > scan.count(SIMPLIFIED), scan.fast)
    starts, ends, scores = found[: scan.run(slip_kernels.slips, places, scan.codes, look_up, times, found)].T
    if not len(starts):
        return []
    kept = scores >= _needed(ends - starts) + NEIGHBOR * _neighbors(starts, ends, places)
    kept[kept] &= ~_is_word(scan, starts[kept], ends[kept])
    return list(zip(starts[kept].tolist(), ends[kept].tolist(), strict=True))


def _needed(lengths: Ints) -> Ints:
    """Return the score that runs need, alone in text that is otherwise as expected."""
    needed: Ints = np.array(NEEDED)[np.minimum(lengths, len(NEEDED)) - 1]
    return needed


def _neighbors(starts: Ints, ends: Ints, places: Ints) -> Ints:
    """Return how many suspects stand near runs but outside: lists of names and old texts are full of them."""
    before = np.searchsorted(places, starts - 1) - np.searchsorted(places, starts - NEAR)
    behind = np.searchsorted(places, ends + NEAR) - np.searchsorted(places, ends + 1)
    around: Ints = before + behind
    return around


def _is_word(scan: Scan, starts: Ints, ends: Ints) -> NDArray[np.bool_]:
    """Return which runs are single characters that the document has again and again."""
    single: NDArray[np.bool_] = ends == starts + 1
    if not single.any():
        return single
    often = np.bincount(np.minimum(scan.codes, _BEYOND), minlength=_BEYOND + 1)
    single &= often[np.minimum(scan.codes[starts], _BEYOND)] >= slip_kernels.TERM
    return single


def suspects(scan: Scan) -> Ints:
    """Return where a character is improbable both behind the one before it and before the one behind it."""
    table = bigrams.model()
    if scan.fast:
        found = np.empty(len(scan.codes), np.int64)
        return found[: scan.run(slip_kernels.suspects, scan.codes, table.single, table.pairs, found)]
    numbers = np.where(scan.codes < len(table.single), scan.codes, 0)
    packed = np.append(table.single[:1], table.single[numbers]).astype(np.int64)
    apart = slip_kernels.apart(packed[:-1], packed[1:])
    near = np.flatnonzero(apart[:-1] + apart[1:] >= slip_kernels.SUSPECT)
    before, here, behind = packed[near], packed[near + 1], packed[near + 2]
    together = slip_kernels.costs(before, here, table.pairs) + slip_kernels.costs(here, behind, table.pairs)
    return np.compress(together >= slip_kernels.SUSPECT, near)


@cache
def tables(traditional: bool, loops: bool) -> Tables:  # noqa: FBT001 - keys of the cache
    """Return what is looked up in Traditional or Simplified text: re-paired, it holds that script's characters."""
    table = bigrams.model()
    bytes_of = bytestream.codes()
    points = _written(bytes_of, traditional)
    pairs = bytes_of[points].astype(np.int64)
    chars = np.zeros(0x10000, np.uint16)
    chars[pairs] = points
    halves = np.concatenate([pairs >> 8, pairs & 0xFF])
    packed = np.tile(table.single[points].astype(np.int64), 2)
    common = np.flatnonzero((packed >> 25) + bigrams.ANY_LEAST <= COMMON)
    order = common[np.argsort(halves[common], kind="stable")]
    offsets = np.searchsorted(halves[order], np.arange(257))
    least = slip_kernels.STARTING[0 if traditional else 1]
    return Tables(table.single, table.pairs, bytes_of, chars, packed[order], offsets, least, loops)


def _written(bytes_of: Short, traditional: bool) -> Ints:  # noqa: FBT001
    """Return what a text of a script holds of GBK: the Han characters that have a number, and the marks."""
    used = (bytes_of > 0) & (bigrams.ids() < bigrams.BREAK)
    used[[ord(char) for char in one_script_only()[1 if traditional else 0]]] = False
    return np.flatnonzero(used if traditional else used & (bytes_of & 0x80 > 0))
