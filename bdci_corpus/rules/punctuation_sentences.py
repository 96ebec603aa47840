"""ASCII marks that touch no Chinese, or that other writing has too, and are marks of a Chinese sentence all the same.

A full stop behind Chinese and before a blank or the end; a mark that ends a Chinese line behind a Latin word; the small
and vertical forms that Big5 has; a comma between Latin words of a line whose other commas were folded.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bdci_corpus.patterns import lazily
from bdci_corpus.text import (
    BLANK,
    CLOSER,
    DIGIT,
    HAN,
    HAN_CLASS,
    KANA,
    KANA_CLASS,
    LATIN,
    LINE_END,
    MARK,
    Answers,
    Flags,
    Places,
    Scan,
    TextBatch,
    lines_in,
)

Change = tuple[int, str]
"""A place and the mark that is to stand there."""

_SMALL = dict(zip("︰﹐﹑﹔﹕﹖﹗﹙﹚", "：，、；：？！（）", strict=True))
"""Forms of marks that are for vertical lines or small; others of them are signs of formulas."""

_FEWEST, _FEWEST_WITHIN, _FEWEST_BEHIND = 4, 6, 2
"""How many Chinese characters a full stop ends at a line's end, before a blank, and behind another mark."""

_LONGEST_CLAUSE = 60
"""How far before a full stop its clause is looked at, in characters."""

_PER_WORD = 2
"""How many Chinese characters make a word."""

_WIDE = {"!": "！", "?": "？", ":": "：", ";": "；"}

_CLAUSE = lazily("[^，。；：！？,.;:!?\\s]*$")

_STOPS = lazily(f"[{HAN_CLASS}]{{2}}[.](?=[{HAN_CLASS} ]|$)")

_FEWEST_STOPS = 3
"""So many full stops of a line are ASCII, and none Chinese, where one may have no blank behind it: two are a name's."""

_GOES_ON = lazily(f"[^，。；：！？,.;:!?\\s]{{{_FEWEST},}}")

_PARTED = lazily(f"[{HAN_CLASS}][，、；,;] ?[{HAN_CLASS}A-Za-z0-9“‘《（]")
"""A mark within a sentence."""

_ITEM = lazily("(?:第.{1,4}[章节節篇条條款项項部卷回课課讲講步]|[图圖表附步例题題注].{0,3})$")
"""What is numbered, and no clause."""

_REFERENCE = lazily(r"\[(?:[A-Z]{1,2}|EB|DB)(?:/[A-Z]{2})?\]")
"""What kind of work is cited: the parts of such a line end with ASCII full stops."""

_HAN = lazily(f"[{HAN_CLASS}{KANA_CLASS}]")

_WORD = lazily(r"[A-Za-z]+")

_STOPPED = lazily(f"[{HAN_CLASS}]{{2}}[.] *$")
"""How a line ends whose full stops are ASCII."""

_SENTENCE_END = lazily(f"[。！？!?]|(?<=[{HAN_CLASS}{KANA_CLASS}])[.]")

_LONGEST_SENTENCE = 200
"""How much of a line's last sentence is looked at, in characters."""

_ENDS_WITH_WORD = lazily(f"(?:[ {HAN_CLASS}]|^)[A-Za-z][A-Za-z0-9+#.]*$")

_NAME = r"[A-Za-z0-9][A-Za-z0-9+#.-]*(?: [A-Z0-9][A-Za-z0-9+#.-]*){0,2}"

_CHAIN_LEFT = lazily(rf"(?:(?<=[A-Za-z+#])|(?<=[0-9])(?=, ?[A-Za-z]))(,) ?{_NAME}$")

_CHAIN_RIGHT = lazily(rf" ?{_NAME}(?:(?<=[A-Za-z+#])|(?<=[0-9])(?=, ?[A-Za-z]))(,)(?= ?[A-Za-z0-9])")
"""A comma that a word or a name of up to three parts from the one before or behind it."""

_LONGEST_NAME = 80
"""How far before a comma the one that parts it from a name is looked for, in characters."""

_NEW_CLAUSE = lazily(
    rf"(?<=[A-Za-z0-9][A-Za-z0-9])(,)(?=[A-Za-z+-](?![A-Za-z]*-[{HAN_CLASS}])[^,;:!?()，。；：！？、（）\n]*[{HAN_CLASS}])"
)
"""A comma behind a Latin word or a figure, before a clause that begins with another and is Chinese."""


def may_end_sentences(batch: TextBatch) -> Answers:
    """Return which texts have a mark at a line's end behind Latin, a full stop behind Chinese or a small form."""
    ends = np.zeros(len(batch.codes) + 1, np.bool_)
    ends[batch.bounds] = True
    stops = _stops(batch.codes, batch.flags, ends)
    marks = _final(batch.flags, np.flatnonzero(batch.flags & np.uint32(MARK) != 0), ends)
    found = batch.of_places(stops) | batch.of_places(marks)
    for mark in _SMALL:
        found |= batch.holds(mark)
    return found


def sentence_marks(scan: Scan) -> list[Change]:
    """Return the marks of Chinese sentences that touch no Chinese, or are full stops or small forms."""
    ends = np.zeros(len(scan.codes) + 1, np.bool_)
    ends[-1] = True
    found = list[Change]()
    if scan.holds("."):
        found += ((at, "。") for at in _full_stops(scan.text, _stops(scan.codes, scan.flags, ends)))
    if scan.has(MARK):
        final = _final(scan.flags, scan.places(MARK), ends).tolist()
        found += ((at, _WIDE[scan.text[at]]) for at in final if scan.text[at] in _WIDE and _ends_chinese(scan.text, at))
    for mark, wide in _SMALL.items():
        if scan.holds(mark):
            found += ((at, wide) for at in np.flatnonzero(scan.codes == ord(mark)).tolist())
    return found


def _stops(codes: Flags, flags: Flags, ends: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Places:
    """Return where full stops stand behind Chinese and before a blank, a closing mark or an end."""
    places = np.flatnonzero(codes == ord("."))
    places = places[flags.take(places - 1, mode="clip") & np.uint32(HAN | KANA) != 0]
    behind = flags.take(places + 1, mode="clip") & np.uint32(BLANK | LINE_END | CLOSER | HAN) != 0
    found: Places = places[behind | ends[places + 1]]
    return found


def _final(flags: Flags, places: Places, ends: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Places:
    """Return those of the marks that end a line behind Latin or a figure."""
    if not len(places):
        return places
    places = places[flags.take(places - 1, mode="clip") & np.uint32(LATIN | DIGIT) != 0]
    found: Places = places[(flags.take(places + 1, mode="clip") & np.uint32(LINE_END) != 0) | ends[places + 1]]
    return found


def _full_stops(text: str, places: Places) -> Iterator[int]:
    """Yield which full stops end a Chinese clause, and not an item's number or a part of a reference."""
    done, start, last, stopped, parted, folded, cited = -1, 0, 0, False, False, False, False
    for at in places.tolist():
        if at >= done:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            done = end if end >= 0 else len(text)
            line = text[start:done]
            last = start + len(line.rstrip()) - 1
            stopped, cited = _STOPPED.search(line) is not None, _REFERENCE.search(line) is not None
            parted = _PARTED.search(line) is not None
            folded = "。" not in line and len(_STOPS.findall(line)) >= _FEWEST_STOPS
        clause = _CLAUSE.search(text, max(at - _LONGEST_CLAUSE, start), at)
        shown = clause.group() if clause else ""
        if cited or _ITEM.fullmatch(shown):
            continue
        count, after = len(_HAN.findall(shown)), text[at + 1 : at + 2]
        if _HAN.match(after):
            ends = stopped and folded and count >= _FEWEST and _GOES_ON.match(text, at + 1) is not None
        elif after == " " and at < last:
            ends = count >= (_FEWEST if stopped else _FEWEST_WITHIN)
        else:
            ends = count >= (_FEWEST_BEHIND if parted else _FEWEST)
        if ends:
            yield at


def _ends_chinese(text: str, at: int) -> bool:
    """Return whether a line that ends with a Latin word is a Chinese sentence."""
    start = max(text.rfind("\n", 0, at) + 1, at - _LONGEST_SENTENCE)
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, start, at)), default=start)
    shown = text[begin:at]
    words = len(_WORD.findall(shown))
    return _ENDS_WITH_WORD.search(shown[-_LONGEST_NAME:]) is not None and max(_PER_WORD * words, _FEWEST) <= len(
        _HAN.findall(shown)
    )


def other_commas(scan: Scan, shown: Flags, literal: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[int]:
    """Yield the commas between Latin words, in lines of which another comma became wide, that are of its kind."""
    folded = np.flatnonzero((scan.codes == ord(",")) & (shown != scan.codes))
    left = np.flatnonzero((scan.codes == ord(",")) & (shown == scan.codes) & ~literal)
    left = left[scan.flags.take(left - 1, mode="clip") & np.uint32(LATIN | DIGIT) != 0]
    if not len(folded) or not len(left):
        return
    lines = lines_in(scan.text)
    rows = set(np.searchsorted(lines.starts, left, "right").tolist())
    places = folded[[row in rows for row in np.searchsorted(lines.starts, folded, "right").tolist()]].tolist()
    open_ones = set(left.tolist())
    for row in sorted({int(row) for row in np.searchsorted(lines.starts, places, "right").tolist()}):
        start, end = int(lines.starts[row - 1]), int(lines.ends[row - 1])
        yield from open_ones.intersection(_of_a_kind(scan.text, start, end, [at for at in places if start <= at < end]))


def _of_a_kind(text: str, start: int, end: int, folded: list[int]) -> Iterator[int]:
    """Yield the commas of a line that stand before a Chinese clause, or part words of a list with a folded one."""
    for match in _NEW_CLAUSE.finditer(text, start, end):
        yield match.start(1)
    for comma in folded:
        left, right = comma, comma + 1
        while before := _CHAIN_LEFT.search(text, max(start, left - _LONGEST_NAME), left):
            yield (left := before.start(1))
        while behind := _CHAIN_RIGHT.match(text, right, end):
            yield behind.start(1)
            right = behind.end(1)
