"""Lists whose marks say how deep an item stands (``**``, ``..``, ``*#``), or leave counting to the program (``#.``).

They are written as one would type them: indented below the text of the item above, and numbered.
"""

from __future__ import annotations

from collections.abc import Sequence

from bdci_corpus.loading.lightweight.page import MarkupLine, MarkupPage
from bdci_corpus.patterns import lazily

_MARKS = {
    "AsciiDoc": lazily(r"[ \t]*(?P<signs>[*]{1,5}|[.]{1,5}|-)[ \t]+(?=\S)"),
    "MediaWiki": lazily(r"(?P<signs>(?:[*#:]{0,7}[*#]))[ \t]*(?=[^\s*#:])"),
    "Textile": lazily(r"(?P<signs>[*#]{1,6})[ \t]+(?=\S)"),
    "reStructuredText": lazily(r"[ \t]*(?P<signs>#)\.[ \t]+(?=\S)"),
}
"""What begins an item, by the markup."""

_CONTINUED = lazily(r"[*#]{1,8}:+[ \t]*")
"""What begins an item's next paragraph in MediaWiki."""

_BY_SIGN = frozenset({"AsciiDoc"})
"""Where another sign begins a list within the item above; elsewhere the number of signs is the level."""


def write_items(page: MarkupPage, lines: Sequence[MarkupLine]) -> None:
    """Write the marks of a paragraph's items. One without items ends the list, unless a ``+`` joins it."""
    marks = _MARKS.get(page.dialect.name)
    if marks is None:
        return
    if page.dialect.name == "MediaWiki":
        for line in lines:
            if continued := _CONTINUED.match(page.text, line.start, line.end):
                page.cut(line.start, continued.end())
    found = [(line, item) for line in lines if (item := marks.match(page.text, line.start, line.end))]
    inside = page.text.endswith("\n+\n", 0, lines[0].start) or (page.dialect.indented and lines[0].indent)
    if not found and not inside:
        page.counts.clear()
    for line, item in found:
        signs = item["signs"]
        if page.dialect.indented:
            number = _number(page, " " * line.indent, line.indent)
            page.cut(item.start("signs"), item.end("signs") + 1, f"{number}.")
            continue
        if page.dialect.name in _BY_SIGN:
            level = next((at for at, (known, _) in enumerate(page.counts) if known == signs), len(page.counts))
        else:
            level = min(len(signs) - 1, len(page.counts))
        number = _number(page, signs, level)
        depth = sum(len(_mark(*above)) + 1 for above in page.counts[:level])
        page.cut(line.start, item.end(), " " * depth + _mark(signs, number) + " ")


def _number(page: MarkupPage, signs: str, level: int) -> int:
    """Return an item's number at its level; deeper levels end."""
    if page.dialect.indented:
        page.counts[:] = [each for each in page.counts if len(each[0]) <= level]
        at = next((at for at, (known, _) in enumerate(page.counts) if known == signs), len(page.counts))
    else:
        del page.counts[level + 1 :]
        at = level
    number = page.counts[at][1] + 1 if at < len(page.counts) and page.counts[at][0] == signs else 1
    page.counts[at:] = [(signs, number)]
    return number


def _mark(signs: str, number: int) -> str:
    return f"{number}." if signs[-1] in ".#" else signs[-1]
