"""What an attempt against the gate is made of: what is there, what is run, what somebody does meanwhile."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hub import LoopbackHub
from hub.store import Blob, Repo
from publishing import REPO, files_of, text_of

from bdci_corpus.release.files import SUMS, file_sha256

Files = dict[str, bytes]


def put(repo: Repo, files: Files, *, title: str = "by hand", **where: str) -> str:
    """Commit files as they are; return the commit."""
    blobs = {name: Blob(data, large=name.endswith(".parquet")) for name, data in files.items()}
    return repo.commit(title, {".gitattributes": Blob(b"*", large=False), **blobs}, **where).oid


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What an attempt plays with."""

    hub: LoopbackHub
    releases: Mapping[str, Path]

    @property
    def repo(self) -> Repo:
        """The repository."""
        return self.hub.store.repos[REPO]

    def files(self, name: str) -> Files:
        """Return the files of a release."""
        return files_of(self.releases[name])

    def make(self, *, private: bool = True, gated: str | bool = False) -> Repo:
        """Make the repository."""
        repo = self.hub.store.create(REPO, private=True)
        repo.private, repo.gated = private, gated
        return repo

    def held(self, name: str = "competition-only", *, tag: str = "0.1.0", **settings: bool | str) -> Repo:
        """Make the repository, with a release in it, tagged, and a free one upon that."""
        repo = self.make(**settings)  # type: ignore[arg-type]
        oid = put(repo, self.files(name))
        if tag:
            repo.tags[tag] = oid
        put(repo, self.files("older"))
        return repo


Prepare = Callable[[Scene], object]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt: what is there, what is run, what happens meanwhile; ``done`` says that it is right to do it."""

    name: str
    release: str = "free"
    flags: tuple[str, ...] = ("--public",)
    prepare: Prepare = lambda _: None
    before: tuple[tuple[str, ...], ...] = ()
    """Flags of runs that go before."""
    meanwhile: tuple[str, str, Prepare] | None = None
    """A request, whether before or after it, and what somebody does then."""
    broken: str = ""
    """Requests that the hub refuses to answer."""
    env: Mapping[str, str] = field(default_factory=dict)
    forge: Callable[[Path], None] | None = None
    emptied: bool = False
    """Whether its owner puts out whom the gate let in."""
    done: bool = False


def older(change: Callable[[Files, Scene], Files], *, on: str = "main") -> Prepare:
    """Return what makes a private place whose older commit holds some files, and whose newest is free."""

    def prepare(scene: Scene) -> None:
        repo = scene.make()
        repo.branches.setdefault(on, repo.branches["main"])
        put(repo, change(scene.files("competition-only"), scene), branch=on)
        if on == "main":
            put(repo, scene.files("older"))

    return prepare


def reference(kind: str, name: str) -> Prepare:
    """Return what makes a private, free place where one reference leads to a restricted version."""

    def prepare(scene: Scene) -> None:
        repo = scene.make()
        repo.branches["aside"] = repo.branches["main"]
        oid = put(repo, scene.files("competition-only"), branch="aside")
        del repo.branches["aside"]
        getattr(repo, kind)[name] = oid
        put(repo, scene.files("older"))

    return prepare


def only(*starts: str) -> Callable[[Files, Scene], Files]:
    return lambda files, _: {name: data for name, data in files.items() if name.startswith(starts)}


def free_with(*starts: str) -> Callable[[Files, Scene], Files]:
    """Return a free version in which some files are those of a restricted one."""
    return lambda files, scene: {**scene.files("older"), **only(*starts)(files, scene)}


def moved(before: str, after: str = "") -> Callable[[Files, Scene], Files]:
    return lambda files, _: {f"{before}{name}{after}": data for name, data in files.items()}


def rows_in(files: Files) -> list[dict[str, object]]:
    named = [data for name, data in files.items() if name.startswith("documents/")]
    return [row for data in named for row in pq.read_table(pa.BufferReader(data)).to_pylist()]


def as_one(name: str, write: Callable[[list[dict[str, object]]], bytes]) -> Callable[[Files, Scene], Files]:
    """Return a version that holds the rows in one file of another kind."""
    return lambda files, _: {name: write(rows_in(files))}


def as_lines(rows: list[dict[str, object]]) -> bytes:
    return "\n".join(str(row["text"]) for row in rows).encode()


def as_parquet(rows: list[dict[str, object]]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": [str(row["text"]) for row in rows]}), sink)
    return sink.getvalue()


def says_open(files: Files, _: Scene) -> Files:
    """Every page of it says that all is open; the rows do not."""
    words = (b"competition-only", b"open")
    return {name: data if name.endswith(".parquet") else data.replace(*words) for name, data in files.items()}


def relabeled(column: str, value: str) -> Callable[[Files, Scene], Files]:
    """Return a version whose documents all have one value in a column, and sums that fit."""

    def change(files: Files, _: Scene) -> Files:
        return {
            name: with_value(data, column, value) if name.startswith("documents/") else data
            for name, data in files.items()
        }

    return change


def with_value(data: bytes, column: str, value: str) -> bytes:
    table, sink = pq.read_table(pa.BufferReader(data)), io.BytesIO()
    place = table.column_names.index(column)
    values = pa.array([value] * table.num_rows, pa.string())
    pq.write_table(table.set_column(place, table.schema.field(column), values), sink)
    return sink.getvalue()


def forge_rows(release: Path) -> None:
    for path in (release / "documents").glob("*.parquet"):
        path.write_bytes(with_value(path.read_bytes(), "restriction", "open"))
    sum_again(release)


def forge_pages(release: Path) -> None:
    for path in release.rglob("*"):
        if path.is_file() and path.suffix != ".parquet":
            path.write_bytes(path.read_bytes().replace(b"competition-only", b"open"))
    sum_again(release)


def forge_table(release: Path) -> None:
    """The free release, with the documents of a restricted one in a file of their own."""
    source = next((release.parent / "competition-only" / "documents").glob("*.parquet"))
    shutil.copy(source, release / "documents" / "extra-00000-of-00001.parquet")
    sum_again(release)


def add_text(release: Path) -> None:
    (release / "all.txt").write_text(text_of(0), encoding="utf-8")
    sum_again(release)


def link_rows(release: Path) -> None:
    path = next((release / "documents").glob("*.parquet"))
    path.unlink()
    path.symlink_to(next((release.parent / "competition-only" / "documents").glob("*.parquet")))
    sum_again(release)


def sum_again(release: Path) -> None:
    paths = sorted(path for path in release.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{file_sha256(path)}  {path.relative_to(release).as_posix()}\n" for path in paths]
    (release / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def settings(*, private: bool = False, gated: str | bool = False) -> Prepare:
    def happen(scene: Scene) -> None:
        scene.repo.private, scene.repo.gated = private, gated

    return happen


def push(name: str = "competition-only", *, tag: str = "") -> Prepare:
    """Return somebody's pushing of a restricted version: as a tag aside, or on main."""

    def happen(scene: Scene) -> None:
        repo = scene.repo
        repo.branches["aside"] = repo.branches["main"]
        oid = put(repo, scene.files(name), branch="aside" if tag else "main")
        del repo.branches["aside"]
        if tag:
            repo.tags[tag] = oid

    return happen


def long_history(scene: Scene) -> None:
    """The restricted version lies twelve commits back, beyond the first page of the list."""
    repo = scene.make()
    put(repo, scene.files("competition-only"))
    for number in range(12):
        put(repo, {**scene.files("older"), "README.md": b"%d" % number})


def squashed(scene: Scene) -> None:
    """The restricted version was there, and is no more."""
    repo = scene.held(tag="")
    files = repo.head.files
    repo.commits.clear()
    repo.branches.clear()
    repo.commit("Super-squash", files)


def opens_all(scene: Scene) -> None:
    scene.hub.store.creates_public = True


def keeps_no_gate(scene: Scene) -> None:
    scene.hub.store.keeps_gate = False
