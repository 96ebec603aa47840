"""Run the rules over a text, and keep track of the spans in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bdci_corpus.records import Field, Mark
from bdci_corpus.rules import invisible
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.order import RULE_NAMES, RULES
from bdci_corpus.rules.rule import Rule
from bdci_corpus.text import HAN_CLASS, SYMBOL, Answers, TextBatch, is_code, is_drawn, is_framed, lines_of, scan_of
from bdci_corpus.trace import Changes, Rows, applied, carried, carried_back, composed, outside

Annotate = Callable[[str], Iterator[Field | Mark]]

FIRST_STEP = 2
"""Steps 0 and 1 of a trace are the encoding and the loader."""

_FENCE = re.compile("[ \t]*(```|~~~)")

_INDENT = re.compile("(?: {4}|\t)")

_PROSE_ENDS = "。！？：；”」』）…"
"""How an indented paragraph of Chinese ends."""

_LABEL = re.compile(f"[ \\t]+[{HAN_CLASS}][^=;{{}}<>|#\\n]*")
"""A line that begins with a Han character and holds no sign of code."""

_TELLING = frozenset({"furniture", "notice", "figure", "caption", "media", "page", "gap"})
"""Marks that make rules do something; others only keep them from it."""

_FEWEST_DRAWN = 2
"""How many lines make a drawing: one may be a line of text with a bar in it."""


class Item(NamedTuple):
    """A field or mark on its way through the rules.

    ``[start, end)`` is where it lies now; ``origin`` its span in the text before any change.
    ``taken`` is what it said when a rule moved it out of the text, or what its loader says that it
    says, and None while it stands there.
    """

    name: str
    is_field: bool
    start: int
    end: int
    origin: tuple[int, int]
    taken: str | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text after the rules, the changes that led to it, and the items found in it."""

    text: str
    changes: Changes | Rows
    items: tuple[Item, ...]


def steps(loader: str) -> tuple[str, ...]:
    """Name the steps of a trace, in order."""
    return ("encoding", loader, *RULE_NAMES)


def item_of(found: Field | Mark, origin: tuple[int, int] | None = None) -> Item:
    """Return a field or mark as an item; its origin is its span unless another is named."""
    is_field = isinstance(found, Field)
    name = found.name if isinstance(found, Field) else found.kind
    value = found.value if isinstance(found, Field) else None
    span = (found.start, found.end)
    return Item(name=name, is_field=is_field, start=found.start, end=found.end, origin=origin or span, taken=value)


def clean(
    text: str,
    context: Context,
    items: Sequence[Item] = (),
    annotate: Annotate | None = None,
    disable: Sequence[str] = (),
    changes: Changes | Rows | None = None,
    *,
    quiet: int = 0,
) -> Cleaned:
    """Run every rule that is not disabled, once, in order.

    ``changes`` are those that led to ``text``; the origins of items, and the changes returned, speak
    of the text before them. ``quiet`` is what ``quiet_rules`` says of it.
    """
    changes = [] if changes is None else changes
    quiet = 0 if context.annotated or context.repairs else quiet
    items, known = list(items), list[Item]()
    context = context.with_marks(())
    for step, rule in enumerate(RULES, FIRST_STEP):
        if rule.after != "start" and (before := _before(rule, text, annotate, quiet)):
            items += _items(before, changes)
        if rule.name in disable or (quiet >> step & 1 and _tell_nothing(items)):
            continue
        if items != known:
            known = list(items)
            shown = (item for item in items if not item.is_field or item.name == "title")
            context = context.with_marks(tuple(map(_mark, shown)))
        edits, found = rule.find(text, context)
        if found:
            items += _items(found, changes)
        if edits and rule.name != invisible.NAME:
            edits = outside(edits, [_within_lines(text, i.start, i.end) for i in items if _is_code(i)])
        if edits:
            unedited = text
            text, made = applied(text, edits, step)
            quiet = 0
            changes = composed(changes, made)
            items = move(items, made, unedited, text)
    return Cleaned(text, changes, tuple(items))


def quiet_rules(batch: TextBatch) -> list[int]:
    """Return of each text, as bits, the steps whose rules find nothing, and the first bit where it holds no code."""
    quiet = (~_may_be_code(batch)).astype(np.int64)
    for step, rule in enumerate(RULES, FIRST_STEP):
        quiet |= rule.quiet(batch).astype(np.int64) << step
    masks: list[int] = quiet.tolist()
    return masks


def _may_be_code(batch: TextBatch) -> Answers:
    """Return in which texts ``verbatim`` may find something."""
    return batch.holds("`") | batch.holds("~") | batch.has(SYMBOL) | batch.indented


def _tell_nothing(items: Sequence[Item]) -> bool:
    """Return whether no item makes a rule do something."""
    return not any(item.name in _TELLING for item in items)


def _before(rule: Rule, text: str, annotate: Annotate | None, quiet: int) -> Sequence[Field | Mark]:
    """Return what is looked for before a rule runs."""
    if rule.after == "code":
        return () if quiet & 1 else verbatim(text)
    return list(annotate(text)) if annotate and rule.after == "fields" else []


def _is_code(item: Item) -> bool:
    return item.name == "verbatim" and not item.is_field and item.start < item.end


def _within_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span of code without the line feeds around it, which are not the code's own."""
    if text[end - 1].isspace() or text[start] == "\n":
        piece = text[start:end]
        end = start + len(piece.rstrip())
        start = min(end, start + len(piece) - len(piece.lstrip("\n")))
    return start, end


def _mark(item: Item) -> Mark:
    """Return an item as the rules see it: a title is a heading to them."""
    return Mark(kind="heading" if item.is_field else item.name, start=item.start, end=item.end)


def move(items: Sequence[Item], made: Changes | Rows, before: str, after: str) -> list[Item]:
    """Carry items across the changes of one step; remember what those say that it takes out."""
    spans = carried([(item.start, item.end) for item in items], made)
    return [
        _moved(item, start, end, before[item.start : item.end], after[start:end])
        for item, (start, end) in zip(items, spans, strict=True)
    ]


def _moved(item: Item, start: int, end: int, before_text: str, after_text: str) -> Item:
    if (start, end) == (item.start, item.end) and before_text == after_text:
        return item
    if before_text.strip() and not after_text.strip():
        return Item(item.name, item.is_field, start, start, item.origin, item.taken or before_text)
    return Item(item.name, item.is_field, start, end, item.origin, item.taken)


def verbatim(text: str) -> list[Mark]:
    """Return the code blocks of a text, fenced or indented, that rules leave alone."""
    spans: list[tuple[int, int]] = []
    scan = scan_of(text)
    if scan.holds("```") or scan.holds("~~~"):
        spans += _fenced(text)
    if scan.has(SYMBOL) and any(map(text.__contains__, "│┃║├└")):
        spans += _drawn(text)
    if scan.indented and ("\n    " in text or "\n\t" in text or text.startswith(("    ", "\t"))):
        spans += _indented(text)
    return [Mark(kind="verbatim", start=start, end=end) for start, end in spans]


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield from each opening fence to the line that closes it; an unclosed fence is none."""
    opened: tuple[int, str] | None = None
    for start, end in lines_of(text):
        match = _FENCE.match(text, start, end)
        if match and opened is None:
            opened = (start, match[1])
        elif match and opened and match[1] == opened[1]:
            yield opened[0], start + len(text[start:end].rstrip())
            opened = None


def _drawn(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines that are drawn with characters for boxes, and a line that heads a tree of files."""
    run: list[tuple[int, int]] = []
    above = (0, 0)
    for start, end in [*lines_of(text), (len(text), len(text))]:
        if start < end and is_drawn(text[start:end]):
            run = run or ([above] if text[slice(*above)].isascii() and above[0] < above[1] else [])
            run.append((start, end))
        elif run:
            if len(run) >= _FEWEST_DRAWN:
                yield run[0][0], run[-1][0] + len(text[slice(*run[-1])].rstrip())
            run = []
        above = start, end


def _indented(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of indented lines, with the blank ones between, that follow an empty line and look like code.

    Where a line of Han characters stands alone at a run's edge, it introduces the code, or is the next label.
    """
    run, paragraph = list[list[tuple[int, int]]](), list[tuple[int, int]]()
    after_empty = True
    for start, end in [*lines_of(text), (len(text), len(text))]:
        blank = not text[start:end].strip()
        if not blank and _INDENT.match(text, start, end) and (paragraph or after_empty):
            paragraph.append((start, start + len(text[start:end].rstrip())))
        else:
            prose = bool(paragraph) and _is_prose([text[slice(*line)] for line in paragraph])
            run += [] if prose or not paragraph else [paragraph]
            if run and (prose or not blank or start == end == len(text)):
                lines = [line for lines in _without_labels(text, run) for line in lines]
                if is_code((text[slice(*line)] for line in lines), fewest=1):
                    yield lines[0][0], lines[-1][1]
                run = []
            paragraph = []
        after_empty = blank


def _is_prose(lines: Sequence[str]) -> bool:
    """Return whether a paragraph of indented lines ends like a sentence and is no code, or is a framed table."""
    if lines[-1].rstrip()[-1] in _PROSE_ENDS:
        return not is_code(lines, fewest=1)
    return is_framed(lines)


def _without_labels(text: str, run: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Return the paragraphs of a run without those at its ends that are one line each of Han characters."""
    code = [len(lines) > 1 or not _LABEL.fullmatch(text, *lines[0]) for lines in run]
    first = code.index(True) if True in code else len(run)
    return run[first : len(run) - code[::-1].index(True)] if first < len(run) else []


def _items(found: Sequence[Field | Mark], changes: Changes | Rows) -> list[Item]:
    """Return things found in a text already changed, with their origins in the text as given."""
    origins = carried_back([(item.start, item.end) for item in found], changes)
    return [item_of(item, origin) for item, origin in zip(found, origins, strict=True)]
