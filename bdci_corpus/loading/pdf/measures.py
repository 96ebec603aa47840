"""What a document's lines have in common: the size of its text, its margins and right edges, its pitch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from bdci_corpus.loading.pdf.lines import PageLine, Side

Key = tuple[Side, int]
"""A column, and the kind of the pages it stands on, by their width and, in a bound book, by their side."""

_WIDTH_STEP = 10.0
"""Widths of pages that fall into one step of so many points are one."""

_SHIFTED, _AS_USUAL = 6.0, 3.0
"""How far the margins of left and right pages of a bound book lie apart, and how near each to its usual one."""

_PAGES, _LINES, _MOST = 2, 3, 0.7
"""So many pages of either side, of so many lines at the margin each, and so large a share of all, show a bound book."""

LIKE = 0.08
"""Sizes that differ by less than this share are one."""

_EDGE_STEP = 2.0
"""Edges that lie within so many points are one."""

_COMMON = 0.2
"""Fewer lines than this share end at one place where text is not justified: then the outermost tenth tells."""

_RARE = 0.1
"""The least share of lines that end at an edge for it to be the block's."""

_SPACED, _FAR = 1.35, 1.7
"""How many times the usual pitch is a space between paragraphs: where few are indented, and elsewhere."""

_FEW_INDENTED = 0.08
"""With fewer indented lines than this share, paragraphs are told by spacing."""

_ENOUGH = 3
"""From how many steps of each kind on their middle is trusted."""

_WIDER = 1.1
"""How much wider the step behind a short line is than behind a full one, where spacing parts paragraphs."""

_SMALL, _RARE_INDENT = (0.7, 1.2), 0.02
"""How wide a small indent is, in ems, and the least share of lines that have it."""

_ENDED = re.compile("[.!?:。！？：][”’」』）)\"']*$")

_TALL = 3.0
"""The widest indent and the widest step of lines, through the size."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes and places in points. ``pitch`` is the distance of baselines in ems, 0 if unknown.

    ``indented`` is the share of indented lines, and ``space`` how many times the pitch parts paragraphs; ``indent`` is
    that of paragraphs in ems, where it is a small one.
    """

    body: float
    rights: dict[Key, float]
    lefts: dict[Key, float]
    pitch: float
    indented: float
    space: float
    kinds: dict[int, int] = field(default_factory=dict)
    indent: float = 0.0

    def key(self, line: PageLine) -> Key:
        """Return which column of which kind of page a line stands in."""
        return line.side, self.kinds.get(line.page, 0)

    def is_body(self, line: PageLine) -> bool:
        """Return whether a line has the size of most text."""
        return like(line.size, self.body)

    def right(self, line: PageLine) -> float:
        """Return where lines of its column end."""
        return self.rights.get(self.key(line), line.right)

    def left(self, line: PageLine) -> float:
        """Return where lines of its column begin."""
        return self.lefts.get(self.key(line), line.left)


def like(first: float, second: float) -> bool:
    """Return whether two sizes are one."""
    return abs(first - second) <= LIKE * max(first, second)


def kinds_of_pages(widths: Mapping[int, float], lines: Iterable[PageLine]) -> dict[int, int]:
    """Return a number for the kind of each page, given how wide each is: in a bound book, left pages are of another."""
    starts: dict[int, Counter[int]] = {}
    for line in lines:
        starts.setdefault(line.page, Counter())[round(line.left)] += 1
    margins = {
        page: min(left for left, count in found.items() if count >= _LINES)
        for page, found in starts.items()
        if max(found.values()) >= _LINES
    }
    sides = [[margin for page, margin in margins.items() if page % 2 == side] for side in (0, 1)]
    bound = 0
    if min(map(len, sides)) >= _PAGES:
        usual = [median(side) for side in sides]
        near = sum(abs(margin - usual[page % 2]) <= _AS_USUAL for page, margin in margins.items())
        bound = int(abs(usual[0] - usual[1]) > _SHIFTED and near >= _MOST * len(margins))
    return {page: 2 * round(width / _WIDTH_STEP) + bound * (page % 2) for page, width in widths.items()}


def measure(lines: Sequence[PageLine], kinds: dict[int, int]) -> Measures:
    """Measure the lines of a document that are neither furniture nor cells."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    of_body = [line for line in lines if like(line.size, body)]
    columns: dict[Key, list[PageLine]] = {}
    for line in of_body:
        columns.setdefault((line.side, kinds.get(line.page, 0)), []).append(line)
    rights = {key: _edge([line.right for line in inside]) for key, inside in columns.items()}
    lefts = {key: _margin([line.left for line in inside], body) for key, inside in columns.items()}
    indents = sum(1 for key, inside in columns.items() for line in inside if _indented(line, lefts[key]))
    full = [(line, rights[line.side, kinds.get(line.page, 0)] - line.right < line.size / 2) for line in of_body]
    pitch, indented = _pitch(full), indents / max(1, len(of_body))
    found = Measures(body, rights, lefts, pitch, indented, _FAR, kinds)
    found = replace(found, indent=_small_indent(of_body, found))
    return replace(found, space=_space(of_body, found)) if pitch and indented < _FEW_INDENTED else found


def _space(lines: Sequence[PageLine], measures: Measures) -> float:
    """Return the space that parts paragraphs: between that below full lines and that below short ones."""
    below: tuple[list[float], list[float]] = [], []
    for line, following in pairwise(lines):
        if line.page == following.page and line.side == following.side and line.y > following.y:
            room = measures.right(line) - line.right
            short = room > following.first + 2 * line.size
            if short or room < line.size:
                below[short].append((line.y - following.y) / line.size / measures.pitch)
    if len(below[1]) < _ENOUGH or len(below[0]) < _ENOUGH:
        return _SPACED
    full, short_ones = median(below[0]), median(below[1])
    return (full + short_ones) / 2 if short_ones > _WIDER * full else _SPACED


def _indented(line: PageLine, margin: float) -> bool:
    return 1.2 * line.size < line.left - margin < _TALL * line.size


def _small_indent(lines: Sequence[PageLine], measures: Measures) -> float:
    """Return the indent of paragraphs in ems where it is too small to tell by itself, or 0: sentences end before it."""
    found: Counter[float] = Counter()
    behind: Counter[float] = Counter()
    for last, line in pairwise(lines):
        inside = round((line.left - measures.left(line)) / line.size, 1)
        if _SMALL[0] <= inside <= _SMALL[1]:
            found[inside] += 1
            behind[inside] += bool(_ENDED.search(last.text))
    best = max(found, key=lambda inside: (found[inside], inside), default=0.0)
    enough = found[best] >= max(_ENOUGH, _RARE_INDENT * len(lines))
    return best if enough and behind[best] >= _MOST * found[best] else 0.0


def _edge(rights: Iterable[float]) -> float:
    """Return where most lines end; where no place is common, that of the outermost."""
    ordered = sorted(rights)
    bins = Counter(round(right / _EDGE_STEP) for right in ordered)
    both = {place: count + bins.get(place + 1, 0) for place, count in bins.items()}
    best = max(both, key=lambda place: (both[place], place))
    if both[best] >= _COMMON * len(ordered):
        inside = [right for right in ordered if best <= round(right / _EDGE_STEP) <= best + 1]
        return inside[len(inside) // 2]
    return ordered[-1 - len(ordered) // 10]


def _margin(lefts: Iterable[float], em: float) -> float:
    """Return the leftmost place where more than a few lines begin."""
    ordered = sorted(lefts)
    step = max(em / 4, 1.0)
    bins = Counter(round(left / step) for left in ordered)
    enough = [place for place, count in bins.items() if count + bins.get(place + 1, 0) >= _RARE * len(ordered)]
    if not enough:
        return ordered[0]
    return min(left for left in ordered if round(left / step) >= min(enough))


def _pitch(lines: Sequence[tuple[PageLine, bool]]) -> float:
    """Return the commonest distance of baselines, in ems: below lines that are full, where there are some.

    Below the others paragraphs end, which some documents set apart.
    """
    steps: Counter[float] = Counter()
    wrapped: Counter[float] = Counter()
    for (above, full), (below, _) in pairwise(lines):
        if above.page == below.page and above.side == below.side and above.size > 0:
            step = (above.y - below.y) / above.size
            if 0.8 < step < _TALL:  # noqa: PLR2004 - lines do not overlap
                rounded = round(step * 20) / 20
                steps[rounded] += 1
                wrapped[rounded] += full
    known = wrapped if sum(wrapped.values()) >= _LINES else steps
    return max(steps, key=lambda step: (known[step] + known[round(step + 0.05, 2)], -step), default=0.0)
