"""All families of notices, and among them those that name a license or the public domain.

Patterns see a text as ``folding.View`` gives it: lower case, Simplified, half-width, blanks only between
words of ASCII. Every repetition is bounded, so that matching takes linear time.
"""

from __future__ import annotations

import re

from bdci_corpus.licenses.acts import ACTS
from bdci_corpus.licenses.acts_english import ACTS_IN_ENGLISH
from bdci_corpus.licenses.composed import COMPOSED
from bdci_corpus.licenses.confined import CONFINED
from bdci_corpus.licenses.family import ALONE, FREE, MARKS, NEVER, QUOTES, THIS, Family, between, reserved
from bdci_corpus.licenses.granting import without_names
from bdci_corpus.licenses.links import LINKS, licenses_of_link, link_fits
from bdci_corpus.licenses.names import CREATIVE_COMMONS, OTHERS, Named, creative_commons, other_license
from bdci_corpus.licenses.naming import names_own_license
from bdci_corpus.licenses.permitting import PERMITTING
from bdci_corpus.licenses.reserved import COPYRIGHT, REPRINTS
from bdci_corpus.licenses.spdx import expression_in, restriction_of
from bdci_corpus.licenses.unlisted import UNLISTED, VERBS, with_its_verb
from bdci_corpus.patterns import lazily


def _identified(_matched: str, line: str) -> Named:
    """Return the license that a line names by its SPDX expression."""
    expression = expression_in(line.partition(":")[2])
    return expression, (restriction_of(expression) if expression else None) or "unknown"


def _granted(phrase: str, _line: str) -> Named | None:
    """Return what permission comes down to that is granted in the words of MIT, or by a license that nobody knows."""
    if phrase.startswith("permission"):
        return "MIT", "attribution"
    return None if without_names(phrase) != phrase else (None, "all-rights-reserved")


_STANDS_ALONE = between(ALONE, NEVER)


def _is_granted(lead: str, words: str, behind: str) -> bool:
    if words.startswith("permission"):
        return _STANDS_ALONE(lead, words, behind)
    return names_own_license(*with_its_verb(lead, words), behind)


_LICENSES = (
    Family(
        kind="creative-commons",
        anchors=(
            "cc",
            "知识共享",
            "创用",
            "创作共用",
            "创意共享",
            "共享创意",
            "creative",
            "署名",
            "姓名标示",
            "attribution",
            "by-nc",
            "by-sa",
            "by-nd",
        ),
        pattern=lazily(CREATIVE_COMMONS),
        fits=names_own_license,
        terms=creative_commons,
    ),
    Family(
        kind="creative-commons",
        anchors=("relatedandneighboring", "relatedorneighboring"),
        pattern=lazily(
            r"(?:dedicated|waived)(?: all)? copyright(?: interest)?s?(?: and| or)(?: all)? related (?:and|"
            r"or) neighboring rights"
        ),
        fits=between(lazily(rf"{MARKS}.{{0,300}}", re.DOTALL), NEVER),
        terms=lambda _phrase, _line: ("CC0-1.0", "open"),
    ),
    Family(
        kind="license",
        anchors=(
            *(
                "gpl",
                "agpl",
                "lgpl",
                "gfdl",
                "gnu",
                "apache",
                "bsd",
                "mit",
                "expat",
                "mozilla",
                "mpl",
                "eclipse",
                "epl",
                "eupl",
                "openfont",
                "ofl",
            ),
            *(
                "artistic",
                "isc",
                "zlib",
                "wtfpl",
                "unlicense",
                "odbl",
                "opendata",
                "odc",
                "pddl",
                "cdla",
                "openrail",
                "bigsciencerail",
                "opengovernment",
                "ogl",
            ),
            *(
                "木兰",
                "mulan",
                "开放数据库",
                "开放授权",
                "publiclicense",
                "publiclicence",
                "europeanunion",
                "publicdomainded",
            ),
        ),
        pattern=lazily(OTHERS),
        fits=names_own_license,
        terms=lambda phrase, _line: other_license(phrase),
    ),
    Family(
        kind="license",
        anchors=(
            *(
                "creativecommons.org/",
                "licensebuttons.net/",
                "shields.io/badge/",
                "gnu.org/licenses/",
                "source.org/licenses/",
            ),
            *(
                "apache.org/licenses/",
                "opendatacommons.org/licenses/",
                "spdx.org/licenses/",
                "mulanpsl",
                "mozilla.org/",
            ),
        ),
        pattern=lazily(LINKS),
        fits=link_fits,
        terms=licenses_of_link,
        sentence=False,
    ),
    Family(
        kind="license",
        anchors=("permissionishereby", *(f"{verb}under" for verb in VERBS)),
        pattern=lazily(rf"permission is hereby granted, free of charge|{UNLISTED}"),
        fits=_is_granted,
        terms=_granted,
    ),
    Family(
        kind="license",
        anchors=("spdx-license-identifier:",),
        pattern=lazily(r"spdx-license-identifier:"),
        fits=between(lazily(rf"{MARKS}(?:rem |dnl )?"), NEVER),
        terms=_identified,
    ),
    Family(
        kind="copyright",
        anchors=("name=", "property=", "itemprop="),
        pattern=lazily(
            r"<meta [^<>]{0,120}?(?:name|property|itemprop) ?= ?[\"']?(?:og:|dc\.|dcterms\.|article:)?"
            r"(?:copyright|rights|rightsholder|license|"
            r"licence)[\"']?[^<>]{0,120}?content ?= ?[\"'][^\"'<>]{1,200}|"
            r"<meta [^<>]{0,120}?content ?= ?[\"'][^\"'<>]{1,200}[\"'] ?(?:name|property|itemprop) ?= ?[\"']?"
            r"(?:og:|dc\.|dcterms\.)?(?:copyright|rights|license|licence)(?![\w.])"
        ),
        fits=between(lazily(rf"[^{QUOTES}]{{0,400}}", re.DOTALL), NEVER),
        terms=reserved,
        sentence=False,
        beside="open",
    ),
)

_PUBLIC_DOMAIN = (
    Family(
        kind="public-domain",
        anchors=("公有领域", "公众领域", "公共领域", "publicdomain"),
        pattern=lazily(r"公[有众]领域|公共领域|public ?domain(?! dedication)"),
        fits=between(
            lazily(
                rf"{MARKS}(?:as [^.]{{0,60}}, ?)?(?:(?:(?:作者|本人|我[们]?|笔者|译者)?(?:已经?|现|特|"
                rf"自愿)?(?:将|把)?{THIS}|以上|"
                rf"上述){FREE}{{0,40}}(?:属于?|进入|处于|置于|归入|归|捐[献入给]|"
                r"贡献[给于]|释出?至?到?)了?|"
                r"(?:版权|许可|著作权|授权|协议|licen[sc]e|copyright|rights)(?:状态|情况|声明|协议| ?status)?:|"
                r"(?:this|the) (?:work|text|document|file|book|page|image|dataset|material|code|software|"
                rf"script|data)s?(?: (?!was|were)\w+){{0,8}} (?:in|into|to) the|"
                r"(?:this|the) (?:work|text|document|file|image|report|map|page) "
                r"was (?:prepared|written|produced|created|"
                r"made|taken) by [^\n]{0,80}[a-z.] (?:is|are) (?:therefore )?(?:now )?(?:in|part of) the|"
                r"(?:this|these) (?:\w+ ){0,2}?"
                r"(?:work|text|document|file|book|page|image|photo|photograph|dataset|data|"
                r"material|code|software|project|program|library|module|package|script|sketch|example|tool|"
                r"translation|edition|recording|story|poem|song|article|header|specification|font|template|"
                r"report|publication|map)s?[^.]{0,80} (?:is|are) (?:now )?(?:in|part of) the|"
                r"(?:hereby )?(?:released|dedicated|donated|placed)(?: in)?(?:to| in) (?:the )?|in the)? ?"
            ),
            lazily(
                rf" ?(?:[{QUOTES}]|的(?!作品$)|是|中|里|与|和|之外|信息|技术|知识|(?!(?:by|worldwide|and|under|"
                rf"in the|"
                r"as|within|or|because|since|where|without|with|for|so|throughout|except) )[a-z](?<!dedication))"
            ),
        ),
        terms=lambda _phrase, _line: ("LicenseRef-Public-Domain", "open"),
    ),
)

FAMILIES: tuple[Family, ...] = (
    *REPRINTS,
    *COPYRIGHT,
    *PERMITTING,
    *ACTS,
    *ACTS_IN_ENGLISH,
    *CONFINED,
    *_LICENSES,
    *_PUBLIC_DOMAIN,
    *COMPOSED,
)
