"""Culprit: which character it was, if a row no longer leads back to its raw bytes.

A hash only says that something changed. What else the release says of the same text, its passages
and its other script, tells in most rows where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Protocol

from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.errors import ChecksumMismatch
from bdci_corpus.text import to_simplified, to_traditional
from bdci_corpus.version import __version__

_SHOWN = 8
"""How many characters are shown on either side of where two texts part."""


class RowTexts(Protocol):
    """A row of ``documents``, as far as its texts go."""

    @property
    def id(self) -> str:
        """The document."""
        ...

    @property
    def text(self) -> str:
        """The published text."""
        ...

    @property
    def original_text(self) -> str | None:
        """The text before its script was converted, None where it was not."""
        ...

    @property
    def language(self) -> str:
        """Language and script of the published text."""
        ...


def differs(found: str, expected: str, source: str, offset: int = 0) -> str:
    """Say where two different texts first differ, and what each reads there; ``offset`` is where they start."""
    pairs = enumerate(zip(found, expected, strict=False))
    at = next((i for i, (one, other) in pairs if one != other), min(len(found), len(expected)))
    one, other = (repr(text[at : at + _SHOWN]) for text in (found, expected))
    return f"At code point {at + offset} it reads {one}, and {source} {other}."


def converts_here(opened: Opened) -> bool:
    """Tell whether converting a text here must give what it gave when the release was built."""
    made_with = opened.manifest.made_with
    return made_with.get("opencc") == version("opencc") and made_with.get("bdci_corpus") == __version__


def misconverted(row: RowTexts) -> str:
    """Say where ``text`` is not what ``original_text`` converts to; empty where it is."""
    if row.original_text is None:
        return ""
    convert = to_traditional if row.language == "zh-Hant" else to_simplified
    expected = convert(row.original_text)
    return "" if expected == row.text else differs(row.text, expected, "original_text converts to")


class Witnesses:
    """What one split says of its texts elsewhere; read when it is first needed."""

    def __init__(self, opened: Opened, split: str) -> None:
        """Read nothing yet."""
        self._opened = opened
        self._split = split
        self._passages: dict[str, list[tuple[int, str]]] | None = None

    def accuse(self, row: RowTexts, edits: Sequence[Mapping[str, int | bytes]], problem: str) -> ChecksumMismatch:
        """Return the problem with the place of the change, as exactly as it can be told."""
        spans = [(int(edit["start"]), int(edit["end"])) for edit in edits]
        beyond = [number for number, (start, end) in enumerate(spans) if not 0 <= start <= end <= len(row.text)]
        by_passage = self._against_passages(row)
        by_script = misconverted(row) if converts_here(self._opened) else ""
        document, trace = f"documents/{self._split}", f"traces/{self._split}"
        if by_passage:
            where, clue = f"{document} > {row.id} > text", by_passage
        elif by_script:
            where, clue = f"{document} > {row.id} > original_text", by_script
        elif beyond:
            where, clue = f"{trace} > {row.id} > edits[{beyond[0]}]", "The edit lies outside the text."
        else:
            where, clue = f"{document}, {trace} > {row.id}", "Nothing else contradicts the text; look at the trace."
        return ChecksumMismatch(where, f"{problem} {clue}", REMEDY)

    def _against_passages(self, row: RowTexts) -> str:
        if self._passages is None:
            self._passages = defaultdict(list)
            if self._split in self._opened.splits("passages"):
                columns = self._opened.columns("passages", self._split, ["document_id", "start", "text"])
                for name, start, text in columns:
                    self._passages[name].append((start, text))
        for start, text in self._passages.get(row.id, ()):
            current = row.text[start : start + len(text)]
            if current != text:
                return differs(current, text, "its passage", start)
        return ""
