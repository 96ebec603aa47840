"""The unified ideographs that radicals look like: Unicode's property Equivalent_Unified_Ideograph.

For Kangxi radicals it is what NFKC gives. Those of the supplement have no such form; the list is
``EquivalentUnifiedIdeograph.txt`` of the Unicode Character Database (Unicode-3.0 license), of which it
holds the radicals that are characters by themselves, and the forms that components have.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

RADICAL = range(0x2E80, 0x2FD6)
"""The blocks of both kinds of radical."""

SUPPLEMENT = (
    "⺁厂⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫"
    "⺦丬⺧牛⺨犭⺩王⺫罒⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺶羊⺹耂⺺肀⺻聿⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶"
    "⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜"
    "⻰龙⻱龜⻲亀⻳龟"
)
"""Each radical of the supplement, and what it looks like."""


@cache
def united() -> NDArray[np.uint32]:
    """Return the ideograph of each radical, counted from the first; itself where it has none."""
    found = np.array(RADICAL, np.uint32)
    kangxi = range(0x2F00, 0x2FD6)
    found[kangxi.start - RADICAL.start :] = [ord(unicodedata.normalize("NFKC", chr(code))) for code in kangxi]
    codes = np.array([ord(char) for char in SUPPLEMENT], np.uint32)
    found[codes[::2] - RADICAL.start] = codes[1::2]
    return found
