"""Subtitles (SRT, WebVTT, ASS) or timed lyrics (LRC): what is said, without numbers and times."""

import re
from collections.abc import Iterator

from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import holds

_TIME = r"(?:\d{1,2}:)?\d{2}:\d{2}[,.]\d{2,3}"
_CUE = re.compile(
    rf"^(?:\d{{1,6}}[ \t]*\n)?[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*\n?",
    re.MULTILINE,
)
_LASTS = re.compile(r":\d\d[,.]\d{2,3}[ \t]*-->")
"""What each has; most texts with an arrow have none, and this is found faster."""

_HEAD = re.compile(r"\s*WEBVTT[^\n]*\n(?:(?!\n)[^\n]*\n)*")
_STYLE = re.compile(r"</?(?:[biuvc]|font|\d{2}:[\d:.]{5,9})\b[^<>\n]{0,80}>|\{\\[^{}\n]{1,40}\}")
_STAMP = re.compile(
    r"^(?:\[(?:\d{1,3}:\d{2}(?:[.:]\d{1,3})?|\d{1,7},\d{1,7})\][ \t]*){1,8}"
    r"|<(?:\d{1,3}:\d{2}[.:]\d{2,3}|\d{1,7}(?:,\d{1,7}){1,2})>",
    re.MULTILINE,
)
_STAMPED = re.compile(r"\n\[(?:\d{1,3}:\d{2}(?:[.:]\d{1,3})?|\d{1,7},\d{1,7})\]")
_SUNG = re.compile(r"(?<=[^\n])\(\d{1,7},\d{1,7}(?:,\d{1,7})?\)")
"""When a word is sung, in lyrics whose lines begin with two numbers (KRC, QRC)."""

_BY_NUMBERS = re.compile(r"^\[\d{1,7},\d{1,7}\]", re.MULTILINE)
"""How a line with a time begins: what begins with a line feed is found faster than a line."""

_TAG = re.compile(
    r"^\[(?P<key>ti|ar|al|au|by|la|re|ve|offset|length|tool|hash|total|sign|qq|id|kana):[ \t]*"
    r"(?P<value>[^\]\n]*)\][ \t]*$",
    re.MULTILINE,
)
_NOTE = re.compile(r"^(?:NOTE|STYLE|REGION)\b[^\n]*\n(?:(?!\n)[^\n]*\n?)*", re.MULTILINE)
_NAMED_CUE = re.compile(rf"(?<=\n\n)(?![^\n]*-->)[^\n]{{1,60}}\n(?=[ \t]*{_TIME}[ \t]*-->)")
_SCRIPT = re.compile(r"^\[(?:Script Info|V4\+? Styles|Events)\][ \t]*$", re.MULTILINE | re.IGNORECASE)
_FORMAT = re.compile(r"^\[Events\]\s*\n(?:;[^\n]*\n)*Format:(?P<names>[^\n]*)", re.MULTILINE | re.IGNORECASE)
_EVENT = re.compile(r"^(?P<kind>Dialogue|Comment):[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)
_TITLED = re.compile(r"^Title:[ \t]*(?P<title>(?!Default Aegisub file|<untitled>)[^\n]*\S)", re.MULTILINE)
_OVERRIDE = re.compile(r"\{[^{}\n]{0,400}\}|(?P<end>\\[Nn])|(?P<blank>\\h)")
_DRAWING = re.compile(r"\{[^{}\n]{0,400}\\p[1-9][^{}\n]{0,400}\}")
_COMMAS = 9
_FEWEST_CUES = 2
_FEWEST_STAMPS = 3
_HEAD_CHARACTERS = 65536
_FIELDS = {"ti": "title", "ar": "author"}


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its times."""
    cues = _CUE.findall(head) if holds(head, "-->") and _LASTS.search(head) else ()
    stamps = _STAMPED.findall(f"\n{head}") if head.startswith("[") or holds(head, "\n[") else ()
    if _is_script(head):
        return 0.95
    return 0.9 if len(cues) >= _FEWEST_CUES or len(stamps) >= _FEWEST_STAMPS else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document."""
    if _is_script(text[:_HEAD_CHARACTERS]):
        yield _script(text)
        return
    fields = list[Field]()
    extra = dict[str, object]()
    lines = [match.span() for match in _CUE.finditer(text)]
    if head := _HEAD.match(text):
        lines.append(head.span())
        lines += [match.span() for pattern in (_NOTE, _NAMED_CUE) for match in pattern.finditer(text, head.end())]
    for tag in _TAG.finditer(text):
        lines.append(tag.span())
        start, end = tag.span("value")
        if tag["key"] in _FIELDS and tag["value"].strip():
            fields.append(Field(name=_FIELDS[tag["key"]], start=start, end=end, value=tag["value"].strip()))
        elif tag["value"].strip():
            extra.setdefault(tag["key"], tag["value"].strip())
    inline = [match.span() for pattern in (_STYLE, _STAMP) for match in pattern.finditer(text)]
    inline += [match.span() for match in _SUNG.finditer(text)] if _BY_NUMBERS.search(text) else []
    marks = [Mark(kind="furniture", start=start, end=end) for start, end in sorted((*lines, *inline))]
    settled = Mark(kind="settled", start=0, end=len(text))  # no line heads another, none goes on in the next
    yield Reading(start=0, end=len(text), fields=tuple(fields), marks=(*marks, settled), extra=extra)


def _is_script(head: str) -> bool:
    """Return whether a file is a script of ASS or SSA; few texts have the sign."""
    return (holds(head, "Dialogue:") or holds(head, "Style:")) and len(_SCRIPT.findall(head)) > 1


def _script(text: str) -> Reading:
    """Return a script of ASS or SSA: the text of its events, without overrides, comments and drawings."""
    named = _FORMAT.search(text)
    commas = named["names"].count(",") if named else _COMMAS
    edits, here, first = list[Edit](), 0, True
    for event in _EVENT.finditer(text):
        parts = event["rest"].split(",", commas)
        start = event.end() - len(parts[-1])
        shown = event["kind"] == "Dialogue" and len(parts) == commas + 1 and not _DRAWING.search(parts[-1])
        if not shown or not _OVERRIDE.sub("", parts[-1]).strip():
            continue
        edits.append(_edit(here, start, "" if first else "\n\n"))
        for override in _OVERRIDE.finditer(text, start, event.end()):
            edits.append(_edit(*override.span(), _shown(text, override)))
        here, first = event.end(), False
    edits.append(_edit(here, len(text), ""))
    title = _TITLED.search(text)
    fields = (
        (Field(name="title", start=title.start("title"), end=title.end("title"), value=title["title"]),)
        if title
        else ()
    )
    settled = Mark(kind="settled", start=0, end=len(text))
    return Reading(
        start=0, end=len(text), fields=fields, marks=(settled,), edits=tuple(e for e in edits if e.start < e.end)
    )


def _shown(text: str, override: re.Match[str]) -> str:
    """Return what stands for a code in an event: a line's end parts two languages, and else wraps."""
    if not override["end"]:
        return " " if override["blank"] else ""
    before, after = text[override.start() - 1], text[override.end() : override.end() + 1]
    if before.isascii() != after.isascii() or after == "{":
        return "\n"
    return " " if before.isascii() else ""


def _edit(start: int, end: int, replacement: str) -> Edit:
    return Edit(start=start, end=end, replacement=replacement, rule="markup")
