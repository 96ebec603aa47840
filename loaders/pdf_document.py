"""The text layer of a PDF: its pages, and their columns in reading order (extra: pdf)."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from statistics import median
from typing import Any, NamedTuple

from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Layer

NAME = "pdf_document"

_WITHIN = 1024
"""Other bytes may stand before the signature, but no more."""

_PASSWORD = 4
"""PDFium's code for a document that a password closes (``FPDF_ERR_PASSWORD``)."""

MIN_GUTTER = 9.0
"""The narrowest space between two columns, in points."""

MIN_LINES = 8
"""Columns hold at least so many lines each; of fewer, it is a heading or a table."""

MIN_FILLED = 0.7
"""Lines of running text fill this share of their column, half of them at least; cells of a table do not."""

MAX_CROSSING = 0.15
"""No larger share of the lines crosses the space between columns."""


MIDDLE = (0.3, 0.7)
"""Where the space between columns is looked for, as shares of the width of the text."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner."""


class _Piece(NamedTuple):
    """Part of a line without a wide space in it."""

    line: int
    text: str
    left: float
    right: float
    middle: float


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its signature."""
    return 1.0 if "%PDF-" in head[:_WITHIN] and (head.startswith("%PDF-") or "obj" in head) else 0.0


def layers(data: bytes) -> Iterator[Layer]:
    """Yield the text of each page; what its producer says of the document is extra."""
    try:
        import pypdfium2
    except ImportError:
        problem, remedy = "Reading a PDF needs pypdfium2.", 'Install it: pip install "bdci-corpus[pdf]".'
        raise LoaderError(NAME, problem, remedy) from None
    try:
        with pypdfium2.PdfDocument(data) as document:
            said = {key: value for key, value in document.get_metadata_dict(skip_empty=True).items() if _whole(value)}
            pages = [_page_text(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
            problem, remedy = "The PDF is closed by a password.", "Save a copy without it."
        else:
            problem = f"The PDF is broken: {error}"
            remedy = "Open it in a reader of PDF and save it anew."
        raise LoaderError(NAME, problem.rstrip(".") + ".", remedy) from None
    if not any(page.strip() for page in pages):
        problem = f"None of its {len(pages)} pages has a text layer: they are pictures."
        raise LoaderError(NAME, problem, "Recognize the text first (OCR), with ocrmypdf for instance.")
    for number, page in enumerate(pages):
        yield Layer(text=page, extra={} if number else dict(said))


def _whole(value: str) -> bool:
    """Return whether a value is characters, as a broken string of a PDF may not be."""
    return bool(value.strip()) and value.isprintable() and "\ufffd" not in value


def _page_text(page: Any) -> str:  # noqa: ANN401 - pypdfium2 is an extra
    """Return a page's text: in the order of its content, or column by column where there are two."""
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        boxes = [text_page.get_charbox(number, loose=True) for number in range(text_page.count_chars())]
    finally:
        text_page.close()
        page.close()
    pieces = list(_pieces(text, boxes)) if len(text.encode("utf-16-le")) == 2 * len(boxes) else []
    gutter = _gutter(pieces)
    if gutter is None:
        return str(text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(piece.text for piece in _in_columns(pieces, gutter))


def _pieces(text: str, boxes: Sequence[Box]) -> Iterator[_Piece]:
    """Yield the pieces of each line, in the order of the page's content."""
    unit = line = 0
    glyphs: list[tuple[str, Box]] = []
    for character in text:
        box = boxes[unit]
        unit += 2 if character > "\uffff" else 1
        inked = [last for piece, last in glyphs if not piece.isspace()][-1:]
        wide = bool(inked) and not character.isspace() and box[0] - inked[0][2] >= MIN_GUTTER
        if character in "\r\n" or wide:
            yield from _piece(glyphs, line)
            glyphs = []
        line += character in "\r\n"
        if character not in "\r\n":
            glyphs.append((character, box))
    yield from _piece(glyphs, line)


def _piece(glyphs: Sequence[tuple[str, Box]], line: int) -> Iterator[_Piece]:
    inked = [box for character, box in glyphs if not character.isspace()]
    if inked:
        text = "".join(character for character, _ in glyphs).rstrip()
        lefts, bottoms, rights, tops = zip(*inked, strict=True)
        yield _Piece(line, text, min(lefts), max(rights), (min(bottoms) + max(tops)) / 2)


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Return the middle of the space between two columns of running text, or None."""
    if len(pieces) < 2 * MIN_LINES:
        return None
    first, last = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    width = last - first
    crossed = [0] * (int(width) + 2)
    for piece in pieces:
        crossed[int(piece.left - first)] += 1
        crossed[int(piece.right - first) + 1] -= 1
    free = [place for place, count in enumerate(accumulate(crossed)) if count <= MAX_CROSSING * len(pieces)]
    middle = [place for place in free if MIDDLE[0] * width < place < MIDDLE[1] * width]
    runs = [list(run) for _, run in groupby(enumerate(middle), lambda item: item[1] - item[0])]
    best = [place for _, place in max(runs, key=len, default=[])]
    if len(best) < MIN_GUTTER - 1:
        return None
    gutter = first + (best[0] + best[-1]) / 2
    left = [piece.right - piece.left for piece in pieces if piece.right <= gutter]
    right = [piece.right - piece.left for piece in pieces if piece.left >= gutter]
    filled = all(
        len(side) >= MIN_LINES and median(side) >= MIN_FILLED * room
        for side, room in ((left, best[0]), (right, width - best[-1]))
    )
    return gutter if filled else None


def _in_columns(pieces: Sequence[_Piece], gutter: float) -> list[_Piece]:
    """Return pieces in reading order: what crosses the gutter parts the page into bands, read left, then right."""
    whole = list(_rejoined(pieces, gutter))
    crossing = sorted(-piece.middle for piece in whole if _side(piece, gutter) == 0)

    def place(piece: _Piece) -> tuple[int, int, int]:
        return bisect_right(crossing, -piece.middle), _side(piece, gutter), -round(piece.middle)

    return sorted(whole, key=place)


def _side(piece: _Piece, gutter: float) -> int:
    """Return 1 or 2 for the columns, and 0 for what crosses the gutter."""
    return 1 if piece.right <= gutter else 2 if piece.left >= gutter else 0


def _rejoined(pieces: Sequence[_Piece], gutter: float) -> Iterator[_Piece]:
    """Yield the parts of lines, whole on each side of the gutter."""
    for _, group in groupby(pieces, lambda piece: (piece.line, _side(piece, gutter))):
        parts = list(group)
        text = " ".join(piece.text for piece in parts)
        yield parts[0]._replace(text=text, right=max(piece.right for piece in parts))
