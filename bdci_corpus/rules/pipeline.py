"""Run the rules over a text, and keep track of the spans in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bdci_corpus.records import Edit, Field, Mark
from bdci_corpus.rules import ANNOTATE_BEFORE, RULES, invisible
from bdci_corpus.rules.context import Context, lines_of
from bdci_corpus.trace import Change, Changes, apply, carry, compose

Annotate = Callable[[str], Iterator[Field | Mark]]

FIRST_STEP = 2
"""Steps 0 and 1 of a trace are the encoding and the loader."""

_FENCE = re.compile("[ \t]*(```|~~~)")
_CODE_LINE = re.compile("(?: {4}|\t)[ \t]*[!-~]")
_MIN_ASCII_SHARE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A field or mark on its way through the rules.

    ``[start, end)`` is where it lies now; ``origin`` its span in the text before any change.
    ``taken`` is what it said when a rule moved it out of the text, and None while it stands there.
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
    changes: Changes
    items: tuple[Item, ...]


def steps(loader: str) -> tuple[str, ...]:
    """Name the steps of a trace, in order."""
    return ("encoding", loader, *RULES)


def item_of(found: Field | Mark, origin: tuple[int, int] | None = None) -> Item:
    """Return a field or mark as an item; its origin is its span unless another is named."""
    is_field = isinstance(found, Field)
    name = found.name if isinstance(found, Field) else found.kind
    span = (found.start, found.end)
    return Item(name=name, is_field=is_field, start=found.start, end=found.end, origin=origin or span)


def clean(
    text: str,
    context: Context,
    items: Sequence[Item] = (),
    annotate: Annotate | None = None,
    disable: Sequence[str] = (),
    changes: Changes | None = None,
) -> Cleaned:
    """Run every rule that is not disabled, once, in order.

    ``changes`` are those that led to ``text``; the origins of items, and the changes returned, speak
    of the text before them.
    """
    changes = changes or []
    items = list(items)
    for step, (name, find) in enumerate(RULES.items(), FIRST_STEP):
        if step == FIRST_STEP + 1:  # what is invisible is gone, in code as well
            items += [_found(mark, changes) for mark in verbatim(text)]
        if name == ANNOTATE_BEFORE and annotate:
            items += [_found(item, changes) for item in annotate(text)]
        if name in disable:
            continue
        marks = tuple(_mark(item) for item in items if not item.is_field or item.name == "title")
        results = list(find(text, replace(context, marks=marks)))
        items += [_found(item, changes) for item in results if isinstance(item, Mark)]
        edits = [item for item in results if isinstance(item, Edit)]
        if name != invisible.NAME:
            edits = _outside_verbatim(edits, items)
        if edits:
            before = text
            text, made = apply(text, edits, step)
            changes = compose(changes, made)
            items = move(items, made, before, text)
    return Cleaned(text, changes, tuple(items))


def _mark(item: Item) -> Mark:
    """Return an item as the rules see it: a title is a heading to them."""
    return Mark(kind="heading" if item.is_field else item.name, start=item.start, end=item.end)


def move(items: Sequence[Item], made: Changes, before: str, after: str) -> list[Item]:
    """Carry items across the changes of one step; remember what those say that it takes out."""
    spans = carry([(item.start, item.end) for item in items], made)
    return [
        _moved(item, start, end, before[item.start : item.end], after[start:end])
        for item, (start, end) in zip(items, spans, strict=True)
    ]


def _moved(item: Item, start: int, end: int, said: str, says: str) -> Item:
    if said.strip() and not says.strip():
        return replace(item, start=start, end=start, taken=said)
    return replace(item, start=start, end=end)


def verbatim(text: str) -> list[Mark]:
    """Return the code blocks of a text, fenced or indented, that rules leave alone."""
    spans: list[tuple[int, int]] = []
    if "```" in text or "~~~" in text:
        spans += _fenced(text)
    if "\n    " in text or "\n\t" in text or text.startswith(("    ", "\t")):
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


def _indented(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of indented lines, mostly ASCII, that follow an empty line or the text's start."""
    block: tuple[int, int] | None = None
    after_empty = True
    for start, end in [*lines_of(text), (len(text), len(text))]:
        if _CODE_LINE.match(text, start, end) and (block or after_empty):
            block = (block[0] if block else start, start + len(text[start:end].rstrip()))
        else:
            if block and sum(map(str.isascii, text[slice(*block)])) >= _MIN_ASCII_SHARE * (block[1] - block[0]):
                yield block
            block = None
        after_empty = not text[start:end].strip()


def _found(found: Field | Mark, changes: Changes) -> Item:
    """Return something found in a text already changed, with its origin in the text as given."""
    inverse = [Change(c.new_start, c.new_end, c.old_start, c.old_end, c.steps) for c in changes]
    return item_of(found, carry([(found.start, found.end)], inverse)[0])


def _outside_verbatim(edits: list[Edit], items: Sequence[Item]) -> list[Edit]:
    kept = [(i.start, i.end) for i in items if i.name == "verbatim" and not i.is_field and i.start < i.end]
    if not kept:
        return edits
    return [e for e in edits if not any(start < e.end and e.start < end for start, end in kept)]
