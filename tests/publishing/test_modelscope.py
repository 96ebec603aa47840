"""ModelScope's own client against a ModelScope on this machine: created private, looked at, and only then filled."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Request
from loopback_modelscope import PRIVATE, PUBLIC, TOKEN, LoopbackModelScope
from publishing import files_of, make_release, run_publish

from bdci_corpus.errors import CorpusError, PublishError
from bdci_corpus.publishing.carry_out import carry_out, look
from bdci_corpus.publishing.gate import Ask
from bdci_corpus.publishing.plan import Action, Job
from bdci_corpus.publishing.sealed import Sealed, seal
from bdci_corpus.publishing.targets.modelscope import ModelScope

REPO = "me/corpus"

MADE_THERE = {".gitattributes", "dataset_infos.json"}


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
    return seal(make_release(folder / "later", "open", "open", "open", "open", version="0.2.0").release)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackModelScope]:
    """A ModelScope that this process is logged in to."""
    from modelscope_hub.config import set_default_config

    with LoopbackModelScope() as found:
        for name, value in found.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("time.sleep", lambda _: None)
        set_default_config(None)
        yield found
    set_default_config(None)


def target(release: Sealed, *, public: bool = False, gated: bool = False) -> ModelScope:
    return ModelScope(REPO, Job(release=release, ask=Ask(public=public, gated=gated), where=f"modelscope:{REPO}"))


def published(release: Sealed, *, public: bool = False) -> tuple[Action, ...]:
    return carry_out(target(release, public=public), lambda *_: None)[1]


def refused(release: Sealed, *, public: bool = False) -> str:
    with pytest.raises((CorpusError, ExceptionGroup)) as caught:
        published(release, public=public)
    errors = caught.value.exceptions if isinstance(caught.value, ExceptionGroup) else [caught.value]
    return "\n".join(map(str, errors))


def held(place: LoopbackModelScope, revision: str = "master") -> dict[str, bytes]:
    files = place.repos[REPO].revisions[revision]
    return {name: data for name, data in files.items() if name not in MADE_THERE}


def test_a_release_arrives_whole_private_tagged_and_once(place: LoopbackModelScope, free: Sealed) -> None:
    assert published(free) == ("create", "upload", "tag")
    assert place.repos[REPO].visibility == PRIVATE
    assert held(place) == held(place, "0.1.0") == files_of(free.folder)
    assert published(free) == ()


def test_it_is_looked_at_between_creation_and_upload(place: LoopbackModelScope, kept: Sealed) -> None:
    published(kept)
    made = place.log.index("POST /api/v1/datasets")
    sent = next(at for at, line in enumerate(place.log) if line.endswith("/objects/batch"))
    assert f"GET /openapi/v1/datasets/{REPO}" in place.log[made:sent]


def test_a_place_that_makes_it_public_all_the_same_gets_nothing(place: LoopbackModelScope, kept: Sealed) -> None:
    ask = place.answer

    def careless(request: Request) -> object:
        found = ask(request)
        if request.path == "/api/v1/datasets":
            place.repos[REPO].visibility = PUBLIC
        return found

    place.answer = careless  # type: ignore[method-assign]
    assert "The repository is public, and publishing is private unless asked otherwise" in refused(kept)
    assert not held(place).keys() - {"README.md"}


def test_one_that_is_deleted_meanwhile_is_made_again_private(place: LoopbackModelScope, kept: Sealed) -> None:
    """Its client creates what is missing when it uploads, public if nothing is said."""
    published(kept)
    place.repos[REPO].revisions["master"] = {"README.md": b""}
    del place.repos[REPO].revisions["0.1.0"]
    place.before["/api/v1/datasets"] = place.repos.clear
    published(kept)
    assert place.repos[REPO].visibility == PRIVATE
    assert held(place) == files_of(kept.folder)


def test_the_next_version_takes_away_what_is_gone(place: LoopbackModelScope, free: Sealed, later: Sealed) -> None:
    published(free)
    place.repos[REPO].revisions["master"]["stray.txt"] = b"of somebody"
    assert published(later) == ("upload", "tag")
    assert held(place) == files_of(later.folder)
    assert held(place, "0.1.0") == files_of(free.folder)


def test_a_public_one_takes_what_anybody_may_read(
    place: LoopbackModelScope, free: Sealed, later: Sealed, kept: Sealed
) -> None:
    published(free)
    place.repos[REPO].visibility = PUBLIC
    assert "publishing is private unless asked otherwise" in refused(later)
    assert "The strictest row is unknown" in refused(kept, public=True)
    assert published(later, public=True) == ("upload", "tag")
    assert held(place) == files_of(later.folder)


def test_tags_of_a_public_one_count(place: LoopbackModelScope, kept: Sealed, later: Sealed) -> None:
    published(kept)
    place.repos[REPO].visibility = PUBLIC
    assert "Anybody could already read master, 0.1.0 there" in refused(later, public=True)


def test_what_its_client_cannot_do_is_refused(place: LoopbackModelScope, free: Sealed) -> None:
    plan, _ = look(target(free, public=True, gated=True))
    said = " ".join(map(str, plan.refusals))
    assert "cannot open a repository" in said
    assert "cannot gate a repository" in said
    assert not place.repos


def test_what_is_not_said_to_be_private_is_public(place: LoopbackModelScope, free: Sealed, later: Sealed) -> None:
    published(free)
    place.repos[REPO].visibility = 3
    assert "The repository is public" in refused(later)
    place.repos[REPO].visibility = PRIVATE
    place.repos[REPO].gated = True
    assert "The repository is public" in refused(later)


def test_what_goes_wrong_is_told_without_the_token(
    place: LoopbackModelScope, free: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.failing["/repo/tag"] = [400] * 9
    said = refused(free)
    assert "It refuses (400" in said
    assert "all files are in place" in said
    assert TOKEN not in said
    place.failing.clear()
    assert published(free) == ("tag",)
    from modelscope_hub.config import set_default_config

    monkeypatch.setenv("MODELSCOPE_API_TOKEN", "ms-of-somebody-else-altogether")
    set_default_config(None)
    assert "MODELSCOPE_API_TOKEN" in refused(free)


def test_without_its_client_it_says_what_to_install(free: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdci_corpus.publishing.targets.modelscope.find_spec", lambda _: None)
    with pytest.raises(PublishError, match=r"pip install .bdci-corpus\[modelscope\]"):
        target(free)


def test_the_command_prints_json_and_its_line_loads(place: LoopbackModelScope, free: Sealed, tmp_path: Path) -> None:
    env = place.environment(tmp_path) | {"HF_HOME": str(tmp_path / "hf")}
    done = run_publish(env, str(free.folder), "--to", f"modelscope:{REPO}", "--json")
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["done"] == ["create", "upload", "tag"]
    code = f"import datasets, modelscope_hub\nprint({said['load']}['train'].num_rows)"
    loaded = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    assert loaded.stdout.splitlines()[-1:] == ["2"], loaded.stderr
