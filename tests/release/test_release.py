"""A release loads with plain ``load_dataset``, and leads back to the raw bytes by itself."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from hashlib import sha256
from pathlib import Path

import datasets
import pyarrow.parquet as pq
import pytest
import yaml
from places import ROOT, SEEDS
from release_loads import check_release

import bdci_corpus
from bdci_corpus.building.steps import build
from bdci_corpus.errors import CheckError, ChecksumMismatch, MissingFile, UnexpectedFile
from bdci_corpus.release.pages.card import features
from bdci_corpus.release.schema import DOCUMENTS, TABLES
from bdci_corpus.trace.changes import undo


@pytest.fixture(scope="module")
def full_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in which every table has rows."""
    folder = tmp_path_factory.mktemp("full")
    text = (ROOT / "seeds" / SEEDS[2].name).read_text("utf-8")
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text(text.replace("人民網", "新民網"), encoding="utf-8")
    for seed in SEEDS:
        shutil.copyfile(seed, folder / seed.name)
    return build(folder, out=folder / "release").release


def test_plain_load_dataset_gives_both_splits(release: Path, tmp_path: Path) -> None:
    loaded = datasets.load_dataset(str(release), cache_dir=str(tmp_path))
    assert set(loaded) == {"train", "validation"}
    assert all(len(split) for split in loaded.values())
    assert sum(map(len, loaded.values())) == 5
    assert loaded["train"].column_names == [column.name for column in DOCUMENTS]


@pytest.mark.parametrize("name", ["release", "full_release"])
def test_every_configuration_loads_streaming_too(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder: Path = request.getfixturevalue(name)
    counts = check_release(folder, tmp_path)
    if name == "full_release":
        assert set(counts) == set(TABLES) - {"commitments"}


def test_a_table_without_rows_is_neither_written_nor_declared(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number, word in enumerate(("山", "水")):
        (folder / f"{number}.txt").write_text(f"{word}中的清晨，雾气很重，小路上没有一个人。{word * 3}\n")
    release = build(folder, out=tmp_path / "release").release
    assert not (release / "near_duplicates").exists()
    assert "near_duplicates" not in check_release(release, tmp_path / "cache")


def test_undoing_rows_gives_the_raw_files_back(release: Path) -> None:
    documents = pq.read_table(release / "documents").to_pylist()
    traces = {row["id"]: row for row in pq.read_table(release / "traces").to_pylist()}
    found = {row["path"]: sha256(undo(row, traces[row["id"]])).hexdigest() for row in documents}
    assert found == {seed.name: sha256(seed.read_bytes()).hexdigest() for seed in SEEDS}


def test_undoing_with_another_rows_trace_is_refused(release: Path) -> None:
    first, second = pq.read_table(release / "documents").to_pylist()[:2]
    traces = {row["id"]: row for row in pq.read_table(release / "traces").to_pylist()}
    with pytest.raises(TypeError, match="same id"):
        undo(first, traces[second["id"]])


def test_the_card_declares_what_the_footers_say(release: Path) -> None:
    card = yaml.safe_load((release / "README.md").read_text("utf-8").split("---\n")[1])
    for info in card["dataset_info"]:
        (path, *_) = sorted((release / info["config_name"]).glob("*.parquet"))
        schema = pq.read_schema(path)
        assert info["features"] == features(schema, {})
        expected = datasets.Features.from_arrow_schema(schema)
        assert datasets.Features._from_yaml_list(info["features"]) == expected  # noqa: SLF001


def test_sha256sum_passes(release: Path) -> None:
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=release, check=True)  # noqa: S607


def test_converted_rows_keep_the_length(release: Path) -> None:
    for row in pq.read_table(release / "documents").to_pylist():
        if row["original_text"] is not None:
            assert len(row["original_text"]) == len(row["text"])
            assert (row["original_language"], row["language"]) == ("zh-Hant", "zh-Hans")


def test_headings_say_what_stands_in_the_text(release: Path) -> None:
    for row in pq.read_table(release / "documents").to_pylist():
        for heading in row["headings"]:
            assert row["text"][heading["start"] : heading["end"]] == heading["text"]
        if row["title"] is not None:
            assert row["headings"][0]["text"] == row["title"]


def test_passages_are_slices_of_documents(release: Path) -> None:
    texts = {row["id"]: row["text"] for row in pq.read_table(release / "documents").to_pylist()}
    passages = pq.read_table(release / "passages").to_pylist()
    assert {row["document_id"] for row in passages} == set(texts)
    for row in passages:
        assert texts[row["document_id"]][row["start"] : row["end"]] == row["text"]
        assert 0 < len(row["text"]) <= 512


def test_the_shared_passage_keeps_two_documents_in_one_group(release: Path) -> None:
    groups = {row["id"][:3]: row["group_id"] for row in pq.read_table(release / "documents").to_pylist()}
    assert groups["000"] == groups["003"]
    assert len(set(groups.values())) == 4


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mods", '[mods] There is no such folder. Did you mean "moods"? Name a folder, or a repository with its owner'),
        ("csv", "[csv] There is no such folder. Name a folder, or a repository"),
        ("./data/of/nobody", "[./data/of/nobody] There is no such folder."),
        ("moods.zip", "[moods.zip] It is a file. Name the folder of a release; an archive has to be unpacked first."),
        ("moods/README.md", "[moods/README.md] It is a file."),
    ],
)
def test_what_is_no_release_is_said_without_asking_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    (tmp_path / "moods").mkdir()
    for file in ("moods.zip", "moods/README.md"):
        (tmp_path / file).write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(datasets, "load_dataset", lambda *_args, **_kwargs: pytest.fail("it was asked"))
    with pytest.raises(CheckError) as caught:
        bdci_corpus.load_dataset(name)
    assert str(caught.value).startswith(said)


def test_a_builder_with_files_of_its_own_is_passed_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一\n", encoding="utf-8")
    files = {"train": str(tmp_path / "a.txt")}
    loaded = bdci_corpus.load_dataset("text", data_files=files, cache_dir=str(tmp_path / "cache"))
    assert loaded["train"]["text"][:] == ["一"]


def test_our_load_dataset_verifies_first(release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(release, folder)
    loaded = bdci_corpus.load_dataset(folder, "documents", split="train", cache_dir=str(tmp_path / "cache"))
    assert len(loaded) == 4
    (folder / "ledger.tsv").write_text("changed")
    with pytest.raises(ChecksumMismatch, match=r"\[ledger.tsv\]"):
        bdci_corpus.load_dataset(folder)
    shutil.copyfile(release / "ledger.tsv", folder / "ledger.tsv")
    (folder / "extra.txt").write_text("")
    with pytest.raises(UnexpectedFile):
        bdci_corpus.load_dataset(folder)
    (folder / "extra.txt").unlink()
    (folder / "manifest.json").unlink()
    with pytest.raises(MissingFile):
        bdci_corpus.load_dataset(folder)


def test_changed_rows_are_never_served_from_the_cache(tmp_path: Path) -> None:
    folder, cache = tmp_path / "raw", tmp_path / "cache"
    folder.mkdir()
    seen = []
    for words in ("旧的内容在这里。", "新的内容在这里。"):
        for number in range(2):
            (folder / f"{number}.txt").write_text(f"第{number}篇文章，{words}\n", encoding="utf-8")
        release = build(folder, out=tmp_path / "release").release
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loaded = datasets.load_dataset(str(release), split="train", cache_dir=str(cache))
        seen.append(loaded["text"][0])
    assert "旧" in seen[0]
    assert "新" in seen[1]
