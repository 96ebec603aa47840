"""Choose which column of a table says what: by what it is called, and the text by what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bdci_corpus.loading.tables.header import HINTS, NAMES, plain_name
from bdci_corpus.text import HAN_CLASS, KANA_CLASS

MAX_DEPTH = 3
"""How deep the columns of nested records are looked for."""

MIN_WORDS = 4
"""How many words a cell of a column of text has on average; a character of East Asia counts as one."""

_NOT_TEXT = re.compile(r"(?:https?://|www\.)\S+\Z|[\[{].*[\]}]\Z|[\w.+-]+@[\w.-]+\Z|[0-9a-fA-F-]{16,}\Z", re.DOTALL)

_WORD = re.compile(rf"[{KANA_CLASS}{HAN_CLASS}\uac00-\ud7af]|[^\W\d_{KANA_CLASS}{HAN_CLASS}\uac00-\ud7af]+")

_PREFIX = re.compile(r"(?:article|news|post|page|tweet|weibo|文章|新闻|新聞|帖子|博文|微博|网页|原文|评论|用户)_?")

_LOOKED_AT = 400
"""How much of a cell is looked at, in characters."""


def named_column(names: Sequence[str], role: str) -> str | None:
    """Return the column that is called like a role, by the surest of its names."""
    plain = {plain_name(name): name for name in reversed(names)}
    bare = {_PREFIX.sub("", name): column for name, column in plain.items()} | plain
    return next((known[name] for known in (plain, bare) for name in NAMES[role] if name in known), None)


def flat(values: Mapping[str, object], prefix: str = "", depth: int = MAX_DEPTH) -> dict[str, object]:
    """Return a row with the records inside it spread out: ``{"a": {"b": 1}}`` is ``{"a.b": 1}``."""
    spread: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, dict) and depth and value:
            spread |= flat(value, f"{prefix}{name}.", depth - 1)
        else:
            spread[prefix + str(name)] = value
    return spread


def text_column(
    rows: Iterable[Mapping[str, object]], taken: frozenset[str] = frozenset(), least: float = MIN_WORDS
) -> str | None:
    """Return the column that holds the most text, if one does: words of many kinds, no labels, links or numbers.

    A column that is called so counts twice. ``taken`` are columns that say something else.
    """
    weights = text_weights(rows, taken)
    best = max(weights, key=lambda name: weights[name], default=None)
    return best if best is not None and weights[best] >= least else None


def text_weights(rows: Iterable[Mapping[str, object]], taken: frozenset[str] = frozenset()) -> dict[str, float]:
    """Return how much text every column holds, in words a row; a column that is called so counts twice."""
    columns: dict[str, list[str]] = {}
    count = 0
    for row in rows:
        count += 1
        for name, value in row.items():
            if name not in taken and isinstance(value, str) and value.strip():
                columns.setdefault(name, []).append(value.strip()[:_LOOKED_AT])
    return {name: _weight(name, cells) * len(cells) / count for name, cells in columns.items()}


def _weight(name: str, cells: Sequence[str]) -> float:
    """Return how much text a column's cells hold, in words; nothing if they are labels."""
    words = sum(len(_WORD.findall(cell)) for cell in cells if not _NOT_TEXT.match(cell)) / len(cells)
    distinct = len(set(cells)) / len(cells)
    last = name.lower().rpartition(".")[2]
    return words * min(1.0, 2 * distinct) * (2 if HINTS.search(last) else 1)
