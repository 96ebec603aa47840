"""What ``explain`` shows: a document's edits beside the raw text, each with its rule and why."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from bdci_corpus.documents import normalize
from bdci_corpus.errors import ProjectError
from bdci_corpus.project import CONFIG, open_project
from bdci_corpus.records import Document, Span, TraceEdit
from bdci_corpus.rules import RULE_NAMES
from bdci_corpus.text import headings

CONTEXT = 12
"""How many characters are shown around an edit."""

_LONGEST_SHOWN = 80
"""How much of a text stands in one line of a terminal, in characters."""

_OTHERS = {
    "encoding": "Bytes to text: marks, line ends, and what does not encode back.",
}


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
        target = next((found.path for found in opened.files() if found.id == path), target)
    documents = normalize(target, project=here, loader=loader)
    if locator:
        documents = [document for document in documents if document.id.endswith(f"#{locator}")]
    if not documents:
        raise ProjectError(file, "There is no such document.", "Name a file, or an id that a release has.")
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
        "editors": list(document.editors),
        "headings": [
            {"start": span.start, "end": span.end, "text": span.text, "evidence": evidence}
            for span, evidence in evidence_of(document)
        ],
        "notices": [{"id": notice.id, "kind": notice.kind, "text": notice.text} for notice in document.origin.notices],
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


def why(rule: str) -> str:
    """Return in one sentence what a rule, or a loader, does."""
    if rule in RULE_NAMES:
        module = import_module(f"bdci_corpus.rules.{rule}")
        return (module.__doc__ or "").strip().partition("\n")[0]
    return _OTHERS.get(rule, "Structure: containers and markup of this kind of file.")


def print_explanation(document: Document) -> None:
    """Print a document's facts, and its edits as a table: raw text, cleaned text, rules."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    trace = document.trace
    console.print(
        Text(document.id, style="bold"), Text(f"  {document.origin.loader}, {trace.encoding}, {document.language}")
    )
    facts = [*document.fields.items(), *(("editors", "、".join(document.editors)),) * bool(document.editors)]
    facts += [
        ("notice" if notice.id is None else f"notice {notice.id}", notice.text) for notice in document.origin.notices
    ]
    for name, value in facts:
        console.print(Text(f"  {name:10}", style="dim"), Text(value))
    for span, evidence in evidence_of(document):
        console.print(Text(f"  {'heading':10}", style="dim"), Text(span.text), Text(f"({evidence})", style="dim"))
    if not trace.edits:
        console.print("  Nothing was changed.")
        return
    table = Table(show_lines=False, expand=True)
    table.add_column("at", justify="right", style="dim", no_wrap=True)
    table.add_column("raw", ratio=5)
    table.add_column("cleaned", ratio=5)
    table.add_column("rules", no_wrap=True, style="cyan")
    for edit in trace.edits:
        before, left, right = _around(document, edit)
        raw = Text.assemble((left, "dim"), (before, "red"), (right, "dim"))
        after = _visible(document.cleaned[edit.start : edit.end])
        table.add_row(
            str(edit.start), raw, Text.assemble((left, "dim"), (after, "green"), (right, "dim")), "\n".join(edit.rules)
        )
    console.print(table)
    for span in document.damage:
        console.print(Text(f"  damaged at {span.start}: {span.text} (kept, not restorable)", style="yellow"))
    used = sorted(trace.steps, key=[*_OTHERS, document.origin.loader, *RULE_NAMES].index)
    for name in used:
        console.print(Text(f"  {name:12}", style="cyan"), Text(why(name)))


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
