"""A post with front matter (Jekyll, Hexo, Hugo): YAML or TOML, then HTML or Markdown."""

import re
import tomllib
from collections.abc import Iterator

import yaml

from bdci_corpus import Edit, Field, LoaderError, Mark, Reading
from bdci_corpus.markup import html_edits

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
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>[^\[\]\n]{0,500})\]\((?P<target>[^()\s]{0,2000})(?:[ \t]+\"[^\"\n]{0,200}\")?\)"
)
_NAVIGATION = re.compile(r"返回|上一[篇页頁]|下一[篇页頁]|首页|首頁|目录|目錄|Back|Home|Next|Previous", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__|\*|_)(?=\S)([^*_\n]{1,500})(?<=\S)\1(?![\w*])")
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
        return 0.0
    pair = _PAIR.match(head, front.end())
    closed = re.search(rf"^{re.escape(front[1])}[ \t]*$", head[front.end() :], re.MULTILINE)
    return 0.95 if pair and closed else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Read the front matter into fields, and turn the body's markup into edits."""
    front = _FRONT.match(text)
    close = re.compile(rf"^{re.escape(front[1])}[ \t]*$", re.MULTILINE).search(text, front.end()) if front else None
    if not front or not close:
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
    body_edits, marks, found = _body(text, close.end())
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
    """Return the front matter's keys; a file that is not well-formed is read line by line."""
    try:
        values = tomllib.loads(front) if kind == "toml" else yaml.load(front, _Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        values = None
    if isinstance(values, dict):
        return {str(key): value for key, value in values.items()}
    return {pair["key"]: pair["value"].strip("\"'") for pair in _PAIR.finditer(front)}


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


def _around(title: Field | None, start: int, end: int) -> list[Edit]:
    """Take the front matter out of the text, but for the title, which heads it."""
    if title is None:
        return [Edit(start=start, end=end, replacement="", rule="front_matter")]
    return [
        Edit(start=start, end=title.start, replacement="", rule="front_matter"),
        Edit(start=title.end, end=end, replacement="\n\n", rule="front_matter"),
    ]


def _body(text: str, start: int) -> tuple[list[Edit], list[Mark], list[Field]]:
    """Turn the body into text: what it says of its origin, its links, and its markup."""
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
    covered = [(mark.start, mark.end) for mark in marks]
    found = [*_markdown(text, start), *html_edits(text, start)]
    edits, here = [], start
    for item in sorted((i for i in found if isinstance(i, Edit)), key=lambda edit: (edit.start, -edit.end)):
        inside = any(first <= item.start and item.end <= last for first, last in covered)
        if item.start >= here and not inside:
            edits.append(item)
            here = item.end
    return edits, marks + [item for item in found if isinstance(item, Mark)], fields


def _navigation(text: str, start: int) -> Iterator[Mark]:
    """Yield the lines that are nothing but links, at least one of which leads around the site."""
    for line in re.compile(r"^[^\n]*\]\([^\n]*$", re.MULTILINE).finditer(text, start):
        rest = _LINK.sub("", line.group())
        labels = " ".join(link["label"] for link in _LINK.finditer(line.group()))
        if not rest.strip(" \t|｜·»«<>-") and _NAVIGATION.search(labels):
            yield Mark(kind="furniture", start=line.start(), end=line.end())


def _markdown(text: str, start: int) -> Iterator[Edit | Mark]:
    """Yield edits for Markdown's links, headings and emphasis, unless the body is HTML."""
    for link in _LINK.finditer(text, start):
        yield Edit(start=link.start(), end=link.start("label"), replacement="", rule="markdown")
        yield Edit(start=link.end("label"), end=link.end(), replacement="", rule="markdown")
    if _BLOCK_TAG.search(text, start):
        return
    for heading in _HEADING.finditer(text, start):
        yield Edit(start=heading.start(), end=heading.start("heading"), replacement="", rule="markdown")
        yield Mark(kind="heading", start=heading.start("heading"), end=heading.end("heading"))
    for strong in _EMPHASIS.finditer(text, start):
        yield Edit(start=strong.start(), end=strong.start(2), replacement="", rule="markdown")
        yield Edit(start=strong.end(2), end=strong.end(), replacement="", rule="markdown")
