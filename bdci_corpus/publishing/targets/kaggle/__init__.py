"""A data set on Kaggle, through its own client: private until all that was sent is there, unpacked and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.gate import Content, Version, Visibility
from bdci_corpus.publishing.plan import NOWHERE, Action, Job, Plan, Remote, holds, plan
from bdci_corpus.publishing.readable import content_of
from bdci_corpus.publishing.targets.copies import write_copy
from bdci_corpus.publishing.targets.kaggle.archives import Archive
from bdci_corpus.publishing.targets.kaggle.client import SECONDS, Client, impatient
from bdci_corpus.publishing.targets.kaggle.metadata import METADATA, metadata_of
from bdci_corpus.publishing.troubles import Trouble
from bdci_corpus.release import SHAPE_FILES, Shape, read_shape

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{4,48}[a-z0-9]")
"""What Kaggle's client and its addresses take for a name."""


class Kaggle:
    """One data set. Kaggle tells neither digests nor tags: what a version holds is known by downloading it."""

    scheme: ClassVar[str] = "kaggle"
    form: ClassVar[str] = "kaggle:owner/name"
    addresses: ClassVar[str] = r"[A-Za-z0-9][\w-]*/[A-Za-z0-9][\w-]*"

    def __init__(self, address: str, job: Job, *, seconds: float = SECONDS) -> None:
        """Name the data set, ``owner/name``. No request is silent for ``seconds``.

        Raises:
            PublishError: Kaggle's client is not installed.
        """
        self.job, self._ref, self._seconds = job, address, seconds
        self._client = Client(address, job.where)
        self._archives: dict[int, Archive] = {}
        self._scratch = Path()

    @property
    def url(self) -> str:
        """Where people look at it."""
        return f"https://www.kaggle.com/datasets/{self._ref}"

    @property
    def load_line(self) -> str:
        """The line of Python that loads what is published, with Kaggle's package for notebooks."""
        return f'datasets.load_dataset(kagglehub.dataset_download("{self._ref}"))'

    @contextmanager
    def session(self) -> Iterator[None]:
        """Have a place for what is downloaded, and give up on silence, for a while."""
        with TemporaryDirectory(prefix="bdci-corpus-") as folder, impatient(self._seconds):
            self._scratch = Path(folder)
            yield

    def redacted(self, text: str) -> str:
        """Return a text without the key."""
        return self._client.redacted(text)

    def read(self) -> Remote:
        """Return what is there now."""
        found = self._client.dataset()
        if found is None:
            return NOWHERE
        archive = self._archive(found.newest)
        self._refuse_packed(archive)
        # What Kaggle does not say is private is public.
        visibility = Visibility(private=found.private)
        others_read = self.job.ask.public or not visibility.private
        return replace(
            NOWHERE,
            visibility=visibility,
            head=str(found.newest),
            files=archive.files,
            shape=_shape(archive),
            versions=tuple(self._versions(found.newest)) if others_read else (),
        )

    def plan(self, remote: Remote) -> Plan:
        """Return what is left to do: a data set begins with its files, and has neither tags nor a gate."""
        planned, where = plan(self.job, remote), self.job.where
        refusals = list(planned.refusals)
        if self.job.ask.gated:
            refusals.append(PublishError(where, "Kaggle has no gate.", "Leave --gated out."))
        if not _NAME.fullmatch(self._ref.partition("/")[2]):
            problem = "Kaggle wants names of 6 to 50 lower-case letters, digits and hyphens."
            refusals.append(PublishError(where, problem, "Name it otherwise."))
        never = {"tag", "gate"} | ({"upload"} if remote.visibility is None else set())
        actions = tuple(action for action in planned.actions if action not in never)
        return replace(planned, actions=actions, refusals=tuple(refusals))

    def perform(self, action: Action, left: Plan, remote: Remote) -> None:  # noqa: ARG002 - the contract's
        """Take one action: every version is sent whole, for Kaggle knows no other."""
        if action == "reveal":
            self._client.set_private(private=False, scratch=self._scratch)
            return
        release = self.job.release
        with TemporaryDirectory(dir=self._scratch) as folder:
            write_copy(release, Path(folder))
            (Path(folder) / METADATA).write_text(metadata_of(release, self._ref), encoding="ascii")
            if action == "create":
                self._client.create(folder)
            else:
                self._client.add_version(folder, f"{release.name} {release.version}")

    def hide(self) -> None:
        """Make it private, whatever it was."""
        self._client.set_private(private=True, scratch=self._scratch)

    def _refuse_packed(self, archive: Archive) -> None:
        """Folders are sent as archives, which Kaggle unpacks; now and then it has not."""
        sent = {f"{name.partition('/')[0]}.zip" for name in self.job.release.files if "/" in name}
        if packed := sorted(sent & archive.files.keys()):
            problem = f"Its newest version holds {packed[0]}, and not the folder: Kaggle has not unpacked it."
            raise Trouble(problem, "Delete the data set, or that version, on its page, and run again.")

    def _archive(self, number: int) -> Archive:
        """Return all files of a version; it is downloaded once, for it never changes."""
        if number not in self._archives:
            path = self._scratch / f"{number}.zip"
            self._client.download(number, path)
            self._archives[number] = Archive(path)
        return self._archives[number]

    def _versions(self, newest: int) -> Iterator[Version]:
        """Yield every version that a reader can ask for."""
        for number in range(newest, 0, -1):
            name = f"version {number}"
            try:
                archive = self._archive(number)
            except Trouble as trouble:
                if trouble.waits is not None:
                    raise
                yield Version(names=(name,), commit=str(number), content=Content(untold=(name,)))
                continue
            release = self.job.release
            known = holds(release, archive.files)
            content = release.content if known else content_of(archive.files, archive.open)
            names = (release.version, name) if known else (name,)
            yield Version(names=names, commit=str(number), content=content)


def _shape(archive: Archive) -> Shape | None:
    """Return the shape of the release that is there, None if it is none."""
    if not archive.files.keys() >= set(SHAPE_FILES):
        return None
    try:
        return read_shape(*(archive.open(name).read().decode() for name in SHAPE_FILES))
    except ValueError:
        return None
