"""Seals: the digest of each row that its trace holds, which locates any changed value to the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from bdci_corpus.check.report import REMEDY
from bdci_corpus.digests import row_digests
from bdci_corpus.errors import CheckError, ChecksumMismatch
from bdci_corpus.tabulating import SEALS


def broken_seals(split: str, documents: Mapping[str, bytes], traces: pa.Table) -> Iterator[CheckError]:
    """Yield the rows of a split that are not those that were sealed; ``documents`` are digests by id."""
    of_document, of_trace = (traces[name].to_pylist() for name in SEALS)
    ids = traces["id"].to_pylist()
    own = row_digests(traces.drop_columns(SEALS[1]))
    for name, sealed, found in _unlike(ids, of_document, [documents.get(name) for name in ids]):
        yield _broken(f"documents/{split} > {name}", found, f"its trace says {sealed}")
    for name, sealed, found in _unlike(ids, of_trace, own):
        yield _broken(f"traces/{split} > {name}", found, f"{SEALS[1]} says {sealed}")


def _unlike(ids: Sequence[str], sealed: Sequence[str], found: Sequence[bytes | None]) -> Iterator[tuple[str, str, str]]:
    """Yield the rows whose digest is another; a row that is missing is for others to report."""
    for name, seal, digest in zip(ids, sealed, found, strict=True):
        if digest is not None and digest.hex() != seal:
            yield name, seal, digest.hex()


def _broken(where: str, found: str, says: str) -> ChecksumMismatch:
    return ChecksumMismatch(where, f"The digest of its values is {found}, and {says}: one of them was changed.", REMEDY)
