"""The match key: the folded text that is compared, and never published.

Per code point: NFKC, case fold, the first character of the result, Traditional to Simplified by
OpenCC ``t2s``, and nothing unless that is alphanumeric. Full-width and half-width, upper and lower
case, Traditional and Simplified, spacing and punctuation all fold together, and because every code
point gives at most one, each key character stands at one place of the text.

The table over all 1,114,112 code points is filled as code points are first met: most corpora hold
fewer than ten thousand, and folding all of them would cost a second and a half at every start.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.alphabet import HAN_RANGES

if TYPE_CHECKING:
    from opencc import OpenCC

KEY_HAN = 1 << 21
"""The bit of a table entry that says: this key character is Han."""

UNKNOWN_KEY = 0xFFFFFFFF
"""The table entry of a code point that was not met yet."""

_ENTRIES = 1 << 21
"""Code points have 21 bits."""

_SEPARATOR = "\n"

_HAN_RANGES = (*HAN_RANGES, (0x3005, 0x3005))
"""Han characters, and the mark 々, which stands for the one before it; ends included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Match keys of several texts, end to end.

    ``entries`` (uint32) holds key code points, with the bit ``KEY_HAN`` set where the character is Han;
    ``positions`` (int64) the code-point offset of each in its own text; document ``i`` owns
    ``[offsets[i], offsets[i + 1])`` of both.
    """

    entries: NDArray[np.uint32]
    positions: NDArray[np.int64]
    offsets: NDArray[np.int64]


def match_key(text: str) -> str:
    """Return the match key of ``text``; empty where nothing in it is alphanumeric."""
    entries = key_entries(key_points(text))
    return key_text(entries[entries != 0])


def key_text(entries: NDArray[np.uint32]) -> str:
    """Return table entries as a string, without their ``KEY_HAN`` bits."""
    plain = entries & np.uint32(KEY_HAN - 1)
    return plain.astype("<u4").tobytes().decode("utf-32-le")


def match_keys(texts: Iterable[str]) -> Keys:
    """Fold every text and say where each key character came from."""
    entries, positions, ends = [], [], [0]
    for text in texts:
        folded = key_entries(key_points(text))
        (kept,) = np.nonzero(folded)
        entries.append(folded[kept])
        positions.append(kept.astype(np.int64, copy=False))
        ends.append(ends[-1] + len(kept))
    return Keys(
        entries=np.concatenate(entries) if entries else np.empty(0, np.uint32),
        positions=np.concatenate(positions) if positions else np.empty(0, np.int64),
        offsets=np.array(ends, np.int64),
    )


def key_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of ``text``; lone surrogates stay, and fold to nothing."""
    raw = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, "<u4").astype(np.uint32, copy=False)


def key_entries(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the table entry of every code point, 0 for those the key leaves out."""
    found: NDArray[np.uint32] = key_table()[points]
    if (found == UNKNOWN_KEY).any():
        learn_keys(points[found == UNKNOWN_KEY])
        found = key_table()[points]
    return found


@cache
def key_table() -> NDArray[np.uint32]:
    """Return the table of this process (uint32, 2**21 entries), filled by ``learn_keys``."""
    return np.full(_ENTRIES, UNKNOWN_KEY, np.uint32)


def learn_keys(points: NDArray[np.uint32]) -> None:
    """Fill the table at these code points.

    Safe from several threads: all of them would write the same values.
    """
    distinct = np.unique(points)
    folded = [_fold(int(point)) for point in distinct]
    simplified = _converter().convert(_SEPARATOR.join(folded)).split(_SEPARATOR)
    key_table()[distinct] = [_entry(character) for character in simplified]


def _fold(point: int) -> str:
    """Return NFKC, case fold, first character; empty for what no key could hold."""
    if point > sys.maxunicode:
        return ""
    character = unicodedata.normalize("NFKC", chr(point)).casefold()[:1]
    return character if character.isalnum() else ""


def _entry(simplified: str) -> int:
    character = simplified[:1]
    if not character.isalnum():
        return 0
    point = ord(character)
    is_han = any(first <= point <= last for first, last in _HAN_RANGES)
    return point | KEY_HAN if is_han else point


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
