"""Targets: a kind of place costs one file and one line of the table."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from hashlib import sha256
from typing import ClassVar

import pytest
from publishing import files_of, make_release

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.carry_out import carry_out
from bdci_corpus.publishing.gate import Ask, Visibility
from bdci_corpus.publishing.plan import NOWHERE, Action, Job, Plan, Remote, plan
from bdci_corpus.publishing.sealed import Sealed, seal
from bdci_corpus.publishing.targets import TARGETS, Target, target_named
from bdci_corpus.publishing.troubles import Trouble


class Shelf:
    """A toy place: files by name, perhaps open to all."""

    scheme: ClassVar[str] = "shelf"
    form: ClassVar[str] = "shelf:NUMBER"
    addresses: ClassVar[str] = "[0-9]+"
    opened: ClassVar[set[str]] = set()
    shelves: ClassVar[dict[str, dict[str, bytes]]] = {}
    lost: ClassVar[dict[str, int]] = {}
    """How many attempts at a place fail."""

    def __init__(self, address: str, job: Job) -> None:
        """Take a number."""
        self.address, self.job = address, job

    @property
    def url(self) -> str:
        """In words."""
        return f"shelf number {self.address}"

    @property
    def load_line(self) -> str:
        """No language has it."""
        return f"read({self.address})"

    def session(self) -> AbstractContextManager[None]:
        """Nothing is needed."""
        return nullcontext()

    def redacted(self, text: str) -> str:
        """There are no secrets."""
        return text

    def read(self) -> Remote:
        """Look."""
        if self.address not in self.shelves:
            return NOWHERE
        files = {name: sha256(data).hexdigest() for name, data in self.shelves[self.address].items()}
        visibility = Visibility(private=self.address not in self.opened)
        return replace(NOWHERE, visibility=visibility, files=files, tags={self.job.release.version: "x"})

    def plan(self, remote: Remote) -> Plan:
        """Plan as ever."""
        return plan(self.job, remote)

    def perform(self, action: Action, left: Plan, remote: Remote) -> None:
        """Do it, the second time."""
        assert remote.visibility is not None or action == "create"
        self.lost[self.address] = self.lost.get(self.address, 1) - 1
        if self.lost[self.address] >= 0:
            problem = "It is dusty."
            raise Trouble(problem, "Wipe it.", waits=0)
        if action == "create":
            self.shelves[self.address] = {}
        elif action == "upload":
            folder = self.job.release.folder
            self.shelves[self.address] = {name: (folder / name).read_bytes() for name in left.uploaded}
        elif action == "reveal":
            self.opened.add(self.address)

    def hide(self) -> None:
        """Close it."""
        self.opened.discard(self.address)


TABLE = (*TARGETS, Shelf)


@pytest.fixture(autouse=True)
def _take_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """A free release, checked once."""
    return seal(make_release(tmp_path_factory.mktemp("free"), "open", "attribution", "open").release)


def test_a_toy_target_is_one_class_and_one_line(release: Sealed) -> None:
    kind, address = target_named("shelf:7", TABLE)
    target = kind(address, Job(release=release, ask=Ask(public=True), where="shelf:7"))
    assert carry_out(target, lambda *_: None)[1] == ("create", "upload", "reveal")
    assert carry_out(target, lambda *_: None)[1] == ()
    assert Shelf.shelves["7"] == files_of(release.folder)
    with pytest.raises(
        PublishError,
        match=r"neither hf:owner/name nor dir:PATH nor kaggle:owner/name nor modelscope:owner/name nor shelf:NUMBER",
    ):
        target_named("shelf:seven", TABLE)


def test_what_goes_wrong_with_it_is_told_in_words_of_no_hub(release: Sealed) -> None:
    target = Shelf("8", Job(release=release, ask=Ask(), where="shelf:8"))
    Shelf.lost["8"] = 9
    with pytest.raises(PublishError) as caught:
        carry_out(target, lambda *_: None)
    assert str(caught.value) == "[shelf:8] shelf number 8: It is dusty. Nothing was changed there. Wipe it."


@pytest.mark.parametrize("kind", TARGETS, ids=lambda kind: kind.scheme)
def test_every_target_says_how_it_is_named(kind: type[Target]) -> None:
    assert kind.form.startswith(f"{kind.scheme}:")
    assert target_named(kind.form) == (kind, kind.form.partition(":")[2])
