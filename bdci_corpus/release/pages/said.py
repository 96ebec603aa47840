"""What a build said of documents and splits, for a reader of Chinese.

The tables of a release keep it in English, as it was said. ``said.yaml`` has each sentence in both languages, and here
one is found by the other, so that a page made again of the tables alone says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import yaml

from bdci_corpus.release.disclosure import without_values
from bdci_corpus.release.pages.render import FOLDER

_HOLE = re.compile(r"\{(\w+#?)\}")

_NUMBER = r"[\d.,]+"


def said_in_chinese(words: str) -> str | None:
    """Return a sentence of a build in Chinese; None for one that is nowhere but in English, as a loader's own are."""
    for pattern, names, chinese in _sentences():
        if (found := pattern.fullmatch(words)) is not None:
            return _filled(chinese, dict(zip(names, found.groups(), strict=True)))
    return None


def _filled(chinese: str, values: Mapping[str, str]) -> str:
    """Return a sentence with what is said in place of its names; what was not published is three dots."""

    def value(hole: re.Match[str]) -> str:
        words = values.get(hole[1], "…")
        return words if hole[1].endswith("#") else said_in_chinese(words) or words

    return _HOLE.sub(value, chinese)


@cache
def sentences() -> dict[str, str]:
    """Return the sentences in English, with names in braces for what is said in their place, and in Chinese."""
    kinds: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "said.yaml").read_text("utf-8"))
    return {english: chinese for kind in kinds.values() for english, chinese in kind.items()}


@cache
def _sentences() -> list[tuple[re.Pattern[str], list[str], str]]:
    """Return the pattern of each sentence, the names of its groups, and the Chinese: the most words first."""
    ordered = sorted(sentences().items(), key=lambda item: -len(_HOLE.sub("", item[0])))
    return [(*_pattern(form), chinese) for english, chinese in ordered for form in _forms(english)]


def _forms(english: str) -> Iterator[str]:
    """Yield a sentence as it is said, and as it is published, without what it quotes of a file."""
    yield english
    if (short := without_values(english)) != english:
        yield short


def _pattern(english: str) -> tuple[re.Pattern[str], list[str]]:
    parts = _HOLE.split(english)
    names = parts[1::2]
    holes = (f"({_NUMBER})" if name.endswith("#") else "(.+?)" for name in names)
    fixed = (re.escape(part) for part in parts[::2])
    return re.compile(
        "".join(f"{part}{hole}" for part, hole in zip(fixed, [*holes, ""], strict=True)), re.DOTALL
    ), names
