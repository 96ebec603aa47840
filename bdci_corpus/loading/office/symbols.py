"""What characters of symbol fonts mean: boxes and arrows of Wingdings, Greek of Symbol."""

from __future__ import annotations

_WINGDINGS: dict[int, str] = {
    0x4A: "☺",
    0x6C: "●",
    0x6D: "○",
    0x6E: "■",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x73: "◆",
    0x74: "◆",
    0x75: "◆",
    0x76: "❖",
    0x77: "◆",
    0x9F: "•",
    0xA1: "○",
    0xA7: "▪",
    0xA8: "□",
    0xAB: "★",
    0xB6: "☆",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    **{0x81 + at: chr(0x2460 + at) for at in range(10)},
    **{0x8C + at: chr(0x2776 + at) for at in range(10)},
}

_WINGDINGS_2 = {0x52: "☑", 0x53: "☒", 0x50: "✓", 0x4F: "✗", 0xA3: "□", 0x54: "☒"}

_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0xA3: "≤",
    0xA5: "∞",
    0xAC: "←",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB5: "∝",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xC5: "⊕",
    0xC7: "∩",
    0xC8: "∪",
    0xCE: "∈",
    0xD6: "√",
    0xE5: "∑",
    0xF2: "∫",
    **{ord(sign): sign for sign in "()[]{}+-=/,.0123456789<>"},
}

_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}

_PRIVATE = 0xF000
"""From where on symbol fonts are mapped in Word: the code in the font is the low byte."""


def symbol(font: str, code: str) -> str:
    """Return the character that a font shows for a code in hexadecimal; U+FFFD for what only the font knows."""
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(number & 0xFF if number >= _PRIVATE else number, "\ufffd")
    return chr(number) if 0x20 <= number < 0xD800 else "\ufffd"  # noqa: PLR2004 - below the private characters
