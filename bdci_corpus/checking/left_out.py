"""quarantine.jsonl: what was left out and why, in lines that name nothing else that is not in the release."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.errors import CheckError, MissingFile
from bdci_corpus.release import HELD_BACK, QUARANTINE

Entry = Mapping[str, object]

_REASONS = (
    re.compile(r"Would join splits that are kept apart: .+", re.DOTALL),
    re.compile(r"(?:Published|Taken over) in [\w.]+, but .+", re.DOTALL),
    re.compile(r"Has the bytes of a document withdrawn in version [\d.]+ \(see splits/ledger\.tsv\)\."),
    re.compile(re.escape(HELD_BACK)),
)
"""Why a document that could be read was left out."""


def read_left_out(opened: Opened) -> list[Entry]:
    """Return the lines that can be read; the others are for ``left_out_problems`` to report."""
    return [entry for _, entry in _lines(opened) if isinstance(entry, dict) and _is_line(entry)]


def _lines(opened: Opened) -> Iterator[tuple[int, object]]:
    """Yield each line's number and value, None for one that is no JSON."""
    try:
        text = (opened.root / QUARANTINE).read_bytes().decode()
    except (OSError, UnicodeError):
        return
    for number, line in enumerate(text.split("\n")[: None if text and not text.endswith("\n") else -1], 1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield number, None
        else:
            yield number, value if json.dumps(value, ensure_ascii=False, sort_keys=True) == line else None


def left_out_problems(opened: Opened, split_of: Mapping[str, str]) -> Iterator[CheckError]:
    """Yield lines that are none, or speak of what they cannot; ``split_of`` are the documents of the release."""
    if not (opened.root / QUARANTINE).is_file():
        yield MissingFile(QUARANTINE, "The file is missing.", REMEDY)
        return
    last = ""
    for number, entry in _lines(opened):
        where = f"{QUARANTINE} > line {number}"
        if not isinstance(entry, dict) or not _is_line(entry):
            yield CheckError(where, "It is no line of JSON with id, reason and remedy, as they are written.", REMEDY)
            continue
        name = str(entry["id"])
        if name in split_of:
            yield CheckError(where, f'"{name}" is left out, and stands in {split_of[name]}.', REMEDY)
        if name < last:
            yield CheckError(where, f'"{name}" stands below "{last}": the lines are sorted.', REMEDY)
        last = name
        if opened.of_this_edition and not opened.manifest.private and (problem := _untold(entry, split_of)) is not None:
            yield CheckError(where, problem, REMEDY)


def _is_line(entry: Mapping[str, object]) -> bool:
    """Return whether an entry has the keys of one, and values of their types."""
    plain = [entry.get(key) for key in ("id", "reason", "remedy")]
    lists = [entry[key] for key in ("groups", "splits") if key in entry]
    pairs = entry.get("pairs", [])
    return (
        entry.keys() <= {"id", "reason", "remedy", "groups", "splits", "pairs"}
        and all(isinstance(value, str) and value for value in plain)
        and all(isinstance(value, list) and all(isinstance(one, str) for one in value) for value in lists)
        and isinstance(pairs, list)
        and all(isinstance(pair, dict) and pair.keys() == {"a", "b", "reason"} for pair in pairs)
        and all(isinstance(value, str) for pair in pairs for value in pair.values())
    )


def _untold(entry: Mapping[str, object], split_of: Mapping[str, str]) -> str | None:
    """Return what is wrong with a line's words: an unknown reason, or a name that is not in the release."""
    reason, pairs, groups = str(entry["reason"]), entry.get("pairs"), entry.get("groups")
    if not isinstance(pairs, list):
        return "The reason quotes what it was read from." if '"' in reason else None
    if not any(known.fullmatch(reason) for known in _REASONS):
        return "No document that could be read is left out for such a reason."
    others = {str(pair[end]) for pair in pairs for end in "ab"} - {entry["id"]}
    odd = sorted({*others, *(groups if isinstance(groups, list) else [])} - {entry["id"], *split_of})
    if odd:
        return f'It names "{odd[0]}", which is no document of the release.'
    return None if all(f'"{name}"' in reason for name in others) else "Its reason and its pairs name others."
