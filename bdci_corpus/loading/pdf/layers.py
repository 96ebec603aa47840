"""From the bytes of a PDF to its layers, a page each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pypdfium2

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.pdf.contents import mark_contents
from bdci_corpus.loading.pdf.front import author_of, beside_title, byline, dated, headings_of, is_signed, title_of
from bdci_corpus.loading.pdf.furniture import mark_furniture
from bdci_corpus.loading.pdf.joints import LatinWords
from bdci_corpus.loading.pdf.measures import Measures, kinds_of_pages, measure
from bdci_corpus.loading.pdf.notes import note_numbers
from bdci_corpus.loading.pdf.pages import PdfPage, page_of, set_in_lines
from bdci_corpus.loading.pdf.paragraphs import Paragraph, paragraphs_of
from bdci_corpus.loading.pdf.pdfium import read_page
from bdci_corpus.loading.pdf.rows import with_rows
from bdci_corpus.loading.pdf.writing import LineWriter
from bdci_corpus.records import Layer

NAME = "pdf_document"

MOST_DAMAGED = 0.5
"""A document of which more glyphs than this share have no character is left out, as a scan is."""

_PASSWORD = 4
"""PDFium's code for a document that a password closes (``FPDF_ERR_PASSWORD``)."""

_COVERED = 0.4
"""A page without text is a scan if a picture covers this share of it."""

_NAMED = 12
"""How many pages an error names."""

_FIGURE = re.compile(r"(?:图|圖|Figure|Fig\.)\s?\d")

_NEAR = 4.0
"""How far a caption stands from its picture, through its size."""


def read(data: bytes, *, tags: bool = True) -> Iterator[Layer]:
    """Yield the pages of a PDF: their text, what is marked in it, and the edits that make it whole.

    Without ``tags`` a page goes by places alone, whatever structure the file states.

    Raises:
        LoaderError: the file is closed or broken, or has no text that can be read.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            extra = {k: v for k, v in document.get_metadata_dict(skip_empty=True).items() if _whole(v)}
            pages = [_page(document, number, tags=tags) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from None
    _check(pages)
    yield from _layers(pages, extra)


def _page(document: pypdfium2.PdfDocument, number: int, *, tags: bool) -> PdfPage:
    """Return a page; one that is broken is empty."""
    try:
        return page_of(number, read_page(document, number), tags=tags)
    except pypdfium2.PdfiumError:
        return PdfPage(number, broken=True)


def _whole(value: str) -> bool:
    """Return whether a value is characters, as a broken string of a PDF may not be."""
    return bool(value.strip()) and value.isprintable() and "\ufffd" not in value


def _refusal(error: pypdfium2.PdfiumError) -> LoaderError:
    if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
        return LoaderError(NAME, "The PDF is closed by a password.", "Save a copy without it.")
    problem = f"The PDF is broken: {error}".rstrip(".") + "."
    return LoaderError(NAME, problem, "Open it in a reader of PDF and save it anew.")


def _check(pages: Sequence[PdfPage]) -> None:
    """Refuse a document that has no text, or whose text nobody can read."""
    glyphs, damaged = sum(page.glyphs for page in pages), sum(page.damaged for page in pages)
    remedy = "Recognize the text first (OCR), with ocrmypdf for instance."
    if pages and all(page.broken for page in pages):
        raise _refusal(pypdfium2.PdfiumError(f"None of its {len(pages)} pages can be read."))
    if not glyphs:
        problem = f"None of its {len(pages)} pages has a text layer: they are pictures."
        raise LoaderError(NAME, problem, remedy)
    if damaged > MOST_DAMAGED * glyphs:
        numbers = [page.number + 1 for page in pages if page.damaged > MOST_DAMAGED * page.glyphs]
        problem = (
            f"Its fonts do not say which characters they show: {damaged:,} of {glyphs:,} are unknown, on "
            f"{_listed(numbers)} of {len(pages)} pages."
        )
        raise LoaderError(NAME, problem, remedy.replace("(OCR)", "(OCR, with --force-ocr)"))


def _listed(numbers: Sequence[int]) -> str:
    named = ", ".join(map(str, numbers[:_NAMED]))
    return f"page {named}" + (f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else "")


def _layers(pages: Sequence[PdfPage], extra: Mapping[str, str]) -> Iterator[Layer]:
    set_in_lines(pages)
    mark_furniture(pages)
    mark_contents([line for page in pages for line in page.lines if not line.furniture])
    for page in pages:
        page.lines = with_rows(page.lines)
    body = [line for page in pages for line in page.lines if not line.furniture]
    running = [line for line in body if line.row < 0 and line.side.column >= 0]
    measures = measure(running, kinds_of_pages({page.number: page.box[2] - page.box[0] for page in pages}, running))
    paragraphs = paragraphs_of(body, measures)
    writer = LineWriter([page.lines for page in pages], LatinWords.of(body))
    writer.write(paragraphs)
    for page in pages:
        for number in note_numbers(page.lines):
            writer.take_out_number(number)
    _say(writer, paragraphs, measures, pages, extra)
    yield from writer.layers({**extra, **_unread(pages)})


def _say(
    writer: LineWriter,
    paragraphs: Sequence[Paragraph],
    measures: Measures,
    pages: Sequence[PdfPage],
    named: Mapping[str, str],
) -> None:
    """Mark title, headings and captions, and note what the first page says of the document."""
    title = title_of(paragraphs, measures, named.get("Title", ""))
    if title is not None:
        writer.title(paragraphs[title])
    line = dated(paragraphs, title)
    claims = byline(paragraphs[line].text) if line is not None else []
    if line is not None and is_signed(paragraphs, title, line):
        writer.say(paragraphs[line], claims)
    elif line is not None:
        writer.take_out(paragraphs[line], claims)
    author = author_of(paragraphs, title, named.get("Author", ""))
    if author is not None and author[0] != line and not any(one.name == "author" for one in claims):
        writer.take_out(paragraphs[author[0]], [author[1]])
    none = {title, line, author and author[0], *beside_title(paragraphs, title, measures)}
    for number in headings_of(paragraphs, measures):
        if number not in none:
            writer.mark("heading", paragraphs[number])
    for paragraph in paragraphs:
        if _is_caption(paragraph, pages[paragraph.lines[0].page]):
            writer.mark("caption", paragraph)


def _is_caption(paragraph: Paragraph, page: PdfPage) -> bool:
    """Return whether a paragraph is numbered as a figure's caption and stands below or above a picture."""
    if paragraph.is_row or len(paragraph.lines) > 2 or not _FIGURE.match(paragraph.text):  # noqa: PLR2004
        return False
    first, last = paragraph.lines[0], paragraph.lines[-1]
    for left, bottom, right, top in page.pictures.tolist():
        near = min(abs(bottom - first.top), abs(last.bottom - top)) < _NEAR * first.size
        if near and left < first.right and first.left < right:
            return True
    return False


def _unread(pages: Sequence[PdfPage]) -> dict[str, object]:
    """Return which pages are scans, which have fonts that do not say their characters, and which are broken."""
    scans = [page.number + 1 for page in pages if not page.glyphs and _is_scan(page)]
    broken = [page.number + 1 for page in pages if page.broken]
    unknown = [page.number + 1 for page in pages if page.damaged > MOST_DAMAGED * page.glyphs]
    found = {"scanned_pages": scans, "unmapped_pages": unknown, "broken_pages": broken}
    return {name: numbers for name, numbers in found.items() if numbers}


def _is_scan(page: PdfPage) -> bool:
    left, bottom, right, top = page.box
    area = (right - left) * (top - bottom)
    boxes = page.pictures.tolist()
    return any((box[2] - box[0]) * (box[3] - box[1]) >= _COVERED * area > 0 for box in boxes)
