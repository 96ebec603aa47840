"""What is right in the reading of a PDF of which it is known what stands in it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

Made = Mapping[str, Any]


def expected(made: Made) -> list[str]:
    """Return the paragraphs of a made document, its title first; rows of a table as one each."""
    found = [made["title"]]
    for block in made["blocks"]:
        found += ["".join(row) for row in block["rows"]] if block["kind"] == "table" else [block["text"]]
    return found


def squeezed(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


def ends(parts: Iterable[str]) -> set[int]:
    """Return where parts end in their text without blanks, but for the last."""
    here, found = 0, set()
    for part in parts:
        here += len(squeezed(part))
        found.add(here)
    return found - {here, 0}


def aligned(truth: str, said: str) -> list[int]:
    """Return for each place in ``said`` the place in ``truth`` that it matches, or -1."""
    places = [-1] * (len(said) + 1)
    if truth == said:
        return list(range(len(said) + 1))
    for block in difflib.SequenceMatcher(None, truth, said, autojunk=False).get_matching_blocks():
        for step in range(block.size + 1):
            places[block.b + step] = block.a + step
    return places


def score(made: Made, document: Document) -> Counter[str]:
    """Count what is right, wrong and missing in a document."""
    parts = expected(made)
    truth, said = squeezed("".join(parts)), squeezed(document.text)
    places = aligned(truth, said)
    true_ends = ends(parts)
    found = {places[end] for end in ends(document.text.split("\n"))}
    lines = line_ends(document, truth) - true_ends
    marked = {squeezed(heading.text) for heading in document.headings}
    titles = [squeezed(made["title"]), *(squeezed(b["text"]) for b in made["blocks"] if b["kind"] in {"h1", "h2"})]
    lost, extra = Counter(truth) - Counter(said), Counter(said) - Counter(truth)
    heads = [made["head"], made["foot"].replace("#", "1") if len(made["foot"]) > 1 else ""]
    return Counter(
        letters=len(truth),
        lost=sum(lost.values()),
        extra=sum(extra.values()),
        ends=len(true_ends),
        ends_right=len(true_ends & found),
        ends_wrong=len(found - true_ends),
        wraps=len(lines),
        wraps_joined=len(lines - found),
        heads_left=sum(document.text.count(head) - (head == made["title"]) for head in heads if head),
        headings=len(set(titles)),
        headings_found=len(set(titles) & marked),
        headings_marked=len(marked),
        titles=1,
        titles_right=int(squeezed(document.title or "") == squeezed(made["title"])),
        dates=int(bool(made["published"])),
        dates_right=int(bool(made["published"]) and document.fields.get("published") == made["published"]),
        authors_right=int(bool(made["author"]) and document.fields.get("author") == made["author"]),
        undone=1,
    )


def line_ends(document: Document, truth: str) -> set[int]:
    """Return where the printed lines of a document end in its true text."""
    lines = undo(document).decode().split("\n")
    places = aligned(truth, squeezed("".join(lines)))
    return {places[end] for end in ends(lines)} - {-1, 0, len(truth)}
