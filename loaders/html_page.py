"""A saved web page: its article without the page around it, and what its head says of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bdci_corpus.loading import article_fields
from bdci_corpus.loading.html import (
    Kinds,
    TextBlock,
    ThreadPost,
    WebPage,
    article_of,
    choose,
    page_title,
    parse,
    posts_of,
    shown_of,
    stated_fields,
    visible,
    with_title,
    write,
)
from bdci_corpus.records import Edit, Field, Mark, Reading

_PROLOG = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,4}", re.DOTALL)
_OPENING = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:p|div|br|h[1-6]|table|tr|td|ul|ol|li|span|font|a|b|strong|section|article)\b[^<>]{0,300}>", re.IGNORECASE
)
_FRAGMENT = re.compile(
    r"\s*<(?:p|div|h[1-6]|table|ul|ol|section|article|center|font|span)\b[^<>]{0,300}>", re.IGNORECASE
)
_FEWEST_TAGS = 4


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it opens like a page, or it is full of tags."""
    start = _PROLOG.match(head)
    if _OPENING.match(head, start.end() if start else 0):
        return 0.97
    tags = len(_TAGS.findall(head)) if "<" in head else 0
    if tags < _FEWEST_TAGS:
        return 0.0
    if name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")):
        return 0.9
    return 0.85 if _FRAGMENT.match(head) else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the page as one document, its title and its article; the posts of a thread as one each."""
    page = parse(text)
    fields, extra = stated_fields(page)
    posts = posts_of(page)
    if len(posts) > 1:
        yield from _thread(page, posts, fields, extra)
        return
    article = article_of(*choose(page), fields)
    yield replace(_reading(Kinds(page), article.blocks, (0, len(text)), article.fields, extra), shown=visible(page))


def _thread(
    page: WebPage, posts: Sequence[ThreadPost], fields: Sequence[Field], extra: Mapping[str, object]
) -> Iterator[Reading]:
    """Yield each post as a document; the thread's title is that of all, and the first post's text begins with it."""
    shown = shown_of(page, page.blocks)
    title = page_title(shown, (), fields)
    shared = [field for field in with_title(title, fields) if field.name not in {"author", "published"}]
    said = shown.texts[title.block] if title is not None and title.block is not None else None
    kinds, starts = Kinds(page), [0, *(post.start for post in posts[1:]), len(page.text)]
    for number, post in enumerate(posts):
        region = (starts[number], starts[number + 1])
        blocks = post.blocks
        if number == 0 and title is not None:
            own = title.head or (shown.blocks[title.block] if title.block is not None else None)
            blocks = [own, *blocks] if own is not None and own.end <= blocks[0].start else blocks
        if number and said is not None:  # of the others it stands outside the region, where its tags are not taken out
            shared[0] = replace(shared[0], value=said)
        reading = _reading(kinds, blocks, region, [*shared, *post.fields], extra, f"post-{number + 1}")
        yield replace(reading, shown=() if number else visible(page))


def _reading(
    kinds: Kinds,
    blocks: Sequence[TextBlock],
    region: tuple[int, int],
    fields: Sequence[Field],
    extra: Mapping[str, object],
    locator: str = "",
) -> Reading:
    found = list(write(kinds, blocks, *region))
    return Reading(
        start=region[0],
        end=region[1],
        fields=tuple(fields),
        marks=tuple(item for item in found if isinstance(item, Mark)),
        edits=tuple(item for item in found if isinstance(item, Edit)),
        locator=locator,
        extra=extra,
    )


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the line that says when and where it was published, its dateline and its editors."""
    yield from article_fields(text)
