"""A document's raw text, part by part: what was kept, what was left out, and what was written instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bdci_corpus.loading.html import parse, shown_of
from bdci_corpus.records import Document, TraceEdit

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Kind = Literal["kept", "left out", "edited"]

SHORT = 40
"""What was left out and is no longer, in characters, is shown within its line; the rest on a line of its own."""

LONGEST = 240
"""Of a longer stretch its beginning and its end are shown, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSpan:
    """A stretch of a document's region: its bytes ``[start, end)``, what they said, what stands there now, and why."""

    kind: Kind
    start: int
    end: int
    raw: str
    text: str
    rules: tuple[str, ...] = ()

    @property
    def has_line(self) -> bool:
        """Whether it is shown on a line of its own."""
        return self.kind == "left out" and (len(self.raw) > SHORT or "\n" in self.text)


def parts_of(document: Document) -> Iterator[RawSpan]:
    """Yield the parts of a document's region in order: together their bytes are all of it.

    Where at most blanks are left of something, it was left out; where other characters stand, edited. Bytes
    are counted as ``Trace`` counts them.
    """
    trace, cleaned = document.trace, document.cleaned
    last = TraceEdit(start=len(cleaned), end=len(cleaned), before=b"", rules=())
    here, place = 0, trace.region_start
    for edit in (*trace.edits, last):
        if here < edit.start:
            kept = cleaned[here : edit.start]
            end = place + len(kept.encode(trace.encoding))
            yield RawSpan(kind="kept", start=place, end=end, raw=kept, text=kept)
            place = end
        if edit is not last:
            text, raw = cleaned[edit.start : edit.end], edit.before.decode(trace.encoding, "replace")
            kind: Kind = "edited" if text.strip() or not raw.strip() else "left out"
            end = place + len(edit.before)
            yield RawSpan(kind=kind, start=place, end=end, raw=raw, text=text, rules=edit.rules)
            here, place = edit.end, end


def gist(raw: str) -> str:
    """Return what a stretch of raw text says in a line: of markup the words that it shows, which may be none."""
    if "<" in raw:
        page = parse(raw)
        raw = " · ".join(shown_of(page, page.blocks).texts)
    return " ".join(raw.split())


def print_parts(console: Console, parts: list[RawSpan]) -> None:
    """Print the parts as a reader reads them: kept, left out in red, written instead in green, with bytes.

    Long markup that shows no words is not printed.
    """
    from rich.text import Text

    line = Text()
    for part in parts:
        raw_text = _cut(gist(part.raw)) if part.has_line else ""
        if part.has_line and not raw_text and "\n" not in part.text:
            line.append(part.text)
            continue
        if part.has_line:
            _print_line(console, line)
            line = Text()
            if raw_text:
                console.print(
                    _place(part), Text(f"left out by {', '.join(part.rules)}:", "cyan"), Text(raw_text, "red")
                )
            continue
        if not line.plain and part.text.strip("\n"):
            line.append(_place(part)).append(" ")
        if part.kind == "kept":
            line.append(_cut(part.text))
        else:
            line.append(part.raw.replace("\n", "⏎"), "red strike")
            line.append(part.text, "green")
    _print_line(console, line)


def _print_line(console: Console, line: Text) -> None:
    line.rstrip()
    if line.plain:
        console.print(line)


def _place(part: RawSpan) -> Text:
    from rich.text import Text

    return Text(f"{part.start:>8,}", "dim")


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    part = LONGEST // 3
    return f"{text[:part]} … {len(text) - 2 * part:,} characters … {text[-part:]}"
