"""SHA256SUMS: what files a release has, held against what is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from bdci_corpus.errors import CheckError, ChecksumMismatch, MissingFile, UnexpectedFile
from bdci_corpus.release.files import SUMS, file_sha256

_REMEDY = "Build or download the release again."


def file_problems(release: Path) -> Iterator[CheckError]:
    """Yield each file that is missing, changed, or not named in SHA256SUMS."""
    sums = release / SUMS
    if not sums.is_file():
        yield no_sums()
        return
    expected = read_sums(sums.read_text(encoding="utf-8"))
    yield from sum_problems(expected, files_below(release), lambda name: file_sha256(release / name))


def no_sums() -> MissingFile:
    """Return what to say where there is no SHA256SUMS."""
    return MissingFile(SUMS, "This folder is no release: the file is not there.", "Build it with `bdci-corpus build`.")


def read_sums(text: str) -> dict[str, str]:
    """Return the SHA-256 that a SHA256SUMS gives each path."""
    return {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}


def sum_problems(
    expected: Mapping[str, str], present: Collection[str], digest: Callable[[str], str]
) -> Iterator[CheckError]:
    """Yield how the files that are there differ from those that are expected, but for SHA256SUMS itself."""
    names = set(present) - {SUMS}
    for name in sorted(expected.keys() - names):
        yield MissingFile(name, "The file is missing.", _REMEDY)
    for name in sorted(names - expected.keys()):
        yield UnexpectedFile(name, "The file does not belong to the release.", "Remove it.")
    for name in sorted(names & expected.keys()):
        found = digest(name)
        if found != expected[name]:
            yield ChecksumMismatch(name, f"Its SHA-256 is {found}, not {expected[name]}.", _REMEDY)


def files_below(release: Path) -> set[str]:
    """Return the files of a folder, as paths below it; what a hub's client put beside them is left out."""
    found = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    return {name for name in found if not added_by_hubs(name)}


def added_by_hubs(name: str) -> bool:
    """Return whether a hub, or its client, adds a file of this name to those of a release."""
    return name == ".gitattributes" or name.startswith(".cache/huggingface/")


def links_to_blob(path: Path, release: Path) -> bool:
    """Return whether a link is one that a hub's client makes: from a snapshot in its cache to a file it downloaded.

    The cache of a repository holds ``snapshots/COMMIT/…`` and, for each content once, ``blobs/DIGEST``.
    """
    snapshot = release.resolve()
    return snapshot.parent.name == "snapshots" and path.resolve().parent == snapshot.parent.parent / "blobs"
