"""What a repository was: every state of it that a reader can ask for, and what stands in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, cast

from bdci_corpus.publishing.gate import Content, Version
from bdci_corpus.publishing.readable import content_of

if TYPE_CHECKING:
    from huggingface_hub import GitRefs, HfApi

DATASET = "dataset"

Files = dict[str, str]
"""The digest of each file by its path: its SHA-256 if the hub keeps it as a large one, else the id git gives it."""


class CommitHistory:
    """The commits of one repository. What is known of a commit never changes, and is asked for once."""

    def __init__(self, api: HfApi, repo: str, known: Callable[[Mapping[str, str]], Content | None]) -> None:
        """Name the repository; ``known`` gives the content of files that are known already."""
        self._api, self._repo, self._known = api, repo, known
        self._files: dict[str, Files] = {}
        self._contents: dict[frozenset[tuple[str, str]], Content] = {}
        self._ancestors: dict[str, list[str]] = {}

    def files(self, commit: str) -> Files:
        """Return the files of a commit."""
        from huggingface_hub.hf_api import RepoFile

        if commit not in self._files:
            found = self._api.list_repo_tree(self._repo, recursive=True, revision=commit, repo_type=DATASET)
            entries = [entry for entry in found if isinstance(entry, RepoFile)]
            self._files[commit] = {e.path: e.lfs.sha256 if e.lfs else e.blob_id for e in entries}
        return self._files[commit]

    def read(self, commit: str, name: str) -> bytes:
        """Return the bytes of a file, which nothing but memory ever holds."""
        with self._opener(commit)(name) as file:
            return file.read()

    def versions(self, refs: GitRefs) -> tuple[Version, ...]:
        """Return every state that a branch, tag, pull request or older commit leads to, one for the same files."""
        every = [*refs.branches, *refs.tags, *(refs.pull_requests or []), *refs.converts]
        names: dict[str, list[str]] = defaultdict(list)
        for ref in every:
            names[ref.target_commit].append(ref.name)
        reached: dict[str, None] = {}
        for ref in every:
            if ref.target_commit not in reached:  # else all before it are, too
                reached.update(dict.fromkeys(self._from(ref.target_commit)))
        commits: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
        for commit in reached:
            commits[frozenset(self.files(commit).items())].append(commit)
        found = (
            Version(
                names=tuple(name for c in same for name in names[c]), commit=same[0], content=self._content(same[0])
            )
            for same in commits.values()
        )
        return tuple(version for version in found if version.content)

    def _from(self, commit: str) -> Iterator[str]:
        """Yield a commit and all before it."""
        if commit not in self._ancestors:
            listed = self._api.list_repo_commits(self._repo, repo_type=DATASET, revision=commit)
            self._ancestors[commit] = [one.commit_id for one in listed]
        yield from (commit, *self._ancestors[commit])

    def _content(self, commit: str) -> Content:
        files = self.files(commit)
        key = frozenset(files.items())
        if key not in self._contents:
            known = self._known(files)
            self._contents[key] = content_of(files, self._opener(commit)) if known is None else known
        return self._contents[key]

    def _opener(self, commit: str) -> Callable[[str], BinaryIO]:
        """Return what opens a file by ranges, so that of large tables only some columns are fetched."""
        from huggingface_hub import HfFileSystem

        system = HfFileSystem(endpoint=self._api.endpoint, token=self._api.token, skip_instance_cache=True)
        root = f"datasets/{self._repo}@{commit}"
        return lambda name: cast("BinaryIO", system.open(f"{root}/{name}", "rb"))
