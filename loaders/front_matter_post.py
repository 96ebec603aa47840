"""A post with front matter (Jekyll, Hexo, Hugo; YAML or TOML), or a Markdown file: HTML or Markdown."""

import json
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

import yaml

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.html import html_edits
from bdci_corpus.records import Edit, Field, Mark, Reading

_FENCES = {"---": "yaml", "+++": "toml"}
_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n")
_PAIR = re.compile(r"^(?P<key>[A-Za-z_][\w-]{0,63})[ \t]*[:=][ \t]*(?P<value>[^\n]*?)[ \t]*$", re.MULTILINE)
_BLOCK_TAG = re.compile(r"<(?:p|div|article|section|table|h[1-6]|ul|ol)\b", re.IGNORECASE)
_FIELDS = {
    "title": "title",
    "date": "published",
    "author": "author",
    "authors": "author",
    "source": "outlet",
    "url": "url",
    "link": "url",
    "source_url": "url",
    "original_url": "url",
}
_ORIGIN = re.compile(r"[（(](?:文章|原文|稿件)?[来來]源[：:][ \t]*(?P<outlet>[^()（）\n<>]{2,40})[)）]")
_AUTOLINK = re.compile(r"^[ \t]*<(?P<url>https?://[^\s<>]{3,2000})>[ \t]*$", re.MULTILINE)
_LINKED = re.compile(r"<(?:https?://[^\s<>]{3,2000}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6})>", re.ASCII)
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>[^\[\]\n]{0,500})\]\((?P<target>[^()\s]{0,2000})(?:[ \t]+\"[^\"\n]{0,200}\")?\)"
)
_NAVIGATION = re.compile(r"返回|上一[篇页頁]|下一[篇页頁]|首页|首頁|目录|目錄|Back|Home|Next|Previous", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"(?P<mark>\*\*|(?<!\w)__)(?=[^\s*_])(?P<strong>[^*_\n]{1,500})(?<=[^\s*_])(?P=mark)"
    r"|(?P<one>(?<![A-Za-z0-9_*\\])\*|(?<![\w\\])_)(?=[^\s*_])(?P<soft>[^*_\n]{1,500})(?<=[^\s*_])(?P=one)(?![A-Za-z0-9_*])",
)
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n`]*\n(?:.*?^(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)[^\n]{1,500}?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
_HIGHLIGHT = re.compile(
    r"^\{% *highlight\b[^%\n]{0,80}%\}[ \t]*\n(?P<code>.*?)^\{% *endhighlight *%\}[ \t]*$", re.MULTILINE | re.DOTALL
)
"""Code as Jekyll's template language has it."""

_MARKDOWN = re.compile(r"^#{1,6}[ \t]+\S|^(?:```|~~~)|\]\([^()\s]{1,2000}\)|\*\*\S", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(?P<heading>[^\n]{1,200}?)[ \t]*#*[ \t]*$", re.MULTILINE)


class _Loader(yaml.SafeLoader):
    """YAML without aliases, which a hostile file can nest without end, and without guessed types."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases."""
        if self.check_event(yaml.AliasEvent):
            message = "aliases are not read"
            raise yaml.YAMLError(message)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {}


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it opens with a fence and a key."""
    front = _FRONT.match(head)
    if not front:
        return 0.3 if name.lower().endswith((".md", ".markdown")) and _MARKDOWN.search(head) else 0.0
    pair = _PAIR.match(head, front.end())
    closed = re.search(rf"^{re.escape(front[1])}[ \t]*$", head[front.end() :], re.MULTILINE)
    return 0.95 if pair and closed else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Read the front matter into fields, and turn the body's markup into edits."""
    front = _FRONT.match(text)
    if front is None:
        edits, marks, found = _body(text, 0, "")
        yield Reading(start=0, end=len(text), fields=tuple(found), marks=tuple(marks), edits=tuple(edits))
        return
    close = re.compile(rf"^{re.escape(front[1])}[ \t]*$", re.MULTILINE).search(text, front.end())
    if close is None:
        raise LoaderError(
            name,
            "The front matter is not closed.",
            "Close it with a line ---, or name another loader.",
        )
    inner = (front.end(), close.start())
    values = _values(text[slice(*inner)], _FENCES[front[1]])
    fields, extra, edits = _front_matter(text, inner, values)
    title = next((field for field in fields if field.name == "title"), None)
    edits += _around(title, front.start(), close.end())
    said = str(values.get("title") or "") if title else ""
    body_edits, marks, found = _body(text, close.end(), said)
    fields += found
    yield Reading(
        start=0,
        end=len(text),
        fields=tuple(fields),
        marks=tuple(marks),
        edits=tuple(sorted([*edits, *body_edits], key=lambda edit: (edit.start, edit.end))),
        extra=extra,
    )


def _values(front: str, kind: str) -> dict[str, object]:
    """Return the front matter's keys; lines that are not well-formed are taken as they stand."""
    for attempt in (front, _quoted(front)) if kind == "yaml" else (front,):
        try:
            values = tomllib.loads(attempt) if kind == "toml" else yaml.load(attempt, _Loader)  # noqa: S506 - safe
        except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
            continue
        if isinstance(values, dict):
            return {str(key): value for key, value in values.items()}
    return {pair["key"]: pair["value"].strip("\"'") for pair in _PAIR.finditer(front)}


def _quoted(front: str) -> str:
    """Quote the values that are not YAML by themselves: titles with a colon, or with quotes in quotes."""

    def quote(pair: re.Match[str]) -> str:
        try:
            yaml.load(pair.group(), _Loader)  # noqa: S506 - a safe loader
        except (yaml.YAMLError, RecursionError, ValueError):
            value = pair["value"]
            inner = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
            return f"{pair['key']}: {json.dumps(inner, ensure_ascii=False)}"
        return pair.group()

    return _PAIR.sub(quote, front)


def _front_matter(
    text: str, inner: tuple[int, int], values: dict[str, object]
) -> tuple[list[Field], dict[str, object], list[Edit]]:
    """Find where the known keys' values stand; the others are extra."""
    fields: list[Field] = []
    edits: list[Edit] = []
    located = {pair["key"]: pair for pair in _PAIR.finditer(text, *inner)}
    extra: dict[str, object] = {}
    for key, value in values.items():
        name = _FIELDS.get(key.lower())
        pair = located.get(key)
        if name is not None and pair is not None and (said := _said(value)):
            fields.append(Field(name=name, start=pair.start("value"), end=pair.end("value"), value=said))
            continue
        if name is None or pair is None or not isinstance(value, str) or not value.strip():
            if value not in (None, ""):
                extra[key] = value
            continue
        start, end = pair.span("value")
        if text[start:end][:1] in "\"'" and text[start:end][-1:] == text[start : start + 1] and end - start > 1:
            start, end = start + 1, end - 1
        if text[start:end] != value and name == "title" and "\n" not in value:
            edits.append(Edit(start=start, end=end, replacement=value, rule="front_matter"))
        fields.append(Field(name=name, start=start, end=end))
    return fields, extra, edits


def _said(value: object) -> str:
    """Return what a list of names says, or a time that TOML has read already."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return "、".join(name.strip() for name in value if name.strip())
    return value.isoformat() if isinstance(value, date) else ""


def _around(title: Field | None, start: int, end: int) -> list[Edit]:
    """Take the front matter out of the text, but for the title, which heads it."""
    if title is None:
        return [Edit(start=start, end=end, replacement="", rule="front_matter")]
    return [
        Edit(start=start, end=title.start, replacement="", rule="front_matter"),
        Edit(start=title.end, end=end, replacement="\n\n", rule="front_matter"),
    ]


def _body(text: str, start: int, title: str) -> tuple[list[Edit], list[Mark], list[Field]]:
    """Turn the body into text: what it says of its origin, its links, and its markup; code stays as it is."""
    marks: list[Mark] = []
    fields: list[Field] = []
    for origin in list(_ORIGIN.finditer(text, start))[-1:]:
        marks.append(Mark(kind="furniture", start=origin.start(), end=origin.end()))
        fields += (
            Field(name=name, start=origin.start("outlet"), end=origin.end("outlet")) for name in ("outlet", "publisher")
        )
    for link in list(_AUTOLINK.finditer(text, start))[-1:]:
        marks.append(Mark(kind="furniture", start=link.start(), end=link.end()))
        fields.append(Field(name="url", start=link.start("url"), end=link.end("url")))
    marks += _navigation(text, start)
    highlighted = list(_HIGHLIGHT.finditer(text, start, text.rfind("%}", start) + 2))  # no search beyond the last end
    marks += (Mark(kind="verbatim", start=code.start("code"), end=code.end("code")) for code in highlighted)
    code = sorted(match.span() for match in highlighted)
    code = sorted([*code, *(m.span() for m in _CODE.finditer(text, start) if not _touches(m.span(), code))])
    covered = sorted([*((mark.start, mark.end) for mark in marks), *code])
    is_html = any(_BLOCK_TAG.search(text, first, last) for first, last in _between(start, len(text), code))
    found = [item for item in _markdown(text, start, is_html=is_html) if not _touches(item, code)]
    for first, last in _between(start, len(text), code):
        found += html_edits(text, first, last)
    if not is_html:
        fields, found = _titled(text, fields, found, title, front=start > 0)
    edits, here = [], start
    for item in sorted((i for i in found if isinstance(i, Edit)), key=lambda edit: (edit.start, -edit.end)):
        inside = any(first <= item.start and item.end <= last for first, last in covered)
        if item.start >= here and not inside:
            edits.append(item)
            here = item.end
    for tags in highlighted:
        edits.append(Edit(start=tags.start(), end=tags.start("code"), replacement="", rule="markdown"))
        edits.append(Edit(start=tags.end("code"), end=tags.end(), replacement="", rule="markdown"))
    return edits, marks + [item for item in found if isinstance(item, Mark)], fields


def _titled(
    text: str, fields: list[Field], found: list[Edit | Mark], title: str, *, front: bool
) -> tuple[list[Field], list[Edit | Mark]]:
    """Take the first heading as the title, or if the front matter says the same title, out of the text."""
    first = next((item for item in found if isinstance(item, Mark) and item.kind == "heading"), None)
    top = first is not None and not text[text.rfind("\n", 0, first.start) + 1 : first.start].strip("# \t")
    if first is None or not top:
        return fields, found
    said = text[first.start : first.end]
    if not front and text[: first.start].strip("# \t\n") == "":
        return [Field(name="title", start=first.start, end=first.end), *fields], found
    if front and title and "".join(said.split()) == "".join(title.split()):
        gone = Mark(kind="furniture", start=first.start, end=first.end)
        return fields, [gone if item is first else item for item in found]
    return fields, found


def _touches(item: Edit | Mark | tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Return whether something begins or ends in a span; spans are sorted and disjoint."""
    start, end = item if isinstance(item, tuple) else (item.start, item.end)
    at = bisect_right(spans, (end, end))
    return any(first < end and start < last for first, last in spans[max(0, at - 1) : at + 1])


def _between(start: int, end: int, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a text without some spans."""
    for first, last in spans:
        yield start, first
        start = last
    yield start, end


def _navigation(text: str, start: int) -> Iterator[Mark]:
    """Yield the lines that are nothing but links, at least one of which leads around the site."""
    for line in re.compile(r"^[^\n]*\]\([^\n]*$", re.MULTILINE).finditer(text, start):
        rest = _LINK.sub("", line.group())
        labels = " ".join(link["label"] for link in _LINK.finditer(line.group()))
        if not rest.strip(" \t|｜·»«<>-") and _NAVIGATION.search(labels):
            yield Mark(kind="furniture", start=line.start(), end=line.end())


def _markdown(text: str, start: int, *, is_html: bool) -> Iterator[Edit | Mark]:
    """Yield edits for Markdown's links, and unless the body is HTML for its headings and emphasis.

    What a picture is called is its caption. Lists, quotations and code keep their marks, which carry meaning.
    """
    for link in _LINK.finditer(text, start):
        yield Edit(start=link.start(), end=link.start("label"), replacement="", rule="markdown")
        yield Edit(start=link.end("label"), end=link.end(), replacement="", rule="markdown")
        if link["image"] and link["label"].strip():
            yield Mark(kind="caption", start=link.start("label"), end=link.end("label"))
    for linked in _LINKED.finditer(text, start):
        yield Edit(start=linked.start(), end=linked.start() + 1, replacement="", rule="markdown")
        yield Edit(start=linked.end() - 1, end=linked.end(), replacement="", rule="markdown")
    if is_html:
        return
    for heading in _HEADING.finditer(text, start):
        yield Edit(start=heading.start(), end=heading.start("heading"), replacement="", rule="markdown")
        yield Edit(start=heading.end("heading"), end=heading.end(), replacement="", rule="markdown")
        yield Mark(kind="heading", start=heading.start("heading"), end=heading.end("heading"))
    for strong in _EMPHASIS.finditer(text, start):
        inner = "strong" if strong["mark"] else "soft"
        yield Edit(start=strong.start(), end=strong.start(inner), replacement="", rule="markdown")
        yield Edit(start=strong.end(inner), end=strong.end(), replacement="", rule="markdown")
