"""Unlimited clean Chinese text that looks natural: the ground every noise falls on.

Sentences come from the small grammar of `lexicon`; punctuation is that of a well-edited
publication. Blocks are separated by one blank line; rows of lists and verse by a line end. Cleaning
a clean text should change nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from typing import Literal

import opencc

from noise.lexicon import GIVEN, PATTERNS, SURNAMES

Script = Literal["hans", "hant"]

_SLOT = re.compile(r"\{(\w+)\}")
_ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


class Writer:
    """Writes blocks of one document, all in one style: with or without blanks beside Latin."""

    def __init__(self, rng: random.Random, *, spaced: bool | None = None) -> None:
        """Choose the style at random unless it is given."""
        self._rng = rng
        self._blank = " " if (rng.random() < 0.5 if spaced is None else spaced) else ""
        self._made: dict[str, Callable[[], str]] = {
            "name": self._name,
            "number": lambda: self._grouped(rng.randint(3, 98_000)),
            "small": lambda: str(rng.randint(2, 60)),
            "decimal": lambda: f"{rng.uniform(0.01, 9.9):.{rng.randint(1, 3)}f}",
            "year": lambda: str(rng.randint(1898, 2035)),
            "month": lambda: f"~{rng.randint(1, 12)}~月",
            "date": self._date,
            "clock": lambda: f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}",
            "percent": lambda: f"~{rng.choice((rng.randint(2, 99), round(rng.uniform(1, 99), 1)))}%",
            "count": lambda: f"~{self._grouped(rng.randint(3, 4_800))}~",
            "money": lambda: f"~{rng.randint(2, 900)}.{rng.randint(1, 9)}~万元",
            "fine": lambda: f"{rng.choice(_ORDINALS[:9])}{rng.choice(('百', '千', '万'))}元",
            "phone": lambda: str(rng.randint(10_000_000, 89_999_999)),
            "ordinal": self._ordinal,
        }

    def fill(self, pattern: str) -> str:
        """Return the pattern with every slot filled and the optional blanks decided."""
        return self._filled(pattern).replace("~", self._blank)

    def sentence(self, kind: str) -> str:
        """Return one sentence or phrase of a kind named in `lexicon.PATTERNS`."""
        return self.fill(self._rng.choice(PATTERNS[kind]))

    def prose(self, kind: str = "news") -> str:
        """Return one paragraph of one to six different sentences."""
        available = PATTERNS[kind]
        chosen = self._rng.sample(available, min(self._rng.randint(1, 6), len(available)))
        return "".join(self.fill(pattern) for pattern in chosen)

    def block(self) -> str:
        """Return a block of any kind: prose, clauses, talk, a heading, a list, verse."""
        kinds = ("news", "law", "talk", "science", "english", "heading", "list", "verse", "said")
        kind = self._rng.choices(kinds, weights=(8, 3, 3, 3, 1, 3, 1, 1, 1))[0]
        match kind:
            case "news" | "science":
                return self.prose(kind)
            case "list":
                return self._list()
            case "verse":
                return self._stanza()
            case "said":
                return self._long_quotation()
            case _:
                return self.sentence(kind)

    def _filled(self, pattern: str) -> str:
        return _SLOT.sub(lambda slot: self._slot(slot[1]), pattern)

    def _slot(self, name: str) -> str:
        if name in self._made:
            return self._made[name]()
        return self._filled(self._rng.choice(PATTERNS[name]))

    def _name(self) -> str:
        given = "".join(self._rng.sample(GIVEN, self._rng.randint(1, 2)))
        return self._rng.choice(SURNAMES) + given

    def _date(self) -> str:
        day = f"{self._rng.randint(1, 12)}~月~{self._rng.randint(1, 28)}~日"
        return self._rng.choice((day, f"{self._slot('year')}~年~{day}"))

    def _ordinal(self) -> str:
        number = self._rng.randint(1, 39)
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else f"{_ORDINALS[tens - 1]}十"
        return head + (_ORDINALS[ones - 1] if ones else "")

    def _grouped(self, number: int) -> str:
        return f"{number:,}" if self._rng.random() < 0.5 else str(number)

    def _list(self) -> str:
        rows = self._rng.sample(PATTERNS["row"], self._rng.randint(3, 5))
        mark = self._rng.choice(("{}. ", "- ", "{}) "))
        return "\n".join(mark.format(number) + self.fill(row) for number, row in enumerate(rows, start=1))

    def _stanza(self) -> str:
        """Return four different short lines, none repeated within them."""
        images, acts = (self._rng.sample(PATTERNS[name], 4) for name in ("image", "act"))
        return "\n".join(image + self.sentence("way") + act for image, act in zip(images, acts, strict=True))

    def _long_quotation(self) -> str:
        """Return a quotation of two paragraphs: each opens, only the last one closes."""
        return f"“{self.sentence('said')}\n\n“{self.sentence('said')}”"


def document(rng: random.Random, *, blocks: int = 8, script: Script = "hans", spaced: bool | None = None) -> str:
    """Return a clean document: a title, then blocks separated by one blank line."""
    writer = Writer(rng, spaced=spaced)
    text = "\n\n".join([writer.sentence("heading"), *(writer.block() for _ in range(blocks))])
    return traditional(text) if script == "hant" else text


def prose(rng: random.Random, *, paragraphs: int = 6, script: Script = "hans", spaced: bool | None = None) -> str:
    """Return a clean document of running prose alone, without headings, lists or verse."""
    writer = Writer(rng, spaced=spaced)
    text = "\n\n".join(writer.prose() for _ in range(paragraphs))
    return traditional(text) if script == "hant" else text


def line(rng: random.Random) -> str:
    """Return one clean line: a paragraph, a clause, a heading."""
    return Writer(rng).sentence(rng.choice(("news", "law", "talk", "science", "heading")))


def traditional(text: str) -> str:
    """Return the text in Traditional characters, of the same length."""
    converted = _converter().convert(text)
    if len(converted) != len(text):
        message = f"conversion changed the length of {text!r}"
        raise ValueError(message)
    return str(converted)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
