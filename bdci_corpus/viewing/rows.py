"""The rows of a release: found by filter and by search, and each with all that is known of it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bdci_corpus.errors import ProjectError, nearest_path, reason_of
from bdci_corpus.release import MANIFEST, schema_of, split_order
from bdci_corpus.viewing.stored import StoredTable

FACETS = ("split", "source", "license", "restriction", "language", "loader")
"""The columns that rows are filtered by, beside the labels that a corpus declares, and rules."""

MOST_VALUES = 500
"""A column of more values is no filter: nobody reads so long a list."""

LISTED = ("id", "title", "source", "restriction", "is_duplicate", "text")
"""What a list shows of a row; of the text, how it begins."""

BEGINNING = 80
"""So many characters of a text stand in a list."""

PATIENCE = 0.4
"""A search that takes longer, in seconds, answers with what it has, and where to go on."""

RULE = "rule"
"""The name of the filter by the steps that edited a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowQuery:
    """What rows are asked for: values by filter, words to be found in id, title or text, and the first row."""

    values: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    start: int = 0
    count: int = 50


class ReleaseView:
    """A release as its files lie on disk. Opening it reads footers only."""

    def __init__(self, root: Path) -> None:
        """Open the release in a folder.

        Raises:
            ProjectError: the folder is no release, or a file of it cannot be read.
        """
        try:
            self.manifest = json.loads((root / MANIFEST).read_text("utf-8"))
            tables = {name: facts["files"] for name, facts in self.manifest["tables"].items()}
            self.documents = _stored(root, tables, "documents")
            self.traces = _stored(root, tables, "traces")
        except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as error:
            near = "" if root.is_dir() else nearest_path(root)
            remedy = f"{near}Name the folder of a release, such as release/NAME; bdci-corpus check says what it lacks."
            raise ProjectError(str(root), f"No release can be read here: {reason_of(error)}.", remedy) from None
        self.root = root
        self._tables = tables
        self._codes: dict[str, tuple[NDArray[np.int32], list[str]]] = {}

    @property
    def name(self) -> str:
        """What the corpus is called."""
        return str(self.manifest["configuration"]["corpus"]["name"])

    @property
    def version(self) -> str:
        """The version of the release."""
        return str(self.manifest["configuration"]["corpus"]["version"])

    @property
    def title(self) -> str:
        """What people call the corpus; empty where nobody said it."""
        return str(self.manifest["configuration"]["corpus"].get("title", ""))

    @property
    def classes(self) -> dict[str, list[str]]:
        """The classes of each label that the corpus declares, by number."""
        columns = self.manifest["configuration"].get("columns", {})
        return {
            name: list(own["names"])
            for name, own in columns.items()
            if isinstance(own, dict) and own.get("names") and name in self.documents.names
        }

    @property
    def splits(self) -> dict[str, int]:
        """How many rows each split has."""
        counts: dict[str, int] = {}
        for group in self.documents.groups:
            counts[group.split] = counts.get(group.split, 0) + group.rows
        return counts

    def facet(self, name: str) -> tuple[NDArray[np.int32], list[str]]:
        """Return a filter: for each row the number of its value, and the values; -1 is none."""
        if name not in self._codes:
            self._codes[name] = self._read_facet(name)
        return self._codes[name]

    def _read_facet(self, name: str) -> tuple[NDArray[np.int32], list[str]]:
        if name == "split":
            names = list(self.splits)
            sizes = [group.rows for group in self.documents.groups]
            return np.repeat([names.index(group.split) for group in self.documents.groups], sizes).astype(
                np.int32
            ), names
        codes, values = self.documents.codes(name)
        if name in self.classes:
            named = self.classes[name]
            values = [named[int(value)] if int(value) < len(named) else value for value in values]
        return codes, values

    @property
    def facets(self) -> list[str]:
        """The names of the filters, in order."""
        own = [name for name in self.classes if not pa.types.is_nested(self.documents.schema.field(name).type)]
        return [*(name for name in FACETS if name == "split" or name in self.documents.names), *own]

    def counted(self) -> dict[str, list[tuple[str, int]]]:
        """Return the values of each filter with how many rows have them."""
        found = {}
        for name in self.facets:
            codes, values = self.facet(name)
            counts = np.bincount(codes[codes >= 0], minlength=len(values)).tolist()
            if len(values) <= MOST_VALUES:
                found[name] = list(zip(values, counts, strict=True))
        return found

    @cached_property
    def rules(self) -> dict[str, NDArray[np.bool_]]:
        """The rows that each step edited; every trace is looked at once, when this is first asked for."""
        masks: dict[str, NDArray[np.bool_]] = {}
        ids = self._trace_rows
        for group, table in self.traces.batches(["edits"]):
            edits = table["edits"].combine_chunks()
            rules = pc.struct_field(pc.list_flatten(edits), "rules")
            owners = pc.list_parent_indices(edits).take(pc.list_parent_indices(rules)).to_numpy()
            steps = pc.list_flatten(rules).dictionary_encode()
            numbers = steps.indices.to_numpy()
            for number, step in enumerate(steps.dictionary.to_pylist()):
                mask = masks.setdefault(step, np.zeros(self.documents.rows, bool))
                rows = ids[group.start + owners[numbers == number]]
                mask[rows[rows >= 0]] = True
        return dict(sorted(masks.items()))

    @cached_property
    def _trace_rows(self) -> NDArray[np.int64]:
        """For each row of ``traces`` the number of its document, -1 where there is none."""
        names, traced = (
            pa.chunked_array([c for _, table in stored.batches(["id"]) for c in table["id"].chunks], pa.string())
            for stored in (self.documents, self.traces)
        )
        return np.asarray(pc.fill_null(pc.index_in(traced, names.combine_chunks()), -1).to_numpy(), np.int64)

    def chosen(self, asked: RowQuery) -> dict[str, object]:
        """Return rows that pass all filters and hold the words, with where to go on, and how many there are.

        How many is known only without words: a search stops when the page is full, or after ``PATIENCE``.
        """
        mask = np.ones(self.documents.rows, bool)
        for name, value in asked.values.items():
            mask &= self._having(name, value)
        found: list[int] = []
        words, started, here = asked.words.strip(), time.monotonic(), asked.start
        while here < len(mask) and len(found) < asked.count:
            group = self.documents.groups[self.documents.group_of(here)]
            end = group.start + group.rows
            rows = here + np.flatnonzero(mask[here:end])
            if words and len(rows):
                rows = rows[self._holds(group.start, rows, words)]
            found += rows[: asked.count - len(found)].tolist()
            here = found[-1] + 1 if len(found) == asked.count else end
            if words and time.monotonic() - started > PATIENCE:
                break
        left = here < len(mask) and bool(mask[here:].any())
        return {
            "rows": [self._listed(number) for number in found],
            "next": here if left else None,
            "total": None if words else int(mask.sum()),
        }

    def _having(self, name: str, value: str) -> NDArray[np.bool_]:
        """Return the rows that have a value; none where there is no such filter or value."""
        none = np.zeros(self.documents.rows, bool)
        if name == RULE:
            return self.rules.get(value, none)
        if name not in self.facets:
            return none
        codes, values = self.facet(name)
        return codes == values.index(value) if value in values else none

    def _holds(self, start: int, rows: NDArray[np.int64], words: str) -> NDArray[np.bool_]:
        """Return which rows of a group hold words in id, title or text; case makes no difference."""
        table = self.documents.read(self.documents.group_of(start), ["id", "title", "text"])
        some = table.take(pa.array(rows - start))
        held = [pc.match_substring(pc.fill_null(some[name], ""), words, ignore_case=True) for name in some.column_names]
        return np.asarray(pc.or_(pc.or_(held[0], held[1]), held[2]).to_numpy(), bool)

    def _listed(self, number: int) -> dict[str, object]:
        group = self.documents.group_of(number)
        there = self.documents.groups[group]
        names = [name for name in LISTED if name in self.documents.names]
        row = self.documents.read(group, names).slice(number - there.start, 1).to_pylist()[0]
        text = row.pop("text")
        return {"row": number, "split": there.split, **row, "characters": len(text), "begins": text[:BEGINNING]}

    def number_of(self, name: str) -> int | None:
        """Return the number of the row with an id."""
        return self.documents.find("id", name)

    def trace_of(self, name: str) -> dict[str, object] | None:
        """Return the trace of a document, None where it has none."""
        place = self.traces.find("id", name)
        return None if place is None else self.traces.row(place)

    def pairs_of(self, name: str) -> list[dict[str, object]]:
        """Return the rows of ``near_duplicates`` that a document is one side of."""
        files = [
            self.root / file
            for table, files in self._tables.items()
            for file in files
            if _is_of(table, "near_duplicates")
        ]
        either = [[("id_a", "==", name)], [("id_b", "==", name)]]
        found: list[dict[str, object]] = []
        for file in files:
            found += pq.read_table(file, filters=either, schema=schema_of("near_duplicates")).to_pylist()
        return found


def _is_of(part: str, table: str) -> bool:
    return part == table or part.startswith(f"{table}/")


def _stored(root: Path, tables: Mapping[str, Sequence[str]], table: str) -> StoredTable:
    parts = sorted(
        (part for part in tables if _is_of(part, table)), key=lambda part: split_order(part.partition("/")[2])
    )
    return StoredTable([(part.partition("/")[2], _below(root, file)) for part in parts for file in tables[part]])


def _below(root: Path, name: str) -> Path:
    """Return the path of a file that a manifest names, which must lie in the release."""
    path = root / name
    if ".." in Path(name).parts or Path(name).is_absolute():
        message = f"{name} is not a file of the release"
        raise ValueError(message)
    return path
