"""Remember released documents by their sketches, so that copies of what is gone are recognized.

A withdrawn document's text is not kept, and an edited one has changed; their sketches stand in
``splits/sketches.parquet``. A newcomer that is like one of them follows it, as if it still stood there.

Beside each sketch stand hashes of the document's facts, so that forms filled in with other figures are
told from copies (``neardup.facts``) where the text is gone, too; and its anchors (``neardup.sketch``), so that an
excerpt of what is gone is recognized, or what contains it.

Beside them stand the values of columns by which documents were grouped (``values``).

What was boilerplate when documents were frozen stays so, whoever is withdrawn and however the collection grows:
``splits/boilerplate.parquet`` has its hashes. So no pair that did not link is linked later, and moves a document.
"""

from __future__ import annotations

import io
import struct
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bdci_corpus.ledger import Event, Ledger, Sketch, held, read_sketches, replace_durably, write_sketches
from bdci_corpus.neardup import (
    Fact,
    compared,
    contained_pairs,
    estimated_pairs,
    facts_of,
    first_facts_of,
    from_table,
    key_version_of,
    kind_of,
    signature,
    sketches_under,
)
from bdci_corpus.splitting.graph import Link
from bdci_corpus.splitting.recognition import LiveDocument
from bdci_corpus.splitting.values import Values, recall_values
from bdci_corpus.text import KEY_HAN, KEY_VERSION, key_text, match_keys

FILE = "sketches.parquet"

BOILERPLATE = "boilerplate.parquet"

_PACKED = struct.Struct("<16sQqq512s")

_COUNT = struct.Struct("<I")

_COLUMNS = ("text_digest", "key_digest", "characters", "han", "sketch")

_TYPES = (pa.binary(16), pa.uint64(), pa.int64(), pa.int64(), pa.binary(512))

MOST_FACTS = 256
"""Of a document with more, those are kept whose places have the smallest hashes: the same places in every document."""

_HASH_BYTES = 4
"""32 bits a fact: they tell templates apart, and say nothing of the fact."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """The sketches of a ledger's documents, by id and region hash; ``lost`` have none, for the reason ``why``."""

    path: Path
    kept: Mapping[Key, bytes]
    lost: tuple[Event, ...]
    why: str
    older: Mapping[Key, tuple[str, bytes]]
    """Scheme and bytes of those that an earlier version made."""
    common: NDArray[np.uint32]
    """The hashes of what is boilerplate for good, sorted."""
    values: Values

    def links(
        self,
        documents: pa.Table,
        live: pa.Table,
        candidates: Iterable[LiveDocument],
        threshold: float,
        containment: float = 0,
    ) -> list[Link]:
        """Return links from live documents to released ones as they were when they were there, or another text.

        Links are for likeness, and for ``containment`` from this share on, if it is not 0. ``live`` are the
        sketches of the live ``documents``, as ``NearDuplicates.sketches`` gives them. What an older version
        remembers is compared with newcomers as that version looked at them.
        """
        candidates = list(candidates)
        current = {(candidate.id, candidate.region_sha256) for candidate in candidates}
        gone_now = {key: data for key, data in self.kept.items() if key not in current}
        found = self._alike(gone_now, documents, live, threshold) | self._contained(gone_now, live, containment)
        versions: dict[int, dict[Key, bytes]] = {}
        for key, (made_by, data) in self.older.items():
            if key not in current:
                versions.setdefault(key_version_of(made_by) or 0, {})[key] = data
        if versions:
            new = pa.array([c.id for c in candidates if (c.id, c.region_sha256) not in self.known], pa.string())
            newcomers = documents.select(["id", "text"]).filter(pc.is_in(documents["id"], new))
            for version, gone in versions.items():
                found |= self._alike(gone, newcomers, sketches_under(newcomers, version), threshold, version)
        return [Link(a=a, b=b, reason="remembered") for a, b in sorted(found)]

    def _contained(self, gone: Mapping[Key, bytes], live: pa.Table, share: float) -> set[Key]:
        """Return ids of live documents and of gone ones of which one contains the other."""
        if not gone or not share:
            return set()
        known, names = sorted(gone), live["id"].to_pylist()
        pairs = contained_pairs(live, _unpacked([gone[key] for key in known]), share, self.common)
        return {(names[a], known[b][0]) for a, b in pairs if names[a] != known[b][0]}

    @staticmethod
    def _alike(
        gone: Mapping[Key, bytes], documents: pa.Table, live: pa.Table, threshold: float, version: int = KEY_VERSION
    ) -> set[Key]:
        """Return ids of live documents and of gone ones that they are like."""
        if not gone or not live.num_rows:
            return set()
        known = sorted(gone)
        table = _unpacked([gone[key] for key in known], version)
        found = estimated_pairs(live, table, threshold).to_pylist()
        pairs = [(row["id_a"], known[row["id_b"]]) for row in found if row["id_a"] != known[row["id_b"]][0]]
        now = _facts(documents, live, {name for name, _ in pairs}, version)
        return {(name, key[0]) for name, key in pairs if not _of_one_template(now[name], _facts_in(gone[key], version))}

    @property
    def known(self) -> Collection[Key]:
        """Whom the ledger has assigned, by id and region hash."""
        return self.kept.keys() | self.older.keys() | {(event.document_id, event.region_sha256) for event in self.lost}

    @property
    def to_renew(self) -> bool:
        """Whether some sketches are lost, or were made by an older version."""
        return bool(self.lost or self.older)

    def with_new(
        self,
        documents: pa.Table,
        live: pa.Table,
        candidates: Iterable[LiveDocument],
        ledger: Ledger,
        common: NDArray[np.uint32] | None = None,
        grouped: Iterable[Link] = (),
    ) -> None:
        """Write the sidecars: what was kept, and the live documents that the ledger knows.

        What is ``common`` now is written, too, and the values by which documents are ``grouped``.

        Lost and older ones whose text still stands are made again that way; older ones without stay as they are.
        """
        candidates = list(candidates)
        known = {(event.document_id, event.region_sha256) for event in ledger.events if event.event == "assigned"}
        new = [c for c in candidates if (key := (c.id, c.region_sha256)) in known and key not in self.kept]
        renewed = {(c.id, c.region_sha256) for c in new}
        rows = [Sketch(id=name, region_sha256=digest, sketch=data) for (name, digest), data in self.kept.items()]
        rows += (
            Sketch(id=key[0], region_sha256=key[1], sketch=data, scheme=made_by)
            for key, (made_by, data) in self.older.items()
            if key not in renewed
        )
        data = remembered(documents, live, {c.id for c in new})
        rows += (Sketch(id=c.id, region_sha256=c.region_sha256, sketch=data[c.id]) for c in new)
        write_sketches(self.path, rows, scheme())
        _write_common(
            self.path.with_name(BOILERPLATE), self.common if common is None else np.union1d(self.common, common)
        )
        self.values.with_new(grouped, {candidate.id for candidate in candidates}, ledger.pinned)

    def note(self, candidates: Iterable[LiveDocument]) -> str:
        """Say which sketches are lost for good, or nothing."""
        still_known = {(candidate.id, candidate.region_sha256) for candidate in candidates}
        missing = [
            event.document_id for event in self.lost if (event.document_id, event.region_sha256) not in still_known
        ]
        if not missing:
            return ""
        if len(missing) == 1:
            return f'{self.why} Near-copies of "{missing[0]}", which is gone, are not recognized.'
        gone = f'{len(missing)} documents that are gone, such as "{missing[0]}"'
        return f"{self.why} Near-copies of {gone}, are not recognized."


def recall(folder: Path, ledger: Ledger) -> Memory:
    """Read the sketches beside a ledger.

    Raises:
        SplitError: they know documents that the ledger does not, so that the ledger was cut off.
    """
    path = folder / FILE
    found = read_sketches(path, ledger, scheme(), is_older=lambda made_by: key_version_of(made_by) is not None)
    common, values = _read_common(folder / BOILERPLATE), recall_values(folder)
    return Memory(path, found.kept, found.lost, found.why, found.older, common, values)


def _read_common(path: Path) -> NDArray[np.uint32]:
    """Return hashes of boilerplate; a file that is missing or damaged has none, as one of before there was any."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return np.unique(file.read(["hash"])["hash"].combine_chunks().to_numpy())
    except (OSError, KeyError, pa.ArrowException):
        return np.empty(0, np.uint32)


def _write_common(path: Path, common: NDArray[np.uint32]) -> None:
    """Write hashes of boilerplate, and those that another build has just written; no file if there are none."""
    with held(path):
        every = np.union1d(common, _read_common(path))
        if len(every):
            buffer = io.BytesIO()
            pq.write_table(pa.table({"hash": every}), buffer, write_page_checksum=True, compression="zstd")
            replace_durably(path, buffer.getvalue())


def scheme(key_version: int = KEY_VERSION) -> str:
    """Return what the bytes of ``remembered`` depend on."""
    anchors = "+anchors" if key_version > 1 else ""
    return f"{signature(key_version)}+facts-{MOST_FACTS}{anchors}"


def remembered(
    documents: pa.Table, live: pa.Table, names: Collection[str], version: int = KEY_VERSION
) -> dict[str, bytes]:
    """Return what is remembered of these documents: sketch and facts; ``live`` are the sketches of all."""
    packed = dict(zip(live["id"].to_pylist(), _packed(live), strict=True))
    facts = _facts(documents, live, names, version)
    if version == 1:
        return {name: packed[name] + facts[name] for name in names}
    anchors = dict(zip(live["id"].to_pylist(), live["anchors"].to_pylist(), strict=True))
    return {name: packed[name] + _COUNT.pack(len(facts[name])) + facts[name] + anchors[name] for name in names}


def _facts_in(data: bytes, version: int) -> bytes:
    """Return the hashed facts of what is remembered."""
    if version == 1:
        return data[_PACKED.size :]
    start = _PACKED.size + _COUNT.size
    return data[start : start + _COUNT.unpack_from(data, _PACKED.size)[0]]


def _anchors_in(data: bytes) -> bytes:
    """Return the anchors of what is remembered."""
    start = _PACKED.size + _COUNT.size
    return data[start + _COUNT.unpack_from(data, _PACKED.size)[0] :]


def _facts(documents: pa.Table, live: pa.Table, names: Collection[str], version: int = KEY_VERSION) -> dict[str, bytes]:
    """Return the hashed facts of these documents; ``live`` are the sketches of all."""
    speaks = dict(zip(live["id"].to_pylist(), from_table(live).shingles()[:, 1] > 0, strict=True))
    wanted = documents.select(["id", "text"]).filter(pc.is_in(documents["id"], pa.array(sorted(names), pa.string())))
    return {row["id"]: _hashed(row["text"], version, speaks=bool(speaks[row["id"]])) for row in wanted.to_pylist()}


def _hashed(text: str, version: int, *, speaks: bool) -> bytes:
    """Return four bytes for the place and four for the number of each fact, sorted; the first ``MOST_FACTS``."""
    if version == 1:
        entries = match_keys([text], version).entries
        han = frozenset(key_text(entries[entries >= KEY_HAN])) if speaks else None
        facts = list(first_facts_of(key_text(entries), han).elements())
    else:
        found = facts_of(text, by_han=speaks).elements()
        facts = [(f"{place}", f"{kind}:{value}") for place, kind, value in found]
    return b"".join(sorted(_hash(place) + _hash(number) for place, number in facts)[:MOST_FACTS])


def _hash(value: str) -> bytes:
    return blake2b(value.encode(), digest_size=_HASH_BYTES).digest()


def _of_one_template(one: bytes, other: bytes) -> bool:
    return kind_of(*compared(_counted(one), _counted(other))) == "template"


def _counted(hashed: bytes) -> Counter[Fact]:
    size = _HASH_BYTES
    numbers = (int.from_bytes(hashed[start : start + size]) for start in range(0, len(hashed), size))
    return Counter((place, 0, value) for place, value in zip(numbers, numbers, strict=True))


def _packed(live: pa.Table) -> list[bytes]:
    columns = [live[name].to_pylist() for name in _COLUMNS]
    return [_PACKED.pack(*row) for row in zip(*columns, strict=True)]


def _unpacked(rows: list[bytes], version: int = KEY_VERSION) -> pa.Table:
    """Return packed sketches as a table whose ids are their numbers."""
    columns = list(zip(*(_PACKED.unpack_from(row) for row in rows), strict=True))
    arrays = {name: pa.array(column, kind) for name, column, kind in zip(_COLUMNS, columns, _TYPES, strict=True)}
    anchors = [_anchors_in(row) if version > 1 else b"" for row in rows]
    arrays["anchors"] = pa.array(anchors, pa.large_binary())
    table = pa.table({"id": pa.array(range(len(rows)), pa.int64()), **arrays})
    return table.replace_schema_metadata({b"signature": signature(version).encode()})
