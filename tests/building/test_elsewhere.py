"""Raw folders and releases at URLs: the same bytes as in folders, and nothing is brought or sent twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import uuid4

import datasets
import fsspec
import pytest
from click.testing import CliRunner
from loopback_s3 import ObjectStore

from bdci_corpus import build, check
from bdci_corpus.cli import main
from bdci_corpus.errors import ProjectError
from bdci_corpus.release import file_sha256

TEXT = "国务院有关部门按照各自的职责，负责第{}号事项的监督管理工作；具体办法另行规定。"


def text(number: int) -> str:
    """Return a text that is like no other."""
    return "".join(Random(number).sample(TEXT * 3, 80)) + "。\n"


NAMES = ["a.txt", "甲/乙 丙.txt", "甲/b.txt", *(f"c/{number}.txt" for number in range(9))]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def bucket() -> Iterator[str]:
    """Give the URL of a folder in memory."""
    url = f"memory://{uuid4().hex}"
    yield url
    fsspec.filesystem("memory").rm(url, recursive=True)


def write(url: str, name: str, text: str) -> None:
    with fsspec.open(f"{url}/{name}", "w", encoding="utf-8") as file:
        file.write(text)


def raw_at(url: str) -> None:
    for number, name in enumerate(NAMES):
        write(url, name, text(number))


def sums(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in paths}


def brought_back(url: str, folder: Path) -> Path:
    fsspec.filesystem("memory").get(url, str(folder), recursive=True)
    return folder


def test_a_release_at_a_url_is_the_one_in_a_folder(tmp_path: Path, bucket: str) -> None:
    for number, name in enumerate(NAMES):
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number), encoding="utf-8")
    raw_at(f"{bucket}/raw")
    here = build(tmp_path / "raw", out=tmp_path / "release")
    there = build(f"{bucket}/raw", out=f"{bucket}/release")
    assert there.url == f"{bucket}/release/raw"
    back = brought_back(f"{bucket}/release/raw", tmp_path / "back")
    assert sums(back) == sums(here.release)
    assert check(back).sound
    assert build(tmp_path / "raw", out=f"{bucket}/other").url == f"{bucket}/other/raw"
    assert sums(brought_back(f"{bucket}/other/raw", tmp_path / "other")) == sums(here.release)


def test_what_was_built_is_loaded_by_the_line_that_is_given(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", False)  # it takes a bucket for a hub
    raw_at(f"{bucket}/raw")
    result = build(f"{bucket}/raw", out=f"{bucket}/release")
    loaded = eval(result.load_line, {"datasets": datasets})  # noqa: S307 - it is what is tested
    assert {split: rows.num_rows for split, rows in loaded.items()} == result.splits


def test_only_what_changed_is_brought_and_sent(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw_at(f"{bucket}/raw")
    build(f"{bucket}/raw", out=f"{bucket}/release")
    files = fsspec.filesystem("memory")
    got, put = list[str](), list[str]()
    get_file, put_file = type(files).get_file, type(files).put_file
    monkeypatch.setattr(
        type(files), "get_file", lambda self, r, *a, **k: (got.append(r), get_file(self, r, *a, **k))[1]
    )
    monkeypatch.setattr(
        type(files), "put_file", lambda self, lp, r, *a, **k: (put.append(r), put_file(self, lp, r, *a, **k))[1]
    )
    build(f"{bucket}/raw", out=f"{bucket}/release")
    assert (got, put) == ([], [])
    write(f"{bucket}/raw", "c/3.txt", TEXT.format("新"))
    files.rm_file(f"{bucket}/raw/c/4.txt")
    result = build(f"{bucket}/raw", out=f"{bucket}/release")
    assert [Path(name).name for name in got] == ["3.txt"]
    assert result.documents == len(NAMES) - 1
    assert 0 < len(put) < len(sums(result.release))
    assert put[-1].endswith("/SHA256SUMS")
    assert not any("LICENSES" in name for name in put)


def test_what_is_stale_goes_and_what_no_build_wrote_stays(bucket: str, tmp_path: Path) -> None:
    raw_at(f"{bucket}/raw")
    build(f"{bucket}/raw", out=f"{bucket}/release")
    write(f"{bucket}/release/raw", "documents/old-00000-of-00001.parquet", "old")
    write(f"{bucket}/raw", "d.txt", TEXT.format("丁"))
    result = build(f"{bucket}/raw", out=f"{bucket}/release")
    assert sums(brought_back(f"{bucket}/release/raw", tmp_path / "back")) == sums(result.release)
    write(f"{bucket}/notes/raw", "mine.txt", "mine")
    with pytest.raises(ProjectError, match="no build wrote"):
        build(f"{bucket}/raw", out=f"{bucket}/notes")
    assert fsspec.filesystem("memory").ls(f"{bucket}/notes/raw", detail=False)


def test_what_is_half_sent_has_no_sums_and_is_sent_again(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw_at(f"{bucket}/raw")
    build(f"{bucket}/raw", out=f"{bucket}/release")
    write(f"{bucket}/raw", "d.txt", TEXT.format("丁"))
    files = type(fsspec.filesystem("memory"))
    put_file = files.put_file

    def breaks(self: object, lpath: str, rpath: str, *args: object, **more: object) -> None:
        if rpath.endswith("report.html"):
            raise OSError(5, "the line is cut")
        put_file(self, lpath, rpath, *args, **more)

    monkeypatch.setattr(files, "put_file", breaks)
    with pytest.raises(ProjectError, match="the line is cut"):
        build(f"{bucket}/raw", out=f"{bucket}/release")
    half = brought_back(f"{bucket}/release/raw", tmp_path / "half")
    assert not (half / "SHA256SUMS").exists()
    monkeypatch.setattr(files, "put_file", put_file)
    result = build(f"{bucket}/raw", out=f"{bucket}/release")
    assert sums(brought_back(f"{bucket}/release/raw", tmp_path / "whole")) == sums(result.release)


PROJECT = '[corpus]\nname = "mine"\n[[sources]]\nname = "s"\nfiles = ["raw/**"]\nlicense = "CC0-1.0"\n'


def test_a_project_at_a_url_is_built_and_its_output_is_no_input(bucket: str, tmp_path: Path) -> None:
    raw_at(f"{bucket}/p/raw")
    write(f"{bucket}/p", "corpus.toml", PROJECT)
    first = build(f"{bucket}/p", out=f"{bucket}/p/release")
    again = build(f"{bucket}/p", out=f"{bucket}/p/release")
    assert first.logical_sha256 == again.logical_sha256
    assert not list((tmp_path / "cache").rglob("p/release"))
    with pytest.raises(ProjectError, match="only a copy"):
        build(f"{bucket}/p", out=f"{bucket}/p/release", freeze=True)


def test_what_is_held_back_stands_beside_the_releases(bucket: str) -> None:
    raw_at(f"{bucket}/p/raw")
    write(f"{bucket}/p", "corpus.toml", PROJECT + '[splits]\nratios = { train = 0.5, test = 0.5 }\nhidden = ["test"]\n')
    build(f"{bucket}/p", out=f"{bucket}/p/release")
    names = fsspec.filesystem("memory").find(f"{bucket}/p/private/mine")
    assert any("documents/test" in name for name in names)
    assert not any("documents/test" in name for name in fsspec.filesystem("memory").find(f"{bucket}/p/release/mine"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("memory://nothing/here", "There is no file to read"),
        ("nowhere://a/b", "Protocol not known: nowhere"),
        ("http://127.0.0.1:9/raw", "There is no file to read|It fails with|requires"),
    ],
)
def test_a_url_that_leads_nowhere_is_one_line(url: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=said):
        build(url, out=tmp_path / "release")


def test_passwords_in_urls_are_not_shown(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        build("nowhere://me:secret@host/raw", out=tmp_path / "release")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["../up.txt", "a/../../up.txt"])
def test_names_that_lead_out_are_refused(name: str, tmp_path: Path, bucket: str) -> None:
    write(f"{bucket}/raw", "a.txt", TEXT)
    store = fsspec.filesystem("memory").store
    path = next(key for key in store if key.endswith("/raw/a.txt"))
    store[path.removesuffix("a.txt") + name] = store[path]
    try:
        with pytest.raises(ProjectError, match=r"up\.txt"):
            build(f"{bucket}/raw", out=tmp_path / "release")
    finally:
        del store[path.removesuffix("a.txt") + name]
    assert not list(tmp_path.rglob("up.txt"))


def test_a_url_of_a_folder_here_is_that_folder(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(TEXT, encoding="utf-8")
    result = build(f"file://{tmp_path}/raw", out=f"file://{tmp_path}/release")
    assert result.url is None
    assert result.release == tmp_path / "release" / "raw"


def test_from_bucket_to_bucket_over_the_protocol_of_s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("s3fs")
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", "b"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    with ObjectStore() as store:
        monkeypatch.setenv("AWS_ENDPOINT_URL", store.url)
        store.objects = {f"b/raw/{name}": text(n).encode() for n, name in enumerate(NAMES)}
        run = CliRunner().invoke(main, ["build", "s3://b/raw", "--out", "s3://b/release", "--json"])
        assert run.exit_code == 0, run.output
        said = json.loads(run.output)
        assert said["release"] == "s3://b/release/raw"
        assert said["documents"] == len(NAMES)
        back = tmp_path / "back"
        for name, data in store.objects.items():
            if name.startswith("b/release/raw/"):
                path = back / name.removeprefix("b/release/raw/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        assert check(back).sound
        store.log.clear()
        assert CliRunner().invoke(main, ["build", "s3://b/raw", "--out", "s3://b/release"]).exit_code == 0
        assert store.log == ["GET b/release/raw/SHA256SUMS"]
        store.objects["b/raw/new.txt"] = TEXT.format("新").encode()
        store.refused = {"b/release/raw/README.md"}
        run = CliRunner().invoke(main, ["build", "s3://b/raw", "--out", "s3://b/release"])
        assert run.exit_code == 2
        assert "[s3://b/release]" in run.output
        assert "Traceback" not in run.output
