"""PDFs: the text layer is what the trace leads back to; columns are read one after the other."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from noise.clean import Writer
from pdfs import SIZE, Line, pdf

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.scripts import find_loaders, surest_loader
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

LEADING = 16


def column(x: float, text: str, width: int = 22, top: float = 760) -> list[Line]:
    """Set a text in lines of ``width`` characters."""
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    return [(x, top - LEADING * number, line) for number, line in enumerate(lines)]


def prose(seed: int, size: int) -> str:
    """Return so many Chinese characters of running text."""
    writer = Writer(random.Random(seed))
    text = ""
    while len(text) < size:
        text += "".join(c for c in writer.prose() if "\u4e00" <= c <= "\u9fff" or c in "，。、；")
    return text[: size - 1] + "。"


def read(raw: bytes) -> Document:
    """Read a PDF."""
    (document,) = normalize(raw)
    assert document.origin.loader == "pdf_document"
    assert document.trace.reaches == "layer"
    return document


# PDFium sees nothing on a page that holds one character of Chinese and no more.
LINES = st.text("老街的夏天，。！ ABC12\u3000“”", max_size=28).map("老街{}".format)


@settings(max_examples=20)
@given(st.lists(st.lists(LINES, max_size=6), min_size=1, max_size=3))
def test_undoing_a_pdf_gives_its_text_layer_back(pages: list[list[str]]) -> None:
    raw = pdf(
        [[(60, 780 - LEADING * n, line) for n, line in enumerate(page)] for page in pages] + [[(60, 700, "完。")]]
    )
    document = read(raw)
    layer = undo(document).decode()
    assert [c for c in layer if not c.isspace()] == [
        c for page in [*pages, ["完。"]] for line in page for c in line if not c.isspace()
    ]
    assert len(document.pages) == len(pages) + 1


def test_pages_are_marked_and_a_sentence_goes_on_across_them() -> None:
    text = prose(1, 22 * 30)
    document = read(pdf([column(60, text[: 22 * 15]), column(60, text[22 * 15 :])]))
    assert document.text == text
    first, second = document.pages
    assert (first.start, first.end, second.start, second.end) == (0, 22 * 15, 22 * 15, len(text))


@pytest.mark.parametrize("rows_first", [False, True])
def test_two_columns_are_read_one_after_the_other(*, rows_first: bool) -> None:
    left, right = prose(2, 22 * 20), prose(3, 22 * 20)
    title = (150.0, 790.0, "海州市湿地修复工程年度进展报告综述与今后的打算")
    lines = [*column(60, left), *column(310, right)]
    if rows_first:
        lines.sort(key=lambda line: -line[1])
    document = read(pdf([[title, *lines]]))
    assert "".join(document.text.split()) == title[2] + left + right


def test_a_line_across_both_columns_parts_them_into_bands() -> None:
    texts = [prose(seed, 22 * 9) for seed in range(4, 8)]
    lines = [
        *column(60, texts[0]),
        *column(310, texts[1]),
        (150.0, 600.0, "第二部分说明今后几年的打算与各项工作的安排"),
    ]
    lines += [*column(60, texts[2], top=580), *column(310, texts[3], top=580)]
    lines.sort(key=lambda line: -line[1])
    assert "".join(read(pdf([lines])).text.split()) == texts[0] + texts[1] + lines[18][2] + texts[2] + texts[3]


def test_a_table_is_read_row_by_row() -> None:
    rows = [(f"第{number}区", f"{number}元") for number in range(10, 30)]
    lines = [
        (x, 760.0 - LEADING * n, cell) for n, row in enumerate(rows) for x, cell in zip((60.0, 400.0), row, strict=True)
    ]
    text = "".join(read(pdf([lines])).text.split())
    assert text == "".join(first + second for first, second in rows)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (pdf([[(60, 700, "老街")]], closed=True), "closed by a password"),
        (pdf([[], []]), "None of its 2 pages has a text layer"),
        (pdf([[(60, 700, "老街")]])[:300], "The PDF is broken"),
        (b"%PDF-1.7\n", "The PDF is broken"),
    ],
)
def test_a_pdf_without_text_is_refused_with_a_remedy(raw: bytes, said: str) -> None:
    with pytest.raises(LoaderError, match=said) as refused:
        normalize(raw)
    assert refused.value.remedy


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    read = find_loaders()["pdf_document"].layers
    assert read is not None
    with pytest.raises(LoaderError, match=r'pip install "bdci-corpus\[pdf\]"'):
        list(read(pdf([[(60, 700, "老街")]])))


@pytest.mark.parametrize("text", ["老街的夏天。\n%PDF-1.4 是一种格式。\n", "PDF\n", "%!PS-Adobe-3.0\n"])
def test_a_text_about_pdf_is_none(text: str) -> None:
    assert surest_loader(find_loaders(), text, "a.pdf").name == "plain_text"


def test_pdfs_are_built_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for seed in range(20, 26):
        (folder / f"{seed}.pdf").write_bytes(pdf([column(60, prose(seed, 400))]))
    (folder / "picture.pdf").write_bytes(pdf([[]]))
    result = build(folder, out=tmp_path / "release")
    assert result.documents == 6
    assert [name for name, _ in result.quarantined] == ["picture.pdf"]
    assert not check(result.release).problems
    assert SIZE < LEADING
