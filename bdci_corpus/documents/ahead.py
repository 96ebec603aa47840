"""Look at many short texts together before each is read and cleaned alone: what one lacks is not looked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from bdci_corpus.licenses import Near, near_each
from bdci_corpus.rules import quiet_rules
from bdci_corpus.text import TextBatch, batch_of, plain_utf8, scan_of

MOST_CHARACTERS, MOST_TEXTS = 250_000, 256
"""How many are looked at together: what is known of their characters fits a processor's cache."""

MOST_BYTES = 16_384
"""Larger files are looked at by themselves: there, loops take longer than to call them."""


_Item = TypeVar("_Item")


class Known(NamedTuple):
    """What is known of a text: what ``quiet_rules`` says, and where notices may be in it."""

    quiet: int = 0
    near: Near | None = None
    batch: TextBatch | None = None
    number: int = 0

    def turn_to(self, text: str) -> None:
        """Let ``scan_of`` and ``lines_in`` know the text."""
        if self.batch is not None and scan_of.known(text) is None:
            self.batch.turn_to(self.number, text)


NOTHING_KNOWN = Known()

_ahead = dict[str, Known]()
"""What is known of the texts of files that are read next."""


def groups_of(items: Iterable[_Item], size_of: Callable[[_Item], int]) -> Iterator[list[_Item]]:
    """Yield things in their order, as many as are looked at together; a size is no less than the characters one has."""
    group, held = list[_Item](), 0
    for item in items:
        if group and (held + size_of(item) > MOST_CHARACTERS or len(group) == MOST_TEXTS):
            yield group
            group, held = [], 0
        group.append(item)
        held += size_of(item)
    if group:
        yield group


def looked_at(texts: Sequence[str]) -> list[Known]:
    """Return what is known of each text; nothing where they are few, or loops are interpreted."""
    batch = batch_of(texts)
    if batch is None:
        return [NOTHING_KNOWN] * len(texts)
    answers = zip(quiet_rules(batch), near_each(batch), strict=True)
    return [Known(quiet, near, batch, number) for number, (quiet, near) in enumerate(answers)]


def known_ahead(text: str) -> Known:
    """Return what ``looking_ahead`` found out about a text, and let ``scan_of`` and ``lines_in`` know it."""
    if not _ahead:
        return NOTHING_KNOWN
    known = _ahead.get(text, NOTHING_KNOWN)
    known.turn_to(text)
    return known


@contextmanager
def looking_ahead(paths: Sequence[Path]) -> Iterator[None]:
    """Look at small files together that are read one by one inside.

    What is found out is known of their words: a file that says others when it is read is looked at by itself.
    """
    texts = [text for text in map(_plain, paths) if text] if len(paths) > 1 else []
    _ahead.update(zip(texts, looked_at(texts), strict=True))
    try:
        yield
    finally:
        _ahead.clear()


def _plain(path: Path) -> str | None:
    """Return the text of a small file that is UTF-8 without a doubt, and read as it is decoded."""
    with suppress(OSError), path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
        return plain_utf8(raw) if len(raw) <= MOST_BYTES and b"\r" not in raw else None
    return None
