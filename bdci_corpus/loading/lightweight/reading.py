"""Read a file of lightweight markup, a line at a time: headings, code, what is dropped, and marks in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bdci_corpus.loading.lightweight.directives import Directive, directive_at, pictures
from bdci_corpus.loading.lightweight.grammar import MarkupDialect, MarkupFence
from bdci_corpus.loading.lightweight.latex import preamble_end
from bdci_corpus.loading.lightweight.levels import write_items
from bdci_corpus.loading.lightweight.page import MarkupLine, MarkupPage
from bdci_corpus.loading.lightweight.tables import list_table, table_of_cells
from bdci_corpus.loading.lightweight.templates import templates
from bdci_corpus.loading.markdown.fields import Entry, stated
from bdci_corpus.loading.markdown.front_matter import front_matter
from bdci_corpus.loading.markdown.paragraph import between
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import width

RULE = "lightweight"

_HEADER_LINES = 40
"""Among how many first lines attributes of a document stand."""

_FEWEST_SIGNS = 3
"""How many signs underline a heading at least."""

_AUTHOR = re.compile(r"(?P<name>[^\n<>:=\[|]{1,40}?)[ \t]*<[^\s<>@]+@[^\s<>]+>")
"""The line of the author below an AsciiDoc title."""

_REVISION = re.compile(r"v?\d[\w.-]*(?:,[ \t]*(?P<day>\d{4}-\d{1,2}-\d{1,2}))?(?:[:,][ \t]*[^\n]{0,80})?[ \t]*")
"""The line of version and day below an AsciiDoc author."""

_OPTION = r"[ \t]+:[\w-]+:"
"""How an option of a directive begins."""

_JOINED = re.compile(r"[ \t]*\\(?:and|quad|qquad)\b[ \t]*")
"""What parts the authors of a LaTeX file."""

_COMMANDS = re.compile(r"\\(?:thanks|footnote|inst|texttt|url)\{[^{}]*\}|\\today|\\\\.*|\\[a-zA-Z]+\*?[ ]?|[{}]")
"""What else stands in an attribute of a LaTeX file."""

_BLOCK_TITLE = re.compile(r"\.[^\s.]|\[(?:quote|verse)\b")
"""The title of an AsciiDoc block, or who is quoted, on a line of its own."""

_TITLES = frozenset({"title", "标题", "標題"})

_MARKS = frozenset("：:。，.,!！?？ ")
"""Behind these, the colons that introduce literal lines are none of the sentence."""


def read_lightweight(text: str, dialect: MarkupDialect, name: str = "") -> Reading:
    """Return a file as one reading. Linear."""
    page = MarkupPage(text, dialect)
    _front(page, name)
    if dialect.name == "LaTeX":
        _preamble(page)
    _hide(page)
    at, paragraph = 0, list[MarkupLine]()
    while at < len(page.lines):
        line = page.lines[at]
        following = None if _is_hidden(page, line) else _special(page, at)
        if following is None and not line.blank and not _is_hidden(page, line):
            paragraph.append(line)
            at += 1
            continue
        _paragraph(page, paragraph)
        paragraph = []
        at = following if following is not None else at + 1
    _paragraph(page, paragraph)
    fields, extra = stated(page.entries, canonical=True)
    fields = [each for each in fields if each.name != "title" or page.title is None]
    found = (*fields, page.title) if page.title else tuple(fields)
    edits = tuple(Edit(start=s, end=e, replacement=put, rule=RULE) for s, e, put in _disjoint(page.cuts))
    marks = sorted(page.marks, key=lambda mark: (mark.start, mark.end))
    return Reading(start=0, end=len(text), fields=tuple(found), marks=tuple(marks), edits=edits, extra=extra)


def _front(page: MarkupPage, name: str) -> None:
    """Take over front matter as posts of any markup have it; its title heads the text."""
    if (front := front_matter(page.text, name)) is None:
        return
    title = next((entry for entry in front.entries if entry.key == "title" and isinstance(entry.value, str)), None)
    page.entries += [entry for entry in front.entries if entry is not title]
    if title is None:
        page.cut(0, front.end)
    else:
        page.title = Field(name="title", start=title.start, end=title.end, value=str(title.value))
        page.cut(0, title.start)
        page.cut(title.end, front.end, "\n\n")
    page.lines = [line for line in page.lines if line.start >= front.end]


def _preamble(page: MarkupPage) -> None:
    """Take over title, author and day above a LaTeX document, and leave out all else there."""
    end = preamble_end(page.text)
    above = [at for at, line in enumerate(page.lines) if line.start < end]
    for at in above:
        line = page.lines[at]
        attributes = page.dialect.attributes
        if attributes and attributes.match(page.said(line)):
            _attribute(page, line, attributes)
        elif not line.blank:
            page.drop(line)
    page.lines = page.lines[len(above) :]


def _disjoint(cuts: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield cuts in order, of those that overlap the first and longest."""
    here = 0
    for start, end, put in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if start >= here and not (start == end and start == here > 0):
            yield start, end, put
            here = max(here, end)


def _hide(page: MarkupPage) -> None:
    """Take out what may hold several lines: comments, notes, templates, pictures."""
    spans = [match.span() for inline in page.dialect.spans for match in inline.pattern.finditer(page.text)]
    if page.dialect.name == "MediaWiki":
        spans += templates(page.text)
    if page.dialect.indented:
        spans += pictures(page.text)
    here = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= here:
            page.hidden.append((start, end))
            page.cut(start, end)
            here = end


def _is_hidden(page: MarkupPage, line: MarkupLine) -> bool:
    """Return whether nothing of a line is left, as hidden spans are asked for in order."""
    while page.hidden and page.hidden[0][1] < line.start:
        page.hidden.pop(0)
    return bool(page.hidden) and page.hidden[0][0] <= line.start + line.indent and line.end <= page.hidden[0][1]


def _special(page: MarkupPage, at: int) -> int | None:
    """Handle a line that is no running text, and what belongs to it; return the number of the line behind."""
    line, dialect = page.lines[at], page.dialect
    if line.blank:
        return None
    said = page.said(line)
    below, page.literal_below = page.literal_below, None
    if below is not None and line.indent > below:
        return _literal(page, at, below)
    if block := _block(page, at, said):
        return block
    if heading := dialect.headings.match(page.text, line.start, line.end):
        return _heading(page, at, *heading.span("keep"), at + 1)
    return _underlined(page, at) or _unseen(page, at, said)


def _block(page: MarkupPage, at: int, said: str) -> int | None:
    """Handle a line that opens a block: a table, code, a directive."""
    if page.dialect.name == "AsciiDoc" and said.rstrip() == "|===":
        return table_of_cells(page, at)
    for fence in page.dialect.fences:
        if opened := fence.open.fullmatch(said):
            return _fenced(page, at, fence, opened)
    if page.dialect.indented and (directive := directive_at(said)):
        return _directive(page, at, directive)
    return None


def _unseen(page: MarkupPage, at: int, said: str) -> int | None:
    """Handle a line that states something of the document, or that a reader does not see."""
    line, dialect = page.lines[at], page.dialect
    if at >= _HEADER_LINES or not dialect.attributes or not _attribute(page, line, dialect.attributes):
        if dialect.dropped is None or not dialect.dropped.fullmatch(said):
            return None
        if said.lstrip().startswith(("\\begin{", "\\end{")):  # an empty line is left, which parts what stands around
            page.cut(line.start, line.end)
            page.gone.add(line.start)
        else:
            page.drop(line)
    return at + 1


def _attribute(page: MarkupPage, line: MarkupLine, attributes: re.Pattern[str]) -> bool:
    """Take over what a line states of the document, if it states something; its title heads the text."""
    stated_ = attributes.match(page.said(line))
    if stated_ is None:
        return False
    start, end = line.start + stated_.start("value"), line.start + stated_.end("value")
    if stated_["key"].lower() in _TITLES and start < end and page.title is None:
        page.title = Field(name="title", start=start, end=end)
        page.cut(line.start, start)
        page.cut(end, line.end, "\n")
        page.inline(start, end)
    else:
        value = stated_["value"]
        if "\\" in value:
            value = _COMMANDS.sub("", _JOINED.sub("、", value)).strip()
        page.entries.append(Entry(stated_["key"], value, start, end))
        page.drop(line)
    return True


def _fenced(page: MarkupPage, at: int, fence: MarkupFence, opened: re.Match[str]) -> int:
    """Take out the lines around a block; a block that is not closed ends with the file."""
    groups = (re.escape(group or "") for group in opened.groups())
    close = re.compile(fence.close.replace(r"\1", next(groups, "")), re.IGNORECASE)
    end = next(
        (n for n in range(at + 1, len(page.lines)) if close.fullmatch(page.said(page.lines[n]).rstrip())),
        len(page.lines) - 1,
    )
    first, last = page.lines[at], page.lines[end]
    if fence.holds == "nothing":
        page.drop(first, last)
        return end + 1
    page.drop(first)
    page.drop(last)
    if any(not page.lines[n].blank for n in range(at + 1, end)):
        _verbatim(page, at + 1, end)
    return end + 1


def _literal(page: MarkupPage, at: int, limit: int) -> int:
    """Mark the lines below ``::`` that are indented deeper than what introduces them."""
    end = at
    while end < len(page.lines) and (page.lines[end].blank or page.lines[end].indent > limit):
        end += 1
    _verbatim(page, at, end)
    return end


def _verbatim(page: MarkupPage, first: int, end: int) -> None:
    """Mark lines as code, less the blank ones around them, with one blank line above."""
    written = [n for n in range(first, end) if not page.lines[n].blank]
    start = page.lines[written[0]].start
    page.marks.append(Mark(kind="verbatim", start=start, end=page.lines[written[-1]].end))
    above = written[0] - 1
    while above >= 0 and _is_gone(page, page.lines[above]):
        above -= 1
    if above >= 0:
        page.cut(page.lines[above].end, start, "\n\n")


def _heading(page: MarkupPage, at: int, start: int, end: int, following: int) -> int:
    """Mark a heading and take its signs out; the first of a file is its title, if nothing but attributes is above."""
    line = page.lines[at]
    page.cut(line.start, start, "\n" if line.start else "")
    page.cut(end, line.end, "\n")
    if start < end:
        page.inline(start, end)
        page.marks.append(Mark(kind="heading", start=start, end=end))
        first = at < _HEADER_LINES and all(_is_gone(page, page.lines[n]) for n in range(at))
        if first and page.title is None and page.dialect.titled:
            page.title = Field(name="title", start=start, end=end)
        below = page.lines[following] if following < len(page.lines) else None
        if page.dialect.name == "AsciiDoc" and first and below and (by := _AUTHOR.fullmatch(page.said(below))):
            page.entries.append(Entry("author", by["name"], below.start, below.start + by.end("name")))
            page.drop(below)
            return _revision(page, following + 1)
    return following


def _revision(page: MarkupPage, at: int) -> int:
    """Read the line of version and day below an AsciiDoc author, and return the number of the line behind."""
    line = page.lines[at] if at < len(page.lines) else None
    revision = _REVISION.fullmatch(page.said(line)) if line else None
    if line is None or revision is None:
        return at
    if revision["day"]:
        start, end = (line.start + place for place in revision.span("day"))
        page.entries.append(Entry("date", revision["day"], start, end))
    page.drop(line)
    return at + 1


def _is_gone(page: MarkupPage, line: MarkupLine) -> bool:
    return line.blank or line.start in page.gone


def _underlined(page: MarkupPage, at: int) -> int | None:
    """Return the line behind a heading that is underlined, perhaps overlined as well; None if this is none."""
    if not page.dialect.underlined:
        return None
    over = _is_line_of_signs(page, at)
    name = at + over
    if name + 1 >= len(page.lines) or page.lines[name].blank or not _is_line_of_signs(page, name + 1):
        return None
    line, under = page.lines[name], page.lines[name + 1]
    said = page.said(line).strip()
    long_enough = under.end - under.start >= min(len(said), width(said))
    if not long_enough or not any(map(str.isalnum, said)) or (line.indent and not over):
        return None
    if over:
        page.drop(page.lines[at])
    _heading(page, name, line.start + line.indent, line.start + line.indent + len(said), name + 1)
    page.drop(under)
    return name + 2


def _is_line_of_signs(page: MarkupPage, at: int) -> bool:
    said = page.said(page.lines[at]).rstrip()
    return len(said) >= _FEWEST_SIGNS and said[0] in page.dialect.underlined and not said.strip(said[0])


def _directive(page: MarkupPage, at: int, directive: Directive) -> int:
    """Read a directive and what is indented below it: code, text, or nothing that a reader sees."""
    line, end = page.lines[at], at + 1
    while end < len(page.lines) and (page.lines[end].blank or page.lines[end].indent > line.indent):
        end += 1
        if directive.holds == "text" and not re.match(_OPTION, page.said(page.lines[end - 1])):
            break  # what is below is read on its own
    body = at + 1
    while body < end and re.match(_OPTION, page.said(page.lines[body])):
        page.drop(page.lines[body])
        body += 1
    if directive.holds == "rows":
        return list_table(page, at, body)
    if directive.holds == "nothing":
        if page.said(line).strip() == ".." and end > body and page.lines[body].blank:
            end = body
        page.drop(line, page.lines[end - 1])
        return end
    keep = line.start + directive.argument
    page.cut(line.start, keep if directive.argument < line.end - line.start else min(line.end + 1, len(page.text)))
    if directive.holds == "code":
        page.drop(line)
        while body < end and page.lines[body].blank:
            body += 1
        return _literal(page, body, line.indent) if body < end else end
    if directive.argument < line.end - line.start:
        page.inline(keep, line.end)
        page.cut(line.end, line.end, "\n")
    return body


def _paragraph(page: MarkupPage, lines: Sequence[MarkupLine]) -> None:
    """Take the marks out of running text, and join its wrapped lines."""
    if not lines:
        return
    for line in lines:
        if page.dialect.prefixes and (prefix := page.dialect.prefixes.match(page.text, line.start, line.end)):
            page.cut(line.start, prefix.end())
    write_items(page, lines)
    page.inline(lines[0].start, lines[-1].end)
    if page.dialect.wraps:
        for line, following in pairwise(lines):
            if _goes_on(page, line, following):
                end = len(page.said(line).rstrip()) + line.start
                before, after = page.text[end - 1], page.text[following.start + following.indent]
                mixed = before.isascii() != after.isascii()
                put = between(before, after) if page.blanks or not mixed else ""
                page.cut(end, following.start + following.indent, put)
    _literal_below(page, lines[-1])


def _literal_below(page: MarkupPage, line: MarkupLine) -> None:
    """Take one colon of ``::`` out, or both where nothing is introduced by it; what is indented below is as it is."""
    said = page.said(line).rstrip()
    if page.dialect.indented and said.endswith("::"):
        page.literal_below = line.indent
        end = line.start + len(said)
        page.cut(end - (2 if said.strip() == "::" or said[-3:-2] in _MARKS else 1), end)


def _goes_on(page: MarkupPage, line: MarkupLine, following: MarkupLine) -> bool:
    """Return whether a line's text goes on in the next."""
    items, row = page.dialect.items, page.dialect.row
    if items.match(page.said(following)) or row.match(page.said(following)) or row.match(page.said(line)):
        return False
    if page.said(line).rstrip().endswith(("\\\\", " +", "::")):
        return False
    if page.dialect.name == "AsciiDoc" and _BLOCK_TITLE.match(page.said(line)):
        return False
    return following.indent <= line.indent or items.match(page.said(line)) is not None
