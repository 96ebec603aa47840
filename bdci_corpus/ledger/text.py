"""The ledger as text: lines, seals, and the refusal of a file that is not what was appended."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import NoReturn

from bdci_corpus.errors import SplitError
from bdci_corpus.ledger.events import COLUMNS, Event, EventKind, History, Ledger

_SEALED = "sealed"

_KINDS: dict[str, EventKind] = {"assigned": "assigned", "withdrawn": "withdrawn"}

_RESTORE = "Restore the file from version control."

_CHOOSE = (
    f"{_RESTORE} If the line came by hand or by a merge, keep the one that was published, and delete the other, "
    "and the `sealed` line above it if there is one."
)

_UNSEAL = f"{_RESTORE} If what follows the seal was merged or edited by hand and is right, delete line {{}}: the seal."

_MERGE = "Keep the lines of both sides: delete only the lines that git put there (<<<<<<<, =======, >>>>>>>)."

_LF = "Convert the file to LF line ends, and keep `eol=lf` for it in .gitattributes."

_SHA256 = re.compile(r"[0-9a-f]{64}")

_TRIES = 1_000_000
"""How many seals are tried as the one above another, in a whole ledger: what git merged hangs on seals far above."""

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


def sealed(events: Sequence[Event], after: str) -> bytes:
    """Return the seal and lines of one append, after the seal of this digest; empty where there is none."""
    lines = b"".join(line(columns_of(event)) for event in events)
    return line(("", _SEALED, "", "", "", _promise(len(events)), _digest(lines, after))) + lines


def _promise(count: int) -> str:
    return f"events below: {count}"


def _digest(lines: bytes, after: str) -> str:
    return hashlib.sha256(lines + after.encode()).hexdigest()


def read_ledger(path: Path) -> Ledger:
    """Return the ledger at ``path``, empty where there is no file.

    Raises:
        SplitError: the file is truncated, or lines are duplicated, reordered, altered or in
            conflict; it names the line and what to do.

    """
    return read_sealed(path)[0]


def read_sealed(path: Path) -> tuple[Ledger, str]:
    """Return the ledger at ``path`` and the digest of its last seal, empty where there is none.

    Raises:
        SplitError: as ``read_ledger``.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger(), ""
    reader = _LedgerReader(path.as_posix())
    return reader.read(data), reader.last


@dataclass(slots=True)
class _Seal:
    """A seal whose events are being read: its line, what it promised, and what was read."""

    number: int
    promise: str
    digest: str
    lines: list[bytes] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


class _LedgerReader:
    """Parse and check a ledger's bytes, counting lines for the messages."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._number = 0
        self._events: list[Event] = []
        self._ends: list[int] = []
        self._history = History()
        self._open: _Seal | None = None
        self._tries = _TRIES
        self._after_nothing: set[str] = set()
        self._digests: dict[str, None] = {}
        self._stem = ""
        self._hold("")

    @property
    def last(self) -> str:
        """The digest of the last seal that held, empty before the first."""
        return next(reversed(self._digests))

    def _hold(self, digest: str) -> None:
        """Let the seals below count on this one; one that stands twice is the later one."""
        self._digests.pop(digest, None)
        self._digests[digest] = None
        self._after_nothing.add(_digest(b"", digest))

    def read(self, data: bytes) -> Ledger:
        *lines, rest = data.split(b"\n")
        for content in lines:
            self._number += 1
            self._take(content)
        if rest or not lines:
            self._number += 1
            self._refuse("The line is cut off." if rest else "The file is empty.", _RESTORE)
        self._close()
        self._end()
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
            self._close()
            self._end()
            self._open = _Seal(self._number, columns[-2], columns[-1])
        else:
            self._event(content, columns)

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

    def _event(self, content: bytes, columns: list[str]) -> None:
        document_id, kind, group_id, split, version, reason, digest = columns
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
        if objection := self._history.objection(event):
            self._refuse(objection, _CHOOSE)
        self._history.add(event, f"line {self._number}")
        self._events.append(event)
        self._under_seal(content, columns)

    def _under_seal(self, content: bytes, columns: list[str]) -> None:
        """Count an event to the seal above it, and close the seal after the last it promised."""
        if self._open is None:
            return
        if columns < self._open.last:
            problem = f'"{columns[0]}" stands below "{self._open.last[0]}": lines changed places.'
            self._refuse(problem, _RESTORE)
        self._open.lines.append(content + b"\n")
        self._open.last = columns
        if self._open.promise == _promise(len(self._open.lines)):
            self._close()

    def _close(self) -> None:
        """Hold the open seal against what was read below it, and the seals above that it may count on."""
        if self._open is None:
            return
        seal, count = self._open, len(self._open.lines)
        remedy = _UNSEAL.format(seal.number)
        if seal.promise != _promise(count):
            self._refuse(f'The seal in line {seal.number} says "{seal.promise}", but there are {count}.', remedy)
        if not self._holds(seal):
            span = f"from line {seal.number + 1} to line {seal.number + count}"
            self._refuse(f"What stands {span} is not what was sealed there, or a seal above is gone.", remedy)
        self._hold(seal.digest)
        self._open = None
        self._end()

    def _holds(self, seal: _Seal) -> bool:
        """Tell whether what stands under a seal was sealed by it, after one of those above.

        The one that the seal before this came after is tried first, as branches have one stem, and then the nearest.
        """
        if not seal.lines:
            return seal.digest in self._after_nothing
        lines = hashlib.sha256(b"".join(seal.lines))
        for above in chain((self._stem,), islice(reversed(self._digests), self._tries)):
            self._tries -= 1
            digest = lines.copy()
            digest.update(above.encode())
            if digest.hexdigest() == seal.digest:
                self._stem = above
                return True
        return False

    def _end(self) -> None:
        """End an append, if it has events; events without a seal count as one append."""
        if len(self._events) > (self._ends[-1] if self._ends else 0):
            self._ends.append(len(self._events))
