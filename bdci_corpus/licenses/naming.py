"""Whether a sentence that names a license puts its text under it, by all of its words.

``granting`` knows the forms that most such sentences have; what has none of them is read as the classes of the words
before the name and behind it, what stands next to it, and signs that somebody tells of something. How much each counts
was learned from the cases of ``tests/licenses`` by ``tests/scripts/train_notices.py``. Both languages are read at
once: names of licenses are English in Chinese sentences, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from bdci_corpus.licenses import wording_chinese, wording_english
from bdci_corpus.licenses.granting import denies, puts_under, without_names
from bdci_corpus.licenses.sentences import HEADED
from bdci_corpus.licenses.wording import LEARNED, parts_of
from bdci_corpus.patterns import lazily

_CLASSES = (
    ("name", r"(?<![a-z])licensename(?![a-z])"),
    (
        "license",
        (
            r"许可证|许可|协议|协定|授权|条款|方式|国际版?|第?[一二三\d]版|版本|本地化|"
            r"(?<![a-z])(?:(?:sub)?licen[sc]\w*|terms|deed|conditions|legalcode)(?![a-z])"
        ),
    ),
    (
        "governs",
        (
            r"采用|采取|采(?!访|购|集|取|纳|样)|遵循|遵从|遵守|遵照|适用|基于|依据|依照|依|按照?|根据|以(?![上下及后前来])|受|使用|选用|"
            r"(?<![a-z])(?:under|with|via|by|subject to|pursuant to|according to|in accordance with)(?![a-z])"
        ),
    ),
    (
        "grants",
        (
            r"发[布表]|释出|提供|公开|开源|开放|共享|分享|出版|刊登|进行|约束|保护|贡献|"
            r"(?<![a-z])(?:released?|distributed?|(?:re)?published?|provided?|shared|offered|covered|available|"
            r"granted|dedicated?|waived?|placed|governed|made|use[ds]?|contributed|redistributed)(?![a-z])"
        ),
    ),
    ("link", r"https?:[!-~]*|www\.[!-~]*"),
    *((name, words) for name, words in wording_chinese.CLASSES.items()),
    *((name, rf"(?<![a-z])(?:{words})(?![a-z])") for name, words in wording_english.CLASSES.items()),
)

_WORDS = lazily("|".join(f"(?P<{name}{at}>{words})" for at, (name, words) in enumerate(_CLASSES)))

_SIGNS = {
    name: lazily(
        "|".join(
            (
                wording_chinese.SIGNS.get(name, r"(?!)"),
                rf"(?<![a-z])(?:{wording_english.SIGNS[name]})(?![a-z])" if name in wording_english.SIGNS else r"(?!)",
            )
        )
    )
    for name in (*wording_chinese.SIGNS, *(name for name in wording_english.SIGNS if name not in wording_chinese.SIGNS))
}

_CUT = lazily(r"[。!?;！？；\n]|\.(?=\s|$)")

_NEUTRAL = lazily(r"[^\w]+|\d+|某|_")

_DIGITS = lazily(r"\d")

_FILLS = frozenset({"function", "license", "name"})
"""Classes that are passed over in what stands next to a name."""

_MOST = 120
"""So much before a name and behind it is looked at, in characters."""

_MANY = 20
"""More characters that belong to no class say no more."""

_FEW = (0.0, 0.15, 0.4)
"""Up to which share of characters may belong to no class, for one feature each."""

_PAIRED = ("before ", "behind ", "mark ", "tells ", "opens ", "foreign ", "below ")


def features(lead: str, name: str, tail: str) -> Iterator[tuple[str, float]]:
    """Yield what a sentence shows that names a license, and which two of that it shows together."""
    alone = dict(_alone(without_names(lead)[-_MOST:], name, without_names(tail), headed=lead.startswith(HEADED)))
    yield from alone.items()
    shown = sorted(one for one in alone if one.startswith(_PAIRED))
    yield from ((f"{one} & {other}", 1.0) for one, other in combinations(shown, 2))
    yield from ((f"writes {part}", 1.0) for part in parts_of(f"{lead[-_MOST:]} {tail}"))


def _alone(lead: str, name: str, tail: str, *, headed: bool) -> Iterator[tuple[str, float]]:
    end = _CUT.search(tail)
    behind = (tail[: end.start()] if end else tail)[:_MOST]
    yield "bias", 1.0
    yield f"mark before {_mark(lead[-1:])}", 1.0
    yield f"mark behind {_mark(behind[:1])}", 1.0
    if headed:
        yield "below a heading", 1.0
    if _DIGITS.search(name):
        yield "has version", 1.0
    if "license" in name or "许可" in name or "协议" in name or "授权" in name:
        yield "calls itself", 1.0
    yield from _of_side("before", lead, nearest=-1)
    yield from _of_side("behind", behind, nearest=0)
    sentence = f"{lead} licensename {behind}"
    yield from ((f"tells {sign}", 1.0) for sign, pattern in _SIGNS.items() if pattern.search(sentence))


def _of_side(side: str, words: str, *, nearest: int) -> Iterator[tuple[str, float]]:
    """Yield what stands on one side of a name: which classes, the nearest and the first of them, and what else."""
    found = [(str(one.lastgroup).rstrip("0123456789"), one.start(), one.end()) for one in _WORDS.finditer(words)]
    yield from ((f"{side} has {kind}", 1.0) for kind in dict.fromkeys(kind for kind, _, _ in found))
    known = bytearray(len(words))
    for _, start, end in found:
        known[start:end] = b"\1" * (end - start)
    for one in _NEUTRAL.finditer(words):
        known[one.start() : one.end()] = b"\2" * (one.end() - one.start())
    foreign, counted = known.count(0), len(known) - known.count(2)
    yield f"foreign {side}", min(foreign, _MANY) / _MANY
    yield from ((f"foreign {side} {share}", 1.0) for share in _FEW if foreign <= share * counted)
    telling = [one for one in found if one[0] not in _FILLS]
    if not counted:
        yield f"{side} nothing", 1.0
        return
    near = telling[nearest] if telling else None
    between = known[near[2] :] if near and nearest else known[: near[1]] if near else known
    yield f"{side} {near[0] if near and not between.count(0) else 'foreign' if between.count(0) else 'filled'}", 1.0
    if nearest:
        first = telling[0] if telling else None
        yield f"opens {first[0] if first and not known[: first[1]].count(0) else 'foreign'}", 1.0


def _mark(character: str) -> str:
    return "none" if not character or character == " " else "word" if character.isalnum() else character


@lru_cache(maxsize=1024)
def names_own_license(lead: str, name: str, tail: str) -> bool:
    """Return whether a sentence puts the text it stands in under the license that it names."""
    return puts_under(lead, name, tail) or _reads_as_grant(lead, name, tail)


_READ_BY_OTHERS = lazily(r"(?:https?:|//|www\.)[!-~]*$|<[a-z!/][^<>]*$|spdx-licen[sc]e-identifier")
"""What stands before a name in an address, a tag or an expression, which have families of their own."""


def _reads_as_grant(lead: str, name: str, tail: str) -> bool:
    if denies(lead) or _READ_BY_OTHERS.search(lead):
        return False
    weights: Mapping[str, float] = LEARNED["naming"]
    return sum(value * weights.get(feature, 0.0) for feature, value in features(lead, name, tail)) > 0
