"""Read plain text: what its header states, what is drawn with characters, what others wrote around it; and its title.

Loaders of files that hold plain texts read each by it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bdci_corpus.loading.braces import code_blocks
from bdci_corpus.loading.bullets import letter_bullets
from bdci_corpus.loading.bylines import lone_source
from bdci_corpus.loading.classics import classic
from bdci_corpus.loading.dated import dated_top, stated_below
from bdci_corpus.loading.ebooks import aozora, gutenberg
from bdci_corpus.loading.facts import facts_at_top, title_above
from bdci_corpus.loading.listings import (
    apart,
    contents,
    framed_title,
    is_program,
    numbered_listings,
    rules_drawn,
    running_heads,
    spaced_title,
)
from bdci_corpus.loading.markdown import Header, copied_from, header_of_plain, stated
from bdci_corpus.loading.novels import NovelTop, marks_of_novels, masked_words, novel_top
from bdci_corpus.loading.page_top import title_again
from bdci_corpus.loading.platforms import PlatformPage, platform_page
from bdci_corpus.loading.sites import calls_of_sites, copied_head, offers_to_edit, tail_of_page, trail_at_top
from bdci_corpus.loading.spaced_lines import closed_lines
from bdci_corpus.loading.stray_tags import tags_left
from bdci_corpus.loading.tool_marks import tool_marks
from bdci_corpus.loading.underlined import underlined
from bdci_corpus.loading.wiki_text import wiki_marks
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import author_below, author_stated, authors_below, title_of

_TERMINAL = lazily("\x1b\\[[0-9;]*m")
"""A color of a terminal, which may stand before a line of a header."""


def plain_reading(text: str) -> Reading:
    """Return a plain text as one reading."""
    if "\x1b" in text:
        text = _TERMINAL.sub(lambda color: " " * len(color[0]), text)
    if (book := _book(text)) is not None:
        return book
    header = header_of_plain(text)
    fields, extra = stated(header.entries, canonical=True)
    novel = novel_top(text)
    if novel:
        known = {field.name for field in novel.fields}
        fields = [*novel.fields, *(field for field in fields if field.name not in known)]
        extra = {**extra, **novel.extra}
    titles = [field for field in fields if field.name == "title"]
    if header.spans and not titles and (above := title_above(text, header.spans[0][0])):
        fields.append(above)
    gone = [(start, next((t.start for t in titles if start <= t.start < end), end)) for start, end in header.spans]
    gone = _together([*gone, *(novel.gone if novel else ())])
    listings = [*numbered_listings(text), *code_blocks(text)]
    head, printed = copied_head(text)
    platform = platform_page(text) if not head and not novel and not titles else PlatformPage()
    if platform.found:
        fields, extra, head = [], {**platform.extra, **extra}, platform.found
        gone = []
    elif not head and not header.entries and not novel:
        head, said = facts_at_top(text)
        extra = {**said, **extra}
        known = {each.name for each in head if isinstance(each, Field)}
        if not known.issuperset({"title", "published"}) and (page := dated_top(text)):
            head = page
        if not any(isinstance(each, Field) and each.name == "outlet" for each in head):
            head = [*head, *lone_source(text)]
        if again := title_again(text):
            head = [*again, *(each for each in head if isinstance(each, Mark) or each.name != "title")]
    gone += [(mark.start, mark.end) for mark in head if isinstance(mark, Mark)]
    fields += [field for field in head if isinstance(field, Field)]
    gone += tail_of_page(text)
    extra = _copied(text, header, gone, fields) | extra
    first = len(text) - len(text.lstrip())
    top = [span for span in gone if span[0] <= first and not titles]  # it is none of the lines that may be the title
    gone = [span for span in gone if span not in top]
    heads = [*underlined(text), *wiki_marks(text)]
    found = (
        *(each for each in heads if isinstance(each, Edit)),
        *(Edit(start=start, end=end, replacement="", rule="header") for start, end in top),
        *trail_at_top(text),
        *rules_drawn(text),
        *running_heads(text),
        *calls_of_sites(text),
        *marks_of_novels(text),
        *printed,
        *offers_to_edit(text),
        *(closed_lines(text) or spaced_title(text)),
        *framed_title(text),
        *contents(text),
        *tags_left(text),
        *tool_marks(text),
        *letter_bullets(text),
    )
    edits = apart(found, (*gone, *((code.start, code.end) for code in listings)))
    marks = (*(Mark(kind="furniture", start=start, end=end) for start, end in _together(gone)), *listings)
    marks += tuple(each for each in heads if isinstance(each, Mark) and not _is_removed(each, edits, novel))
    marks += tuple(masked_words(text))
    return Reading(start=0, end=len(text), fields=tuple(fields), marks=marks, edits=tuple(edits), extra=extra)


def _copied(text: str, header: Header, gone: list[tuple[int, int]], fields: list[Field]) -> dict[str, object]:
    """Take over what a site adds to a copy, and what WeChat prints below its header; return what comes besides."""
    if header.spans and ("点击蓝字" in text or "收录于" in text):
        beside = list(stated_below(text, header.spans[-1][1]))
        gone += [(each.start, each.end) for each in beside if isinstance(each, Mark)]
        fields += [each for each in beside if isinstance(each, Field)]
    copied = copied_from(text, 0)
    gone += copied.spans
    of_copy, rest = stated(copied.entries, canonical=True)
    known = {field.name for field in fields}
    others = {each.name: each.value for each in of_copy if each.name in known and not _says(text, fields, each)}
    fields += [each for each in of_copy if each.name not in known]
    return rest | others


def _says(text: str, fields: Sequence[Field], stated_field: Field) -> bool:
    """Return whether one of the fields says what another does."""
    return any(
        each.name == stated_field.name and (each.value or text[each.start : each.end]).strip() == stated_field.value
        for each in fields
    )


def _is_removed(mark: Mark, edits: Sequence[Edit], novel: NovelTop | None) -> bool:
    """Return whether a line that is underlined leaves the text: what stands between rules above it is no heading."""
    at = bisect_right(edits, mark.start, key=lambda edit: edit.start) - 1
    removed = at >= 0 and mark.end <= edits[at].end and not edits[at].replacement
    return removed or (novel is not None and mark.start < novel.end)


def _together(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap as one."""
    merged = list[tuple[int, int]]()
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def plain_part(text: str, start: int, end: int, locator: str) -> Reading:
    """Return a part of a file as a plain text of its own."""
    read = plain_reading(text[start:end])
    return replace(
        read,
        start=start,
        end=end,
        locator=locator,
        fields=tuple(replace(each, start=each.start + start, end=each.end + start) for each in read.fields),
        marks=tuple(replace(each, start=each.start + start, end=each.end + start) for each in read.marks),
        edits=tuple(replace(each, start=each.start + start, end=each.end + start) for each in read.edits),
    )


def _book(text: str) -> Reading | None:
    """Return a book as its publisher has it, where signs of that stand in the text."""
    if "PROJECT GUTENBERG" in text and (book := gutenberg(text)) is not None:
        return book
    if "《" in text and ("［＃" in text or "は" in text) and (book := aozora(text)) is not None:
        return book
    return classic(text) if "¶" in text else None


def plain_fields(text: str) -> Iterator[Field | Mark]:
    """Find the title: the first line that can be one, apart from the text below; and the author below it."""
    if not is_program(text) and (title := title_of(text)):
        yield Field(name="title", start=title[0], end=title[1])
        if several := authors_below(text, title):
            (start, end), names = several
            yield Mark(kind="furniture", start=start, end=end)
            yield Field(name="author", start=start, end=end, value=names)
        elif author := author_below(text, title):
            line, name = author
            yield Mark(kind="furniture", start=line[0], end=line[1])
            yield Field(name="author", start=name[0], end=name[1])
        elif stated_name := author_stated(text):
            yield Field(name="author", start=stated_name[0], end=stated_name[1])
