"""Read the source of a manual page (man, mdoc) as ``man`` shows it.

Lines that begin with a dot are requests: what heads a section, parts paragraphs, or sets words in another font.
See groff_man(7), groff_mdoc(7) and groff_char(7).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bdci_corpus.loading.markdown.fields import Entry, stated
from bdci_corpus.loading.markdown.paragraph import between
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import holds, lines_of

RULE = "lightweight"

_NAMED = lazily(r"\.(?:[1-9ln][a-z]{0,4}|man|mdoc|roff|troff)\Z", re.IGNORECASE)

_HEADED = lazily(r"^[.'][ \t]*(?:TH|Dt)[ \t]+\S", re.MULTILINE)

_SECTION = lazily(r"^[.'][ \t]*S[Hh]\b", re.MULTILINE)

_REQUEST = lazily(r"[.'][ \t]*(?P<name>\\\"|[A-Za-z]{1,3}\b|)[ \t]*")

_ARGUMENT = lazily(r"\"(?P<quoted>(?:[^\"\n]|\"\")*)\"?|(?P<bare>(?:\\[^\n]|[^\s\\])+)")

_SIGNS = {
    "co": "©",
    "rg": "®",
    "tm": "™",
    "bu": "•",
    "em": "—",
    "en": "–",
    "hy": "-",
    "mi": "−",
    "pl": "+",
    "de": "°",
    "aq": "'",
    "dq": '"',
    "oq": "‘",
    "cq": "’",
    "lq": "“",
    "rq": "”",
    "Fo": "«",
    "Fc": "»",
    "ga": "`",
    "ha": "^",
    "ti": "~",
    "rs": "\\",
    "sl": "/",
    "ba": "|",
    "or": "|",
    "la": "⟨",
    "ra": "⟩",
    "mc": "µ",
    "mu": "×",
    "di": "÷",
    "<-": "←",
    "->": "→",
    "ua": "↑",
    "da": "↓",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "==": "≡",
    "+-": "±",
    "sc": "§",
    "at": "@",
    "sh": "#",
    "Do": "$",
    "lB": "[",
    "rB": "]",
    "lC": "{",
    "rC": "}",
    "12": "½",
    "14": "¼",
    "34": "¾",
}
"""Characters by the names that groff gives them."""

_STRINGS = {"lq": "“", "rq": "”", "Aq": "'", "R": "®", "Tm": "™", "L": "“", "R'": "”"}

_ESCAPE = lazily(
    r"\\(?:\"[^\n]*|f(?:\([^\n]{2}|\[[^\]\n]*\]|[^\n])|s(?:[-+]?\d{1,2}|\[[^\]\n]*\]|'[^'\n]*')"
    r"|[hvwmMXZD](?:'[^'\n]*'|\[[^\]\n]*\])|\((?P<sign>[^\n]{2})|\[(?P<long>[^\]\n]{1,20})\]"
    r"|\*(?:\((?P<two>[^\n]{2})|\[(?P<many>[^\]\n]*)\]|(?P<one>[^\n]))|n(?:\([^\n]{2}|\[[^\]\n]*\]|[-+]?[^\n])"
    r"|(?P<blank>[ ~0])|(?P<slash>e|E|\\)|(?P<minus>-)|(?P<line>\n)|(?P<mark>['`.])|[&|^,/)%:cudprazt{}])"
)

_PARTS = frozenset({"PP", "P", "LP", "Pp", "sp", "RS", "RE", "HP", "bp", "Bl", "El", "Bd", "Ed", "Lp", "ce"})
"""Requests that part paragraphs."""

_WORDS = frozenset({"B", "I", "R", "SM", "SB", "SY", "MR"})
"""Requests that set their words in a font, blanks between."""

_TOGETHER = frozenset({"BI", "BR", "IB", "IR", "RB", "RI", "OP"})
"""Requests that set their words in two fonts in turn, nothing between."""

_CODE = {"nf": "fi", "EX": "EE", "TS": "TE", "Vb": "Ve", "DS": "DE"}
"""Requests between which lines are as they are written, and what ends each."""

_DEFINITION = frozenset({"de", "de1", "ig", "am"})

_TAGGED = frozenset({"TP", "TQ"})

_ENCLOSED = {
    "Op": ("[", "]"),
    "Aq": ("<", ">"),
    "Dq": ("“", "”"),
    "Sq": ("‘", "’"),
    "Pq": ("(", ")"),
    "Brq": ("{", "}"),
}

_MDOC = frozenset(
    (
        *("Ad", "An", "Ap", "Aq", "Ar", "At", "Bq", "Brq", "Bsx", "Bx", "Cd", "Cm", "D1", "Dl", "Dq", "Dv"),
        *("Em", "Er", "Ev", "Ex", "Fa", "Fd", "Fl", "Fn", "Ft", "Fx", "Ic", "In", "It", "Lb", "Li", "Lk"),
        *("Ms", "Mt", "Nd", "Nm", "No", "Ns", "Nx", "Op", "Ox", "Pa", "Pq", "Ql", "Rv", "Sq", "St", "Sx"),
        *("Sy", "Tn", "Ux", "Va", "Vt", "Xr"),
    )
)
"""Requests of mdoc that set words."""


class _Said(NamedTuple):
    """A piece of what a reader sees: its span, what is put before it and behind it."""

    start: int
    end: int
    before: str = ""
    behind: str = ""


def is_manual(head: str, name: str) -> float:
    """Return how surely a file is a manual page's source: it states its name and section, and has sections."""
    if not head.startswith((".", "'")) and not holds(head, "\n.TH") and not holds(head, "\n.Dt"):
        return 0.0
    if not (_HEADED.search(head) and _SECTION.search(head)):
        return 0.0
    return 0.98 if _NAMED.search(name) else 0.9


def read_manual(text: str) -> Reading:
    """Return a manual page as one reading. Linear."""
    page = _Manual(text)
    page.read()
    fields, extra = stated(page.entries, canonical=True)
    found = (*fields, page.title) if page.title else tuple(fields)
    edits = tuple(Edit(start=s, end=e, replacement=put, rule=RULE) for s, e, put in page.edits())
    return Reading(start=0, end=len(text), fields=found, marks=tuple(page.marks), edits=edits, extra=extra)


class _Manual:
    """A page on its way: what of it is shown, and what stands between."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = list(lines_of(text))
        self.shown: list[tuple[_Said, str]] = []
        """The pieces that are shown, each with what parts it from the one before."""
        self.marks: list[Mark] = []
        self.entries: list[Entry] = []
        self.title: Field | None = None
        self.parting = ""
        self.code: tuple[str, int] | None = None
        self.tag = False

    def read(self) -> None:
        """Read all lines."""
        at = 0
        while at < len(self.lines):
            start, end = self.lines[at]
            request = _REQUEST.match(self.text, start, end) if self.text[start : start + 1] in {".", "'"} else None
            if request is None:
                self._words(start, end)
            elif request["name"] in _DEFINITION:
                at = next((n for n in range(at + 1, len(self.lines)) if self._ends(n)), len(self.lines))
            else:
                self._request(request["name"], request.end(), end)
            at += 1
        self._close_code()

    def _ends(self, at: int) -> bool:
        start, end = self.lines[at]
        return self.text[start:end].rstrip() == ".."

    def _request(self, name: str, start: int, end: int) -> None:
        """Read a request and its arguments."""
        pieces = list(self._arguments(start, end))
        if name in {"SH", "SS", "Sh", "Ss"}:
            self._heading(pieces)
        elif name in {"TH", "Dt"}:
            self._head(pieces)
        elif name in _PARTS or name in _TAGGED or name in {"IP", "It"}:
            self._part("\n\n")
            self.tag = name in _TAGGED
            if name == "IP" and pieces:
                self._show(pieces[0])
                self._part("\n\n" if _ESCAPE.sub(_shown, self._said(pieces[0])).strip("•*-o·") else " ")
            elif name == "It":
                self._of_mdoc(pieces)
                self._part("\n\n")
        elif name == "br":
            self._part("\n")
        elif name in _CODE and self.code is None:
            self._part("\n\n")
            self.code = (_CODE[name], len(self.shown))
        elif self.code and name == self.code[0]:
            self._close_code()
        else:
            self._font(name, pieces)

    def _font(self, name: str, pieces: Sequence[_Said]) -> None:
        """Show the words that a request sets in a font."""
        if name == "Dd" and pieces:
            start, end = pieces[0].start, pieces[-1].end
            self.entries.append(Entry("date", self.text[start:end], start, end))
        elif name in _WORDS or name in _TOGETHER:
            for number, piece in enumerate(pieces):
                self._show(piece, "" if number and name in _TOGETHER else " ")
        elif name in _MDOC:
            self._of_mdoc([_Said(pieces[0].start, pieces[0].start), *pieces] if pieces else [], name)
        else:
            return
        if self.tag:
            self.tag = False
            self._part("\n\n")

    def _of_mdoc(self, pieces: Sequence[_Said], first: str = "") -> None:
        """Show words among which stand names of requests: ``Fl a Ar file``."""
        name, closing = "", ""
        for number, piece in enumerate(pieces):
            said = first if not number and first else self._said(piece)
            if said in _MDOC:
                name = said
                if said in _ENCLOSED and not closing:
                    opening, closing = _ENCLOSED[said]
                    self._show(_Said(piece.start, piece.start, opening))
                    self.parting = ""
                    name = "Ns"
            elif piece.start < piece.end:
                sign = "- " if name == "Nd" else "-" if name == "Fl" else ""
                together = name == "Ns" or said in {",", ".", ")", ":", ";"}
                section = name == "Xr" and said.isdecimal()
                behind = ")" if section else ""
                self._show(
                    _Said(piece.start, piece.end, "(" if section else sign, behind), "" if section or together else " "
                )
                name = name if name in {"Xr", "Fl"} else ""
        if closing and pieces:
            self._show(_Said(pieces[-1].end, pieces[-1].end, "", closing), "")

    def _arguments(self, start: int, end: int) -> Iterator[_Said]:
        for argument in _ARGUMENT.finditer(self.text, start, end):
            if argument["bare"] is not None and argument["bare"].startswith('\\"'):
                return
            yield _Said(*argument.span("bare" if argument["bare"] is not None else "quoted"))

    def _said(self, piece: _Said) -> str:
        return self.text[piece.start : piece.end]

    def _head(self, pieces: Sequence[_Said]) -> None:
        """Read the line that states a page's name, section and day; ``cp(1)`` heads the text."""
        if not pieces or self.title:
            return
        self._part("\n\n")
        self._show(pieces[0])
        value = self._said(pieces[0])
        end = pieces[0].end
        if len(pieces) > 1 and pieces[1].end < len(self.text):
            self._show(pieces[1]._replace(before="(", behind=")"), "")
            value = f"{value}({self._said(pieces[1])})"
            end = pieces[1].end + 1
        self.title = Field(name="title", start=pieces[0].start, end=end, value=value)
        self.marks.append(Mark(kind="heading", start=self.title.start, end=self.title.end))
        self._part("\n\n")
        for key, piece in zip(("date", "software", "manual"), pieces[2:], strict=False):
            self.entries.append(Entry(key, self._said(piece), piece.start, piece.end))

    def _heading(self, pieces: Sequence[_Said]) -> None:
        self._close_code()
        self._part("\n\n")
        for piece in pieces:
            self._show(piece)
        if pieces:
            self.marks.append(Mark(kind="heading", start=pieces[0].start, end=pieces[-1].end))
        self._part("\n\n")
        self.tag = False

    def _words(self, start: int, end: int) -> None:
        """Show a line of words; an empty one, or a blank at its start, parts."""
        said = self.text[start:end]
        if self.code:
            self._show(_Said(start, len(said.rstrip()) + start), "\n")
            self.parting = ""
            return
        lead = len(said) - len(said.lstrip())
        if not said.strip():
            self._part("\n\n")
            return
        if lead:
            self._part("\n")
        self._show(_Said(start + lead, start + len(said.rstrip())))
        if self.tag:
            self.tag = False
            self._part("\n\n")

    def _close_code(self) -> None:
        if self.code and len(self.shown) > self.code[1]:
            self.marks.append(Mark(kind="verbatim", start=self.shown[self.code[1]][0].start, end=self.shown[-1][0].end))
        self.code = None
        self._part("\n\n")

    def _part(self, parting: str) -> None:
        """Remember what parts the next piece, if that is more than so far."""
        self.parting = max(self.parting, parting, key=len)

    def _show(self, piece: _Said, between_pieces: str | None = None) -> None:
        """Show a piece behind the one before it."""
        parting = self.parting
        if not parting:
            last = self.shown[-1][0] if self.shown else piece
            joined = between(self.text[last.end - 1 : last.end], self.text[piece.start : piece.start + 1])
            parting = (joined if between_pieces == " " else between_pieces) if between_pieces is not None else joined
        self.shown.append((piece, parting))
        self.parting = ""

    def edits(self) -> Iterator[tuple[int, int, str]]:
        """Yield the edits that leave what is shown, without escapes."""
        here = 0
        for piece, parting in self.shown:
            put = (parting if here else "") + piece.before
            if here < piece.start or put:
                yield here, piece.start, put
            for escape in _ESCAPE.finditer(self.text, piece.start, piece.end):
                yield *escape.span(), _shown(escape)
            here = piece.end
            if piece.behind and here < len(
                self.text
            ):  # in place of a character, so that it is part of what stands there
                yield here, here + 1, piece.behind
                here += 1
        if here < len(self.text):
            yield here, len(self.text), ""


def _shown(escape: re.Match[str]) -> str:
    """Return the character that an escape stands for, if it stands for one."""
    name = escape["sign"] or escape["long"] or ""
    if name:
        if re.fullmatch("u[0-9A-F]{4,6}", name) and int(name[1:], 16) <= sys.maxunicode:
            return chr(int(name[1:], 16))
        return _SIGNS.get(name, "")
    string = escape["two"] or escape["many"] or escape["one"]
    if string:
        return _STRINGS.get(string, "")
    signs = {"blank": " ", "slash": "\\", "minus": "-", "line": ""}
    return next((sign for group, sign in signs.items() if escape[group]), escape["mark"] or "")
