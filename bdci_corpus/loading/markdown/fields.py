"""Turn what a file states by keys into fields, each with its own value, and ``extra``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bdci_corpus.loading.markdown.keys import FIELDS, meaning
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field

_URL = lazily(r"https?://[^\s<>\"'，。；]+", re.IGNORECASE)

_NOBODY = lazily(
    r"(?:admin(?:istrator)?|佚名|匿名|未知|网友|会员上传|管理员|小编|本站|原创|网络|互联网|不详|转载)\d*", re.IGNORECASE
)
"""Whom sites name where they name nobody."""

_LIVED = lazily(r"[ ]?[（(][^（()）]{0,6}\d{3,4}[^（()）]{0,20}[)）]$")
"""When an author lived, behind the name."""

_MAIL = lazily(r"(?P<name>[^<>\n]{1,60}?)[ \t]*[<（(\[][\w.+-]+@[\w.-]+[>）)\]]?")
"""A person's name and address."""

_WIKI = lazily(r"\[\[([^\[\]]{1,60}?)(?:已?关注)?\]\]")
"""A name as a link to a note of its own."""

_NAMED = ("name", "nickname", "名字", "姓名", "title")
"""Where a mapping says what a person is called."""


class Entry(NamedTuple):
    """A key and its value; ``[start, end)`` is where the value stands in the source, in code points."""

    key: str
    value: object
    start: int
    end: int


_CONTROLS = "controls"
"""What keys mean that a page's controls have (字体：大 中 小), and no text."""


def stated(entries: Iterable[Entry], *, canonical: bool = False) -> tuple[list[Field], dict[str, object]]:
    """Return the fields that entries state, one of a name, and the rest by key.

    With ``canonical`` the rest is called by what its key means (``translator`` for 译者), else as written.
    """
    best: dict[str, tuple[int, Field, Entry]] = {}
    rest: list[Entry] = []
    for entry in entries:
        known = meaning(entry.key)
        name = known.name if known else ""
        stated_value = text_of(entry.value)
        if name == "outlet" and _is_url(stated_value):
            name = "url"
        if known is None or name not in FIELDS or (stated_value and name == "url" and not _is_url(stated_value)):
            rest.append(entry)
            continue
        if name == "author" and stated_value:
            stated_value = _name_in(stated_value, canonical=canonical)
        if not stated_value:
            continue
        field = Field(name=name, start=entry.start, end=entry.end, value=stated_value)
        if name in best and best[name][0] <= known.rank:
            rest.append(entry)
            continue
        if name in best:
            rest.append(best[name][2])
        best[name] = (known.rank, field, entry)
    extra: dict[str, object] = {}
    for entry in rest:
        known = meaning(entry.key) if canonical else None
        key = known.name if known and known.name not in FIELDS else entry.key
        if entry.value not in (None, "", [], {}) and key != _CONTROLS:
            extra.setdefault(key, entry.value)
    return [field for _, field, _ in best.values()], extra


def _name_in(value: str, *, canonical: bool) -> str:
    """Return an author's name without a mail address, and without the years of a life in brackets.

    With ``canonical`` whom sites name where they name nobody is no name.
    """
    if value.startswith("[[") and value.endswith("]]"):
        value = _WIKI.sub(lambda name: name[1], value)
    if canonical and _NOBODY.fullmatch(value):
        return ""
    if mailed := _MAIL.fullmatch(value):
        return mailed["name"]
    return _LIVED.sub("", value) or value if value[-1] in ")）" else value


def text_of(value: object) -> str:
    """Return what a value says in words: a list of names in one line, of a mapping the name in it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return next((text_of(value[key]) for key in _NAMED if value.get(key)), "")
    if isinstance(value, list):
        names = [text_of(each) for each in value]
        return "、".join(name for name in names if name)
    if value is None or isinstance(value, bool):
        return ""
    return str(value)


def _is_url(text: str) -> bool:
    return _URL.fullmatch(text) is not None
