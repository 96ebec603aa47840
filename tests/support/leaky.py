"""Data sets with leaks of every kind planted, so many of each, from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import planted

Row = dict[str, object]

KINDS = ("exact", "cross-script", "near", "contained", "passage", "template")


@dataclass
class Leaky:
    """Rows by split, and how many pairs across train and test were planted of each kind."""

    splits: dict[str, list[Row]]
    planted: Mapping[str, int] = field(default_factory=dict)
    contradictions: int = 0


def _article(draw: random.Random, length: int) -> str:
    return planted.synthetic(draw, length)


def _simplified(draw: random.Random, length: int) -> str:
    """Return an article that is sure to be Simplified, so that its Traditional form differs."""
    return _article(draw, length) + "这篇报道说明经济发展与环境保护并不对立。"


def _copies() -> dict[str, Callable[[random.Random, str], str]]:
    return {
        "exact": lambda _, text: text,
        "cross-script": lambda _, text: planted.converter("s2t")(text),
        "near": lambda draw, text: planted.edited(text, draw, 0.008),
        "contained": lambda _, text: text[: len(text) // 2],
        "passage": lambda draw, text: _article(draw, 500) + text[40:100] + _article(draw, 500),
    }


def leaky(seed: int, counts: Mapping[str, int], *, fillers: int = 60, length: int = 500, labels: bool = True) -> Leaky:
    """Return a data set with so many leaks of each kind between train and test, and rows that have nothing to do."""
    draw = random.Random(seed)
    train: list[Row] = []
    test: list[Row] = []
    copies = _copies()

    def row(text: str, label: str = "") -> Row:
        return {"text": text} | ({"label": label or draw.choice(["正面", "负面", "中性"])} if labels else {})

    contradictions = 0
    for kind, count in counts.items():
        for number in range(count):
            if kind == "template":
                form = planted.family_form(draw)
                one, other = (planted.template(draw, form, 8) for _ in range(2))
            else:
                one = _simplified(draw, length)
                other = copies[kind](draw, one)
            contradicts = labels and kind == "exact" and number == 0
            contradictions += contradicts
            train.append(row(one, "正面"))
            test.append(row(other, "负面" if contradicts else "正面"))
    train += [row(_article(draw, draw.randint(100, length))) for _ in range(fillers)]
    test += [row(_article(draw, draw.randint(100, length))) for _ in range(fillers // 3)]
    draw.shuffle(train)
    draw.shuffle(test)
    return Leaky({"train": train, "test": test}, dict(counts), contradictions)
