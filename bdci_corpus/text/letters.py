"""Titles that take two lines: of official letters (…关于印发城区 / 停车管理办法的通知), of papers for examinations."""

from __future__ import annotations

import re

from bdci_corpus.text.lines import Lines
from bdci_corpus.text.words import Words

_TITLE_LINES = 4
"""Among how many first lines such a title begins: below the name of an office and a number."""

_LETTERS = (
    "通知|通告|公告|决定|決定|意见|意見|办法|辦法|规定|規定|批复|批復|报告|報告|通报|通報|请示|請示|方案|公示|函|复函"
)

_ABOUT = re.compile(f"(?=[^\\n]*[关關][于於])(?![^\\n]*的(?:{_LETTERS})$)[^，。；：！？]{{8,40}}")

_ABOUTS = Words("关于", "關於", "关於", "關于")

_LETTER = re.compile(f"[^，。；：！？]{{0,36}}(?:的|之)(?:{_LETTERS})")
"""The halves of the title."""


_TERM = re.compile(
    "[^，。；：！？]{0,20}(?:学年|學年|年度?)[^，。；：！？]{2,30}"
    "(?:学期|學期|考试|考試|检测|检测卷|测试|联考|竞赛|招生)[^，。；：！？]{0,10}"
)

_PAPER = re.compile(
    "[^，。；：！？]{0,24}(?:试题|試題|试卷|試卷|真题|样卷|模拟题|卷)(?:[（(][^（）()]{1,8}[)）]|[A-CⅠⅡ甲乙]卷?)?"
)
"""The halves of the title of a paper for an examination: when it is held, and in what."""


def half_title(lines: Lines) -> int | None:
    """Return the number of the line that holds the first half of a title, if one does."""
    if len(lines) > 1 and lines.gaps[1] == 0 and "学" in lines.text[: lines.ends[0]]:
        halves = [lines.text[lines.starts[at] : lines.ends[at]] for at in (0, 1)]
        if _TERM.fullmatch(halves[0]) and _PAPER.fullmatch(halves[1]):
            return 0
    if not any(_ABOUTS.within(lines.text)):
        return None
    for at in range(min(_TITLE_LINES, len(lines) - 1)):
        line = lines.text[lines.starts[at] : lines.ends[at]]
        if lines.gaps[at + 1] == 0 and _ABOUT.fullmatch(line):
            following = lines.text[lines.starts[at + 1] : lines.ends[at + 1]]
            return at if _LETTER.fullmatch(following) else None
    return None
