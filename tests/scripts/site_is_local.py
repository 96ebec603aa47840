"""Find what a built site must not have: ``python tests/scripts/site_is_local.py FOLDER``.

That is what its pages ask of the network, and pages in the index of the other language's search.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

_LOADS = re.compile(r"<(?:script|img|link|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^\"'\s>]+")
_MAY = re.compile(r"rel=[\"']?(?:canonical|license)")


def loaded(site: Path) -> list[str]:
    """Return the elements that would be loaded from elsewhere, page by page."""
    return [
        f"{path.relative_to(site)}: {element}"
        for path in sorted(site.rglob("*.html"))
        for element in _LOADS.findall(path.read_text("utf-8"))
        if not _MAY.search(element)
    ]


def mixed(site: Path) -> list[str]:
    """Return what the indexes of the search have of the other language, and those that find nothing."""
    wrong = []
    for folder, other in (("", "zh/"), ("zh", "../")):
        index = site / folder / "search" / "search_index.json"
        places = [page["location"] for page in json.loads(index.read_text("utf-8"))["docs"]]
        wrong += [f"{index}: {place}" for place in places if place.startswith(other)]
        wrong += [f"{index}: {place} is no page" for place in places if not _page_of(index.parents[1], place).is_file()]
        wrong += [] if len(places) > MOST_PAGES else [f"{index}: {len(places)} entries"]
    return wrong


def _page_of(folder: Path, place: str) -> Path:
    found = folder / place.partition("#")[0]
    return found if found.suffix else found / "index.html"


MOST_PAGES = 100
"""An index has more entries than pages, since every section is one."""


if __name__ == "__main__":
    found = [*loaded(Path(sys.argv[1])), *mixed(Path(sys.argv[1]))]
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.exit(bool(found))
