"""A small corpus in which every table has rows, built twice under one name with other texts."""

from __future__ import annotations

import random
from pathlib import Path

import planted

from bdci_corpus.building.steps import build

CORPUS = """
[corpus]
name = "trapped"
description = "Texts made by lot."
homepage = "https://example.org/trapped"
citation = "@misc{trapped, title = {Texts made by lot}}"
[[sources]]
name = "all"
files = ["seeds/*"]
license = "CC0-1.0"
restriction = "open"
[splits]
ratios = { train = 0.7, validation = 0.3 }
"""


def built_twice(folder: Path) -> tuple[Path, Path]:
    """Return two releases of one name and other rows, below ``folder``."""
    releases = []
    for number in range(2):
        draw = random.Random(number)
        seeds = folder / str(number) / "seeds"
        seeds.mkdir(parents=True)
        (seeds.parent / "corpus.toml").write_text(CORPUS, encoding="utf-8")
        texts = [planted.synthetic(draw, 300) for _ in range(12)]
        for place, text in enumerate([*texts, *texts[:2]]):
            (seeds / f"{place:02}.txt").write_text(f"{text}\n", encoding="utf-8")
        releases.append(build(seeds.parent, out=seeds.parent / "release").release)
    return releases[0], releases[1]
