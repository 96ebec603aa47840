"""Copies of a release's files, each compared with what was checked."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from bdci_corpus.errors import ChecksumMismatch
from bdci_corpus.publishing.sealed import Sealed
from bdci_corpus.release import file_sha256


def write_copy(release: Sealed, folder: Path, names: Iterable[str] | None = None) -> None:
    """Copy some of the files of a release, or all, below a folder.

    Raises:
        ChecksumMismatch: one of them is not what it was when the release was checked.
    """
    for name in release.files if names is None else names:
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(release.folder / name, copy)
        verify_copy(name, file_sha256(copy), release.files[name].sha256)


def verify_copy(name: str, found: str, expected: str) -> None:
    """Compare two digests of a file.

    Raises:
        ChecksumMismatch: they differ.
    """
    if found != expected:
        raise ChecksumMismatch(name, "It changed after it was checked.", "Publish when no build is running.")
