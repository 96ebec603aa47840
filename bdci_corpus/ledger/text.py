"""The ledger as text: lines, seals, and the refusal of a file that is not what was appended."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NoReturn

from bdci_corpus.errors import SplitError
from bdci_corpus.ledger.events import COLUMNS, Event, EventKind, History, Ledger

_SEALED = "sealed"
_KINDS: dict[str, EventKind] = {"assigned": "assigned", "withdrawn": "withdrawn"}
_RESTORE = "Restore the file from version control."
_DELETE = "If the line was added by hand, delete it; else restore the file from version control."
_APPEND = "Restore the file from version control; only `bdci-corpus` adds lines to it."
_MERGE = "Keep one side of the merge whole, and freeze the other's documents again."
_LF = "Convert the file to LF line ends, and keep `eol=lf` for it in .gitattributes."

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MERGE_MARK = re.compile(rb"(<{7}|={7}|>{7}|\|{7})")
_ESCAPE = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_PLAIN = {r"\\": "\\", r"\t": "\t", r"\n": "\n", r"\r": "\r"}
_ESCAPED = re.compile(r"\\[\\tnr]")


def line(columns: Iterable[str]) -> bytes:
    """Return one line of the ledger, escaped."""
    return ("\t".join(column.translate(_ESCAPE) for column in columns) + "\n").encode()


def unescaped(columns: Iterable[str]) -> list[str]:
    """Return the columns of a line, split at its tabs, as they were before ``line`` escaped them."""
    return [_ESCAPED.sub(lambda match: _PLAIN[match[0]], column) for column in columns]


HEADER = line(COLUMNS)
columns_of = attrgetter(*COLUMNS)
"""The columns of an event; they also order the lines of one append."""


def sealed(above: bytes, events: Sequence[Event], total: int) -> bytes:
    """Return the lines of ``events``, and the seal over them and everything above.

    ``total`` counts the events in the whole file.
    """
    lines = b"".join(line(columns_of(event)) for event in events)
    digest = hashlib.sha256(above + lines).hexdigest()
    return lines + line(("", _SEALED, "", "", "", f"{total} events so far", digest))


def read_ledger(path: Path) -> Ledger:
    """Return the ledger at ``path``, empty where there is no file.

    Raises:
        SplitError: the file is truncated, or lines are duplicated, reordered, altered or in
            conflict; it names the line and what to do.

    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    return _Reader(path.as_posix()).read(data)


class _Reader:
    """Parse and check a ledger's bytes, counting lines for the messages."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._number = 0
        self._events: list[Event] = []
        self._ends: list[int] = []
        self._history = History()
        self._above = hashlib.sha256()
        self._batch_starts = 2
        self._previous = ("", "")

    def read(self, data: bytes) -> Ledger:
        *lines, rest = data.split(b"\n")
        for content in lines:
            self._number += 1
            self._take(content)
            self._above.update(content + b"\n")
        if rest or not lines:
            self._number += 1
            self._refuse("The line is cut off." if rest else "The file is empty.", _RESTORE)
        if self._batch_starts <= self._number:
            self._refuse("The file ends without the seal that closes each append.", _APPEND)
        return Ledger(events=tuple(self._events), ends=tuple(self._ends))

    def _refuse(self, problem: str, remedy: str) -> NoReturn:
        where = f"{self._where} > line {self._number}"
        raise SplitError(where, problem, remedy)

    def _take(self, content: bytes) -> None:
        columns = self._columns(content)
        if self._number == 1:
            if tuple(columns) != COLUMNS:
                self._refuse(f"The header is not {' '.join(COLUMNS)}.", _RESTORE)
        elif columns[1] == _SEALED:
            self._seal(*columns[-2:])
        else:
            self._event(*columns)

    def _columns(self, content: bytes) -> list[str]:
        if _MERGE_MARK.match(content):
            self._refuse("A merge conflict stands here.", _MERGE)
        if content.endswith(b"\r"):
            self._refuse("The line ends in CR LF.", _LF)
        try:
            columns = content.decode().split("\t")
        except UnicodeDecodeError as error:
            self._refuse(f"Byte {error.start + 1} of the line is not UTF-8.", _RESTORE)
        if len(columns) != len(COLUMNS):
            count = f"The line has {len(columns)} columns, not {len(COLUMNS)}."
            self._refuse(count, _RESTORE)
        return unescaped(columns)

    def _event(  # noqa: PLR0917 - the columns of a line
        self,
        document_id: str,
        kind: str,
        group_id: str,
        split: str,
        version: str,
        reason: str,
        digest: str,
    ) -> None:
        if kind not in _KINDS:
            self._refuse(f'The event is "{kind}", not assigned or withdrawn.', _RESTORE)
        if not (document_id and group_id and split and _SHA256.fullmatch(digest)):
            self._refuse("An id, group, split or SHA-256 is missing or malformed.", _RESTORE)
        event = Event(
            document_id=document_id,
            event=_KINDS[kind],
            group_id=group_id,
            split=split,
            version=version,
            reason=reason,
            region_sha256=digest,
        )
        objection = self._history.objection(event)
        if objection:
            self._refuse(objection, _DELETE)
        if (document_id, kind) < self._previous:
            problem = f'"{document_id}" stands below "{self._previous[0]}": lines changed places.'
            self._refuse(problem, _RESTORE)
        self._previous = (document_id, kind)
        self._history.add(event, f"line {self._number}")
        self._events.append(event)

    def _seal(self, count: str, digest: str) -> None:
        total = f"{len(self._events)} events so far"
        if self._batch_starts == self._number:
            self._refuse("The seal closes nothing: no event stands before it.", _DELETE)
        if count != total:
            self._refuse(f'The seal says "{count}", but above it stand {total}.', _RESTORE)
        if digest != self._above.hexdigest():
            span = f"from line {self._batch_starts} to line {self._number - 1}"
            self._refuse(f"What stands {span} is not what was sealed here.", _RESTORE)
        self._ends.append(len(self._events))
        self._batch_starts = self._number + 1
        self._previous = ("", "")
