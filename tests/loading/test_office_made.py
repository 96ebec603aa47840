"""Word documents and EPUB books of six producers (``scripts/make_office.py``): all that stands in them is known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from packed import read
from places import SAMPLES

LARGEST, ALL_TOGETHER = 300_000, 1_000_000

TRUTHS: Mapping[str, Mapping[str, Any]] = json.loads((SAMPLES / "office_truth.json").read_text("utf-8"))

DATED = ("pandoc", "ebooklib")
"""The producers that write the date of publication down."""

ONE_LEVEL = ("libreoffice-epub",)
"""The producers that write second headings as any other paragraph."""


def lines(made: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a document: its title, paragraphs and rows of tables, and its note."""
    yield made["title"]
    for block in made["blocks"]:
        if block["kind"] == "table":
            yield from ("\t".join(row) for row in block["rows"])
        else:
            yield block["text"]
    yield made["note"]


@pytest.mark.parametrize("path", sorted(TRUTHS))
def test_every_line_stands_once_and_leads_back_to_the_members_bytes(path: str) -> None:
    made, producer = TRUTHS[path], path.partition("/")[2]
    document = read((SAMPLES / path).read_bytes())
    assert [line for line in document.text.split("\n") if line] == list(lines(made))
    levels = {"h1"} if producer.startswith(ONE_LEVEL) else {"h1", "h2"}
    headings = [made["title"], *(block["text"] for block in made["blocks"] if block["kind"] in levels)]
    assert [heading.text for heading in document.headings] == headings
    assert (document.title, document.fields.get("author")) == (made["title"], made["author"])
    if producer.startswith(DATED):
        assert document.fields["published"] == made["published"]


def test_the_samples_are_small_and_all_are_known() -> None:
    paths = [path for kind in ("docx", "epub") for path in (SAMPLES / f"{kind}_document").iterdir()]
    assert sorted(path.relative_to(SAMPLES).as_posix() for path in paths) == sorted(TRUTHS)
    sizes = [path.stat().st_size for path in paths]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= ALL_TOGETHER
