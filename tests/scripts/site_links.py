"""Hooks of MkDocs: what pages in Chinese need of a site that is also read as files and on a forge."""

from __future__ import annotations

import re
from posixpath import dirname, relpath
from typing import Any

from pymdownx.slugs import slugify

_CHINESE = re.compile(r"(\]\([^)\s]*)\.zh\.md(?=[)#])")

_SEARCH = ' data-md-component="search" aria-label="Search 搜索"'
"""The box of the search, with the name that the theme leaves out."""

_ROOTED = re.compile(r'(<a href=")/((?:zh/)?[^"]*\.html)("[^>]* hreflang=)')


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
    output = output.replace(' data-md-component="search" role="dialog"', f'{_SEARCH} role="dialog"')
    return _ROOTED.sub(lambda found: f"{found[1]}{relpath(found[2], here)}{found[3]}", output)
