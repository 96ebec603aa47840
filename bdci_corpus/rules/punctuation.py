"""Widen ASCII marks between Chinese, and pair quotes again.

Evidence: an ASCII comma, colon, semicolon, exclamation or question mark touches a Chinese
character or mark on either side (a blank may stand between); a bracket holds Chinese or follows it;
the quotes of a paragraph are even in number, so that they must open and close in turn. The sentence
around it is Chinese: it has no more words in small Latin letters than two Chinese characters each. Such a
sentence also ends at a full stop behind four Chinese characters or more and before a blank or the line's end (directly
before Chinese where a line has three such and no Chinese one), or at a mark behind the Latin word that ends its
line; and commas between its Latin words are of a kind with those that touch Chinese. The small forms of Big5 are
marks as well.

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

from bdci_corpus.rules.context import Context
from bdci_corpus.rules.punctuation_kernels import widen
from bdci_corpus.rules.punctuation_sentences import may_end_sentences, other_commas, sentence_marks
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
    Answers,
    Flags,
    Places,
    Scan,
    TextBatch,
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

_SPOKEN_OF = "[ ]?(?:字符|字元|[号號符]|标点|標點|分隔|隔开|隔開|代替|结尾|結尾|开头|開頭|表示)"
"""What follows a mark that is quoted alone and spoken of."""

_LITERALS = (
    ("://", re.compile(rf"https?://[!-~]+{_BEYOND_ASCII}")),
    ("www.", re.compile(rf"www\.[!-~]+{_BEYOND_ASCII}")),
    ("@", re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}", re.ASCII)),
    ("`", re.compile(r"`[^`\n]+`")),
    ("](", re.compile(r"\]\([^()\s]{0,2000}\)")),
    ("&", re.compile(r"&#?\w{1,31};", re.ASCII)),
    ("?", re.compile(r"\?[a-z]{0,4}[à-ǜ][a-z]{0,3}\)")),
    ("::", re.compile(r"::+")),
    (":", re.compile(r":[a-z_]{2,30}:(?!//)|#\+[A-Za-z_]{2,30}:")),
    (":", re.compile(r":['o^]?-?\)|:['o^]?-\(|(?<!\S):['o^]?[DPpO](?![\w:])|:-[DPpOo|/]")),
    (";", re.compile(r";['^]?-?\)|;-[DPp(]")),
    (
        "[",
        re.compile(
            rf"\[[a-z]{{1,8}}:(?=[^\[\]\n]{{0,60}}\])|\[[{HAN_CLASS}]{{1,4}}:[{HAN_CLASS}]{{1,4}}[.:][{HAN_CLASS}]{{1,4}}\]"
        ),
    ),
    ('"', re.compile(rf'"[,;:!?]"(?={_SPOKEN_OF})')),
    ("“", re.compile(rf"“[,;:!?]”(?={_SPOKEN_OF})")),
    (
        " :",
        re.compile(rf"(?<=[，。、；：（“] ):(?=[A-Za-z!])|(?<= ):[a-z]{{1,12}}!?(?= [{HAN_CLASS}]|$)", re.MULTILINE),
    ),
)
"""What is copied letter by letter, behind a string that each holds."""

_NOWHERE = np.empty(0, np.int64)

_WELL_PAIRED = re.compile("(?:(?:“(?:‘’)*”|‘’)*\n)*+")

_DOUBLE = re.compile('[“”"]')

_CODE = re.compile(r"""=\s?["']|["']\s?:\s|[{\[]\s?["']|["'][,;]?\s?[}\]]|</?\w""")

_LETTERS = re.compile("[A-Za-z]")

_SENTENCE_END = re.compile(r"[。！？…]|[.!?](?=[\s”\"'）)]|$)")

_SMALL_WORD = re.compile(r"(?<![^\s(（“\"'‘,;:!?，])[a-z]{2,}(?=\s|$|[,.;:!?)）”\"'’，](?:\s|$))")

_QUOTED = re.compile('["“][^"“”]{1,300}["”]')

_ENDS = frozenset("。！？…!?")
"""How a sentence ends before its quote."""

_PER_WORD = 2
"""How many Chinese characters make a word."""


def quiet(batch: TextBatch) -> Answers:
    """Return which texts have no Chinese, or no bracket or quote and no mark near it."""
    marks = _near(batch.flags, np.flatnonzero(batch.flags & np.uint32(MARK) != 0))
    seen = batch.has(BRACKET | QUOTE) | batch.of_places(marks) | may_end_sentences(batch)
    return ~batch.has(HAN_FLAG | KANA_FLAG) | ~seen


def find(text: str, context: Context) -> Found:
    """Find each mark that changes, an edit of one character each. Linear."""
    del context
    scan = scan_of(text)
    if not scan.has(HAN_FLAG | KANA_FLAG):
        return NOTHING
    others = sentence_marks(scan)
    if not others and not scan.has(MARK | BRACKET | QUOTE):
        return NOTHING
    paired = not scan.has(QUOTE) or _well_paired(scan)
    marks, brackets = _marks(scan), _brackets(scan)
    if paired and not others and not len(marks) and not len(brackets):
        return NOTHING
    shown = scan.codes.copy()
    if not paired:
        overlay: dict[int, str] = {}
        _all_quotes(text, overlay)
        places = np.fromiter(overlay, np.int64, len(overlay))
        shown[places] = np.fromiter(map(ord, overlay.values()), np.uint32, len(overlay))
    if others or len(marks) or len(brackets):
        literal = np.zeros(len(shown), np.bool_)
        if copied := _literal_positions(text):
            literal[list(copied)] = True
        chinese = np.cumsum(scan.flags & np.uint32(HAN_FLAG | KANA_FLAG) != 0, dtype=np.int64)[brackets]
        decided = np.zeros(len(shown), np.bool_)
        for place, mark in others:
            if not literal[place]:
                shown[place], decided[place] = ord(mark), True
        scan.run(widen, scan.codes, scan.flags, table(), shown, decided, literal, brackets, chinese, marks)
        commas = list(other_commas(scan, shown, literal))
        shown[commas] += ord("，") - ord(",")
    changed = np.flatnonzero(shown != scan.codes)
    return Found(substitutions(changed, shown[changed]), [])


def _marks(scan: Scan) -> Places:
    """Return where marks stand that have Chinese or another mark near."""
    return _near(scan.flags, scan.places(MARK))


def _near(kinds: Flags, places: Places) -> Places:
    """Return those of some places that have Chinese or a mark near."""
    if not len(places):
        return places
    flags = kinds.take  # beyond an end the mark beside it is its own neighbor, and looked at
    near = flags(places - 1, mode="clip") | flags(places + 1, mode="clip")
    near |= flags(places - 2, mode="clip") | flags(places + 2, mode="clip")
    close: Places = places[near & np.uint32(CHINESE | MARK | BRACKET | QUOTE) != 0]
    return close


def _brackets(scan: Scan) -> Places:
    """Return where brackets of either width stand, and line ends; nothing where none may widen."""
    if not scan.has(BRACKET):
        return _NOWHERE
    wide = (scan.codes == ord("（")) | (scan.codes == ord("）"))
    return np.flatnonzero(wide | (scan.flags & np.uint32(BRACKET | LINE_END) != 0))


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
            if match.group()[-1] == ")" and match.group()[0] in ":;" and _closes(text, match.start(), end):
                continue
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


def _closes(text: str, start: int, end: int) -> bool:
    """Return whether the bracket of what looks like a face closes one that its line opens, as in ``(见下:)``."""
    line = text[text.rfind("\n", 0, start) + 1 : end].replace(":-(", "")
    return line.count("(") + line.count("（") >= line.count(")") + line.count("）") > 0


def _foreign_positions(text: str, scan: Scan) -> Iterator[int]:
    """Yield the positions of marks in sentences that are not Chinese, though they hold some."""
    if not scan.has(LATIN):
        return
    lines = lines_in(text)
    marked = (lines.kinds & (MARK | BRACKET) != 0) if "." not in text else True
    latin = (lines.kinds & LATIN != 0) & marked
    for start, end in lines.spans(np.flatnonzero(latin)):
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
                yield from (at for at in range(first, last) if shown[at] in ",;:!?().")


def _quotes(line: str, start: int, overlay: dict[int, str]) -> None:
    """Let the quotes of a paragraph open and close in turn, where they are even in number."""
    straight = '"' in line or "'" in line
    if straight and (_CODE.search(line) or len(_HAN.findall(line)) < len(_LETTERS.findall(line))):
        return
    doubles = [match.start() for match in _DOUBLE.finditer(line)]
    if len(doubles) % 2 == 0 and not _are_nested(line, doubles) and not any(_is_inch(line, at) for at in doubles[::2]):
        _alternate(doubles, start, "“”", overlay)
    singles = [at for at, char in enumerate(line) if char in "‘’'"] if _has_single(line) else []
    quotes = [at for at in singles if _is_single(line, at)]
    if len(quotes) % 2 == 0 and not _are_nested(line, quotes) and not _hold_pieces(line, singles, quotes):
        _alternate(quotes, start, "‘’", overlay)


def _are_nested(line: str, places: list[int]) -> bool:
    """Return whether quotes that face one way or the other all close in turn, and whole sentences hold others.

    Two quotations whose inner quotes were turned round close in turn as well. They seldom end with a sentence, and
    where they do, so does the first of them.
    """
    depth, holds, nested = 0, False, False
    for place in places:
        before = line[place - 1 : place]
        if line[place] in "“‘":
            if depth and before in _ENDS:
                return False
            holds = depth > 0
            nested |= holds
            depth += 1
        elif line[place] in "”’" and depth:
            if depth == 1 and holds and before not in _ENDS:
                return False
            depth -= 1
        else:
            return False
    return nested and depth == 0


def _hold_pieces(line: str, singles: list[int], quotes: list[int]) -> bool:
    """Return whether straight single quotes hold pieces of code: some touch no Chinese, and are no apostrophes."""
    others = (at for at in set(singles).difference(quotes) if line[at] == "'")
    return any(not (line[at - 1 : at].isalnum() and line[at + 1 : at + 2].isalnum()) for at in others)


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
