"""The names of licenses: how they are written in both scripts and in English, and their ids in SPDX's list.

Where words name no version, the id is that of the family without one (``LicenseRef-CC-BY-SA``); a version
is never guessed, unless there has only ever been one (CC0, MIT, ODbL). A port to one country's law has the id
of its version: SPDX lists few of them, and the restriction is the same.

Patterns see a text as ``folding.View`` gives it. Every repetition is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bdci_corpus.licenses.spdx import listed_id, restriction_of
from bdci_corpus.patterns import lazily

Named = tuple[str | None, str]
"""An id or expression, or None, and a restriction."""

_NO_LETTER = r"(?<![a-z0-9])"

_VERSION = r"(?:version ?|ver\.? ?|v\.? ?|第)?(\d(?:\.\d)?)(?:版)?(?![\d%a-z])(?!\.\d)"

_PORTS = (
    "international|intl|unported|generic|universal|worldwide|united states|usa?(?![a-z])|germany|france|japan|"
    "netherlands|"
    "austria|australia|taiwan|hong kong|china(?: mainland)?|mainland china|spain|italy|brazil|switzerland|"
    "england and wales|国际|通用|未本地化版本|本地化|中国大陆|大陆|中国|台湾|香港|澳门|美国|日本|德国|igo|"
    r"(?<=\d[ -])(?:cn|tw|hk|mo|us|uk|gb|de|fr|jp|kr|nl|ch|es|br|ca|nz|pl|se|fi|dk|sg)(?![a-z])"
)

_BRAND = (
    rf"(?:creative[- ]?commons?|知识共享|创用cc|创用|创作共用|创意共享|共享创意|{_NO_LETTER}cca(?![a-z])|"
    rf"{_NO_LETTER}cc(?=by|0|[^a-z0-9]|$))"
)

_ZERO = (
    r"(?:[-_ (]{0,2}(?:cc)?[-_ ]?(?:0(?![\d.])|zero(?![a-z]))|[-_ :]{0,3}public dom(?:ai|ia)n(?: dedication"
    r"(?! and cert)| licen[sc]e \(cc0\)))"
)

_NC = (
    r"非商业性?(?:使用|用途)?(?!性?(?:转|引|传))|非商用|(?<![a-z])non[- ]?commercial(?:[- ]use)?|(?<![a-z])nc(?![a-z])"
)

_ND = (
    r"禁止演绎|禁止改作|禁止衍生|不得演绎|非衍生|不可改作|(?<![a-z])no[- ]?deriv(?:ative|ate)?s?"
    r"(?:[- ]?works?)?(?![a-z])|"
    r"(?<![a-z])nd(?![a-z])"
)

_SA = (
    r"以?相同方式[共分]享|保持一致|以?(?:相同|同样)(?:方式|协议|许可)(?:发布|[共分]享)?|(?<![a-z])share[- "
    r"]?alike(?![a-z])|(?<![a-z])sa(?![a-z])"
)

_BY = r"(?:保持)?署名|姓名标示|(?<![a-z])attribution(?![a-z])"

_ELEMENT = rf"(?:{_BY}|{_NC}|{_ND}|{_SA})"

_CODE = r"(?:by(?! (?:the|an?|its|us|me|our) )(?:[-_/ ]{0,2}(?:nc|nd|sa)){0,3}(?![a-z]))"

_SEP = r"[-_/ ,、和与及·・+&:.()\[\]{}\"“”「」『』'‘’`*|]{0,4}"

_NOISE = (
    r"(?:及其?(?:以?后|后续|更新)的?版本?|(?:the |this )?public(?! domain)|copyright|(?<!\]\()licen[sc]es?(?![a-z])"
    r"(?:/waiver)?|deed|"
    rf"legal ?code|spdx|{_PORTS}|"
    r"许可证?|协议|协定|授权|条款|公约|版权|要求(?=署)|公共领域(?:贡献|奉献)?|公共|版本|版|and (?=share|non|no))"
)

_LINK = (
    r"<?(?:https?:)?//(?:www\.)?(?:creativecommons\.org/(?:licenses/by[-a-z]{0,9}/\d\.\d(?:/[a-z]{2}"
    r"(?![a-z]))?|publicdomain/zero/1\.0)|"
    r"spdx\.org/licenses/cc[-a-z0-9.]{1,24})"
    r"(?:/?(?:deed|legalcode)?(?:[._][a-z_-]{2,7})?(?:\.txt)?)/?"
)

_PART = rf"(?:{_LINK}|{_CODE}|{_ELEMENT}|{_VERSION}|{_NOISE})".replace(r"(\d(?:\.\d)?)", r"(?:\d(?:\.\d)?)")

_AGAIN = rf"(?: ?[(\[“\"「|]{{1,3}} ?{_BRAND})"


def guarded(pattern: str, han: str, within_words: str) -> str:
    """Return a pattern of names that passes by at once where none can begin, which takes a third of the time.

    ``han`` are the characters of Chinese that names begin with; ``within_words`` is how those begin that may stand
    behind a letter.
    """
    return rf"(?=[a-z0-9{han}])(?:(?<![a-z])|(?={within_words}|[^a-z]))(?:{pattern})"


_CREATIVE_COMMONS = (
    rf"(?:{_BRAND}(?:[- :,]{{0,3}}{_BRAND})?(?:{_ZERO}|{_AGAIN}{_ZERO}?|{_SEP}{_PART}){{1,20}}|creative commons"
    r"(?![a-z.])|"
    rf"(?:{_NO_LETTER}by[-_](?:nc|sa|nd)|{_ELEMENT})(?:{_SEP}{_PART}){{1,16}}(?:{_AGAIN}(?:{_SEP}{_PART}){{0,8}})?)"
)

CREATIVE_COMMONS = guarded(_CREATIVE_COMMONS, "知创共姓保署非禁不以相同", "cr")

_ELEMENTS = {name: lazily(pattern) for name, pattern in (("NC", _NC), ("ND", _ND), ("SA", _SA))}

_HAS_BY = lazily(rf"{_BY}|(?<![a-z])cca(?![a-z])|(?<![a-z])(?:cc)?by(?![a-z])(?!$)|(?<![a-z])cc[-_ ]?by$")

_HAS_BRAND = lazily(_BRAND)

_HAS_ZERO = lazily(rf"{_BRAND}{_ZERO}|publicdomain/zero|(?<![a-z])cc0")

_CALLS_ITSELF = lazily(r"licen[sc]e|许可|协议|授权|条款|协定")

_STATED = lazily(rf"(?:(?<=[^\d.])|^){_VERSION}")

_OF_LINK = lazily(
    r"creativecommons\.org/l(?:icenses)?/by[-a-z]{0,9}/(\d\.\d)|spdx\.org/licenses/cc[-a-z]{1,20}(\d\.\d)"
)


def creative_commons(phrase: str, line: str) -> Named | None:
    """Return the Creative Commons license that words name, or None if they name none.

    ``line`` are the words and what follows them: further elements may stand apart, as in a list.
    """
    if _HAS_ZERO.search(phrase):
        return "CC0-1.0", "open"
    words = phrase.replace("licenses/", "/")
    apart = _listed_apart(line) if _CALLS_ITSELF.search(phrase) else set()
    elements = [name for name, pattern in _ELEMENTS.items() if name in apart or pattern.search(words)]
    by, brand = bool(_HAS_BY.search(words)), bool(_HAS_BRAND.search(phrase))
    version = _version_of(phrase)
    if not (by or elements):
        return ("LicenseRef-CC", "no-derivatives") if _CALLS_ITSELF.search(phrase) or "creative" in phrase else None
    if not brand and not (by and (elements or (version and _CALLS_ITSELF.search(phrase)) or _names_port(phrase))):
        return None
    if "ND" in elements and "SA" in elements:
        elements.remove("SA")
    name = "-".join(["CC-BY", *elements])
    restriction = restriction_of(name) or "unknown"
    return (version and listed_id(f"{name}-{version}")) or f"LicenseRef-{name}", restriction


_APART = lazily(
    r"[-+/&|–—•·:][ -]*(?:(?P<NC>non-?commercial)|(?P<ND>no-?deriv(?:ative|ate)?s?)|(?P<SA>share-?alike))"
    r"(?= *(?:[-+/&|–—•·]|$))",
    re.IGNORECASE,
)
"""An element of a license that stands for itself, as it is between marks."""


def _listed_apart(line: str) -> set[str]:
    """Return the elements that stand by themselves in a line, up to the name of another license."""
    brands = [found.start() for found in _HAS_BRAND.finditer(line.lower())]
    until = next((at for at in brands if at > _NEXT_NAME), len(line))
    return {str(found.lastgroup) for found in _APART.finditer(line[:until])}


_NEXT_NAME = 20
"""From here on in a line, in characters, a brand is one of another license."""

_HAS_PORT = lazily(r"\d\.\d ?(?:international|unported|generic|国际|中国|台湾)")


def _names_port(phrase: str) -> bool:
    return _HAS_PORT.search(phrase) is not None


def _version_of(phrase: str) -> str | None:
    """Return the version that words name; that of a link counts more."""
    if link := _OF_LINK.search(phrase):
        return link[1] or link[2]
    stated = _STATED.search(phrase)
    if stated is None:
        return None
    return stated[1] if "." in stated[1] else f"{stated[1]}.0"


_LATER = (
    r"(?:\+|[ ,-]{0,3}(?:\(?(?:and|or)[- ](?:\(?at your option\)? )?(?:any[- ])?(?:later|newer|higher)"
    r"(?: version)?\)?|[或及]?(?:[(,]?(?:由|依|按)?[您你]的?(?:可以?)?选择[),]?)?(?:其?(?:任何)?(?:更[高新]|以上|以后|"
    r"后续|之后)的?(?:的?版本?)?)))"
)

_NUMBER = (
    r"(?:[-, (/]{0,3}(?:licen[sc]e|许可证?|协议|授权)?(?:协议)?的?[-, (]{0,3}(?:version ?|ver\.? ?|v\.? ?|"
    r"第)?(?P<version>\d(?:\.\d)?|"
    r"(?<=第)[一二三](?=版))(?![\d%])(?!\.\d)版?)"
)

_LICENSE_WORD = (
    r"(?: ?(?:public|software|open source|开源))?(?: ?(?:licen[sc]es?(?![a-z])|许可证?|协议|授权|条款|"
    r"许可协议|授权条款)){0,2}"
)
"""What may follow a name."""


def _versioned(stem: str, versions: str) -> Callable[[re.Match[str]], str]:
    def name(found: re.Match[str]) -> str:
        version = found["version"] or ""
        version = version if "." in version or not version else f"{version}.0"
        return f"{stem}-{version}" if version in versions.split() else f"LicenseRef-{stem}"

    return name


_NUMERALS = {"一": "1", "二": "2", "三": "3"}


def _gnu(found: re.Match[str]) -> str:
    phrase = found.group()
    stem = next(
        (
            stem
            for stem, words in (
                ("AGPL", ("affero", "agpl")),
                ("LGPL", ("lesser", "library", "lgpl", "宽通用", "宽松通用", "较宽松")),
                ("GFDL", ("fdl", "documentation", "自由文")),
            )
            if any(word in phrase for word in words)
        ),
        "GPL",
    )
    version = next((v for v in (found["before"], found["version"], found["published"], found["ofit"]) if v), "")
    version = str(_NUMERALS.get(version, version))
    version = version if "." in version or not version else f"{version}.0"
    later = "or-later" if found["later"] or found["laterbefore"] or found["laterpublished"] or found["ofit"] else "only"
    return listed_id(f"{stem}-{version}-{later}") or f"LicenseRef-{stem}"


def _bsd(found: re.Match[str]) -> str:
    clauses = found["clauses"] or found["clausesbehind"]
    kind = found["kind"]
    number = {
        "new": "3",
        "modified": "3",
        "revised": "3",
        "simplified": "2",
        "新": "3",
        "修改版": "3",
        "简化": "2",
        "简化版": "2",
    }.get(kind or "", clauses)
    return {"0": "0BSD", "2": "BSD-2-Clause", "3": "BSD-3-Clause", "4": "BSD-4-Clause"}.get(
        number or "", "LicenseRef-BSD"
    )


def _always(name: str) -> Callable[[re.Match[str]], str]:
    return lambda _found: name


_OTHERS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        (
            rf"(?:version (?P<before>\d(?:\.\d)?)(?P<laterbefore>{_LATER})? of (?:the )?)?"
            r"(?:gnu (?:(?:affero|lesser|library) )?general public licen[sc]e|gnu "
            r"(?:free documentation licen[sc]e|fdl|[al]?gpl)|"
            rf"{_NO_LETTER}(?:[al]?gpl|gfdl)(?=[^a-z]|v\d|$)|gnu(?:较?宽松?|affero)?通用公共(?:许可证?|授权)|"
            r"gnu自由文[档件]|"
            r"general public licen[sc]e)"
            rf"(?:许可证?|授权|协议)?(?: ?\((?:gnu )?[al]?(?:gpl|gfdl|fdl)\))?{_NUMBER}?(?P<later>{_LATER})?"
            rf"(?:-only)?{_LICENSE_WORD}"
            r"(?:,? as published by the free software foundation[;,]?(?: either)? version (?P<published>\d"
            rf"(?:\.\d)?)(?: of the licen[sc]e)?(?P<laterpublished>{_LATER})?)?"
            r"(?:(?:的?条款)?来?(?:修改|分发|发布|重新|和|或|及|再){2,8}[这本]一?(?:程序|软件|"
            r"库),(?:或者?)?用?许可证的第(?P<ofit>[二三])版"
            r"(?=[^。]{0,24}(?:更新|以后|后续)的?版本))?"
        ),
        _gnu,
    ),
    (
        (
            rf"apache(?: public| software)?(?: licen[sc]e)?{_NUMBER}{_LICENSE_WORD}|apache(?: public| software)?"
            r"(?: ?licen[sc]e|(?:开源)?(?:许可证?|协议|授权))"
        ),
        _versioned("Apache", "1.0 1.1 2.0"),
    ),
    (
        (
            r"(?:(?P<clauses>[0234])[- ]?(?:clause|条款)[- ]?|(?P<kind>new|modified|revised|simplified|新|修改版|"
            r"简化版?)[- ]?)?"
            rf"(?:{_NO_LETTER}bsd)(?:[- ](?P<clausesbehind>[0234])(?:[- ]?(?:clause|条款))?)?{_LICENSE_WORD}"
        ),
        _bsd,
    ),
    (
        (
            rf"{_NO_LETTER}(?:creativeml |bigscience |bigcode |deepfloyd )?(?:open[ -]?rail(?![a-z]{{2}})"
            rf"(?:[-+ ]{{1,2}}[mds]{{1,2}}(?![a-z]))?|(?<=bigscience )rail(?![a-z]))(?:[- ]\d(?:\.\d)?)?{_LICENSE_WORD}"
        ),
        _always("LicenseRef-OpenRAIL"),
    ),
    (rf"{_NO_LETTER}0bsd(?![a-z])", _always("0BSD")),
    (rf"{_NO_LETTER}mit-0(?![a-z])", _always("MIT-0")),
    (rf"{_NO_LETTER}(?:mit|expat)(?:[- ]style)?(?![a-z-]){_LICENSE_WORD}", _always("MIT")),
    (rf"{_NO_LETTER}(?:mozilla public licen[sc]e|mpl(?=[^a-z]|v\d|$)){_NUMBER}?", _versioned("MPL", "1.0 1.1 2.0")),
    (rf"{_NO_LETTER}(?:eclipse public licen[sc]e|epl(?=[^a-z]|v\d|$)){_NUMBER}?", _versioned("EPL", "1.0 2.0")),
    (
        rf"{_NO_LETTER}(?:european union public licen[sc]e|eupl(?=[^a-z]|v\d|$)){_NUMBER}?",
        _versioned("EUPL", "1.0 1.1 1.2"),
    ),
    (
        rf"{_NO_LETTER}(?:(?:sil )?open font licen[sc]e|(?:sil )?ofl(?=[^a-z]|v\d|$)){_NUMBER}?",
        _versioned("OFL", "1.0 1.1"),
    ),
    (rf"{_NO_LETTER}artistic licen[sc]e{_NUMBER}?", _versioned("Artistic", "1.0 2.0")),
    (rf"{_NO_LETTER}isc(?![a-z]){_LICENSE_WORD}", _always("ISC")),
    (rf"{_NO_LETTER}zlib(?![a-z]){_LICENSE_WORD}", _always("Zlib")),
    (rf"{_NO_LETTER}wtfpl(?![a-z])", _always("WTFPL")),
    (rf"{_NO_LETTER}(?:the )?unlicense(?![a-z])", _always("Unlicense")),
    (
        (
            rf"(?:{_NO_LETTER}(?:open data commons )?(?:open database licen[sc]e|odbl(?![a-z]))|"
            r"开放数据库(?:许可证?|授权)(?:协议)?)(?: ?\(odbl\))?(?:[- ]?v?1\.0)?"
        ),
        _always("ODbL-1.0"),
    ),
    (
        (
            rf"{_NO_LETTER}(?:open data commons attribution(?: licen[sc]e)?|odc attribution(?: licen[sc]e)?|odc[- "
            rf"]?by(?![a-z]))(?:[- ]?v?1\.0)?"
        ),
        _always("ODC-By-1.0"),
    ),
    (
        (
            rf"{_NO_LETTER}(?:(?:open data commons )?public domain dedication and licen[sc]e|pddl(?![a-z]))"
            r"(?:[- ]?v?1\.0)?"
        ),
        _always("PDDL-1.0"),
    ),
    (
        (
            rf"{_NO_LETTER}(?:community data licen[sc]e agreement[- (,]{{1,3}}(?:cdla[- ])?|cdla[- ])"
            rf"(?P<kind>permissive|sharing){_NUMBER}?"
        ),
        lambda found: _versioned(f"CDLA-{found['kind'].title()}", "1.0 2.0")(found),
    ),
    (
        (
            r"(?:政府资料开放授权条款|open government data licen[sc]e)"
            r"(?:[- ,:]{0,2}(?:第[1一]版|version 1(?:\.0)?|1\.0))?"
        ),
        _always("OGDL-Taiwan-1.0"),
    ),
    (
        rf"{_NO_LETTER}(?:uk )?(?:open government licen[sc]e|ogl(?=[^a-z]|v\d|$)){_NUMBER}?",
        _versioned("OGL-UK", "1.0 2.0 3.0"),
    ),
    (
        (
            rf"(?:木兰宽松(?:许可证?|协议)|{_NO_LETTER}mulan ?psl|mulan permissive software licen[sc]e)"
            rf"(?:\(mulanpsl\))?{_NUMBER}?"
        ),
        _versioned("MulanPSL", "1.0 2.0"),
    ),
    (
        rf"(?:木兰公共(?:许可证?|协议)|{_NO_LETTER}mulan ?publ){_NUMBER}?",
        lambda found: "LicenseRef-MulanPubL" + (f"-{found['version'].rstrip('.0')}.0" if found["version"] else ""),
    ),
)

_UNNAMED = lazily(r"\?P<\w+>")

_COMPILED = [(lazily(pattern), name) for pattern, name in _OTHERS]

_ANY_OTHER = "|".join(_UNNAMED.sub("?:", pattern) for pattern, _ in _OTHERS)

OTHERS = guarded(_ANY_OTHER, "新修简木开政", "ve|gn|ge|ap|ne|mo|re|si|op|mu|co|[0-9]")


def other_license(phrase: str) -> Named | None:
    """Return the license that words name which are of no Creative Commons license."""
    for pattern, name in _COMPILED:
        if found := pattern.fullmatch(phrase):
            license_ = name(found)
            return license_, restriction_of(license_) or "unknown"
    return None
