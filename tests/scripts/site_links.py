"""Hooks of MkDocs: what pages in two languages need of a site that is also read as files and on a forge."""

from __future__ import annotations

import json
import re
from pathlib import Path
from posixpath import dirname, relpath
from typing import Any

from pymdownx.slugs import slugify

_CHINESE = re.compile(r"(\]\([^)\s]*)\.zh\.md(?=[)#])")

_SEARCH = ' data-md-component="search" aria-label="Search 搜索"'
"""The box of the search, with the name that the theme leaves out."""

_ROOTED = re.compile(r'(<a href=")/((?:zh/)?[^"]*\.html)("[^>]* hreflang=)')


_BASE = re.compile(r'(<script id="__config" type="application/json">\{.*?"base": ")([^"]*)(")')
"""Where a page says in which folder the index of its search lies."""

_INDEX = Path("search", "search_index.json")


def on_config(config: Any) -> Any:  # noqa: ANN401 - MkDocs is no dependency of ours
    """Make anchors of Chinese headings as forges do: of their characters, and not of their numbers."""
    config["mdx_configs"].setdefault("toc", {})["slugify"] = slugify(case="lower")
    return config


def on_page_markdown(markdown: str, **_: object) -> str:
    """Return a page whose links name the page, of which the site takes the one in the reader's language."""
    return _CHINESE.sub(r"\1.md", markdown)


def on_post_page(output: str, page: Any, **_: object) -> str:  # noqa: ANN401 - as above
    """Return a page whose links to the other language hold in a folder, too, which has no root."""
    here = dirname(page.url) or "."
    if page.url.startswith("zh/"):
        output = _BASE.sub(rf"\g<1>{relpath('zh', here)}\g<3>", output)
    output = output.replace(' data-md-component="search" role="dialog"', f'{_SEARCH} role="dialog"')
    return _ROOTED.sub(lambda found: f"{found[1]}{relpath(found[2], here)}{found[3]}", output)


def on_post_build(config: Any, **_: object) -> None:  # noqa: ANN401 - as above
    """Give each language an index of its own, so that a search finds pages in the reader's.

    Each is also a script, which a page may load that was opened as a file.
    """
    index = Path(config["site_dir"], _INDEX)
    found = json.loads(index.read_text("utf-8"))
    for folder in ("zh/", ""):
        inside = [page for page in found["docs"] if page["location"].startswith(folder)]
        found["docs"] = [page for page in found["docs"] if not page["location"].startswith(folder)]
        named = [{**page, "location": page["location"].removeprefix(folder)} for page in inside]
        path = Path(config["site_dir"], folder, _INDEX)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**found, "docs": named}, ensure_ascii=False)
        path.write_text(text, "utf-8")
        path.with_suffix(".js").write_text(f"var __index = {text}\n", "utf-8")


on_post_build.mkdocs_priority = -200  # type: ignore[attr-defined] # the plugins write the index until -100
