"""A plain folder, or a zip file of one, as the place of a release: replaced at once, the same bytes every time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from glob import escape
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import ClassVar
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bdci_corpus.errors import PublishError, working_in
from bdci_corpus.publishing.gate import Visibility
from bdci_corpus.publishing.plan import NOWHERE, Action, Job, Plan, Remote, plan
from bdci_corpus.publishing.sealed import Sealed
from bdci_corpus.publishing.targets.copies import verify_copy, write_copy
from bdci_corpus.publishing.troubles import Trouble
from bdci_corpus.release import SHAPE_FILES, Shape, file_sha256, put_in_place, read_shape, recover

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry of a zip file, the earliest it can say: a release has no time."""


class Folder:
    """A path; asked to be public, it is one that anybody will read."""

    scheme: ClassVar[str] = "dir"
    form: ClassVar[str] = "dir:PATH"
    addresses: ClassVar[str] = r"(?s:.+)"

    def __init__(self, address: str, job: Job) -> None:
        """Name the path."""
        self.path, self.job = Path(address), job
        _refuse_overlap(job.release, self.path, job.where)

    @property
    def url(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def load_line(self) -> str:
        """The line of Python that loads what is published; a zip file has none."""
        return "" if self._zipped else f'datasets.load_dataset("{self.path.as_posix()}")'

    @property
    def _zipped(self) -> bool:
        return self.path.suffix == ".zip"

    def session(self) -> AbstractContextManager[None]:
        """Return within what all of this is to be used."""
        return nullcontext()

    def redacted(self, text: str) -> str:
        """Return a text as it is: there are no secrets here."""
        return text

    def read(self) -> Remote:
        """Return what is there now."""
        recover(self.path)
        _sweep(self.path)
        present = _zip_files(self.path) if self._zipped else _folder_files(self.path)
        if not present:
            return NOWHERE
        # Nothing says who may read a path. What lies there is taken for what was asked, as what will lie there is.
        visibility = Visibility(private=not self.job.ask.public)
        return replace(NOWHERE, visibility=visibility, files=present, shape=_shape(self.path))

    def plan(self, remote: Remote) -> Plan:
        """Return whether there is something to copy: a path has neither tags nor settings."""
        planned = plan(self.job, remote)
        refusals = list(planned.refusals)
        if self.job.ask.gated:
            refusals.append(PublishError(self.job.where, "A folder cannot be gated.", "Leave --gated out."))
        actions: tuple[Action, ...] = ("upload",) if "upload" in planned.actions else ()
        return replace(planned, actions=actions, refusals=tuple(refusals))

    def perform(self, action: Action, left: Plan, remote: Remote) -> None:  # noqa: ARG002 - the contract's
        """Write the copy beside the path and put it in place at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        _remove(beside)  # of a dead process that had our number
        try:
            with working_in(self.path):
                if self._zipped:
                    _write_zip(self.job.release, beside)
                    beside.replace(self.path)
                else:
                    write_copy(self.job.release, beside)
                    put_in_place(beside, self.path)
        finally:
            _remove(beside)

    def hide(self) -> None:
        """Say that this cannot be done."""
        problem = "who may read a folder is not for this program to say"
        raise Trouble(problem, "Move it to where nobody else reads.")


def _sweep(path: Path) -> None:
    """Delete what copies that were killed have left beside a path, each named after its process."""
    for beside in path.parent.glob(f".{escape(path.name)}.*"):
        number = beside.suffix[1:]
        if number.isdecimal() and not _lives(int(number)):
            _remove(beside)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _refuse_overlap(release: Sealed, path: Path, where: str) -> None:
    own, other = release.folder.resolve(), path.resolve()
    if own == other or own.is_relative_to(other) or other.is_relative_to(own):
        problem = "It is the release itself, holds it, or lies in it."
        raise PublishError(where, problem, "Name another path.")


def _folder_files(path: Path) -> dict[str, str] | None:
    """Return each file's SHA-256; None where there is no folder, or an empty one."""
    if not path.exists():
        return None
    if not path.is_dir():
        raise PublishError(str(path), "It is a file.", "Name a folder, or a path that ends in .zip.")
    found = [file for file in path.rglob("*") if file.is_file()]
    return {file.relative_to(path).as_posix(): file_sha256(file) for file in found} or None


def _zip_files(path: Path) -> dict[str, str] | None:
    if not path.exists():
        return None
    try:
        with ZipFile(path) as archive:
            return {_below(entry): sha256(archive.read(entry)).hexdigest() for entry in archive.infolist()} or None
    except (OSError, BadZipFile):
        raise PublishError(str(path), "It is there and no zip file.", "Name another path.") from None


def _below(entry: ZipInfo) -> str:
    """Return an entry's path below the one folder that our zip files hold."""
    return PurePosixPath(*PurePosixPath(entry.filename).parts[1:]).as_posix()


def _shape(path: Path) -> Shape | None:
    """Return the shape of the release that is there, None if it is none."""
    try:
        texts = _texts(path)
        return read_shape(*(texts[name] for name in SHAPE_FILES))
    except (OSError, KeyError, ValueError):
        return None


def _texts(path: Path) -> Mapping[str, str]:
    if path.suffix != ".zip":
        return {name: (path / name).read_text("utf-8") for name in SHAPE_FILES}
    with ZipFile(path) as archive:
        entries = {_below(entry): entry for entry in archive.infolist()}
        return {name: archive.read(entries[name]).decode() for name in SHAPE_FILES}


def _write_zip(release: Sealed, target: Path) -> None:
    """Write entries in order, stored and not compressed: Parquet is, and no library's version shows."""
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, file in release.files.items():
            entry = ZipInfo(f"{release.name}/{name}", EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.file_size = file.size
            written = sha256()
            with (release.folder / name).open("rb") as source, archive.open(entry, "w") as sink:
                while chunk := source.read(1 << 20):
                    written.update(chunk)
                    sink.write(chunk)
            verify_copy(name, written.hexdigest(), file.sha256)
