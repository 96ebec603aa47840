"""Publishing to a hub and to folders: looked at before, whole or not at all, the same again changes nothing."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hub import LoopbackHub, Store
from publishing import (
    NOTICE,
    OWNER,
    REPO,
    TOKEN,
    client_environment,
    files_of,
    held_by,
    make_project,
    make_release,
    rows_of,
    run_publish,
    run_python,
    text_of,
    traces_of_row,
    unpacked,
)

import bdci_corpus
from bdci_corpus.building.steps import build
from bdci_corpus.cli import main
from bdci_corpus.errors import PublishError

# huggingface_hub sends large files in a way that its HTTP library is to give up.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

KEPT = ("open", "competition-only", "attribution", "unknown", "open")
FREE = ("open", "attribution", "open", "attribution", "open")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that may go to a private or gated repository only."""
    return make_release(tmp_path_factory.mktemp("kept"), *KEPT).release


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that may go anywhere."""
    return make_release(tmp_path_factory.mktemp("free"), *FREE).release


def run(*args: str) -> Result:
    """Run the verb publish."""
    return CliRunner().invoke(main, ["publish", *args])


def test_a_dry_run_says_what_would_be_public_and_changes_nothing(hub: LoopbackHub, kept: Path) -> None:
    result = run(str(kept), "--to", f"hf:{REPO}", "--dry-run", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert {file["path"]: file["bytes"] for file in told["files"]} == {n: len(d) for n, d in files_of(kept).items()}
    assert {file["change"] for file in told["files"]} == {"added"}
    assert told["visibility"] == {"now": None, "then": "private"}
    assert told["strictest"] == "unknown"
    assert told["restrictions"] == {"attribution": 1, "competition-only": 1, "open": 2, "unknown": 1}
    assert told["actions"] == ["create", "upload", "tag"]
    assert not hub.store.repos
    assert reads_only(hub)
    shown = run(str(kept), "--to", f"hf:{REPO}", "--dry-run").output
    assert "would do: create, then upload, then tag" in shown
    assert "private  (now: not there yet)" in shown


def reads_only(hub: LoopbackHub) -> bool:
    """Return whether nothing was asked of the hub but to read."""
    return all(line.startswith(("GET", "HEAD")) for line in hub.log)


def test_who_would_read_which_rows_of_which_version_is_said_before(hub: LoopbackHub, tmp_path: Path) -> None:
    first = make_release(tmp_path, "open", "competition-only", "attribution").release
    bdci_corpus.publish(first, f"hf:{REPO}")
    free = build(tmp_path, out=tmp_path / "free", only_redistributable=True).release
    told = json.loads(run(str(free), "--to", f"hf:{REPO}", "--public", "--dry-run", "--json").output)
    new, older = told["readable"]
    assert (new["version"], new["now"], new["then"]) == (["0.1.0"], None, "anybody")
    assert (older["version"], older["now"], older["then"]) == (["main", "0.1.0"], "its owner", "anybody")
    assert older["restricted"] == ["01-competition-only.txt"]
    assert any("not for anybody: 01-competition-only.txt" in error["problem"] for error in told["errors"])
    shown = run(str(free), "--to", f"hf:{REPO}", "--public", "--dry-run").output
    assert "anybody can read main, 0.1.0: 1 attribution, 1 competition-only, 1 open; not for anybody: 01-" in shown
    hub.log.clear()
    seen: list[bool] = []
    bdci_corpus.publish(free, "hf:me/other", public=True, announce=lambda _: seen.append(reads_only(hub)))
    assert seen == [True]
    output = run(str(first), "--to", "hf:me/third", "--public", "--gated").output
    said = "those whom its owner lets in can read 0.1.0: 1 attribution, 1 competition-only, 1 open"
    assert output.index(said) < output.index("did: create")


def test_everything_comes_in_one_commit_private_and_tagged(hub: LoopbackHub, kept: Path) -> None:
    result = bdci_corpus.publish(kept, f"hf:{REPO}")
    repo = hub.store.repos[REPO]
    assert repo.private
    assert [commit.parent for commit in repo.commits.values()] == [None, next(iter(repo.commits))]
    assert held_by(hub) == files_of(kept)
    assert repo.tags == {"0.1.0": repo.head.oid}
    assert result.done == ("create", "upload", "tag")
    assert result.load_line == f'datasets.load_dataset("{REPO}", revision="0.1.0")'


def test_the_same_again_changes_nothing_and_says_so(hub: LoopbackHub, kept: Path) -> None:
    bdci_corpus.publish(kept, f"hf:{REPO}")
    before = dict(hub.store.repos[REPO].commits)
    hub.log.clear()
    result = run(str(kept), "--to", f"hf:{REPO}")
    assert result.exit_code == 0
    assert "nothing changed: this version is there already" in result.output
    assert reads_only(hub)
    assert hub.store.repos[REPO].commits == before


def test_the_real_clients_give_the_rows_of_the_release(hub: LoopbackHub, kept: Path, tmp_path: Path) -> None:
    bdci_corpus.publish(kept, f"hf:{REPO}")
    env = client_environment(hub, tmp_path / "home")
    code = (
        "import datasets, json, sys\n"
        "from huggingface_hub import snapshot_download\n"
        "repo, tag = sys.argv[1:]\n"
        "loaded = {k: list(v) for k, v in datasets.load_dataset(repo, revision=tag).items()}\n"
        "streamed = datasets.load_dataset(repo, revision=tag, streaming=True)\n"
        "assert {k: list(v) for k, v in streamed.items()} == loaded\n"
        "names = datasets.get_dataset_config_names(repo, revision=tag)\n"
        "counts = {n: {k: len(v) for k, v in datasets.load_dataset(repo, n, revision=tag).items()} for n in names}\n"
        "folder = snapshot_download(repo, repo_type='dataset', revision=tag)\n"
        "print(json.dumps([loaded, counts, folder]))\n"
    )
    found = run_python(code, env, REPO, "0.1.0")
    assert found.returncode == 0, found.stderr
    loaded, counts, folder = json.loads(found.stdout)
    assert loaded == rows_of(kept)
    assert counts["documents"] == {split: len(rows) for split, rows in loaded.items()}
    assert set(counts) == {path.name for path in kept.iterdir() if path.is_dir()} - {"LICENSES"}
    (Path(folder) / ".gitattributes").unlink()
    assert files_of(Path(folder)) == files_of(kept)
    hf = "import sys; from huggingface_hub.cli.hf import main; sys.exit(main())"
    to = tmp_path / "by-hf"
    args = ("download", REPO, "--repo-type", "dataset", "--revision", "0.1.0", "--local-dir", str(to))
    assert run_python(hf, env, *args).returncode == 0
    downloaded = {name: data for name, data in files_of(to).items() if not name.startswith((".cache/", ".gitattr"))}
    assert downloaded == files_of(kept)


def test_a_gated_repository_asks_with_the_notice_before_anything_is_public(hub: LoopbackHub, kept: Path) -> None:
    result = bdci_corpus.publish(kept, f"hf:{REPO}", public=True, gated=True)
    assert result.done == ("create", "gate", "upload", "tag", "reveal")
    repo = hub.store.repos[REPO]
    assert (repo.private, repo.gated) == (False, "manual")
    import yaml

    card = yaml.safe_load(held_by(hub)["README.md"].decode().split("---\n")[1])
    assert NOTICE in card["extra_gated_prompt"]


def test_nobody_else_reads_a_private_or_gated_repository(hub: LoopbackHub, kept: Path, tmp_path: Path) -> None:
    other = "hf_" + "someoneElse" * 3
    hub.store.tokens[other] = "other"
    code = "import datasets, sys; print(datasets.load_dataset(sys.argv[1]))"
    for asked in ({}, {"public": True, "gated": True}):
        bdci_corpus.publish(kept, f"hf:{REPO}", **asked)
        for number, token in enumerate((None, other)):
            env = client_environment(hub, tmp_path / f"home{len(asked)}{number}", token=token)
            assert run_python(code, env, REPO).returncode != 0


def next_version(project: Path, version: str) -> Path:
    """Build a project again, under another version."""
    config = (project / "corpus.toml").read_text("utf-8")
    start = config.index('version = "') + len('version = "')
    config = config[:start] + version + config[config.index('"', start) :]
    (project / "corpus.toml").write_text(config, encoding="utf-8")
    return build(project, out=project / "release", freeze=True).release


def add_document(project: Path, name: str, number: int) -> None:
    """Put one more open document into a project."""
    (project / "seeds" / name).write_text(text_of(number), encoding="utf-8")
    with (project / "corpus.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[sources]]\nname = "{name}"\nfiles = ["seeds/{name}"]\n')
        file.write('license = "CC0-1.0"\nrestriction = "open"\nrights_holder = "某人"\n')


def test_a_newer_version_sends_only_what_changed(hub: LoopbackHub, tmp_path: Path) -> None:
    release = make_release(tmp_path, *FREE).release
    bdci_corpus.publish(release, f"hf:{REPO}")
    first = files_of(release)
    add_document(tmp_path, "99-new.txt", 99)
    newer = next_version(tmp_path, "0.2.0")
    hub.log.clear()
    plan = bdci_corpus.publish(newer, f"hf:{REPO}").plan
    now = files_of(newer)
    assert set(plan.uploaded) == {name for name in now if now[name] != first.get(name)}
    assert plan.kept
    assert sum(map(len, rows_of(newer).values())) == 6
    sent = [line for line in hub.log if line.startswith("PUT /objects")]
    assert len(sent) == sum(name.endswith(".parquet") for name in plan.uploaded)
    assert (held_by(hub), held_by(hub, "0.1.0")) == (now, first)


@pytest.mark.parametrize(("version", "told"), [("0.1.0", "0.2.0"), ("0.1.5", "0.2.0")])
def test_a_version_that_hides_what_changed_is_refused(
    hub: LoopbackHub, tmp_path: Path, version: str, told: str
) -> None:
    release = make_release(tmp_path, *FREE).release
    bdci_corpus.publish(release, f"hf:{REPO}")
    add_document(tmp_path, "99-new.txt", 99)
    newer = next_version(tmp_path, version)
    with pytest.raises(PublishError, match=rf"minor.* asks for {told} or higher, not {version}"):
        bdci_corpus.publish(newer, f"hf:{REPO}")
    assert held_by(hub) != files_of(newer)


def test_an_older_version_that_is_tagged_is_not_put_back(hub: LoopbackHub, tmp_path: Path) -> None:
    release = make_release(tmp_path, *FREE).release
    older = tmp_path / "older"
    shutil.copytree(release, older)
    bdci_corpus.publish(release, f"hf:{REPO}")
    add_document(tmp_path, "99-new.txt", 99)
    newer = next_version(tmp_path, "0.2.0")
    bdci_corpus.publish(newer, f"hf:{REPO}")
    assert bdci_corpus.publish(older, f"hf:{REPO}").done == ()
    assert held_by(hub) == files_of(newer)


def test_files_that_are_no_release_are_never_deleted(hub: LoopbackHub, free: Path) -> None:
    from hub.store import Blob

    repo = hub.store.create(REPO, private=True)
    repo.commit("mine", {**repo.head.files, "thesis.pdf": Blob(b"years of work", large=False)})
    with pytest.raises(PublishError, match=r"no release \(thesis.pdf\), and publishing would delete it"):
        bdci_corpus.publish(free, f"hf:{REPO}")
    assert set(held_by(hub)) == {"thesis.pdf"}


def test_provisional_splits_are_refused(hub: LoopbackHub, tmp_path: Path) -> None:
    release = make_release(tmp_path, *FREE, freeze=False).release
    with pytest.raises(PublishError, match=r"5 of the documents are not in the split ledger .*--freeze"):
        bdci_corpus.publish(release, f"hf:{REPO}")
    assert not hub.log


def test_a_release_that_check_faults_is_refused(hub: LoopbackHub, free: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(free, broken)
    (broken / "quarantine.jsonl").write_text("{}\n")
    result = run(str(broken), "--to", f"hf:{REPO}")
    assert result.exit_code == 2
    assert "nothing of it is published" in result.output
    assert "[quarantine.jsonl]" in result.output
    assert not hub.log


def test_hidden_splits_are_in_no_uploaded_byte(hub: LoopbackHub, tmp_path: Path) -> None:
    terms = {f"{number:02}.txt": "open" for number in range(12)}
    project = make_project(tmp_path / "p", terms, hidden="test")
    release = build(project, out=tmp_path / "release", freeze=True).release
    secret = rows_of(tmp_path / "private" / "small")["test"]
    assert secret
    bdci_corpus.publish(release, f"hf:{REPO}")
    uploaded = hub.store.all_bytes()
    for row in secret:
        for piece in traces_of_row(row):
            for name, data in uploaded.items():
                assert piece not in unpacked(data), (name, piece.decode())


@pytest.mark.parametrize("place", ["copy", "copy.zip"])
def test_a_folder_and_a_zip_hold_the_release(free: Path, tmp_path: Path, place: str) -> None:
    to = f"dir:{tmp_path / place}"
    assert bdci_corpus.publish(free, to).done == ("upload",)
    assert bdci_corpus.publish(free, to).done == ()
    if place.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / place) as archive:
            archive.extractall(tmp_path / "out")
        assert files_of(tmp_path / "out" / "small") == files_of(free)
    else:
        assert files_of(tmp_path / place) == files_of(free)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_zip_has_the_same_bytes_every_time(free: Path, tmp_path: Path) -> None:
    shutil.copytree(free, tmp_path / "other" / "small")
    bdci_corpus.publish(free, f"dir:{tmp_path / 'a.zip'}")
    bdci_corpus.publish(tmp_path / "other" / "small", f"dir:{tmp_path / 'b.zip'}")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_folder_is_held_to_the_same_rules(free: Path, kept: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="anybody could read it"):
        bdci_corpus.publish(kept, f"dir:{tmp_path / 'copy'}", public=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.pdf").write_text("years of work")
    with pytest.raises(PublishError, match="publishing would delete it"):
        bdci_corpus.publish(free, f"dir:{tmp_path / 'mine'}")
    with pytest.raises(PublishError, match="the release itself"):
        bdci_corpus.publish(free, f"dir:{free}")
    with pytest.raises(PublishError, match="cannot be gated"):
        bdci_corpus.publish(free, f"dir:{tmp_path / 'copy'}", gated=True)
    release = make_release(tmp_path / "p", *FREE).release
    bdci_corpus.publish(release, f"dir:{tmp_path / 'copy'}")
    add_document(tmp_path / "p", "99-new.txt", 99)
    with pytest.raises(PublishError, match=r"asks for 0\.2\.0"):
        bdci_corpus.publish(next_version(tmp_path / "p", "0.1.1"), f"dir:{tmp_path / 'copy'}")
    bdci_corpus.publish(next_version(tmp_path / "p", "0.2.0"), f"dir:{tmp_path / 'copy'}")
    assert files_of(tmp_path / "copy") == files_of(release)


@pytest.mark.parametrize("place", ["nowhere", "hf:only-a-name", "hf:a/b/c", "dir:", "hf:../x", "https://x/y"])
def test_a_place_that_is_none_is_refused(free: Path, place: str) -> None:
    result = run(str(free), "--to", place)
    assert result.exit_code == 2
    assert "neither hf:owner/name nor dir:PATH" in result.output


def test_offline_everything_works_up_to_the_network(free: Path, tmp_path: Path) -> None:
    with LoopbackHub(Store(tokens={TOKEN: OWNER})) as hub:
        env = {**client_environment(hub, tmp_path), "HF_HUB_OFFLINE": "1"}
        dry = run_publish(env, str(free), "--to", f"hf:{REPO}", "--dry-run")
        wet = run_publish(env, str(free), "--to", f"hf:{REPO}", "--json")
        assert not hub.log
    assert dry.returncode == 1
    assert "documents/train-00000-of-00001.parquet" in dry.stdout
    assert "HF_HUB_OFFLINE is set, and this needs the network." in dry.stderr
    assert wet.returncode == 2
    (error,) = json.loads(wet.stdout)["errors"]
    assert "Nothing was changed there." in error["problem"]


def test_functions_are_not_hidden_by_modules_of_their_name() -> None:
    assert all(callable(getattr(bdci_corpus, name)) for name in bdci_corpus.__all__ if name != "__version__")
