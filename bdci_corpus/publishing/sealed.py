"""A release that is ready to be published: checked, its files hashed, its terms and splits known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha1, sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.checking import Manifest, check
from bdci_corpus.errors import ChecksumMismatch, CorpusError, PublishError, raise_together
from bdci_corpus.publishing.gate import Content
from bdci_corpus.publishing.readable import is_page
from bdci_corpus.publishing.terms import RestrictionCounts, terms_of
from bdci_corpus.release import CARD, LEDGER, MANIFEST, SUMS, Shape, read_shape

_CHUNK = 1 << 20
"""How much is read at a time, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFile:
    """A file as it was checked: its size in bytes, its SHA-256 and the id git gives it."""

    size: int
    sha256: str
    git_sha1: str

    @property
    def digests(self) -> frozenset[str]:
        """Both: a hub names large files by the one and small ones by the other."""
        return frozenset({self.sha256, self.git_sha1})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A release whose files cannot change unseen any more.

    ``prompts`` says that its card tells on what terms access is given. ``refusals`` stand against publishing
    it anywhere.
    """

    folder: Path
    name: str
    version: str
    shape: Shape
    files: Mapping[str, LocalFile]
    terms: RestrictionCounts
    content: Content
    prompts: bool
    refusals: tuple[PublishError, ...]


def seal(folder: Path) -> Sealed:
    """Check a release and hash its files.

    Raises:
        CorpusError: check found problems (all of them, in an ExceptionGroup), or the files changed
            while this ran.
    """
    sums = _sums(folder)
    report = check(folder)
    problem = f"The check of this release found problems, {len(report.problems):,} in all; nothing of it is published."
    refusal = PublishError(folder.name, problem, "Do what is said of each below, or build it again.")
    raise_together([refusal, *report.problems] if report.problems else [], f"checking {folder.name}")
    files = {path: _hashed(folder / path) for path in [*sums, SUMS]}
    changed = [path for path, digest in sums.items() if files[path].sha256 != digest]
    if changed or _sums(folder) != sums:
        where = changed[0] if changed else SUMS
        raise ChecksumMismatch(where, "It changed while it was being checked.", "Publish when no build is running.")
    manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    shape = _shape(folder)
    terms = terms_of(lambda table, columns: _rows(folder, manifest, table, columns))
    return Sealed(
        folder=folder,
        name=_name(folder),
        version=shape.version,
        shape=shape,
        files=dict(sorted(files.items())),
        terms=terms,
        content=replace(terms.content, untold=tuple(name for name in sorted(files) if not _is_known(name))),
        prompts="\nextra_gated_prompt:" in (folder / CARD).read_text("utf-8").split("---\n", 2)[1],
        refusals=tuple(_refusals(folder, manifest, shape)),
    )


def _is_known(name: str) -> bool:
    return is_page(name) or name.endswith(".parquet")  # those, check has compared with the manifest


def _sums(folder: Path) -> dict[str, str]:
    """Return what SHA256SUMS says: path to SHA-256."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeError):
        problem = f"There is no release here: {SUMS} cannot be read."
        raise PublishError(str(folder), problem, "Build it with `bdci-corpus build`.") from None
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _hashed(path: Path) -> LocalFile:
    size = path.stat().st_size
    whole, git = sha256(), sha1(b"blob %d\0" % size, usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            whole.update(chunk)
            git.update(chunk)
    return LocalFile(size=size, sha256=whole.hexdigest(), git_sha1=git.hexdigest())


def _shape(folder: Path) -> Shape:
    try:
        return read_shape(*((folder / name).read_text("utf-8") for name in (CARD, LEDGER, MANIFEST)))
    except ValueError as error:
        raise PublishError(folder.name, f"Of this release {error}.", "Build it again.") from None


def _name(folder: Path) -> str:
    return folder.resolve().name


def _rows(folder: Path, manifest: Manifest, table: str, columns: Sequence[str]) -> pa.Table:
    files = [folder / f for name, part in manifest.tables.items() if name.split("/")[0] == table for f in part.files]
    return pa.concat_tables([pq.read_table(file, columns=list(columns), partitioning=None) for file in files])


def _refusals(folder: Path, manifest: Manifest, shape: Shape) -> Iterator[PublishError]:
    where = folder.name
    if shape.provisional:
        problem = f"{shape.provisional} of the documents are not in the split ledger yet and may still move."
        yield PublishError(f"{where} > {LEDGER}", problem, "Build with --freeze, and commit the ledger.")
    if manifest.private:
        problem = "It is the organizer's own, with what is hidden from others."
        yield PublishError(where, problem, f"Publish release/{where}, which was built beside it.")
    for hidden in manifest.configuration.splits.hidden:
        parts = [name for name in manifest.tables if name.split("/", 1)[1] == hidden]
        if parts or hidden in shape.splits.values():
            problem = f"The split {hidden} is to be hidden, and stands in {parts[0] if parts else LEDGER}."
            yield PublishError(where, problem, "Build the release again.")


def refuse(refusals: tuple[PublishError, ...]) -> None:
    """Raise what stands against publishing, all of it together."""
    errors: list[CorpusError] = list(refusals)
    raise_together(errors, "publishing")
