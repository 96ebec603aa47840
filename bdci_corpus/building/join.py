"""Put together what shards hold: pieces of a file learn here which rows they are, and what the whole file is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.building.batches import PieceFacts
from bdci_corpus.building.cutting import TablePiece
from bdci_corpus.building.tasks import Task
from bdci_corpus.documents import MAX_PROBLEMS
from bdci_corpus.records import Notice
from bdci_corpus.release import forget_mapped, mapped_table, rows_at

Results = tuple[Sequence[Task], Path]
"""The tasks of a shard, and where its results are."""

Failure = tuple[str, str, str]

_PLACE = re.compile("^(?P<what>Line|Row) (?P<number>[0-9]+): ")

HELD = 64_000_000
"""A table of more bytes is sorted into a file, so many at once, and not held in memory."""


def pieces_facts(folder: Path) -> PieceFacts:
    """Return what a piece says of itself."""
    said = json.loads((folder / "piece.json").read_text("utf-8"))
    return PieceFacts(**{**said, "problems": [tuple(problem) for problem in said["problems"]]})


def all_named(pieces: Iterable[PieceFacts]) -> bool:
    """Return whether every row of a file has a name of its own, or needs none."""
    found: list[bytes] = []
    for piece in pieces:
        if piece.names is None:
            return False
        found.append(bytes.fromhex(piece.names))
    first, second = np.frombuffer(b"".join(found), np.uint64).reshape(-1, 2).T
    order = np.lexsort((first, second))
    first, second = first[order], second[order]
    return not bool(((first[1:] == first[:-1]) & (second[1:] == second[:-1])).any())


@dataclass(slots=True)
class _Place:
    """A shard among the others: in its file ``before`` counts the rows before a piece of it, ``above`` the lines."""

    folder: Path
    task: Task
    before: int = 0
    above: int = 0
    _facts: PieceFacts | None = None

    @property
    def part(self) -> TablePiece | None:
        """The part of a file that it is, if it is one."""
        return self.task.part

    def table(self, name: str) -> pa.Table:
        """Return a table of the shard, memory-mapped; that of a piece as it is in its file."""
        table = mapped_table(self.folder / f"{name}.arrow")
        if self.part is None:
            return table
        if "raw_sha256" in table.column_names:
            table = _with(table, "raw_sha256", pa.repeat(pa.scalar(self.task.sha256), table.num_rows))
        if "id" in table.column_names and self.before and self.numbered:
            names = [self.renamed(name) for name in table["id"].to_pylist()]
            table = _with(table, "id", pa.array(names, pa.string()))
        return table

    @property
    def numbered(self) -> bool:
        """Whether rows of the piece are named by their numbers."""
        return self.part is not None and self.facts().names == ""

    def renamed(self, name: str) -> str:
        """Return a document's name in the file, given that in the piece."""
        return f"{self.task.id}#{int(name.removeprefix(f'{self.task.id}#')) + self.before}" if self.numbered else name

    def place_in_file(self, said: re.Match[str]) -> str:
        """Return where a line or a row of the piece stands in its file."""
        above = self.above if said["what"] == "Line" else self.before
        return f"{said['what']} {int(said['number']) + above}: "

    def facts(self) -> PieceFacts:
        """Return what the piece says of itself."""
        if self._facts is None:
            self._facts = pieces_facts(self.folder)
        return self._facts

    def said(self, name: str) -> list[list[object]]:
        """Return a list that stands beside the tables."""
        found: list[list[object]] = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
        return found


@dataclass(slots=True)
class Joined:
    """All that was read, from where the shards of a build keep it.

    A file of which a piece changed while it was read is left out whole.
    """

    places: list[_Place]
    failures: list[Failure] = field(default_factory=list)
    notices: list[tuple[str, Notice]] = field(default_factory=list)

    @classmethod
    def of(cls, results: Sequence[Results]) -> Joined:
        """Find out where each piece stands in its file."""
        places = [_Place(folder, tasks[0]) for tasks, folder in results]
        before: dict[str, tuple[int, int]] = {}
        gone: set[str] = set()
        for place in places:
            if place.part is not None:
                place.before, place.above = before.get(place.task.id, (0, 0))
                lines = place.part.piece.lines
                rows = place.facts().rows if place.part.by_rows else lines
                before[place.task.id] = place.before + rows, place.above + lines
                gone |= {place.task.id} if place.facts().changed else set()
        joined = cls([place for place in places if place.part is None or place.task.id not in gone])
        for place in places:
            joined.failures += _failures(place, changed=place.task.id in gone)
        for place in joined.places:
            found = place.said("notices")
            joined.notices += ((place.renamed(str(name)), Notice(**said)) for name, said in found)  # type: ignore[arg-type]
        joined.failures = list(dict.fromkeys([*joined.failures, *joined._rows_left_out()]))
        return joined

    def table(self, name: str, key: str, folder: Path, held: int = HELD) -> pa.Table:
        """Return one table of all shards', sorted by ``key``; a large one lies in a file in ``folder``."""
        tables = [place.table(name) for place in self.places]
        whole = pa.concat_tables(tables) if tables else pa.table({})
        if whole.nbytes <= held:
            return whole.sort_by(key) if tables else whole
        order = pc.sort_indices(whole[key]).to_numpy()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.arrow"
        at_once = max(1, whole.num_rows * held // whole.nbytes)
        path.unlink(missing_ok=True)  # where somebody still reads an older one, it stays theirs
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, whole.schema) as writer:
            for start in range(0, len(order), at_once):
                writer.write_table(rows_at(whole, order[start : start + at_once]).combine_chunks())
                forget_mapped()
        return mapped_table(path)

    def files(self) -> pa.Table:
        """Return the table of files, sorted by path: what their pieces hold, added up."""
        whole = [place.table("files") for place in self.places if place.part is None]
        pieces: dict[str, tuple[pa.Table, Task, int]] = {}
        for place in self.places:
            if place.part is not None and (table := place.table("files")).num_rows:
                first, _, regions = pieces.get(place.task.id, (table, place.task, 0))
                pieces[place.task.id] = first, place.task, regions + table["regions"][0].as_py()
        whole += (_file(*known, size=self._size(name)) for name, known in pieces.items())
        return pa.concat_tables(whole).sort_by("path") if whole else pa.table({})

    def _size(self, name: str) -> int:
        """Return how many bytes a file has that was read in pieces."""
        return next(place.task.stamp[0] for place in self.places if place.part and place.task.id == name)

    def _rows_left_out(self) -> Iterator[Failure]:
        """Yield the first rows of each file that are no documents, and how many more there are."""
        bad: dict[str, int] = {}
        named: dict[str, int] = {}
        for place in self.places:
            if place.part is None:
                continue
            name, facts = place.task.id, place.facts()
            bad[name] = bad.get(name, 0) + facts.bad
            for row, problem, remedy in facts.problems[: MAX_PROBLEMS - named.get(name, 0)]:
                named[name] = named.get(name, 0) + 1
                yield f"{name}#{row + place.before}", _PLACE.sub(place.place_in_file, problem, count=1), remedy
        for name, count in bad.items():
            if count > MAX_PROBLEMS:
                yield name, f"{count - MAX_PROBLEMS:,} more rows are no documents.", "Correct them."


def _failures(place: _Place, *, changed: bool) -> Iterator[Failure]:
    """Yield what is wrong with what a shard read; of a file that changed, nothing else."""
    for where, problem, remedy in place.said("failures"):
        if place.part is None:
            yield str(where), str(problem), str(remedy)
        elif not changed or where == place.task.id:
            name = str(where)
            yield (name if name == place.task.id else place.renamed(name)), str(problem), str(remedy)


def _file(files: pa.Table, task: Task, regions: int, *, size: int) -> pa.Table:
    """Return the row of a file that was read in pieces, given that of one of them."""
    for name, value in (("raw_sha256", task.sha256), ("bytes", size), ("regions", regions), ("whole", False)):
        files = _with(files, name, pa.array([value], files.schema.field(name).type))
    return files


def _with(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    """Return a table with other values in a column."""
    return table.set_column(table.column_names.index(name), table.schema.field(name), values)
