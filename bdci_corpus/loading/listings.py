"""What plain texts draw with characters: rules, frames of tables; and listings of code whose lines bear numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Mark
from bdci_corpus.text import HAN_CLASS, NUMBER_LEFT, NUMBER_RIGHT, Latest, Lines, Words, is_code, is_code_file, lines_in

RULE = "drawn"

_RULE = re.compile(
    r"(?:^|(?<=\n))[ \t\u00a0\u3000]*(?:(?=[|=:-]*[+])[+|](?:[-=:]{2,}[+|])+|(?P<sign>[-=*#~─━═＝－＊—])(?P=sign){7,})"
    r"[ \t\u00a0\u3000]*(?:\n|\Z)"
)
"""A line that parts others, or frames the rows of a table; of a few signs it may stand for a pause in a story."""

_RULE_SIGNS = Words(*(5 * sign for sign in "-=*#~─━═＝－＊—"), "+--", "+==", "--+", "==+")
"""What a text holds that has such a line."""

_NUMBERED = re.compile(r"[ \t]{0,6}(?P<number>\d{1,4})[ \t]{0,2}[.:|)]?(?P<code>[ \t][^\n]*|)$")
"""A line of a listing: its number, a blank, the code."""

_ENTRY = re.compile(r"[^\n]{1,80}?(?P<lead>[.·…]{3,}[ \t]*|(?:[.·…] ){3,}|\t+)(?P<page>\d{1,3})")
"""A line of a table of contents: leaders or a tab before its page."""

_CONTENTS = frozenset({"目录", "目錄", "目次", "Contents", "CONTENTS", "TableofContents"})

_CONTENTS_WORDS = Words("目录", "目錄", "目次", "目 ", "目\t", "目\u3000", "Contents", "CONTENTS")

_NAMED_CONTENTS = lazily(
    r"(?:^|\n)[ \t\u3000]*(?P<name>目[ \t\u3000]{0,4}[录錄次]|(?:Table of )?Contents|CONTENTS)[ \t\u3000：:]*(?=\n)"
)

_MOST_ENTRIES = 300
"""How many lines a table of contents without pages has at most."""

_LONGEST_ENTRY = 40
"""The longest line of a table of contents without pages, in characters."""

_COME_AGAIN = 0.8
"""The share of its lines that come again as lines of the text."""

_FEWEST_PAGES = 3
"""How many lines a table of contents has at least."""


def contents(text: str) -> list[Edit]:
    """Return edits that take out tables of contents that name pages, which count up. Linear."""
    lines = lines_in(text)
    numbers = lines.that_may_be(NUMBER_RIGHT)
    if len(numbers) < _FEWEST_PAGES:
        return _contents_without_pages(text, lines)
    spans = zip(numbers.tolist(), lines.spans(numbers), strict=True)
    entries = [(at, entry) for at, span in spans if (entry := _ENTRY.fullmatch(text, *span))]
    found, run = list[Edit](), list[tuple[int, re.Match[str]]]()
    for at, entry in [*entries, (-1, None)]:
        if run and at != run[-1][0] + 1:
            found += _table_of(text, lines, run)
            run = []
        if entry:
            run.append((at, entry))
    return found or _contents_without_pages(text, lines)


def _contents_without_pages(text: str, lines: Lines) -> list[Edit]:
    """Return the edit that takes out what stands below 目录, if most of its lines come again as lines, in order."""
    named = _NAMED_CONTENTS.search(text) if any(_CONTENTS_WORDS.within(text)) else None
    if named is None:
        return []
    first = next((at for at, start in enumerate(lines.starts.tolist()) if start >= named.end("name")), len(lines))
    names = ["".join(lines.line(at).text.split()) for at in range(first, min(first + _MOST_ENTRIES, len(lines)))]
    if len(names) < _FEWEST_PAGES or lines.ends[first] - lines.starts[first] > _LONGEST_ENTRY:
        return []
    again = next((at for at in range(first + 1, len(lines)) if "".join(lines.line(at).text.split()) == names[0]), 0)
    entries = again - first
    if not _FEWEST_PAGES <= entries <= len(names) or max(map(len, names[:entries])) > _LONGEST_ENTRY:
        return []
    below = {"".join(lines.line(at).text.split()) for at in range(again, len(lines))}
    if sum(name in below for name in names[:entries]) < _COME_AGAIN * entries:
        return []
    start = int(named.start("name"))
    return [Edit(start=start, end=int(lines.starts[again] - lines.indents[again]), replacement="", rule=RULE)]


def _table_of(text: str, lines: Lines, run: Sequence[tuple[int, re.Match[str]]]) -> Iterator[Edit]:
    """Yield the edit that takes lines out which are a table of contents, with its heading, if they are one."""
    pages = [int(entry["page"]) for _, entry in run]
    first = run[0][0]
    titled = first > 0 and "".join(lines.line(first - 1).text.split()) in _CONTENTS
    led = any(not entry["lead"].isspace() for _, entry in run)
    if len(run) >= _FEWEST_PAGES and pages == sorted(pages) and pages[-1] > pages[0] and (titled or led):
        start = int(lines.starts[first - titled] - lines.indents[first - titled])
        yield Edit(start=start, end=_line_end(text, run[-1][1].end()), replacement="", rule=RULE)


_FEWEST = 4
"""How many lines with numbers make a listing."""


_STAMPED = re.compile(
    r"[\[(<]?(?:\d{4}[-/]\d{2}[-/]\d{2}[ T]\d{2}:\d{2}:\d{2}|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}"
    r"|\d{2}:\d{2}:\d{2}[.,]\d{3})[^\n]{0,40}?"
    r"(?:\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b|\[\d+\]:)"
    r"|[^\n]{7,45} - \S+ \[\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} "
)
"""An entry of a program's log: a time and a level or a process; or one of a web server's."""

_FEWEST_ENTRIES = 3
"""How many entries make a log."""

_ENTRIES = 0.4
"""The share of a log's lines that begin entries; the others are traces of calls."""

HEAD = 8192
"""By how much of a file is told whether it is a program or a program's output, in characters."""


def is_log(head: str) -> bool:
    """Return whether a file is a program's log, by its first lines; each entry has a time."""
    if ":" not in head:
        return False
    lines = [line for line in head.split("\n") if line.strip()]
    needed = max(_FEWEST_ENTRIES, math.ceil(_ENTRIES * len(lines)))
    for left, line in zip(range(len(lines), 0, -1), lines, strict=True):
        if needed > left:
            return False
        needed -= _STAMPED.match(line) is not None
    return needed <= 0


@Latest
def is_program(text: str) -> bool:
    """Return whether a file is code, or a program's log, by its first lines. It is asked twice of most texts."""
    return is_code_file(text[:HEAD]) or is_log(text[:HEAD])


_RUNNING = re.compile(
    r"[ \t\u3000]*(?:(?P<left>\d{1,4})(?:[ \t]{4,}|[\u3000]{2,})\S[^\n]{0,40}?"
    r"|[^\s\d][^\n]{0,40}?(?:[ \t]{4,}|[\u3000]{2,})(?P<right>\d{1,4}))[ \t\u3000]*$"
)
"""The head of a printed page: its number at one edge, a title at the other."""

_APART = 3
"""How many lines stand between the heads of two pages at least: lines of a table of contents follow each other."""


def running_heads(text: str) -> list[Edit]:
    """Return edits that take out the heads of pages whose numbers count up. Linear."""
    heads = [head for line in _lines_with(text, NUMBER_LEFT | NUMBER_RIGHT) if (head := _RUNNING.match(text, *line))]
    found = dict[int, re.Match[str]]()
    for head, following in pairwise(heads):
        numbers = [int(each["left"] or each["right"]) for each in (head, following)]
        apart = text.count("\n", head.end(), following.start()) > _APART
        if numbers[1] == numbers[0] + 1 and apart:
            found.update({head.start(): head, following.start(): following})
    ends = ((head, min(head.end() + 1, len(text))) for head in found.values())
    return [Edit(start=head.start(), end=end, replacement="", rule=RULE) for head, end in ends]


def _lines_with(text: str, hints: int) -> list[tuple[int, int]]:
    """Return the spans of the lines that may be something, with the blanks at their ends."""
    lines = lines_in(text)
    numbers = lines.that_may_be(hints)
    if not len(numbers):
        return []
    starts, ends = lines.starts[numbers] - lines.indents[numbers], lines.ends[numbers]
    return [(start, _line_end(text, end)) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def rules_drawn(text: str) -> list[Edit]:
    """Return edits that take the lines out which part others or frame a table's rows. Linear."""
    rules = _RULE.finditer(text) if any(_RULE_SIGNS.within(text)) else ()
    return [Edit(start=rule.start(), end=rule.end(), replacement="", rule=RULE) for rule in rules]


def numbered_listings(text: str) -> Iterator[Mark]:
    """Yield listings of code whose lines bear the numbers 1, 2, 3, … as ``verbatim``. Linear."""
    spans = _lines_with(text, NUMBER_LEFT)
    if len(spans) < _FEWEST:
        return
    run: list[re.Match[str]] = []
    for line in (*filter(None, (_NUMBERED.match(text, *span) for span in spans)), None):
        goes_on = line and run and int(line["number"]) == int(run[-1]["number"]) + 1
        if line and goes_on and not text[run[-1].end() : line.start()].strip():
            run.append(line)
            continue
        if len(run) >= _FEWEST and is_code((each["code"] for each in run), fewest=_FEWEST):
            yield Mark(kind="verbatim", start=run[0].start(), end=run[-1].end())
        run = [line] if line else []


_FRAMED = re.compile(
    r"(?P<top>(?P<sign>[=*#~+-])(?P=sign){7,})[ \t]*\n(?P<left>(?P=sign)+[ \t]+)(?P<line>[^\s=*#~][^\n]*?)"
    r"(?P<right>[ \t]+(?P=sign)+[ \t]*)\n(?P=sign){8,}[ \t]*(?=\n|\Z)"
)
"""A line in a frame of one sign, at its sides, too."""


def framed_title(text: str) -> list[Edit]:
    """Return edits that take out the sides of a frame around a first line, and wide blanks between its characters."""
    framed = _FRAMED.match(text, len(text) - len(text.lstrip()))
    if framed is None:
        return []
    spans = [framed.span("left"), framed.span("right")]
    if len(_WIDE_BLANK.findall(framed["line"])) >= _FEWEST_BLANKS:
        start = framed.start("line")
        spans += [(start + blank.start(), start + blank.end()) for blank in _BLANKS_OF_HAN.finditer(framed["line"])]
    return [Edit(start=start, end=end, replacement="", rule=RULE) for start, end in sorted(spans)]


_WIDE_BLANK = re.compile(f"[{HAN_CLASS}][ \t\u3000]{{2,}}[{HAN_CLASS}]")

_BLANKS_OF_HAN = re.compile(
    f"(?<=[{HAN_CLASS}《》—])[ \t\u3000]+(?=[{HAN_CLASS}《》—])|(?<=《)[ \t\u3000]+|[ \t\u3000]+(?=》)"
)
"""Blanks beside Han characters or a title's marks."""

_FEWEST_BLANKS = 2
"""How many wide blanks show that a line's characters are set apart."""

_SPACED = re.compile(
    f"[ \\t\u3000]*(?P<line>[{HAN_CLASS}](?P<blank>[ \u3000]{{1,4}})[{HAN_CLASS}]"
    f"(?:(?P=blank)[{HAN_CLASS}]){{1,30}})[ \\t\u3000]*(?=\\n|\\Z)"
)
"""A line of three characters or more, with the same blank between every two."""


def spaced_title(text: str) -> list[Edit]:
    """Return edits that take the blanks out of a first line set with a blank between its characters."""
    start = len(text) - len(text.lstrip())
    spaced = _SPACED.match(text, text.rfind("\n", 0, start) + 1)
    if spaced is None:
        return []
    wide = len(spaced["blank"])
    places = range(spaced.start("line") + 1, spaced.end("line"), 1 + wide)
    return [Edit(start=at, end=at + wide, replacement="", rule=RULE) for at in places]


def apart(edits: Iterable[Edit], taken: Iterable[tuple[int, int]]) -> list[Edit]:
    """Return edits in order, without those that overlap one before, or what is taken. Linear, but for sorting."""
    spans, found = sorted(taken), list[Edit]()
    at = here = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        while at < len(spans) and spans[at][1] <= edit.start:
            at += 1
        if edit.start >= here and not (at < len(spans) and spans[at][0] < edit.end):
            found.append(edit)
            here = edit.end
    return found
