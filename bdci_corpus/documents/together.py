"""Texts of rows, looked at together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bdci_corpus.documents.ahead import groups_of, looked_at
from bdci_corpus.documents.prepare import DecodedFile


def together(files: Sequence[DecodedFile]) -> Iterator[DecodedFile]:
    """Yield files in their order, each with what is known of it, when ``scan_of`` and ``lines_in`` know its text."""
    for group in groups_of(files, lambda file: len(file.text)):
        for file, known in zip(group, looked_at([file.text for file in group]), strict=True):
            known.turn_to(file.text)
            yield replace(file, seen=known) if known.batch else file
