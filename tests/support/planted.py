"""Corpora with planted near-duplicates, hard negatives and shared passages, from a seed.

The base is natural text where some is given, else sentences of made-up words whose frequencies
fall like those of a language. Everything drawn comes from one ``random.Random``, so that a seed
and a size always give the same corpus.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

import opencc
from pypinyin import Style, pinyin

HAN = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile("[^。！？\n]+[。！？\n]*")


@dataclass
class Planted:
    """A corpus and what is known of it; documents are named by their place."""

    texts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """How each document was made: "base", the name of a noise, or "template"."""
    families: list[int] = field(default_factory=list)
    """The number of the original, or of the template, each document comes from."""

    def add(self, text: str, kind: str, family: int) -> None:
        """Append a document."""
        self.texts.append(text)
        self.kinds.append(kind)
        self.families.append(family)

    def family_pairs(self) -> Iterator[tuple[int, int]]:
        """Give all pairs of documents made from one original, templates left out."""
        members: dict[int, list[int]] = {}
        for place, (family, kind) in enumerate(zip(self.families, self.kinds, strict=True)):
            if kind != "template":
                members.setdefault(family, []).append(place)
        for own in members.values():
            for i, first in enumerate(own):
                yield from ((first, second) for second in own[i + 1 :])


# Base text


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Return 6,000 made-up words of common characters, and cumulative Zipf weights."""
    draw = random.Random(2024)
    characters = [chr(0x4E00 + 7 * i % 0x51A0) for i in range(2400)]
    simplified = opencc.OpenCC("t2s").convert("".join(characters))
    words = ["".join(draw.choices(simplified, k=draw.choice([1, 2, 2, 2, 3, 4]))) for _ in range(6000)]
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


def sentence(draw: random.Random) -> str:
    words, weights = vocabulary()
    chosen = draw.choices(words, cum_weights=weights, k=draw.randint(4, 16))
    if draw.random() < 0.3:
        chosen.insert(draw.randrange(len(chosen)), f"{draw.randint(2, 9999)}")
    if draw.random() < 0.5:
        chosen.insert(draw.randrange(1, len(chosen)), "，")
    return "".join(chosen) + draw.choice("。。。。！？")


def synthetic(draw: random.Random, characters: int) -> str:
    """Return made-up text of about this many characters."""
    parts, size = [], 0
    while size < characters:
        parts.append(sentence(draw))
        if draw.random() < 0.15:
            parts.append("\n")
        size += len(parts[-1])
    return "".join(parts)[:characters]


def cut(texts: Sequence[str], draw: random.Random, least: int, most: int) -> list[str]:
    """Cut natural texts at line ends into pieces of ``least`` to ``most`` characters or so."""
    pieces = []
    for text in texts:
        piece, aim = [], draw.randint(least, most)
        for line in text.splitlines(keepends=True):
            piece.append(line)
            if sum(map(len, piece)) >= aim:
                pieces.append("".join(piece))
                piece, aim = [], draw.randint(least, most)
    return pieces


# Noise


def edited(text: str, draw: random.Random, share: float) -> str:
    """Substitute, delete or insert at this share of the characters."""
    result = []
    for character in text:
        if draw.random() >= share:
            result.append(character)
            continue
        kind = draw.random()
        if kind < 0.6:
            result.append(draw.choice(text))
        elif kind < 0.8:
            result.extend([character, draw.choice(text)])
    return "".join(result)


def reordered(text: str, draw: random.Random) -> str:
    """Move a tenth of the sentences to other places."""
    sentences = SENTENCE.findall(text)
    for _ in range(max(1, len(sentences) // 10)):
        moved = sentences.pop(draw.randrange(len(sentences)))
        sentences.insert(draw.randint(0, len(sentences)), moved)
    return "".join(sentences)


def truncated(text: str, draw: random.Random) -> str:
    return text[: int(len(text) * draw.uniform(0.72, 0.95))]


def headed(text: str, draw: random.Random) -> str:
    """Add what a mirror adds: navigation, a time stamp, a counter, a footer."""
    stamp = f"2024-{draw.randint(1, 12):02}-{draw.randint(1, 28):02} {draw.randint(0, 23):02}:07"
    head = f"首页 > 资讯 > 正文\n发布时间：{stamp}　浏览：{draw.randint(9, 99999)} 次\n\n"
    return f"{head}{text}\n\n上一篇：没有了　下一篇：返回列表\n"


def jammed(text: str, draw: random.Random) -> str:
    """Add the anti-copy strings of Discuz! X at about every line end (one a 40 characters)."""
    lines = [line for piece in text.split("\n") for line in re.findall(".{1,40}", piece)]
    result = []
    for line in lines:
        pairs, i = [], 0
        while i < draw.randint(5, 15):
            pairs.append(f"{chr(draw.randint(32, 59))} {chr(draw.randint(63, 126))}")
            i += 1
        jammer = "".join(pairs)
        result.append(f"{line}{jammer}" if draw.random() < 0.5 else f"{jammer}{line}")
    return "\n".join(result)


def annotated(text: str, draw: random.Random, share: float = 0.146) -> str:
    """Add pinyin readings behind this share of the Han characters, always of the same ones."""
    kinds = sorted(set(HAN.findall(text)))
    chosen = set(draw.sample(kinds, int(len(kinds) * share)))
    reading = {c: pinyin(c, style=Style.TONE)[0][0] for c in sorted(chosen)}
    return "".join(f"{c}({reading[c]})" if c in chosen else c for c in text)


def widened(text: str, draw: random.Random) -> str:
    """Fold ASCII to full width, and put ideographic spaces between some characters."""
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return "".join(f"{c}\u3000" if draw.random() < 0.02 else c for c in wide)


@cache
def converter(name: str) -> Callable[[str], str]:
    return opencc.OpenCC(name).convert


Noise = Callable[[str, random.Random], str]


def _converted(name: str) -> Noise:
    return lambda text, _: converter(name)(text)


NOISES: dict[str, Noise] = {
    "exact": lambda text, _: text,
    **{
        f"edits {share}%": (lambda text, draw, share=share: edited(text, draw, share / 100))
        for share in (1, 2, 3, 5, 7, 10, 20)
    },
    "reorder": reordered,
    "truncation": truncated,
    "header": headed,
    **{name: _converted(name) for name in ("s2t", "s2hk", "s2twp")},
    "jammer": jammed,
    "pinyin": annotated,
    "width": widened,
}


# Templates: one form, different figures


def _figures(draw: random.Random, form: str) -> str:
    """Fill every {a-b} with a number from a to b, and {a.b-c} with one decimal."""

    def number(match: re.Match[str]) -> str:
        low, high = match[1].split("~")
        if "." in match[1]:
            return f"{draw.uniform(float(low), float(high)):.{len(high.split('.')[1])}f}"
        return str(draw.randint(int(low), int(high)))

    return re.sub(r"\{([^}]+)\}", number, form)


def template(draw: random.Random, form: str, facts: int) -> str:
    """Return a form with ``facts`` lines of figures of its own."""
    head, line, tail = form.split("|")
    return _figures(draw, head + line * facts + tail)


def family_form(draw: random.Random) -> str:
    """Return a new form: a frame of base text around a line with figures."""
    words, weights = vocabulary()
    name = "".join(draw.choices(words, cum_weights=weights, k=3))
    unit = draw.choice("元吨人度亩台次")
    frame = [synthetic(draw, draw.randint(60, 240)) for _ in range(2)]
    line = f"{name}为{{10~9999}}{unit}，同比增长{{0.1~40.0}}%；"
    return f"{frame[0]}|{line}|{frame[1]}于2024年{{1~12}}月{{1~28}}日发布。"


# Corpora

COPIES = (0, 0, 0, 0, 0, 0, 0, 1, 2, 3)
"""How many near-duplicates a document has: three in ten have any."""


def corpus(
    megabytes: float,
    seed: int,
    natural: Sequence[str] = (),
    *,
    templates: float = 0.05,
    lengths: tuple[int, int] = (300, 2400),
) -> Planted:
    """Return about this many megabytes of UTF-8; three documents in ten have copies.

    ``templates`` is the share of bytes that are documents of template families of 2 to 8.
    """
    draw = random.Random(seed)
    pieces = cut(natural, draw, *lengths)
    draw.shuffle(pieces)
    result = Planted()
    aim, size, family = megabytes * 1e6, 0, 0

    def add(text: str, kind: str) -> None:
        nonlocal size
        result.add(text, kind, family)
        size += len(text.encode())

    while size < aim * (1 - templates):
        base = pieces.pop() if pieces else synthetic(draw, draw.randint(*lengths))
        add(base, "base")
        for kind in draw.sample(sorted(NOISES), draw.choice(COPIES)):
            add(NOISES[kind](base, draw), kind)
        family += 1
    while size < aim:
        form, facts = family_form(draw), draw.randint(3, 8)
        for _ in range(draw.randint(2, 8)):
            add(template(draw, form, facts), "template")
        family += 1
    return _shuffled(result, draw)


def _shuffled(given: Planted, draw: random.Random) -> Planted:
    order = list(range(len(given.texts)))
    draw.shuffle(order)
    result = Planted()
    for place in order:
        result.add(given.texts[place], given.kinds[place], given.families[place])
    return result


@dataclass(frozen=True)
class Passage:
    """Where a planted passage stands: documents and code-point offsets of both copies."""

    first: int
    first_start: int
    second: int
    second_start: int
    text: str


def passages(documents: int, seed: int, *, least: int = 40, most: int = 200) -> tuple[list[str], list[Passage]]:
    """Return documents, each of two sharing one passage; every other copy is Traditional."""
    draw = random.Random(seed)
    texts, planted = [], []
    for place in range(0, documents, 2):
        shared = synthetic(draw, draw.randint(least, most))
        starts = []
        for copy in range(2):
            head, tail = (synthetic(draw, draw.randint(100, 900)) for _ in range(2))
            own = converter("s2t")(shared) if copy and place % 4 else shared
            starts.append(len(head))
            texts.append(head + own + tail)
        planted.append(Passage(place, starts[0], place + 1, starts[1], shared))
    return texts, planted
