"""The match key: the folded text that is compared, and never published.

Per code point: NFKC, radicals to the ideographs they look like, case fold, the first character of the
result, Traditional to Simplified by OpenCC ``t2s``, whatever else script conversion unites (``UNITED``),
and nothing unless that is alphanumeric. Full-width and half-width, upper and lower case, Traditional and
Simplified, spacing and punctuation all fold together, and because every code point gives at most one,
each key character stands at one place of the text.

The table over all 1,114,112 code points is filled as code points are first met: most corpora hold
fewer than ten thousand, and folding all of them would cost a second and a half at every start.

Keys are made anew with every release, but sketches of texts that are gone were made of the keys of
their time: ``KEY_VERSION`` counts the ways to fold, and the first one is still known.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.alphabet import HAN_RANGES
from bdci_corpus.text.radicals import RADICAL, united

if TYPE_CHECKING:
    from opencc import OpenCC

KEY_VERSION = 2
"""The way keys are folded now. Version 1 left radicals of the supplement out and united nothing but by ``t2s``."""

UNITED = (
    "著着 甚什 妳你 牠它 祇只 衹只 藉借 覆复 瞭了 枱台 衞卫 锺钟 迳径 炼链 甦苏 幺么 钜巨 痺痹 敍叙 苧苎 "
    "薴苎 俱具 鲶鲇 簷檐 𫫇恶 彷仿 哩里 睪睾 画划 沈沉 象像 粧妆 糭粽 潨潀 颚腭 㓰划 㳽弥 䌽彩 䙓摆 䦆镢 "
    "䩄腼 侭尽 昵暱 渖沉 稆穞 穭穞 縆緪 絙緪 缐线 讬托 谘咨 镟旋 馀余 麹曲 麺面 𢧐战 𢭏捣 𧹒买 𧹔账 𩨂骢 "
    "𪠽当 𪨧仑 𪪏庐 𫍝谏 𫍿谫 𫔀链 𫔭开 𫔮闲 𫖕鞲 韝鞲 𫖸愿 𫗫糊 𫗭喂 𫗯糇 𫛲雕 𫜩啮 𬞟苹"
)
"""What context or region decides, of whatever OpenCC's eight conversions and ours exchange, and each one's like.

As ``t2s`` leaves them by itself; ``tests/text/test_matchkey.py`` tries every phrase that decides.
"""

KEY_HAN = 1 << 21
"""The bit of a table entry that says: this key character is Han."""

UNKNOWN_KEY = 0xFFFFFFFF
"""The table entry of a code point that was not met yet."""

_ENTRIES = 1 << 21
"""Code points have 21 bits."""

_AT_ONCE = 100_000
"""About so many characters are folded at once."""

_SEPARATOR = "\n"

_AGAIN = "々"
"""The iteration mark counts as the Han character that it repeats."""


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


def match_keys(texts: Iterable[str], version: int = KEY_VERSION) -> Keys:
    """Fold every text and say where each key character came from."""
    entries, positions, ends = [np.empty(0, np.uint32)], [np.empty(0, np.int64)], [np.zeros(1, np.int64)]
    for some in _batches(texts):
        folded = key_entries(key_points("".join(some)), version)
        (kept,) = np.nonzero(folded)
        sizes = np.array([len(text) for text in some])
        bounds = np.searchsorted(kept, np.cumsum(sizes))
        entries.append(folded[kept])
        positions.append(kept - np.repeat(np.cumsum(sizes) - sizes, np.diff(bounds, prepend=0)))
        ends.append(ends[-1][-1] + bounds)
    return Keys(entries=np.concatenate(entries), positions=np.concatenate(positions), offsets=np.concatenate(ends))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts a few at a time, that are folded as one."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size > _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def key_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of ``text``; lone surrogates stay, and fold to nothing."""
    raw = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, "<u4").astype(np.uint32, copy=False)


def key_entries(points: NDArray[np.uint32], version: int = KEY_VERSION) -> NDArray[np.uint32]:
    """Return the table entry of every code point, 0 for those the key leaves out."""
    found: NDArray[np.uint32] = key_table(version)[points]
    if (found == UNKNOWN_KEY).any():
        learn_keys(points[found == UNKNOWN_KEY], version)
        found = key_table(version)[points]
    return found


def key_table(version: int = KEY_VERSION) -> NDArray[np.uint32]:
    """Return the table of this process (uint32, 2**21 entries), filled by ``learn_keys``."""
    return _table_of(version)


@cache
def _table_of(version: int) -> NDArray[np.uint32]:
    del version
    return np.full(_ENTRIES, UNKNOWN_KEY, np.uint32)


def learn_keys(points: NDArray[np.uint32], version: int = KEY_VERSION) -> None:
    """Fill the table at these code points.

    Safe from several threads: all of them would write the same values.
    """
    distinct = np.unique(points)
    if version == 1:
        folded = [_fold(int(point)) for point in distinct]
        simplified = _converter().convert(_SEPARATOR.join(folded)).split(_SEPARATOR)
    else:
        folded = [_fold(_united_radical(int(point))) for point in distinct]
        simplified = _converter().convert(_SEPARATOR.join(folded)).translate(_likes()).split(_SEPARATOR)
    key_table(version)[distinct] = [_entry(character) for character in simplified]


def _united_radical(point: int) -> int:
    return int(united()[point - RADICAL.start]) if point in RADICAL else point


@cache
def _likes() -> dict[int, int]:
    return {ord(pair[0]): ord(pair[1]) for pair in UNITED.split()}


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
    is_han = character == _AGAIN or any(first <= point <= last for first, last in HAN_RANGES)
    return point | KEY_HAN if is_han else point


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
