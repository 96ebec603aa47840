"""Turn the HTML in Markdown into edits and marks with exact offsets, for loaders.

What an element hides or marks lies between its own two tags: an inline one ends with its paragraph, and
a tag that is mentioned in prose and never closed is prose. So no tag can take the rest of a text with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from bdci_corpus.loading.html.elements import BLOCKS, CELLS, SKIPPED, VOID
from bdci_corpus.loading.html.inline import is_reading, raised
from bdci_corpus.loading.html.tokens import RAW, Token, conceals, plain, tokens
from bdci_corpus.records import Edit, Mark

RULE = "markup"

_FURNITURE = ("nav", "button", "select", "textarea")
"""An aside or a footer that an author wrote in Markdown is a note of the text, not of the page around it."""

_MARK_OF = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(_FURNITURE, "furniture"),
    "figcaption": "caption",
    "pre": "verbatim",
}

_MAY_END_UNSAID = frozenset(
    {"p", "li", "dd", "dt", "tr", "tbody", "thead", "tfoot", "td", "th", "option", "html", "body"}
)

_MENTIONED = (SKIPPED | BLOCKS | {"head", "html", "body", "rt", "rp", "ruby", "iframe"}) - {"p", "li", "hr", "td", "th"}
"""Elements that nobody leaves open within a line: such a tag speaks of itself."""

_ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")

_EMPTY_LINES = re.compile(r"(?:[ \t]*\n)*")

_ANY_TAG = re.compile(r"<[^<>]*>|^[^<>]*>|<[^<>]*$")

NEAR = 300
"""How far from a tag its line is looked at, in characters."""

_INDENT = re.compile(r"[ \t]*")


def html_edits(text: str, start: int = 0, end: int | None = None) -> Iterator[Edit | Mark]:
    """Yield sorted edits that turn HTML in Markdown, ``text[start:end]``, into plain text, then marks.

    Offsets are those of ``text``. What looks like a tag and is none stays. Scripts, styles and hidden
    elements go with their content. Blanks and line ends beside block tags run together; others may be
    those of Markdown, and stay.
    """
    end = len(text) if end is None else end
    document = _TokenTree(text, start, end)
    yield from document.edits()
    yield from document.marks()


class _TokenTree:
    """The tokens of a text, and for each start tag the number of its end tag."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._tokens = list(tokens(text, start, end, markdown=True))
        self._paragraphs = [found.end() for found in _PARAGRAPH_END.finditer(text, start, end)]
        self._ends = self._paired()
        self._closes = set(self._ends.values())

    def marks(self) -> Iterator[Mark]:
        """Yield what elements say their content is."""
        for number, other in sorted(self._ends.items()):
            kind = _MARK_OF.get(self._tokens[number].name)
            start, end = self._tokens[number].end, self._tokens[other].start
            if kind and start < end:
                yield Mark(kind=kind, start=start, end=end)

    def edits(self) -> Iterator[Edit]:
        """Yield the edits, in order."""
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            other = self._ends.get(at)
            if other is not None and self._hides(token, self._tokens[other]):
                yield self._edit(token.start, self._tokens[other].end, "\n\n" if token.name in BLOCKS else "")
                at = other + 1
            elif other is not None and (new_text := self._raised(at, other)):
                yield self._edit(token.start, self._tokens[other].end, new_text)
                at = other + 1
            elif self._parts(at):
                last = at
                while last + 1 < len(self._tokens) and self._joins(last):
                    last += 1
                yield self._break(at, last)
                at = last + 1
            else:
                if (new_text := self._instead(at)) != text_of(self._text, token):
                    yield self._edit(token.start, token.end, new_text)
                at += 1

    def _edit(self, start: int, end: int, new_text: str) -> Edit:
        return Edit(start=start, end=end, replacement=new_text, rule=RULE)

    def _paired(self) -> dict[int, int]:
        """Pair start tags with end tags, the innermost first; an inline element ends with its paragraph."""
        opened: defaultdict[str, list[int]] = defaultdict(list)
        ends: dict[int, int] = {}
        for number, token in enumerate(self._tokens):
            if token.kind == "start" and not token.closed and token.name not in VOID:
                opened[token.name].append(number)
            elif token.kind == "end" and opened[token.name]:
                first = opened[token.name].pop()
                if self._reaches(self._tokens[first], token):
                    ends[first] = number
        return ends

    def _reaches(self, first: Token, last: Token) -> bool:
        """Return whether an end tag may be a start tag's: in one paragraph, or where the element begins its line."""
        at = bisect_left(self._paragraphs, first.end)
        same = at == len(self._paragraphs) or self._paragraphs[at] > last.start
        return same or (first.name in BLOCKS | RAW | SKIPPED and self._begins_line(first))

    def _begins_line(self, token: Token) -> bool:
        before, _ = self._line_around(token)
        return not before

    def _line_around(self, token: Token) -> tuple[str, str]:
        """Return what stands before and behind a tag on its line, tags left out; no more than some characters."""
        start, end = max(self._start, token.start - NEAR), min(self._end, token.end + NEAR)
        before = self._text[start : token.start].rpartition("\n")[2]
        behind = self._text[token.end : end].partition("\n")[0]
        return _ANY_TAG.sub("", before).strip(), _ANY_TAG.sub("", behind).strip()

    def _hides(self, first: Token, last: Token) -> bool:
        if first.name == "rt":
            return is_reading(self._text[first.end : last.start])
        hidden = first.name in SKIPPED and first.name not in {"textarea", "title", "noscript"}
        return hidden or first.name == "rp" or conceals(self._text[first.start + 1 + len(first.name) : first.end - 1])

    def _raised(self, at: int, other: int) -> str | None:
        """Return a raised or lowered number as Unicode writes it."""
        token = self._tokens[at]
        if token.name not in {"sup", "sub"} or other != at + 1:
            return None
        return raised(token.name, self._text[token.end : self._tokens[other].start])

    def _parts(self, at: int) -> bool:
        """Return whether a token ends a paragraph, a row, a cell or a line."""
        token = self._tokens[at]
        return (
            token.kind in {"start", "end"} and (token.name in BLOCKS or token.name == "br") and not self._mentioned(at)
        )

    def _joins(self, at: int) -> bool:
        """Return whether the next token parts as well, and nothing stands between."""
        here, following = self._tokens[at], self._tokens[at + 1]
        blank = not self._text[here.end : following.start].strip(" \t\n")
        hidden = at + 1 in self._ends and self._hides(following, self._tokens[self._ends[at + 1]])
        verbatim = here.name == "pre" and here.kind == "start"
        return blank and not hidden and not verbatim and self._parts(at + 1)

    def _break(self, first: int, last: int) -> Edit:
        """Write some tags as what they come down to, with the blanks beside them."""
        group = self._tokens[first : last + 1]
        start, end = group[0].start, group[-1].end
        names = [token.name for token in group]
        blocks = [name for name in names if name in BLOCKS - CELLS - _ROWS]
        if blocks or any(name in _ROWS for name in names):
            lowest = self._tokens[first - 1].end if first else self._start
            start = start if self._in_pre(first) else lowest + len(self._text[lowest:start].rstrip(" \t\n"))
        if blocks and not (group[-1].name == "pre" and group[-1].kind == "start"):
            end = _EMPTY_LINES.match(self._text, end, self._end).end()  # type: ignore[union-attr]  # matches nothing at least
            end = _INDENT.match(self._text, end, self._end).end() if self._within(last) else end  # type: ignore[union-attr]
        if blocks:
            return self._edit(start, end, "\n\n")
        if any(name in _ROWS for name in names):
            return self._edit(start, _INDENT.match(self._text, end, self._end).end(), "\n")  # type: ignore[union-attr]
        if any(name in CELLS for name in names):
            return self._edit(start, end, "\t")
        return self._edit(start, end, "\n" * min(2, len(names)))

    def _in_pre(self, at: int) -> bool:
        token = self._tokens[at]
        return token.name == "pre" and token.kind == "end"

    def _within(self, at: int) -> bool:
        """Return whether text behind a tag is an element's, whose indentation shows nothing."""
        token = self._tokens[at]
        return token.kind == "start" and (at in self._ends or token.name in _MAY_END_UNSAID)

    def _mentioned(self, at: int) -> bool:
        """Return whether a tag that has no other half is spoken of: its line has other text."""
        token = self._tokens[at]
        if token.name not in _MENTIONED or at in self._ends or at in self._closes or token.closed or token.name in VOID:
            return False
        return any(self._line_around(token))

    def _instead(self, at: int) -> str:
        """Return what an inline tag, comment or reference is written as."""
        token = self._tokens[at]
        if token.kind == "reference":
            return plain(text_of(self._text, token)).replace("\r", "")
        if token.kind == "comment":
            return ""
        if self._mentioned(at):
            return text_of(self._text, token)
        if token.name == "rt" and (at in self._ends or at in self._closes):
            return "（" if token.kind == "start" else "）"
        return ""


def text_of(text: str, token: Token) -> str:
    """Return a token as it stands."""
    return text[token.start : token.end]
