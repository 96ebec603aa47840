"""report.html as a reader sees it: no overflow, nothing that axe-core calls grave, nothing asked of the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import WIDTHS, chromium, look, page_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_is_read_at_any_width(browser: Any, release: Path, width: int, scheme: str) -> None:  # noqa: ANN401
    looked = look(browser, (release / "report.html").as_uri(), width, scheme)
    assert looked.overflow == 0
    assert looked.broken == []
    assert looked.errors == []
    assert all(url.startswith("file:") for url in looked.asked)


@pytest.mark.parametrize(
    ("locale", "words"), [("zh-CN", "目前不能公开"), ("en-US", "It may not be made public as it is")]
)
def test_it_speaks_the_readers_language(browser: Any, release: Path, locale: str, words: str) -> None:  # noqa: ANN401
    with page_of(browser, (release / "report.html").as_uri(), locale=locale) as (page, _):
        first = page.locator(".verdict strong").first
        assert words in first.inner_text()
        page.locator("label[for=en]").click()
        assert "It may not be made public as it is" in first.inner_text()
        page.locator("label[for=zh]").click()
        assert "目前不能公开" in first.inner_text()


def test_what_a_document_would_run_does_not_run(browser: Any, release: Path, tmp_path: Path) -> None:  # noqa: ANN401
    text = (release / "report.html").read_text("utf-8")
    (tmp_path / "report.html").write_text(
        text.replace("<main>", "<main><script>document.title='run'</script>"), "utf-8"
    )
    with page_of(browser, (tmp_path / "report.html").as_uri()) as (page, looked):
        assert page.title() != "run"
        assert looked.errors
