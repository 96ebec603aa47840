"""What the styles of a Word document make of a paragraph: heading, title, caption; by name, level and inheritance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bdci_corpus.loading.xml.events import XmlEvent

_HEADING = re.compile(
    r"(?:heading|标题|標題|見出し|제목|überschrift|titre|título|titolo|заголовок|kop|rubrik|overskrift|otsikko|nagłówek|nadpis)"
    r"[\s_-]*([1-9])(?:\D.*)?"
)

_TITLES = frozenset(
    {"title", "标题", "標題", "表題", "titel", "titre", "título", "titolo", "文档标题", "大标题", "主标题"}
)

_CAPTIONS = frozenset({"caption", "题注", "題注", "图注", "图题", "beschriftung", "légende", "illustration", "figure"})

_AUTHORS = frozenset({"author", "authors", "作者"})

_TABLES_OF_CONTENTS = re.compile(r"(?:toc|目录|目錄|contents)[\s_-]*(?:[1-9]|heading|标题|header)")

_BODY_LEVEL = 9
"""The outline level of body text (ISO/IEC 29500, outlineLvl); headings have 0 to 8."""

_DEFAULT_SIZE = 20
"""The size of text where no style says it, in half points (ISO/IEC 29500, sz)."""

_DEEPEST = 32
"""So many styles may be based on each other; a circle ends there."""


@dataclass(slots=True)
class Style:
    """A paragraph style, as its own entry has it."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Means:
    """What a style makes of a paragraph: its level as a heading (0 is the topmost), and its size in half points."""

    level: int | None = None
    title: bool = False
    caption: bool = False
    contents: bool = False
    author: bool = False
    size: int = _DEFAULT_SIZE


class Styles:
    """The styles of a document, by id."""

    def __init__(self, found: Sequence[XmlEvent] = ()) -> None:
        """Read the styles of a document that has any."""
        self._styles: dict[str, Style] = {}
        self._default = ""
        self._size = _DEFAULT_SIZE
        self._known: dict[str, Means] = {}
        self._read(found)

    def _read(self, found: Sequence[XmlEvent]) -> None:
        style: Style | None = None
        in_defaults = False
        for event in found:
            value = event.attributes.get("val", "")
            if event.name == "w:rPrDefault":
                in_defaults = event.kind == "start"
            elif event.kind != "start":
                style = None if event.name == "w:style" else style
            elif event.name == "w:style":
                style = Style()
                self._styles.setdefault(event.attributes.get("styleId", ""), style)
                if event.attributes.get("default") in {"1", "true"} and event.attributes.get("type") == "paragraph":
                    self._default = event.attributes.get("styleId", "")
            elif event.name == "w:sz" and value.isdecimal():
                if style is not None:
                    style.size = int(value[:4])
                elif in_defaults:
                    self._size = int(value[:4])
            elif style is not None:
                _enter(style, event.name, value)

    def means(self, style: str) -> Means:
        """Return what a style makes of a paragraph; an empty id is that of the default style."""
        known = self._known.get(style)
        if known is None:
            known = self._known[style] = self._resolved(style or self._default)
        return known

    def _resolved(self, style: str) -> Means:
        chain = list(self._chain(style))
        names = [one.name for one in chain]
        levels = (_level(one.name) if one.level is None else one.level for one in chain)
        level = next((level for level in levels if level is not None), None)
        return Means(
            level=level if level is not None and level < _BODY_LEVEL else None,
            title=bool(_TITLES.intersection(names)),
            caption=bool(_CAPTIONS.intersection(names)),
            author=bool(_AUTHORS.intersection(names[:1])),
            contents=any(_TABLES_OF_CONTENTS.fullmatch(name) for name in names),
            size=next((one.size for one in chain if one.size), self._size),
        )

    def _chain(self, style: str) -> list[Style]:
        """Return a style and those that it is based on, nearest first; one not defined has its id as name."""
        chain: list[Style] = []
        while style and len(chain) < _DEEPEST:
            found = self._styles.get(style)
            chain.append(found or Style(name=style.lower()))
            style = found.based_on if found else ""
        return chain


def _enter(style: Style, name: str, value: str) -> None:
    if name == "w:name":
        style.name = value.strip().lower()
    elif name == "w:basedOn":
        style.based_on = value
    elif name == "w:outlineLvl" and value.isdecimal():
        style.level = min(int(value), _BODY_LEVEL)


def _level(name: str) -> int | None:
    found = _HEADING.fullmatch(name)
    return int(found[1]) - 1 if found else None
