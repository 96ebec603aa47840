r"""What programs write for line ends and blanks, and left in texts: ``_x000D_`` of Excel, ``[NEWLINE]``, ``\xa0``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit
from bdci_corpus.text import HAN_CLASS, Words

RULE = "escape"

_SIGNS = Words("_x000", "[NEWLINE]", "<0x0A>", "&#x0D;", "&#13;", "&#xD;", "&#x0d;", "&#10;", "&#xA;", "&#x0A;")

_LINE_END = lazily(
    r"[ \t]*(?:(?:_x000[DA]_|\[NEWLINE\]|<0x0A>|&#(?:x0?[DdAa]|1[03]);)[ \t]*)+(?P<line>\n?)", re.IGNORECASE
)

_ONE = lazily(r"_x000[DA]_|\[NEWLINE\]|<0x0A>|&#(?:x0?[DdAa]|1[03]);", re.IGNORECASE)

_SPOKEN_OF = lazily(r"[`\"'“「『‘](?:_x000[DA]_|\[NEWLINE\]|<0x0A>|&#(?:x0?[DdAa]|1[03]);)", re.IGNORECASE)
"""Such a mark that is quoted: a text on it keeps all."""

_CODE = lazily(r"(?:replace|REPLACE|SUBSTITUTE|CHAR|print|sub)\(|`")

_STARS = lazily(r"(?<=[”’」』！？。…）》])\*{4,}[ \t]*$", re.MULTILINE)
"""Stars behind a closing mark that fill a line."""

_LOW_QUOTED = lazily(rf"‚(?=[^‚‛\"\n]{{0,40}}[{HAN_CLASS}])[^‚‛\"\n]{{1,60}}[‛\"]")
"""Words in the quotation marks that a converter of Word made of the Chinese ones."""


def tool_marks(text: str) -> Iterator[Edit]:
    """Yield edits that put line ends for what programs write in their place, and take out what fills lines. Linear."""
    if any(_SIGNS.within(text)) and not _SPOKEN_OF.search(text) and not _CODE.search(text):
        for mark in _LINE_END.finditer(text):
            count = sum(1 for _ in _ONE.finditer(mark[0]))
            before = text[mark.start() - 1 : mark.start()]
            put = "" if before in ("", "\n") else "\n" if count == 1 else "\n\n"
            yield Edit(start=mark.start(), end=mark.end(), replacement=put or mark["line"], rule=RULE)
    if "****" in text:
        for stars in _STARS.finditer(text):
            yield Edit(start=stars.start(), end=stars.end(), replacement="", rule=RULE)
    if "‛" in text and "‚" in text:
        for quoted in _LOW_QUOTED.finditer(text):
            yield Edit(start=quoted.start(), end=quoted.start() + 1, replacement="“", rule=RULE)
            yield Edit(start=quoted.end() - 1, end=quoted.end(), replacement="”", rule=RULE)


_ESCAPES = {
    **dict.fromkeys(("\\r\\n", "\\n", "\\r"), "\n"),
    **dict.fromkeys(("\\u3000", "\\xa0", "\\t", "\\u00a0"), " "),
    **dict.fromkeys(("\\u200b", "\\ufeff", "\\u200B", "\\uFEFF"), ""),
}
"""What programs write for characters that a string of theirs shows by escapes."""

_ESCAPE = lazily("|".join(map(re.escape, _ESCAPES)))

_OTHER = lazily(r"\\(?:[nrt](?=[a-z])|(?!r\\n|[nrt\"]|u3000|xa0|u00a0|u200[bB]|ufeff|uFEFF)[^\n])|[`{}$]|\\\Z")
"""Another backslash, as code, formulas and paths have; ``nabla`` behind one is no line end."""


def escapes(text: str) -> Iterator[Edit]:
    """Yield edits for line ends and blanks that stand as escapes, where nothing else has a backslash. Linear."""
    if "\\" not in text or _OTHER.search(text):
        return
    found = list(_ESCAPE.finditer(text))
    if "\n" in text.strip() and any(_ESCAPES[each[0]] == "\n" for each in found):
        return
    for escape in found:
        put = _ESCAPES[escape[0]] if text[escape.end() :].strip() else ""
        yield Edit(start=escape.start(), end=escape.end(), replacement=put, rule=RULE)
