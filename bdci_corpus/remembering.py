"""Remember released documents by their sketches, so that copies of what is gone are recognized.

A withdrawn document's text is not kept, and an edited one has changed; their sketches stand in
``splits/sketches.parquet``. A newcomer that is like one of them follows it, as if it still stood there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from bdci_corpus.ledger import Event, Ledger, Sketch, read_sketches, write_sketches
from bdci_corpus.neardup.stored import estimated_pairs, signature
from bdci_corpus.splitting import Candidate, Link

FILE = "sketches.parquet"

_PACKED = struct.Struct("<16sQqq512s")
_COLUMNS = ("text_digest", "key_digest", "characters", "han", "sketch")
_TYPES = (pa.binary(16), pa.uint64(), pa.int64(), pa.int64(), pa.binary(512))

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """The sketches of a ledger's documents, by id and region hash; ``lost`` have none, for the reason ``why``."""

    path: Path
    kept: Mapping[Key, bytes]
    lost: tuple[Event, ...]
    why: str

    def links(self, live: pa.Table, candidates: Iterable[Candidate], threshold: float) -> list[Link]:
        """Return links from live documents to released ones as they were when they were there, or another text.

        ``live`` are the sketches of the live documents, as ``NearDuplicates.sketches`` gives them.
        """
        current = {(candidate.id, candidate.region_sha256) for candidate in candidates}
        gone = {key: packed for key, packed in self.kept.items() if key not in current}
        if not gone or not live.num_rows:
            return []
        keys = sorted(gone)
        table = _unpacked([gone[key] for key in keys])
        found = estimated_pairs(live, table, threshold).to_pylist()
        pairs = {(row["id_a"], keys[row["id_b"]][0]) for row in found}
        return [Link(a=a, b=b, reason="remembered") for a, b in sorted(pairs) if a != b]

    def with_new(self, live: pa.Table, candidates: Iterable[Candidate], ledger: Ledger) -> None:
        """Write the sidecar: what was kept, and the live documents that the ledger knows.

        Lost ones whose text still stands are made again that way.
        """
        packed = dict(zip(live["id"].to_pylist(), _packed(live), strict=True))
        known = {(event.document_id, event.region_sha256) for event in ledger.events if event.event == "assigned"}
        rows = [Sketch(id=name, region_sha256=digest, sketch=data) for (name, digest), data in self.kept.items()]
        rows += (
            Sketch(id=c.id, region_sha256=c.region_sha256, sketch=packed[c.id])
            for c in candidates
            if (c.id, c.region_sha256) in known and (c.id, c.region_sha256) not in self.kept
        )
        write_sketches(self.path, rows, signature())

    def note(self, candidates: Iterable[Candidate]) -> str:
        """Say which sketches are lost for good, or nothing."""
        there = {(candidate.id, candidate.region_sha256) for candidate in candidates}
        missing = [event.document_id for event in self.lost if (event.document_id, event.region_sha256) not in there]
        if not missing:
            return ""
        gone = f'{len(missing)} documents that are gone, such as "{missing[0]}"'
        return f"{self.why} Near-copies of {gone}, are not recognized."


def recall(folder: Path, ledger: Ledger) -> Memory:
    """Read the sketches beside a ledger.

    Raises:
        SplitError: they know documents that the ledger does not, so that the ledger was cut off.
    """
    path = folder / FILE
    found = read_sketches(path, ledger, signature())
    return Memory(path, found.kept, found.lost, found.why)


def _packed(live: pa.Table) -> list[bytes]:
    columns = [live[name].to_pylist() for name in _COLUMNS]
    return [_PACKED.pack(*row) for row in zip(*columns, strict=True)]


def _unpacked(rows: list[bytes]) -> pa.Table:
    """Return packed sketches as a table whose ids are their numbers."""
    columns = list(zip(*(_PACKED.unpack(row) for row in rows), strict=True))
    arrays = {name: pa.array(column, kind) for name, column, kind in zip(_COLUMNS, columns, _TYPES, strict=True)}
    table = pa.table({"id": pa.array(range(len(rows)), pa.int64()), **arrays})
    return table.replace_schema_metadata({b"signature": signature().encode()})
