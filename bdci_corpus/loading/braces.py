"""Blocks of code amid the prose of a plain text: from a line that opens braces, or is one of Python, to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bdci_corpus.records import Mark
from bdci_corpus.text import HAN_CLASS, is_code_line, lines_of

_OPENS = re.compile(r"\{[ \t]*(?:(?://|/\*|#)[^\n]*)?\n")
"""The end of a line that opens a block."""

_INDENTS = re.compile(r":[ \t]*(?:#[^\n]*)?\n(?:[ ]{2,}|\t)[!-~]")
"""The same where a block is known by its indent."""

_HEADS = re.compile(
    r"(?:async[ ]+)?(?:def|class|for|while|if|elif|else|with|try|except|finally)\b[^\n]*:[ \t]*(?:#[^\n]*)?"
)
"""A line of Python below which lines are indented."""

_REMARK = re.compile(r"[ \t]*(?://|/\*|\*|#|--|<\?php|@\w)")
"""How a line of code begins that only remarks on others, or is no statement."""

_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|//[^\n]*|/\*[^\n]*?\*/")
"""What may hold braces that open nothing."""

_PROSE = re.compile(f"[ \\t]*[{HAN_CLASS}“《（]")

_LONGEST = 400
"""How many lines a block has at most."""

_MOST_PROSE = 0.3
"""The share of a block's lines that may begin with a Han character, as in data and templates."""

_LEAST_CODE = 0.5
"""The share of a block's indented lines that look like code, at least."""

_FEWEST = 3
"""How many lines a block has at least."""

_MOST_ABOVE = 60
"""How many lines of code are looked for above and below the braces."""


def code_blocks(text: str) -> Iterator[Mark]:
    """Yield the blocks of code of a text, in order. Linear."""
    if ("}" not in text or not _OPENS.search(text)) and not _INDENTS.search(text):
        return
    lines = [text[start:end] for start, end in lines_of(text)]
    starts = [start for start, _ in lines_of(text)]
    at, last = 0, -1
    while at < len(lines):
        braced = lines[at].rstrip().endswith("{") or _OPENS.search(lines[at] + "\n")
        end = _closed(lines, at) if braced else _outdented(lines, at)
        if end is None:
            at += 1
            continue
        first, end = _with_neighbors(lines, at, end, last)
        if end - first + 1 >= _FEWEST:
            yield Mark(kind="verbatim", start=starts[first], end=starts[end] + len(lines[end].rstrip()))
            last = end
        at = end + 1


def _closed(lines: Sequence[str], at: int) -> int | None:
    """Return the line at which all braces are closed that open at a line of code, or None if it is none."""
    if _PROSE.match(lines[at]) or not is_code_line(lines[at].strip()):
        return None
    depth = prose = 0
    for here in range(at, min(len(lines), at + _LONGEST)):
        bare = _STRING.sub("", lines[here]) if "{" in lines[here] or "}" in lines[here] else ""
        depth += bare.count("{") - bare.count("}")
        prose += _PROSE.match(lines[here]) is not None
        if depth <= 0:
            return here if prose <= _MOST_PROSE * (here - at + 1) else None
    return None


def _outdented(lines: Sequence[str], at: int) -> int | None:
    """Return the last line that is indented below a line of Python, or None if it is none or heads no code."""
    if not _HEADS.fullmatch(lines[at]):
        return None
    end, written, code = at, 0, 0
    for here in range(at + 1, min(len(lines), at + _LONGEST)):
        line = lines[here]
        if line.strip() and (not line[0].isspace() or _PROSE.match(line)):
            break
        if line.strip():
            end, written, code = here, written + 1, code + _is_code(line)
    return end if written and code >= _LEAST_CODE * written else None


def _with_neighbors(lines: Sequence[str], first: int, end: int, last: int) -> tuple[int, int]:
    """Return a block with the lines of code, and other blocks, that stand above and below it."""
    above = first - 1
    while above > last and first - above <= _MOST_ABOVE:
        if lines[above].strip() and not _is_code(lines[above]):
            break
        first = above if lines[above].strip() else first
        above -= 1
    below = end + 1
    while below < len(lines) and below - end <= _MOST_ABOVE:
        line = lines[below]
        if line.strip() and not _is_code(line):
            break
        closed = _closed(lines, below) if line.rstrip().endswith("{") else None
        end = closed if closed is not None else below if line.strip() else end
        below = max(end, below) + 1
    return first, end


def _is_code(line: str) -> bool:
    """Return whether a line is code, or remarks on it."""
    return not _PROSE.match(line) and (is_code_line(line.strip()) or _REMARK.match(line) is not None)
