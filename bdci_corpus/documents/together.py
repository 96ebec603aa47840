"""Texts of rows, looked at together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bdci_corpus.documents.ahead import MOST_CHARACTERS, MOST_TEXTS, looked_at
from bdci_corpus.documents.prepare import DecodedFile


def together(files: Sequence[DecodedFile]) -> Iterator[DecodedFile]:
    """Yield files in their order, each with what is known of it, when ``scan_of`` and ``lines_in`` know its text."""
    for group in _groups(files):
        for file, known in zip(group, looked_at([file.text for file in group]), strict=True):
            known.turn_to(file.text)
            yield replace(file, seen=known) if known.batch else file


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
