"""Read tables in tests, and compare a generated one with what is read of it."""

from __future__ import annotations

from pathlib import Path

from noise.tables import Table

from bdci_corpus.documents.prepare import Prepared
from bdci_corpus.documents.read import read_file
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders, records_with
from bdci_corpus.loading.tables.rows import rows_of
from bdci_corpus.records import Document, Record


def read(path: Path, **said: str) -> list[Prepared]:
    """Read a table; ``said`` are the columns that corpus.toml names."""
    settings = Settings(loader="record_table", columns=tuple(said.items()))
    return list(read_file(path, path.name, find_loaders(), settings))


def documents(path: Path, **said: str) -> list[Document]:
    """Return the documents of a table."""
    return [document for part in read(path, **said) for document in part.documents]


def problems(path: Path) -> list[str]:
    """Return what is said of the rows that are no documents."""
    return [str(problem) for part in read(path) for problem in part.problems]


def misread(table: Table, folder: Path) -> str:
    """Return what is read otherwise than it was written, or nothing."""
    path = folder / table.name
    path.write_bytes(table.raw)
    rows = list(rows_of(path, "delimited", None))
    bad = [row for row in rows if row.values is None]
    if bad:
        return f"problem: {bad[0].place}: {bad[0].problem}"
    if len(rows) != len(table.rows):
        return f"rows: {len(rows)} for {len(table.rows)}"
    for row, cells in zip(rows, table.rows, strict=True):
        values = list((row.values or {}).values())
        while len(values) > len(cells) and not values[-1]:
            values.pop()
        if values != list(cells):
            return f"cells: {values} for {cells}"
    names = tuple(rows[0].values or {})[: len(table.rows[0])]
    if table.names is not None and names != table.names:
        return f"names: {names} for {table.names}"
    if not table.sure:
        return ""
    records = list(records_with(find_loaders()["record_table"], path, table.name, {}, None))
    texts = tuple(record.text for record in records if isinstance(record, Record))
    return "" if texts == table.texts else f"text: {records[0]} for {table.texts[0]}"
