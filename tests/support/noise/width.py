"""Marks folded to ASCII, blanks beside them, and quotes that lost their side."""

from __future__ import annotations

import random
import re

from noise.truth import Noisy, Tape

FOLDED = str.maketrans("，：；！？（）", ",:;!?()")
OPENING = {"“": "”", "‘": "’"}
STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}

_AFTER_MARK = re.compile(r"(?<=[,:;!?，。、：；！？])(?=[\u4e00-\u9fff“])")


def fold(text: str, rng: random.Random, *, share: float | None = None) -> Noisy:
    """Fold the full-width forms of ASCII marks, and nothing else: ``。、“”……﹢`` stay.

    ``share`` is the part of the marks that is folded; if not given, all of them or, in every third
    text, half. Kinds are ``width:`` and the mark.
    """
    if share is None:
        share = rng.choice((1.0, 1.0, 0.5))
    tape = Tape()
    for character in text:
        folded = character.translate(FOLDED) if rng.random() < share else character
        tape.put(folded, character, f"width:{character}")
    return tape.noisy()


def loosen(text: str, rng: random.Random, *, share: float = 0.1) -> Noisy:
    """Put blanks behind marks, as text layers of PDF pages do: ``难点, 以``. Kind is ``blank``."""
    tape, done = Tape(), 0
    for place in _AFTER_MARK.finditer(text):
        if rng.random() < share:
            tape.keep(text[done : place.start()])
            tape.put(" ", "", "blank")
            done = place.start()
    tape.keep(text[done:])
    return tape.noisy()


def misquote(text: str, rng: random.Random, *, share: float = 0.3) -> Noisy:
    """Damage pairs of quotes, in paragraphs whose quotes are well paired.

    Kinds, each followed by the mark it was: ``quote:straight`` (both quotes of a pair),
    ``quote:opens`` (a closing quote that looks like an opening one) and ``quote:closes`` (the other
    way round).
    """
    tape = Tape()
    for number, paragraph in enumerate(text.split("\n")):
        tape.keep("\n" if number else "")
        damaged: dict[int, tuple[str, str]] = {}
        for start, end in quote_pairs(paragraph):
            if rng.random() < share:
                damaged |= _damage(paragraph, start, end, rng)
        for place, character in enumerate(paragraph):
            shown, kind = damaged.get(place, (character, ""))
            tape.put(shown, character, kind)
    return tape.noisy()


def quote_pairs(paragraph: str) -> list[tuple[int, int]]:
    """Return the places of the pairs of quotes; none at all where one of them has no partner."""
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for place, character in enumerate(paragraph):
        if character in OPENING:
            waiting.append(place)
        elif character in OPENING.values():
            if not waiting or OPENING[paragraph[waiting[-1]]] != character:
                return []
            pairs.append((waiting.pop(), place))
    return [] if waiting else sorted(pairs)


def _damage(paragraph: str, start: int, end: int, rng: random.Random) -> dict[int, tuple[str, str]]:
    opening, closing = paragraph[start], paragraph[end]
    match rng.choice(("straight", "opens", "closes")):
        case "straight":
            return {
                place: (STRAIGHT[mark], f"quote:straight:{mark}") for place, mark in ((start, opening), (end, closing))
            }
        case "opens":
            return {end: (opening, f"quote:opens:{closing}")}
        case _:
            return {start: (closing, f"quote:closes:{opening}")}
