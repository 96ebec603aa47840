"""A competition: its rows have no answers here, and what is promised of them holds together."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.checking.release import MANIFEST, Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.competing import Promise, promise_problems
from bdci_corpus.errors import CheckError, MissingFile
from bdci_corpus.release import BASELINE, COMMITMENT, NO_TRACE, SAMPLE, SOLUTION, CompetitionSummary, commitment_json


def asked_of(opened: Opened) -> CompetitionSummary | None:
    """Return what the pages of a release say of its competition."""
    manifest = opened.manifest
    if manifest.asked is None or not manifest.commitments:
        return None
    own = manifest.asked.baseline is not None
    columns = manifest.configuration.columns
    return CompetitionSummary(competition=manifest.asked, columns=columns, roots=manifest.commitments, own_baseline=own)


def companions(opened: Opened) -> list[str]:
    """Return the files of a competition that no page is."""
    asked = opened.manifest.configuration.competition
    if asked is None:
        return []
    own = [BASELINE] if asked.baseline is not None else []
    return [COMMITMENT, *own, *([SOLUTION] if opened.manifest.private else [])]


def sample_problems(opened: Opened, text: str | None) -> Iterator[CheckError]:
    """Yield that the sample submission of another edition names other rows than those to be predicted."""
    asked = opened.manifest.asked
    if asked is None:
        return
    if text is None:
        yield MissingFile(SAMPLE, "The file is missing.", REMEDY)
        return
    try:
        named = sorted(line[asked.id] for line in csv.DictReader(text.splitlines(), strict=True))
    except (csv.Error, KeyError):
        yield CheckError(SAMPLE, f'It is no table with a column "{asked.id}".', REMEDY)
        return
    splits = [split for split in asked.splits if split in opened.splits()]
    if named != sorted(str(name) for split in splits for (name,) in opened.columns("documents", split, [asked.id])):
        yield CheckError(SAMPLE, "It does not name the rows that are to be predicted.", REMEDY)


def competition_problems(opened: Opened, documents: pa.Table) -> Iterator[CheckError]:
    """Yield rows that tell answers, and promises that do not hold together."""
    asked = opened.manifest.asked
    untraced = set(documents["id"].filter(pc.equal(documents["trace_reaches"], NO_TRACE)).to_pylist())
    if asked is None:
        for name in sorted(untraced):
            yield CheckError(f"{name} > trace_reaches", "Nothing is asked here, and the row has no trace.", REMEDY)
    else:
        yield from _told(documents, [*asked.kept_back, "extra", "raw_sha256", "region_sha256"], asked.splits)
    if opened.manifest.configuration.competition is not None:
        yield from _promise_problems(opened)


def _told(documents: pa.Table, columns: list[str], splits: list[str]) -> Iterator[CheckError]:
    """Yield the rows of the competition that have what they are not to have."""
    rows = documents.filter(pc.is_in(documents["split"], pa.array(splits, pa.string())))
    disclosed = {column: pc.is_valid(rows[column]) for column in columns if column in rows.column_names}
    disclosed["trace_reaches"] = pc.not_equal(rows["trace_reaches"], NO_TRACE)
    for column, found in disclosed.items():
        some = rows.filter(found)
        for name, split in zip(some["id"].to_pylist(), some["split"].to_pylist(), strict=True):
            yield CheckError(f"documents/{split} > {name} > {column}", "It could tell an answer.", REMEDY)


def promises(opened: Opened) -> dict[str, Promise]:
    """Return what is promised, by split: the table, and the root that the manifest names."""
    asked = opened.manifest.configuration.competition
    found: dict[str, Promise] = {}
    for split in opened.splits("commitments") if asked else ():
        rows = opened.read("commitments", split, ["id", "leaf"])
        leaves = tuple(bytes.fromhex(leaf) for leaf in rows["leaf"].to_pylist())
        root = bytes.fromhex(opened.manifest.commitments.get(split, ""))
        columns = tuple(asked.answer) if asked else ()
        found[split] = Promise(columns=columns, ids=tuple(rows["id"].to_pylist()), leaves=leaves, root=root)
    return found


def _promise_problems(opened: Opened) -> Iterator[CheckError]:
    asked = opened.manifest.configuration.competition
    try:
        made = promises(opened)
    except ValueError:
        yield CheckError("commitments", "A leaf or a root is no hash.", REMEDY)
        return
    if made.keys() != opened.manifest.commitments.keys():
        yield CheckError(f"{MANIFEST} > commitments", "They are not those of the table.", REMEDY)
    for split, promised in made.items():
        yield from promise_problems(promised)
        shown = opened.columns("documents", split, [asked.id]) if asked and split in opened.splits() else ()
        if sorted(str(name) for (name,) in shown) != sorted(promised.ids):
            yield CheckError(f"commitments/{split}", "Its rows are not those to be predicted.", REMEDY)
    path = opened.root / COMMITMENT
    if not path.is_file():
        yield MissingFile(COMMITMENT, "The file is missing.", REMEDY)
        return
    text = path.read_text("utf-8", "replace")
    try:
        earlier = [(str(a), str(b), int(c), str(d)) for a, b, c, d in json.loads(text)["earlier"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        yield CheckError(COMMITMENT, "It is no promise as it was written.", REMEDY)
        return
    rows = {split: len(promised.ids) for split, promised in made.items()}
    if asked and text != commitment_json(asked, rows, opened.manifest.commitments, earlier):
        yield CheckError(COMMITMENT, "It does not say what the table and the manifest say.", REMEDY)
