r"""Remove what cannot be seen, and make what looks alike the same: NFC, controls, odd blanks.

Evidence: none is needed; a control or zero-width character has no place in published text, and a no-break or
ideographic space is a blank. An escape character takes the terminal's code behind it along. Joiners and
variation selectors stay where they shape something: inside emoji sequences, in scripts that join, after a
character they select a form of.

Radicals beside Chinese characters (⼈⼯智能, ⻓⼤, from PDFs whose fonts name them so) are the characters
they look like, unless most radicals of the text stand alone: then they are its subject.

Rationale: NFC, never NFKC, which destroys ①, ㎡ and ﹢.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> text = "一\u200b二\u3000三"
>>> find(text, Context(file_text=text)).edited(text)
'一二 三'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

import numpy as np

from bdci_corpus.records import Edit
from bdci_corpus.rules import run_kernels
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import HAN, INVISIBLE, RADICAL, UNSTABLE, Answers, Places, Scan, TextBatch, scan_of, united
from bdci_corpus.trace import Edits, edits_of

NAME = "invisible"

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_LINE_ENDS = "\u000b\u000c\u0085\u2028\u2029"

_CONTROLS = (
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)

_TERMINAL = re.compile("\x1b(?:\\[[0-9;:?]*[ -/]*[@-~]|[()][0-9A-Z])")
"""An escape character and what follows it in the output of a terminal: a color, a move of the cursor, a charset."""

_JOINERS = "\u200c\u200d"

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

_TAGS = "\U000e0000-\U000e007f"

_ALL = _BLANKS + _LINE_ENDS + _CONTROLS + _JOINERS + _SELECTORS + _TAGS

_ANY = re.compile(f"[{_ALL}]")

_BLANK = re.compile(f"[{_BLANKS}]")

_LINE_END = re.compile(f"[{_LINE_ENDS}]")

_CONTROL = re.compile(f"[{_CONTROLS}]")

_SELECTOR = re.compile(f"[{_SELECTORS}]")

_TAG = re.compile(f"[{_TAGS}]")

_JOINING_SCRIPT = re.compile("[\u0600-\u0dff\u1000-\u109f\u1780-\u18af\ua840-\ua87f]")

_PICTOGRAPH = re.compile(
    "[#*0-9\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)


def quiet(batch: TextBatch) -> Answers:
    """Return which texts have no such character."""
    return ~batch.has(INVISIBLE | UNSTABLE)


def find(text: str, context: Context) -> Found:
    """Find an edit for each run of characters that changes. Linear."""
    del context
    scan = scan_of(text)
    places = scan.places(INVISIBLE | UNSTABLE)
    if not len(places):
        return NOTHING
    runs = np.empty((len(places), 3), np.int64)
    runs = _with_codes(text, runs[: scan.run(run_kernels.unseen, scan.codes, places, runs)])
    blank = runs[:, 2] != 0
    spans = runs[blank, :2]
    bounds = np.append(0, np.cumsum(spans[:, 1] - spans[:, 0]))
    blanks = Edits(spans, bounds, np.full(int(bounds[-1]), ord(" "), np.uint32))
    if len(spans) == len(runs):
        return Found(blanks, [])
    ends_before = np.append(0, runs[:-1, 1])[~blank]
    plain = _with_ideographs(scan, places)
    others = map(partial(_changed, text, plain), *runs[~blank, :2].T.tolist(), ends_before.tolist())
    return Found(blanks.merged(edits_of([edit for edit in others if edit])), [])


def _with_codes(text: str, runs: Places) -> Places:
    """Return the runs with the codes of a terminal behind them, and joined with the run that follows a code."""
    if "\x1b" not in text:
        return runs
    joined: list[tuple[int, int, int]] = []
    for first, last, blank in runs.tolist():
        code = _TERMINAL.match(text, last - 1)
        start, end, blanks = first, code.end() if code else last, 0 if code else blank
        if joined and joined[-1][1] == first:
            start, blanks = joined.pop()[0], 0
        joined.append((start, end, blanks))
    return np.array(joined, np.int64)


def _with_ideographs(scan: Scan, places: Places) -> str:
    """Return the text with unified ideographs for the radicals that stand for them; it is as long."""
    radicals = places[(scan.codes[places] >= RADICAL.start) & (scan.codes[places] < RADICAL.stop)]
    if not len(radicals):
        return scan.text
    unseen = scan.places(INVISIBLE)
    gone = unseen[[not _ends_word(char) for char in map(chr, scan.codes[unseen].tolist())]]
    flags = np.concatenate([[0], np.delete(scan.flags, gone), [0]])
    at = radicals - np.searchsorted(gone, radicals) + 1
    firsts = np.append(True, np.diff(at) > 1)
    lasts = np.append(firsts[1:], True)
    run = np.cumsum(firsts) - 1
    beside = ((flags[at[firsts] - 1] | flags[at[lasts] + 1]) & HAN != 0)[run]
    if 2 * np.count_nonzero(beside) < len(radicals):
        return scan.text
    words = radicals[beside | (np.bincount(run) > 1)[run]]
    codes = scan.codes.copy()
    codes[words] = united()[codes[words] - RADICAL.start]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _ends_word(char: str) -> bool:
    return bool(_BLANK.match(char) or _LINE_END.match(char))


def _changed(text: str, plain: str, first: int, end: int, here: int) -> Edit | None:
    """Return the edit of one run, if any; ``here`` is where the last one ended, ``plain`` has no radicals in words."""
    start = max(first - 1, here)
    after = unicodedata.normalize("NFC", "".join(_kept(plain, start, end)))
    before = text[start:end]
    return None if before == after else _trimmed(start, before, after)


def _kept(text: str, start: int, end: int) -> Iterator[str]:
    """Yield what stays of a run; neighbors are what the reader will see, not what is removed."""
    before = text[start - 1] if start else " "
    after = text[end : end + 1]
    run = [c for c in map(_plain, _TERMINAL.sub("", text[start:end])) if c]
    for char, following in zip(run, [*run[1:], after], strict=False):
        if _shapes(before, char, following):
            before = char
            yield char


def _plain(char: str) -> str:
    if _BLANK.match(char):
        return " "
    if _LINE_END.match(char):
        return "\n"
    return "" if _CONTROL.match(char) else char


def _shapes(before: str, char: str, after: str) -> bool:
    """Return whether a joiner, selector or tag does something where it stands (others always do)."""
    if char in _JOINERS:
        joins = _JOINING_SCRIPT.match(before) and _JOINING_SCRIPT.match(after)
        pictures = char == "\u200d" and (_PICTOGRAPH.match(before) or before == "\ufe0f")
        return bool(joins or (pictures and _PICTOGRAPH.match(after)))
    if char in "\ufe0e\ufe0f":
        return bool(_PICTOGRAPH.match(before))
    if _SELECTOR.match(char):
        return not before.isspace() and not _ANY.match(before)
    if _TAG.match(char):
        return before == "\U0001f3f4" or bool(_TAG.match(before))
    return True


def _trimmed(start: int, before: str, after: str) -> Edit:
    """Return the smallest edit that turns one into the other at its ends."""
    lead = 0
    while lead < min(len(before), len(after)) and before[lead] == after[lead]:
        lead += 1
    tail = 0
    while tail < min(len(before), len(after)) - lead and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Edit(
        start=start + lead,
        end=start + len(before) - tail,
        replacement=after[lead : len(after) - tail],
        rule=NAME,
    )
