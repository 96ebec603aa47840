"""A ZIP archive of documents is a folder: its members are unpacked, within limits, and read like files."""

from __future__ import annotations

import os
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, mkdtemp
from typing import IO

from bdci_corpus.loading import member_name, zip_kind

ARCHIVE_SUFFIX = ".zip"

LARGEST = 2_000_000_000
"""The most bytes that an archive may unpack to."""

MOST_MEMBERS = 50_000
"""The most files of an archive."""

MOST_TIMES = 200
"""An archive may unpack to so many times its size; text packs to a fifth, and tables to a fiftieth."""

ALWAYS = 64_000_000
"""So many bytes it may unpack to however small it is."""

_PIECE = 1 << 20
"""How much is unpacked at once, in bytes."""

_ENCRYPTED = 0x1
"""The flag of a member that a password closes (APPNOTE 4.4.4)."""

_JUNK = frozenset({"__macosx", "thumbs.db", "desktop.ini"})

_UNPACK = "Unpack it yourself, and leave the archive out."

_RENAME = "Rename it in the archive, or unpack it yourself."

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)

_OPENED: list[TemporaryDirectory[str]] = []
"""Folders of what was unpacked where no project keeps it: they go when the process ends."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The members of an archive: their names in it and where they lie now, and what is wrong with others.

    ``problems`` are names, what is wrong, and what to do.
    """

    members: tuple[tuple[str, Path], ...]
    problems: tuple[tuple[str, str, str], ...]


def unpacked(path: Path, cache: Path | None) -> Unpacked | None:
    """Unpack an archive below ``cache``, or into a temporary folder; None for any other kind of file."""
    if path.suffix.lower() != ARCHIVE_SUFFIX:
        return None
    try:
        status = path.stat()
        return _unpacked(path, cache, (status.st_size, status.st_mtime_ns))
    except OSError:
        return None  # what reads it says why


@lru_cache(maxsize=64)
def _unpacked(path: Path, cache: Path | None, stamp: tuple[int, int]) -> Unpacked | None:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN:
        return None  # what reads it says so
    with archive:
        if zip_kind(archive) is not None:
            return None
        return _Unpacking(archive, _folder(cache, digest), stamp[0]).all()


def _folder(cache: Path | None, digest: str) -> Path:
    """Return an empty folder for an archive's members: in the cache where that can be written."""
    if cache is not None:
        own = cache / digest[:32]
        try:
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir(parents=True)
        except OSError:
            pass
        else:
            return own
    if not _OPENED:
        _OPENED.append(TemporaryDirectory(prefix="bdci_corpus", ignore_cleanup_errors=True))
    return Path(mkdtemp(dir=_OPENED[0].name))


class _Unpacking:
    """Unpacks the members of one archive."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path, size: int) -> None:
        self._archive = archive
        self._folder = folder
        self._left = min(LARGEST, max(ALWAYS, MOST_TIMES * size))
        self._most = self._left
        self._taken: set[str] = set()
        self._problems: list[tuple[str, str, str]] = []

    def all(self) -> Unpacked:
        """Unpack what can be; when the limit is reached, nothing of the archive is read."""
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        if len(infos) > MOST_MEMBERS:
            return self._nothing(f"It has {len(infos):,} members, more than {MOST_MEMBERS:,}.")
        members: list[tuple[str, Path]] = []
        for info in infos:
            name = unicodedata.normalize("NFC", member_name(info))
            if _is_junk(name):
                continue
            problem = self._unsound(info, name) or self._unpack(info, name)
            if self._left < 0:
                return self._nothing(f"It unpacks to more than {self._most // 1_000_000:,} MB.")
            if problem:
                self._problems.append((name, problem, _RENAME))
            else:
                members.append((name, self._place(name)))
        return Unpacked(tuple(members), tuple(self._problems))

    def _place(self, name: str) -> Path:
        """Return where a member is written: by the bytes of its name in UTF-8, whatever encoding the locale has."""
        return self._folder / os.fsdecode(name.encode("utf-8", "surrogatepass"))

    def _nothing(self, problem: str) -> Unpacked:
        shutil.rmtree(self._folder, ignore_errors=True)
        return Unpacked((), (("", problem, _UNPACK),))

    def _unsound(self, info: zipfile.ZipInfo, name: str) -> str:
        """Return why a member is no file of this folder, or nothing."""
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[0] or not name.isprintable():
            return "Its name leads out of the archive, or is none."
        if name.lower() in self._taken:
            return "Several members have this name."
        if info.flag_bits & _ENCRYPTED:
            return "It is closed by a password."
        if stat.S_ISLNK(info.external_attr >> 16):
            return "It is a link."
        self._taken.add(name.lower())
        return ""

    def _unpack(self, info: zipfile.ZipInfo, name: str) -> str:
        """Write a member's bytes; return why they cannot be, or nothing."""
        target = self._place(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._archive.open(info) as source, target.open("wb") as out:
                for piece in _pieces(source):
                    self._left -= len(piece)
                    if self._left < 0:
                        return "It is too large."
                    out.write(piece)
        except _BROKEN as error:
            return f"It cannot be unpacked: {error}."
        except OSError as error:
            return f"It cannot be unpacked: {error.strerror}."
        return ""


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _is_junk(name: str) -> bool:
    """Return whether a member is a system's own, or hidden."""
    parts = PurePosixPath(name).parts
    return not parts or any(part.lower() in _JUNK or (part.startswith((".", "~")) and part != "..") for part in parts)
