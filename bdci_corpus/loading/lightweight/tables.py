"""Tables that lightweight markup writes a cell a line, as rows: lists of lists, and AsciiDoc's."""

from __future__ import annotations

import re

from bdci_corpus.loading.lightweight.page import MarkupLine, MarkupPage

_CELL = re.compile(r"[ \t]*(?:(?P<row>[*-][ \t]+-)|-)(?:[ \t]+|$)")
"""How a cell of a table begins that is a list of lists; the first of a row has two marks."""

_CELL_BEGINS = re.compile(r"(?:(?<=[ \t])|^)(?:[\d.]+[+*])?[<^>.]{0,3}[adehlmsv]?\|", re.MULTILINE)

_COLUMNS = re.compile(r"cols=\"(?P<cols>[^\"]*)\"|cols=(?P<bare>\d+)")

_BREAKS = re.compile(r"(?<![ \t])[ \t]*+\n\s*")


def list_table(page: MarkupPage, at: int, first: int) -> int:
    """Write a table that is a list of lists as rows, a line each, and return the number of the line behind it."""
    line, end = page.lines[at], first
    while end < len(page.lines) and (page.lines[end].blank or page.lines[end].indent > line.indent):
        end += 1
    page.drop(line)
    above: MarkupLine | None = None
    for cell in page.lines[first:end]:
        mark = _CELL.match(page.said(cell))
        if cell.blank or (above is None and mark is None):
            continue
        start = cell.start + (mark.end() if mark else cell.indent)
        new = mark is not None and mark["row"] is not None
        put = ("| " if above is None else " |\n| ") if new else " | " if mark else " "
        page.cut(above.end if above else cell.start, start, put)
        page.inline(start, cell.end)
        above = cell
    if above is not None:
        page.cut(above.end, above.end, " |\n")
    return end


def table_of_cells(page: MarkupPage, at: int) -> int:
    """Write an AsciiDoc table as rows, a line each, and return the number of the line behind it."""
    end = next((n for n in range(at + 1, len(page.lines)) if page.said(page.lines[n]).rstrip() == "|==="), None)
    page.drop(page.lines[at])
    if end is None:
        return at + 1
    start, stop = page.lines[at + 1].start, page.lines[end].start
    begins = list(_CELL_BEGINS.finditer(page.text, start, stop))
    above = page.said(page.lines[at - 1]) if at else ""
    first_end = _first_row_end(page, at + 1, end)
    columns = _columns(above) or sum(begin.start() <= first_end for begin in begins)
    here = start
    for number, begin in enumerate(begins):
        last = begins[number + 1].start() if number + 1 < len(begins) else stop
        cell_start = begin.end() + len(page.text[begin.end() : last]) - len(page.text[begin.end() : last].lstrip())
        cell_end = max(cell_start, begin.end() + len(page.text[begin.end() : last].rstrip()))
        first = number % max(1, columns) == 0
        page.cut(here, cell_start, "| " if not number else " |\n| " if first else " | ")
        for breaks in _BREAKS.finditer(page.text, cell_start, cell_end):
            page.cut(*breaks.span(), " ")
        page.inline(cell_start, cell_end)
        here = cell_end
    page.cut(here, page.lines[end].end, " |\n" if begins else "")
    return end + 1


def _columns(attributes: str) -> int:
    """Return how many columns a table's attributes name; 0 if none."""
    named = _COLUMNS.search(attributes)
    if named is None:
        return 0
    if named["bare"]:
        return 1
    parts = [part for part in re.split("[,;]", named["cols"]) if part.strip()]
    return sum(int(part.split("*")[0]) if re.match(r"\s*\d+\*", part) else 1 for part in parts)


def _first_row_end(page: MarkupPage, first: int, end: int) -> int:
    """Return where the first line of a table ends that is not blank: its cells are a row."""
    return next((line.end for line in page.lines[first:end] if not line.blank), 0)
