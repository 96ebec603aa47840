"""How lines around an article name who wrote it and whose it is: with a label, or by how they are set."""

from __future__ import annotations

import re

from bdci_corpus.loading.html.names import AGENCY, HAN_NAME, MEDIUM, OFFICE, WEEKDAY, is_nobody
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

END = (
    r"(?=[\s|｜,，;；/【\[（(】\])）]|$|来源|來源|作者|编辑|編輯|记者|記者|責任|责任|发布[时日于人者：:]|發[布佈][時日於人者：:]"
    r"|时间|時間|字[号號]|字[体體]|浏览|瀏覽|阅读|閱讀|点击|點擊|审核|審核|日期)"
)
"""What ends a name: inline elements may follow each other without a blank."""

MAX_SIGNATURE = 60
"""The longest line that names somebody without a label, in characters."""

_SPACED = rf"[{HAN_CLASS}] [{HAN_CLASS}](?![{HAN_CLASS}/／|｜：:])"
"""A name of two characters may be set with a blank between them."""

_NAME = rf"(?:{_SPACED}|{HAN_NAME})"

_OTHER = (
    rf"(?!{MEDIUM}(?:[\s】）)]|$)"
    rf"|[{HAN_CLASS}]{{0,2}}(?:报道|報道|報導|摄影|攝影|整理|编辑|編輯|来源|來源|时间|時間|图片|圖片))"
)
"""What stands where a name could, and is none: a paper, what somebody did."""

_SEVERAL = rf"{_OTHER}{_NAME}(?:[\s、，,&＆]{{1,2}}{_OTHER}{_NAME}){{1,5}}(?=\s?(?:[】\])）]|$))"
"""Names that only blanks part go to the end of their line."""

_LABEL = (
    r"(?:(?:作\s{0,4}者|撰文|撰稿|执笔|執筆|采写|採寫|[记記]者|通[讯訊]员|文字?)\s?[：:|｜丨]"
    r"|(?<![^\s|｜【\[（(])(?:文|执笔|執筆|采写|採寫|撰文)\s?[/／])\s{0,4}"
)

_ROLE = (
    rf"(?:(?:{MEDIUM}|[{HAN_CLASS}]{{2}})?(?:专栏|專欄|特约|特約|首席|见习|实习|高级)?"
    rf"(?:作者|[记記]者|评论员|評論員|撰稿人?)[\s：:]{{1,3}}|{MEDIUM}\s)"
)
"""Whose writer somebody is, between the label and the name."""

_WESTERN = (
    rf"(?!{WEEKDAY})[A-Z](?:[^\W\d]|[.'’-]){{1,20}}(?:\s(?:de|van|von|der|la|bin|al)\b)?"
    rf"(?:\s(?!{WEEKDAY}|{AGENCY})[A-Z](?:[^\W\d]|[.'’-]){{0,20}}){{1,3}}"
)

_LETTERS = r"(?:(?!(?:19|20)\d\d[-年/.])[^\s|｜：:/]){0,20}"
"""More of a name: a day may follow without a blank."""

_AUTHORS = (
    lazily(rf"{_LABEL}{_ROLE}?(?P<author>{_SEVERAL})"),
    lazily(rf"{_LABEL}(?P<author>{_SPACED})"),
    lazily(rf"{_LABEL}{_ROLE}(?P<author>{_OTHER}{_NAME}){END}"),
    lazily(
        rf"(?:^|\s[|·•–—-]\s|\d{{4}},?\s|(?i:\b(?:written|posted|published|reported|story|words|text))\s)(?i:by):?\s"
        rf"(?P<author>{_WESTERN}(?:(?:,\s|,?\sand\s|\s&\s)(?!{OFFICE}){_WESTERN}){{0,4}})"
        rf"(?=\s?(?:[|·•–—,(-]|$|\bon\b|\bfor\b|\bat\b|{WEEKDAY}|{AGENCY}|(?:19|20)\d\d-))"
    ),
    lazily(
        rf"(?:{_LABEL}|^[Bb][yY]\s{{1,4}}(?=[A-Z{HAN_CLASS}]))"
        rf"(?!{WEEKDAY})(?P<author>[A-Z]{_LETTERS}(?:\s(?!{WEEKDAY})[A-Z]{_LETTERS}){{0,3}}"
        rf"|(?:[\[（(〔【][{HAN_CLASS}]{{1,3}}[\]）)】〕]\s?)?[^\s|｜：:/]{{1,20}}?){END}"
    ),
)
"""Names behind a label, the surest form first."""

_OUTLET = lazily(
    rf"(?:稿件|信息|文章|新[闻聞]|[资資]料)?(?:[来來]\s?|稿)源(?:于)?\s?"
    rf"(?:[：:]|(?<=^[来來]源)[|｜丨]|(?<=^[来來]源\s)[|｜丨])\s{{0,4}}(?P<outlet>[^\s|｜：:]{{2,30}}?){END}"
)

_BARE = (
    lazily(
        rf"(?:[|｜]\s?|[\d日]\s)作者\s?(?P<author>[{HAN_CLASS}]{{2,4}}|[A-Za-z][\w-]{{2,20}})(?=$|\s?[|｜]|\s[阅浏点閱瀏點])"
    ),
    lazily(r"[|｜]\s?[来來]源(?P<outlet>[^\s|｜：:]{2,16})(?=\s?[|｜])"),
)
"""Labels without a colon, in a line whose parts bars divide, or behind a day."""

_SIGNATURES: tuple[re.Pattern[str], ...] = (
    lazily(rf"^(?:原创\s{{1,4}})?(?P<outlet>{MEDIUM})\s{{1,4}}(?=(?:19|20)\d\d[-年/.])"),
    lazily(rf"[\d日:]\s{{1,4}}(?P<outlet>{MEDIUM})$"),
    lazily(r"^原创\s{1,4}(?P<author>[^\s|｜：:/]{2,20})\s{1,4}(?=(?:19|20)\d\d[-年/.])"),
    lazily(rf"^(?P<author>{HAN_NAME})\s?[/／]\s?(?P<outlet>{MEDIUM})$"),
    lazily(
        rf"(?:^|\s|[／/])(?:(?P<outlet>{MEDIUM})\s?[／/]?\s?)?[記记]者\s?(?P<author>{HAN_NAME})\s?[／/].{{2,8}}[報报][導导道]"
    ),
    lazily(rf"[\d日:]\s{{1,4}}(?P<outlet>{MEDIUM})\s?[／/]?\s?[記记]者\s?(?P<author>{HAN_NAME})(?=$|\s|[／/])"),
    lazily(
        rf"^(?:文\s?[/／|｜]\s?)?(?:本[报報刊网網台]|(?P<outlet>{MEDIUM}))?\s?(?:见习|实习|特约|首席|高级)?[记記]者[\s：:]{{0,3}}"
        rf"(?P<author>{_OTHER}{HAN_NAME}(?:[\s、，]{{1,2}}{_OTHER}{HAN_NAME}){{0,4}})"
        rf"(?:\s[{HAN_CLASS}]{{0,4}}(?:报道|報道|報導|摄影|攝影)|\s(?:实习生|编辑|編輯|校对|校對|摄影|攝影)[\s：:].{{2,30}})?$"
    ),
)
"""Short lines at an article's head that name who wrote it or whose it is without a label."""


def signed(text: str) -> dict[str, re.Match[str]]:
    """Return where a line names an ``author`` and an ``outlet``, each the group of a match."""
    found: dict[str, re.Match[str]] = {}
    author = next((match for pattern in _AUTHORS if (match := pattern.search(text))), None)
    if author is not None and not is_nobody(author["author"]):
        found["author"] = author
    outlet = _OUTLET.search(text)
    if outlet is not None and not is_nobody(outlet["outlet"]):
        found["outlet"] = outlet
    for pattern in (*_BARE, *(_SIGNATURES if len(text) <= MAX_SIGNATURE else ())):
        if match := pattern.search(text):
            for name in ("author", "outlet"):
                if name in pattern.groupindex and match[name] and not is_nobody(match[name]):
                    found.setdefault(name, match)
    return found
