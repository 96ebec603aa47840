"""Remember the values by which columns group released documents, so that whoever is gone still holds its group.

A withdrawn document's row is not kept, but its author's next text belongs into the split that it was published
in. ``splits/groups.parquet`` has, of each document that was frozen, a hash of its value in every column of
``[splits] group_by``: enough to know it again, and no list of names.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.ledger import held, replace_durably
from bdci_corpus.splitting.graph import Link, named_value

FILE = "groups.parquet"

_DIGEST_BYTES = 16
"""128 bits: of 10¹² values two are alike by chance once in 10¹⁴ corpora."""

_SCHEMA = pa.schema(
    [("document_id", pa.string()), ("column", pa.string()), ("value", pa.binary(_DIGEST_BYTES))]
)  # a document may have several values


class ColumnValue(NamedTuple):
    """A document, a column, and the hash of its value there."""

    document_id: str
    column: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Values:
    """What is remembered, by the path of its file."""

    path: Path
    known: frozenset[ColumnValue]

    def links(self, grouped: Iterable[Link], live: Collection[str], pinned: Collection[str]) -> list[Link]:
        """Return links of ``pinned`` documents that are not ``live`` to values that live ones have (``grouped``)."""
        nodes = {value[1:]: link.b for link in grouped if (value := _value_of(link)) is not None}
        return [
            Link(a=value.document_id, b=nodes[value[1:]], reason="grouped")
            for value in sorted(self.known)
            if value.document_id in pinned and value.document_id not in live and value[1:] in nodes
        ]

    def with_new(self, grouped: Iterable[Link], live: Collection[str], pinned: Collection[str]) -> None:
        """Write the values of all ``pinned`` documents: of those that are ``live`` as they are now."""
        now = {value for link in grouped if (value := _value_of(link)) is not None and value.document_id in pinned}
        with held(self.path):
            before = self.known | _read(self.path)
            kept = now | {value for value in before if value.document_id not in live}
            if kept or before:
                buffer = io.BytesIO()
                columns = list(zip(*sorted(kept), strict=True)) or [(), (), ()]
                table = pa.table(
                    [pa.array(column, own.type) for column, own in zip(columns, _SCHEMA, strict=True)], _SCHEMA
                )
                pq.write_table(table, buffer, write_page_checksum=True, compression="zstd")
                replace_durably(self.path, buffer.getvalue())


def recall_values(folder: Path) -> Values:
    """Read the values beside a ledger; of one that an older version wrote none are known."""
    return Values(folder / FILE, _read(folder / FILE))


def _read(path: Path) -> frozenset[ColumnValue]:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return frozenset(
                ColumnValue(**row)
                for row in file.read(_SCHEMA.names).rename_columns([*ColumnValue._fields]).to_pylist()
            )
    except (OSError, KeyError, pa.ArrowException):
        return frozenset()


def _value_of(link: Link) -> ColumnValue | None:
    """Return the value that a grouped link leads to."""
    if (named := named_value(link.b)) is None:
        return None
    return ColumnValue(link.a, named[0], blake2b(named[1].encode(), digest_size=_DIGEST_BYTES).digest())
