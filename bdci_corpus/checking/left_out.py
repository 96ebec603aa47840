"""quarantine.jsonl: what was left out and why, in lines that name nothing else that is not in the release."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from bdci_corpus.checking.ledger import Placed
from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.errors import CheckError, MissingFile
from bdci_corpus.release import HELD_BACK, QUARANTINE
from bdci_corpus.splitting import LeftOut, Link, LinkReason, Quarantined, evidence, report_bridges

Entry = Mapping[str, object]

_WITHDRAWN = re.compile(r"Has the bytes of a document withdrawn in version [\d.]+ \(see splits/ledger\.tsv\)\.")

_PUBLISHED = re.compile(r"(Published in|Taken over in) ([^,]+), but ")


def read_left_out(opened: Opened) -> list[Entry]:
    """Return the lines that can be read; the others are for ``left_out_problems`` to report."""
    return [entry for _, entry in _lines(opened) if isinstance(entry, dict) and _is_line(entry)]


def _lines(opened: Opened) -> Iterator[tuple[int, object]]:
    """Yield each line's number and value, None for one that is no JSON."""
    try:
        text = (opened.root / QUARANTINE).read_bytes().decode()
    except OSError:
        return
    except UnicodeError:
        yield 1, None
        return
    for number, line in enumerate(text.split("\n")[: None if text and not text.endswith("\n") else -1], 1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield number, None
        else:
            yield number, value if json.dumps(value, ensure_ascii=False, sort_keys=True) == line else None


def left_out_problems(opened: Opened, placed: Mapping[str, Placed]) -> Iterator[CheckError]:
    """Yield lines that are none, or do not say what is derived again; ``placed`` are the documents of the release."""
    if not (opened.root / QUARANTINE).is_file():
        yield MissingFile(QUARANTINE, "The file is missing.", REMEDY)
        return
    last: Entry = {"id": ""}
    for number, entry in _lines(opened):
        where = f"{QUARANTINE} > line {number}"
        if not isinstance(entry, dict) or not _is_line(entry):
            yield CheckError(where, "It is no line of JSON with id, reason and remedy, as they are written.", REMEDY)
            continue
        name = str(entry["id"])
        if name in placed:
            yield CheckError(where, f'"{name}" is left out, and stands in {placed[name].split}.', REMEDY)
        if name < str(last["id"]):
            yield CheckError(where, f'"{name}" stands below "{last["id"]}": the lines are sorted.', REMEDY)
        if entry == last:
            yield CheckError(where, "It repeats the line above.", REMEDY)
        last = entry
        if opened.of_this_edition and not opened.manifest.private and (problem := _untold(entry, placed)) is not None:
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


def _untold(entry: Entry, placed: Mapping[str, Placed]) -> str | None:
    """Return what is wrong with a line's words: an unknown reason, a name that is not in the release, or another fact.

    Of a file that could not be read, a release has nothing that its reason could be derived from.
    """
    name, reason = str(entry["id"]), str(entry["reason"])
    pairs = entry.get("pairs")
    if not isinstance(pairs, list):
        return "The reason quotes what it was read from." if '"' in reason else None
    links = tuple(Link(**pair) for pair in pairs)
    if not links:
        known = reason == HELD_BACK or _WITHDRAWN.fullmatch(reason)
        return None if known else "No document that could be read is left out for such a reason."
    others = [link.other(name) for link in links if name in {link.a, link.b} and link.reason in get_args(LinkReason)]
    if len(others) < len(links):
        return "It lists a pair of others, or one that is alike in no known way."
    if odd := sorted({*others} - {name, *placed}):
        return f'It names "{odd[0]}", which is no document of the release.'
    held = _held(name, reason, links, {other: placed[other] for other in others if other in placed})
    if held is None:
        return "No document that could be read is left out for such a reason."
    derived: dict[str, object] = {"reason": held.reason, "remedy": held.remedy}
    if isinstance(held, Quarantined):
        derived |= {"groups": [*held.groups], "splits": [*held.splits]}
    keys = ("reason", "remedy", "groups", "splits")
    return next(
        (f"Its {key} is not what its pairs come to." for key in keys if entry.get(key) != derived.get(key)), None
    )


def _held(
    name: str, reason: str, links: tuple[Link, ...], others: Mapping[str, Placed]
) -> Quarantined | LeftOut | None:
    """Return what pairs say of a document that is left out, where those stand whom it is linked to; None if nothing."""
    split_of = {other: place.split for other, place in others.items()}
    published = _PUBLISHED.match(reason)
    if published is None:
        if name in {link.other(name) for link in links}:
            return None
        (held,) = report_bridges({name: links}, split_of, {other: place.group_id for other, place in others.items()})
        return held if len(held.splits) > 1 else None
    how, split = published.groups()
    if split in split_of.values():
        return None
    words = f"{how} {split}, but {evidence(name, links, {name: split, **split_of})}."
    return LeftOut(id=name, split=split, reason=words, pairs=links)
