"""Collections whose documents have much in common and say different things, with some true copies among them.

Each family is a way in which documents of a collection come to share text: a channel's blurb, a site's footer, a
license, a forum signature, the rules of a course, the terms of a shop, the questions of a questionnaire. The last six
were written after the guard was finished, and no number of it was chosen with them in view.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import planted

Text = Callable[[random.Random, int], str]


@dataclass
class Family:
    """Documents, and which are copies of which; all others are distinct."""

    texts: list[str] = field(default_factory=list)
    copies: list[tuple[int, int]] = field(default_factory=list)


def _pieces(draw: random.Random, common: int, count: int) -> list[str]:
    """Return text of about so many characters in ``count`` pieces."""
    return [planted.synthetic(draw, max(common // count, 12)) for _ in range(count)]


def blurbs(draw: random.Random, common: int) -> Callable[[int], str]:
    """The same words behind every post of a channel."""
    (blurb,) = _pieces(draw, common, 1)
    return lambda own: f"{planted.synthetic(draw, own)}\n\n{blurb}"


def footers(draw: random.Random, common: int) -> Callable[[int], str]:
    """Navigation before and a footer behind, with the day and a counter."""
    head, foot = _pieces(draw, common, 2)

    def page(own: int) -> str:
        line = f"2024年{draw.randint(1, 12)}月{draw.randint(1, 28)}日 浏览{draw.randint(1, 9999)}次"
        return f"{head}\n{line}\n{planted.synthetic(draw, own)}\n{foot}"

    return page


def licenses(draw: random.Random, common: int) -> Callable[[int], str]:
    """A license of several paragraphs below what it is of, with the holder's name in it."""
    parts = _pieces(draw, common, 4)
    return lambda own: (
        f"{planted.synthetic(draw, own)}\n版权所有 {draw.randint(1990, 2024)} {planted.synthetic(draw, 4)}\n"
        + "\n\n".join(parts)
    )


def signatures(draw: random.Random, common: int) -> Callable[[int], str]:
    """A forum's posts: one of five members' signatures, and the board's rules."""
    rules, *own_ones = [
        *_pieces(draw, common // 2, 1),
        *(planted.synthetic(draw, max(common // 2, 12)) for _ in range(5)),
    ]
    return lambda own: f"{planted.synthetic(draw, own)}\n----\n{draw.choice(own_ones)}\n{rules}"


def courses(draw: random.Random, common: int) -> Callable[[int], str]:
    """Pages of courses: headings and rules are the same, between them stands what each course has."""
    parts = _pieces(draw, common, 5)

    def page(own: int) -> str:
        said = [planted.synthetic(draw, own // 4) for _ in range(4)]
        return "\n".join(f"{fixed}\n{text}" for fixed, text in zip(parts, [*said, ""], strict=True))

    return page


def products(draw: random.Random, common: int) -> Callable[[int], str]:
    """Pages of a shop: a description, figures, and its terms."""
    terms, service = _pieces(draw, common, 2)
    return lambda own: (
        f"{planted.synthetic(draw, own)}\n容量{draw.randint(100, 999)}毫升，净重{draw.randint(100, 999)}克，"
        f"售价{draw.randint(9, 999)}元\n{terms}\n{service}"
    )


def questionnaires(draw: random.Random, common: int) -> Callable[[int], str]:
    """The same questions, and answers in a sentence or two."""
    questions = _pieces(draw, common, 8)

    def filled(own: int) -> str:
        return "\n".join(
            f"{number}、{question}\n答：{planted.synthetic(draw, own // 8)}"
            for number, question in enumerate(questions, 1)
        )

    return filled


def newsletters(draw: random.Random, common: int) -> Callable[[int], str]:
    """Issues of a newsletter: the same before, between and behind two pieces of news."""
    head, middle, foot = _pieces(draw, common, 3)
    return lambda own: (
        f"{head}\n第{draw.randint(1, 400)}期\n{planted.synthetic(draw, own // 2)}\n{middle}\n"
        f"{planted.synthetic(draw, own // 2)}\n{foot}"
    )


def jobs(draw: random.Random, common: int) -> Callable[[int], str]:
    """Offers of one employer: what it is like to work there stands between what is asked for."""
    parts = _pieces(draw, common, 3)

    def page(own: int) -> str:
        said = "\n".join(f"{planted.synthetic(draw, own // 3)}\n{part}" for part in parts)
        return f"月薪{draw.randint(4, 40)}000元\n{said}"

    return page


def headers(draw: random.Random, common: int) -> Callable[[int], str]:
    """Files that begin with one of three licenses."""
    three = [planted.synthetic(draw, common) for _ in range(3)]
    return lambda own: f"{draw.choice(three)}\n\n{planted.synthetic(draw, own)}"


def recipes(draw: random.Random, common: int) -> Callable[[int], str]:
    """Recipes with four of a site's twelve tips."""
    tips = [planted.synthetic(draw, max(common // 4, 12)) for _ in range(12)]
    return lambda own: "\n".join([planted.synthetic(draw, own), *draw.sample(tips, 4)])


def abstracts(draw: random.Random, common: int) -> Callable[[int], str]:
    """Pages of a library: what it is before an abstract, and its terms behind."""
    head, terms = _pieces(draw, common, 2)
    return lambda own: f"{head}\n作者：{planted.synthetic(draw, 6)}\n摘要：{planted.synthetic(draw, own)}\n{terms}"


def comments(draw: random.Random, common: int) -> Callable[[int], str]:
    """Comments of twelve users, each with a signature, and a platform's words behind."""
    users = [planted.synthetic(draw, max(common // 2, 12)) for _ in range(12)]
    tail = planted.synthetic(draw, max(common // 2, 12))
    return lambda own: f"{planted.synthetic(draw, own)}\n{draw.choice(users)}\n{tail}"


KINDS: dict[str, Callable[[random.Random, int], Callable[[int], str]]] = {
    "blurbs": blurbs,
    "footers": footers,
    "licenses": licenses,
    "signatures": signatures,
    "courses": courses,
    "products": products,
    "questionnaires": questionnaires,
    "newsletters": newsletters,
    "jobs": jobs,
    "headers": headers,
    "recipes": recipes,
    "abstracts": abstracts,
    "comments": comments,
}

NOISES = ("exact", "s2t", "width", "edits 1%", "edits 2%", "s2hk")


def family(kind: str, documents: int, share: float, seed: int, *, size: int = 800, copied: float = 0.05) -> Family:
    """Return so many documents of about ``size`` characters of which ``share`` are the same, a part of them copied."""
    draw = random.Random(f"{kind} {documents} {share} {seed}")
    made = KINDS[kind](draw, int(size * share))
    result = Family()
    for _ in range(round(documents * (1 - copied))):
        own = int(size * (1 - share) * draw.uniform(0.7, 1.3))
        result.texts.append(made(own))
    for place in draw.sample(range(len(result.texts)), documents - len(result.texts)):
        noise = draw.choice(NOISES)
        result.copies.append((place, len(result.texts)))
        result.texts.append(planted.NOISES[noise](result.texts[place], draw))
    return result
