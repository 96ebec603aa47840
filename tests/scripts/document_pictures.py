"""Draw what ``bdci-corpus explain`` shows of one document of each kind, for docs/explanation/documents.md.

usage: python tests/scripts/document_pictures.py [FOLDER]      FOLDER: docs/explanation/pictures, if not given
"""

from __future__ import annotations

import io
import re
import sys
from html import unescape
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from bdci_corpus.cli.explanation import explained, print_explanation

ROOT = Path(__file__).resolve().parents[2]

SAMPLES = ROOT / "tests" / "loading" / "samples"

WIDTH = 100

DOCUMENTS = {
    "post": "front_matter_post/hexo.md",
    "forum": "html_page/discuz.html#post-1",
    "table": "record_table/news.jsonl",
    "web-page": "html_page/news.html",
    "pdf": "pdf_document/typst-03-news.pdf",
    "word": "docx_document/python-docx-1.docx",
    "epub": "epub_document/pandoc-epub-0.epub",
}
"""A sample of each kind, by the name of its picture."""

_TEXT = re.compile(r'textLength="[\d.]+"(?P<between>[^<>]*>)(?P<text>[^<>]*)</text>')

_CELL = 12.2
"""The width of a cell in the pictures of rich."""

_FONTS = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)


def picture(sample: str) -> str:
    """Return what is shown of a sample as SVG: the same bytes wherever it is drawn, and without foreign fonts."""
    (document, *_) = explained(str(SAMPLES / sample))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    print_explanation(document, console, edits=False)
    drawn = console.export_svg(
        title=f"bdci-corpus explain {sample.rpartition('/')[2]}",
        theme=DEFAULT_TERMINAL_THEME,
        code_format=_FONTS.sub("", CONSOLE_SVG_FORMAT),
        unique_id=re.sub(r"\W", "-", sample),
    )
    return _TEXT.sub(_as_wide_as_its_cells, drawn)


def _as_wide_as_its_cells(found: re.Match[str]) -> str:
    """Return a piece of text with the width of its cells; rich takes that of its characters, which squeezes Han."""
    width = _CELL * cell_len(unescape(found["text"]))
    return f'textLength="{width:.6g}"{found["between"]}{found["text"]}</text>'


def main() -> None:
    """Write the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "explanation" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, sample in DOCUMENTS.items():
        (folder / f"{name}.svg").write_text(picture(sample), "utf-8")


if __name__ == "__main__":
    main()
