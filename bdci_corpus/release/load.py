"""Open a release: verify its files against its own sums, then let ``datasets`` load it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bdci_corpus.errors import CheckError, ChecksumMismatch, MissingFile, UnexpectedFile, raise_together
from bdci_corpus.release.files import SUMS, file_sha256

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, IterableDataset, IterableDatasetDict

_REMEDY = "Build or download the release again."


def load_dataset(
    path: str | Path,
    *args: Any,  # noqa: ANN401 - they are datasets' own
    **kwargs: Any,  # noqa: ANN401 - they are datasets' own
) -> DatasetDict | Dataset | IterableDatasetDict | IterableDataset:
    """Verify a release folder, then return ``datasets.load_dataset(path, *args, **kwargs)``.

    A path that is no folder is a hub repository, whose files the hub's client verifies as it
    downloads them; it is passed on as it is.

    Raises:
        CheckError: a file was changed, is missing, or does not belong; all problems together.
    """
    import datasets

    folder = Path(path)
    if folder.is_dir():
        raise_together(list(file_problems(folder)), f"verifying {folder.name}")
    return datasets.load_dataset(str(path), *args, **kwargs)


def file_problems(release: Path) -> Iterator[CheckError]:
    """Yield each file that is missing, changed, or not named in SHA256SUMS."""
    sums = release / SUMS
    if not sums.is_file():
        yield MissingFile(
            SUMS,
            "This folder is no release: the file is not there.",
            "Build it with `bdci-corpus build`.",
        )
        return
    expected = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        expected[name] = digest
    there = {p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file()} - {SUMS}
    for name in sorted(expected.keys() - there):
        yield MissingFile(name, "The file is missing.", _REMEDY)
    for name in sorted(there - expected.keys()):
        yield UnexpectedFile(name, "The file does not belong to the release.", "Remove it.")
    for name in sorted(there & expected.keys()):
        found = file_sha256(release / name)
        if found != expected[name]:
            yield ChecksumMismatch(name, f"Its SHA-256 is {found}, not {expected[name]}.", _REMEDY)
