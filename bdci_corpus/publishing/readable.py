"""What a reader of one state of a place finds: read from its own files, where nobody vouches for them.

Nothing that a page says of the rows is believed: the rows are read. A file that is neither a page of a release nor a
table whose every row leads to a document of the same state is one of which nobody can tell under what terms it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml

from bdci_corpus.publishing.gate import Content
from bdci_corpus.publishing.terms import terms_of
from bdci_corpus.release import BASELINE, CARD, COMMITMENT, LEDGER, MANIFEST, SAMPLE, SUMS

Open = Callable[[str], BinaryIO]
"""Opens a file of the state, for reading at any offset."""

MADE_BY_HUBS = frozenset({".gitattributes"})

PAGES = frozenset(
    {CARD, LEDGER, MANIFEST, SUMS, "NOTICE", "REUSE.toml", "croissant.json", "quarantine.jsonl", "report.html"}
    | {BASELINE, COMMITMENT, SAMPLE, "croissant-task.json", "CITATION.cff", "datacite.json"}
)
"""What a release holds beside its tables and ``LICENSES/``; of anything else nobody knows the terms."""

_BY_HAND = MADE_BY_HUBS | {CARD, SUMS}
"""What is not told by its hash: owners write on the card."""

_LEADS = {
    "passages": (("document_id",), "id"),
    "near_duplicates": (("id_a", "id_b"), "id"),
    "traces": (("id",), "id"),
    "files": (("path",), "path"),
}
"""The columns by which the rows of a table lead to documents, and the column of those."""

_SHA256_DIGITS = 64
"""Hexadecimal digits of a SHA-256."""


def content_of(files: Mapping[str, str], open_: Open) -> Content:
    """Return what one state holds; ``files`` maps paths to digests, a SHA-256 or the id git gives it."""
    tables: dict[str, list[str]] = defaultdict(list)
    for name in sorted(files):
        if name.endswith(".parquet"):
            tables[name.partition("/")[0]].append(name)
    pages = {name: digest for name, digest in files.items() if not name.endswith(".parquet")}
    if "documents" not in tables:
        strangers = [name for name in files if not _is_bare(name, open_)]
        return Content(untold=tuple(sorted(strangers)))
    try:
        terms = terms_of(lambda table, columns: _read(tables[table], columns, open_))
        documents = _read(tables.pop("documents"), ["id", "path"], open_)
    except (pa.ArrowException, KeyError):
        return Content(untold=tuple(sorted(files)))
    astray = _astray(tables, documents, open_)
    return replace(terms.content, untold=tuple(sorted({*astray, *_odd_pages(pages, open_)})))


def _is_bare(name: str, open_: Open) -> bool:
    """Return whether this is what a place without data holds: what a hub made, or a card that declares none."""
    if name != CARD:
        return name in MADE_BY_HUBS
    parts = _bytes(open_, name).decode("utf-8", "replace").split("---\n", 2)
    try:
        metadata = yaml.safe_load(parts[1]) if len(parts) > 1 else None
    except yaml.YAMLError:
        return False
    return not (isinstance(metadata, Mapping) and {"dataset_info", "configs"} & metadata.keys())


def _astray(tables: Mapping[str, Sequence[str]], documents: pa.Table, open_: Open) -> Iterator[str]:
    """Yield the files with rows that lead to no document of the same state."""
    known = {column: pc.unique(documents[column]) for column in ("id", "path")}
    for table, names in tables.items():
        columns, to = _LEADS.get(table, ((), ""))
        for name in names:
            if not columns or not _lead(name, columns, known[to], open_):
                yield name


def _lead(name: str, columns: Sequence[str], known: pa.Array, open_: Open) -> bool:
    """Return whether every row of a file leads to what is known."""
    try:
        rows = _read([name], columns, open_)
    except (pa.ArrowException, KeyError):
        return False
    return all(pc.all(pc.is_in(rows[column], known), min_count=0).as_py() for column in columns)


def _odd_pages(pages: Mapping[str, str], open_: Open) -> Iterator[str]:
    """Yield the pages that no release holds, or that are not those of this one."""
    sums = dict(_sums(_bytes(open_, SUMS))) if SUMS in pages else {}
    for name, digest in pages.items():
        if not is_page(name):
            yield name
        elif name not in _BY_HAND:
            found = digest if len(digest) == _SHA256_DIGITS else sha256(_bytes(open_, name)).hexdigest()
            if sums.get(name) != found:
                yield name


def is_page(name: str) -> bool:
    """Return whether a release may hold a file of this name beside its tables."""
    return name in PAGES | MADE_BY_HUBS or name.startswith("LICENSES/")


def _sums(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _bytes(open_: Open, name: str) -> bytes:
    with open_(name) as file:
        return file.read()


def _read(names: Collection[str], columns: Sequence[str], open_: Open) -> pa.Table:
    """Return some columns of some files.

    Raises:
        pa.ArrowException: one of them cannot be read.
        KeyError: a column is missing.
    """
    tables = []
    for name in names:
        with open_(name) as file:
            table = pq.ParquetFile(file).read(columns=list(columns))
            tables.append(table.select(list(columns)))
    return pa.concat_tables(tables)
