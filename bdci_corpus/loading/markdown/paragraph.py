"""Settle the pieces of one paragraph: emphasis that was meant, inline HTML, wrapped lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.markdown.emphasis import DelimiterRun, flanks, is_cjk, pair
from bdci_corpus.loading.markdown.inline_html import settle_tags
from bdci_corpus.loading.markdown.pieces import Inline
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_BLOCK, HAN_CLASS, is_furniture, width

_EITHER = "“”‘’—…·"
"""Marks that are full-width beside Chinese."""

_ENUMERATED = lazily(
    r"#[^\s#]|——[ ]?\S|[•●○■□◆◇▪►※·]|"
    r"[\u2600-\u27bf\u2b1b-\u2b55\U0001f300-\U0001f5ff\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb]|"
    r"[①-⑳㈠-㈩⑴-⒇❶-❿]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、．)）]|\d{1,2}\.(?!\d)"
)
"""What begins an item of a list that Markdown does not know (``1、``, ``①``, ✅), hashtags, or who said it."""

_FIRST_HAN, _LAST_HAN = HAN_BLOCK

_LATIN = np.array([chr(code).isascii() and (chr(code).isalnum() or chr(code) == "`") for code in range(129)])
"""Which characters are of Latin words, marks of code among them; the last stands for all that follow."""

_INVISIBLE = "\u200b\u200c\u200d\ufeff \t"

_LABELED = lazily(r"[^\s:：，,。]{1,12}[:：]\s?\S")

_VERSE_WIDTH = 36
"""The widest verse, in columns: eighteen Han characters."""

_FEWEST_VERSES = 4
"""How many short lines make verse."""

_SHORT = 0.5
"""A line that fills less of what the widest of its paragraph fills was not wrapped."""

_FEWEST_LABELS = 2
"""How many lines that begin with a label make a list."""

_LONGEST_LINK = 700
"""The longest line that may be a link and nothing else, in characters."""

_LINKED = lazily(r"[ \t>*_-]{0,8}\[[^\[\]\n]{1,200}\](?:\([^()\n]{0,400}\)?|\[[^\[\]\n]{0,60}\])[*_]{0,3}[ \t]*\Z")

_BARE = lazily(f"(?=.{{5,13}}\\Z)[{HAN_CLASS}]+(?:[ \u3000][{HAN_CLASS}]+)?")
"""A line of five to thirteen Han characters without a mark: two or three of them are verse."""

_VERSE_ENDS = tuple("，。；！？、…,;!?.：:")

_MOST_MARKED = 0.75
"""The share of lines of verse that end with a mark, unless all are as wide."""


def settle(pieces: list[Inline], source: str, puts_blanks: Callable[[], bool]) -> list[Inline]:
    """Return the pieces of a paragraph with everything decided that its whole decides. Linear.

    ``puts_blanks`` says whether the text puts blanks between Chinese and Latin.
    """
    kinds = {piece.kind for piece in pieces}
    if "star" in kinds:
        pieces = _emphasis(pieces, source)
    if "tag" in kinds:
        pieces = settle_tags(pieces, source)
    if "join" in kinds:
        _join(pieces, source, puts_blanks)
    return pieces


def _emphasis(pieces: list[Inline], source: str) -> list[Inline]:
    """Take out the delimiters that pair; those that the parser has paired, perhaps otherwise, are gone already."""
    groups: dict[int, list[DelimiterRun]] = {}
    for run in _runs(pieces, source):
        groups.setdefault(run.pieces[0].parent, []).append(run)
    used = {id(piece) for runs in groups.values() for piece in pair(runs)}
    left = (piece for piece in pieces if id(piece) not in used or piece.kind != "star")
    return [piece.turned("keep") if piece.kind == "star" else piece for piece in left]


def _runs(pieces: Sequence[Inline], source: str) -> Iterator[DelimiterRun]:
    at = 0
    while at < len(pieces):
        end = at
        while (
            end < len(pieces)
            and _is_delimiter(pieces[end], source)
            and pieces[end].parent == pieces[at].parent
            and (end == at or pieces[end].start == pieces[end - 1].end)
        ):
            end += 1
        if end > at:
            before = _edge(source[pieces[at].start - 1 : pieces[at].start]) if at else ""
            after = _edge(source[pieces[end - 1].end : pieces[end - 1].end + 1]) if end < len(pieces) else ""
            opens, closes = flanks(before, after)
            spaced = not (before.strip() or after.strip()) and bool(before and after)
            yield DelimiterRun(list(pieces[at:end]), opens, closes, spaced)
        at = max(end, at + 1)


def _is_delimiter(piece: Inline, source: str) -> bool:
    """Return whether a piece is a star that may be emphasis, or that the parser took out as such."""
    return piece.kind == "star" or (piece.kind == "put" and not piece.text and source.startswith("*", piece.start))


def _edge(character: str) -> str:
    return "" if character == "\n" else character


def _join(pieces: list[Inline], source: str, puts_blanks: Callable[[], bool]) -> None:
    """Join wrapped lines: nothing between Chinese, a blank between words; lines that are meant stay."""
    breaks = [at for at, piece in enumerate(pieces) if piece.kind == "join"]
    spans = list(_between(breaks, len(pieces)))
    lines = [_text_of(pieces, source, *span) for span in spans]
    kept = _keeps_lines(lines)
    shown = [_letters(piece, source) for piece in pieces]
    before = list(accumulate((text[-1:] for text in shown), _latest))
    after = list(accumulate((text[:1] for text in reversed(shown)), _latest))[::-1]
    bare = [line.strip(_INVISIBLE) for line in lines]
    apart = [is_furniture(b) if b else _is_pictured(pieces, source, s[1]) for b, s in zip(bare, spans, strict=True)]
    ends = _meant_ends(lines)
    linked = (
        [_is_link(pieces, source, *span) for span in spans]
        if "](" in source[pieces[0].start : pieces[-1].start]
        else []
    )
    for number, (at, line) in enumerate(zip(breaks, lines[1:], strict=True)):
        blank = pieces[at].text
        stays = kept or number in ends or apart[number] or apart[number + 1]
        stays = stays or (bool(linked) and linked[number] and linked[number + 1])
        if not stays and not _ENUMERATED.match(line):
            blank = between(before[at], after[at])
            blank = blank if is_cjk(before[at]) == is_cjk(after[at]) or puts_blanks() else ""
        pieces[at] = pieces[at].turned("put", blank)


def _is_link(pieces: Sequence[Inline], source: str, start: int, end: int) -> bool:
    """Return whether a line is a link and nothing else: several of them are a list."""
    if start == end:
        return False
    first, last = pieces[start].start, source.find("\n", pieces[end - 1].end)
    line = source[source.rfind("\n", 0, first) + 1 : last if last >= 0 else len(source)]
    return len(line) <= _LONGEST_LINK and _LINKED.match(line) is not None


def _is_pictured(pieces: Sequence[Inline], source: str, end: int) -> bool:
    """Return whether a line that shows no words holds a picture, which what is said of it stands below."""
    stop = pieces[end].start if end < len(pieces) else pieces[-1].end
    return "![" in source[source.rfind("\n", 0, stop) + 1 : stop]


def _meant_ends(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines that end where no column does: without a mark, in Chinese, and much shorter than others."""
    widths = list(map(width, lines))
    column = _SHORT * max(widths)
    return frozenset(
        number
        for number, (line, wide) in enumerate(zip(lines[:-1], widths, strict=False))
        if wide < column and (line[-1:].isalnum() or line[-1:] in "》】") and is_cjk(line[-1:])
    )


def _latest(known: str, new: str) -> str:
    """Return the new character, or if there is none the one known."""
    return new or known


def _letters(piece: Inline, source: str) -> str:
    """Return what a piece shows, without the marks of inline code."""
    return piece.shown(source).strip("`")


def habit(source: str) -> bool:
    """Return whether a text puts blanks between Chinese and Latin, as far as it has both; a browser does."""
    codes = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), np.uint32)
    han = codes - np.uint32(_FIRST_HAN) <= _LAST_HAN - _FIRST_HAN  # what is below wraps around
    latin = _LATIN[np.minimum(codes, len(_LATIN) - 1)]
    together = (han[:-1] & latin[1:]) | (latin[:-1] & han[1:])
    apart = (codes[1:-1] == ord(" ")) & ((han[:-2] & latin[2:]) | (latin[:-2] & han[2:]))
    return _disjoint(apart, 2) >= _disjoint(together, 1)


def _disjoint(meets: NDArray[np.bool_], step: int) -> int:
    """Return how many places there are, of those ``step`` apart, which share a character, every other one."""
    places = np.flatnonzero(meets)
    runs = np.flatnonzero(np.diff(places, prepend=-9, append=np.iinfo(np.int64).max) != step)
    return int(((np.diff(runs) + 1) // 2).sum())


def _between(breaks: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    here = 0
    for at in (*breaks, end):
        yield here, at
        here = at + 1


def _text_of(pieces: Sequence[Inline], source: str, start: int, end: int) -> str:
    return "".join(pieces[at].shown(source) for at in range(start, end)).strip()


def _keeps_lines(lines: Sequence[str]) -> bool:
    """Return whether lines are meant: verse, or labels with what they label."""
    if len(lines) >= _FEWEST_LABELS and all(_LABELED.match(line) for line in lines):
        return True
    if len(lines) < _FEWEST_VERSES:
        return len(lines) > 1 and all(map(_BARE.fullmatch, lines))
    widths = list(map(width, lines))
    if max(widths) > _VERSE_WIDTH:
        return False
    marked = sum(line[-1:] in _VERSE_ENDS for line in lines)
    return min(widths) == max(widths) or marked >= _MOST_MARKED * len(lines)


def between(before: str, after: str) -> str:
    """Return what stands for a line end between two characters."""
    if not before or not after or before.isspace() or after.isspace():
        return ""
    wide = is_cjk(before), is_cjk(after)
    if all(wide) or (any(wide) and (before in _EITHER or after in _EITHER)):
        return ""
    if (wide[0] and not before.isalnum()) or (wide[1] and not after.isalnum()):
        return ""  # a full-width mark has its own blank
    return " "
