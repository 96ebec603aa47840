"""``view`` in Chromium: filters, search, edits by mouse and keyboard, and nothing asked of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browsing import WIDTHS, chromium, judge, page_of, until

from bdci_corpus.building.steps import build
from bdci_corpus.viewing import ReleaseView, Viewer

pytestmark = pytest.mark.browser

HOSTILE = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def served(release: Path) -> Iterator[str]:
    viewer = Viewer(ReleaseView(release))
    thread = Thread(target=viewer.serve)
    thread.start()
    yield viewer.url
    viewer.close()
    thread.join()


@pytest.fixture(scope="module")
def url(release: Path) -> Iterator[str]:
    yield from served(release)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_row_is_read_at_any_width(browser: Any, url: str, width: int, scheme: str) -> None:  # noqa: ANN401
    viewport = {"width": width, "height": 900}
    with page_of(browser, f"{url}#0", viewport=viewport, color_scheme=scheme) as (page, looked):
        page.wait_for_selector("#filter-rule")
        page.wait_for_selector("main h2")
        judge(page, looked)
    assert looked.overflow == 0
    assert looked.broken == []
    assert looked.errors == []
    assert all(asked.startswith(url) for asked in looked.asked)


def test_rows_are_filtered_searched_and_opened(browser: Any, url: str) -> None:  # noqa: ANN401
    with page_of(browser, url, locale="zh-CN") as (page, _):
        page.wait_for_selector("#filter-rule")
        page.wait_for_selector("main h2")  # the first row is shown by itself where there is room
        assert page.evaluate("word('language')") == "语言"  # a filter where a release has two
        assert page.locator("#language").inner_text() == "English"
        page.select_option("#filter-rule", "pinyin")
        until(page, "document.querySelectorAll('#rows li').length < 5")
        page.select_option("#filter-rule", "")
        page.fill("#words", "养老")
        until(page, "document.querySelectorAll('#rows li').length < 5")
        page.fill("#words", "")
        until(page, "document.querySelectorAll('#rows li').length === 5")
        page.locator("#rows a").nth(2).click()
        until(page, "document.querySelectorAll('#rows a')[2].ariaCurrent === 'true'")
        page.wait_for_selector("main mark.old")
        page.locator("main mark.old").first.focus()
        assert "字节" in page.locator("#said").inner_text()
        page.locator("#language").click()
        page.wait_for_selector("main mark.old")
        page.locator("main mark.old").first.focus()
        until(page, "document.getElementById('said').textContent.startsWith('byte ')")


def test_markup_of_a_document_is_text(browser: Any, tmp_path: Path) -> None:  # noqa: ANN401
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"第{number}天,{'山' * number}下雨了。{HOSTILE}\n", encoding="utf-8")
    for url in served(build(folder, out=tmp_path / "out", workers=1).release):
        with page_of(browser, f"{url}#1") as (page, looked):
            page.wait_for_selector("main h2")
            page.wait_for_selector("#filter-rule")
            assert page.title() != "run"
            assert "onerror" in page.locator("main").inner_text()
            assert looked.errors == []
