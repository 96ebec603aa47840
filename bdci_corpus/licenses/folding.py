"""A text as the patterns for notices see it: one script, one case and width, and nothing that hides words.

Blanks, line breaks, marks of comments, tags that style, pinyin readings and zero-width characters can stand inside the
words of a notice. Of what is passed over, one blank stays between two words of ASCII, as there it tells
words apart.
"""

from __future__ import annotations

import re
import sys
from codecs import utf_32_le_decode
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.licenses import view_kernels
from bdci_corpus.text import TONED_READING, simplified_characters

HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
"""Characters without width, as they stand in a class of a pattern."""

_ZERO_WIDTH = "\u200b"

_PLANE = 1 << 16
"""Code points of the basic plane: no other is folded or passed over."""

_NO_PLACES = np.empty(0, np.int64)

_WIDE = "ABCDEFGHIJKLMNOPQRSTUVWXYZⒸⓒ，：；！？（）［］｛｝／—–‐‑－‒―─−＋＝＿～｜．０１２３４５６７８９"

_NARROW = "abcdefghijklmnopqrstuvwxyz©©,:;!?()[]{}/---------+=_~|.0123456789"


@cache
def _folds() -> dict[int, int]:
    """Return what each code point of the basic plane is folded to, if to another."""
    hidden = (match.start() for match in re.finditer(f"[{HIDDEN}]", "".join(map(chr, range(_PLANE)))))
    return simplified_characters() | str.maketrans(_WIDE, _NARROW) | dict.fromkeys(hidden, ord(_ZERO_WIDTH))


_LONG = 500
"""From this length on, in code points, one look-up for all is faster than one for each."""

_HAS_READINGS = re.compile(TONED_READING)

_TONED = ord("À"), ord("ʯ")

_BLANK = re.compile(rf"[\s{HIDDEN}]")

_COMMENT = r"\n[ \t]*(?://+|#+|\*+|%+|;+|>+|--|\.)(?=[ \t\n])"

_STYLES = ("span", "b", "i", "em", "strong", "font", "u", "small", "wbr", "code")

_STYLE = rf"</?(?:{'|'.join(_STYLES)})(?![\w-])[^<>]{{0,{view_kernels.MOST_OF_TAG}}}>"

_BEFORE, _BEHIND = "[!-~]", "[!-')-;=-~]"

_ALONE = rf" (?<={_BEFORE} ){_BEHIND}"
"""A blank between two characters of ASCII, of which none begins or ends anything that is passed over: it stays."""

_PASSED_OVER = re.compile(rf"(?!{_ALONE})(?:{_COMMENT}|[\s{HIDDEN}]|{TONED_READING}|{_STYLE})+", re.IGNORECASE)

LONGEST = 1 + 15
"""A character and its reading, at most."""


def fold(text: str) -> str:
    """Fold script, case and width of what the patterns look for; the length stays."""
    if len(text) < _LONG:
        return text.translate(_folds())
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = fold_table()
    folded = np.where(codes < len(table), table[codes % len(table)], codes)
    return folded.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def fold_table() -> NDArray[np.uint32]:
    """Return what each code point of the basic plane is folded to."""
    table = np.arange(_PLANE, dtype=np.uint32)
    table[list(_folds())] = list(_folds().values())
    return table


@cache
def _unfolded() -> Mapping[int, str]:
    """Return the characters that fold to a code point, if others do, by that."""
    found: defaultdict[int, str] = defaultdict(str)
    for code, to in _folds().items():
        found[to] += chr(code)
    return dict(found)


def written_as(character: str) -> str:
    """Return all characters that fold to one, itself among them."""
    return "".join(sorted({character, *_unfolded().get(ord(character), "")}))


@cache
def _blank_table() -> NDArray[np.bool_]:
    blanks = np.zeros(_PLANE, bool)
    blanks[[code for code in range(_PLANE) if _BLANK.fullmatch(chr(code))]] = True
    return blanks


@cache
def _classes() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return what each code point is to ``view_kernels``, and the letter that it is but for case: by patterns."""
    every = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    classes = np.where(np.char.isalnum(every.view("U1")), np.uint8(view_kernels.WORD), np.uint8(0))
    letters = np.zeros(len(classes), np.uint8)
    plane = "".join(map(chr, range(_PLANE)))
    for kind, pattern in (
        (view_kernels.BLANK, _BLANK.pattern),
        (view_kernels.SPACE, r"\s"),
        (view_kernels.TONED, f"[{chr(_TONED[0])}-{chr(_TONED[1])}]"),
        (view_kernels.WORD, r"[\w-]"),
        (view_kernels.BEFORE, _BEFORE),
        (view_kernels.BEHIND, _BEHIND),
        (view_kernels.BEGINS, rf"{_BLANK.pattern}|[(<]"),
    ):
        classes[[match.start() for match in re.finditer(pattern, plane, re.IGNORECASE)]] |= kind
    for letter in ascii_lowercase:
        letters[[match.start() for match in re.finditer(letter, plane, re.IGNORECASE)]] = ord(letter)
    return classes, letters


@cache
def view_tables() -> view_kernels.ViewTables:
    """Return what the loops of ``view_kernels`` know."""
    longest = max(map(len, _STYLES))
    names = np.array([list(name.ljust(longest, "\0").encode()) for name in _STYLES], np.uint8)
    return view_kernels.ViewTables(*_classes(), names, fold_table())


def kept(text: str, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which characters of a text are neither blank, nor hidden, nor part of a reading."""
    blanks = _blank_table()
    keep = ~blanks[np.minimum(codes, len(blanks) - 1)]
    if np.any((codes >= _TONED[0]) & (codes <= _TONED[1])):
        for reading in _HAS_READINGS.finditer(text):
            keep[reading.start() : reading.end()] = False
    return keep


def has_readings(text: str) -> bool:
    """Return whether characters have readings in pinyin behind them."""
    return _HAS_READINGS.search(text) is not None


class View:
    """A stretch of a text as the patterns see it, and where its characters stand in the text.

    An empty line stays as one line end. ``start`` is where the stretch begins.
    """

    def __init__(
        self,
        text: str,
        start: int = 0,
        end: int | None = None,
        *,
        lines: bool = False,
        codes: NDArray[np.uint32] | None = None,
    ) -> None:
        """Look at ``text[start:end]``; ``lines`` keeps the end of a line, but between two Han characters.

        ``codes`` are the code points of the whole text, where compiled loops are to look: for a page in pinyin, of
        whose characters half are passed over, they take a fiftieth of the time.
        """
        self._text, self.start, self._lines = text[start:end], start, lines
        self._codes = None if codes is None else codes[start:end]

    @property
    def folded(self) -> str:
        """The characters that count, folded."""
        return self._seen[0]

    @cached_property
    def words(self) -> str:
        """The same without blanks, in which the anchors of families are looked for."""
        return self.folded.replace(" ", "").replace("\n", "")

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Where each of them stands in the whole text."""
        if self._codes is not None:
            return self.start + self._seen[1]
        kept = np.ones(len(self._text), bool)
        for run in _PASSED_OVER.finditer(self._text):
            kept[run.start() : run.end()] = False
            kept[run.start()] = bool(self._instead(run))
        return self.start + np.flatnonzero(kept)

    @cached_property
    def _seen(self) -> tuple[str, NDArray[np.int64]]:
        """The characters, and by the loops also where they stand in the stretch."""
        if self._codes is None:
            return fold(_PASSED_OVER.sub(self._instead, self._text)), _NO_PLACES
        out, places = np.empty(len(self._codes), np.uint32), np.empty(len(self._codes), np.int64)
        look = compiled(view_kernels.view)
        count = look(self._codes, view_tables(), self._lines, out, places)
        return utf_32_le_decode(out[:count].data, "surrogatepass")[0], places[:count]

    def _instead(self, run: re.Match[str]) -> str:
        """Return what stands for a run that is passed over: at most one character."""
        before, behind = self._text[run.start() - 1 : run.start()], self._text[run.end() : run.end() + 1]
        if run.group().count("\n") > 1:
            return "\n"
        if self._lines and "\n" in run.group() and not (_is_wide(before) and _is_wide(behind)):
            return "\n"
        apart = before.isascii() and behind.isascii() and bool(before and behind)
        return " " if apart and any(map(str.isspace, run.group())) else ""


def _is_wide(character: str) -> bool:
    return character > "\u2e80"


def seen(text: str, *, lines: bool = False) -> str:
    """Return a text as the patterns see it; ``lines`` as in ``View``."""
    return View(text, lines=lines).folded
