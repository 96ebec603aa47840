"""Kinds of fault that real files showed: manuals, collections of poems, READMEs, pages of programs.

A case has a file's name, what it holds (``raw``), a part of what becomes of it (``text``), and, where they are
asked, its title, author, other fields and headings; ``lost`` is what must be gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo


class Case(TypedDict, total=False):
    """A file and what becomes of it."""

    name: str
    raw: str
    text: str
    title: str
    author: str
    fields: Mapping[str, str]
    headings: Sequence[str]
    lost: Sequence[str]


CASES: dict[str, Case] = json.loads((Path(__file__).parent / "real_kinds.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_real_file_reads_as_it_was_meant(case: Case, tmp_path: Path) -> None:
    """What a careful person would type comes out, and every byte comes back."""
    path = tmp_path / case["name"]
    path.write_text(case["raw"], encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert case["text"] in document.text
    assert document.title == case.get("title", document.title)
    assert document.fields.get("author") == case.get("author")
    assert case.get("fields", {}).items() <= dict(document.fields).items()
    assert case.get("headings") in [None, [heading.text for heading in document.headings]]
    assert not [lost for lost in case.get("lost", ()) if lost in document.text]
    assert undo(document) == case["raw"].encode()
