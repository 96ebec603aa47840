"""Blocks of code as pieces: as they were written, without the indentation of the list or quotation around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bdci_corpus.loading.markdown.pieces import InlineRow, written_text
from bdci_corpus.patterns import lazily

_CLOSING_FENCE = lazily(r"(?:`{3,}|~{3,})[ \t]*$")

_FENCE = lazily(r"(?P<fence>`{3}|~{3})[`~]*")

_SOMETHING = lazily(r"\S")

_OTHER_FENCE = lazily(r"^[ \t>]{0,12}(?:```|~~~)[ \t]*$", re.MULTILINE)

CodeLine = tuple[int, int, str]
"""A line of code, or several: its span, and what it says."""


def fenced(source: str, masked: str, start: int, end: int, lines: Sequence[CodeLine]) -> list[InlineRow]:
    """Return a fenced block, its fences among it; without its last line end where it is not closed."""
    eol = source.find("\n", start, end)
    if eol < 0:
        return [("keep", start, end, "", 0)]
    rows: list[InlineRow] = [("keep", start, eol + 1, "", 0), *(_as_written(masked, *line) for line in lines)]
    closing = _closing(source, eol, end, lines)
    return [*rows, ("keep", closing.start(), end, "", 0)] if closing else _chomped(rows, source)


def _closing(source: str, eol: int, end: int, lines: Sequence[CodeLine]) -> re.Match[str] | None:
    return _CLOSING_FENCE.search(source, max(eol + 1, lines[-1][1] if lines else 0), end)


def surplus(source: str, masked: str, start: int, end: int, lines: Sequence[CodeLine]) -> tuple[int, int] | None:
    """Return what a fence has too much that the fences below it do not close, so that all that follows is code."""
    fence = _FENCE.match(masked, start, end)
    eol = source.find("\n", start, end)
    if not fence or fence.end("fence") == fence.end() or eol < 0 or _closing(source, eol, end, lines):
        return None
    is_last = not _SOMETHING.search(masked, end) and _OTHER_FENCE.search(masked, eol, end)
    return (fence.end("fence"), fence.end()) if is_last else None


def indented(source: str, masked: str, lines: Sequence[CodeLine], *, in_list: bool) -> list[InlineRow]:
    """Return an indented block; in a list or quotation four blanks stand for its indentation."""
    return _chomped(list(_indented(source, masked, lines, in_list=in_list)), source)


def _indented(source: str, masked: str, lines: Sequence[CodeLine], *, in_list: bool) -> Iterator[InlineRow]:
    for start, end, value in lines:
        begins = source.rfind("\n", 0, start) + 1
        if not in_list and not source[begins:start].strip(" \t"):
            yield "keep", begins, start, "", 0
        elif value.strip():
            yield "put", start, start, "    ", 0
        yield _as_written(masked, start, end, value)


def _as_written(masked: str, start: int, end: int, value: str) -> InlineRow:
    return ("keep", start, end, "", 0) if masked[start:end] == value else ("swap", start, end, value, 0)


def _chomped(rows: list[InlineRow], source: str) -> list[InlineRow]:
    """Leave out the line end of the last line of code."""
    while rows and not written_text(rows[-1:], source).strip():
        rows.pop()
    if rows:
        kind, start, end, _, _ = rows[-1]
        code = written_text(rows[-1:], source).rstrip("\n")
        rows[-1] = (kind, start, start + len(code), "", 0) if kind == "keep" else (kind, start, end, code, 0)
    return rows
