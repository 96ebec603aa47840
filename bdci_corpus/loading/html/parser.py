"""Read a web page into its elements and blocks, as browsers do where tags are missing or crossed.

A page is read at the speed of one regular expression. Whether an end tag may reach an open element is
asked of the depths at which elements of a name are open (the standard's scopes), so that a million open
elements cost no more than as many closed ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from bdci_corpus.loading.html.elements import (
    BLOCKS,
    HEADINGS,
    SKIPPED,
    TABLE_PARTS,
    VOID,
    Note,
    TextBlock,
    TextSpan,
    WebPage,
)
from bdci_corpus.loading.html.inline import is_reading, raised
from bdci_corpus.loading.html.tokens import Scanner, Token, attributes, conceals, plain

_SHARED = {
    **dict.fromkeys(HEADINGS, "h1"),
    **dict.fromkeys(("tbody", "thead", "tfoot"), "tbody"),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), "ul"),
    "th": "td",
    "dt": "dd",
}
"""Elements that end alike, under one name."""

_SCOPES: dict[str, tuple[str, ...]] = {
    "li": ("ul", "td", "caption"),
    "dd": ("dl", "td", "caption"),
    "p": ("td", "caption", "table", "button"),
    "table": (),
    **dict.fromkeys(("td", "tr", "tbody", "caption"), ("table",)),
    "option": ("select",),
}
"""Which open elements hide those around them from what would close one of a name."""

_CLOSES: dict[str, tuple[str, ...]] = {
    "li": ("li",),
    "dd": ("dd",),
    "option": ("option",),
    "td": ("td",),
    "tr": ("td", "tr"),
    "tbody": ("td", "tr", "tbody"),
}
"""What ends where an element begins, besides a paragraph."""

_KEEPS_P = frozenset({"button", "caption", "dd", "dt", "legend", "li", "option", "optgroup", "select", "summary"})

_TAG = re.compile(r"<(?:(/?[a-zA-Z][^\s/<>]*+)([^<>]*+)>|(?=[a-zA-Z/!?]))")

_RAISED = re.compile(r"<su[bp][^<>]{0,200}>([+-]?[0-9]{1,4})</su[bp]>", re.IGNORECASE)

_MAX_NOTE = 600
"""How long the markup of a note's number may be, in characters."""

_MARKUP = re.compile(r"<[^<>]{1,400}>|\s|&nbsp;")

_NUMBER_OF_NOTE = re.compile(r"(?:\[|&#91;)\d{1,3}(?:[-–—,，、]\d{1,3}){0,8}(?:\]|&#93;)")

_LINKED_NUMBER = re.compile(r"\d{1,3}|[*†‡]|[\[(（【]?注?释?\d{1,3}[\])）】]?")

_TEX = re.compile(r"<annotation[^<>]{0,200}tex[^<>]{0,200}>(?P<tex>[^<]{1,4000})</annotation", re.IGNORECASE)

_LINE_NUMBER = re.compile(
    r"""(?<=["'=\s-])(?:linenos?|line-?numbers?|lineno|lnt?|hljs-ln-n(?:umbers)?)(?=["'\s>]|$)""", re.IGNORECASE
)
"""How the numbers of a listing's lines are called that stand among the lines themselves."""

_ICON = re.compile(r"\s{0,4}(?:[\ue000-\uf8ff]|&#[xX]?[0-9a-fA-F]{4,5};){1,3}\s{0,4}\Z")
"""A character of an icon font, alone in its element: of the private use area, which no text font has."""

_MAX_ICON = 20
"""The longest run of them, in characters of the page."""

_NUMBER_ALONE = re.compile(r"\s{0,8}[0-9]{1,5}\s{0,4}</")

_END_OF_READING = re.compile(r"</?r(?:t|p|b|tc|uby)\b", re.IGNORECASE)

MAX_READING = 200
"""The longest reading above a word, in characters with markup."""

_Take = Callable[[str, str, int, int], int]


def parse(text: str) -> WebPage:
    """Return the tree of a page. Linear, and not recursive."""
    return _Builder(text).built()


class _Builder:
    """Keeps the elements that are open, and the block that is being read.

    ``_take`` says by the name of a tag what it does; what it returns is where reading goes on. ``_veil``
    is the name of the inline element that hides what is read, how many of that name are open, and among
    how many elements it was opened.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._page = WebPage(text)
        self._scanner = Scanner(text, len(text))
        self._open: list[int] = []
        self._depths: defaultdict[str, list[int]] = defaultdict(list)
        self._pieces: list[TextSpan] = []
        self._linked = self._links = 0
        self._in_link = False
        self._before_link = 0
        self._veil: tuple[str, int, int] | None = None
        self._takes = self._table()
        self._push("", "", 0, 0)

    def _table(self) -> dict[str, _Take | None]:
        table: dict[str, _Take | None] = dict.fromkeys(
            f"{slash}{name}" for name in ("b", "i", "em", "strong", "span", "font", "u", "label") for slash in ("", "/")
        )
        table |= dict.fromkeys(BLOCKS, self._start) | dict.fromkeys((f"/{name}" for name in BLOCKS), self._end)
        table |= dict.fromkeys(SKIPPED, self._skip)
        table |= dict.fromkeys(("meta", "link", "time", "html", "body"), self._note)
        table["!"] = self._comment
        table |= {"a": self._link, "/a": self._end_link, "br": self._line, "img": self._image, "math": self._math}
        return table | {
            "sup": self._raised,
            "sub": self._raised,
            "rt": self._reading,
            "rp": self._reading,
            "hr": self._rule,
        }

    def built(self) -> WebPage:
        """Read the page."""
        text, search, takes, scanner = self._text, _TAG.search, self._takes, self._scanner
        here = behind = 0
        while (found := search(text, here)) is not None:
            name, tag_text = found.groups()
            start, here = found.span()
            if name is None or tag_text.count('"') & 1 or tag_text.count("'") & 1:
                token = scanner.markup(start)
                if token is None:
                    here = start + 1
                    continue
                name, tag_text, here = _parts(text, token)
            if behind < start and self._veil is None:
                self._shown(behind, start)
            try:
                take = takes[name]
            except KeyError:
                take = takes.get(name.lower())
            if take is not None:
                here = take(name, tag_text, start, here)
            elif self._veil is not None or (tag_text and (conceals(tag_text) or self._numbers_line(tag_text, here))):
                self._draw(name, tag_text, here)
            behind = here
        if behind < len(text) and self._veil is None:
            self._shown(behind, len(text))
        self._flush()
        self._close(0, len(text), len(text))
        return self._page

    def _numbers_line(self, tag_text: str, here: int) -> bool:
        """Return whether an inline element of a listing holds nothing but the number of a line."""
        if self._page.names[self._open[-1]] != "pre" or _LINE_NUMBER.search(tag_text) is None:
            return False
        return _NUMBER_ALONE.match(self._text, here) is not None

    def _shown(self, start: int, end: int) -> None:
        """Take text into the block; one does not begin with a blank."""
        if end - start <= _MAX_ICON and _ICON.match(self._text, start, end) and _is_icon(self._text[start:end]):
            return
        if self._pieces or not self._text[start:end].isspace():
            self._pieces.append((start, end))
            if self._in_link:
                self._linked += end - start

    def _draw(self, name: str, tag_text: str, here: int) -> None:
        """Begin to hide text, or count the elements of the name that hides it."""
        veil, name = self._veil, name.lower()
        if veil is None:
            if name.isalnum() and name not in VOID and not tag_text.endswith("/") and self._scanner.has_end(name, here):
                self._veil = (name, 1, len(self._open))
        elif name.lstrip("/") == veil[0]:
            count = veil[1] + (-1 if name[0] == "/" else 1)
            self._veil = (veil[0], count, veil[2]) if count else None

    def _flush(self) -> None:
        """End the block of text."""
        if self._pieces:
            self._page.blocks.append(TextBlock(self._open[-1], self._pieces, self._linked, self._links))
            self._pieces = []
        self._linked = self._links = 0

    def _push(self, name: str, tag_text: str, start: int, end: int) -> None:
        page = self._page
        self._depths[_SHARED.get(name, name)].append(len(self._open))
        self._open.append(len(page.names))
        page.names.append(name)
        page.parents.append(self._open[-2] if len(self._open) > 1 else 0)
        page.attributes.append(tag_text)
        page.starts.append(start)
        page.inners.append(end)
        page.stops.append(end)
        page.ends.append(end)

    def _close(self, depth: int, stop: int, end: int) -> None:
        """Close the element that is open at a depth, and all in it."""
        page = self._page
        while len(self._open) > depth:
            number = self._open.pop()
            name = page.names[number]
            self._depths[_SHARED.get(name, name)].pop()
            page.stops[number] = stop
            page.ends[number] = stop if len(self._open) > depth else end
        if self._veil is not None and self._veil[2] > depth:
            self._veil = None

    def _depth(self, name: str) -> int:
        """Return how deep the innermost element of a shared name is open, or -1 where none is in scope."""
        depths = self._depths.get(name)
        if not depths:
            return -1
        for barrier in _SCOPES.get(name, ("td", "caption")):
            hiding = self._depths.get(barrier)
            if hiding and hiding[-1] > depths[-1]:
                return -1
        return depths[-1]

    def _start(self, name: str, tag_text: str, start: int, end: int) -> int:
        self._flush()
        name = name.lower()
        shared = _SHARED.get(name, name)
        if name not in _KEEPS_P and (name == "table" or name not in TABLE_PARTS) and (depth := self._depth("p")) > 0:
            self._close(depth, start, start)
        if shared in _CLOSES:
            depths = [depth for each in _CLOSES[shared] if (depth := self._depth(each)) > 0]
            if depths:
                self._close(min(depths), start, start)
        elif shared == "h1" and self._page.names[self._open[-1]] in HEADINGS:
            self._close(len(self._open) - 1, start, start)
        self._push(name, tag_text, start, end)
        if tag_text.endswith("/"):
            self._close(len(self._open) - 1, end, end)
        return end

    def _end(self, name: str, _attributes: str, start: int, end: int) -> int:
        self._flush()
        name = name[1:].lower()
        depth = self._depth(_SHARED.get(name, name))
        if depth > 0:
            self._close(depth, start, end)
        return end

    def _link(self, _name: str, tag_text: str, _start: int, end: int) -> int:
        self._in_link = "href" in tag_text.lower()
        self._links += self._in_link
        self._before_link = len(self._pieces)
        if self._veil is None and conceals(tag_text):
            self._draw("a", tag_text, end)
        return end

    def _end_link(self, name: str, tag_text: str, _start: int, end: int) -> int:
        if self._in_link and self._page.names[self._open[-1]] in HEADINGS and len(self._pieces) > self._before_link:
            self._leave_out_anchor()
        self._in_link = False
        if self._veil is not None:
            self._draw(name, tag_text, end)
        return end

    def _leave_out_anchor(self) -> None:
        """Leave out a link of a heading that shows a sign (¶, #) and no word: it leads to the heading itself."""
        shown = [self._text[piece[0] : piece[1]] for piece in self._pieces[self._before_link :]]
        if not any(map(str.isalnum, plain("".join(shown)))):
            del self._pieces[self._before_link :]

    def _line(self, _name: str, _attributes: str, start: int, end: int) -> int:
        if self._pieces and self._veil is None:
            self._pieces.append((start, end, "\n"))
        return end

    def _rule(self, _name: str, _attributes: str, _start: int, end: int) -> int:
        self._flush()
        return end

    def _note(self, name: str, _attributes: str, start: int, end: int) -> int:
        self._page.notes.append(Note(name.lower(), start, end))  # type: ignore[arg-type]  # the table's names
        return end

    def _comment(self, _name: str, _attributes: str, start: int, end: int) -> int:
        if self._text.startswith("<!--", start):
            self._page.notes.append(Note("comment", start, end))
        return end

    def _skip(self, name: str, tag_text: str, _start: int, end: int) -> int:
        """Pass over what is not shown; a formula in a script is."""
        name = name.lower()
        stop, after = (end, end) if tag_text.endswith("/") else self._scanner.skipped(name, end)
        if name == "title" and self._text[end:stop].strip():
            self._page.notes.append(Note("title", end, stop))
        elif name == "script" and "ld+json" in tag_text:
            self._page.notes.append(Note("json", end, stop))
        elif name == "script" and "math/tex" in tag_text and self._veil is None and end < stop:
            self._pieces.append((end, stop))
        return after

    def _image(self, _name: str, tag_text: str, start: int, end: int) -> int:
        """Take what a picture of a formula says, which is its alternative text."""
        if self._veil is None and ("equation" in tag_text or "math" in tag_text or "latex" in tag_text):
            token = Token("start", "img", start, end)
            spans = attributes(self._text, token)
            names = " ".join(self._text[slice(*spans[key])] for key in ("class", "src") if key in spans).lower()
            alt = spans.get("alt", (0, 0))
            if re.search(r"equation|\bmath|mwe-math|latex", names) and alt[0] < alt[1]:
                self._pieces.append(alt)
        return end

    def _math(self, _name: str, _attributes: str, _start: int, end: int) -> int:
        """Take the TeX of a formula where it is given, and else its letters."""
        stop, after = self._scanner.skipped("math", end)
        tex = _TEX.search(self._text, end, stop) if after > end else None
        if tex is None:
            return end
        if self._veil is None:
            self._pieces.append(tex.span("tex"))
        return after

    def _raised(self, name: str, _attributes: str, start: int, end: int) -> int:
        """Write a raised or lowered number as Unicode does, lest 10 to the 4th become 104."""
        if name[2] in "pP" and (behind := self._note_number(end)):
            return behind
        found = _RAISED.match(self._text, start)
        if found is None or self._veil is not None or not self._pieces:
            return end
        self._pieces.append((start, found.end(), raised(name.lower(), found[1]) or found[1]))
        return found.end()

    def _note_number(self, end: int) -> int:
        """Return where the raised number of a note ends, in brackets or a link within the page; it is no text. Or 0."""
        close = self._text.find("</", end, end + _MAX_NOTE)
        while close >= 0 and self._text[close : close + 5].lower() != "</sup":
            close = self._text.find("</", close + 2, end + _MAX_NOTE)
        if close < 0:
            return 0
        inner = self._text[end:close]
        said = _MARKUP.sub("", inner)
        links = 'href="#' in inner or "href='#" in inner or "#cite_note" in inner
        if not (_NUMBER_OF_NOTE.fullmatch(said) or (links and _LINKED_NUMBER.fullmatch(said))):
            return 0
        stop = self._text.find(">", close)
        return stop + 1 if stop >= 0 else 0

    def _reading(self, name: str, _attributes: str, start: int, end: int) -> int:
        """Pass over a reading above a word; a gloss in other words is text, in brackets."""
        found = _END_OF_READING.search(self._text, end, end + MAX_READING)
        if found is None or name[1] in "pP" or is_reading(self._text[end : found.start()]):
            return found.start() if found else end
        if self._veil is None and self._pieces:
            self._pieces += [(start, end, "（"), (end, found.start()), (found.start(), found.start(), "）")]
        return found.start()


def _is_icon(raw: str) -> bool:
    return all("\ue000" <= character <= "\uf8ff" for character in plain(raw).strip())


def _parts(text: str, token: Token) -> tuple[str, str, int]:
    """Return a token as the fast expression gives a tag: its name, what it says, and its end."""
    slash = "/" if token.kind == "end" else ""
    name = token.name if token.kind != "comment" else "!"
    return f"{slash}{name}", text[token.start + 1 + len(slash) + len(token.name) : token.end - 1], token.end
