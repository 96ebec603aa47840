"""Hash a raw file, and cut it into pieces where it is a large table, whatever it is packed in."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO, TypeVar
from uuid import uuid4

import pyarrow as pa

from bdci_corpus.building.pieces import Piece, Sizes, UncutError, cut, cut_batches
from bdci_corpus.compiling import code_digest
from bdci_corpus.documents import Settings, layout_of, limited, name_within, unpack
from bdci_corpus.errors import CorpusError
from bdci_corpus.loading import Loader, batches_with, quoting_with
from bdci_corpus.project import RawFile

ROWS_APART = ".parquet"
"""How tables are called whose rows are no lines."""

Made = TypeVar("Made")

AT_ONCE = 65_536
"""A file of so many bytes is read at once to be hashed, which takes half the time."""

PACKED = 4
"""A file that is packed is taken to hold so many times its bytes, until it is unpacked."""

Stamp = tuple[int, int]
"""A file's size in bytes and its time of change in nanoseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """Where a table lies unpacked, and how it was cut there; it can be unpacked again at any time."""

    place: Path
    sizes: Sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePiece:
    """A piece of a table, and how it is read by itself: by which loader, and what that says of the whole table.

    With ``by_rows``, rows are counted and not lines, of which one may have several. Where a table cannot be cut as it
    lies, its piece is one of what it is ``unpacked`` to.
    """

    piece: Piece
    loader: str
    layout: str
    by_rows: bool = False
    unpacked: Unpacked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    """A file that was hashed: ``stamp`` is what it was then, ``size`` its bytes; ``parts`` are what it is read in."""

    stamp: Stamp
    sha256: str
    size: int
    parts: tuple[TablePiece, ...] = ()


def stamp_of(status: os.stat_result) -> Stamp:
    """Return what tells whether a file is still the same."""
    return status.st_size, status.st_mtime_ns


def hashed_file(path: Path) -> Hashed:
    """Hash a file that is read whole."""
    with path.open("rb", buffering=0) as raw:  # a buffer would be made for each of many small files
        stamp = stamp_of(os.fstat(raw.fileno()))
        if stamp[0] <= AT_ONCE:
            data = raw.read(AT_ONCE + 1)
            return Hashed(stamp=stamp, sha256=sha256(data).hexdigest(), size=len(data))
        return Hashed(stamp=stamp, sha256=file_digest(raw, "sha256").hexdigest(), size=raw.tell())


@dataclass(frozen=True, slots=True)
class Cutter:
    """Hashes files, and cuts large tables; what cannot be cut as it lies is unpacked below ``folder``, if there is one.

    There, ``KEY.json`` says which pieces a table has, and stays; ``KEY/`` holds them until they are read. ``heard`` is
    told how many bytes of a large table are read.
    """

    loaders: Mapping[str, Loader]
    sizes: Sizes
    folder: Path | None = None
    heard: Callable[[int], None] = lambda _: None

    def hashed(self, file: RawFile, size: int, settings: Settings) -> Hashed:
        """Hash a file of so many bytes, and cut it if it is a large table."""
        if size * PACKED <= self.sizes.most:
            return hashed_file(file.path)
        if within := name_within(file.id):
            return self._with_parts(file, settings, within, partial(self._cut_unpacked, file, settings))
        if size <= self.sizes.most and not file.id.lower().endswith(ROWS_APART):
            return hashed_file(file.path)
        layout = self._layout(file.path, file.id, settings)
        if layout is None:
            return hashed_file(file.path)
        loader = self.loaders[layout[0]]
        if batches_with(loader, file.path, file.id, layout[1]) is not None:
            return self._with_parts(file, settings, "rows", partial(self._cut_batches, file, settings, *layout))
        return self._cut_in_place(file, *layout)

    def _layout(self, path: Path, name: str, settings: Settings) -> tuple[str, str] | None:
        """Return how the rows of a table are read by themselves; None where they are not, or it will be seen why."""
        try:
            with limited(name, path.stat().st_size, settings.limits):
                return layout_of(path, name, self.loaders, settings)
        except CorpusError:
            return None

    def _cut_in_place(self, file: RawFile, loader: str, layout: str) -> Hashed:
        with file.path.open("rb") as raw:
            stamp = stamp_of(os.fstat(raw.fileno()))
            try:
                digest, parts = self._cut(raw, file.id, loader, layout, self.heard)
            except UncutError:
                return hashed_file(file.path)
        return Hashed(stamp=stamp, sha256=digest, size=parts[-1].piece.end if parts else 0, parts=tuple(parts))

    def _cut(
        self, raw: BinaryIO, name: str, loader: str, layout: str, heard: Callable[[int], None] = lambda _: None
    ) -> tuple[str, list[TablePiece]]:
        """Return the SHA-256 of a table of lines, and its pieces."""
        cells, behind = quoting_with(self.loaders[loader], name, layout) or (None, layout)
        digest, pieces = cut(raw, self.sizes, cells, heard)
        layouts = [layout, *[behind] * (len(pieces) - 1)]
        return digest, [
            TablePiece(piece=piece, loader=loader, layout=own, by_rows=cells is not None)
            for piece, own in zip(pieces, layouts, strict=True)
        ]

    def _cut_unpacked(self, file: RawFile, settings: Settings, place: Path) -> list[TablePiece]:
        """Unpack a table to ``place``, and cut it there."""
        unpack(file.path, file.id, place, self.heard)
        layout = self._layout(place, place.name, settings) if place.stat().st_size > self.sizes.most else None
        if layout is None or batches_with(self.loaders[layout[0]], place, file.id, layout[1]) is not None:
            return []
        with place.open("rb") as raw:
            return self._cut(raw, file.id, *layout)[1]

    def _cut_batches(
        self, file: RawFile, settings: Settings, loader: str, layout: str, place: Path
    ) -> list[TablePiece]:
        """Write the rows of a table to ``place`` so that pieces of them can be read by themselves."""
        with limited(file.id, file.path.stat().st_size, settings.limits):
            batches = batches_with(self.loaders[loader], file.path, file.id, layout)
            pieces = _spread(batches, self.sizes, place, self.heard)
        return [TablePiece(piece=piece, loader=loader, layout=layout, by_rows=True) for piece in pieces]

    def _with_parts(
        self, file: RawFile, settings: Settings, name: str, make: Callable[[Path], list[TablePiece]]
    ) -> Hashed:
        """Hash a file, and have it unpacked to pieces, or remember which it had; a single piece is no use."""
        hashed = hashed_file(file.path)
        if self.folder is None:
            return hashed
        known = {
            "code": code_digest(),
            "libraries": [pa.__version__, *(loader.sha256 for loader in self.loaders.values())],
            "file": [file.id, hashed.sha256],
            "settings": asdict(settings),
            "sizes": asdict(self.sizes),
        }
        key = sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:32]
        record = self.folder / f"{sha256(file.id.encode()).hexdigest()[:32]}.json"
        place = self.folder / key / name
        parts = _recorded(record, key)
        if parts is None:
            try:
                parts = _made(place, make)
                record.write_text(json.dumps([key, [asdict(part) for part in parts]]), encoding="utf-8")
            except (OSError, CorpusError, UncutError):  # whoever reads it whole sees why
                return hashed
        unpacked = Unpacked(place=place, sizes=self.sizes)
        return replace(hashed, parts=tuple(replace(part, unpacked=unpacked) for part in parts if len(parts) > 1))


def _recorded(record: Path, key: str) -> list[TablePiece] | None:
    """Return the pieces that a table is known to have; None if it is not known, or was another."""
    try:
        known, parts = json.loads(record.read_text("utf-8"))
        found = [TablePiece(**{**part, "piece": Piece(**part["piece"])}) for part in parts]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if known == key else None


def _made(place: Path, make: Callable[[Path], Made]) -> Made:
    """Have something written to a file that is whole once its folder is there."""
    temporary = place.parent.with_name(f".{place.parent.name}.{uuid4().hex}")
    temporary.mkdir(parents=True)
    try:
        made = make(temporary / place.name)
        shutil.rmtree(place.parent, ignore_errors=True)
        temporary.rename(place.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return made


def _spread(
    batches: Iterator[pa.RecordBatch] | None, sizes: Sizes, place: Path, heard: Callable[[int], None] = lambda _: None
) -> list[Piece]:
    pieces, start = list[Piece](), 0
    with place.open("wb") as file:
        for data, rows in cut_batches(batches or iter(()), sizes):
            file.write(data)
            pieces.append(Piece(start, start + len(data), rows, sha256(data).hexdigest()))
            start += len(data)
            heard(start)
    return pieces


def unpack_again(path: Path, name: str, part: TablePiece, loaders: Mapping[str, Loader]) -> None:
    """Have the table that a piece is one of lie where it is read, if it does not.

    Raises:
        CorpusError: it cannot be unpacked any more.
        OSError: it cannot be read, or there is no room.
    """
    if part.unpacked is None or part.unpacked.place.exists():
        return
    sizes, batches = part.unpacked.sizes, batches_with(loaders[part.loader], path, name, part.layout)

    def make(place: Path) -> None:
        if batches is None:
            unpack(path, name, place)
        else:
            _spread(batches, sizes, place)

    _made(part.unpacked.place, make)


def forget_unpacked(folder: Path) -> None:
    """Remove what was unpacked, once it is read; which pieces it had is still known."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
