"""What every generator returns: the noisy text, the clean text, and what was done where."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``[start, end)`` of the noisy text stands where ``original`` stood in the clean text.

    An empty ``original`` is an insertion, an empty span a loss. ``kind`` names what was done, from
    the general to the particular: ``jammer:line-end``.
    """

    start: int
    end: int
    original: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noisy:
    """A noisy text and the exact truth about it.

    ``changes`` are sorted, disjoint spans of ``text`` in code points; undoing them gives ``clean``,
    the text that was given and that cleaning should come back to.
    """

    text: str
    clean: str
    changes: tuple[Change, ...]

    def undone(self) -> str:
        """Return the text with every change taken back."""
        steps = [_Step(change.start, change.end, change.original, "") for change in self.changes]
        return _spliced(self.text, 0, len(self.text), steps)

    def of(self, kind: str) -> tuple[Change, ...]:
        """Return the changes of a kind, or of a family of kinds such as ``jammer``."""
        return tuple(change for change in self.changes if f"{change.kind}:".startswith(f"{kind}:"))

    def shown(self, change: Change) -> str:
        """Return what stands in the noisy text because of a change."""
        return self.text[change.start : change.end]


class Tape:
    """Writes a noisy text and its clean text side by side."""

    def __init__(self) -> None:
        """Begin with nothing written."""
        self._noisy: list[str] = []
        self._clean: list[str] = []
        self._changes: list[Change] = []
        self._length = 0

    def keep(self, text: str) -> None:
        """Write text that is the same on both sides."""
        self._noisy.append(text)
        self._clean.append(text)
        self._length += len(text)

    def put(self, shown: str, original: str, kind: str) -> None:
        """Write ``shown`` where the clean text has ``original``: no change where they are equal."""
        if shown == original:
            self.keep(shown)
            return
        start, self._length = self._length, self._length + len(shown)
        self._noisy.append(shown)
        self._clean.append(original)
        self._changes.append(Change(start=start, end=self._length, original=original, kind=kind))

    def noisy(self) -> Noisy:
        """Return what was written."""
        return Noisy(text="".join(self._noisy), clean="".join(self._clean), changes=tuple(self._changes))


Maker = Callable[[str, random.Random], Noisy]


def seeded(seed: int) -> random.Random:
    """Return the source of chance for a seed."""
    return random.Random(seed)


def stack(clean: str, rng: random.Random, *makers: Maker) -> Noisy:
    """Let one noise after the other fall on a text; return the truth about all of them together."""
    result = Noisy(text=clean, clean=clean, changes=())
    for maker in makers:
        result = then(result, maker(result.text, rng))
    return result


def then(first: Noisy, second: Noisy) -> Noisy:
    """Compose two noises, the second made on the text of the first.

    Changes that overlap become one, their kinds joined by ``+``.
    """
    if second.clean != first.text:
        message = "the second noise was not made on the text of the first"
        raise ValueError(message)
    tape, done = Tape(), 0
    for group in _overlapping(first, second):
        start, end = group[0][1].start, max(step.end for _, step in group)
        earlier = [step for is_later, step in group if not is_later]
        later = [step for is_later, step in group if is_later]
        tape.keep(first.text[done:start])
        tape.put(
            _spliced(first.text, start, end, later),
            _spliced(first.text, start, end, earlier),
            "+".join(dict.fromkeys(step.kind for step in (*earlier, *later))),
        )
        done = end
    tape.keep(first.text[done:])
    return tape.noisy()


class _Step(NamedTuple):
    """A replacement in the text between two noises; sorts by place."""

    start: int
    end: int
    replacement: str
    kind: str


def _overlapping(first: Noisy, second: Noisy) -> Iterator[list[tuple[bool, _Step]]]:
    """Yield the steps back to the first's clean text and on to the second's, grouped by overlap."""
    steps = [(False, _Step(c.start, c.end, c.original, c.kind)) for c in first.changes]
    shift = 0
    for c in second.changes:
        start = c.start - shift
        shift += (c.end - c.start) - len(c.original)
        step = _Step(start, start + len(c.original), second.shown(c), c.kind)
        steps.append((True, step))
    steps.sort(key=lambda item: (item[1].start, item[1].end))
    group: list[tuple[bool, _Step]] = []
    reach = 0
    for item in steps:
        step = item[1]
        same_place = bool(group) and step.start == step.end == reach == group[0][1].start
        if group and step.start >= reach and not same_place:
            yield group
            group = []
        group.append(item)
        reach = max(reach, step.end)
    if group:
        yield group


def _spliced(text: str, start: int, end: int, steps: Sequence[_Step]) -> str:
    """Return ``text[start:end]`` with sorted, disjoint spans of ``text`` replaced."""
    pieces: list[str] = []
    for step in steps:
        pieces += text[start : step.start], step.replacement
        start = step.end
    return "".join((*pieces, text[start:end]))
