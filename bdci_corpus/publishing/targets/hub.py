"""A dataset repository on a Hugging Face hub, through its own client: what is there, and one action at a time."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bdci_corpus.errors import ChecksumMismatch, CorpusError
from bdci_corpus.publishing.gate import Visibility
from bdci_corpus.publishing.plan import NOWHERE, Action, Plan, Remote
from bdci_corpus.publishing.sealed import Sealed
from bdci_corpus.publishing.troubles import redacted, trouble_of
from bdci_corpus.release import SHAPE_FILES, Shape, read_shape

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

SECONDS = 60.0
"""How long one request may keep silent."""

IN_MEMORY = 4_000_000
"""A file of fewer bytes is read once and sent from memory, so that what is sent is what was hashed."""

DATASET = "dataset"

_TALKATIVE = ("huggingface_hub", "httpx", "httpcore")
"""The loggers that may be told to log requests, with what signs them."""


class Hub:
    """One dataset repository; use it within ``client()``.

    Raises:
        Trouble: from every method, where a request failed.
    """

    def __init__(self, repo: str) -> None:
        """Name the repository, ``owner/name``; nothing is asked of it yet."""
        from huggingface_hub import HfApi, get_token

        self.repo = repo
        self._token = get_token()
        # Given here, because the client looks at the environment only when it is first imported.
        self._api = HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None, token=self._token)
        self._shapes: dict[str, Shape | None] = {}

    @property
    def url(self) -> str:
        """Where people look at it."""
        return f"{self._api.endpoint}/datasets/{self.repo}"

    def redacted(self, text: str) -> str:
        """Return a text without the token."""
        return redacted(text, self._token)

    def read(self, version: str) -> Remote:
        """Return what is there now; ``version`` is the tag whose files are wanted."""
        from huggingface_hub.errors import RepositoryNotFoundError

        with self._asking():
            try:
                info = self._api.dataset_info(self.repo)
            except RepositoryNotFoundError as error:
                if error.response.status_code == 401:  # noqa: PLR2004 - nobody is logged in, so it may well be there
                    raise
                return NOWHERE
            tags = {tag.name: tag.target_commit for tag in self._api.list_repo_refs(self.repo, repo_type=DATASET).tags}
            head = str(info.sha)
            files = self._files(head)
            tagged = tags.get(version)
            return Remote(
                # What the hub does not say is private is public.
                visibility=Visibility(private=info.private is True, gated=bool(info.gated)),
                head=head,
                files=files,
                tags=tags,
                tagged=None if tagged is None else files if tagged == head else self._files(tagged),
                shape=self._shape(head, files),
            )

    def _files(self, revision: str) -> dict[str, str]:
        """Return each file's digest: its SHA-256 if the hub keeps it as a large one, else the id git gives it."""
        from huggingface_hub.hf_api import RepoFile

        found = self._api.list_repo_tree(self.repo, recursive=True, revision=revision, repo_type=DATASET)
        return {e.path: e.lfs.sha256 if e.lfs else e.blob_id for e in found if isinstance(e, RepoFile)}

    def _shape(self, revision: str, files: dict[str, str]) -> Shape | None:
        """Return the shape of the release at a revision, None if there is none."""
        if revision not in self._shapes and files.keys() >= set(SHAPE_FILES):
            with TemporaryDirectory() as folder:
                texts = [self._text(name, revision, folder) for name in SHAPE_FILES]
            try:
                self._shapes[revision] = read_shape(*texts)
            except ValueError:
                self._shapes[revision] = None
        return self._shapes.get(revision)

    def _text(self, name: str, revision: str, folder: str) -> str:
        path = self._api.hf_hub_download(self.repo, name, repo_type=DATASET, revision=revision, cache_dir=folder)
        return Path(path).read_text("utf-8", errors="replace")

    def perform(self, action: Action, release: Sealed, plan: Plan, parent: str | None) -> None:
        """Do one action; ``parent`` is the commit that an upload was planned upon."""
        with self._asking():
            if action == "create":
                self._api.create_repo(self.repo, repo_type=DATASET, private=True)
            elif action == "gate":
                self._api.update_repo_settings(self.repo, repo_type=DATASET, gated="manual")
            elif action == "upload":
                self._commit(release, plan, parent)
            elif action == "tag":
                self._api.create_tag(self.repo, tag=release.version, revision=parent, repo_type=DATASET)
            else:
                self._api.update_repo_settings(self.repo, repo_type=DATASET, private=False)

    def hide(self) -> None:
        """Make it private, whatever it was."""
        with self._asking():
            self._api.update_repo_settings(self.repo, repo_type=DATASET, private=True)

    def _commit(self, release: Sealed, plan: Plan, parent: str | None) -> None:
        """Put all that differs in place in one commit, if ``parent`` is still the newest."""
        from huggingface_hub import CommitOperationDelete

        operations: list[CommitOperationAdd | CommitOperationDelete] = [_addition(release, p) for p in plan.uploaded]
        operations += (CommitOperationDelete(path_in_repo=path, is_folder=False) for path in plan.deleted)
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
            raise trouble_of(error, _transport_errors(), self._token) from None


def _addition(release: Sealed, path: str) -> CommitOperationAdd:
    """Return a file to be added, after making sure that it still is what was checked."""
    from huggingface_hub import CommitOperationAdd

    local = release.folder / path
    content: bytes | Path = local.read_bytes() if release.files[path].size < IN_MEMORY else local
    operation = CommitOperationAdd(path_in_repo=path, path_or_fileobj=content)
    if operation.upload_info.sha256.hex() != release.files[path].sha256:
        raise ChecksumMismatch(path, "It changed after it was checked.", "Publish when no build is running.")
    return operation


def _transport_errors() -> type[Exception]:
    """Return what the client's HTTP library raises where no answer came; it is httpx or httpx2."""
    from huggingface_hub import get_session

    library = import_module(type(get_session()).__module__.partition(".")[0])
    found: type[Exception] = library.TransportError
    return found


@contextmanager
def client() -> Iterator[None]:
    """Have the client give up on silence, show no bars of its own, and log no secret, for a while.

    Every file goes by the requests of Git LFS, so that all there is to send is one commit; the client's
    other way (Xet) can be had by ``HF_HUB_DISABLE_XET=0``.
    """
    from huggingface_hub import constants, set_client_factory
    from huggingface_hub.utils import _http
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    before = _http._GLOBAL_CLIENT_FACTORY, constants.HF_HUB_DISABLE_XET  # noqa: SLF001 - nothing public gives it
    bars = not are_progress_bars_disabled()

    def impatient() -> object:
        made = before[0]()
        made.event_hooks = {**made.event_hooks, "request": [*made.event_hooks["request"], _bounded]}
        return made

    set_client_factory(impatient)  # type: ignore[arg-type]
    constants.HF_HUB_DISABLE_XET = os.environ.get("HF_HUB_DISABLE_XET", "1").upper() not in {"0", "NO", "OFF", "FALSE"}
    if bars:
        disable_progress_bars()
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith(_TALKATIVE)]
    for logger in loggers:
        logger.addFilter(_without_secrets)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(_without_secrets)
        if bars:
            enable_progress_bars()
        constants.HF_HUB_DISABLE_XET = before[1]
        set_client_factory(before[0])


def _bounded(request: Any) -> None:  # noqa: ANN401 - of httpx or of httpx2
    """Bound how long a request may keep silent; the client asks for no bound in so many words."""
    asked = request.extensions.get("timeout") or dict.fromkeys(("connect", "read", "write", "pool"))
    request.extensions["timeout"] = {phase: seconds or SECONDS for phase, seconds in asked.items()}


def _without_secrets(record: logging.LogRecord) -> bool:
    from huggingface_hub import get_token

    record.msg, record.args = redacted(record.getMessage(), get_token()), ()
    return True
