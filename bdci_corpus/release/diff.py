"""The verb ``diff``: what two releases hold that differs, record by record, and which version comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bdci_corpus.errors import ProjectError, nearest_path, reason_of
from bdci_corpus.release.digests import row_digests
from bdci_corpus.release.versions import SHAPE_FILES, Level, Shape, level, moved, next_version, read_shape, retyped

TERMS = ("license", "restriction")
"""The columns whose change is a new license."""

TRACE = "trace"
"""What a document changed in whose edits lead back to its raw bytes otherwise."""

PLACING = ("group_id", "is_duplicate", "duplicate_of", "fold")
"""The columns that depend on which other documents there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What became of a release, by document id, sorted.

    ``moved`` maps to old and new split, ``relicensed`` to old and new terms, ``changed`` to the columns
    with another value; terms and what placing says (group, representative, fold) do not count as changes.
    ``untraced`` lead back to their raw bytes in the old release, and in the new one no more; those that lead back
    otherwise are ``changed`` in ``TRACE``.
    ``columns`` are those that were added, retyped or taken away, as ``table.column``.
    """

    old_version: str
    new_version: str
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    moved: Mapping[str, tuple[str, str]]
    relicensed: Mapping[str, tuple[str, str]]
    changed: Mapping[str, tuple[str, ...]]
    untraced: tuple[str, ...]
    columns_added: tuple[str, ...]
    columns_retyped: tuple[str, ...]
    level: Level
    next_version: str

    def as_data(self) -> dict[str, object]:
        """Return it as what JSON can hold."""
        return asdict(self)


def compare_releases(old: str | Path, new: str | Path) -> Difference:
    """Compare two release folders.

    ``next_version`` is the lowest that the new one may have: the next major version where a document
    changed its split or a column its type, minor where documents were added, patch where anything else
    changed, and the old version where the rows are the same.

    Raises:
        ProjectError: one of them is no release.
    """
    before, after = _Release.at(Path(old)), _Release.at(Path(new))
    both = sorted(before.shape.splits.keys() & after.shape.splits.keys())
    change = level(before.shape, after.shape)
    return Difference(
        old_version=before.shape.version,
        new_version=after.shape.version,
        added=tuple(sorted(after.shape.splits.keys() - before.shape.splits.keys())),
        withdrawn=tuple(sorted(before.shape.splits.keys() - after.shape.splits.keys())),
        moved=moved(before.shape, after.shape),
        relicensed=_relicensed(before, after, both),
        changed=_changed(before, after, both),
        untraced=tuple(sorted(before.traced() & set(both) - after.traced())),
        columns_added=tuple(_new_columns(before.shape, after.shape)),
        columns_retyped=tuple(retyped(before.shape, after.shape)),
        level=change,
        next_version=next_version(before.shape.version, change),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Release:
    """A release folder, of which one column is read at a time."""

    shape: Shape
    files: Sequence[Path]
    traces: Sequence[Path]

    @classmethod
    def at(cls, folder: Path) -> _Release:
        try:
            shape = read_shape(*((folder / name).read_text("utf-8") for name in SHAPE_FILES))
        except (OSError, ValueError) as error:
            near = "" if folder.is_dir() else nearest_path(folder)
            problem = f"This folder is no release: {reason_of(error)}."
            raise ProjectError(str(folder), problem, f"{near}Name a folder that `bdci-corpus build` wrote.") from None
        files, traces = (sorted((folder / name).glob("*.parquet")) for name in ("documents", "traces"))
        return cls(shape=shape, files=files, traces=traces)

    def columns(self, names: Sequence[str], ids: Sequence[str]) -> pa.Table:
        """Return these columns of these documents, in the order of ``ids``."""
        return self._rows(self.files, names, ids)

    def traced(self) -> set[str]:
        """Return the ids of the documents that have a trace."""
        return {
            name
            for path in self.traces
            for name in pq.read_table(path, columns=["id"], partitioning=None)["id"].to_pylist()
        }

    def edits(self, ids: Sequence[str]) -> pa.Table:
        """Return the edits of these documents, all of which have a trace, in the order of ``ids``."""
        return self._rows(self.traces, ["edits"], ids)

    @staticmethod
    def _rows(paths: Sequence[Path], names: Sequence[str], ids: Sequence[str]) -> pa.Table:
        read = [pq.read_table(path, columns=["id", *names], partitioning=None) for path in paths]
        rows = pa.concat_tables(read, promote_options="permissive")
        return rows.take(pc.index_in(pa.array(ids, pa.string()), rows["id"].combine_chunks())).select(list(names))


def _relicensed(before: _Release, after: _Release, both: Sequence[str]) -> dict[str, tuple[str, str]]:
    old, new = (
        [f"{one} ({two})" for one, two in zip(*(terms[name].to_pylist() for name in TERMS), strict=True)]
        for terms in (release.columns(TERMS, both) for release in (before, after))
    )
    return {name: (a, b) for name, a, b in zip(both, old, new, strict=True) if a != b}


def _changed(before: _Release, after: _Release, both: Sequence[str]) -> dict[str, tuple[str, ...]]:
    names = after.shape.columns["documents"].keys() & before.shape.columns["documents"].keys()
    found: dict[str, list[str]] = {}
    for column in sorted(names - {"id", *TERMS, *PLACING}):
        digests = [row_digests(release.columns([column], both)) for release in (before, after)]
        for name, old, new in zip(both, *digests, strict=True):
            if old != new:
                found.setdefault(name, []).append(column)
    if traced := sorted(before.traced() & after.traced() & set(both)):
        digests = [row_digests(release.edits(traced)) for release in (before, after)]
        for name, old, new in zip(traced, *digests, strict=True):
            if old != new:
                found.setdefault(name, []).append(TRACE)
    return {name: tuple(columns) for name, columns in sorted(found.items())}


def _new_columns(before: Shape, after: Shape) -> list[str]:
    tables = sorted(before.columns.keys() & after.columns.keys())
    return [f"{table}.{name}" for table in tables for name in after.columns[table] if name not in before.columns[table]]
