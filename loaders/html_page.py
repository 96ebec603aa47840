"""A saved web page: its article without the page around it, and what its head says of it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bdci_corpus.loading import body_fields, source_fields, source_line
from bdci_corpus.loading.html import Content, Element, Markup, Piece, find_content, markup_edits, parse, piece_of, plain
from bdci_corpus.records import Edit, Field, Mark, Reading

MAX_TITLE = 200
MAX_VALUE = 2000
"""Longer values of the head are none, in characters."""

_PROLOG = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,4}", re.DOTALL)
_OPENING = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:p|div|br|h[1-6]|table|tr|td|ul|ol|li|span|font|a|b|strong|section|article)\b[^<>]{0,300}>", re.IGNORECASE
)
_FRAGMENT = re.compile(
    r"\s*<(?:p|div|h[1-6]|table|ul|ol|section|article|center|font|span)\b[^<>]{0,300}>", re.IGNORECASE
)
_FEWEST_TAGS = 4

_METAS: Mapping[str, str] = {
    "og:title": "title",
    "article:author": "author",
    "author": "author",
    "article:published_time": "published",
    "og:release_date": "published",
    "datepublished": "published",
    "pubdate": "published",
    "publishdate": "published",
    "publish_time": "published",
    "dc.date": "published",
    "og:url": "url",
    "og:site_name": "publisher",
    "publisher": "publisher",
    "source": "outlet",
    "mediaid": "outlet",
}
"""What ``name``, ``property`` or ``itemprop`` of a ``<meta>`` says of which field; the first is taken."""

SAVED_FROM_WITHIN = 4096
_EXTRA = ("description", "keywords")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(?P<url>https?://[^\s<>]{3,2000}) -->")
_JSON_DATE = re.compile(r'"datePublished"\s{0,4}:\s{0,4}"(?P<published>\d{4}[^"\n]{0,40})"')
_SEPARATOR = re.compile(r"\s*[_|｜]+\s*|\s+[-–—·]+\s+|[-–—]+(?=[^-–—_|｜]{2,12}$)")
_SITE = re.compile(r"(?:网|網|报|報|社|台|站|在线|在線|频道|頻道|新闻|新聞|论坛|論壇|博客|社区|门户|首页|中心|com|cn)$")
MAX_SITE = 24
"""The longest last part of a title that may be the site's name, in characters."""

MAX_CHANNEL = 8
MAX_HEAD = 800
"""How long a title may be with the markup in it, or with the names of channels and site, in characters."""

_TITLED = re.compile(r"title|subject|headline|biaoti|\bbt\b", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it opens like a page, or it is full of tags."""
    start = _PROLOG.match(head)
    if _OPENING.match(head, start.end() if start else 0):
        return 0.97
    tags = len(_TAGS.findall(head))
    if tags < _FEWEST_TAGS:
        return 0.0
    if name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")):
        return 0.9
    return 0.85 if _FRAGMENT.match(head) else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the page as one document: its title and its content."""
    markup = parse(text)
    content = find_content(markup)
    fields, extra = _head(markup)
    element = markup.elements[content.element]
    title = _title(markup, fields, content)
    keep = [Piece(element.inner, element.stop, apart=True)]
    if title is not None and not element.inner <= title.start < element.stop:
        keep = sorted([*keep, Piece(title.start, title.end, apart=True)])
    found = list(markup_edits(markup, keep, _around(markup, content, title)))
    others = [field for field in fields if field.name != "title"]
    yield Reading(
        start=0,
        end=len(text),
        fields=(*([title] if title else [field for field in fields if field.name == "title"]), *others),
        marks=tuple(item for item in found if isinstance(item, Mark)),
        edits=tuple(item for item in found if isinstance(item, Edit)),
        extra=extra,
    )


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the line that says when and where it was published, its dateline and its editors."""
    source = source_line(text)
    body = 0
    if source is not None and (source["outlet"] or source["author"] or _ends(text, source)):
        yield from source_fields(source)
        body = source.end()
    yield from body_fields(text, body, sourced=bool(body))


def _ends(text: str, source: re.Match[str]) -> bool:
    """Return whether a line is a date and nothing else."""
    return not text[source.end("published") : source.end()].strip()


def _around(markup: Markup, content: Content, title: Field | None) -> list[Piece]:
    """Return what goes: where the title stands in it, only what is around the title."""
    dropped: list[Piece] = []
    for piece in (piece_of(markup.elements[number]) for number in content.dropped):
        if title is not None and piece.start <= title.start < piece.end:
            dropped += (Piece(piece.start, title.start, apart=True), Piece(title.end, piece.end, apart=True))
        else:
            dropped.append(piece)
    return sorted(dropped)


def _head(markup: Markup) -> tuple[list[Field], dict[str, object]]:
    """Return what the page says of itself where it is not shown, each field once."""
    fields: dict[str, Field] = {}
    for name, span in _said(markup):
        value = " ".join(plain(markup.text[slice(*span)][:MAX_VALUE]).split())
        is_url = value.startswith(("http://", "https://"))
        if value and span[1] - span[0] <= MAX_VALUE and is_url == (name == "url"):
            fields.setdefault(name, Field(name=name, start=span[0], end=span[1], value=value))
    return list(fields.values()), dict(_extra(markup))


def _said(markup: Markup) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the names of fields, and where the page says them, the surest first."""
    later: list[tuple[str, tuple[int, int]]] = []
    for element in markup.elements:
        match element.name:
            case "meta" if (key := _key(markup, element)) in _METAS and "content" in element.attributes:
                yield _METAS[key], element.attributes["content"]
            case "link" if "canonical" in markup.value(element, "rel").lower().split():
                yield "url", element.attributes.get("href", (0, 0))
            case "script" if "ld+json" in markup.value(element, "type"):
                dates = _JSON_DATE.finditer(markup.text, element.inner, element.stop)
                later += (("published", date.span("published")) for date in dates)
            case "time" if "datetime" in element.attributes:
                later.append(("published", element.attributes["datetime"]))
            case _:
                pass
    yield from later
    if saved := _SAVED_FROM.search(markup.text, 0, SAVED_FROM_WITHIN):
        yield "url", saved.span("url")


def _extra(markup: Markup) -> Iterator[tuple[str, object]]:
    """Yield what the page says of itself that has no column."""
    for element in markup.elements:
        if element.name == "html" and (language := markup.value(element, "lang")):
            yield "lang", language[:MAX_VALUE]
        elif element.name == "meta" and (key := _key(markup, element)) in _EXTRA and "content" in element.attributes:
            yield key, plain(markup.value(element, "content")[:MAX_VALUE])


def _key(markup: Markup, element: Element) -> str:
    return next((v for k in ("property", "name", "itemprop") if (v := markup.value(element, k))), "").lower()


def _title(markup: Markup, fields: Sequence[Field], content: Content) -> Field | None:
    """Return where the title stands: a heading that says what the head says, else the head itself."""
    head = next((e for e in markup.elements if e.name == "title" and markup.text[e.inner : e.stop].strip()), None)
    said = {field.name: field.value or "" for field in fields}
    names = [said.get("title", ""), *(_prefixes(plain(markup.text[head.inner : head.stop][:MAX_HEAD])) if head else ())]
    wanted = {_folded(name): -rank for rank, name in enumerate(names) if name}
    hidden = markup.inside([n for n in content.dropped if markup.elements[n].hidden])
    aside = markup.inside(content.dropped)
    found = [n for n, e in enumerate(markup.elements) if n not in hidden and _may_be_title(e)]
    texts = {number: _folded(_text(markup, markup.elements[number])) for number in found}
    named = {number for number in found if _is_named_title(markup, markup.elements[number])}
    same = [number for number in found if texts[number] in wanted and (number in named or number not in aside)]
    kept = markup.inside([content.element]) - aside
    best = max(same, key=lambda n: (wanted[texts[n]], n in kept, n in named), default=None)
    headings = [n for n in found if markup.elements[n].name == "h1" and texts[n] and n not in aside]
    if best is None and len(headings) == 1 and not wanted:
        best = headings[0]
    if best is not None:
        return _field(markup.text, markup.elements[best].inner, markup.elements[best].stop)
    return _head_title(markup.text, head, said.get("publisher", "")) if head else None


def _prefixes(title: str) -> list[str]:
    """Return a title of the head, whole and without one, two, ... of its last parts."""
    cuts = [found.start() for found in _SEPARATOR.finditer(title)]
    return [title.strip(), *(title[:cut].strip() for cut in reversed(cuts))]


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _may_be_title(element: Element) -> bool:
    """Return whether an element is short, and no link."""
    short = 0 < element.stop - element.inner <= MAX_HEAD
    return short and element.name not in {"title", "body", "html", "a", "option", "button"}


def _is_named_title(markup: Markup, element: Element) -> bool:
    """Return whether an element is a heading, or is called one."""
    names = (markup.value(element, name) for name in ("class", "id", "itemprop"))
    return element.name in _HEADINGS or any(_TITLED.search(name) for name in names)


def _text(markup: Markup, element: Element) -> str:
    return plain(re.sub(r"<[^<>]*>", "", markup.text[element.inner : element.stop]))


def _field(text: str, start: int, end: int) -> Field:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Field(name="title", start=start, end=start + len(piece.strip()))


def _head_title(text: str, head: Element, site: str) -> Field:
    """Return the title of the head without the site's name behind it."""
    start, end = head.inner, head.stop
    cuts = list(_SEPARATOR.finditer(text, start, end))
    named = False
    for cut in reversed(cuts):
        part = plain(text[cut.end() : end]).strip()
        channel = named and "_" in cut.group() and len(part) <= MAX_CHANNEL
        if not (_folded(part) == _folded(site) or (len(part) <= MAX_SITE and _SITE.search(part)) or channel):
            break
        named, end = True, cut.start()
    return _field(text, start, end)
