"""What several licenses and demands in one notice come to together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bdci_corpus.licenses.folding import seen
from bdci_corpus.licenses.pictures import PICTURE
from bdci_corpus.licenses.spdx import restriction_of
from bdci_corpus.licenses.terms import strictest

if TYPE_CHECKING:
    from bdci_corpus.licenses.candidates import Candidate

_NEAR = 60
"""At most so many code points stand between two licenses of which one may choose."""

_REACH = 1_500
"""So near, in code points, one notice says the version of the license that another names, or explains it."""

_BESIDE = 200
"""So near, in code points with their markup, a demand for credit belongs to a license: all that ask for it say so."""

_CREDIT = "reprint-with-credit"
"""The kind of notice that asks for credit and nothing else."""

_COPYRIGHT, _RESERVES = "copyright", re.compile("(?i)reserve|保留|所有|归|歸|不得|禁止|not be|without|permission")
"""The kind of a notice that says whose the rights are, and words of one that says more."""

_NEXT = 40
"""So near, in code points, a license says under what terms the owner of the rights lets others have them."""

_ASKS_FOR_CREDIT = re.compile("CC-BY")

_SPEAKS_OF = re.compile("[本此](?!声明|聲明)|[该該]|文章|作品|原创|原創|图|圖")

_OR = re.compile(r"(?<![a-z])or(?![a-z])(?! (?:any )?(?:later|newer|send|visit|see))|或(?!更|以后|其后|者?更)|/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What words come down to, alone and ``beside`` a license or terms of a competition, which say more."""

    license: str | None
    restriction: str
    beside: str = "open"


def joined(meanings: Sequence[tuple[int, int, Meaning]], text: str) -> Meaning:
    """Return what the words of one notice come to: all licenses that it names hold, or one may choose.

    ``meanings`` are spans of words and what each says, in order.
    """
    named = sorted((start, end, one.license) for start, end, one in meanings if one.license)
    own = [one for _, _, one in meanings if one.license is None]
    confined = any(one.restriction == "competition-only" for one in own)
    asked = [one.beside if named or confined else one.restriction for one in own]
    if not named:
        return Meaning(license=None, restriction=strictest(asked))
    known = [_most_exact(name, [other for _, _, other in named]) for _, _, name in named]
    names = [
        name for name in dict.fromkeys(known) if name.replace("-only", "-or-later") not in known or "-only" not in name
    ]
    choice = len(names) > 1 and _one_may_choose(named, known, text)
    license_ = (" OR " if choice else " AND ").join(
        sorted(f"({n})" if " OR " in n and len(names) > 1 else n for n in names)
    )
    named_restriction = next((one.restriction for *_, one in meanings if one.license == license_), None)
    restriction = (
        named_restriction
        or restriction_of(license_)
        or strictest(one.restriction for *_, one in meanings if one.license)
    )
    return Meaning(license=license_, restriction=strictest([restriction, *asked]))


def _one_may_choose(named: Sequence[tuple[int, int, str]], known: Sequence[str], text: str) -> bool:
    """Return whether an "or" stands between each two of the licenses that a notice names, and near both."""
    pairs = [
        (end, start)
        for (_, end, _), (start, _, _), one, other in zip(named, named[1:], known, known[1:], strict=False)
        if one != other
    ]
    return all(start - end <= _NEAR and _OR.search(seen(text[end:start])) for end, start in pairs)


def family_of(license_: str) -> str:
    """Return a license's id without a version."""
    return re.sub(r"-\d.*", "", license_.removeprefix("LicenseRef-"))


def is_same_license(meanings: str, declared: str) -> bool:
    """Return whether words name a license that is declared: its id, or its family without a version."""
    vague = meanings.startswith("LicenseRef-") and " " not in meanings + declared
    return meanings == declared or (
        vague and not declared.startswith("LicenseRef-") and family_of(meanings) == family_of(declared)
    )


def _most_exact(name: str, others: Sequence[str]) -> str:
    """Return the id with a version that a notice gives for a family without one, if it gives just one."""
    if not name.startswith("LicenseRef-"):
        return name
    family = family_of(name)
    exact = {o for o in others if not o.startswith("LicenseRef-") and (family_of(o) == family or _of_brand(o, family))}
    if len(exact) == 1:
        return exact.pop()
    vague = {o for o in others if o != name and _of_brand(o, family)}
    return vague.pop() if len(vague) == 1 else name


def _of_brand(license_: str, family: str) -> bool:
    """Return whether a license is one that "a Creative Commons license" or "public domain" may mean."""
    name = license_.removeprefix("LicenseRef-")
    return (family == "CC" and name.startswith("CC")) or (family == "Public-Domain" and name.startswith("CC0"))


def with_versions(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates; one that names a license without its version takes the version from one beside it."""
    exact: list[Candidate] = []
    for at, one in enumerate(candidates):
        beside = [c.license for c in candidates[max(0, at - 1) : at + 2] if c.license and _gap(one, c) <= _REACH]
        license_ = _most_exact(one.license, beside) if one.license and " " not in one.license else one.license
        if license_ != one.license and license_ is not None:
            restriction = strictest(
                [
                    one.restriction if family_of(license_) == family_of(one.license or "") else "open",
                    restriction_of(license_) or "unknown",
                ]
            )
            exact.append(replace(one, license=license_, restriction=restriction))
        else:
            exact.append(one)
    return exact


def without_explanations(candidates: Sequence[Candidate], text: str) -> list[Candidate]:
    """Return candidates without those that only explain a license which one near them names.

    So does a demand for credit beside one that asks for it anyway, from whose name a page's tags may part it.
    """
    named = [one for one in candidates if one.license]
    crediting = [one for one in named if one.license and _ASKS_FOR_CREDIT.match(one.license) and one.kind != PICTURE]
    return [
        one
        for one in candidates
        if not (one.yields and _is_near(one, named, _REACH))
        and not (
            one.kind == _CREDIT and one.license is None and _is_near(one, crediting, _BESIDE) and _is_bare(one, text)
        )
    ]


def with_owners(candidates: Sequence[Candidate], text: str) -> list[Candidate]:
    """Return candidates; one that names a license takes in the line next to it that only says whose the rights are."""
    whole: list[Candidate] = []
    for one in candidates:
        before = whole[-1] if whole else None
        if before is not None and one.start - before.end <= _NEXT:
            if _says_only_whose(before, text) and one.license and one.kind != PICTURE:
                whole[-1] = replace(one, start=before.start)
                continue
            if _says_only_whose(one, text) and before.license and before.kind != PICTURE:
                whole[-1] = replace(before, end=one.end)
                continue
        whole.append(one)
    return whole


def _says_only_whose(one: Candidate, text: str) -> bool:
    return one.kind == _COPYRIGHT and one.license is None and _RESERVES.search(text[one.start : one.end]) is None


def _is_near(one: Candidate, named: Sequence[Candidate], reach: int) -> bool:
    """Return whether a candidate stands so near one of some others, which are in order."""
    behind = bisect_left(named, one.start, key=lambda other: other.start)
    below = behind < len(named) and named[behind].start - one.end <= reach
    return below or (behind > 0 and one.start - named[behind - 1].end <= reach)


def _is_bare(one: Candidate, text: str) -> bool:
    """Return whether a demand does not say of what it speaks: then it speaks of what the license does."""
    return _SPEAKS_OF.search(text[one.start : one.end]) is None


def _gap(one: Candidate, other: Candidate) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
