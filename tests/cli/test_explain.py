"""What ``explain`` shows of each kind of file: parts that tile the raw bytes, and fields with their places."""

from __future__ import annotations

import json
import sys
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from places import ROOT, SAMPLES, SEEDS

from bdci_corpus.cli import main
from bdci_corpus.cli.raw_view import gist, parts_of
from bdci_corpus.documents import normalize

sys.path.append(str(ROOT / "tests" / "scripts"))

from document_pictures import DOCUMENTS, picture

TEXTS = [*SEEDS, *sorted(SAMPLES.glob("*/*.html")), *sorted(SAMPLES.glob("*/*.md")), *sorted(SAMPLES.glob("*/*.txt"))]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_parts_tile_the_bytes_of_the_region(path: Path) -> None:
    raw = path.read_bytes()
    for document in normalize(path):
        place = document.trace.region_start
        for part in parts_of(document):
            assert part.start == place <= part.end
            assert raw[part.start : part.end].decode(document.trace.encoding, "replace") == part.raw
            assert part.kind == "kept" or part.rules
            place = part.end
        assert place == document.trace.region_end
        assert "".join(part.text for part in parts_of(document)) == document.cleaned


def test_a_file_is_explained_though_other_patterns_match_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = '[[sources]]\nname = "a"\nfiles = ["notes/*.txt", "later/*.md"]\n'
    (tmp_path / "corpus.toml").write_text(f'[corpus]\nname = "a"\nraw = "."\n{sources}', encoding="utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("数(shù)字化的图书馆。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for words in (["notes/a.txt"], ["notes/a.txt", "--project", "."]):
        shown = CliRunner().invoke(main, ["explain", *words])
        assert shown.exit_code == 0, shown.output
        assert "notes/a.txt" in shown.output
    assert CliRunner().invoke(main, ["build", "."]).exit_code == 2, "a build holds to what is declared"
    assert "[notes] This is a folder. Name a file in it." in CliRunner().invoke(main, ["explain", "notes"]).output
    missing = CliRunner().invoke(main, ["explain", "notes/b.txt"]).output
    assert 'There is no such document. Did you mean "notes/a.txt"?' in missing


def test_a_page_is_shown_part_by_part_and_each_field_with_its_bytes() -> None:
    path = SAMPLES / "html_page" / "news.html"
    shown = CliRunner().invoke(main, ["explain", str(path)]).output
    assert "left out by html_page: 首页 · 城事 · 财经" in shown
    assert "674 山城轻轨新线开通试运营" in shown
    assert "海州晚报 (bytes 768 to 780)" in shown
    (told,) = json.loads(CliRunner().invoke(main, ["explain", str(path), "--json"]).output)
    start, end = told["places"]["outlet"]
    assert path.read_bytes()[start:end].decode() == "海州晚报"
    assert {part["kind"] for part in told["parts"]} == {"kept", "left out", "edited"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("\n\n 第 3 页 \n", "第 3 页"),
        ("</p><nav><a href=x>首页</a><a>新闻</a><p>关于</nav>", "首页新闻 · 关于"),
        ("</p>\n<div class=x>", ""),
        ("<script>var a = '不给人看';</script>", ""),
    ],
)
def test_what_was_left_out_is_said_in_a_line(raw: str, said: str) -> None:
    assert gist(raw) == said


def test_the_pictures_of_the_documentation_are_of_every_kind_and_small() -> None:
    folder = ROOT / "docs" / "explanation" / "pictures"
    page = (folder.parent / "documents.md").read_text("utf-8")
    for name, sample in DOCUMENTS.items():
        assert (SAMPLES / sample.partition("#")[0]).is_file()
        drawn = (folder / f"{name}.svg").read_text("utf-8")
        assert f"pictures/{name}.svg" in page
        assert len(drawn.encode()) < 100_000
        assert "@font-face" not in drawn


def test_a_picture_is_drawn_anew_from_its_sample() -> None:
    drawn = picture(DOCUMENTS["web-page"])
    assert "海州晚报" in unescape(drawn)
    assert drawn == picture(DOCUMENTS["web-page"])
