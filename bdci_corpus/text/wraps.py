"""Which line ends are wraps: where lines were broken because the column ended.

A width is fitted to the lines, as East Asian terminals count it (a Han character takes two cells). Each line
that another follows directly allows some widths: at least its own, and less than what the first word of the
next line would have needed. The width that most lines allow is where they end, whatever else stands among
them: a longer line (a link), shorter ones (ends of paragraphs), a heading. It is a column's width only if
the lines that end there read on: most end without a mark, there are marks within them, and few others end without one.
A paragraph with enough lines is fitted alone, so that a quotation in a narrower column is joined, and a poem in
a wrapped book is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bdci_corpus.text.alphabet import CLOSERS, FINAL_MARKS, OPENERS
from bdci_corpus.text.line_kernels import DIRECT, LISTED
from bdci_corpus.text.lines import Line, Lines

NARROW = 32
"""A narrower column, in half-width cells, needs more lines to be told from verse and lists: 16 Han characters."""

NARROWEST = 16
"""The narrowest wrap, in columns."""

_WIDEST_VERSE = 48
"""Lines of verse, of lists and of subtitles are no wider, in half-width cells: 24 Han characters."""

_TIGHT = 0.5
"""How many of the lines that fill so narrow a column had no room for the next character, at least."""

_FEWEST, _FEWEST_NARROW, _FEWEST_ALONE = 2, 4, 3
"""How many lines must end at a column's edge."""

_SHARE = 0.4
"""How many of the lines that another follows end at the edge, at least: a page of dialog has many short ones."""

_PROSE = 0.3
"""The share of full lines that read on as prose."""

_STRAY = 0.5
"""How many lines may break off elsewhere, through those that are full."""

_PARTED = 0.15
"""The share of lines that end a sentence where paragraphs are parted by blank lines."""

_SHORTEST = 0.4
"""How much of a column a line fills at least that the next goes on, where paragraphs are parted."""

_OVERRUN = 1.125
"""How far beyond the column a line runs at most that was broken by hand, where paragraphs are parted."""

_FEWEST_PARAGRAPHS = 3
"""How many paragraphs of several lines show how a writer broke them."""

_ENDED = 0.8
"""How many of these paragraphs end with a mark."""

_SHORTEST_BY_HAND, _LONGEST_BY_HAND = 36, 100
"""How wide lines are that a writer broke, in half-width cells."""

_DEEPEST = 6
"""By how many blanks a first line is indented at most."""

_CHINESE_INDENT = 2
"""Wide blanks before a first line."""

_MOST_SLACK = 3
"""How many characters a line may stay short of what the next word explains, at most."""

_HANGING = frozenset("，。、；：？！,.;:?!”’」』）》)")

_WIDE = re.compile(
    "[\u1100-\u115f\u2014-\u201f\u2025\u2026\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)

_UNBREAKABLE = re.compile(
    f"[{re.escape(OPENERS)}]*+(?:[!-~\u00a1-\u1fff]++(?: ?[!-~]++)?|. ?[!-~]*+)?"
    f"[{re.escape(CLOSERS)}，。、；：？！…—]*+"
)
"""What no line break parts; nothing is given back, so that a line of brackets takes linear time."""

_INNER_MARK = re.compile("[，。、；：？！,;:?!“”…—](?=.)|[.](?= )")

_INNER_END = re.compile("[。！？!?]|[.] ")
"""What ends a sentence within a line."""

_STAMPED = re.compile(
    "[\\[(]?(?:(?:\\d{4}|\\d{1,2})[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{1,2})[ ,，T]{1,3}"
    "(?:[上下]午|凌晨|早上|晚上)? ?\\d{1,2}:\\d{2}"
    "|\\d{1,2}:\\d{2}:\\d{2})"
)
"""How a line of a log begins."""

_FACT = re.compile("[^\\s，。；：:“”]{1,10}：\\S")
"""A label and its value, below a sentence."""

_LABELED = re.compile("[^\\s，。；：:“”]{1,10}[：:]")

_NEW = re.compile("【[^】\n]{1,16}】|[(（] ?\\d{1,3} ?[)）] ?(?![，。、；：,.;:)）])")
"""What begins a part of a leaflet, and an item with blanks within its brackets."""

_ASKS = re.compile("(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^。；;]*[？?！!]")
"""A numbered heading that asks, as a whole line."""

_SCORED = re.compile("[。！？]（[^（），。]{1,6}）$")
"""A sentence and what it counts in an examination, or who said it."""

_RIGHT = 16
"""A line indented by more blanks is set at the right: who signs, and when."""

_TIMED = re.compile("[^，。！？：:]{0,24}[ \t\u3000(（\\[]\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?")
"""Who speaks, and when in the recording: what he says stands below."""

_RULE = re.compile("[-=_*~#+·.—─━═]{3,}")
"""A line that parts others and is no text."""

_ADDRESS = re.compile("(?:https?://|www\\.)[!-~]+")
"""An address that is a line of its own."""

_MARKS = frozenset(f"{FINAL_MARKS}，,、：:.。—{CLOSERS}")


def width(text: str) -> int:
    """Return how many half-width cells a text takes; marks that Chinese shares with other writing take two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


Measure = Callable[[str], int]


class LinePair(NamedTuple):
    """A line and the one directly below, which may go on: ``at`` is the upper line's number.

    ``least`` is the narrowest column that holds the line, ``most`` the widest in which the next word
    had no room; of these ``slack`` is what marks and words that may not part explain. ``cut`` says that it
    ends without a mark, ``open_ended`` that it ends no sentence, ``prose`` that a mark stands within,
    ``reads_on`` that the next begins like the middle of a sentence, and ``word`` that the line is one word,
    which may hang over a column's edge.
    """

    at: int
    length: int
    least: int
    most: int
    slack: int
    cut: bool
    open_ended: bool
    prose: bool
    reads_on: bool
    word: bool


@dataclass(frozen=True, slots=True)
class Wrap:
    """A column's width, in cells or in characters; ``parted`` says that blank lines or indents part all paragraphs."""

    limit: int
    measure: Callable[[str], int]
    parted: bool = False

    def fills(self, pair: LinePair) -> bool:
        """Return whether a line runs to the edge: the first word of the next had no room on it.

        A line that ends a sentence must leave no room at all, for paragraphs end so as well.
        """
        return (
            pair.least <= self.limit <= (pair.most if pair.open_ended else pair.most - pair.slack + self.measure("一"))
        )

    def joins(self, pair: LinePair) -> bool:
        """Return whether a line's end is a wrap."""
        short = self.parted and pair.open_ended and pair.reads_on and self.limit * _SHORTEST < pair.length
        return self.fills(pair) or (short and (pair.word or pair.least <= self.limit * _OVERRUN))


@dataclass(frozen=True, slots=True)
class Wraps:
    """The line ends of a text that are wraps, by the number of the upper line: those that fill, and all."""

    full: frozenset[int]
    joined: frozenset[int]


def wraps_of(lines: Lines, verse: AbstractSet[int]) -> Wraps | None:
    """Return which lines wrap, or None where none does; ``verse`` are lines that do not. Linear, but for sorting."""
    direct = lines.that_may_be(DIRECT)
    if len(direct) < _FEWEST or np.count_nonzero(~lines.finished[direct - 1]) < _FEWEST:
        if len(direct) != 1 or not lines.hints[direct[0] - 1] & LISTED:
            return None
        (block,) = _blocks(lines, direct.tolist())
        hanging = frozenset(_hanging(block))
        return Wraps(frozenset(), hanging) if hanging else None
    direct = direct[[at not in verse for at in direct.tolist()]] if verse else direct
    blocks = list(_blocks(lines, direct.tolist())) if len(direct) else []
    if not blocks:
        return None
    base = _base(lines, direct)
    measured = [_pairs(block, base) for block in blocks]
    pairs = {measure: [own[measure] for own in measured] for measure in _MEASURES}
    parted = len(blocks) > 1 or sum(len(block) - 1 for block in blocks) - sum(map(len, pairs[width])) > 1
    whole = _best([[pair for block in some for pair in block] for some in pairs.values()], parted=parted)
    full, joined = set[int](), set[int]()
    in_sentences = list(map(_in_sentences, blocks))
    if 2 * sum(in_sentences) < len(blocks):
        whole = None
    for number, block in enumerate(blocks):
        joined.update(_hanging(block))
        if not (whole or in_sentences[number]):
            continue
        wrap, of_block = whole, pairs[whole.measure][number] if whole else []
        if wrap is None or not _agrees(wrap, of_block):
            own, alone = _alone(block)
            wrap, of_block = (own, alone) if own else (wrap, of_block)
        if wrap:
            full.update(pair.at for pair in of_block if wrap.fills(pair))
            joined.update(pair.at for pair in of_block if wrap.joins(pair))
    joined.update(_broken_by_hand(blocks, pairs[width], joined))
    return Wraps(frozenset(full), frozenset(joined)) if joined else None


LineBlock = Sequence[tuple[int, Line]]


def _in_sentences(block: LineBlock) -> bool:
    """Return whether a paragraph's writer ends sentences with marks."""
    return block[-1][1].finished or any(line.finished or _INNER_END.search(line.text) for _, line in block)


def _hanging(block: LineBlock) -> Iterator[int]:
    """Yield the items of a list that the line below goes on with, indented as the item's text is."""
    for (at, line), (_, following) in pairwise(block):
        deeper = 0 < following.indent - line.indent <= _DEEPEST
        runs_on = line.listed and line.text[0].isascii() and _INNER_MARK.search(line.text)  # 一、 heads a section
        if runs_on and deeper and not (line.finished or following.listed or line.tabular or following.tabular):
            yield at


def _broken_by_hand(
    blocks: Sequence[LineBlock], pairs: Sequence[Sequence[LinePair]], joined: AbstractSet[int]
) -> Iterator[int]:
    """Yield the lines that a writer broke where it seemed best, of a text whose paragraphs blank lines part.

    Paragraphs end with a mark there and most lines within do not; who writes a sentence a line, or leaves marks
    out, does both alike. Paragraphs with ``joined`` lines are not looked at.
    """
    cut, within, ends = list[LinePair](), 0, list[bool]()
    for block, of_block in zip(blocks, pairs, strict=True):
        long = [pair for pair in of_block if pair.open_ended and _by_hand(pair)]
        if long and not any(pair.at in joined for pair in of_block):
            cut += long
            within += len(of_block)
            ends.append(block[-1][1].finished)
    if (
        len(ends) >= _FEWEST_PARAGRAPHS
        and sum(ends) >= _ENDED * len(ends)
        and 2 * len(cut) >= within
        and 2 * sum(pair.prose for pair in cut) >= len(cut)
    ):
        yield from (pair.at for pair in cut if pair.reads_on)


def _by_hand(pair: LinePair) -> bool:
    return _SHORTEST_BY_HAND <= pair.length <= _LONGEST_BY_HAND


def wraps_alone(block: LineBlock) -> bool:
    """Return whether lines that follow each other directly are wrapped, whatever stands around them."""
    return _alone(block)[0] is not None


def _alone(block: LineBlock) -> tuple[Wrap | None, list[LinePair]]:
    """Return the wrap that a paragraph has by itself, and its lines that the next may continue."""
    indent = min(line.indent for _, line in block)
    pairs = _pairs(block, indent)
    own = _best(list(pairs.values()), parted=False, fewest=_FEWEST_ALONE)
    return own, pairs[own.measure] if own else []


def _blocks(lines: Lines, direct: Sequence[int]) -> Iterator[LineBlock]:
    """Yield the runs of lines that follow each other directly, with their numbers."""
    breaks = [0, *(at for at in range(1, len(direct)) if direct[at] != direct[at - 1] + 1), len(direct)]
    for first, end in pairwise(breaks):
        yield [(at, lines.line(at)) for at in range(direct[first] - 1, direct[end - 1] + 1)]


def _base(lines: Lines, direct: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """Return how far lines are indented that go on: most of those below an unfinished one.

    Below a heading or a colon a paragraph begins, and is indented; so fewer that are not indented count more.
    """
    below = lines.indents[direct[~lines.finished[direct - 1]]].tolist()
    counts: Counter[int] = Counter(below)
    most = max(counts.values(), default=0)
    return min((indent for indent, count in counts.items() if 2 * count >= most), default=0)


def _pairs(block: LineBlock, base: int) -> Mapping[Measure, list[LinePair]]:
    """Return by measure the lines of a block that the next may continue: not indented deeper, no item and no row."""
    found: dict[Measure, list[LinePair]] = {measure: [] for measure in _MEASURES}
    hanging = False
    for (at, line), (_, following) in pairwise(block):
        hanging = following.indent > base and (
            (line.listed and following.indent > line.indent) or (hanging and following.indent == line.indent)
        )
        deeper = following.indent > base and (following.indent != line.indent or line.finished)
        new = (deeper and not hanging) or _begins_anew(line, following)
        if not (new or following.listed or following.headed or following.tabular or line.tabular):
            for measure, pair in zip(_MEASURES, _pair(at, line, following), strict=True):
                found[measure].append(pair)
    return found


def _begins_anew(line: Line, following: Line) -> bool:
    """Return whether a line begins an entry of a log, is beside a rule or below a message's head, or an address."""
    address = line.finished and _ADDRESS.fullmatch(following.text) is not None
    ruled = _RULE.fullmatch(line.text) or _RULE.fullmatch(following.text)
    if line.finished and _FACT.match(following.text):
        return True
    if _NEW.match(following.text) or (_LABELED.match(line.text) and _LABELED.match(following.text)):
        return True
    if line.finished and _ASKS.fullmatch(line.text):
        return True
    if line.text[-1] == "）" and _SCORED.search(line.text):
        return True
    if line.indent > _RIGHT and following.indent > _RIGHT:
        return True
    timed = line.text[-1].isdecimal() and _TIMED.fullmatch(line.text) is not None
    return address or timed or bool(ruled or _STAMPED.match(line.text) or _STAMPED.match(following.text))


def _pair(at: int, line: Line, following: Line) -> Iterator[LinePair]:
    """Yield a line and the one below by each measure; what they say is looked at once."""
    indent = ("\u3000" if line.indent == _CHINESE_INDENT else " ") * line.indent
    match = _UNBREAKABLE.match(following.text)
    whole = match.group() if match else ""
    first, last = following.text[0], line.text[-1]
    cut, prose = last not in _MARKS, bool(_INNER_MARK.search(line.text))
    word = _UNBREAKABLE.fullmatch(line.text) is not None
    reads_on = first.islower() or (first.isalpha() and not first.isupper()) or first in OPENERS or first.isdigit()
    for measure in _MEASURES:
        length, character = measure(line.text) + measure(indent), measure("一")
        slack = min(_MOST_SLACK * character, max(character, length // 8))
        yield LinePair(
            at=at,
            length=length,
            least=length - character * (last in _HANGING),
            most=length + measure(whole) + slack,
            slack=slack,
            cut=cut,
            open_ended=not line.finished,
            prose=prose,
            word=word,
            reads_on=reads_on,
        )


def _characters(text: str) -> int:
    return len(text)


_MEASURES: tuple[Measure, Measure] = (width, _characters)


def _best(choices: Sequence[Sequence[LinePair]], *, parted: bool, fewest: int = _FEWEST) -> Wrap | None:
    """Return the wrap that the most lines keep to, by cells or by characters, if there is evidence for one."""
    found = [(wrap, pairs) for pairs, measure in zip(choices, _MEASURES, strict=True) if (wrap := _fit(pairs, measure))]
    if not found:
        return None
    wrap, pairs = max(found, key=lambda fit: sum(map(fit[0].fills, fit[1])))
    full = [pair for pair in pairs if wrap.fills(pair)]
    others = [pair for pair in pairs if not wrap.fills(pair)]
    cells = wrap.limit * (1 if wrap.measure is width else 2)
    tight = sum(wrap.limit < pair.most - pair.slack for pair in full)
    narrow = cells < NARROW
    evident = (
        (cells > _WIDEST_VERSE or tight >= _TIGHT * len(full))
        and len(full) >= max(fewest, _FEWEST_NARROW * narrow, _SHARE * len(pairs))
        and 2 * sum(pair.cut for pair in full) >= len(full)
        and sum(pair.prose for pair in full) >= _PROSE * len(full)
        and 2 * sum(pair.reads_on for pair in full) >= len(full)
        and sum(pair.cut and pair.length > _SHORTEST * wrap.limit for pair in others) <= _STRAY * len(full)
        and sum(pair.least > _OVERRUN * wrap.limit and not pair.word for pair in others) <= _STRAY * (len(full) - 1)
    )
    if not evident:
        return None
    ended = sum(not pair.open_ended for pair in others)
    return Wrap(wrap.limit, wrap.measure, parted and ended <= _PARTED * len(pairs))


def _fit(pairs: Sequence[LinePair], measure: Callable[[str], int]) -> Wrap | None:
    """Return the width that the most lines allow, the narrowest of several."""
    least = NARROWEST if measure is width else NARROWEST // 2
    bounds = sorted(
        [(pair.least, -1) for pair in pairs] + [(pair.most + 1, 1) for pair in pairs], key=lambda b: (b[0], -b[1])
    )
    best = count = limit = 0
    for bound, step in bounds:
        count -= step
        if count > best and bound >= least:
            best, limit = count, bound
    return Wrap(limit, measure) if best >= _FEWEST else None


def _agrees(wrap: Wrap, pairs: Sequence[LinePair]) -> bool:
    """Return whether a paragraph's lines keep to a width, or are too few to speak for another."""
    if len(pairs) < _FEWEST_ALONE:
        return all(pair.least <= wrap.limit for pair in pairs) or any(map(wrap.fills, pairs))
    return 2 * sum(map(wrap.fills, pairs)) >= len(pairs)
