"""What the verb ``audit`` prints on a terminal: the verdict, the counts, and the worst pairs side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bdci_corpus.auditing import KINDS, LEAKS, WORDS, ExampleView, MarkedSpan, Report, shown_pairs
from bdci_corpus.cli.common import counted

EACH = 2
"""So many pairs of each kind are printed: a page in all."""

CHARACTERS = 160
"""So much of each text is printed, in code points: four lines of half a terminal."""

BEFORE = 30
"""So much stands before what is marked first, in code points."""

NARROWEST = 60
"""So wide is what goes into a pipe at least, in columns."""


def print_audit(report: Report) -> None:
    """Print a report."""
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, NARROWEST))
    tone, sign = ("green", "clean") if report.clean else ("red", "it leaks")
    if len(report.splits) == 1:
        tone, sign = "yellow", "one split"
    title = Text(sign, style=f"bold {tone}")
    console.print(Panel(Text(report.summary), title=title, border_style=tone, title_align="left"))
    for note in report.notes:
        console.print(Text(f"note: {note}", style="yellow"))
    console.print(_read(report))
    if report.between:
        console.print(_links(report))
    for part in _pairs(report):
        console.print(part)
    for line in _rest(report):
        console.print(line)


def _read(report: Report) -> RenderableType:
    columns = report.columns
    lines = []
    for split in report.splits:
        empty = f", {split.empty:,} without text" if split.empty else ""
        lines.append(Text(f"{split.name}: {counted(split.rows, 'row')}{empty}"))
    found = " (found)" if "text" in columns.found else ""
    roles = f"label {columns.label or 'none'}; id {columns.id or 'none, rows have numbers'}"
    return Group(*lines, Text(f"compared {' + '.join(columns.text)}{found}; {roles}", style="dim"))


def _links(report: Report) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("splits", "kind"):
        table.add_column(name)
    for name in ("pairs", "rows, first", "rows, second"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in sorted(report.between, key=lambda one: one.a == one.b):
        where = f"{one.a} ↔ {one.b}" if one.a != one.b else f"inside {one.a}"
        style = "red" if one.leak else ""
        table.add_row(Text(where), Text(one.kind, style=style), f"{one.pairs:,}", f"{one.rows_a:,}", f"{one.rows_b:,}")
    return Group(Text(""), table)


def _pairs(report: Report) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for kind in KINDS:
        across = [one for one in shown_pairs(report, kind, EACH) if one.example.a.split != one.example.b.split]
        if across and kind in LEAKS:
            parts.append(Text.assemble("\n", (kind, "bold"), ("  " + WORDS[kind], "dim")))
            parts += [_side_by_side(one) for one in across]
    return parts


def _side_by_side(one: ExampleView) -> RenderableType:
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim", expand=True)
    for end in (one.example.a, one.example.b):
        facts = [f"{end.split} row {end.row}", *filter(None, (end.id, end.label))]
        table.add_column(Text(" · ".join(facts)), ratio=1, overflow="fold")
    table.add_row(*(_excerpt(side) for side in one.sides))
    return table


def _excerpt(side: Sequence[MarkedSpan]) -> Text:
    """Return a text from a little before what is marked first."""
    before = 0
    for piece in side:
        if piece.marked:
            break
        before += len(piece.text)
    start = max(0, before - BEFORE) if any(piece.marked for piece in side) else 0
    text = Text()
    for piece in side:
        text.append(piece.text, style="bold yellow" if piece.marked else "")
    shown = text[start : start + CHARACTERS]
    return Text("…" if start else "") + shown + Text("…" if start + CHARACTERS < len(text) else "")


def _rest(report: Report) -> list[RenderableType]:
    lines: list[RenderableType] = [Text("")]
    labels = report.labels
    if labels is not None and labels.contradictions:
        such = " ≠ ".join(labels.examples[0].labels[:3])
        groups = f"{counted(labels.contradictions, 'group')} of duplicates ({counted(labels.rows, 'row')})"
        lines.append(Text(f"labels: {groups} contradict each other, such as {such}", style="yellow"))
    elif labels is not None:
        lines.append(Text("labels: no duplicates contradict each other", style="dim"))
    lines += [Text(f"metadata: {one.note}", style="yellow" if one.flagged else "dim") for one in report.giveaways]
    looked = report.not_looked_at
    seen = f"not looked at: pairs at {report.threshold:g} exactly are found with recall {looked.recall:.4f}"
    seen += f"; of {looked.crowded:,} crowded texts a sample" if looked.crowded else ""
    seen += "" if looked.passages else "; passages"
    lines.append(Text(seen, style="dim"))
    return lines
