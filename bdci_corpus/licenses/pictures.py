"""Whether a license that is named is a picture's: its words speak of one, or stand in its caption or credit."""

from __future__ import annotations

import re

from bdci_corpus.licenses.folding import seen
from bdci_corpus.patterns import lazily

PICTURE = "picture-credit"
"""The kind of a notice that is a picture's."""

_PICTURE = (
    r"(?:图(?![文书])[片像源]?|插图|配图|题图|头图|封面|摄影|照片|影像|相片|截图|绘图|(?<![a-z])(?:photos?|"
    r"photographs?|"
    r"photographer|images?|pictures?|"
    r"figures?|fig|illustrations?|icons?|logos?|graphics|artwork|cover|video|screenshot|portrait|font)(?![a-z]))"
)

_SPEAKS = lazily(
    rf"[\W\d_]*(?:(?:all|these|this|the|of|上述|以上|本文|文中|文内|部分|题头|所用|使用的?|其中)[\W_]*){{0,4}}{_PICTURE}"
    rf"|.{{0,80}}(?<![a-z])(?:photo|image|picture|illustration|photograph)s?(?: credit)?(?: by|:)",
)

_BESIDE = lazily(
    r"!\[[^\]\n]{0,200}\]\([^)\n]{0,300}\)[\s*_(（]*"
    r"(?:\{[^}\n]{0,80}\})?$|<(?:figcaption|caption)[^<>]{0,200}>[^<>]{0,200}$|<!-- ?media[^\n]{0,200}$",
    re.IGNORECASE,
)

_ARCHIVE = lazily(r"commons\.wikimedia|wikimedia commons|flickr|unsplash|pixabay|供图")

_OF_TEXT = lazily(r"(?<![a-z])(?:texts?|article|content|page|post)(?![a-z])|文字|文章|本文(?!图)|本[站书]")

_BADGE = lazily(r"licen[sc]e|creativecommons|badge|cc[-_ ]|by-|88x31", re.IGNORECASE)

_REACH = 300
"""How far above a credit the picture is looked for, in characters."""


def is_of_picture(text: str, start: int, lead: str) -> bool:
    """Return whether the license named at ``start`` is that of a picture; ``lead`` is its sentence up to there.

    What begins to speak of a picture speaks of it up to the end of the line.

    A line directly below a picture, or in its caption, is its credit; that of a badge is none.
    """
    above = text[max(0, start - _REACH) : start]
    line = above.rfind("\n")
    texts = (lead, seen(above[line + 1 :]))
    if any(_SPEAKS.match(one) or _ARCHIVE.search(one) for one in texts) and not any(map(_OF_TEXT.search, texts)):
        return True
    beside = _BESIDE.search(above) or (
        _BESIDE.search(above[:line].rstrip(" \t")) if line >= 0 and not above[:line].endswith("\n") else None
    )
    return beside is not None and _BADGE.search(seen(beside.group())) is None
