"""What the documentation says runs, and where it points something is."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from places import ROOT

from bdci_corpus.building import build
from bdci_corpus.cli import main
from bdci_corpus.release import load_dataset

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)

RAW = {
    "walls.txt": "古城的城墙是明代修的,现在还在。",
    "hills.txt": "山上有一座小庙，庙里住着两个和尚。",
    "rivers.md": "---\ntitle: 河\n---\n# 河\n\n一条**大河**流过这里，船也多。\n",
}


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as both GitHub and the site make them of plain words."""
    plain = (re.sub(r"[`*]|\]\([^)]*\)|\[", "", title) for title in _HEADING.findall(page.read_text("utf-8")))
    return {re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip()) for title in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for path, anchor in _LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {path}"
        assert not anchor or anchor in anchors(target), f"{page.name} links to {path}#{anchor}"


def in_navigation(entries: object) -> Iterator[str]:
    """Yield the pages that an entry of the navigation names."""
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, dict):
        for inner in entries.values():
            yield from in_navigation(inner)
    elif isinstance(entries, list):
        for inner in entries:
            yield from in_navigation(inner)


def test_the_site_has_every_page_once() -> None:
    named = list(in_navigation(SITE["nav"]))
    assert sorted(named) == sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))


def test_the_site_asks_the_network_for_nothing() -> None:
    assert SITE["theme"]["font"] is False
    assert not {"extra_css", "extra_javascript"} & SITE.keys()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Return a folder of raw documents, the texts different enough to be no duplicates."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in RAW.items():
        (folder / name).write_bytes(text.encode())
    return folder


def runs(page: str, **names: object) -> doctest.TestResults:
    """Run the examples of a page, which find ``names`` there."""
    path = str(DOCS / page)
    return doctest.testfile(path, module_relative=False, encoding="utf-8", extraglobs=names)


def test_undoing_by_hand_comes_out_as_its_page_says(raw: Path, tmp_path: Path) -> None:
    release = build(raw, out=tmp_path / "release").release
    found = runs("howto/undo-by-hand.md", release=release, raw_folder=raw)
    assert found.attempted >= 8
    assert found.failed == 0


def test_other_tools_read_a_release_as_their_page_says(raw: Path, tmp_path: Path) -> None:
    release = build(raw, out=tmp_path / "release").release
    found = runs("howto/use-with-other-tools.md", release=release)
    assert found.attempted >= 12
    assert found.failed == 0


def test_the_tutorial_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    notes = tmp_path / "my-folder" / "notes"
    notes.mkdir(parents=True)
    for number, text in enumerate(RAW.values()):
        (notes / f"{number + 1:02}.md").write_text(text, encoding="utf-8")
    page = (DOCS / "tutorial" / "publish-a-corpus.md").read_text("utf-8")
    (declared,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    ran = 0
    for line in re.findall(r"^bdci-corpus (.*)$", page, re.MULTILINE):
        done = CliRunner().invoke(main, shlex.split(line))
        assert done.exit_code == 0, done.output
        if line.startswith("init"):
            (tmp_path / "my-folder" / "corpus.toml").write_text(declared, encoding="utf-8")
        ran += 1
    assert ran == 7
    assert load_dataset(tmp_path / "published")["train"].num_rows == 2
