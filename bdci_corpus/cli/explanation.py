"""What ``explain`` shows: a document's edits beside the raw text, each with its rule and why."""

from __future__ import annotations

from collections.abc import Iterator, Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from bdci_corpus.cli.raw_view import parts_of, print_parts
from bdci_corpus.documents import normalize
from bdci_corpus.errors import ProjectError, nearest
from bdci_corpus.project import CONFIG, open_project
from bdci_corpus.records import Document, Span, TraceEdit
from bdci_corpus.release.pages import OTHERS, why
from bdci_corpus.rules import RULE_NAMES
from bdci_corpus.text import headings

if TYPE_CHECKING:
    from rich.console import Console

CONTEXT = 12
"""How many characters are shown around an edit."""

_LONGEST_SHOWN = 80
"""How much of a text stands in one line of a terminal, in characters."""


def explained(file: str, *, loader: str | None = None, project: Path | None = None) -> list[Document]:
    """Return the cleaned documents of a file, or the one document with an id, as a project declares it.

    Raises:
        CorpusError: there is no such file or document, or it cannot be read.
    """
    here = project or (Path() if Path(CONFIG).is_file() else None)
    path, _, locator = file.partition("#")
    target = Path(path)
    if not target.exists() and here is not None:
        opened = open_project(here)
        target = next((found.path for found in opened.files_there() if found.id == path), target)
    if not target.exists() and here is not None:
        remedy = f"{nearest(path, (raw.id for raw in opened.files_there()))}Name a file, or an id that a release has."
        raise ProjectError(file, "There is no such document.", remedy)
    documents = normalize(target, project=here, loader=loader)
    whole = [document.id for document in documents]
    if locator:
        documents = [document for document in documents if document.id.endswith(f"#{locator}")]
    if not documents:
        remedy = f"{nearest(file, whole)}Name a file, or an id that a release has."
        raise ProjectError(file, "There is no such document.", remedy)
    return documents


def as_data(document: Document) -> dict[str, object]:
    """Return an explanation as data: undoing its edits in ``cleaned`` gives the raw bytes back."""
    trace = document.trace
    return {
        "id": document.id,
        "loader": document.origin.loader,
        "encoding": trace.encoding,
        "region": [trace.region_start, trace.region_end],
        "region_sha256": trace.region_sha256,
        "cleaned": document.cleaned,
        "text": document.text,
        "fields": dict(document.fields),
        "places": {name: list(span) for name, span in document.origin.raw_spans.items()},
        "editors": list(document.editors),
        "headings": [
            {"start": span.start, "end": span.end, "text": span.text, "evidence": evidence}
            for span, evidence in evidence_of(document)
        ],
        "notices": [{"id": notice.id, "kind": notice.kind, "text": notice.text} for notice in document.origin.notices],
        "parts": [
            {"kind": part.kind, "start": part.start, "end": part.end, "rules": list(part.rules)}
            for part in parts_of(document)
        ],
        "damage": [{"start": span.start, "end": span.end, "text": span.text} for span in document.damage],
        "edits": [
            {
                "start": edit.start,
                "end": edit.end,
                "before": edit.before.hex(),
                "after": document.cleaned[edit.start : edit.end],
                "rules": [{"name": name, "why": why(name)} for name in edit.rules],
            }
            for edit in trace.edits
        ],
    }


def evidence_of(document: Document) -> Iterator[tuple[Span, str]]:
    """Yield each heading with what shows that it is one: the title, markup, a number, or that it stands alone."""
    seen: dict[tuple[int, int], str] = {(found.start, found.end): found.evidence for found in headings(document.text)}
    for span in document.headings:
        evidence = "title" if span.text == document.title else seen.get((span.start, span.end), "marked")
        yield span, evidence


def print_explanation(document: Document, console: Console | None = None, *, edits: bool = True) -> None:
    """Print a document's facts, its raw text part by part, and its edits as a table: raw text, cleaned text, rules."""
    from rich.console import Console as Terminal
    from rich.text import Text

    console = console or Terminal()
    trace = document.trace
    console.print(
        Text(document.id, style="bold"), Text(f"  {document.origin.loader}, {trace.encoding}, {document.language}")
    )
    _print_facts(document, console)
    if not trace.edits:
        console.print("  Nothing was changed.")
        return
    parts = list(parts_of(document))
    console.print()
    print_parts(console, parts)
    if not edits:
        return
    console.print()
    _print_edits(document, console, {part.start for part in parts if part.has_line})
    for span in document.damage:
        console.print(Text(f"  damaged at {span.start}: {span.text} (kept, not restorable)", style="yellow"))
    used = sorted(trace.steps, key=[*OTHERS, document.origin.loader, *RULE_NAMES].index)
    for name in used:
        console.print(Text(f"  {name:12}", style="cyan"), Text(why(name)))


def _print_facts(document: Document, console: Console) -> None:
    """Print what a document says of itself, each fact with the raw bytes that say it."""
    from rich.text import Text

    places = document.origin.raw_spans
    facts = [*document.fields.items(), *(("editors", "、".join(document.editors)),) * bool(document.editors)]
    facts += [
        ("notice" if notice.id is None else f"notice {notice.id}", notice.text) for notice in document.origin.notices
    ]
    for name, value in facts:
        at = f"(bytes {places[name][0]:,} to {places[name][1]:,})" if name in places else ""
        console.print(Text(f"  {name:10}", style="dim"), Text(value), Text(at, style="dim"))
    for kind, spans in (("caption", document.captions), ("figure", document.figures)):
        for span in spans:
            console.print(Text(f"  {kind:10}", style="dim"), Text(_visible(span.text)))
    for span, evidence in evidence_of(document):
        console.print(Text(f"  {'heading':10}", style="dim"), Text(span.text), Text(f"({evidence})", style="dim"))


def _print_edits(document: Document, console: Console, shown: AbstractSet[int]) -> None:
    """Print a table of the edits, but for those that were shown, given by where their bytes begin."""
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False, expand=True)
    table.add_column("at", justify="right", style="dim", no_wrap=True)
    table.add_column("raw", ratio=5)
    table.add_column("cleaned", ratio=5)
    table.add_column("rules", no_wrap=True, style="cyan")
    starts = [part.start for part in parts_of(document) if part.kind != "kept"]
    for edit, start in zip(document.trace.edits, starts, strict=True):
        if start in shown:
            continue
        before, left, right = _around(document, edit)
        raw = Text.assemble((left, "dim"), (before, "red"), (right, "dim"))
        after = _visible(document.cleaned[edit.start : edit.end])
        table.add_row(
            str(edit.start), raw, Text.assemble((left, "dim"), (after, "green"), (right, "dim")), "\n".join(edit.rules)
        )
    if table.row_count:
        console.print(table)


def _around(document: Document, edit: TraceEdit) -> tuple[str, str, str]:
    """Return an edit's raw text, and the cleaned text on both sides of it."""
    before = _visible(edit.before.decode(document.trace.encoding, "replace"))
    left = document.cleaned[max(0, edit.start - CONTEXT) : edit.start]
    right = document.cleaned[edit.end : edit.end + CONTEXT]
    return before, _visible(left), _visible(right)


def _visible(text: str) -> str:
    """Return a text on one line, its line ends and odd blanks shown, cut in the middle if it is long."""
    shown = text.replace("\n", "⏎").replace("\r", "␍").replace("\u00a0", "⍽").replace("\u3000", "□")
    return (
        shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN // 2]} … {shown[-_LONGEST_SHOWN // 2 :]}"
    )
