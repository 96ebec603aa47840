"""A browser that looks at pages as a reader does: at a phone's width, in the dark, with a checker of accessibility."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

WIDTHS = (390, 768, 1280)
"""A phone, a tablet, a laptop, in CSS pixels."""

GRAVE = {"serious", "critical"}
"""The impacts of axe-core's that no page may have."""


@dataclass
class Looked:
    """What was seen of a page."""

    overflow: int
    broken: list[str]
    asked: list[str]
    errors: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the Chromium of this machine; skip the test where there is none."""
    playwright = pytest.importorskip("playwright.sync_api")
    pytest.importorskip("axe_playwright_python")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        # No sandbox: CI runs as root, and the pages are ours.
        browser = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Any, url: str, **options: Any) -> Iterator[tuple[Any, Looked]]:  # noqa: ANN401 - Playwright is no dependency
    """Open a page; what it asks of the network and what goes wrong in it is noted."""
    context = browser.new_context(**options)
    page = context.new_page()
    looked = Looked(overflow=0, broken=[], asked=[])
    page.on("request", lambda request: looked.asked.append(request.url))
    page.on("pageerror", lambda error: looked.errors.append(str(error)))
    page.on("console", lambda line: looked.errors.append(line.text) if line.type == "error" else None)
    page.goto(url)
    yield page, looked
    context.close()


def look(browser: Any, url: str, width: int, scheme: str, locale: str = "en-US") -> Looked:  # noqa: ANN401 - as above
    """Look at a page at a width in CSS pixels, ``light`` or ``dark``, as a reader of some language does."""
    viewport = {"width": width, "height": 900}
    with page_of(browser, url, viewport=viewport, color_scheme=scheme, locale=locale) as (page, looked):
        judge(page, looked)
        return looked


def judge(page: Any, looked: Looked) -> None:  # noqa: ANN401 - as above
    """Measure how far a page runs over its width, and ask axe-core what is grave."""
    from axe_playwright_python.sync_playwright import Axe

    looked.overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = Axe().run(page).response["violations"]
    looked.broken = [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in GRAVE]


def until(page: Any, holds: str, seconds: float = 10) -> None:  # noqa: ANN401 - as above
    """Wait until an expression of JavaScript is true; the page's policy lets Playwright's own waiting run nothing."""
    end = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < end, holds
        time.sleep(0.05)
