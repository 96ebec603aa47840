"""What a hub's clients download is a sound release, and a repository is verified like a folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hub import LoopbackHub, Store
from hub.store import Blob, Repo
from publishing import OWNER, REPO, TOKEN, client_environment, make_release, rows_of, run_python

import bdci_corpus
from bdci_corpus.checking.steps import check
from bdci_corpus.errors import CheckError

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that anybody may read."""
    return make_release(tmp_path_factory.mktemp("free"), "open", "attribution", "open", "attribution", "open").release


@pytest.fixture
def downloaded(hub: LoopbackHub, release: Path, tmp_path: Path) -> Mapping[str, Path]:
    """The release as each way of downloading leaves it."""
    from huggingface_hub import snapshot_download

    bdci_corpus.publish(release, f"hf:{REPO}", public=True)
    where = {"repo_type": "dataset", "revision": "0.1.0", "endpoint": hub.url}
    hf = "import sys; from huggingface_hub.cli.hf import main; sys.exit(main())"
    args = ("download", REPO, "--repo-type", "dataset", "--local-dir", str(tmp_path / "by-hf"))
    assert run_python(hf, client_environment(hub, tmp_path / "home"), *args).returncode == 0
    return {
        "local": Path(snapshot_download(REPO, local_dir=tmp_path / "dl", **where)),
        "cache": Path(snapshot_download(REPO, cache_dir=tmp_path / "cache", **where)),
        "hf": tmp_path / "by-hf",
    }


@pytest.mark.parametrize("way", ["local", "cache", "hf"])
def test_what_was_downloaded_is_sound(downloaded: Mapping[str, Path], release: Path, way: str) -> None:
    folder = downloaded[way]
    assert not check(folder).problems
    loaded = bdci_corpus.load_dataset(folder)
    assert {split: list(rows) for split, rows in loaded.items()} == rows_of(release)
    assert bdci_corpus.publish(folder, f"dir:{folder.parent / 'copy' / 'small'}").done == ("upload",)


def _change(folder: Path) -> None:
    path = next((folder / "documents").iterdir())
    blob = path.resolve()
    blob.chmod(0o644)
    blob.write_bytes(blob.read_bytes() + b" ")


def _link(folder: Path) -> None:
    path = folder / "NOTICE"
    shutil.copy(path, folder.parent / "elsewhere")
    path.unlink()
    path.symlink_to(folder.parent / "elsewhere")


def _hide(folder: Path) -> None:
    (folder / ".cache").mkdir(exist_ok=True)
    (folder / ".cache" / "more.parquet").write_bytes(b"")


@pytest.mark.parametrize("change", [_change, _link, _hide, lambda folder: (folder / "NOTICE").unlink()])
@pytest.mark.parametrize("way", ["local", "cache"])
def test_what_was_changed_after_that_is_not(
    downloaded: Mapping[str, Path], way: str, change: Callable[[Path], None]
) -> None:
    change(downloaded[way])
    assert check(downloaded[way]).problems
    if change is not _link:
        with pytest.raises((CheckError, ExceptionGroup)):
            bdci_corpus.load_dataset(downloaded[way])


LOAD = """
import json, sys
import bdci_corpus
from bdci_corpus.errors import CorpusError
kwargs = json.loads(sys.argv[2])
try:
    loaded = bdci_corpus.load_dataset(sys.argv[1], *kwargs.pop("args", []), **kwargs)
except (CorpusError, ExceptionGroup) as error:
    print("refused", *getattr(error, "exceptions", [error]))
else:
    rows = {k: list(v) for k, v in loaded.items()} if hasattr(loaded, "items") else list(loaded)
    print(json.dumps(rows, default=str))
"""


def load(hub: LoopbackHub, home: Path, *args: object, offline: bool = False, **kwargs: object) -> object:
    """Load from the hub in a process of its own; a text says why it was refused."""
    env = client_environment(hub, home) | ({"HF_HUB_OFFLINE": "1"} if offline else {})
    told = run_python(LOAD, env, REPO, json.dumps({"args": args, **kwargs}))
    assert told.returncode == 0, told.stderr
    return told.stdout if told.stdout.startswith("refused") else json.loads(told.stdout)


def test_a_repository_is_loaded_as_datasets_loads_it(hub: LoopbackHub, release: Path, tmp_path: Path) -> None:
    bdci_corpus.publish(release, f"hf:{REPO}")
    rows = rows_of(release)
    assert load(hub, tmp_path, revision="0.1.0") == rows
    fetched = [line for line in hub.log if line.startswith("GET") and line.endswith(".parquet")]
    assert fetched
    assert all("/documents/" in line for line in fetched)
    assert load(hub, tmp_path) == rows
    assert load(hub, tmp_path, streaming=True) == rows
    assert load(hub, tmp_path, split="train", columns=["id"]) == [{"id": row["id"]} for row in rows["train"]]
    assert len(load(hub, tmp_path, "traces", None, None, "train")) == len(rows["train"])  # type: ignore[arg-type]
    assert load(hub, tmp_path, revision="0.1.0", offline=True) == rows
    assert "cannot be read" in str(load(hub, tmp_path, revision="9.9.9"))


def _without(name: str) -> Callable[[dict[str, Blob]], None]:
    return lambda files: [files.pop(n) for n in list(files) if n.startswith(name)] and None


def _with_page(files: dict[str, Blob]) -> None:
    files["more.txt"] = Blob(b"more", large=False)


def _with_other_rows(files: dict[str, Blob]) -> None:
    train, validation = (f"documents/{split}-00000-of-00001.parquet" for split in ("train", "validation"))
    files[validation] = files[train]


def _with_other_page(files: dict[str, Blob]) -> None:
    files["NOTICE"] = Blob(b"Nobody.", large=False)


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without("traces/"), "traces/train-00000-of-00001.parquet] The file is missing"),
        (_without("SHA256SUMS"), "no release"),
        (_with_page, "more.txt] The file does not belong"),
        (_with_other_rows, "documents/validation-00000-of-00001.parquet] Its SHA-256 is"),
        (_with_other_page, "NOTICE] Its SHA-256 is"),
    ],
)
def test_a_repository_that_was_changed_is_refused(
    hub: LoopbackHub,
    release: Path,
    tmp_path: Path,
    change: Callable[[dict[str, Blob]], None],
    told: str,
    streaming: bool,  # noqa: FBT001
) -> None:
    bdci_corpus.publish(release, f"hf:{REPO}")
    repo: Repo = hub.store.repos[REPO]
    files = dict(repo.head.files)
    change(files)
    repo.commit("by hand", files)
    assert told in str(load(hub, tmp_path, streaming=streaming))
    assert load(hub, tmp_path, revision="0.1.0", streaming=streaming) == rows_of(release)


def test_a_cache_that_was_changed_is_refused(hub: LoopbackHub, release: Path, tmp_path: Path) -> None:
    bdci_corpus.publish(release, f"hf:{REPO}")
    assert load(hub, tmp_path) == rows_of(release)
    (blob,) = [p for p in tmp_path.rglob("validation-00000-of-00001.parquet") if "documents" in p.parts]
    os.chmod(blob.resolve(), 0o644)  # noqa: PTH101 - of what the link leads to
    blob.resolve().write_bytes(blob.read_bytes() + b" ")
    assert "Its SHA-256 is" in str(load(hub, tmp_path))
    assert "Its SHA-256 is" in str(load(hub, tmp_path, offline=True))


def test_without_a_hub_it_says_so(tmp_path: Path) -> None:
    with LoopbackHub(Store(tokens={TOKEN: OWNER})) as hub:
        assert "cannot be read" in str(load(hub, tmp_path))
        assert "cannot be read" in str(load(hub, tmp_path, offline=True))
