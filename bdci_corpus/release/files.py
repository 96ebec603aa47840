"""What a release has of files: parts of tables, JSON, sums, and the whole put in place at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class TablePart:
    """One split of one table of a release, as written."""

    table: str
    split: str
    rows: int
    files: tuple[str, ...]
    bytes: int
    uncompressed: int
    logical_sha256: str
    schema: pa.Schema

    @property
    def name(self) -> str:
        """Table and split, as the manifest names them."""
        return f"{self.table}/{self.split}"


def split_order(split: str) -> tuple[int, str]:
    """Order splits as one speaks of them, in whatever writes or checks a release; the others come last, by name."""
    known = ("train", "validation", "test")
    return (known.index(split) if split in known else len(known)), split


def part_of(root: Path, name: str, files: Sequence[str], logical_sha256: str) -> TablePart:
    """Return what the footers of a part's files say; ``name`` is ``table/split``."""
    footers = [pq.read_metadata(root / file) for file in files]
    table, split = name.split("/", 1)
    return TablePart(
        table=table,
        split=split,
        rows=sum(footer.num_rows for footer in footers),
        files=tuple(files),
        bytes=sum((root / file).stat().st_size for file in files),
        uncompressed=sum(f.row_group(i).total_byte_size for f in footers for i in range(f.num_row_groups)),
        logical_sha256=logical_sha256,
        schema=footers[0].schema.to_arrow_schema(),
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def as_json(value: object) -> str:
    """Return JSON that reviews well: indented, keys in order, Chinese as it is, a final newline."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write JSON as ``as_json`` gives it."""
    path.write_text(as_json(value), encoding="utf-8", newline="\n")


def write_sums(root: Path) -> None:
    """Write SHA256SUMS over every other file below ``root``, as ``sha256sum -c`` reads it."""
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    lines = [f"{file_sha256(path)}  {path.relative_to(root).as_posix()}\n" for path in paths]
    (root / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def put_in_place(new: Path, target: Path) -> None:
    """Make ``new`` the release at ``target``; the old one goes only when the new one is there."""
    old = _set_aside(target)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Put the old release back if a build was killed between the two renames of replacing it."""
    old = _set_aside(target)
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _set_aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")
