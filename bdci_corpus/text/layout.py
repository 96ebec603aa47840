"""What lines look like together: verse, and other short lines that keep their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.alphabet import HAN_CLASS
from bdci_corpus.text.latest import Latest
from bdci_corpus.text.line_kernels import LONGEST_OF_COUPLETS, verse_signs
from bdci_corpus.text.lines import Line, Lines
from bdci_corpus.text.scan import scan_of
from bdci_corpus.text.sections import SECTION_NAMES
from bdci_corpus.text.wraps import width, wraps_alone

_VERSE_WIDTH = 36
"""The widest verse, in columns: eighteen Han characters."""

_VERSE_LINES = 4
"""How many short lines make verse."""

_MOST_HEADS = 3
"""How many lines head a poem at most: title, subtitle and author."""

_VERSE_SPREAD = 6
"""How much wider than the narrowest the widest verse is, in columns."""

_WIDEST_SIGN = 3
"""How many signs part poems at most (%, ***)."""

_INNER_MARKS = "，、；：,;:"

_FEWEST_OF_A_POEM = 6
"""How many lines that others follow directly show that a text is a poem without marks."""

_FEWEST_OF_A_SHORT_POEM = 4
"""How many do where no line holds a mark."""

_SHORT_OF_A_POEM = 0.85
"""The share of a poem's lines that are no wider than verse; a line among them may be long."""

_MARKED_IN_A_POEM = 0.2
"""The share of its lines that hold a mark, at most: prose in a narrow column has more."""

_MARKED = re.compile("[，。；：！？,;:!?|\t]|  |[.] |\\d{1,2}:\\d{2}|^[\\d>@#*+$/<-]")
""""A mark, and what begins items, entries and code."""

_SECTION = re.compile("[一二三四五六七八九十]{1,3}、")

_COUPLET = re.compile(
    f"(?P<first>[{HAN_CLASS}]{{3,7}})[，、；：？！](?:(?P<second>[{HAN_CLASS}]{{3,7}})[，。；：？！])?|(?P<last>[{HAN_CLASS}]{{3,7}})[。？！]"
)
"""A line of a classical poem: one verse, or two of equal length."""

_PARALLEL = 2
"""How far apart, in characters, the first marks of parallel lines stand at most, unless they have more than two."""

_VERSE_ENDS = "，。；！？、…,;!?.："


@Latest
def verses(lines: Lines) -> frozenset[int]:
    """Return the numbers of lines that are verse: runs of short lines of like width that do not wrap."""
    signs = np.zeros(5, np.int64)
    starts, ends, gaps = lines.starts, lines.ends, lines.gaps
    longest = scan_of(lines.text).run(verse_signs, starts, ends, gaps, lines.ends_sentences, _VERSE_WIDTH, signs)
    found: set[int] = set()
    if longest >= _VERSE_LINES:
        borders = np.concatenate([[0], np.flatnonzero((gaps > 0) | _parted(lines)), [len(lines)]])
        for at in np.flatnonzero(np.diff(borders) >= _VERSE_LINES).tolist():
            found.update(_verse(lines, int(borders[at]), int(borders[at + 1])))
        short = _short_stanzas(lines, borders, found) if found else set[int]()
        found |= short | (_couplets(lines) if signs[4] else set())
        return frozenset(found | _poem(lines, signs.tolist(), is_verse=bool(found)))
    couplets = _couplets(lines) if signs[4] else set[int]()
    return frozenset(couplets | _poem(lines, signs.tolist(), is_verse=False))


def _couplets(lines: Lines) -> set[int]:
    """Return the lines of stanzas of two or three lines that have the same number of characters between their marks."""
    lengths = lines.ends - lines.starts
    alike = np.zeros(len(lines) + 1, np.bool_)
    alike[1:-1] = (lines.gaps[1:] == 0) & (lengths[1:] == lengths[:-1]) & (lengths[1:] <= LONGEST_OF_COUPLETS)
    found = set[int]()
    for at in np.flatnonzero(alike[:-1] & ~np.roll(alike, 1)[:-1]).tolist():
        end = at
        while alike[end]:
            end += 1
        shapes = {_shape(lines.text[lines.starts[n] : lines.ends[n]]) for n in range(at - 1, end)}
        if len(shapes) == 1 and None not in shapes:
            found.update(range(at - 1, end))
    return found


def _shape(line: str) -> tuple[int, ...] | None:
    """Return how many characters a line of verse has before each mark, or None if it is none."""
    match = _COUPLET.fullmatch(line)
    if match is None or (match["second"] and len(match["first"]) != len(match["second"])):
        return None
    return len(match["first"] or match["last"]), len(match["second"] or "")


def _short_stanzas(lines: Lines, borders: NDArray[np.int64], found: set[int]) -> set[int]:
    """Return the lines of stanzas of two or three lines as wide as verse beside them, below a title and an author."""
    lengths = (lines.ends - lines.starts).tolist()
    known = {lengths[at] for at in found}
    short = set[int]()
    for at in np.flatnonzero((np.diff(borders) > 1) & (np.diff(borders) < _VERSE_LINES + _MOST_HEADS)).tolist():
        end = first = int(borders[at + 1])
        while first > borders[at] and lengths[first - 1] == lengths[end - 1] in known:
            first -= 1
        texts = [lines.text[lines.starts[n] : lines.ends[n]] for n in range(first, end)]
        if len(texts) > 1 and end - 1 not in found and _are_parallel(texts):
            short.update(range(first, end))
    return short


def _verse(lines: Lines, first: int, end: int) -> Iterable[int]:
    """Return the numbers of those of some lines that are verse; the first may be a title over two lines."""
    lengths = lines.ends[first:end] - lines.starts[first:end]
    if int(lengths.max()) > _VERSE_WIDTH:
        wide = int(np.flatnonzero(lengths > _VERSE_WIDTH)[-1])
        if wide >= _MOST_HEADS or end - first - wide <= _VERSE_LINES:
            return ()
        first += wide + 1
    block = _stanza([(at, lines.line(at)) for at in range(first, end)])
    texts = [line.text for _, line in block]
    if len(block) >= _VERSE_LINES and (_are_parallel(texts) or (_is_verse(texts) and not wraps_alone(block))):
        return (at for at, _ in block)
    return ()


def _poem(lines: Lines, signs: Sequence[int], *, is_verse: bool) -> set[int]:
    """Return the lines of a poem without marks, those of stanzas too short to tell among them; none of another text.

    ``signs`` are those of ``line_kernels.verse_signs``.
    """
    total, first, short, ended = signs[:4]
    poem = len(lines) - first
    if not is_verse and total < _FEWEST_OF_A_SHORT_POEM:
        return set()
    long = short < _SHORT_OF_A_POEM * poem and (poem - short > 1 or poem < _FEWEST_OF_A_POEM)  # but for a single one
    if 2 * total < poem or long or ended > _MARKED_IN_A_POEM * poem:
        return set()
    numbers = range(first, len(lines))
    marked = sum(_MARKED.search(lines.text[lines.starts[at] : lines.ends[at]]) is not None for at in numbers)
    most = _MARKED_IN_A_POEM * poem if is_verse or total >= _FEWEST_OF_A_POEM else 0
    return set(numbers) if marked <= most else set()


def _parted(lines: Lines) -> NDArray[np.bool_]:
    """Return which lines, or those above them, hold nothing but a sign or two, as between poems."""
    alone = np.zeros(len(lines) + 1, np.bool_)
    for at in np.flatnonzero(lines.ends - lines.starts <= _WIDEST_SIGN).tolist():
        alone[at] = not any(map(str.isalnum, lines.text[lines.starts[at] : lines.ends[at]]))
    return alone[:-1] | np.roll(alone, 1)[:-1]


def _stanza(block: Sequence[tuple[int, Line]]) -> Sequence[tuple[int, Line]]:
    """Return lines without a section's above them, or a title and an author where the others end with marks."""
    first, others = block[0][1].text, [line for _, line in block[1:]]
    numbered = block[0][1].listed and not any(line.listed for line in others)
    section = _SECTION.match(first) and not any(_SECTION.match(line.text) for line in others)
    if first in SECTION_NAMES or numbered or section:
        return block[1:]  # the number of a section above rows of labels
    for heads in range(1, min(_MOST_HEADS, len(block) - _VERSE_LINES) + 1):
        head, rest = block[heads - 1][1], block[heads:]
        if head.text[-1] not in _VERSE_ENDS and all(line.text[-1] in _VERSE_ENDS for _, line in rest):
            return rest
    return block


def _are_parallel(texts: Sequence[str]) -> bool:
    """Return whether lines have the same marks at about the same places, as couplets and entries of a list do."""
    places = [[at for at, char in enumerate(text) if char in _INNER_MARKS and at + 1 < len(text)] for text in texts]
    if len({"".join([text[at] for at in marks]) for text, marks in zip(texts, places, strict=True)}) > 1:
        return False
    firsts = [marks[0] for marks in places if marks]
    return bool(firsts) and (max(firsts) - min(firsts) <= _PARALLEL or len(places[0]) > _PARALLEL)


def _is_verse(texts: Sequence[str]) -> bool:
    widths = [width(text) for text in texts]
    if max(widths) > _VERSE_WIDTH:
        return False
    marked = sum(text[-1] in _VERSE_ENDS for text in texts)
    return not marked or max(widths) - min(widths) <= _VERSE_SPREAD or marked >= 0.75 * len(texts)
