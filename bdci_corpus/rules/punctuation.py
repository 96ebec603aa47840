"""Widen ASCII marks between Chinese, and pair quotes again.

Evidence: an ASCII comma, colon, semicolon, exclamation or question mark touches a Chinese
character or mark on either side (a blank may stand between); a bracket holds Chinese or follows it;
the quotes of a paragraph are even in number, so that they must open and close in turn. The sentence
around it is Chinese: it has no more words in small Latin letters than two Chinese characters each.

Rationale: sites fold full-width marks to ASCII, and converters lose which way a quote faces; the
published text had them right. Marks inside numbers, URLs, formulas, Latin text and code never touch
Chinese that way.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> text = '他说:"好,走吧!"'
>>> find(text, Context(file_text=text)).edited(text)
'他说：“好，走吧！”'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from bdci_corpus.compiling import compiled
from bdci_corpus.records import Edit
from bdci_corpus.rules import punctuation_kernels
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import (
    BRACKET,
    CHINESE,
    HAN as HAN_FLAG,
    HAN_CLASS,
    KANA as KANA_FLAG,
    KANA_CLASS,
    LATIN,
    LINE_END,
    MARK,
    QUOTE,
    Scan,
    lines_in,
    scan_of,
    table,
)
from bdci_corpus.trace import substitutions

NAME = "punctuation"

WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}

_CHINESE = re.compile(f"[{HAN_CLASS}{KANA_CLASS}，。、；：？！（）《》〈〉【】「」『』〔〕—…“”‘’]")

_HAN = re.compile(f"[{HAN_CLASS}{KANA_CLASS}]")

_NAME = rf"[\"-+\--:<->@-~{HAN_CLASS}{KANA_CLASS}]"

_BEYOND_ASCII = (
    rf"(?:(?<=[=&?])[{HAN_CLASS}{KANA_CLASS}][!-~{HAN_CLASS}{KANA_CLASS}]*"
    rf"|(?<=[/#_+%(.-])[{HAN_CLASS}{KANA_CLASS}]{_NAME}*(?:\?[!-~{HAN_CLASS}{KANA_CLASS}]*)?)?"
)
"""What may follow the ASCII characters of a URL: Chinese behind what separates a URL's parts, to its end."""

_LITERALS = (
    ("://", re.compile(rf"https?://[!-~]+{_BEYOND_ASCII}")),
    ("www.", re.compile(rf"www\.[!-~]+{_BEYOND_ASCII}")),
    ("@", re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}", re.ASCII)),
    ("`", re.compile(r"`[^`\n]+`")),
    ("](", re.compile(r"\]\([^()\s]{0,2000}\)")),
    ("&", re.compile(r"&#?\w{1,31};", re.ASCII)),
    (":", re.compile(r":[a-z_]{2,30}:(?!//)")),
)
"""What is copied letter by letter, behind a string that each holds."""

_WELL_PAIRED = re.compile("(?:(?:“(?:‘’)*”|‘’)*\n)*+")

_BRACKETS = re.compile(r"[(（]([^()（）\n]{0,200})[)）]")

_DOUBLE = re.compile('[“”"]')

_CODE = re.compile(r"""=\s?["']|["']\s?:\s|[{\[]\s?["']|["'][,;]?\s?[}\]]|</?\w""")

_LETTERS = re.compile("[A-Za-z]")

_SENTENCE_END = re.compile(r"[。！？…]|[.!?](?=[\s”\"'）)]|$)")

_SMALL_WORD = re.compile(r"(?<![^\s(（“\"'‘,;:!?，])[a-z]{2,}(?=\s|$|[,.;:!?)）”\"'’，](?:\s|$))")

_QUOTED = re.compile('["“][^"“”]{1,300}["”]')

_PER_WORD = 2
"""How many Chinese characters make a word."""


def find(text: str, context: Context) -> Found:
    """Find each mark that changes, an edit of one character each. Linear."""
    del context
    scan = scan_of(text)
    return _compiled(text) if scan.fast else Found.of(_interpreted(text))


def _interpreted(text: str) -> Iterator[Edit]:
    scan = scan_of(text)
    if not scan.has(CHINESE) or not scan.has(MARK | BRACKET | QUOTE):
        return
    overlay: dict[int, str] = {}
    literal = _literal_positions(text) if scan.has(MARK | BRACKET) else set()
    if scan.has(QUOTE) and not _well_paired(scan):
        _all_quotes(text, overlay)
    known = -1
    while known < len(overlay):  # a mark made wide may widen the bracket behind it, and the other way round
        known = len(overlay)
        _brackets(text, literal, overlay)
        _marks(text, scan, literal, overlay)
    for position in sorted(overlay):
        if overlay[position] != text[position]:
            yield Edit(start=position, end=position + 1, replacement=overlay[position], rule=NAME)


def _compiled(text: str) -> Found:
    scan = scan_of(text)
    paired = not scan.has(QUOTE) or compiled(punctuation_kernels.well_paired)(scan.codes, scan.flags)
    marked = scan.has(MARK | BRACKET) and compiled(punctuation_kernels.may_widen)(scan.flags)
    if not scan.has(CHINESE) or (paired and not marked):
        return NOTHING
    shown, changed = scan.codes.copy(), np.empty(len(scan.codes), np.int64)
    if not paired:
        overlay: dict[int, str] = {}
        _all_quotes(text, overlay)
        places = np.fromiter(overlay, np.int64, len(overlay))
        shown[places] = np.fromiter(map(ord, overlay.values()), np.uint32, len(overlay))
    decided, literal = np.zeros(len(shown), np.bool_), np.zeros(len(shown), np.bool_)
    if marked and (copied := _literal_positions(text)):
        literal[list(copied)] = True
    widen = compiled(punctuation_kernels.widen)
    places = changed[: widen(scan.codes, scan.flags, table(), shown, decided, literal, changed)]
    return Found(substitutions(places, shown[places]), [])


def _well_paired(scan: Scan) -> bool:
    """Return whether all quotes open and close in turn already, with none left open in any line."""
    places = scan.places(QUOTE | LINE_END)
    marks = scan.codes[places].tobytes().decode("utf-32-le") + "\n"
    return _WELL_PAIRED.fullmatch(marks) is not None


def _all_quotes(text: str, overlay: dict[int, str]) -> None:
    """Pair the quotes of each line that has any, and Chinese."""
    lines = lines_in(text)
    quoted = (lines.kinds & QUOTE != 0) & (lines.kinds & (HAN_FLAG | KANA_FLAG) != 0)
    for start, end in lines.spans(np.flatnonzero(quoted)):
        _quotes(text[start : end + 1].removesuffix("\n"), start, overlay)


def _literal_positions(text: str) -> set[int]:
    """Return the positions of marks inside URLs, addresses, inline code and entities."""
    found: set[int] = set()
    scan = scan_of(text)
    for needle, pattern in _LITERALS:
        if not scan.holds(needle):
            continue
        for match in pattern.finditer(text):
            end = match.end()
            if (
                match.group()[0] in "hw"
                and match.group()[-1] == ")"
                and match.group().count("(") < match.group().count(")")
            ):
                end -= 1
            if match.group()[0] in "hw" and _HAN.match(text[end : end + 1]):
                end -= len(match.group()) - len(match.group().rstrip(",;:!?"))
            found.update(position for position in range(match.start(), end) if text[position] in ",;:!?()")
    found.update(_foreign_positions(text, scan))
    return found


def _foreign_positions(text: str, scan: Scan) -> Iterator[int]:
    """Yield the positions of marks in sentences that are not Chinese, though they hold some."""
    if not scan.has(LATIN):
        return
    lines = lines_in(text)
    mixed = (lines.kinds & LATIN != 0) & (lines.kinds & (HAN_FLAG | KANA_FLAG) != 0)
    for start, end in lines.spans(np.flatnonzero(mixed & (lines.kinds & (MARK | BRACKET) != 0))):
        line = text[start : end + 1].removesuffix("\n")
        if _SMALL_WORD.search(line):
            yield from (start + at for at in _foreign_in(line))


def _foreign_in(line: str) -> Iterator[int]:
    """Yield the positions of marks in a line's sentences that are not Chinese; what is quoted is by itself."""
    around = _QUOTED.sub(lambda match: "“" + " " * (len(match.group()) - 2) + "”", line)
    quoted = [(match.start() + 1, match.end() - 1, line) for match in _QUOTED.finditer(line)]
    for begin, finish, shown in (*quoted, (0, len(line), around)):
        ends = [match.end() for match in _SENTENCE_END.finditer(shown, begin, finish)]
        for first, last in pairwise((begin, *ends, finish)):
            sentence = shown[first:last]
            if _PER_WORD * len(_SMALL_WORD.findall(sentence)) > len(_HAN.findall(sentence)):
                yield from (at for at in range(first, last) if shown[at] in ",;:!?()")


def _quotes(line: str, start: int, overlay: dict[int, str]) -> None:
    """Let the quotes of a paragraph open and close in turn, where they are even in number."""
    straight = '"' in line or "'" in line
    if straight and (_CODE.search(line) or len(_HAN.findall(line)) < len(_LETTERS.findall(line))):
        return
    doubles = [match.start() for match in _DOUBLE.finditer(line)]
    if len(doubles) % 2 == 0 and not any(_is_inch(line, at) for at in doubles[::2]):
        _alternate(doubles, start, "“”", overlay)
    singles = (
        [at for at, char in enumerate(line) if char in "‘’'" and _is_single(line, at)] if _has_single(line) else []
    )
    if len(singles) % 2 == 0:
        _alternate(singles, start, "‘’", overlay)


def _alternate(places: list[int], start: int, pair: str, overlay: dict[int, str]) -> None:
    for number, place in enumerate(places):
        overlay[start + place] = pair[number % 2]


def _has_single(line: str) -> bool:
    return "‘" in line or "’" in line or "'" in line


def _is_inch(line: str, at: int) -> bool:
    return line[at] == '"' and at > 0 and line[at - 1].isdigit()


def _is_single(line: str, at: int) -> bool:
    """Return whether a single quote is one, and no apostrophe, prime or mark of a foot."""
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    if line[at] == "'":
        return bool(_CHINESE.match(before) or _CHINESE.match(after)) and not (before.isdigit() or after.isdigit())
    return not (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())


def _brackets(text: str, literal: set[int], overlay: dict[int, str]) -> None:
    """Widen pairs of brackets that hold Chinese, or stand behind it."""
    if "(" not in text and ")" not in text:
        return
    for match in _BRACKETS.finditer(text):
        start, end = match.start(), match.end() - 1
        if start in literal or end in literal:
            continue
        before, after = _neighbor(text, start, -1, overlay), _neighbor(text, end, 1, overlay)
        holds = bool(_HAN.search(match[1]))
        english = before.isascii() and before.isalpha() and (after.isascii() and after != "")
        glued = start > 0 and _is_chinese(overlay.get(start - 1, text[start - 1]))
        if (holds and not english) or (glued and match[1]):
            overlay[start], overlay[end] = "（", "）"


def _marks(text: str, scan: Scan, literal: set[int], overlay: dict[int, str]) -> None:
    """Widen runs of marks that touch Chinese on either side."""
    places = scan.places(MARK)
    if not len(places):
        return
    near = scan.beside(places, -1) | scan.beside(places, 1) | scan.beside(places, -2) | scan.beside(places, 2)
    here = -1
    for start in places[(near & (CHINESE | MARK | BRACKET | QUOTE)) != 0].tolist():
        if start <= here or start in literal:
            continue
        here = start
        while here + 1 < len(text) and text[here + 1] in ",;:!?":
            here += 1
        before = _neighbor(text, start, -1, overlay)
        after = _neighbor(text, here, 1, overlay)
        if _is_chinese(before) or (_is_chinese(after) and before):
            for position in range(start, here + 1):
                if position not in literal:
                    overlay[position] = WIDE[text[position]]


def _is_chinese(char: str) -> bool:
    return bool(char) and bool(table()[ord(char)] & CHINESE)


def _neighbor(text: str, position: int, step: int, overlay: dict[int, str]) -> str:
    """Return the next visible character to the left or right, as it will be; empty at a line's end."""
    position += step
    if 0 <= position < len(text) and text[position] == " ":
        position += step
    if not 0 <= position < len(text) or text[position] in "\n ":
        return ""
    return overlay.get(position, text[position])
