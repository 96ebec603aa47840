"""A dataset repository on ModelScope, through its own client: created private, looked at, and only then filled."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, ClassVar

from bdci_corpus.errors import CorpusError, PublishError
from bdci_corpus.publishing.gate import Version, Visibility
from bdci_corpus.publishing.plan import NOWHERE, Action, Job, Plan, Remote, holds, plan
from bdci_corpus.publishing.readable import content_of
from bdci_corpus.publishing.targets.copies import write_copy
from bdci_corpus.publishing.troubles import Trouble, answered, nonsense, redacted, unreachable
from bdci_corpus.release import SHAPE_FILES, Shape, read_shape

DATASET = "dataset"

_BRANCH = "master"
"""What ModelScope calls the branch that is shown."""

_MADE_THERE = "dataset_infos.json"
"""What ModelScope puts into a new repository beside the card; it is left there, and is no file of a release."""

_LOG_IN = "Set MODELSCOPE_API_TOKEN to a token of who owns it, or log in with `ms login`."


class ModelScope:
    """One dataset repository. Its client can neither open, close nor gate one that is there."""

    scheme: ClassVar[str] = "modelscope"
    form: ClassVar[str] = "modelscope:owner/name"
    addresses: ClassVar[str] = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*"

    def __init__(self, address: str, job: Job) -> None:
        """Name the repository, ``owner/name``; nothing is asked of it yet.

        Raises:
            PublishError: ModelScope's client is not installed.
        """
        if find_spec("modelscope_hub") is None:
            remedy = 'Install it: pip install "bdci-corpus[modelscope]"'
            raise PublishError(job.where, "ModelScope's client is not installed.", remedy)
        self.repo, self.job = address, job
        self._api = _private_api()
        self._scratch = Path()

    @property
    def url(self) -> str:
        """Where people look at it."""
        return f"{self._api.legacy.endpoint}/datasets/{self.repo}"

    @property
    def load_line(self) -> str:
        """The line of Python that loads what is published."""
        asked = f'"{self.repo}", "{DATASET}", revision="{self.job.release.version}"'
        return f"datasets.load_dataset(str(modelscope_hub.HubApi().download_repo({asked})))"

    @contextmanager
    def session(self) -> Iterator[None]:
        """Have a place for what is read there, and the client log nothing but errors, for a while."""
        logger = logging.getLogger("modelscope_hub")
        before = logger.level
        logger.setLevel(logging.ERROR)
        try:
            with TemporaryDirectory(prefix="bdci-corpus-") as folder:
                self._scratch = Path(folder)
                yield
        finally:
            logger.setLevel(before)

    def redacted(self, text: str) -> str:
        """Return a text without the token."""
        return redacted(text, self._api.legacy.token or os.environ.get("MODELSCOPE_API_TOKEN"))

    def read(self) -> Remote:
        """Return what is there now."""
        from modelscope_hub.errors import NotExistError
        from modelscope_hub.types import Visibility as Level

        with self._asking():
            try:
                found = self._api.get_repo(self.repo, DATASET)
            except NotExistError:
                return NOWHERE
            # What is not said to be private is public, and of a gate nothing says who opens it.
            private = found.visibility == Level.PRIVATE and not found.gated
            visibility = Visibility(private=private, gate="auto" if found.gated else "none")
            files = self._files(_BRANCH)
            revisions = self._api.list_repo_revisions(self.repo, DATASET)
            names = sorted({str(one.get("Revision") or one.get("name")) for one in revisions} - {_BRANCH})
            held = {name: self._files(name) for name in names}
            others_read = self.job.ask.public or not visibility.private
            return replace(
                NOWHERE,
                visibility=visibility,
                head=_state(files),
                files=files,
                tags={name: _state(held[name]) for name in names},
                tagged=held.get(self.job.release.version),
                shape=self._shape(files),
                versions=tuple(self._versions({_BRANCH: files, **held})) if others_read else (),
            )

    def plan(self, remote: Remote) -> Plan:
        """Return what is left to do, and refuse what the client cannot."""
        planned, where = plan(self.job, remote), self.job.where
        refusals = list(planned.refusals)
        if self.job.ask.gated:
            problem = "ModelScope's client cannot gate a repository that is there."
            refusals.append(PublishError(where, problem, "Leave --gated out, and gate it in its settings."))
        if "reveal" in planned.actions:
            problem = "ModelScope's client cannot open a repository."
            remedy = "Leave --public out, look at what is there, and open it in its settings."
            refusals.append(PublishError(where, problem, remedy))
        return replace(planned, refusals=tuple(refusals))

    def perform(self, action: Action, left: Plan, remote: Remote) -> None:  # noqa: ARG002 - the contract's
        """Take one action that is left."""
        release = self.job.release
        with self._asking():
            if action == "create":
                self._api.create_repo(self.repo, DATASET, visibility="private", license="Other")
            elif action == "upload":
                self._upload(left)
            elif action == "tag":
                self._api.create_repo_tag(self.repo, DATASET, release.version, revision=_BRANCH)

    def hide(self) -> None:
        """Say that this cannot be done."""
        problem = "its client cannot close a repository"
        raise Trouble(problem, "Make it private in its settings, at once.")

    def _upload(self, left: Plan) -> None:
        """Send what differs; what goes is taken away after what comes is there."""
        release = self.job.release
        message = f"{release.name} {release.version}"
        if left.uploaded:
            with TemporaryDirectory(dir=self._scratch) as folder:
                write_copy(release, Path(folder), left.uploaded)
                self._api.upload_folder(
                    self.repo, DATASET, folder, commit_message=message, use_cache=False, disable_tqdm=True
                )
        if left.deleted:
            self._api.delete_files(self.repo, DATASET, left.deleted, commit_message=message)

    def _files(self, revision: str) -> dict[str, str]:
        listed = self._api.list_repo_files(self.repo, DATASET, revision=revision)
        return {
            one.path: str(one.sha256 or one.blob_id) for one in listed if one.type != "tree" and one.path != _MADE_THERE
        }

    def _versions(self, held: Mapping[str, Mapping[str, str]]) -> Iterator[Version]:
        """Yield each state that the branch or a tag names; what is between them its client does not list."""
        names: dict[str, list[str]] = {}
        for name, files in held.items():
            names.setdefault(_state(files), []).append(name)
        for same in names.values():
            files = held[same[0]]
            known = holds(self.job.release, files)
            content = self.job.release.content if known else content_of(files, self._opener(same[0], files))
            if content:
                yield Version(names=tuple(same), commit=None, content=content)

    def _shape(self, files: Mapping[str, str]) -> Shape | None:
        """Return the shape of the release that is there, None if it is none."""
        if not files.keys() >= set(SHAPE_FILES):
            return None
        open_ = self._opener(_BRANCH, files)
        try:
            return read_shape(*(open_(name).read().decode() for name in SHAPE_FILES))
        except ValueError:
            return None

    def _opener(self, revision: str, files: Mapping[str, str]) -> Any:  # noqa: ANN401 - readable.Open
        folder = self._scratch / _state(files)

        def open_(name: str) -> BinaryIO:
            if not (folder / name).exists():
                self._api.download_file(self.repo, DATASET, name, revision=revision, local_dir=folder)
            return io.BytesIO((folder / name).read_bytes())

        return open_

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Have the client print nothing, and turn what it raises into trouble that says nothing secret."""
        from modelscope_hub.errors import APIError, NetworkError

        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                yield
        except (CorpusError, Trouble):
            raise
        except NetworkError as error:
            raise unreachable(type(error).__name__) from None
        except APIError as error:
            body = self.redacted(error.message).replace("\n", " ")[:200]
            raise answered(error.status_code or 0, body, {}, log_in=_LOG_IN) from None
        except Exception as error:  # noqa: BLE001 - whatever a client raises, the token must not be shown
            raise nonsense(error) from None


def _private_api() -> Any:  # noqa: ANN401 - the client may be missing
    """Return the client, which makes every repository private unless told otherwise.

    Its ``upload_folder`` creates one that is missing, public, by its own ``create_repo``: had somebody deleted the
    repository since it was looked at, the release would be open to all.
    """
    from modelscope_hub import HubApi

    class PrivateApi(HubApi):  # type: ignore[misc]  # it may be missing
        def create_repo(self, repo_id: str, repo_type: Any, **facts: Any) -> Any:  # noqa: ANN401
            return super().create_repo(repo_id, repo_type, **{"visibility": "private", "license": "Other", **facts})

    return PrivateApi()


def _state(files: Mapping[str, str]) -> str:
    """Return a digest of what is there: of commits its client tells nothing."""
    return sha256("\n".join(f"{name}\t{files[name]}" for name in sorted(files)).encode()).hexdigest()
