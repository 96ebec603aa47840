"""A version of a data set as it is downloaded: one ZIP archive."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from bdci_corpus.publishing.troubles import RUN_AGAIN, Trouble

_CHUNK = 1 << 20
"""How much of a member is read at a time, in bytes."""


class Archive:
    """The members of an archive; ``files`` maps each path to its SHA-256."""

    def __init__(self, path: Path) -> None:
        """Hash every member.

        Raises:
            Trouble: it is no archive.
        """
        self._path = path
        try:
            with ZipFile(path) as archive:
                self.files = {
                    entry.filename: _digest(archive, entry.filename)
                    for entry in archive.infolist()
                    if not entry.is_dir()
                }
        except (BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            problem = f"What it lets one download is no archive ({type(error).__name__})."
            raise Trouble(problem, RUN_AGAIN, waits=0) from None

    def open(self, name: str) -> BinaryIO:
        """Return the bytes of a member, to be read at any offset."""
        with ZipFile(self._path) as archive:
            return BytesIO(archive.read(name))


def _digest(archive: ZipFile, name: str) -> str:
    whole = sha256()
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            whole.update(chunk)
    return whole.hexdigest()
