"""The sentence around the words of a notice, as far as it tells whether they are one."""

from __future__ import annotations

import re

from bdci_corpus.licenses.folding import HIDDEN, seen

REACH = 400
"""So many code points before a match are looked at."""

TAIL = 120
"""How many code points behind a match are looked at."""

_INLINE = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|code|font|img|sup|sub|small|abbr|cite|tt|mark)(?![\w-])[^<>]{0,400}>", re.IGNORECASE
)

_ADDRESS = re.compile(r"\]\((?!\s)[^()\s]{1,200}\)")
"""Where a link of Markdown leads to."""

_WIKI_LINK = re.compile(r"\[\[[^\[\]|\n]{1,120}\|")
"""Where a link of a wiki leads to."""

_CUT_TAG = re.compile(r"<a\s[^<>]{0,200}href\s?=\s?[\"']?$", re.IGNORECASE)

_OPENS = re.compile(r"[。！？?>；;]|!(?!\[)|(?<!e\.g)(?<!i\.e)(?<!U\.[SK])(?<! v)(?<!et al)\.(?=\s)|\n[ \t]*\n")

_FINAL = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", ">", "|", "---", "***")

_COMMENT = re.compile(r"\A[ \t]*(?://+|#+|\*+|%+|;+|>+|--)?[ \t]*")

_CONTINUES = re.compile(r"(?![a-z][\w-]{0,20}\s?:)[a-z(]")

_LEFT_OPEN = re.compile(r"(?i:\s(?:the|an?|of|under|to|by|with|in|and|or|as|is|are))$")

_WRAPPED = 30
"""A line of so many code points may have been cut for its width."""

_HEADING = re.compile(
    r"[\W_\d]*+(?:(?:copyright|rights|许可|授权|版权|开源|使用|著作权|&|and|和|与|及|data|code|the|our|this|"
    r"project)[ \W]*+)*"
    r"(?:licen[sc](?:e|es|ing)|copyright|许可证?|协议|授权|版权|条款|声明|信息|说明)[ ]?(?:information|terms|"
    r"agreement|条款|协议|"
    r"声明|说明|信息)*[\W_]*"
)

_COPYRIGHT = re.compile(r"[\W_]*(?:spdx-filecopyrighttext:? *)?(?:copyright|©|\(c\)|版权所有)")

HEADED = "§"
"""Marks the lead of a sentence below a heading that speaks of licenses."""

_UNDERLINE = re.compile(r"[=\-~^*]{3,}")

_FENCE = re.compile(r"```\w{0,8}")
"""What may stand between a heading and the license below it."""

_LONGEST_HEADING = 60
"""So many code points of the line above a sentence are looked at."""

_QUOTED = re.compile(
    r"“[^“”\n]{1,60}”|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|《[^《》\n]{1,60}》|‘[^‘’\n]{1,60}’|(?<!=)"
    r"(?<!= )\"(?!licen[sc]e[sd]?\"|[:,= ]{1,3}\")[^\"\n]{1,60}\""
)

_QUOTE = re.compile('[“「『《‘"]')

_CLOSES = re.compile(r"[。.!！?？]?[”’」』]")


class Sentences:
    """The leads and tails of a text, each made once: the words of several families begin or end at one place."""

    def __init__(self, text: str) -> None:
        """Know none yet."""
        self.text = text
        self._leads, self._tails = dict[int, str](), dict[int, str]()

    def lead(self, start: int) -> str:
        """Return ``lead_of`` a place."""
        if start not in self._leads:
            self._leads[start] = lead_of(self.text, start)
        return self._leads[start]

    def tail(self, end: int) -> str:
        """Return ``tail_of`` a place."""
        if end not in self._tails:
            self._tails[end] = tail_of(self.text, end)
        return self._tails[end]


def lead_of(text: str, start: int) -> str:
    """Return what stands before a match in its sentence, as patterns see it; quoted names are one character.

    A line that was wrapped goes on in the line below. Inline tags are passed over. Directly below a heading
    that speaks of licenses, the lead is that of a label; words there, or below a line of copyright, are marked.
    """
    window = _without_markup(text[max(0, start - REACH) : start])
    if "<" in window:
        window = _CUT_TAG.sub("", window)
    here = max(window.rfind("。"), 0)  # what opens a sentence before the last full stop does not matter
    for mark in _OPENS.finditer(window, here):
        here = mark.end()
    lines = window[here:].split("\n")
    lead = lines.pop()
    while lines and _goes_on(lines[-1], lead):
        lead = f"{lines.pop()}\n{lead}"
    above = _line_above(window, len(window) - len(lead))
    above = seen(above).strip() if above else ""
    heading = _HEADING.fullmatch(above) is not None
    if heading and not lead.strip(" \t>*#-[`(|"):
        return "license:"
    headed = HEADED if heading or _COPYRIGHT.match(above) else ""
    lead = seen(lead)
    return headed + (_QUOTED.sub("某", lead) if _QUOTE.search(lead) else lead)


def _without_markup(text: str) -> str:
    """Return a text without the tags and addresses that stand inside of sentences."""
    if "<" in text:
        text = _INLINE.sub("", text)
    if "[[" in text:
        text = _WIKI_LINK.sub("[[", text)
    return _ADDRESS.sub("]", text) if "](" in text else text


def _line_above(window: str, end: int) -> str:
    """Return the end of the last line before a place that is not blank, or of the line that it underlines."""
    above = window[:end].rstrip()
    if "\n" not in window[len(above) : end]:
        return ""
    before, _, line = above.rpartition("\n")
    if _FENCE.fullmatch(line):
        before, _, line = before.rstrip().rpartition("\n")
    underlined = before.rpartition("\n")[2] if _UNDERLINE.fullmatch(line) else ""
    return (underlined or line)[-_LONGEST_HEADING:]


def _goes_on(above: str, below: str) -> bool:
    """Return whether a line was cut for its width: no sentence ends there, and none begins in the line below."""
    stripped = above.rstrip(f" \t*#/{HIDDEN}")
    below = _COMMENT.sub("", below, count=1)
    if _LEFT_OPEN.search(stripped):
        return True
    return len(stripped) >= _WRAPPED and not stripped.endswith(_FINAL) and _CONTINUES.match(below) is not None


def tail_of(text: str, end: int) -> str:
    """Return what follows a match in its paragraph, as patterns see it, with line ends."""
    window = text[end : end + TAIL * 2].split("\n\n", 1)[0]
    return seen(text[end - 1 : end] + _without_markup(window)[:TAIL], lines=True)[1:]


def is_quoted(lead: str, tail: str) -> bool:
    """Return whether a quotation goes on behind the words that was opened before them, or before their sentence."""
    return _CLOSES.match(tail) is not None and not lead.rstrip().endswith(("“", "‘", "「", "『"))
