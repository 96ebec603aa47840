"""The titles of official letters, which often take two lines: …关于印发城区 / 停车管理办法的通知."""

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


def half_title(lines: Lines) -> int | None:
    """Return the number of the line that holds the first half of an official letter's title, if one does."""
    if not any(_ABOUTS.within(lines.text)):
        return None
    for at in range(min(_TITLE_LINES, len(lines) - 1)):
        line = lines.text[lines.starts[at] : lines.ends[at]]
        if lines.gaps[at + 1] == 0 and _ABOUT.fullmatch(line):
            following = lines.text[lines.starts[at + 1] : lines.ends[at + 1]]
            return at if _LETTER.fullmatch(following) else None
    return None
