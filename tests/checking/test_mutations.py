"""A release that was changed is found out, or the change is one that docs/explanation/check.md names."""

from __future__ import annotations

from pathlib import Path

import mutations
from places import ROOT


def test_a_few_mutations_are_found_or_named(sound: Path, tmp_path: Path) -> None:
    """``tests/bench/mutations.py`` tries 500."""
    missed = [o.mutation for o in mutations.tried(sound, 25, 7, tmp_path) if not (o.found or o.mutation.is_named)]
    assert missed == []


def test_what_cannot_be_found_is_named_in_the_documentation() -> None:
    text = (ROOT / "docs" / "explanation" / "check.md").read_text("utf-8")
    names = {*mutations.NAMED_KEYS, *(name for columns in mutations.NAMED.values() for name in columns)}
    assert {name for name in names if f"`{name}`" not in text} == set()
