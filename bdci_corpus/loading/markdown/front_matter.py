"""Front matter: YAML, TOML or JSON at the top of a post, each value with its own place.

YAML is read by PyYAML's composer, whose nodes know where they stand, as text: nothing is guessed to be a
number or a date. What is no YAML as a whole is read key by key, and what is none by itself is taken as written.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.markdown.fields import Entry
from bdci_corpus.patterns import lazily

_FENCE = lazily(r"\s*(?P<fence>---|\+\+\+|;;;)[ \t]*\n")

_OPEN_JSON = lazily(r'\s*\{\s*"')

_KEY = lazily(
    r"^(?P<key>\"[^\"\n]{1,64}\"|'[^'\n]{1,64}'|[^\W\d][\w.-]{0,63})[ \t]*:(?:[ \t]+|$)(?P<value>[^\n]*)", re.MULTILINE
)

_TOML_KEY = lazily(r"^[ \t]*(?P<key>[A-Za-z0-9_-]{1,64}|\"[^\"\n]{1,64}\")[ \t]*=[ \t]*", re.MULTILINE)

_LINE = lazily(r"^(?P<key>[A-Za-z_][\w-]{0,63})[ \t]*[:=][ \t]*(?P<value>[^\n]*?)[ \t]*$", re.MULTILINE)

_COMMENT = lazily(r"(?:[ \t]*(?:#[^\n]*)?\n)*")

_PLAIN_END = lazily(r"^(?P<rule>-{3,}|;{3,})[ \t]*(?:\n|\Z)", re.MULTILINE)

MOST_NODES = 10_000
"""How many values of a front matter are read: aliases could make as many as there are atoms."""

DEEPEST = 32
"""Limits of what aliases may unfold to: they can be nested without end, or in a circle."""

_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MANY_BRACKETS = 200
"""From how many brackets on a front matter is looked at for depth before the parser, which recurses, sees it."""

_DEEP = lazily(r"(?:[-?][ \t]{1,4}){24}")


class FrontMatter(NamedTuple):
    """What stands before a body: its entries, and where it ends."""

    entries: list[Entry]
    start: int
    end: int


def opens(head: str) -> bool:
    """Return whether a text opens with front matter that is closed, as far as its head shows."""
    fence = _FENCE.match(head)
    if fence is None:
        return _json_object(head) is not None or _unfenced(head) is not None
    close = _closing(head, fence)
    at = _COMMENT.match(head, fence.end())
    first = at.end() if at else fence.end()
    keyed = _KEY.match(head, first) or _LINE.match(head, first) or head.startswith(("{", '"'), first)
    return close is not None and bool(keyed or (fence["fence"] == "+++" and head.startswith("[", first)))


def front_matter(text: str, name: str) -> FrontMatter | None:
    """Return the front matter of a text, or None if it has none.

    Raises:
        LoaderError: it is opened and not closed.
    """
    fence = _FENCE.match(text)
    if fence is None:
        return _json_object(text) or _unfenced(text)
    close = _closing(text, fence)
    if close is None:
        if fence["fence"] == "---" and not _KEY.match(text, fence.end()):
            return None  # a rule, and no front matter at all
        raise LoaderError(name, "The front matter is not closed.", "Close it with a line ---, or name another loader.")
    inner = slice(fence.end(), close.start())
    front = text[inner].strip()
    if fence["fence"] == "---" and front[:1] not in ("", "{") and not _KEY.search(front) and not _LINE.search(front):
        return None  # what stands between two rules is prose
    read = {"---": _yaml, "+++": _toml, ";;;": _json_lines}[fence["fence"]]
    return FrontMatter(read(text[inner], fence.end()), fence.start(), close.end())


def _closing(text: str, fence: re.Match[str]) -> re.Match[str] | None:
    close = r"---|\.\.\." if fence["fence"] == "---" else re.escape(fence["fence"])
    return re.compile(rf"^(?:{close})[ \t]*$", re.MULTILINE).search(text, fence.end())


def _yaml(front: str, shift: int) -> list[Entry]:
    entries = _composed(front, shift)
    return list(_by_key(front, shift)) if entries is None else entries


def _composed(front: str, shift: int) -> list[Entry] | None:
    """Return the entries of a YAML mapping, or None if it is none."""
    deep = front.count("[") + front.count("{") > _MANY_BRACKETS or _DEEP.search(front)
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader if deep else _SAFE)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(root, yaml.MappingNode):
        return None if root is not None else []
    entries: dict[str, Entry] = {}
    for key, node in root.value:
        start, end = node.start_mark.index, node.end_mark.index
        value = _Unfolding().of(node)
        if value is None:
            value = front[start:end].strip()
        if isinstance(key, yaml.ScalarNode) and isinstance(key.value, str):
            end = start + len(front[start:end].rstrip())
            entries[key.value] = Entry(key.value, value, start + shift, end + shift)
    return list(entries.values())


class _Unfolding:
    """Turns a node into what it says, within limits."""

    def __init__(self) -> None:
        self._left = MOST_NODES

    def of(self, node: yaml.Node, depth: int = 0) -> object:
        """Return text, a list or a dictionary; None if the node unfolds beyond the limits."""
        self._left -= 1
        if self._left < 0 or depth > DEEPEST:
            return None
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if isinstance(node, yaml.SequenceNode):
            values = [self.of(each, depth + 1) for each in node.value]
            return None if None in values else values
        if not isinstance(node, yaml.MappingNode):
            return None
        pairs = {str(key.value): self.of(each, depth + 1) for key, each in node.value}
        return None if None in pairs.values() else pairs


def _by_key(front: str, shift: int) -> Iterator[Entry]:
    """Yield the entries of what is no YAML as a whole: a title with a colon, quotes in quotes."""
    found = list(_KEY.finditer(front)) or list(_LINE.finditer(front))
    for at, pair in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(front)
        composed = _composed(front[pair.start() : end], shift + pair.start())
        if composed and len(composed) == 1 and not front[pair.start("value") : end].startswith("&"):
            yield composed[0]
            continue
        start, stop = pair.span("value")
        stop = start + len(front[start:stop].rstrip())
        if stop - start > 1 and front[start] == front[stop - 1] and front[start] in "\"'":
            start, stop = start + 1, stop - 1
        yield Entry(pair["key"].strip("\"'"), front[start:stop], start + shift, stop + shift)


def _toml(front: str, shift: int) -> list[Entry]:
    """Return TOML's entries: values by the library, places by the lines that begin with their keys."""
    try:
        values = tomllib.loads(front)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return list(_by_key(front, shift))
    tables = re.compile(r"^[ \t]*\[", re.MULTILINE).search(front)
    places: dict[str, tuple[int, int]] = {}
    found = list(_TOML_KEY.finditer(front))
    for at, pair in enumerate(found):
        stop = found[at + 1].start() if at + 1 < len(found) else len(front)
        if tables and pair.end() <= tables.start() < stop:
            stop = max(pair.end(), tables.start())
        stop = pair.end() + len(front[pair.end() : stop].rstrip())
        places.setdefault(pair["key"].strip('"'), (pair.end() + shift, stop + shift))
    nowhere = (shift, shift)
    return [Entry(key, _plain(value), *places.get(key, nowhere)) for key, value in values.items()]


def _plain(value: object) -> object:
    """Return a value of TOML as JSON can hold it: times as they are written."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else value


def _json_object(text: str) -> FrontMatter | None:
    """Return the front matter of a text that begins with a JSON object of its own lines."""
    if not _OPEN_JSON.match(text):
        return None
    start = text.index("{")
    found = _json_entries(text, start + 1)
    if found is None or not found[0] or not text.startswith("}", found[1]):
        return None
    rest = text[found[1] + 1 : text.find("\n", found[1]) + 1 or len(text)]
    known = any(entry.key.lower() in {"title", "date", "author", "标题"} for entry in found[0])
    body = text[found[1] + 1 :].lstrip()
    if rest.strip() or not known or not body or body.startswith(("{", "[", ",")):
        return None
    return FrontMatter(found[0], 0, found[1] + 1)


def _json_lines(front: str, shift: int) -> list[Entry]:
    """Return the entries between ``;;;``: an object with or without its braces."""
    lead = len(front) - len(front.lstrip())
    opened = front.startswith("{", lead)
    found = _json_entries(front, lead + opened)
    if found is None:
        return list(_by_key(front, shift))
    return [Entry(e.key, e.value, e.start + shift, e.end + shift) for e in found[0]]


def _json_entries(text: str, at: int) -> tuple[list[Entry], int] | None:
    """Return the pairs of a JSON object from behind its brace, and where they end; None if it is none."""
    decoder, entries = json.JSONDecoder(strict=False), list[Entry]()
    blank = re.compile(r"[\s,]*")
    try:
        while True:
            at = _after(blank, text, at)
            if not text.startswith('"', at):
                return entries, at
            key, at = decoder.raw_decode(text, at)
            at = _after(re.compile(r"\s*:\s*"), text, at)
            value, end = decoder.raw_decode(text, at)
            entries.append(Entry(str(key), value, at, end))
            at = end
    except (ValueError, RecursionError):
        return None


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _unfenced(text: str) -> FrontMatter | None:
    """Return the front matter of an old Hexo post: YAML or JSON without a first fence, closed by one."""
    first = _KEY.match(text, len(text) - len(text.lstrip()))
    close = _PLAIN_END.search(text) if first else None
    if first is None or close is None or "\n\n" in text[first.start() : close.start()].strip("\n"):
        return None
    read = _json_lines if close["rule"].startswith(";") else _composed
    entries = read(text[first.start() : close.start()], first.start())
    if not entries or not any(entry.key.lower() in {"title", "标题"} for entry in entries):
        return None
    lines = text.count("\n", first.start(), close.start())
    return FrontMatter(entries, first.start(), close.end()) if lines > 1 else None
