r"""Pair the ``*`` that CommonMark leaves beside Chinese.

To CommonMark ``**“甲”**乙`` is no emphasis: a run of stars between a mark and a letter neither opens nor
closes. The amendment for Chinese, Japanese and Korean (markdown-cjk-friendly; commonmark-spec issue 650) takes
their letters and full-width marks for neither blanks nor marks. What the parser left as text is paired by it, with
the specification's own algorithm (section 6.2), openers remembered by length and kind so that it is linear.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bdci_corpus.loading.markdown.pieces import Inline

_WIDEST = 3
"""CommonMark's rule of three: runs that both open and close do not match if their lengths add up to a multiple."""


class DelimiterRun(NamedTuple):
    """A run of one delimiter: its pieces (one a character) and whether it may open and close emphasis."""

    pieces: list[Inline]
    opens: bool
    closes: bool
    spaced: bool


def is_cjk(character: str) -> bool:
    """Return whether a character is Chinese, Japanese or Korean, full-width marks among them."""
    return (
        "\u1100" <= character <= "\u11ff"
        or "\u2e80" <= character <= "\ua4cf"
        or "\ua960" <= character <= "\ua97f"
        or "\uac00" <= character <= "\ud7ff"
        or "\uf900" <= character <= "\ufaff"
        or "\ufe10" <= character <= "\ufe6f"
        or "\uff00" <= character <= "\uffee"
        or "\U0001b000" <= character <= "\U0001b16f"
        or "\U00020000" <= character <= "\U0003fffd"
    )


def flanks(before: str, after: str) -> tuple[bool, bool]:
    """Return whether a run of ``*`` between two characters may open, and may close; empty is a line's edge."""
    opens = _leans(after, before)
    closes = _leans(before, after)
    return opens, closes


def _leans(inner: str, outer: str) -> bool:
    """Return whether a run belongs to what stands on one side of it."""
    if not inner or inner.isspace():
        return False
    if not _is_mark(inner) or is_cjk(inner):
        return True
    return not outer or outer.isspace() or _is_mark(outer) or is_cjk(outer)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def pair(runs: Sequence[DelimiterRun]) -> list[Inline]:
    """Return the delimiters that are emphasis, of runs of one inline element, in order. Linear."""
    used: list[Inline] = []
    stack: list[list[Inline]] = []
    for run in runs:
        left = list(run.pieces)
        while run.closes and left and stack:
            opener = stack[-1]
            many = min(len(opener), len(left), 2)
            if (run.opens or not run.closes) and (len(opener) + len(left)) % _WIDEST == 0 and len(left) % _WIDEST:
                break
            used += opener[-many:] + left[:many]
            del opener[-many:], left[:many]
            if not opener:
                stack.pop()
        if run.opens and left:
            stack.append(left)
    return used + _meant(runs, used)


def _meant(runs: Sequence[DelimiterRun], used: Sequence[Inline]) -> list[Inline]:
    """Return the two ``**`` that are left of a line with a blank on the wrong side of one: ``**注意： **``."""
    matched = set(map(id, used))
    left = [run for run in runs if not any(id(piece) in matched for piece in run.pieces)]
    strong = [run for run in left if len(run.pieces) == 2]  # noqa: PLR2004 - two stars
    if len(left) == len(strong) == 2 and not any(run.spaced for run in strong):  # noqa: PLR2004 - a pair
        return [piece for run in strong for piece in run.pieces]
    return []
