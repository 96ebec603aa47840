"""A plain folder, or a zip file of one, as the place of a release: replaced at once, the same bytes every time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bdci_corpus.errors import ChecksumMismatch, PublishError
from bdci_corpus.publishing.gate import Ask, Visibility
from bdci_corpus.publishing.plan import NOWHERE, Plan, plan
from bdci_corpus.publishing.sealed import Sealed
from bdci_corpus.release import SHAPE_FILES, Shape, file_sha256, put_in_place, read_shape, recover

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry of a zip file, the earliest it can say: a release has no time."""


def plan_folder(release: Sealed, path: Path, ask: Ask, where: str) -> Plan:
    """Plan a copy into a folder or zip file; asked to be public, it is one that anybody will read."""
    _refuse_overlap(release, path, where)
    recover(path)
    there = _zip_files(path) if path.suffix == ".zip" else _folder_files(path)
    visibility = None if there is None else Visibility(private=not ask.public, gated=False)
    files = there or {}
    shape = _shape(path) if files else None
    remote = replace(NOWHERE, visibility=visibility, files=files, shape=shape)
    planned = plan(release, ask, remote, where)
    refusals = list(planned.refusals)
    if ask.gated:
        refusals.append(PublishError(where, "A folder cannot be gated.", "Leave --gated out."))
    touched = planned.added or planned.changed or planned.deleted
    return replace(planned, actions=("upload",) if touched else (), refusals=tuple(refusals))


def put_folder(release: Sealed, path: Path, planned: Plan) -> None:
    """Write the copy beside ``path`` and put it in place at once; nothing to do leaves it alone."""
    if not planned.actions:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.suffix == ".zip":
            _write_zip(release, beside)
            beside.replace(path)
        else:
            _write_folder(release, beside)
            put_in_place(beside, path)
    finally:
        if beside.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
        beside.unlink(missing_ok=True)


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


def _write_folder(release: Sealed, target: Path) -> None:
    for name, file in release.files.items():
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(release.folder / name, copy)
        _verify(name, file_sha256(copy), file.sha256)


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
            _verify(name, written.hexdigest(), file.sha256)


def _verify(name: str, found: str, expected: str) -> None:
    if found != expected:
        raise ChecksumMismatch(name, "It changed after it was checked.", "Publish when no build is running.")
