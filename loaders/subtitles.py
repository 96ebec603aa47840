"""Subtitles (SRT, WebVTT) or timed lyrics (LRC): what is said, without numbers and times."""

import re
from collections.abc import Iterator

from bdci_corpus.records import Field, Mark, Reading

_TIME = r"(?:\d{1,2}:)?\d{2}:\d{2}[,.]\d{2,3}"
_CUE = re.compile(
    rf"^(?:\d{{1,6}}[ \t]*\n)?[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*\n?",
    re.MULTILINE,
)
_HEAD = re.compile(r"\s*WEBVTT[^\n]*\n(?:(?!\n)[^\n]*\n)*")
_STYLE = re.compile(r"</?(?:[biuvc]|font|\d{2}:[\d:.]{5,9})\b[^<>\n]{0,80}>|\{\\[^{}\n]{1,40}\}")
_STAMP = re.compile(r"^(?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\][ \t]*){1,8}", re.MULTILINE)
_TAG = re.compile(
    r"^\[(?P<key>ti|ar|al|au|by|la|re|ve|offset|length|tool):[ \t]*(?P<value>[^\]\n]*)\][ \t]*$", re.MULTILINE
)
_FEWEST_CUES = 2
_FEWEST_STAMPS = 3
_FIELDS = {"ti": "title", "ar": "author"}


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its times."""
    cues = len(_CUE.findall(head)) if "-->" in head else 0
    stamps = len(_STAMP.findall(head)) if head.startswith("[") or "\n[" in head else 0
    return 0.9 if cues >= _FEWEST_CUES or stamps >= _FEWEST_STAMPS else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document."""
    fields = list[Field]()
    extra = dict[str, object]()
    lines = [match.span() for match in _CUE.finditer(text)]
    if head := _HEAD.match(text):
        lines.append(head.span())
    for tag in _TAG.finditer(text):
        lines.append(tag.span())
        start, end = tag.span("value")
        if tag["key"] in _FIELDS and tag["value"].strip():
            fields.append(Field(name=_FIELDS[tag["key"]], start=start, end=end, value=tag["value"].strip()))
        elif tag["value"].strip():
            extra.setdefault(tag["key"], tag["value"].strip())
    inline = [match.span() for pattern in (_STYLE, _STAMP) for match in pattern.finditer(text)]
    marks = [Mark(kind="furniture", start=start, end=end) for start, end in sorted((*lines, *inline))]
    yield Reading(start=0, end=len(text), fields=tuple(fields), marks=tuple(marks), extra=extra)
