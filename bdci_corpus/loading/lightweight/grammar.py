"""What a lightweight markup consists of, as far as text is to be told from marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple


class InlineMark(NamedTuple):
    """Marks within a paragraph: the group ``keep`` stays between ``left`` and ``right``, without one nothing does.

    In what is ``literal`` no other marks are looked for. ``says`` returns what stands for all of a mark.
    """

    pattern: re.Pattern[str]
    left: str = ""
    right: str = ""
    literal: bool = False
    says: Callable[[re.Match[str]], str] | None = None


class MarkupFence(NamedTuple):
    """A block between two lines, which go; ``close`` may speak of groups of the first line.

    ``holds`` says what stands within: ``code`` as it is, ``text`` like any other, or ``nothing`` for a reader.
    """

    open: re.Pattern[str]
    close: str
    holds: str = "code"


class MarkupDialect(NamedTuple):
    """One markup. ``headings`` have a group ``keep``; ``underlined`` are the characters that underline a heading.

    ``dropped`` are lines that a reader does not see, ``attributes`` lines ``key: value`` with groups of these
    names, ``prefixes`` what stands before text, ``spans`` what may hold several lines, ``items`` what begins an
    item, and ``row`` a row of a table. ``indented`` says that what is indented below a directive belongs to it,
    ``wraps`` that lines go on in the next, ``titled`` that a heading above all is the title.
    """

    name: str
    endings: tuple[str, ...]
    headings: re.Pattern[str]
    underlined: str = ""
    fences: tuple[MarkupFence, ...] = ()
    dropped: re.Pattern[str] | None = None
    attributes: re.Pattern[str] | None = None
    prefixes: re.Pattern[str] | None = None
    spans: tuple[InlineMark, ...] = ()
    inlines: tuple[InlineMark, ...] = ()
    items: re.Pattern[str] = re.compile(r"[ \t]*(?:[-+*•#]+|\d{1,3}[.)])[ \t]+")
    row: re.Pattern[str] = re.compile(r"[ \t]*\|")
    indented: bool = False
    wraps: bool = True
    titled: bool = True
