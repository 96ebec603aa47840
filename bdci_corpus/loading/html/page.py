"""Read a saved web page: its article or the posts of a thread, and what its head says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bdci_corpus.loading.html.article import article_of, page_title, with_title
from bdci_corpus.loading.html.blocks import shown_of
from bdci_corpus.loading.html.content import choose
from bdci_corpus.loading.html.elements import TextBlock, WebPage
from bdci_corpus.loading.html.meta import stated_fields
from bdci_corpus.loading.html.parser import parse
from bdci_corpus.loading.html.thread import ThreadPost, posts_of
from bdci_corpus.loading.html.visible import visible
from bdci_corpus.loading.html.writer import Kinds, write
from bdci_corpus.records import Edit, Field, Mark, Reading


def page_readings(text: str) -> Iterator[Reading]:
    """Yield the page as one document, its title and its article; the posts of a thread as one each."""
    page = parse(text)
    fields, extra = stated_fields(page)
    posts = posts_of(page)
    if len(posts) > 1:
        yield from _thread(page, posts, fields, extra)
    else:
        yield _whole(page, fields, extra)


def page_reading(text: str) -> Reading:
    """Return the page as one document, also where it is a thread."""
    page = parse(text)
    return _whole(page, *stated_fields(page))


def _whole(page: WebPage, fields: Sequence[Field], extra: Mapping[str, object]) -> Reading:
    article = article_of(*choose(page), list(fields))
    reading = _reading(Kinds(page), article.blocks, (0, len(page.text)), article.fields, extra)
    return replace(reading, shown=visible(page))


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
