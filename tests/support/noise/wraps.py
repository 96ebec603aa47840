"""Lines and pages broken where the text does not break: hard wraps, page breaks, figures.

Breaks fall between two Han characters, behind a comma, or where Latin words have a blank between
them; beside Latin and figures only in documents that never have a blank there. A break behind a
mark that ends a sentence leaves no truth to come back to and is not made. A page or a figure breaks
a sentence at a line's end, so what stands before it is at least about a line. Headings and rows of
lists and verse stay whole.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Literal

from noise.clean import Writer
from noise.truth import Noisy, Tape

Separator = Literal["blank", "indent"]

PAGE_BREAK = "<PAGE_DIV> \n\n"
MEDIA = "<!-- Media -->"

_FINAL = tuple("。！？…”’）；：")
_PLACE = re.compile(r"(?<=[\u4e00-\u9fff，、])(?=[\u4e00-\u9fff“《])|(?<=[A-Za-z,]) (?=[A-Za-z])")
_TIGHT = re.compile(rf"{_PLACE.pattern}|(?<=[\u4e00-\u9fff，、])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%℃])(?=[\u4e00-\u9fff])")
_SPACED = re.compile(r"[\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9%℃] [\u4e00-\u9fff]")
_LINE = 20
_REST = 4
_PAGE = 60
_CREDITS = ("{body}供图", "{name} 摄", "图片来源：{body}", "（资料图片）", "{body}{name}摄")


def wrap(
    text: str,
    rng: random.Random,
    *,
    width: int | None = None,
    separator: Separator | None = None,
) -> Noisy:
    """Break paragraphs into lines of about ``width`` characters.

    ``separator`` says how one still sees paragraphs: a ``blank`` line between them, or an
    ``indent`` of two ideographic spaces. Kinds are ``wrap`` and ``wrap:indent``.
    """
    width = rng.randint(24, 46) if width is None else width
    separator = rng.choice(("blank", "indent")) if separator is None else separator
    tape = Tape()
    place = _PLACE if _SPACED.search(text) else _TIGHT
    before = ""
    for number, paragraph in enumerate(text.split("\n\n")):
        indented = separator == "indent" and _whole(paragraph)
        if number:
            tape.put("\n" if indented and "\n" not in before else "\n\n", "\n\n", "wrap:indent")
        tape.put("\u3000\u3000" if indented else "", "", "wrap:indent")
        before = paragraph
        done = 0
        for start, end in _wrap_places(paragraph, width, place):
            tape.keep(paragraph[done:start])
            tape.put("\n", paragraph[start:end], "wrap")
            done = end
        tape.keep(paragraph[done:])
    return tape.noisy()


def paginate(text: str, rng: random.Random, *, pages: int = 4) -> Noisy:
    """Break a text into up to ``pages`` pages, inside sentences and between paragraphs.

    Kinds are ``page:within`` (a sentence), ``page:between`` (paragraphs) and ``page:last``.
    """
    between = [(gap.start(), gap.end()) for gap in re.finditer("(?<=[。！？…”])\n\n", text)]
    within = list(_places(text, _LINE))
    chosen = {rng.choice(places) for places in (rng.choice((within, between)) for _ in range(pages - 1)) if places}
    tape, done = Tape(), 0
    for start, end in sorted(chosen):
        if done and start - done < _PAGE:
            continue
        tape.keep(text[done:start])
        inside = text[start:end] != "\n\n"
        tape.put(PAGE_BREAK, text[start:end], "page:within" if inside else "page:between")
        done = end
    tape.keep(text[done:])
    tape.put(PAGE_BREAK.rstrip("\n"), "", "page:last")
    return tape.noisy()


def illustrate(text: str, rng: random.Random, *, share: float = 0.4) -> Noisy:
    """Put figure blocks before paragraphs and into their sentences.

    A block is a media comment, often the text recognized in the picture, often a caption; about
    ``share`` of the paragraphs have one. Kinds: ``figure:media``, ``figure:text``,
    ``figure:caption`` (with a credit), ``figure:caption-bare`` (without one), ``figure:gap`` for
    the blank lines around them, and ``figure:split`` where the block stands before the paragraph
    and a blank line alone got into a sentence.
    """
    writer, tape = Writer(rng), Tape()
    for number, paragraph in enumerate(text.split("\n\n")):
        tape.keep("\n\n" if number else "")
        form = rng.choice(("before", "split", "inside")) if rng.random() < share else ""
        if form in ("before", "split"):
            _put_figure(tape, writer, rng)
        places = list(_places(paragraph, _LINE)) if form in ("split", "inside") else []
        start, end = rng.choice(places) if places else (0, 0)
        tape.keep(paragraph[:start])
        if places:
            kind = "figure:split" if form == "split" else "figure:gap"
            tape.put("\n\n", paragraph[start:end], kind)
            if form == "inside":
                _put_figure(tape, writer, rng)
        tape.keep(paragraph[end:])
    return tape.noisy()


def _put_figure(tape: Tape, writer: Writer, rng: random.Random) -> None:
    for kind, line in _figure(writer, rng):
        tape.put(line, "", kind)
        tape.put("\n\n", "", "figure:gap")


def _figure(writer: Writer, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the lines of one figure block with their kinds."""
    yield "figure:media", MEDIA
    if rng.random() < 0.5:
        yield "figure:text", f"<!-- figureText: {writer.fill('{deed}{thing} {result}')} -->"
    chance = rng.random()
    if chance < 0.5:
        caption = writer.fill("{name}在{town}{deed}{thing}。" + rng.choice(_CREDITS))
        yield "figure:caption", caption
    elif chance < 0.7:
        yield "figure:caption-bare", writer.fill("{town}{body}{role}{deed}{thing}")


def _wrap_places(paragraph: str, width: int, place: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the places nearest before each full line."""
    line_start, last = 0, (0, 0)
    for start, end in _places(paragraph, _REST, place):
        if start - line_start > width and last[1] > line_start:
            yield last
            line_start = last[1]
        last = start, end
    if len(paragraph) - line_start > width and last[1] > line_start:
        yield last


def _places(text: str, first: int, pattern: re.Pattern[str] = _PLACE) -> Iterator[tuple[int, int]]:
    """Yield the spans a break may replace: empty between Han characters, a blank between words.

    At least ``first`` characters of the paragraph stand before a break, and ``_REST`` behind it.
    """
    offset = 0
    for paragraph in text.split("\n\n"):
        if _whole(paragraph):
            for place in pattern.finditer(paragraph):
                if place.start() >= first and len(paragraph) - place.end() >= _REST:
                    yield place.start() + offset, place.end() + offset
        offset += len(paragraph) + 2


def _whole(paragraph: str) -> bool:
    """Tell whether this is running text: one line, with a mark at its end."""
    return "\n" not in paragraph and paragraph.endswith((*_FINAL, "."))
