"""A text as the patterns for notices see it: one script, one case and width, and nothing that hides words.

Blanks, line breaks, marks of comments, tags that style, pinyin readings and zero-width characters can stand inside the
words of a notice. Of what is passed over, one blank stays between two words of ASCII, as there it tells
words apart.
"""

from __future__ import annotations

import re
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text import TONED_READING, simplified_characters

HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
"""Characters without width, as they stand in a class of a pattern."""

_ZERO_WIDTH = "\u200b"

_WIDE = "ABCDEFGHIJKLMNOPQRSTUVWXYZⒸⓒ，：；！？（）［］｛｝／—–‐‑－‒―─−＋＝＿～｜．０１２３４５６７８９"

_NARROW = "abcdefghijklmnopqrstuvwxyz©©,:;!?()[]{}/---------+=_~|.0123456789"


@cache
def _folds() -> dict[int, int]:
    """Return what each code point of the basic plane is folded to, if to another."""
    hidden = (code for code in range(1 << 16) if re.match(f"[{HIDDEN}]", chr(code)))
    return simplified_characters() | str.maketrans(_WIDE, _NARROW) | dict.fromkeys(hidden, ord(_ZERO_WIDTH))


_LONG = 500
"""From this length on, in code points, one look-up for all is faster than one for each."""

_HAS_READINGS = re.compile(TONED_READING)

_TONED = ord("À"), ord("ʯ")

_BLANK = re.compile(rf"[\s{HIDDEN}]")

_COMMENT = r"\n[ \t]*(?://+|#+|\*+|%+|;+|>+|--|\.)(?=[ \t\n])"

_STYLE = r"</?(?:span|b|i|em|strong|font|u|small|wbr|code)(?![\w-])[^<>]{0,200}>"

_ALONE = r" (?<=[!-~] )[!-')-;=-~]"
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
    table = np.arange(1 << 16, dtype=np.uint32)
    table[list(_folds())] = list(_folds().values())
    return table


@cache
def written_as(character: str) -> str:
    """Return all characters that fold to one, itself among them."""
    folded = {chr(code) for code, to in _folds().items() if chr(to) == character}
    return "".join(sorted({character, *folded}))


@cache
def _blank_table() -> NDArray[np.bool_]:
    blanks = np.zeros(1 << 16, bool)
    blanks[[code for code in range(1 << 16) if _BLANK.fullmatch(chr(code))]] = True
    return blanks


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

    def __init__(self, text: str, start: int = 0, end: int | None = None, *, lines: bool = False) -> None:
        """Look at ``text[start:end]``; ``lines`` keeps the end of a line, but between two Han characters."""
        self._text, self.start, self._lines = text[start:end], start, lines

    @cached_property
    def folded(self) -> str:
        """The characters that count, folded."""
        return fold(_PASSED_OVER.sub(self._instead, self._text))

    @cached_property
    def words(self) -> str:
        """The same without blanks, in which the anchors of families are looked for."""
        return self.folded.replace(" ", "").replace("\n", "")

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """Where each of them stands in the whole text."""
        kept = np.ones(len(self._text), bool)
        for run in _PASSED_OVER.finditer(self._text):
            kept[run.start() : run.end()] = False
            kept[run.start()] = bool(self._instead(run))
        return self.start + np.flatnonzero(kept)

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
