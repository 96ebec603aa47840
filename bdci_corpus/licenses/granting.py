"""Whether a sentence that names a license puts the text it stands in under it, or speaks about the license.

Four forms say so, in Chinese and in English: the name behind a label (``License: MIT``), the name alone on
its line, a verb of granting (``this work is licensed under …``, 本文采用 … 许可), and a pointer to the words of the
license (``to view a copy of this license, visit …``). The verb needs a subject that points at the text, or none;
what follows the name must not turn it into a statement about licenses (``…, because``, …的作品).

Leads and tails are seen as ``folding.View`` shows them, quoted names taken out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bdci_corpus.licenses.family import ADDRESS, COURTESY, FREE, LINE_END, MARKS, NOT_SAID, OF_THIS, SUBJECT
from bdci_corpus.licenses.granting_chinese import DENIES_IN_CHINESE, grants_in_chinese
from bdci_corpus.licenses.granting_english import DENIES, FILLER, NOUN, PAST, POINTS, SPEAKS, grants_in_english
from bdci_corpus.licenses.names import CREATIVE_COMMONS, OTHERS
from bdci_corpus.patterns import lazily

_NAMES = lazily(f"{CREATIVE_COMMONS}|{OTHERS}")

_LABEL = lazily(
    rf"(?:.{{0,200}}(?:[\n>|;(\[{{,. ]|(?=(?:许可|授权|版权|开源|共享|使用)(?:协议|条款|方式|声明|"
    rf"许可证?)[:])))?{MARKS}[\"']?(?:(?:this |the )?(?:{NOUN} ){{0,2}}(?:data)?"
    r"licen[sc]e[ds]?(?: (?:information|type|terms|link|notice|start|badge))?|(?:some |all |"
    r"no )?rights(?: reserved)?|copyright(?: and licen[sc]e)?|"
    r"(?:本[文站书项目仓库作品]{1,2}|版权|许可|授权|使用|发布|开源|内容|代码|数据|文字|著作权|cc)?(?:许可证?|"
    r"协议|授权|版权|条款)(?:协议|条款|方式|声明|说明|信息)?)"
    rf"(?:[^\w]{{0,3}}[:=>|]+|[ ](?:[\w.]+-?){{0,3}}[ ]?-+|_start=*)[\W_]*{FILLER}",
    re.DOTALL,
)

_PART_LABEL = lazily(
    rf"(?:.{{0,60}}[\n(,;.])?{MARKS}(?:(?:(?:[a-z][\w.+-]{{1,30}} )?{NOUN}|代码|文档|内容|文字|数据|图标|字体|图片|"
    rf"译文)){{1,2}}\(?s?\)? ?[:-][\W_]*",
    re.DOTALL,
)

_LISTED = lazily(
    rf"(?:[ \n]?licen[sc]es?)?(?:{LINE_END}|{ADDRESS}|\.[ \n]|[^\w\n]{{0,4}}(?:转载|版权|and|or|see|for|by|with|licen|"
    rf"copyright|和|或|及|与|许可|授权|,)|[^\w]{{0,3}}licensename"
    r"|[ \n]?(?:and|or|和|或|及|与)[ \n]?licensename|[ \n]?[,;/|+&(<\])])"
)

_CREDIT = lazily(
    rf"{MARKS}(?:文内|本文|题|配|封面|部分)?(?:图(?![文书])[片像]?|照片|摄影|(?:photo|image|picture|"
    r"illustration)s?(?: credit| courtesy)?(?: by| from| of)?)"
    r"[^。\n]{0,80}[,|/(·:-][ (]*",
    re.DOTALL,
)
"""The credit of a picture: who made it, then the license."""

_OWNER_CREDIT = lazily(rf"{MARKS}[a-z ]{{0,30}}(?:©|\(c\))[^.;]{{1,60}}[,|/-] ?")

_BARE_LABEL = lazily(
    rf"{MARKS}(?:(?:开源|授权|使用|版权)?(?:许可证?|协议|条款)|licen[sc]e|随[便意]用,|(?:自由|免费)使用,) ?"
)

_ALONE = lazily(
    rf"[^\w]{{0,4}}(?:licen[sc]ed?)?(?:{LINE_END}|{ADDRESS}| ?by )|</(?:name|licen[sc]e|li|td|dd|p|div|small|footer)>"
)

_OWNED = lazily(r"[^\w©]{0,4}(?:licen[sc]ed?)?[^\w©]{0,4}(?:©|\(c\)|copyright)")

_CREATIVE = lazily(
    r"creative|知识共享|创用|创意共享|创作共用|署名|attribution|(?<![a-z])(?:cc|by)[-_ ]?(?:\d\.\d |by|nc|sa|nd|0)"
)

_WORD_BEHIND = 9
"""So much behind a name may say that it is a license's: " licensed"."""

_SAYS_LICENSE = lazily(r"licen[sc]e|许可|协议|授权")

_VERSION = lazily(r"\d\.\d")


def without_names(phrase: str) -> str:
    """Return words with the names of licenses replaced by one word."""
    return _NAMES.sub(" licensename ", phrase)


def puts_under(lead: str, name: str, tail: str) -> bool:
    """Return whether a sentence puts its text under the license it names, in one of the forms that say so."""
    tail = without_names(tail)
    if _labels(lead, name, tail):
        return True
    lead = without_names(lead)
    if _in_parentheses(lead, tail):
        return True
    return grants_in_english(lead, tail) or grants_in_chinese(lead, tail)


def denies(lead: str) -> bool:
    """Return whether what stands before a name says that the text is not under that license."""
    return DENIES.search(lead) is not None or DENIES_IN_CHINESE.search(lead) is not None


def _in_parentheses(lead: str, tail: str) -> bool:
    """Return whether a name stands in parentheses behind a sentence about the text: its terms in short."""
    if not lead.endswith("(") or not re.match(rf" ?\)(?:{LINE_END}|[,;。]|[^\w\n]{{0,3}}(?:$|\n| [a-z]))", tail):
        return False
    return OF_THIS.fullmatch(lead) is not None or (
        POINTS.search(lead) is not None and SPEAKS.search(lead) is None and PAST.search(lead) is None
    )


def _labels(lead: str, name: str, tail: str) -> bool:
    """Return whether a name stands behind a label, or alone."""
    if any(label.fullmatch(lead) for label in (_LABEL, _PART_LABEL)) or _LABEL.fullmatch(without_names(lead)):
        return _LISTED.match(tail) is not None
    if _OWNER_CREDIT.fullmatch(lead) or _BARE_LABEL.fullmatch(lead):
        return _ALONE.match(tail) is not None
    if _CREDIT.fullmatch(lead):
        return _ALONE.match(tail) is not None and _CREATIVE.search(name) is not None
    if re.fullmatch(rf"{MARKS}(?:the ?)?", lead) is None:
        return False
    if _ALONE.match(tail) is None:
        return _OWNED.match(tail) is not None
    creative = _CREATIVE.search(name) is not None
    return (
        (creative and _VERSION.search(name) is not None)
        if "#" in lead
        else (creative or _SAYS_LICENSE.search(name + tail[:_WORD_BEHIND]) is not None)
    )


_DEFINES = lazily(r"[\W_]{0,3}\[(?![^\]]*(?:licen[sc]e|许可|协议|cc))[^\]]{1,40}\]: ?")
"""The address of a link that is used elsewhere, where words say what it is."""

_SCHEME = lazily(r"[<(\[{\"']{0,3}(?:https?:)?(?://)?(?:www\.|i\.|img\.|mirrors\.|licen[sc]e\.|fsf\.)?$|<?a? ?$")

_MARKED = lazily(
    r"rel ?= ?[\"']?licen[sc]e|licen[sc]e[^a-z]{0,3}(?: ?href)?[=:\"'(\[ ]|!?\[[^\]]{0,80}\]\($|alt ?=|"
    r"license badge|itemprop"
)

_DEICTIC_CHINESE = lazily(
    rf"{NOT_SAID}{MARKS}{COURTESY}(?:{SUBJECT}|采用|使用|遵循|依据|基于|自由转载|参见|详见|查看|全文){FREE}{{0,200}}",
    re.DOTALL,
)


@lru_cache(maxsize=1024)
def points_at_link(lead: str) -> bool:
    """Return whether a lead that ends in the address of a license says that the text stands under it."""
    lead = _SCHEME.sub("", lead, count=1)
    if _DEFINES.fullmatch(lead):
        return False
    if re.fullmatch(MARKS, lead) or _MARKED.search(lead):
        return SPEAKS.search(lead) is None
    phrase = without_names(lead)
    return (
        _LABEL.fullmatch(lead) is not None
        or _LABEL.fullmatch(phrase) is not None
        or grants_in_english(phrase, "")
        or (_LINKED.search(phrase) is not None and SPEAKS.search(phrase) is None)
        or _DEICTIC_CHINESE.fullmatch(phrase) is not None
    )


_LINKED = lazily(
    r"licensename[\W_]{0,8}(?:licen[sc]e)?[\W_]{0,6}$|(?:licen[sc]e|see|explained|visit|details|available|"
    r"found|text)[^.]{0,80}$"
)
