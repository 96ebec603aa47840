"""Find templates of a wiki, one within the other."""

from __future__ import annotations

import re

_SIGN = re.compile(r"\{\{|\}\}")


def templates(text: str) -> list[tuple[int, int]]:
    """Return the spans of the outermost ``{{…}}``, with the line feed behind one that ends its line. Linear."""
    found, depth, opened = list[tuple[int, int]](), 0, 0
    for sign in _SIGN.finditer(text):
        if sign[0] == "{{":
            opened = opened if depth else sign.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                whole = text[sign.end() : sign.end() + 1] == "\n" and text[max(opened - 1, 0)] == "\n"
                found.append((opened, sign.end() + whole))
    return found
