"""Open what was promised: all answers, or one row with its proof; and hold what was opened to the promise.

A *revealed* file (JSON Lines) has a line a row, sorted by id: ``{"answers":{…},"id":"…","salt":"…"}``. A *proof* is one
such object with ``path``, ``place`` and ``rows`` beside it. Both are canonical JSON, salts and paths base64 without
padding, so that any bit that is changed makes another file, which is found.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from bdci_corpus.competing.commitment import (
    SALT_BYTES,
    Answer,
    Promise,
    canonical,
    leaf_of,
    paths,
    root_by_path,
    root_of,
    salt_of,
)
from bdci_corpus.errors import CheckError

_AGAIN = "Get the file again from the organizer, and the release from where it was published."

_LINE = frozenset({"answers", "id", "salt"})

_PROOF = _LINE | {"path", "place", "rows"}


def revealed(promised: Promise, answers: Mapping[str, Answer], secret: bytes) -> Iterator[str]:
    """Yield the lines that open every row."""
    for name in promised.ids:
        yield canonical(_opened(name, answers[name], secret)) + "\n"


def proof(promised: Promise, name: str, answer: Answer, secret: bytes) -> str:
    """Return what opens one row: of a million rows at most 1 KB beside its id and answers.

    Raises:
        ValueError: there is no such row.
    """
    place = promised.ids.index(name)
    (path,) = paths(promised.leaves, [place])
    opened = _opened(name, answer, secret)
    return canonical({**opened, "path": _written(path), "place": place, "rows": len(promised.ids)}) + "\n"


def _opened(name: str, answer: Answer, secret: bytes) -> dict[str, object]:
    return {"answers": dict(answer), "id": name, "salt": _written(salt_of(secret, name))}


def solution_line(name: str, split: str, answer: Answer, usage: str) -> str:
    """Return a line of what a submission is scored against."""
    return canonical({"answers": dict(answer), "id": name, "split": split, "usage": usage}) + "\n"


def promise_problems(promised: Promise) -> Iterator[CheckError]:
    """Yield what is wrong with a promise by itself: its leaves do not give its root, or are out of order."""
    if list(promised.ids) != sorted(set(promised.ids), key=str.encode):
        yield CheckError("commitments", "Its rows are not sorted by id, or one stands twice.", _AGAIN)
    elif root_of(promised.leaves, promised.columns) != promised.root:
        yield CheckError("commitment.json > root", "The table commitments does not give it.", _AGAIN)


def revealed_problems(promised: Promise, data: bytes) -> Iterator[CheckError]:
    """Yield every row of a revealed file that is not what was promised, by id, and those that are missing."""
    lines = _lines(data)
    if len(lines) == len(promised.ids) == 1 or any(_parsed(line, _LINE) for line in lines):
        yield from _row_problems(promised, lines)
    else:
        what = "It holds no row as it was written: lines of JSON with answers, id and salt."
        yield CheckError("the file", what if data.strip() else "It is empty.", _AGAIN)


def _row_problems(promised: Promise, lines: Sequence[bytes]) -> Iterator[CheckError]:
    seen: dict[str, int] = {}
    expected = dict(zip(promised.ids, promised.leaves, strict=True))
    for number, (line, promised_id) in enumerate(zip_longest(lines, promised.ids), 1):
        if line is None:
            break
        where = f"line {number}" + (f" > {promised_id}" if promised_id is not None else "")
        opened = _parsed(line, _LINE)
        if opened is None:
            yield CheckError(where, "It is no row as it was written: a line of JSON with answers, id and salt.", _AGAIN)
            continue
        name = str(opened["id"])
        if name not in expected:
            yield CheckError(where, f'Nothing was promised of a row "{name}".', _AGAIN)
        elif name in seen:
            yield CheckError(where, f'The row "{name}" stands in line {seen[name]} already.', _AGAIN)
        elif _leaf(opened) != expected[name]:
            yield CheckError(f"line {number} > {name}", "Its answers or its salt are not those promised.", _AGAIN)
        elif name != promised_id:
            yield CheckError(where, f'The row "{name}" stands here, and not in its place.', _AGAIN)
        seen.setdefault(name, number)
    for name in promised.ids:
        if name not in seen:
            yield CheckError(name, "The row is missing.", _AGAIN)


def proof_problems(promised: Promise, data: bytes) -> Iterator[CheckError]:
    """Yield what is wrong with the proof of one row; the root is all of the promise that is needed."""
    lines = _lines(data)
    opened = _parsed(lines[0], _PROOF) if len(lines) == 1 else None
    if opened is None:
        yield CheckError("proof", "It is no proof as it was written: one line of JSON.", _AGAIN)
        return
    name, place, rows = str(opened["id"]), opened["place"], opened["rows"]
    path = _read(opened["path"])
    leaf = _leaf(opened)
    if not isinstance(place, int) or rows != len(promised.ids) or not 0 <= place < len(promised.ids):
        yield CheckError(name, f"It is said to be row {place} of {rows}, and there are {len(promised.ids)}.", _AGAIN)
    elif promised.ids[place] != name:
        yield CheckError(name, f'Row {place} is "{promised.ids[place]}".', _AGAIN)
    elif leaf is None or path is None or root_by_path(leaf, place, rows, path, promised.columns) != promised.root:
        yield CheckError(name, "Its answers, its salt or its path are not those promised.", _AGAIN)


def _lines(data: bytes) -> Sequence[bytes]:
    """Return the lines of a file; one that does not end has a mark that none may have."""
    lines = data.split(b"\n")
    return lines[:-1] if lines[-1] == b"" and len(lines) > 1 else [*lines[:-1], lines[-1] + b"\n"]


def _parsed(line: bytes, keys: frozenset[str]) -> dict[str, object] | None:
    """Return a line of canonical JSON with these keys, None of any other."""
    try:
        value = json.loads(line.decode())
        if not isinstance(value, dict) or value.keys() != keys or canonical(value).encode() != line:
            return None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value["id"], str) and isinstance(value["answers"], dict) else None


def _leaf(opened: Mapping[str, object]) -> bytes | None:
    salt, answers = _read(opened["salt"]), opened["answers"]
    if salt is None or len(salt) != SALT_BYTES or not isinstance(answers, dict):
        return None
    return leaf_of(str(opened["id"]), salt, answers)


def _written(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _read(value: object) -> bytes | None:
    """Return what is written in base64, if it is written as we write it: unused bits are zero."""
    try:
        data = urlsafe_b64decode(f"{value}{'=' * (-len(str(value)) % 4)}")
    except ValueError:
        return None
    return data if isinstance(value, str) and _written(data) == value else None
