"""Look at many short texts together before each is cleaned by itself: what a text lacks is not looked for again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bdci_corpus.documents.prepare import DecodedFile
from bdci_corpus.licenses import noticeless
from bdci_corpus.rules import quiet_rules
from bdci_corpus.text import batch_of

MOST_CHARACTERS, MOST_TEXTS = 250_000, 256
"""How many are looked at together: what is known of their characters fits a processor's cache."""


def together(files: Sequence[DecodedFile]) -> Iterator[DecodedFile]:
    """Yield files in their order, each with what is known of it, when ``scan_of`` and ``lines_in`` know its text."""
    for group in _groups(files):
        batch = batch_of([file.text for file in group])
        if batch is None:
            yield from group
            continue
        for number, known in enumerate(zip(group, quiet_rules(batch), noticeless(batch).tolist(), strict=True)):
            file, quiet, silent = known
            batch.turn_to(number)
            yield replace(file, quiet=quiet, noticeless=silent)


def _groups(files: Sequence[DecodedFile]) -> Iterator[Sequence[DecodedFile]]:
    """Yield files that are looked at together."""
    group, held = list[DecodedFile](), 0
    for file in files:
        if group and (held + len(file.text) > MOST_CHARACTERS or len(group) == MOST_TEXTS):
            yield group
            group, held = [], 0
        group.append(file)
        held += len(file.text)
    yield group
