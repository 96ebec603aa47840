"""Forum jammer: the anti-copy strings Discuz X puts beside every line end of a post.

Source: ``jammer()`` and ``discuzcode()`` of Discuz X. At each line end stands a string of pairs
``chr(32..59) + " " + chr(63..126)``, half the time before it and half the time after it; the loop's
bound is drawn anew at each turn. Double blanks then become no-break spaces. What a reader of the
page sees depends on how blanks were folded when the text was extracted.
"""

from __future__ import annotations

import random
import re
from typing import Literal

from noise.truth import Noisy, Tape

Blanks = Literal["nbsp", "folded", "stripped"]
BLANKS: tuple[Blanks, ...] = ("nbsp", "folded", "stripped")
JOINTS = ("", " ")

_BLANK_RUN = re.compile("[ \u00a0]+")


def jam(text: str, rng: random.Random, *, blanks: Blanks | None = None, joint: str | None = None) -> Noisy:
    """Put a jammer at every line end of a text, as Discuz X would.

    Args:
        text: clean lines.
        rng: where chance comes from.
        blanks: how blanks came out of the page: ``nbsp`` as the source writes them, ``folded`` each
            run to one blank, ``stripped`` so that also a blank that began the jammer is lost. Drawn
            once for the text if not given.
        joint: what the extraction put between jammer and text: nothing (they are glued together)
            or a blank. Drawn once for the text if not given.

    Returns:
        The jammed text. Kinds are ``jammer:line-end``, ``jammer:line-start`` and
        ``jammer:blank-line``. A kind ends in ``:beside-ascii`` where the real text beside the
        jammer is ASCII, and in ``:loose`` where folding left one character at the jammer's edge
        that might as well be the text's (``35%`` or ``A 级``): there nobody can say for certain
        where the jammer ends.
    """
    blanks = rng.choice(BLANKS) if blanks is None else blanks
    joint = rng.choice(JOINTS) if joint is None else joint
    lines = text.split("\n")
    before = [False, *(rng.random() < 0.5 for _ in lines[1:])]
    tape = Tape()
    for number, line in enumerate(lines):
        if number:
            tape.keep("\n")
        if before[number]:
            made = pairs(rng)
            loose = blanks != "nbsp" and made[-3] == " "
            tape.put(_shown(made, blanks) + joint, "", _kind("line-start", line[:1], loose=loose))
        tape.keep(line)
        if number + 1 < len(lines) and not before[number + 1]:
            made = pairs(rng)
            loose = blanks != "nbsp" and (joint == "" or made[0] == " ")
            tape.put(joint + _shown(made, blanks), "", _kind("line-end", line[-1:], loose=loose))
    return tape.noisy()


def pairs(rng: random.Random) -> str:
    """Return a jammer as the source makes it: 5 to 15 pairs."""
    made, turn = "", 0
    while turn < rng.randint(5, 15):
        made += f"{chr(rng.randint(32, 59))} {chr(rng.randint(63, 126))}"
        turn += 1
    return made


def _shown(made: str, blanks: Blanks) -> str:
    jammer = made.replace("  ", "\u00a0\u00a0")
    if blanks == "nbsp":
        return jammer
    folded = _BLANK_RUN.sub(" ", jammer)
    return folded.strip(" ") if blanks == "stripped" else folded


def _kind(place: str, neighbor: str, *, loose: bool) -> str:
    if not neighbor:
        return "jammer:blank-line"
    if neighbor.isascii():
        return f"jammer:{place}:beside-ascii"
    return f"jammer:{place}:loose" if loose else f"jammer:{place}"
