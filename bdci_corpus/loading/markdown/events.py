"""What the Markdown parser says of a text, with spans in code points.

The parser is pyromark (pulldown-cmark): CommonMark with tables, footnotes, strikethrough, task lists and math.
It counts bytes of UTF-8; one cumulative sum over the lead bytes turns them into code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from pyromark import Markdown, Options
from pyromark.event import BrokenLink

from bdci_corpus.patterns import lazily

_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_MATH
    | Options.ENABLE_GFM
)

_PARSER = Markdown(options=_OPTIONS)

_NUMBERED = lazily(rb"(?<![\w\])])!?\[(?=[^\]]{0,400}?(?:[A-Za-z]{2}|[\x80-\xff]))[^\n]{1,400}\]\[\d{1,3}\]")

_EDGES = {"Start": "+", "End": "-"}

_LEAST_LEAD = -0x40
"""Bytes that begin a character, as signed numbers: all but 0x80 to 0xBF."""

_MANY = 2**31
"""From how many bytes on places need 64 bits."""


class MarkdownEvent(NamedTuple):
    """One event: its kind (``Text``, ``Paragraph``, …), its span, and what the parser says of it.

    ``edge`` is ``+`` where an element starts, ``-`` where it ends, and empty for what has no inside.
    Both edges of an element carry its whole span.
    """

    edge: str
    kind: str
    start: int
    end: int
    value: Any


def stream(text: str) -> tuple[Iterator[Any], Sequence[int]]:
    """Return the parser's own events, each with its span in bytes, and the code point that stands at each byte.

    An event is a string, or a dictionary of one key. What UTF-8 cannot encode (a lone surrogate) is read as a
    question mark, so that spans stay true. Events are handed on one by one: holding thousands of the parser's
    dictionaries keeps the garbage collector busy.
    """
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "replace")
        text = raw.decode()
    points = range(len(text) + 1) if len(raw) == len(text) else _points(raw)
    return iter(_parser(raw).events_with_range(text)), points


def parse(text: str) -> Iterator[MarkdownEvent]:
    """Yield the events of a Markdown text in order. Linear."""
    events, points = stream(text)
    for event, span in events:
        edge, kind, value = "", event, None
        if type(event) is dict:
            kind, value = event.popitem()
            if kind in _EDGES:
                edge, kind, value = _EDGES[kind], value, None
                if type(kind) is dict:
                    kind, value = kind.popitem()
        yield MarkdownEvent(edge, kind, points[span["start"]], points[span["end"]], value)


def _parser(raw: bytes) -> Markdown:
    """Return the parser for a text: where it has numbered links, those whose definition is lost are links, too."""
    if b"][" not in raw:
        return _PARSER

    def lost(link: BrokenLink) -> tuple[str, str] | None:
        span = link["span"]
        is_link = link["link_type"] == "Reference" and _NUMBERED.fullmatch(raw, span["start"], span["end"])
        return ("", "") if is_link else None

    return Markdown(options=_OPTIONS, broken_link_callback=lost)


def _points(raw: bytes) -> Sequence[int]:
    """Return how many code points stand before each byte, and before the end."""
    lead = np.frombuffer(raw, np.int8) >= _LEAST_LEAD
    points = np.zeros(len(raw) + 1, np.int32 if len(raw) < _MANY else np.int64)
    lead.cumsum(dtype=points.dtype, out=points[1:])
    return points.data  # whose items are Python's integers: thrice as fast as the array's
