"""What a family of notices is, and how a text is folded before its patterns see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

QUOTES = '"“”‘’「」『』《》'

MARKS = rf"(?:[^\w{QUOTES}]|\d|_){{0,60}}"

THIS = (
    r"(?:本|此|这)(?:篇|部|个|份)?(?:文|站|网|报|刊|书|作品|博|帖|贴|资料|材料|内容|图|数据|语料|页|号|公众号|平台|栏目|译文|教程|"
    r"项目|软件|出版物|著作|手册|课件|视频|公司|单位|机构|杂志|档|社)"
)

SUBJECT = (
    rf"(?:{THIS}|以上|上述|所有|全部|部分|文章|原文|作品|图[片文]|[视音]频|稿件|内容|资料|文中|文件|文字|声明|版权|著作权|[特郑]\w声明|免责声明|"
    r"[温友]\w提示|提示|提醒|注意|注|备注|说明|警告|作者|来源|原创|首发|转载|欢迎|如|需要|若|凡|除|未经|请|敬请|谢绝|侵权|"
    r"copyright|©|licen[sc]e|许可|授权|协议|内部|秘密|机密|confidential|this|the(?:content|text|work))"
)

SAYS = r"指出|认为|表示|获悉|写道|强调|介绍|讨论|声称|据称|宣称|问道|谈到|所谓|参赛|投稿|应征|征集|甲方|乙方|主办"

FREE = rf"(?:(?!{SAYS})[^。{QUOTES}])"

TO_THE_READER = re.compile(rf"{MARKS}(?:{SUBJECT}{FREE}{{0,80}})?", re.DOTALL)

TO_THE_READER_OR_OF_A_SITE = re.compile(rf"{TO_THE_READER.pattern}|凡[^。]{{0,80}}", re.DOTALL)

OWNER = re.compile(
    rf"{MARKS}(?:(?!{SAYS}|对于|关于|享有|拥有|该|其|由|将|把|的|是|了|“)[^。{QUOTES}]){{0,60}}|{TO_THE_READER.pattern}",
    re.DOTALL,
)

ALONE = re.compile(MARKS)

_RUNS_ON = (
    rf"[的地等是这者人权方{QUOTES}]|字样|问题|制度|行为|事件|一[说事方]|以外|为由|"
    r",?(?:一方|因此|所以|但|而且|这|成为|引发|已|就)"
)

PROSE = re.compile(_RUNS_ON)

VERB_PROSE = re.compile(rf"{_RUNS_ON}|(?!本|及|或|和|复制|使用|转发|摘|抄|链接|必究|[谢多并,])[^\W\d_]")

NEVER = re.compile(r"(?!)")

QUOTE = re.compile(f"[{QUOTES}]")

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

Meaning = tuple[str | None, str]
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
    terms: Callable[[str, str], Meaning]
    sentence: bool = True

    def fits(self, lead: str, tail: str) -> bool:
        """Return whether a match is a notice, by what stands around it in its sentence."""
        return self.lead.fullmatch(lead) is not None and self.tail.match(tail) is None
