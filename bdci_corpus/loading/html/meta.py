"""What a page says of itself where it is not shown: meta tags, links, JSON-LD, microdata; each with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bdci_corpus.loading.html.elements import WebPage
from bdci_corpus.loading.html.names import bare_name, is_nobody, is_site
from bdci_corpus.loading.html.tokens import Token, attributes, plain
from bdci_corpus.records import Field

MAX_VALUE = 2000
"""Longer values are none, in characters."""

MAX_JSON = 200_000
"""Longer JSON-LD is not read, in characters."""

_METAS: Mapping[str, tuple[str, int]] = {
    "og:title": ("title", 0),
    "article:author": ("author", 1),
    "author": ("author", 1),
    "dc.creator": ("author", 1),
    "byl": ("author", 1),
    "article:published_time": ("published", 0),
    "og:release_date": ("published", 0),
    "datepublished": ("published", 0),
    "pubdate": ("published", 0),
    "publishdate": ("published", 0),
    "publish_time": ("published", 0),
    "publish-date": ("published", 0),
    "dc.date": ("published", 1),
    "dc.date.issued": ("published", 1),
    "dcterms.created": ("published", 1),
    "date": ("published", 1),
    "weibo: article:create_at": ("published", 1),
    "dateupdate": ("published", 2),
    "og:url": ("url", 1),
    "og:site_name": ("publisher", 0),
    "publisher": ("publisher", 1),
    "dc.publisher": ("publisher", 1),
    "contentsource": ("outlet", 0),
    "source": ("outlet", 0),
    "mediaid": ("outlet", 0),
    "og:locale": ("language", 2),
    "content-language": ("language", 1),
    "dc.language": ("language", 1),
    "inlanguage": ("language", 1),
    "license": ("license", 1),
    "dc.rights": ("license", 2),
    "dcterms.license": ("license", 1),
    # what government sites are told to write
    "articletitle": ("title", 0),
    "sitename": ("publisher", 0),
}
"""What ``name``, ``property``, ``itemprop`` or ``http-equiv`` of a tag says of which field, the surest (0) first."""

_JSON_KEYS: Mapping[str, str] = {
    "headline": "title",
    "author": "author",
    "creator": "author",
    "datePublished": "published",
    "publisher": "publisher",
    "license": "license",
    "inLanguage": "language",
}

_WRITTEN = ("Article", "Posting", "Report", "Review", "Recipe", "HowTo")
"""Types of schema.org, or their ends, that are written by somebody; others count by their headline."""

_STRING = re.compile(r'"(?:[^"\\]|\\.){1,2000}+"')

_EXTRA = ("description", "keywords")

_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(?P<url>https?://[^\s<>]{3,2000}) -->")

SAVED_FROM_WITHIN = 4096
"""Browsers write where a page was saved from above everything else: within so many characters."""

_LICENSE_LINK = re.compile(
    r"""<a\s(?=[^<>]{0,500}rel\s{0,4}=\s{0,4}["']?license\b)[^<>]{0,500}?href\s{0,4}=\s{0,4}["']?(?P<url>https?://[^"'\s<>]{4,300})""",
    re.IGNORECASE,
)

MAX_DEPTH = 12
"""How deep JSON-LD is followed."""

MAX_KEYS = 20
"""How deep JSON-LD is looked into, and how many places of one key."""


_ADDRESS = re.compile(r"[\s,;，<(\[]*[\w.+-]{1,64}@[\w.-]{1,200}[>)\]]?")

_LABEL = re.compile(r"^(?:文章|稿件|信息)?(?:来源|來源|作者)\s?[：:]\s{0,4}")
"""What some sites write into a tag before the value that it is for."""

_SCRIPTED = re.compile(
    r"""[pP](?:ub|ublish|ublished|UB)_?(?:[tT]ime|[dD]ate|[aA]t|TIME|DATE)["']?\s{0,4}[:=]\s{0,4}["']"""
    r"""(?P<published>(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)"""
)
"""Where a page's script holds when it was published, which it shows or sends on."""

_WECHAT_TIME = re.compile(r"""\bvar\s{1,4}ct\s{0,4}=\s{0,4}["'](?P<published>1\d{9})["']""")
"""Where a page of WeChat has the time, in seconds since 1970; what it shows of it is "yesterday"."""


def stated_fields(page: WebPage) -> tuple[list[Field], dict[str, object]]:
    """Return the fields that a page's tags give, each once and the surest first, and what has no column."""
    fields: dict[str, Field] = {}
    extra: dict[str, object] = {}
    tails = _tails(page)
    for _, name, start, end, raw in sorted(_stated(page, extra), key=lambda stated: stated[0]):
        value = _LABEL.sub("", " ".join(plain(raw[:MAX_VALUE]).split()))
        if name == "author":
            name, value = _author(value, tails)  # noqa: PLW2901 - a site is no author
        is_url = value.startswith(("http://", "https://"))
        if value and end - start <= MAX_VALUE and (is_url == (name == "url") or name == "license"):
            fields.setdefault(name, Field(name=name, start=start, end=end, value=value))
    if "license" in fields:
        extra["license"] = fields["license"].value
    return list(fields.values()), extra


def _tails(page: WebPage) -> list[str]:
    """Return what stands behind the title in a page's head: the site and its channels."""
    head = next((note for note in page.notes if note.kind == "title"), None)
    return re.split(r"[-–—_|｜·]+", plain(page.text[head.start : head.end][:MAX_VALUE]))[1:] if head else []


def _author(value: str, tails: list[str]) -> tuple[str, str]:
    """Return what the value of an author's tag is: an author's name, the site's, or nothing."""
    name = bare_name(_ADDRESS.sub("", value).strip())
    if is_nobody(name):
        return "author", ""
    return ("publisher" if is_site(name, tails) else "author"), name


def scripted(text: str) -> Field | None:
    """Return when a page was published, where only its script says so: there is one time, or a name of WeChat's."""
    if (found := _WECHAT_TIME.search(text)) and "rich_media" in text:
        value = datetime.fromtimestamp(int(found["published"]), UTC).isoformat()
        return Field(name="published", start=found.start("published"), end=found.end("published"), value=value)
    times = {found["published"]: found.span("published") for found in _SCRIPTED.finditer(text)}
    if len(times) != 1:
        return None
    ((value, (start, end)),) = times.items()
    return Field(name="published", start=start, end=end, value=value)


_Stated = tuple[int, str, int, int, str]
"""How unsure it is, the field, the span of its value, and the value."""


def _stated(page: WebPage, extra: dict[str, object]) -> Iterator[_Stated]:
    text = page.text
    for note in page.notes:
        if note.kind == "json":
            yield from _in_json(text, note.start, note.end)
        elif note.kind not in {"title", "body", "comment"}:
            spans = attributes(text, Token("start", note.kind, note.start, note.end))
            yield from _in_tag(text, note.kind, spans, extra)
    if saved := _SAVED_FROM.search(text, 0, SAVED_FROM_WITHIN):
        yield 2, "url", *saved.span("url"), saved["url"]
    if "license" in text and (license_link := _LICENSE_LINK.search(text)):
        yield 2, "license", *license_link.span("url"), license_link["url"]


def _in_tag(text: str, kind: str, spans: Mapping[str, tuple[int, int]], extra: dict[str, object]) -> Iterator[_Stated]:
    """Yield what one tag says."""
    values = {name: text[slice(*span)] for name, span in spans.items()}
    if kind == "html" and (language := values.get("lang") or values.get("xml:lang")):
        yield 0, "language", *spans["lang" if values.get("lang") else "xml:lang"], language
        extra.setdefault("lang", language[:MAX_VALUE])
    elif kind == "link" and "href" in spans:
        related = values.get("rel", "").lower().split()
        for relation, name in (("canonical", "url"), ("license", "license")):
            if relation in related:
                yield 0, name, *spans["href"], values["href"]
    elif kind == "time" and "datetime" in spans:
        yield 3, "published", *spans["datetime"], values["datetime"]
    elif kind == "meta" and "content" in spans:
        keys = (values.get(name, "").strip().lower() for name in ("property", "name", "itemprop", "http-equiv"))
        key = next((key for key in keys if key), "")
        if key in _METAS:
            yield _METAS[key][1], _METAS[key][0], *spans["content"], values["content"]
        elif key in _EXTRA:
            extra.setdefault(key, plain(values["content"][:MAX_VALUE]))


def _in_json(text: str, start: int, end: int) -> Iterator[_Stated]:
    """Yield what JSON-LD says of an article, and where each value stands in it."""
    if end - start > MAX_JSON:
        return
    try:
        graph = json.loads(text[start:end], strict=False)
    except (ValueError, RecursionError):
        return
    for key, value in _of_articles(graph, 0):
        spans = [span for name in value if (span := _place(text, start, end, key, name))]
        if spans:
            rank = 0 if key == "author" else 1
            yield rank, _JSON_KEYS[key], min(spans)[0], max(spans)[1], _joined(value)


def _joined(names: Sequence[str]) -> str:
    """Return several names as one value, with the mark that their script has between them."""
    return ", ".join(names) if all(name.isascii() for name in names) else "、".join(names)


def _place(text: str, start: int, end: int, key: str, value: str) -> tuple[int, int] | None:
    """Return where JSON says a value, soon behind its key and without the quotation marks."""
    at = text.find(f'"{key}"', start, end)
    for _ in range(MAX_KEYS):
        if at < 0:
            return None
        for found in _STRING.finditer(text, at + len(key) + 2, min(end, at + 2 * MAX_VALUE)):
            if _decoded(found.group()) == value:
                return found.start() + 1, found.end() - 1
        at = text.find(f'"{key}"', at + 1, end)
    return None


def _decoded(raw_value: str) -> object:
    try:
        return json.loads(raw_value, strict=False)
    except ValueError:
        return None


def _of_articles(graph: object, depth: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the keys and values of whatever is written by somebody, or has a headline; all its authors."""
    if depth > MAX_DEPTH:
        return
    if isinstance(graph, list):
        for each in graph:
            yield from _of_articles(each, depth + 1)
    elif isinstance(graph, dict):
        kind = graph.get("@type")
        kinds = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
        if "headline" in graph or any(kind in kinds for kind in _WRITTEN):
            for key in _JSON_KEYS:
                if names := _names_of(graph.get(key)):
                    yield key, names if key == "author" else names[:1]
        for each in graph.values():
            if isinstance(each, list | dict):
                yield from _of_articles(each, depth + 1)


def _names_of(value: object) -> list[str]:
    """Return what a value is called: itself, its name, or those of several."""
    if isinstance(value, list):
        return [name for each in value[:MAX_KEYS] for name in _names_of(each)[:1]]
    if isinstance(value, dict):
        return _names_of(value.get("name"))[:1]
    return [value] if isinstance(value, str) and value else []
