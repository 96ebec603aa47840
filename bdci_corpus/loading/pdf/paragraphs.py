"""Which line ends are wraps: by tags where a file has them, else by the room that was left on the line.

A line is wrapped if the first word of the next had no room on it, before the right edge that most lines of its column
keep to, or those around it. Size, indent, space and numbering say where another paragraph begins all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bdci_corpus.loading.pdf.joints import GOES_ON
from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.measures import Measures, like
from bdci_corpus.loading.pdf.tags import CONTAINERS
from bdci_corpus.text import HAN_CLASS

SLACK = 1.0
"""How many ems more than the next word's width must be free before a line is short."""

INDENT = 1.2
"""A line that begins so many ems to the right of margin and line before begins a paragraph."""

_AS_USUAL = 0.15
"""How near to the usual indent a small one is, in ems."""

_USUAL_PITCH = 1.5
"""The step of lines through their size, where a page is too short to tell."""

_FAR, _TORN_OFF = 1.7, 2.6
"""How many times the usual pitch parts blocks, and paragraphs, whatever ends."""

_ASIDE, _UNEVEN = 4.0, 0.5
"""Lines that begin so many ems inside, and each elsewhere, are no paragraph."""

_ENOUGH = 10
"""How many paragraphs of one line may stand among wrapped ones before all are thought to be."""

_MOSTLY = 0.6
"""The share of indented lines from which on an indent says nothing of one."""

_LARGE = 1.12
"""From how much larger than the body on lines of one size are a heading's, and are joined."""

_CENTERED = 0.6
"""How far the middles of centered lines stand apart, through the size."""

_NARROWER = 2.0
"""By how many characters a block is narrower than the body, and has a right edge of its own."""

_BLOCK, _JUSTIFIED = 5, 3
"""So many lines that end near one place have a right edge of their own; or so many that end right there."""

_PLACE = 2.0
"""Lines that begin within so many points stand at one place."""

_FULL = 0.5
"""How close to its edge a line ends that has no room left, through the size."""

_THERE = 0.15
"""How close to the edge a line ends that reaches it, through the size."""

STOP = re.compile("[。！？!?；;…][”’」』）)】》\"']*$|[a-z)]\\.[”’\"')]*$")

_COLON = re.compile("[:：]$")

_ENDS = re.compile("[。！？!?][”’」』）)】》\"']*$|\\.[”’\"')]*$")

NUMBERED = re.compile(
    rf"\d{{1,3}}[.、)）](?!\d)|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=[\s{HAN_CLASS}])|"
    r"[（(](?:[一二三四五六七八九十百]{1,4}|\d{1,3})[)）]"
    r"|[一二三四五六七八九十百]{1,4}、|第[一二三四五六七八九十百千零〇\d]{1,8}[章节節条條款编編部篇回卷]"
    r"|[①-⑳㈠-㈩⑴-⒇❶-❿•●○■□◆◇▪►※]|[-–—*·]\s"
)

_BULLETS = frozenset("•●○■□◆◇▪►※")
"""What begins an item of a list and no wrapped line, whatever stands before it."""

_HYPHENATED = re.compile("[A-Za-z\u00c0-\u024f][-\u2010\u00ad]$")

_GLUED, _GLUED_EMS = re.compile(rf"[{HAN_CLASS}][，。、：；！？]?[“‘「『（《〈]"), 2.0
"""A quotation mark behind what begins a line, and how much wider both are: some do not break before such a mark."""

_DATE = re.compile("[年月日]|\\d{4}")

_UNIT = re.compile("[年月日时時分秒元万萬亿億个個米吨噸人次项項度倍%％℃]")

LEADER = re.compile(r"(?:[.·…．]\s?){4,}\s*[\divxlc]+$")


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph, or the cells of one table row."""

    lines: list[PageLine]

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.lines[0].row >= 0

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def text(self) -> str:
        """Its lines, one after the other."""
        return "".join(line.text for line in self.lines)


def paragraphs_of(lines: Sequence[PageLine], measures: Measures) -> list[Paragraph]:
    """Return the paragraphs of a document, of its lines in reading order without furniture."""
    edges = own_edges(lines, measures)
    tagged = _tags_hold(lines, measures, edges)
    found: list[Paragraph] = []
    for line in lines:
        if found and _goes_on(found[-1], line, measures, edges, tagged=tagged):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def _tags_hold(lines: Sequence[PageLine], measures: Measures, edges: Mapping[int, float]) -> bool:
    """Return whether blocks are paragraphs: some producers tag every line as one."""
    parted = wrapped = 0
    for last, line in pairwise(lines):
        if last.block and line.block and last.page == line.page and last.block.role == line.block.role == "P":
            edge = edges.get(id(last), measures.right(last))
            if not STOP.search(last.text) and not _breaks(Paragraph([last]), line, measures, edge):
                wrapped += 1
                parted += last.block.number != line.block.number
    return parted < max(_ENOUGH, wrapped / 2)


def _goes_on(
    paragraph: Paragraph, line: PageLine, measures: Measures, edges: Mapping[int, float], *, tagged: bool
) -> bool:
    last = paragraph.lines[-1]
    if last.row >= 0 or line.row >= 0:
        return min(last.row, line.row) >= 0 and (_same_row(last, line) or _row_goes_on(paragraph, line))
    if min(last.side.column, line.side.column) < 0:
        return False
    if GOES_ON.search(last.text):
        return True
    above, below = last.block, line.block
    if above and below and tagged:
        if last.page == line.page and above.role not in CONTAINERS:
            return above.number == below.number and not _is_signed(last, line, measures)
        if above.role != below.role:
            return False
    return not _breaks(paragraph, line, measures, edges.get(id(last), measures.right(last)))


def _same_row(last: PageLine, line: PageLine) -> bool:
    return last.row == line.row and last.page == line.page


def _row_goes_on(paragraph: Paragraph, line: PageLine) -> bool:
    """Return whether a row's last cell goes on at the head of the next page, where the other cells are empty."""
    last = paragraph.lines[-1]
    first, em = paragraph.lines[0], line.size
    return line.page == last.page + 1 and line.left - first.left > 2 * em and abs(line.left - last.left) < em


def _breaks(paragraph: Paragraph, line: PageLine, measures: Measures, edge: float) -> bool:
    """Return whether a line begins another paragraph."""
    last = paragraph.lines[-1]
    together = last.page == line.page and (last.side == line.side or _below(last, line, measures))
    if not like(last.size, line.size) or LEADER.search(last.text) or not (together or _next_column(last, line)):
        return True
    glued = _GLUED_EMS * line.size if _GLUED.match(line.text) and not STOP.search(last.text) else 0.0
    short = line.first + glued + SLACK * line.size <= edge - last.right
    if _title_goes_on(last, line, measures):
        # both of its lines are centered: there was room on either side
        last.ended = line.first + SLACK * line.size <= edge - last.right + last.left - measures.left(last)
        return False
    if _is_cut(last, line):
        return False
    numbered = bool(STOP.search(last.text) and NUMBERED.match(line.text)) or line.text[0] in _BULLETS
    # a paragraph that ends with its page or column leaves its last line short, nearly always
    return (
        short or numbered or _indented(paragraph, line, measures, edge) or (together and _apart(last, line, measures))
    )


def _is_cut(last: PageLine, line: PageLine) -> bool:
    """Return whether a line's end cuts a word at its hyphen, or a number from its unit."""
    word = _HYPHENATED.search(last.text) and line.text[:1].isalpha()
    number = last.text[-1:].isdigit() and _UNIT.match(line.text) and line.left < last.left + INDENT * line.size
    return bool(word or number)


def _apart(last: PageLine, line: PageLine, measures: Measures) -> bool:
    """Return whether there is more space between two lines than within a paragraph."""
    gap = (last.y - line.y) / line.size / (measures.pitch or _USUAL_PITCH)
    ended = _ENDS.search(last.text) or _COLON.search(last.text)
    return (gap > measures.space and bool(ended)) or gap > _TORN_OFF or gap < 0


def _below(last: PageLine, line: PageLine, measures: Measures) -> bool:
    """Return whether a line stands right below one that runs across the columns, as its short last one does."""
    step = (last.y - line.y) / line.size
    beside = -3 * line.size < line.left - last.left < line.size
    close = 0 < step < 1.2 * (measures.pitch or _USUAL_PITCH)
    return last.side.columns == 1 and line.side.column == 0 and beside and close


def _next_column(last: PageLine, line: PageLine) -> bool:
    """Return whether a line is where one reads on: in the next column, or on the next page."""
    if last.page == line.page:
        return last.side.columns == line.side.columns and line.side.column == last.side.column + 1
    return line.page > last.page


def _indented(paragraph: Paragraph, line: PageLine, measures: Measures, edge: float) -> bool:
    """Return whether a line begins to the right, as paragraphs do, or back at the left of a block's lines."""
    last, em = paragraph.lines[-1], line.size
    inside, before = line.left - measures.left(line), last.left - measures.left(last)
    width = measures.right(line) - measures.left(line)
    at_right = 2 * before > width  # as a signature is, and its date
    if inside - before > _UNEVEN * em and not at_right and _hangs(paragraph, line, edge):
        return False
    behind = at_right and len(paragraph.lines) == 1 and inside < em
    if behind or _is_signed(last, line, measures) or (inside > INDENT * em and inside - before > INDENT * em):
        return True
    if measures.indent and abs(inside / em - measures.indent) < _AS_USUAL and _ENDS.search(last.text):
        return inside - before > _UNEVEN * em
    if len(paragraph.lines) == 1 and inside > INDENT * em and _ENDS.search(last.text):  # both begin as paragraphs do
        return abs(inside - before) < 0.3 * em and measures.indented < _MOSTLY
    block = len(paragraph.lines) > 1 and abs(before - paragraph.lines[-2].left + measures.left(last)) < 0.3 * em
    return bool(block and before - inside > INDENT * em and not NUMBERED.match(paragraph.lines[0].text))


def _is_signed(last: PageLine, line: PageLine, measures: Measures) -> bool:
    """Return whether two lines are a signature and its date, at the right."""
    inside, before, em = line.left - measures.left(line), last.left - measures.left(last), line.size
    width = measures.right(line) - measures.left(line)
    if min(inside, before) <= _ASIDE * em:
        return False
    if abs(inside - before) > _UNEVEN * em:
        return True
    return 2 * inside > width and (
        line.right > last.right or bool(_DATE.search(line.text))
    )  # else wrapped text goes on


def _hangs(paragraph: Paragraph, line: PageLine, edge: float) -> bool:
    """Return whether a line goes on further in than the first: below a number, a bullet, or what is explained."""
    first = paragraph.lines[-1]
    if len(paragraph.lines) > 1 or STOP.search(first.text) or LEADER.search(line.text):
        return False
    full = edge - first.right <= _FULL * line.size and not _COLON.search(first.text)
    return full or NUMBERED.match(first.text) is not None


def _title_goes_on(last: PageLine, line: PageLine, measures: Measures) -> bool:
    """Return whether both lines are large, centered alike and close: a title of two lines."""
    if last.page != line.page or line.size < _LARGE * measures.body or last.bold != line.bold:
        return False
    apart = abs((last.left + last.right) - (line.left + line.right)) / 2
    wide = max(last.right, line.right) - measures.left(line)
    uneven = abs(last.left - line.left) > _CENTERED * line.size
    numbered = NUMBERED.match(line.text) or NUMBERED.match(last.text)
    return (
        apart < _CENTERED * line.size and uneven and wide > 0 and not numbered and 0 < last.y - line.y < 2.2 * line.size
    )


def own_edges(lines: Sequence[PageLine], measures: Measures) -> dict[int, float]:
    """Return the right edge of lines that stand in a block narrower than their column, by the line's ``id``."""
    edges: dict[int, float] = {}
    for run in _runs(lines, measures):
        em, right = run[0].size, max(line.right for line in run)
        full = [line for line in run if line.right >= right - SLACK * em]
        cut = sum(not STOP.search(line.text) for line in full)
        narrow = right < measures.right(run[0]) - _NARROWER * em or not measures.is_body(run[0])
        at_edge = sum(line.right >= right - _THERE * em for line in run)
        enough = at_edge >= max(_JUSTIFIED, 0.6 * len(run)) or len(full) >= max(_BLOCK, 0.4 * len(run))
        if narrow and enough and 2 * cut > len(full):
            edges.update((id(line), right) for line in run)
    return edges | _edges_of_boxes(lines, measures)


def _edges_of_boxes(lines: Sequence[PageLine], measures: Measures) -> dict[int, float]:
    """Return the right edge of lines in boxes of one kind, too short each to show theirs: notes, tips, quotations."""
    alike: dict[tuple[object, int, int], list[list[PageLine]]] = {}
    for run in _runs(lines, measures):
        starts = [n for n, line in enumerate(run) if not n or abs(line.left - run[n - 1].left) > _UNEVEN * line.size]
        for start, end in pairwise([*starts, len(run)]):
            first = run[start]
            if first.left > measures.left(first) + INDENT * first.size:
                place = measures.key(first), round(first.left / _PLACE), round(first.size)
                alike.setdefault(place, []).append(run[start:end])
    edges: dict[int, float] = {}
    for runs in alike.values():
        for right in _common_edges([line for run in runs for line in run[:-1]], measures):
            for run in runs:
                near = _THERE * run[0].size
                if any(abs(line.right - right) <= near for line in run[:-1]) and _farthest(run) <= right + near:
                    edges.update((id(line), right) for line in run)
    return edges


def _farthest(run: Sequence[PageLine]) -> float:
    """Return where the longest line of a run ends."""
    return max(line.right for line in run)


def _common_edges(lines: Sequence[PageLine], measures: Measures) -> Iterator[float]:
    """Yield where many lines end that another follows, well inside of their column and in mid-sentence."""
    ends: dict[int, list[PageLine]] = {}
    for line in lines:
        if line.right < measures.right(line) - _NARROWER * line.size:
            ends.setdefault(round(line.right / _PLACE), []).append(line)
    for _, there in sorted(ends.items()):
        cut = sum(not STOP.search(line.text) for line in there)
        if len(there) >= _BLOCK and 2 * cut > len(there):
            yield median(line.right for line in there)


def _runs(lines: Sequence[PageLine], measures: Measures) -> Iterator[list[PageLine]]:
    """Yield lines of one size that follow each other closely in one column."""
    run: list[PageLine] = []
    for line in lines:
        if run:
            last = run[-1]
            close = last.page == line.page and last.side == line.side and line.row < 0
            step = (last.y - line.y) / line.size / (measures.pitch or _USUAL_PITCH)
            if not close or not like(last.size, line.size) or not 0 < step < _FAR:
                yield run
                run = []
        if line.row < 0:
            run.append(line)
    if run:
        yield run
