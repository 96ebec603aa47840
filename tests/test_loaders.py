"""Loaders keep their contract, and find what each document says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS

from bdci_corpus.errors import LoaderError, ProjectError
from bdci_corpus.loading import find_loaders, load_loader, shipped_folder
from bdci_corpus.normalizing import normalize, settings_for
from bdci_corpus.preparing import prepare
from bdci_corpus.project import open_project
from bdci_corpus.reading import read_file
from bdci_corpus.records import Document
from bdci_corpus.scaffolding import new_loader
from bdci_corpus.testing import check_loader

SAMPLES = Path(__file__).parent / "samples"
LOADER_OF = {
    "000": "bdci_page",
    "001": "front_matter_post",
    "002": "saved_page",
    "003": "plain_text",
    "004": "forum_post",
}


def read_as_written(seed: Path) -> Document:
    """Read a seed as its project declares it, but in the script it is written in."""
    (document,) = normalize(seed, project=ROOT, script="keep")
    return document


@pytest.mark.parametrize("name", sorted(find_loaders()))
def test_every_loader_keeps_the_contract(name: str) -> None:
    samples = [path for path in SEEDS if LOADER_OF[path.name[:3]] == name]
    samples += sorted((SAMPLES / name).glob("*"))
    assert samples, f"put a sample into tests/samples/{name}"
    check_loader(shipped_folder() / f"{name}.py", samples)


def test_each_seed_is_read_by_the_loader_of_its_kind(seed: Path) -> None:
    assert read_as_written(seed).origin.loader == LOADER_OF[seed.name[:3]]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*")), ids=lambda path: path.name)
def test_each_sample_is_read_by_the_loader_of_its_kind(path: Path) -> None:
    project = open_project(path.parent)
    (file,) = [file for file in project.files() if file.path == path]
    for prepared in read_file(path, file.id, find_loaders(), settings_for(project, file)):
        assert prepared.facts.loader == path.parent.name


def test_fields_equal_gold(seed: Path, gold: Mapping[str, object]) -> None:
    document = read_as_written(seed)
    fields = document.fields
    expected = {
        "title": gold["title"],
        "kicker": gold.get("kicker"),
        "dateline": gold.get("dateline"),
        "author": gold["byline"],
        "published": gold["date"],
        "publisher": gold["publisher"],
        "outlet": gold["source_name"],
        "url": gold["source_url"],
    }
    assert {name: fields.get(name) for name in expected} == expected
    assert list(document.editors) == (gold["editors"] or [])
    assert document.origin.notice_text == gold["licence_notice"]
    assert len(document.pages) == (gold["pages"] or 0)
    assert document.origin.extra == gold.get("front_matter", {})


def test_figure_texts_equal_gold(seed: Path, gold: Mapping[str, list[Mapping[str, object]]]) -> None:
    found = [span.text for span in read_as_written(seed).figures]
    assert found == [figure["verbatim"] for figure in gold["figure_texts"]]


def test_fields_know_the_bytes_they_come_from() -> None:
    for seed in SEEDS:
        raw = seed.read_bytes()
        document = read_as_written(seed)
        for name, (start, end) in document.origin.raw_spans.items():
            said = raw[start:end].decode()
            assert said.strip(), name
            if name == "url":
                assert said == document.fields["url"]


def test_posts_of_a_thread_are_documents_that_share_its_title() -> None:
    path = SAMPLES / "forum_post" / "thread.txt"
    project = open_project(path.parent)
    (file,) = [file for file in project.files() if file.path == path]
    prepared = prepare(path.read_bytes(), "thread.txt", find_loaders(), settings_for(project, file))
    assert [document.id for document in prepared.documents] == [
        "thread.txt#post-1",
        "thread.txt#post-2",
        "thread.txt#post-3",
    ]
    assert {document.title for document in prepared.documents} == {"周末去哪里骑行比较好"}
    assert [document.fields["author"] for document in prepared.documents] == [
        "山野客",
        "小禾",
        "老陈",
    ]
    assert prepared.facts.covered == prepared.facts.size


def test_a_failing_loader_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("def sniff(head, name):\n    return 1 / 0\n\ndef read(text, name):\n    return []\n")
    loader = load_loader(path)
    with pytest.raises(LoaderError, match=r"a\.txt > broken\.py > line 2\] The loader fails"):
        prepare(
            b"text",
            "a.txt",
            {"broken": loader},
            settings_for(open_project(ROOT), open_project(ROOT).files()[0]),
        )


def test_a_loader_that_breaks_the_contract_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.py"
    path.write_text(
        "from bdci_corpus import Reading\n"
        "def sniff(head, name):\n    return 1\n\n"
        "def read(text, name):\n    yield Reading(start=0, end=len(text) + 1)\n"
    )
    sample = tmp_path / "a.txt"
    sample.write_text("text")
    with pytest.raises(LoaderError, match="outside the text"):
        check_loader(path, [sample])


def test_a_new_loader_runs(tmp_path: Path) -> None:
    path = new_loader("minutes", tmp_path / "loaders")
    assert load_loader(path).name == "minutes"


@pytest.mark.parametrize("name", ["json", "class", "Bad", "a-b", "../x"])
def test_a_loader_is_not_named_after_something_else(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be called that"):
        new_loader(name, tmp_path)
