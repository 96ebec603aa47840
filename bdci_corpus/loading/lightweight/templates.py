"""Find templates of a wiki, one within the other, and what some of them show."""

from __future__ import annotations

import re

_SIGN = re.compile(r"\{\{|\}\}")

_PART = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")

_SHOWN = {
    **dict.fromkeys(("lang", "color", "fontcolor", "font color", "link-lang"), 2),
    **dict.fromkeys(("nowrap", "nobr", "small", "big", "red", "green", "blue", "bold", "em", "strong", "u", "abbr"), 1),
    **dict.fromkeys(("le", "ilh", "internal link helper", "ruby", "formatnum", "quote", "cquote", "blockquote"), 1),
    **dict.fromkeys(("quotation", "poem", "translink", "le2", "註", "nihongo", "日本人", "text"), 1),
    "tsl": 3,
}
"""Templates that show one of their arguments, by its number; so do ``lang-ja``, ``link-en`` and their like."""

_LIKE = re.compile(r"(?:lang|link|internal link helper/|ilh)[-/ ]?[a-z]{2,3}")

_DEEPEST = 8
"""How deep templates that show something stand in each other."""


def templates(text: str) -> list[tuple[int, int]]:
    """Return the spans of ``{{…}}`` that show nothing, with the line feed behind one that ends its line. Linear.

    Of one that shows an argument, these are what stands around it.
    """
    return _templates(text, 0, len(text), 0)


def _templates(text: str, start: int, end: int, deep: int) -> list[tuple[int, int]]:
    found, depth, opened = list[tuple[int, int]](), 0, 0
    for sign in _SIGN.finditer(text, start, end):
        if sign[0] == "{{":
            opened = opened if depth else sign.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth:
                continue
            whole = text[sign.end() : sign.end() + 1] == "\n" and text[max(opened - 1, 0)] == "\n"
            shown = _shown(text, opened + 2, sign.start()) if deep < _DEEPEST else None
            if shown is None:
                found.append((opened, sign.end() + whole))
                continue
            found.append((opened, shown[0]))
            found += _templates(text, *shown, deep + 1)
            found.append((shown[1], sign.end()))
    return found


def _shown(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the argument stands that a template shows, if it shows one."""
    stop = text.find("|", start, end)
    name = text[start : stop if stop >= 0 else end].strip().lower()
    number = _SHOWN.get(name) or (1 if _LIKE.fullmatch(name) else 0)
    if stop < 0 or not number:
        return None
    arguments, first, depth = list[tuple[int, int]](), stop + 1, 0
    for part in _PART.finditer(text, stop + 1, end):
        if part[0] == "|":
            if not depth:
                arguments.append((first, part.start()))
                first = part.end()
        else:
            depth += 1 if part[0] in ("{{", "[[") else -1
    arguments.append((first, end))
    plain = [span for span in arguments if not re.match(r"\s*[\w-]{1,20}\s*=", text[slice(*span)])]
    chosen = plain[min(number, len(plain)) - 1] if plain else None
    named = text[slice(*chosen)] if chosen else ""
    return None if chosen is None or not named.strip() else chosen
