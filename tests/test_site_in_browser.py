"""The site as a folder of files: read at any width, searched in both languages, without the network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import WIDTHS, chromium, look, page_of
from places import ROOT

pytestmark = pytest.mark.browser

PAGES = ("reference/columns.html", "zh/howto/run-a-competition.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs")
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", source / "docs")
    shutil.copytree(ROOT / "tests" / "scripts", source / "tests" / "scripts")
    shutil.copy(ROOT / "mkdocs.yml", source)
    words = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(built)]
    subprocess.run(words, cwd=source, check=True, capture_output=True)  # noqa: S603 - our own words
    return built


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_at_any_width(browser: Any, site: Path, name: str, width: int, scheme: str) -> None:  # noqa: ANN401
    looked = look(browser, (site / name).as_uri(), width, scheme)
    assert looked.overflow == 0
    assert looked.broken == []
    assert all(url.startswith("file:") for url in looked.asked)


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("index.html", "quarantine", "explanation/releases.html"),
        ("reference/python.html", "ComparisonError", "reference/python.html"),
        ("zh/index.html", "划分", "zh/howto/hide-a-split.html"),
        ("zh/howto/publish.html", "泄漏", "zh/howto/find-leaks.html"),
    ],
)
def test_what_is_opened_as_files_is_searched(browser: Any, site: Path, name: str, words: str, found: str) -> None:  # noqa: ANN401
    with page_of(browser, (site / name).as_uri()) as (page, looked):
        page.locator(".md-search__input").click()
        page.keyboard.insert_text(words)
        page.keyboard.press("Shift")
        link = page.locator(f'.md-search-result__link[href*="/{found}"]').first
        link.wait_for(timeout=20_000)
        link.click()
        page.wait_for_url(f"**/{found}*")
        assert all(url.startswith(("file:", "data:", "about:")) for url in looked.asked)
