"""What a hub keeps: repositories with commits, branches and tags, and the content of large files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from threading import RLock

MAIN = "main"
LARGE_ENDINGS = (".parquet", ".arrow", ".bin", ".zip", ".gz")
LARGE_BYTES = 10_000_000
ATTRIBUTES = "".join(f"*{ending} filter=lfs diff=lfs merge=lfs -text\n" for ending in LARGE_ENDINGS).encode()


class Refused(Exception):  # noqa: N818 - it becomes an answer, not an error of the server
    """What is asked cannot be done: the status, the code and the message of the answer."""

    def __init__(self, status: int, message: str, code: str = "") -> None:
        """Keep what the answer says."""
        super().__init__(message)
        self.status, self.message, self.code = status, message, code


@dataclass(frozen=True)
class Blob:
    """One file of a commit."""

    data: bytes
    large: bool

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, by which large files are named."""
        return sha256(self.data).hexdigest()

    @property
    def oid(self) -> str:
        """The id git gives the file; of a large file, to what stands in its place."""
        stored = self.data
        if self.large:
            pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{self.sha256}\nsize {len(self.data)}\n"
            stored = pointer.encode()
        return sha1(b"blob %d\0" % len(stored) + stored, usedforsecurity=False).hexdigest()


Tree = Mapping[str, Blob]


@dataclass(frozen=True)
class Commit:
    """A whole state of a repository, and what came before it."""

    oid: str
    parent: str | None
    title: str
    files: Tree


@dataclass
class Repo:
    """One dataset repository."""

    name: str
    private: bool
    gated: str | bool = False
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    pull_requests: dict[str, str] = field(default_factory=dict)
    converts: dict[str, str] = field(default_factory=dict)
    readers: set[str] = field(default_factory=set)

    @property
    def open(self) -> bool:
        """Whether anybody may read the files."""
        return not self.private and not self.gated

    @property
    def head(self) -> Commit:
        """The newest commit of the main branch."""
        return self.commits[self.branches[MAIN]]

    def resolve(self, revision: str) -> Commit:
        """Return the commit that a branch, tag or id names."""
        kinds = {"": self.branches | self.tags, "refs/pr/": self.pull_requests, "refs/convert/": self.converts}
        named = {f"{before}{name}": oid for before, names in kinds.items() for name, oid in names.items()}
        oid = named.get(revision, revision)
        if oid not in self.commits:
            raise Refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return self.commits[oid]

    def commit(self, title: str, files: Tree, parent: str | None = None, branch: str = MAIN) -> Commit:
        """Add a commit to a branch, if ``parent`` is still its newest."""
        current = self.branches.get(branch)
        if parent is not None and parent != current:
            raise Refused(412, "A commit has happened since. Please refresh and try again.")
        told = {"title": title, "parent": current, "files": {path: blob.oid for path, blob in sorted(files.items())}}
        oid = sha1(json.dumps(told).encode(), usedforsecurity=False).hexdigest()
        self.commits[oid] = Commit(oid, current, title, dict(files))
        self.branches[branch] = oid
        return self.commits[oid]


@dataclass
class Store:
    """Everything a hub keeps. ``tokens`` maps each token to its user; those of ``read_only`` cannot write."""

    tokens: dict[str, str] = field(default_factory=dict)
    read_only: set[str] = field(default_factory=set)
    repos: dict[str, Repo] = field(default_factory=dict)
    objects: dict[str, bytes] = field(default_factory=dict)
    creates_public: bool = False
    """An organization's policy: what is created private comes out public all the same."""
    keeps_gate: bool = True
    """Whether the setting "gated" has an effect."""
    lock: RLock = field(default_factory=RLock)

    def create(self, name: str, *, private: bool) -> Repo:
        """Add a repository; it has one commit, with .gitattributes, as on the real hub."""
        if name in self.repos:
            raise Refused(409, "You already created this dataset repo")
        repo = Repo(name, private and not self.creates_public)
        repo.commit("initial commit", {".gitattributes": Blob(ATTRIBUTES, large=False)})
        self.repos[name] = repo
        return repo

    def all_bytes(self) -> dict[str, bytes]:
        """Return every byte that was ever uploaded, committed or not."""
        found = {f"object {oid}": data for oid, data in self.objects.items()}
        for repo in self.repos.values():
            for commit in repo.commits.values():
                found |= {f"{repo.name}@{commit.oid[:7]}/{path}": blob.data for path, blob in commit.files.items()}
        return found


def is_large(path: str, size: int) -> bool:
    """Return whether a file of this name and size is kept as a large file."""
    return path.endswith(LARGE_ENDINGS) or size > LARGE_BYTES
