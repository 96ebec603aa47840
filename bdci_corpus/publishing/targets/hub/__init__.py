"""A dataset repository on a Hugging Face hub, through its own client: what is there, and one action at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bdci_corpus.errors import ChecksumMismatch, CorpusError
from bdci_corpus.publishing.gate import Content, Gate, Visibility
from bdci_corpus.publishing.plan import NOWHERE, Action, Job, Plan, Remote, holds, plan
from bdci_corpus.publishing.sealed import Sealed
from bdci_corpus.publishing.targets.hub.client import SECONDS, client, transport_errors
from bdci_corpus.publishing.targets.hub.errors import trouble_of
from bdci_corpus.publishing.targets.hub.history import DATASET, CommitHistory
from bdci_corpus.publishing.troubles import redacted
from bdci_corpus.release import SHAPE_FILES, Shape, read_shape

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

IN_MEMORY = 4_000_000
"""A file of fewer bytes is read once and sent from memory, so that what is sent is what was hashed."""


class Hub:
    """One dataset repository.

    Raises:
        Trouble: from every method, where a request failed.
    """

    scheme: ClassVar[str] = "hf"
    form: ClassVar[str] = "hf:owner/name"
    addresses: ClassVar[str] = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*"

    def __init__(self, address: str, job: Job, *, seconds: float = SECONDS) -> None:
        """Name the repository, ``owner/name``; nothing is asked of it yet. No request is silent for ``seconds``."""
        from huggingface_hub import HfApi, get_token

        self.repo, self.job, self._seconds = address, job, seconds
        self._token = get_token()
        # Given here, because the client looks at the environment only when it is first imported.
        self._api = HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None, token=self._token)
        self._history = CommitHistory(self._api, address, self._known)
        self._shapes: dict[str, Shape | None] = {}

    @property
    def url(self) -> str:
        """Where people look at it."""
        return f"{self._api.endpoint}/datasets/{self.repo}"

    @property
    def load_line(self) -> str:
        """The line of Python that loads what is published."""
        return f'datasets.load_dataset("{self.repo}", revision="{self.job.release.version}")'

    def session(self) -> AbstractContextManager[None]:
        """Return within what all of this is to be used."""
        return client(self._seconds)

    def redacted(self, text: str) -> str:
        """Return a text without the token."""
        return redacted(text, self._token)

    def read(self) -> Remote:
        """Return what is there now."""
        from huggingface_hub.errors import RepositoryNotFoundError

        with self._asking():
            try:
                info = self._api.dataset_info(self.repo)
            except RepositoryNotFoundError as error:
                if error.response.status_code == 401:  # noqa: PLR2004 - nobody is logged in, so it may well be there
                    raise
                return NOWHERE
            refs = self._api.list_repo_refs(self.repo, repo_type=DATASET, include_pull_requests=True)
            tags = {tag.name: tag.target_commit for tag in refs.tags}
            head, tagged = str(info.sha), tags.get(self.job.release.version)
            files = self._history.files(head)
            # What the hub does not say is private is public, and a gate of a kind nobody has heard of lets all in.
            gate: Gate = "manual" if info.gated == "manual" else "auto" if info.gated else "none"
            visibility = Visibility(private=info.private is True, gate=gate)
            others_read = self.job.ask.public or not visibility.private
            return Remote(
                visibility=visibility,
                head=head,
                files=files,
                tags=tags,
                tagged=None if tagged is None else self._history.files(tagged),
                shape=self._shape(head, files),
                clicked=self._clicked() if gate == "auto" and self.job.ask.gated else 0,
                versions=self._history.versions(refs) if others_read else (),
            )

    def _known(self, files: Mapping[str, str]) -> Content | None:
        """Return the content of the release's own files."""
        return self.job.release.content if holds(self.job.release, files) else None

    def _clicked(self) -> int:
        """Return how many people were let in without anybody looking at who they are."""
        return sum(1 for _ in self._api.list_accepted_access_requests(self.repo, repo_type=DATASET))

    def plan(self, remote: Remote) -> Plan:
        """Return what is left to do."""
        return plan(self.job, remote)

    def _shape(self, commit: str, files: Mapping[str, str]) -> Shape | None:
        """Return the shape of the release at a commit, None if there is none."""
        if commit not in self._shapes and files.keys() >= set(SHAPE_FILES):
            texts = [self._history.read(commit, name).decode("utf-8", "replace") for name in SHAPE_FILES]
            try:
                self._shapes[commit] = read_shape(*texts)
            except ValueError:
                self._shapes[commit] = None
        return self._shapes.get(commit)

    def perform(self, action: Action, left: Plan, remote: Remote) -> None:
        """Do one action that is left, upon what was read."""
        with self._asking():
            if action == "create":
                self._api.create_repo(self.repo, repo_type=DATASET, private=True)
            elif action == "gate":
                self._api.update_repo_settings(self.repo, repo_type=DATASET, gated="manual")
            elif action == "upload":
                self._commit(left, remote.head)
            elif action == "tag":
                version = self.job.release.version
                self._api.create_tag(self.repo, tag=version, revision=remote.head, repo_type=DATASET)
            else:
                # Gate and visibility in one request: whoever took the gate away meanwhile opens nothing by that.
                gate = left.after.gate if left.after.gate == "manual" else None
                self._api.update_repo_settings(self.repo, repo_type=DATASET, private=False, gated=gate)

    def hide(self) -> None:
        """Make it private, whatever it was."""
        with self._asking():
            self._api.update_repo_settings(self.repo, repo_type=DATASET, private=True)

    def _commit(self, left: Plan, parent: str | None) -> None:
        """Put all that differs in place in one commit, if ``parent`` is still the newest."""
        from huggingface_hub import CommitOperationDelete

        release = self.job.release
        operations: list[CommitOperationAdd | CommitOperationDelete] = [_addition(release, p) for p in left.uploaded]
        operations += (CommitOperationDelete(path_in_repo=path, is_folder=False) for path in left.deleted)
        self._api.create_commit(
            self.repo,
            operations,
            commit_message=f"{release.name} {release.version}",
            commit_description=f"Content {release.shape.logical_sha256}",
            repo_type=DATASET,
            parent_commit=parent,
        )

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn what the client raises into trouble that says nothing secret."""
        try:
            yield
        except CorpusError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a client raises, the token must not be shown
            raise trouble_of(error, transport_errors(), self._token) from None


def _addition(release: Sealed, path: str) -> CommitOperationAdd:
    """Return a file to be added, after making sure that it still is what was checked."""
    from huggingface_hub import CommitOperationAdd

    local = release.folder / path
    content: bytes | Path = local.read_bytes() if release.files[path].size < IN_MEMORY else local
    operation = CommitOperationAdd(path_in_repo=path, path_or_fileobj=content)
    if operation.upload_info.sha256.hex() != release.files[path].sha256:
        raise ChecksumMismatch(path, "It changed after it was checked.", "Publish when no build is running.")
    return operation
