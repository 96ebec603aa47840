"""Read a post: front matter, headers, body, each by its own parser, to one reading."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from bdci_corpus.loading.markdown.blocks import LONGEST_CHOICE, Blocks, MarkdownBlock, MarkdownHeading
from bdci_corpus.loading.markdown.copies import copied_from
from bdci_corpus.loading.markdown.dialects import dialects
from bdci_corpus.loading.markdown.events import MarkdownEvent, parse
from bdci_corpus.loading.markdown.fields import Entry, stated
from bdci_corpus.loading.markdown.front_matter import FrontMatter, front_matter
from bdci_corpus.loading.markdown.headers import Header, header_at_end, header_at_top
from bdci_corpus.loading.markdown.html_blocks import html_block
from bdci_corpus.loading.markdown.masks import Mask, Masked, put_on
from bdci_corpus.loading.markdown.pieces import Inline, InlineRow, edits_of, marks_of
from bdci_corpus.loading.markdown.templates import templates
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field, Reading
from bdci_corpus.text import HAN_CLASS

_HTML_NAME = (".html", ".htm", ".xhtml")

_ORIGIN = lazily(r"[（(](?:文章|原文|稿件)?[来來]源[：:][ \t]*(?P<outlet>[^()（）\n<>]{2,40})[)）]")

_NAVIGATION = lazily(
    r"\s*(?:←|«|<)?\s*(?:返回(?![值类型结])|上一[篇页頁章节]|下一[篇页頁章节]|首页|首頁|(?:返回)?目录\s*$|(?:返回)?目錄\s*$|Back\b|Home\s*$|Next\b|Previous\b|Prev\b)",
    re.IGNORECASE,
)

_BESIDE_LINKS = lazily(r"[\s|｜·»«<>/-]*")

_LANGUAGES = lazily(
    r"(?:(?:[\W_]|README[\w.-]*)*(?:简体中文|中文简体|繁[體体]中文|中文繁[體体]|正體中文|中文(?:文档|文檔|版|说明)?|英文(?:文档|版)?"
    r"|English(?: (?:Docs?|Version))?|Chinese|日本語|한국어|Français|Español|Deutsch|Русский|Português"
    r"|Italiano|Türkçe|Tiếng Việt|ไทย|العربية|EN|ZH|CN))+[\W_]*",
    re.IGNORECASE,
)
"""A line that leads to a text in other languages: English | 简体中文."""

_SECTION = lazily(
    r"(?:\d+[.、]?\s*|[一二三四五六七八九十]+、\s*)?(?:介绍|前言|简介|背景|概述|引言|序言|导语|摘要|目录|正文|导读|写在前面|更新日志|第[一二三四五六七八九十\d]{1,4}(?:[章节篇回]|部分)|参考(?:资料|文献|链接)?|"
    r"introduction|overview|background|preface|table of contents|contents|toc|abstract)\s*",
    re.IGNORECASE,
)
"""Headings of a section that any text may have: no title, unless one heads all others."""

_CONTENTS = lazily(r"[【\[《]?(?:目录|目錄)[】\]》]?")

_EDITED = lazily(r"^(?:编辑|发布)于 (?P<day>(?:19|20)\d\d-\d{2}-\d{2} \d{2}:\d{2})(?=[^\n\d:])[^\n]*$", re.MULTILINE)
"""How Zhihu ends a text: 编辑于 2021-03-04 12:30・天津."""

_SENTENCE = lazily(r"[。！？!?…；;，,、：:.][”’」』）)】》\"']*$|[。！？]")

_BOLD_LINE = lazily(r"^[ ]{0,3}\*\*[^*\n]{1,80}\*\*[：:]?[ \t]*$", re.MULTILINE)

_WORD = lazily(r"[^\W\d_]")

_HAN = lazily(f"[{HAN_CLASS}]")

LONGEST_TITLE = 80
"""The longest first line that may be the title, in characters."""

_TIGHT = lazily(rf"#[{HAN_CLASS}\w“《【][^#\n]{{0,79}}")
"""A heading whose sign no blank stands behind."""

_LATE = 3
"""A first heading behind so many paragraphs of prose is no title."""

_NEAR_END = 3
"""Among how many last blocks a post says where it comes from and under what terms."""


@dataclass(slots=True)
class _PostDraft:
    """What is known of a post so far."""

    text: str
    name: str
    fields: list[Field] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)
    front: FrontMatter | None = None

    def add(self, fields: Sequence[Field], extra: dict[str, object]) -> None:
        """Take over what is stated; what was stated before counts."""
        known = {each.name: each.value for each in self.fields}
        for each in fields:
            if each.name not in known:
                self.fields.append(each)
            elif each.value and each.name != "title" and _folded(each.value) != _folded(known[each.name] or ""):
                self.extra.setdefault(each.name, each.value)
        for key, value in extra.items():
            self.extra.setdefault(key, value)

    def field(self, name: str) -> Field | None:
        """Return a field by name."""
        return next((each for each in self.fields if each.name == name), None)


def read_post(text: str, name: str) -> Reading:
    """Return a post as one reading of the whole file.

    Raises:
        LoaderError: its front matter is opened and not closed.
    """
    post = _PostDraft(text, name, front=front_matter(text, name))
    start = post.front.end if post.front else 0
    if post.front:
        post.add(*stated(_without_day_of_clip(post.front.entries)))
        _published_below(post, start)
    if post.front and name.lower().endswith(_HTML_NAME):
        pieces, found = html_block(text, start, len(text))
        rows = [(mark.kind, mark.start, mark.end) for mark in found]
        return _reading(post, [Inline("put", start, start, "\n\n"), *pieces], rows, Masked(text))
    masks = [*_headers(post, start), *([Mask(0, start, "lines")] if start else [])]
    masked, captions = _masked(text, name, start, masks)
    blocks = _blocks(text, masked)
    if blocks.surplus:
        masked, captions = _masked(text, name, start, [*masks, Mask(*blocks.surplus, "blank")])
        blocks = _blocks(text, masked)
    for span in captions:
        blocks.mark("caption", *span)
    _tight_headings(blocks)
    _title(post, blocks, _furniture(post, blocks))
    marks = [*blocks.marks, *(("verbatim", s, e) for s, e in masked.verbatim if e - s > 1)]
    return _reading(post, blocks.pieces, [*marks, *_origin(post, start), ("parted", start, len(text))], masked)


def _without_day_of_clip(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries without what says when a page was clipped, by a key that elsewhere says when a text was made."""
    clipped = any(entry.key.lower() == "tags" and "clippings" in str(entry.value) for entry in entries)
    return [entry._replace(key="clipped") if clipped and entry.key == "created" else entry for entry in entries]


def _published_below(post: _PostDraft, start: int) -> None:
    """Take over the day below the text of a page that was clipped, where its front matter states none."""
    if post.field("published") is None and ("编辑于" in post.text or "发布于" in post.text):
        found = list(_EDITED.finditer(post.text, start))
        if len(found) == 1:
            post.add([Field(name="published", start=found[0].start("day"), end=found[0].end("day"))], {})


def _blocks(text: str, masked: Masked) -> Blocks:
    blocks = Blocks(text, masked.text, masked.breaks)
    blocks.read()
    return blocks


def _headers(post: _PostDraft, start: int) -> list[Mask]:
    """Take over what headers at the top and credits at the end state, and hide them."""
    masks: list[Mask] = []
    top = header_at_top(post.text, start)
    end = header_at_end(post.text, max((stop for _, stop in top.spans), default=start))
    copied = copied_from(post.text, start)
    if (end.spans or copied.spans) and ("```" in post.text or "~~~" in post.text):
        code = _code(parse(post.text))
        end, copied = _without_code(end, code), _without_code(copied, code)
    for header in (top, end, copied):
        fields, extra = stated(header.entries, canonical=True)
        post.add(fields, extra)
        masks += (Mask(first, last, "lines") for first, last in header.spans)
    return masks


def _without_code(header: Header, code: Sequence[tuple[int, int]]) -> Header:
    """Return what a header states, or nothing where it stands in code: that a post shows states nothing of it."""
    is_code = any(first < stop and start < last for first, last in header.spans for start, stop in code)
    return Header([], []) if is_code else header


def _masked(text: str, name: str, start: int, masks: list[Mask]) -> tuple[Masked, list[tuple[int, int]]]:
    """Return the text as the parser is shown it, and the captions of pictures that tags of templates name."""
    maybe = list(dialects(text, start, [], name))
    if not maybe and ("{" not in text or ("{%" not in text and "{{" not in text)):
        return put_on(text, masks), []
    code = _code(parse(put_on(text, masks).text))
    tags = templates(text, start, code)
    literal = ((mask.start, mask.end) for mask in tags.masks if mask.way in ("block", "literal"))
    covered = sorted([*code, *literal])
    return put_on(text, [*masks, *tags.masks, *dialects(text, start, covered, name)]), tags.captions


def _code(events: Iterable[MarkdownEvent]) -> list[tuple[int, int]]:
    """Return the spans of code and formulas, sorted and disjoint."""
    spans = [
        (e.start, e.end)
        for e in events
        if e.kind in ("Code", "InlineMath", "DisplayMath") or (e.kind == "CodeBlock" and e.edge == "+")
    ]
    return sorted(spans)


def _tight_headings(blocks: Blocks) -> None:
    """Make headings of ``#标题`` without a blank: the first line of a text that has other headings, or several.

    A line of hashtags has more than one sign, and one alone heads nothing.
    """
    found = [line for line in blocks.tight if _TIGHT.fullmatch(line.text) and not _SENTENCE.search(line.text)]
    opens = bool(found and blocks.headings) and found[0].after == 0
    for line in found if len(found) > 1 else found[:opens]:
        first, end = line.pieces
        at = next(n for n in range(first, end) if blocks.pieces[n][1] == line.start and blocks.pieces[n][0] == "keep")
        _, start, stop, _, parent = blocks.pieces[at]
        blocks.pieces[at] = ("swap", start, stop, blocks.source[start + 1 : stop], parent)
        blocks.mark("heading", line.start, line.end)
        blocks.headings.append(line._replace(text=line.text[1:]))
    blocks.headings.sort(key=lambda heading: heading.start)


def _furniture(post: _PostDraft, blocks: Blocks) -> int:
    """Leave out navigation, take the address that a text ends with as its own; count paragraphs of links at the top."""
    late = blocks.many - _NEAR_END
    top, above = blocks.headings[0].start if blocks.headings else 0, 0
    for block in reversed(blocks.linked):
        if len(block.text) <= LONGEST_CHOICE and _LANGUAGES.fullmatch(block.text.strip()):
            above += block.kind == "paragraph"
            _drop(blocks, block)
            continue
        rest = block.text
        for label in block.labels:
            rest = rest.replace(label, "", 1)
        if not _BESIDE_LINKS.fullmatch(rest):
            continue
        above += block.kind == "paragraph" and any(start < top for _, start, *_ in blocks.pieces[slice(*block.pieces)])
        if block.is_autolink and len(block.labels) == 1:
            address = block.text.strip()
            if post.field("url") is None and (block.number >= late or post.front) and address.startswith("http"):
                kept = [row for row in blocks.pieces[slice(*block.pieces)] if row[0] == "keep"]
                post.add([Field(name="url", start=kept[0][1], end=kept[-1][2], value=address)], {})
                _drop(blocks, block)
        elif any(_NAVIGATION.match(label) for label in block.labels):
            _drop(blocks, block)
    return above


def _drop(blocks: Blocks, block: MarkdownBlock | MarkdownHeading) -> None:
    """Leave a block out of the text."""
    span = slice(*block.pieces)
    blocks.pieces[span] = [("put", start, end, "", 0) for _, start, end, _, _ in blocks.pieces[span]]


def _drop_heading(blocks: Blocks, heading: MarkdownHeading) -> None:
    """Leave a heading out of the text, but nothing else of the block of HTML in which it may stand."""
    span = slice(*heading.pieces)
    blocks.pieces[span] = [
        ("put", start, end, "", 0) if kind == "put" or heading.start <= start <= end <= heading.end else row
        for row in blocks.pieces[span]
        for kind, start, end, *_ in (row,)
    ]


def _title(post: _PostDraft, blocks: Blocks, above: int) -> None:
    """Decide the title by the best evidence, and see to it that it stands in the text once.

    ``above`` is how many paragraphs at the top are nothing but links.
    """
    known = post.field("title")
    first = blocks.headings[0] if blocks.headings else None
    if first and known and _folded(first.text) == _folded(known.value or ""):
        _drop_heading(blocks, first)
        blocks.marks = [m for m in blocks.marks if m[:2] != ("heading", first.start)]
        blocks.headings.pop(0)
    elif first and _may_be_title(first, blocks.headings, above) and not (known and _states_title(post, known, first)):
        if known:
            post.extra.setdefault("title", known.value)
            post.fields.remove(known)
        post.fields.append(Field(name="title", start=first.start, end=first.end, value=first.text.strip()))
        return
    if known is None:
        subject = post.extra.get("translation_of") if not first else None
        line = _first_line(blocks)
        if line and not isinstance(subject, str):
            post.fields.append(line)
    if known:
        swapped = Inline("swap", known.start, known.end, known.value or "")
        blocks.pieces[:0] = [swapped, Inline("put", known.end, known.end, "\n\n")]


def _states_title(post: _PostDraft, known: Field, first: MarkdownHeading) -> bool:
    """Return whether a stated title is this text's: a header may state that of an original in another language."""
    in_front = post.front is not None and known.start < post.front.end
    return in_front or bool(_HAN.search(known.value or "")) or not _HAN.search(first.text)


def _may_be_title(heading: MarkdownHeading, headings: Sequence[MarkdownHeading], above: int) -> bool:
    """Return whether the first heading is the text's title and not a section's; ``above`` are no prose."""
    after = max(0, heading.after - above)
    alone = heading.level == 1 and sum(each.level == 1 for each in headings) == 1
    early = after == 0 or (alone and after < _LATE)
    above_all = all(each.level > heading.level for each in headings[1:])
    heads_all = above_all and after == 0 and len(headings) > 1
    named = heads_all or not _SECTION.fullmatch(heading.text.strip())
    named = named and not _CONTENTS.fullmatch("".join(heading.text.split()))
    return early and len(heading.text) <= 2 * LONGEST_TITLE and named


def _first_line(blocks: Blocks) -> Field | None:
    """Return the first paragraph as the title, if it can be one: a short line, no sentence, prose below."""
    if len(blocks.first) < 2 or blocks.first[0].kind != "paragraph" or blocks.first[0].in_container:  # noqa: PLR2004
        return None
    block, below = blocks.first
    words = block.text.strip()
    if (
        words.startswith("#")
        or len(words) > LONGEST_TITLE
        or "\n" in words
        or _SENTENCE.search(words)
        or not _WORD.search(words)
        or block.has_links
    ):
        return None
    if below.kind != "paragraph" or not _SENTENCE.search(below.text.strip()):
        return None
    kept = [row for row in blocks.pieces[slice(*block.pieces)] if row[0] == "keep"]
    if kept and _is_one_label_of_several(blocks.source, kept[0][1]):
        return None
    if not kept or any(kind == "caption" and start < kept[-1][2] for kind, start, _ in blocks.marks):
        return None
    return Field(name="title", start=kept[0][1], end=kept[-1][2], value=words)


def _is_one_label_of_several(source: str, start: int) -> bool:
    """Return whether a first line is bold, and others are: the labels of a form, and no title."""
    bold = list(islice(_BOLD_LINE.finditer(source), 2))
    return len(bold) > 1 and bold[0].start() < start < bold[0].end()


def _origin(post: _PostDraft, start: int) -> list[tuple[str, int, int]]:
    """Return the line that says where a text comes from as furniture, and take over what it says."""
    if "源" not in post.text or not ("源：" in post.text or "源:" in post.text):
        return []
    found = deque(_ORIGIN.finditer(post.text, start), maxlen=1)
    if not found:
        return []
    origin = found[0]
    span = origin.span("outlet")
    post.add([Field(name=name, start=span[0], end=span[1]) for name in ("outlet", "publisher")], {})
    return [("furniture", *origin.span())]


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _reading(
    post: _PostDraft, pieces: list[InlineRow], marks: Sequence[tuple[str, int, int]], masked: Masked
) -> Reading:
    """Put everything together."""
    text, title = post.text, post.field("title")
    if (
        title
        and post.front
        and title.start < post.front.end
        and not any(kind == "swap" and start == title.start for kind, start, _, _, _ in pieces)
    ):
        pieces = [Inline("swap", title.start, title.end, title.value or ""), *pieces]
    gone = [span for span in masked.gone if not (title and span[0] <= title.start <= title.end <= span[1])]
    return Reading(
        start=0,
        end=len(text),
        fields=tuple(_unmasked(each, text, masked) if each.name == "title" else each for each in post.fields),
        marks=marks_of(marks),
        edits=edits_of(text, pieces, 0, len(text), gone, masked.shown),
        extra=post.extra,
    )


def _unmasked(title: Field, text: str, masked: Masked) -> Field:
    """Return a title as it reads without what dialects of Markdown mark in it."""
    value = title.value
    for start, end in masked.gone if value else ():
        if title.start <= start and end <= title.end:
            value = (value or "").replace(text[start:end], masked.shown.get(start, ""), 1)
    return title if value == title.value else replace(title, value=value)
