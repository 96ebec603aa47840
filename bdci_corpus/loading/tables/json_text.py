"""Read the values of JSON one by one: a line each, in an array, or one after another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import TextIOWrapper

from bdci_corpus.loading.tables.delimited import MAX_FIELD
from bdci_corpus.loading.tables.lenient import lenient

_CHUNK = 1_000_000
"""How much is read at a time, in characters."""

_STRICT = json.JSONDecoder()

_GAP = re.compile(r"(?:[\s,;\x1e\ufeff]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")

_ASSIGNED = re.compile(r"\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]*\s*[=(]\s*(?=[\[{])")

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|/\*|["\'{}\[\]]', re.DOTALL
)

_CLOSES = {"{": "}", "[": "]"}

_CELL = re.compile(r'\s*:\s*(?:"([^"\\]*)"|(-?\d+))\s*[,}]')

Value = tuple[object, str]
"""What was read, and what is wrong with it."""


def starts_like_lines(first: str, second: str, name: str, *, is_whole: bool = False) -> bool:
    """Return whether JSON is written a value a line, by its first two lines that are not empty.

    ``is_whole`` says that all of the second is known.
    """
    first = first.strip().rstrip(",")
    if first in {"[", "{", ""}:
        return False
    named = name.lower().endswith((".jsonl", ".ndjson"))
    if not named and second.strip()[:1] != first[:1]:
        return False
    if is_whole and not named and not second.strip().rstrip(",").endswith(("}", "]")):
        return False
    try:
        return isinstance(lenient(first), dict | list)
    except ValueError:
        return named and (second.strip()[:1] == first[:1]) and "}{" not in first


def line_values(stream: TextIOWrapper) -> Iterator[tuple[int, Value]]:
    """Yield the values of JSON Lines with the numbers of their lines."""
    number, decode = 0, json.loads
    while line := stream.readline(MAX_FIELD):
        number += 1
        if len(line) >= MAX_FIELD and not line.endswith("\n"):
            while (rest := stream.readline(MAX_FIELD)) and not rest.endswith("\n"):
                pass
            yield number, (None, f"It is longer than {MAX_FIELD:,} characters.")
            continue
        try:
            yield number, (decode(line), "")
        except (ValueError, RecursionError):
            if bare := line.strip("\x1e\ufeff \t\r\n").rstrip(","):
                yield number, _value(bare)


def line_cells(stream: TextIOWrapper, column: str) -> Iterator[object]:
    """Yield one member of the objects of JSON Lines: by its name where that stands once and in no inner object."""
    name = json.dumps(column, ensure_ascii=False)
    while line := stream.readline(MAX_FIELD):
        at = line.find(name)
        if at > 0 and line.find(name, at + 1) < 0 and line.rstrip().endswith("}"):
            cell = _CELL.match(line, at + len(name))
            before = line[1:at]
            if cell and line[0] == "{" and "{" not in before and "[" not in before:
                yield cell[1] if cell[1] is not None else cell[2]
                continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = _value(line.strip())[0]
        if isinstance(value, dict):
            yield value.get(column)


def _value(text: str) -> Value:
    try:
        return lenient(text), ""
    except ValueError as error:
        return None, f"It is not JSON: {str(error)[:120].rstrip('.')}."


def is_array(head: str) -> bool:
    """Return whether JSON begins with an array."""
    here, _ = _beginning(head)
    return head.startswith("[", here)


def values(stream: TextIOWrapper) -> Iterator[Value]:
    """Yield the values of an array, or of several in a row, reading on as they need it."""
    buffer = stream.read(_CHUNK)
    here, is_assigned = _beginning(buffer)
    in_array = is_loose = False
    while True:
        if len(buffer) - here < _CHUNK // 8 and (more := stream.read(_CHUNK)):
            buffer, here = buffer[here:] + more, 0
        here = _gap(buffer, here)
        if here == len(buffer) and (buffer := stream.read(_CHUNK)):
            here = 0
            continue
        if here >= len(buffer):
            break
        if buffer[here] == "]["[not in_array]:
            in_array = not in_array
            here += 1
        elif buffer[here] == ")" and is_assigned:
            here += 1
        else:
            end = _end_of(buffer, here) if is_loose else 0
            if end:  # an error of the decoder costs as much as the whole buffer
                value = _value(buffer[here:end])
            else:
                value, end, buffer, is_loose = _next_value(buffer, here, stream)
            yield value
            if end <= here:
                return
            here = end
    if in_array:
        yield None, "The array is not closed: the file may be cut."


def _beginning(head: str) -> tuple[int, bool]:
    """Return where JSON begins, and whether it is assigned to a name or handed to a function."""
    assigned = _ASSIGNED.match(head)
    return _gap(head, assigned.end() if assigned else 0), assigned is not None


def _gap(buffer: str, here: int) -> int:
    """Return where the next value begins."""
    found = _GAP.match(buffer, here)
    return found.end() if found else here


def _next_value(buffer: str, here: int, stream: TextIOWrapper) -> tuple[Value, int, str, bool]:
    """Return the value at ``here``, its end (0 if it has none), the buffer, and whether it is no plain JSON."""
    while True:
        try:
            found, end = _STRICT.raw_decode(buffer, here)
        except (ValueError, RecursionError):
            end = _end_of(buffer, here)
            if end:
                return _value(buffer[here:end]), end, buffer, True
            more = stream.read(len(buffer)) if len(buffer) <= MAX_FIELD else ""
            if not more:
                return (None, "From here on, the array is not JSON."), 0, buffer, True
            buffer += more
        else:
            return (found, ""), end, buffer, False


def _end_of(buffer: str, here: int) -> int:
    """Return where the brackets that open at ``here`` are closed; 0 if they are not, or if none opens."""
    open_ = list[str]()
    for token in _TOKEN.finditer(buffer, here):
        mark = token.group()
        if mark in _CLOSES:
            open_.append(_CLOSES[mark])
        elif mark in {"}", "]"}:
            if not open_ or open_.pop() != mark:
                return 0
            if not open_:
                return token.end()
        elif not open_ or mark in {'"', "'", "/*"}:  # no bracket at all, or what is never closed
            return 0
    return 0
