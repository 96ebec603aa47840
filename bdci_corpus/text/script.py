"""Simplified and Traditional: tell which a text is written in, and convert by character with context.

Conversion is OpenCC's ``t2s`` and ``s2t``, which never change vocabulary and so keep the length, with
corrections of what OpenCC leaves as it is: the particle 著 of a verb (隨著, 看著) becomes 着, 甚麼 什么,
祇有 只有, 妳 你, 牠 它.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Literal, Protocol

from bdci_corpus.text.alphabet import HAN_BLOCK, HAN_CLASS, HAN_RANGES

Script = Literal["keep", "zh-Hans", "zh-Hant"]

_WRITES = "作名述称者书录文说论译有于迹"
"""What 著 is a verb or part of a word before, unless a verb that takes a particle stands before it: 著作, 著名."""

_WRITTEN = "显卓土昭原专名编巨论合遗译新拙旧共撰自所较彰炳"
"""What 著 ends a word behind: 显著, 编著, 原著."""

_TOUCHES = "急火陆装凉迷慌想手眼力实色边地魔床重落了"

_EITHER = "重落手想地实了"
"""What 着 begins a word before (着急, 着陆, 着手), and what of it may stand behind 原著 as well."""

_VERBS = (
    "看听说笑写读拿带跟随沿对向朝凭按照借坐站躺睡走跑跳唱喊叫哭等望盯抱背穿戴挂放摆贴印刻画开关接试忙活围绕顺冒闹守护"
    "靠依扶牵拉推提端举捧握抓咬吃喝含闻教讲谈聊问骂打踢踩骑驾乘载盛藏埋盖遮挡插钉绑捆系缠包裹披铺压顶撑托留存住缺少"
    "夹标注附签数指念翻捏拎挎扛挑抬搂牵拽拖赶追陪伴领抢争忍受享奔飞流飘浮漂游爬蹲跪趴倚立悬吊垂连挨隔藉本味在溢满充执沉附胶粘衣"
    "敞闪亮照晒吹刮烧燃冻饿渴醒歪斜弯翘鼓肿湿空响颤抖晃摇动转滚滑冲撞敲扫擦洗剪缝织养种管住等候陷处寻找劝哄逗哼念"
)
"""Characters of verbs that take the particle, where what follows leaves it open: 写着作业, 拿着《红楼梦》."""

_STATES = frozenset("在味溢满充存本留读")
"""Those of them that stand before a word with 著 as well: 在著名的酒店, 读著作."""

_CREDITS = re.compile(f"，[^，。；！？\\n]{{1,12}}[译编注校绘选][，。；）)\\n]?(?![{HAN_CLASS}])")
"""What stands behind an author in a title's credits: 高尔基著，戴望舒译."""

_SPOKEN = {"合": "配结融联混符综组迎吻整", "论": "议谈讨评争辩", "译": "翻", "编": "改", "自": "独", "新": "更翻"}
"""What stands before such a character in verbs that take the particle: 配合着, 讨论着."""

_ZHU = re.compile("著")

_IS_HAN = re.compile(f"[{HAN_CLASS}]")

_ELSE = re.compile("甚(?=[么麼])|(?<![神地天灵靈黄黃皇僧人山川])[祇衹](?![园園陀洹夜树樹])|[妳牠]|藉(?=着)")

_PLAIN = {"甚": "什", "祇": "只", "衹": "只", "妳": "你", "牠": "它", "藉": "借"}

_HEAVEN = re.compile(
    "乾(?=[寧封符德化祐統亨貞興][元一二三四五六七八九十初末中年間]|安[縣县]|[宁统贞兴][元一二三四五六七八九十初末中年间])|(?<=承)乾"
)
"""The 乾 of reigns, of a county and of a prince's name, which OpenCC takes for that of 乾燥."""

_ENDS_NAME = "）)】〕」』\n《〈"
"""What stands behind the 著 of an author's name: （高尔基著）, 曹雪芹著《红楼梦》."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(name: str) -> _Converter:
    """Return this process's converter: it takes 9 ms to make and cannot be pickled."""
    import opencc

    converter: _Converter = opencc.OpenCC(name)
    return converter


def to_simplified(text: str) -> str:
    """Convert Traditional characters to Simplified ones; the length stays."""
    converted = _converter("t2s").convert(text)
    if "乾" in text:
        converted = _kept(_HEAVEN, text, converted)
    if "著" in converted:
        converted = _ZHU.sub(partial(_particle, converted), converted)
    return _ELSE.sub(_plain, converted) if any(char in converted for char in _PLAIN) else converted


def _kept(pattern: re.Pattern[str], text: str, converted: str) -> str:
    """Return a converted text with what a pattern finds of the text as it was; both are equally long."""
    pieces, here = [], 0
    for match in pattern.finditer(text):
        pieces += [converted[here : match.start()], match.group()]
        here = match.end()
    return "".join([*pieces, converted[here:]])


def _plain(match: re.Match[str]) -> str:
    return _PLAIN[match.group()]


def _particle(text: str, match: re.Match[str]) -> str:
    """Return 着 where 著 is the particle of a verb or begins a word in which it touches, else 著."""
    at = match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    written = before and before in _WRITTEN and text[at - 2 : at - 1] not in tuple(_SPOKEN.get(before, ""))
    if after and after in _TOUCHES and not (written and after in _EITHER):
        return "着"
    if written or not _IS_HAN.match(before):
        return "著"
    if not after or after in _WRITES or after in _ENDS_NAME or _CREDITS.match(text, at + 1):
        return "着" if before in _VERBS and not (after and after in "作名述称者" and before in _STATES) else "著"
    return "着"


def to_traditional(text: str) -> str:
    """Convert Simplified characters to Traditional ones; the length stays."""
    return _converter("s2t").convert(text)


@cache
def common_han() -> frozenset[str]:
    """Return the 3,755 characters of GB 2312 level 1 and their Traditional forms.

    They are over 99 % of running text.
    """
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    common = frozenset(char for code in codes if (char := code.decode("gb2312", "ignore")))
    return common.union(char for char, plain in zip(*folded_han(), strict=True) if plain in common)


@cache
def folded_han() -> tuple[str, str]:
    """Return the characters of the main block of Han, and the Simplified form of each."""
    every = "".join(map(chr, range(HAN_BLOCK[0], HAN_BLOCK[1] + 1)))
    return every, _converter("t2s").convert("\n".join(every))[::2]


@cache
def simplified_characters() -> dict[int, int]:
    """Return the Traditional characters of the basic plane and their Simplified ones, as code points.

    Each by itself: what only the words around it decide stays as it is.
    """
    every = [chr(code) for first, last in HAN_RANGES for code in range(first, min(last, 0xFFFF) + 1)]
    plain = _converter("t2s").convert("\n".join(every)).split("\n")
    return {ord(char): ord(to) for char, to in zip(every, plain, strict=True) if char != to}


@cache
def one_script_only() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only Traditional writing has, and those that only Simplified has."""
    every, simplified = folded_han()
    traditional = _converter("s2t").convert("\n".join(every))[::2]
    of_traditional = {char for char, plain in zip(every, simplified, strict=True) if char != plain}
    of_simplified = {char for char, full in zip(every, traditional, strict=True) if char != full}
    return frozenset(of_traditional - of_simplified), frozenset(of_simplified - of_traditional)
