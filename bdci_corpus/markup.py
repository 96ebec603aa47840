"""Turn HTML into edits and marks with exact offsets, for loaders.

The standard parser reports where each token stands, which the fast ones do not.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.parser import HTMLParser

from bdci_corpus.records import Edit, Mark

RULE = "markup"

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"),
        *("li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "title", "tr", "ul"),
    )
)
_HIDDEN = frozenset(["head", "iframe", "noscript", "object", "script", "style", "svg", "template"])
_LINE_BREAKS = frozenset({"br"})
_CELLS = frozenset({"td", "th"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FURNITURE = frozenset({"nav", "footer", "aside", "button", "select"})
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class _Tokens(HTMLParser):
    """Collect edits for the markup, and marks for what it says."""

    def __init__(self, text: str, base: int) -> None:
        super().__init__(convert_charrefs=False)
        self.edits: list[Edit] = []
        self.marks: list[Mark] = []
        self._text = text
        self._base = base
        self._line_starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._line_starts.append(position + 1)
            position = text.find("\n", position + 1)
        self._open: list[tuple[str, int, bool]] = []
        self._hidden_from: int | None = None

    def _here(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _edit(self, start: int, end: int, replacement: str) -> None:
        if self._hidden_from is None:
            self.edits.append(
                Edit(
                    start=self._base + start,
                    end=self._base + end,
                    replacement=replacement,
                    rule=RULE,
                )
            )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._here()
        end = start + len(self.get_starttag_text() or "")
        self._edit(start, end, _break_for(tag))
        if tag in _VOID:
            return
        jammed = any(name == "class" and value and "jammer" in value.split() for name, value in attrs)
        concealed = any(name == "style" and value and "display:none" in value.replace(" ", "") for name, value in attrs)
        hidden = tag in _HIDDEN or jammed or concealed
        self._open.append((tag, end, hidden))
        if hidden and self._hidden_from is None:
            self._hidden_from = end

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        start = self._here()
        self._edit(start, start + len(self.get_starttag_text() or ""), _break_for(tag))

    def handle_endtag(self, tag: str) -> None:
        start = self._here()
        end = self._text.find(">", start) + 1 or len(self._text)
        depth = next((at for at in range(len(self._open) - 1, -1, -1) if self._open[at][0] == tag), None)
        if depth is not None:
            self._close(depth, start)
        self._edit(start, end, _break_for(tag))

    def _close(self, depth: int, position: int) -> None:
        for tag, start, _ in self._open[depth:]:
            kind = "heading" if tag in _HEADINGS else "furniture" if tag in _FURNITURE else None
            if kind and start < position and self._hidden_from is None:
                self.marks.append(Mark(kind=kind, start=self._base + start, end=self._base + position))
        hidden = any(hidden for _, _, hidden in self._open[depth:])
        del self._open[depth:]
        if hidden and not any(hidden for _, _, hidden in self._open) and self._hidden_from is not None:
            start, self._hidden_from = self._hidden_from, None
            self._edit(start, position, "")

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, raw: str) -> None:
        start = self._here()
        end = start + len(raw)
        raw += ";" if self._text[end : end + 1] == ";" else ""
        plain = html.unescape(raw)
        if plain != raw:
            self._edit(start, start + len(raw), plain)

    def handle_comment(self, data: str) -> None:
        start = self._here()
        if self._text.startswith("<!--", start):
            end = self._text.find("-->", start)
            self._edit(start, end + 3 if end >= 0 else len(self._text), "")
        else:
            self._edit(start, start + len(data), "")

    def handle_decl(self, decl: str) -> None:
        start = self._here()
        self._edit(start, start + len(decl) + 3, "")

    def handle_pi(self, data: str) -> None:
        start = self._here()
        self._edit(start, start + len(data) + 3, "")

    def finish(self) -> None:
        """Close what is still open at the end of the text."""
        self.close()
        if self._open:
            self._close(0, len(self._text))


def _break_for(tag: str) -> str:
    if tag in _CELLS:
        return "\t"
    if tag in _BLOCKS:
        return "\n\n"
    return "\n" if tag in _LINE_BREAKS else ""


def html_edits(text: str, start: int = 0, end: int | None = None) -> Iterator[Edit | Mark]:
    """Yield sorted edits that turn the HTML in ``text[start:end]`` into plain text, and marks.

    Offsets are those of ``text``. Scripts, styles and hidden elements go with their content.
    """
    piece = text[start:end]
    tokens = _Tokens(piece, start)
    tokens.feed(piece)
    tokens.finish()
    here = start
    for edit in sorted(tokens.edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= here and edit.end <= start + len(piece):
            yield edit
            here = edit.end
    yield from tokens.marks
