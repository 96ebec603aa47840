"""What a family of notices is, and how a text is folded before its patterns see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

_TRADITIONAL = (
    "並來係個們備傳僅內冊別創動務區協參問單嚴國圖報學寫將專對屬強復徵態應採擁據擴數於書業構標樣機檔欄權歡歸況測準溫灣為營爲狀獲獻發盜眾祕稱競紹組"
    "絕給經網編織繫繹義習聯聲臺與處號衆術裏裡製複襲視討許註評該認語說説課調談請論謂謝識譯議讀貢責貼資賽軟載轉辦這進運過違鄭釋鏈鏡開間閱閲關陸際隨"
    "雜頁項須領頻題麼"
)
_SIMPLIFIED = (
    "并来系个们备传仅内册别创动务区协参问单严国图报学写将专对属强复征态应采拥据扩数于书业构标样机档栏权欢归况测准温湾为营为状获献发盗众秘称竞绍组"
    "绝给经网编织系绎义习联声台与处号众术里里制复袭视讨许注评该认语说说课调谈请论谓谢识译议读贡责贴资赛软载转办这进运过违郑释链镜开间阅阅关陆际随"
    "杂页项须领频题么"
)
_FOLD = str.maketrans(
    _TRADITIONAL + "ABCDEFGHIJKLMNOPQRSTUVWXYZⒸⓒ，：；！？（）［］／－—–‐",
    _SIMPLIFIED + "abcdefghijklmnopqrstuvwxyz©©,:;!?()[]/----",
)

_LONG = 500
"""From this length on, in code points, one look-up for all is faster than one for each."""

Terms = tuple[str | None, str]
"""An SPDX id, or None, and a restriction."""


def fold(squeezed: str) -> str:
    """Fold script, case and width of what the patterns look for; the length stays."""
    if len(squeezed) < _LONG:
        return squeezed.translate(_FOLD)
    codes = np.frombuffer(squeezed.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _fold_table()
    folded = np.where(codes < len(table), table[codes % len(table)], codes)
    return folded.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _fold_table() -> NDArray[np.uint32]:
    table = np.arange(1 << 16, dtype=np.uint32)
    table[list(_FOLD)] = list(_FOLD.values())
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Notices of one meaning.

    ``anchors`` are strings of which every notice of the family has one. ``lead`` must match all that
    stands in the sentence before the words of ``pattern``; ``tail`` may not match what follows them.
    ``terms`` makes of the match, folded, and of its line what they come down to; ``sentence`` says that
    the notice is the whole sentence, and not only the match.
    """

    kind: str
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    terms: Callable[[str, str], Terms]
    sentence: bool = True

    def fits(self, lead: str, tail: str) -> bool:
        """Return whether a match is a notice, by what stands around it in its sentence."""
        return self.lead.fullmatch(lead) is not None and self.tail.match(tail) is None
