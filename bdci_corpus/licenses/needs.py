"""Which words a pattern cannot do without, derived from the pattern itself.

A pattern is a choice of alternatives, and each needs some words: of a few sets of them at least one each. Where they
are not near an anchor, the pattern does not match there, and need not be tried. Assertions are left aside; what may
be anything, or one of too many words, needs nothing. So a text without the words holds no match, and one with them
may.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_MOST = 600
"""A set of more words than these tells little, and takes long to look for."""

_WIDEST_CLASS = 40
"""A range of more characters may be any."""

_TELLING = 4
"""Shorter words of ASCII (a, of, use) are in any text, and tell nothing."""

_LONGEST_WORD = 30
"""So long is what may go on without end: the rest of a word."""

Words = frozenset[str]

_EMPTY: Words = frozenset({""})

_PARSER: Any = importlib.import_module("re._parser")
"""The parser of the standard library, which it keeps to itself; nothing else reads the same patterns."""


_CATEGORIES = {
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
}


class Alternative(NamedTuple):
    """What one alternative of a pattern needs: a word of each set; ``opens`` says that the first set begins it."""

    sets: tuple[Words, ...]
    opens: bool


class _Part(NamedTuple):
    """A part of a pattern: all that it can be, if that is few words, and else the sets that it needs."""

    exact: Words | None
    sets: tuple[Words, ...] = ()
    opens: bool = False


_ANY = _Part(None)


def alternatives(pattern: re.Pattern[str]) -> tuple[Alternative, ...]:
    """Return what each alternative of a pattern needs; words are without blanks. No set: it may match anything."""
    tree = list(_PARSER.parse(pattern.pattern, pattern.flags))
    while len(tree) == 1 and _name(tree[0]) == "SUBPATTERN":
        tree = list(tree[0][1][3])
    branches = tree[0][1][1] if len(tree) == 1 and _name(tree[0]) == "BRANCH" else [tree]
    return tuple(_alternative(_sequence(branch)) for branch in branches)


def widest(pattern: re.Pattern[str]) -> int:
    """Return how many characters a pattern takes in at most, where a word goes on for ``_LONGEST_WORD`` at most."""
    return sum(_width(token) for token in _PARSER.parse(pattern.pattern, pattern.flags))


def _width(token: Sequence[Any]) -> int:
    name, value = _name(token), token[1]
    if name in {"ASSERT", "ASSERT_NOT", "AT"}:
        return 0
    if name == "BRANCH":
        return max(sum(map(_width, branch)) for branch in value[1])
    if name == "SUBPATTERN":
        return sum(map(_width, value[3]))
    if name == "ATOMIC_GROUP":
        return sum(map(_width, value))
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        most = _LONGEST_WORD if value[1] is _PARSER.MAXREPEAT else value[1]
        return int(most) * sum(map(_width, value[2]))
    return 1


def takes(pattern: re.Pattern[str], character: str) -> bool:
    """Return whether a character may be a part of what a pattern takes in."""
    return _takes(list(_PARSER.parse(pattern.pattern, pattern.flags)), character)


def _name(token: Sequence[Any]) -> str:
    return str(token[0])


def _alternative(part: _Part) -> Alternative:
    sets = [_without_blanks(words) for words in _sets(part)]
    telling = [words for words in sets if not any(word.isascii() and len(word) < _TELLING for word in words)]
    opens = (part.exact is not None or part.opens) and telling[:1] == sets[:1]
    return Alternative(tuple(telling) or tuple(words for words in sets if "" not in words), opens)


def _without_blanks(words: Iterable[str]) -> Words:
    """Return words as anchors are looked for, but for those that another is a part of."""
    whole = {word.replace(" ", "") for word in words}
    return frozenset(word for word in whole if not any(other != word and other in word for other in whole))


def _sequence(tokens: Iterable[Sequence[Any]]) -> _Part:
    """Return what parts in a row are: words run together as long as they are few."""
    sets: list[Words] = []
    running, opens = _EMPTY, None
    for token in tokens:
        part = _part(token)
        joined = None if part.exact is None else {one + other for one in running for other in part.exact}
        if joined is not None and len(joined) <= _MOST:
            running = frozenset(joined)
            continue
        if opens is None:
            opens = "" not in running or (running == _EMPTY and part.opens)
        sets += [words for words in (running, *part.sets) if "" not in words]
        running = _EMPTY if part.exact is None else part.exact
    if opens is None:
        return _Part(running)
    return _Part(None, tuple(words for words in (*sets, running) if "" not in words), opens)


def _part(token: Sequence[Any]) -> _Part:
    name, value = _name(token), token[1]
    if name in {"LITERAL", "IN"}:
        return _Part(frozenset({chr(value)}) if name == "LITERAL" else _class(value))
    if name in {"ASSERT", "ASSERT_NOT", "AT"}:
        return _Part(_EMPTY)
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _sequence(value[3] if name == "SUBPATTERN" else value)
    if name == "BRANCH":
        return _choice([_sequence(branch) for branch in value[1]])
    return _repeated(*value) if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} else _ANY


def _class(members: Iterable[Sequence[Any]]) -> Words | None:
    """Return the characters of a class, if they are few."""
    characters: set[str] = set()
    for member in members:
        name, value = _name(member), member[1]
        if name == "LITERAL":
            characters.add(chr(value))
        elif name == "RANGE" and value[1] - value[0] < _WIDEST_CLASS:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(characters)


def _choice(parts: Sequence[_Part]) -> _Part:
    """Return what a choice of parts needs: of the first sets of all one word, and of their last."""
    words = frozenset[str]().union(*(part.exact or () for part in parts))
    if all(part.exact is not None for part in parts):
        return _Part(words) if len(words) <= _MOST else _Part(None, () if "" in words else (words,), opens=True)
    every = [_sets(part) for part in parts]
    if not all(every):
        return _ANY
    first = frozenset[str]().union(*(sets[0] for sets in every))
    last = frozenset[str]().union(*(sets[-1] for sets in every))
    opens = all(part.exact is not None or part.opens for part in parts)
    return _Part(None, (first, last) if min(map(len, every)) > 1 else (first,), opens)


def _sets(part: _Part) -> tuple[Words, ...]:
    if part.exact is None:
        return part.sets
    return () if "" in part.exact else (part.exact,)


def _repeated(least: int, most: int, tokens: Iterable[Sequence[Any]]) -> _Part:
    part = _sequence(tokens)
    if least == 0:
        return _Part(part.exact | _EMPTY) if most == 1 and part.exact is not None else _ANY
    return part if most == 1 else _Part(None, _sets(part), part.exact is not None or part.opens)


def _takes(tokens: Iterable[Sequence[Any]], character: str) -> bool:
    return any(_token_takes(_name(token), token[1], character) for token in tokens)


def _token_takes(name: str, value: Any, character: str) -> bool:  # noqa: ANN401 - as the parser gives it
    if name in {"ASSERT", "ASSERT_NOT", "AT"}:
        return False
    if name in {"SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return _takes(value[-1], character)
    if name == "ATOMIC_GROUP":
        return _takes(value, character)
    if name == "BRANCH":
        return any(_takes(branch, character) for branch in value[1])
    if name in {"LITERAL", "NOT_LITERAL"}:
        return bool(value == ord(character)) == (name == "LITERAL")
    return name != "IN" or _is_of(value, character)


def _is_of(members: Sequence[Sequence[Any]], character: str) -> bool:
    """Return whether a character is of a class."""
    negated = _name(members[0]) == "NEGATE"
    for member in members[negated:]:
        name, value = _name(member), member[1]
        low, high = value if name == "RANGE" else (value, value)
        if name == "CATEGORY":
            if re.match(_CATEGORIES[str(value)], character):
                return not negated
        elif low <= ord(character) <= high:
            return not negated
    return negated
