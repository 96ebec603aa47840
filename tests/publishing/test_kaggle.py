"""Kaggle's own client against a Kaggle on this machine: private, unpacked, read back, and only then opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback_kaggle import KEY, LoopbackKaggle
from publishing import files_of, make_release, run_publish

from bdci_corpus.errors import CorpusError, PublishError
from bdci_corpus.publishing.carry_out import carry_out, look
from bdci_corpus.publishing.gate import Ask
from bdci_corpus.publishing.plan import Action, Job, Plan
from bdci_corpus.publishing.sealed import Sealed, seal
from bdci_corpus.publishing.targets.kaggle import Kaggle
from bdci_corpus.publishing.targets.kaggle.metadata import metadata_of

REF = "me/corpus"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where releases are made."""
    return tmp_path_factory.mktemp("releases")


@pytest.fixture(scope="module")
def free(folder: Path) -> Sealed:
    """A release that anybody may read."""
    return seal(make_release(folder / "free", "open", "attribution", "open").release)


@pytest.fixture(scope="module")
def kept(folder: Path) -> Sealed:
    """A release with a row of which nobody knows the terms."""
    return seal(make_release(folder / "kept", "open", "open", "unknown").release)


@pytest.fixture(scope="module")
def later(folder: Path) -> Sealed:
    """The next version of the free one."""
    return seal(make_release(folder / "later", "open", "attribution", "open", "open", version="1.0.0").release)


@pytest.fixture
def kaggle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackKaggle]:
    """A Kaggle that this process is logged in to."""
    with LoopbackKaggle() as place:
        for name, value in place.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("KAGGLE_API_TOKEN", raising=False)
        monkeypatch.setattr("time.sleep", lambda _: None)
        yield place


def target(release: Sealed, *, public: bool = False, gated: bool = False, ref: str = REF) -> Kaggle:
    return Kaggle(ref, Job(release=release, ask=Ask(public=public, gated=gated), where=f"kaggle:{ref}"))


def published(release: Sealed, *, public: bool = False) -> tuple[Plan, tuple[Action, ...]]:
    return carry_out(target(release, public=public), lambda *_: None)


def refused(release: Sealed, *, public: bool = False) -> str:
    with pytest.raises((CorpusError, ExceptionGroup)) as caught:
        published(release, public=public)
    errors = caught.value.exceptions if isinstance(caught.value, ExceptionGroup) else [caught.value]
    return "\n".join(map(str, errors))


def test_a_release_arrives_whole_private_and_once(kaggle: LoopbackKaggle, free: Sealed) -> None:
    assert published(free)[1] == ("create",)
    own = kaggle.sets[REF]
    assert own.private
    assert own.versions == [files_of(free.folder)]
    assert published(free)[1] == ()
    assert len(own.versions) == 1


def test_it_is_opened_only_after_all_of_it_was_read_back(kaggle: LoopbackKaggle, free: Sealed) -> None:
    assert published(free, public=True)[1] == ("create", "reveal")
    own = kaggle.sets[REF]
    assert not own.private
    assert own.facts["title"] == "small 0.1.0"
    steps = [line.rpartition("/")[2] for line in kaggle.log if "Service/" in line and "Blob" not in line]
    made, opened = steps.index("CreateDataset"), steps.index("UpdateDatasetMetadata")
    assert "DownloadDataset" in steps[made:opened]
    assert published(free, public=True)[1] == ()


def test_the_next_version_is_a_version_there(kaggle: LoopbackKaggle, free: Sealed, later: Sealed) -> None:
    published(free)
    plan, done = published(later)
    assert done == ("upload",)
    assert [len(version) for version in kaggle.sets[REF].versions] == [len(free.files), len(later.files)]
    assert plan.changed
    assert "asks for" in refused(free)


@pytest.mark.parametrize("place", ["new", "private", "public"])
def test_the_strictest_row_decides(kaggle: LoopbackKaggle, free: Sealed, kept: Sealed, place: str) -> None:
    if place != "new":
        published(free if place == "public" else kept, public=place == "public")
    assert "The strictest row is unknown" in refused(kept, public=True)
    assert (REF in kaggle.sets) == (place != "new")
    assert [len(own.versions) for own in kaggle.sets.values()] == ([1] if place != "new" else [])
    if place == "private":
        assert kaggle.sets[REF].private


def test_older_versions_count(kaggle: LoopbackKaggle, kept: Sealed, later: Sealed) -> None:
    published(kept)
    assert "Anybody could read version 1 there" in refused(later, public=True)
    kaggle.sets[REF].versions[0] = {"notes.txt": b"of somebody"}
    kaggle.sets[REF].versions.append(files_of(later.folder))
    assert "under terms that nobody can tell: notes.txt" in refused(later, public=True)
    assert kaggle.sets[REF].private


def test_a_public_one_is_left_alone_unless_that_is_meant(kaggle: LoopbackKaggle, free: Sealed, later: Sealed) -> None:
    published(free, public=True)
    assert "publishing is private unless asked otherwise" in refused(later)
    assert len(kaggle.sets[REF].versions) == 1


def test_one_that_is_opened_meanwhile_is_closed_again(kaggle: LoopbackKaggle, kept: Sealed, later: Sealed) -> None:
    published(kept)
    own = kaggle.sets[REF]
    kaggle.before["/StartBlobUpload"] = lambda: setattr(own, "private", False)
    said = refused(later)
    assert "has been made private again" in said
    assert own.private


def test_what_kaggle_did_not_unpack_is_not_opened(kaggle: LoopbackKaggle, free: Sealed) -> None:
    kaggle.unpacks = False
    said = refused(free, public=True)
    assert "holds LICENSES.zip, and not the folder" in said
    assert "the repository was created, private" in said
    assert kaggle.sets[REF].private


def test_it_waits_until_kaggle_has_taken_it_in(kaggle: LoopbackKaggle, free: Sealed) -> None:
    published(free)
    kaggle.unready = 2
    assert published(free)[1] == ()
    kaggle.unready = 9
    assert "It is still taking in what was sent (blobs received)" in refused(free)


def test_what_goes_wrong_is_told_without_the_key(kaggle: LoopbackKaggle, free: Sealed) -> None:
    kaggle.failing["/CreateDataset"] = [400]
    said = refused(free)
    assert "It refuses (400" in said
    assert KEY not in said
    kaggle.failing["/GetDataset"] = [503]
    assert published(free)[1] == ("create",)
    kaggle.failing["/GetDataset"] = [401] * 4
    assert "KAGGLE_USERNAME" in refused(free)


def test_without_a_key_it_says_how_to_log_in(
    kaggle: LoopbackKaggle, free: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KAGGLE_KEY")
    plan, unread = look(target(free))
    assert unread is not None
    assert "There is no token to write with" in str(unread)
    assert plan.actions == ("create",)
    assert kaggle.log == []


def test_what_kaggle_has_not_is_refused(kaggle: LoopbackKaggle, free: Sealed) -> None:
    plan, _ = look(target(free, gated=True, ref="me/small"))
    said = " ".join(map(str, plan.refusals))
    assert "Kaggle has no gate" in said
    assert "6 to 50" in said
    assert not kaggle.sets


def test_without_its_client_it_says_what_to_install(free: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdci_corpus.publishing.targets.kaggle.client.find_spec", lambda _: None)
    with pytest.raises(PublishError, match=r"pip install .bdci-corpus\[kaggle\]"):
        target(free)


def test_the_metadata_is_what_its_client_takes(free: Sealed, kept: Sealed) -> None:
    said = json.loads(metadata_of(free, REF))
    assert said["id"] == REF
    assert 6 <= len(said["title"]) <= 50
    assert said["licenses"] == [{"name": "other"}]
    assert said["description"].startswith("#")
    assert json.loads(metadata_of(kept, REF))["licenses"][0]["name"] in {"other", "unknown"}


def test_the_command_prints_json_and_nothing_of_the_client(
    kaggle: LoopbackKaggle, free: Sealed, tmp_path: Path
) -> None:
    env = kaggle.environment(tmp_path)
    done = run_publish(env, str(free.folder), "--to", f"kaggle:{REF}", "--json")
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert (said["done"], said["url"]) == (["create"], f"https://www.kaggle.com/datasets/{REF}")
    assert KEY not in done.stdout
