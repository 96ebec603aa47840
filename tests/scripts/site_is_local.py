"""Find what the pages of a built site ask of the network: ``python tests/scripts/site_is_local.py FOLDER``."""

from __future__ import annotations

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


if __name__ == "__main__":
    found = loaded(Path(sys.argv[1]))
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.exit(bool(found))
