"""Notices in English made of parts: what may be done with a text, or not, for whom, and who reserves it."""

from __future__ import annotations

import re

from bdci_corpus.licenses.family import MARKS, QUOTES, Family, between, reserved
from bdci_corpus.patterns import lazily

_DONE = (
    r"(?:reproduced|copied|reprinted|republished|redistributed|distributed|transmitted|published|broadcast|"
    r"translated|shared|"
    r"quoted|circulated|resold|re-?posted|disclosed|adapted|modified|stored)"
)

_DOING = (
    r"(?:reproduction|copying|reprinting|republication|redistribution|distribution|duplication|resale|use|"
    r"circulation|sharing)"
)

_WORK = (
    r"(?:article|work|text|document|spreadsheet|file|book|page|image|photo|dataset|data|corpus|material|content|code|"
    r"report|publication|copy|"
    r"post|story|manuscript|paper|site|website|blog|translation|file|edition|handout|slides?|notes|issue|"
    r"chapter|e-?book|worksheet|excerpt|link|translation|paper|exam paper)s?"
)

_THIS = rf"(?:(?:this|these|our|my|the|all|any)(?: (?!said|says|was|were|law)[\w'-]+){{0,6}}? )?{_WORK}"

_TOLD = r"(?<![a-z])(?:said|says|was|were|because|court|law)(?![a-z])"

_OF_THIS = (
    r"(?:(?:all|any|the|every) )?(?:[\w'-]+ ){0,3}?(?:(?:in|on|of) )?"
    rf"(?:this|these|our|my) (?:[\w'-]+ ){{0,2}}?{_WORK}"
)

_DO = (
    r"(?:copy|reproduce|reprint|republish|redistribute|distribute|share|post|re-?post|sell|resell|forward|"
    r"circulate|photocopy|quote|"
    r"translate|upload|publish)"
)

_LEAD = lazily(
    rf"{MARKS}(?:[a-z ]{{1,24}}: ?)?(?:{_THIS}(?:(?!{_TOLD})[^.;{QUOTES}]){{0,120}}|"
    r"(?:all )?(?:by (?:downloading|using|accessing)[^.;]{{0,60}}?,? ?)?"
    r"(?:participants?|users?|you|teams?|teachers?|educators|schools|recipients?|readers?|students)(?: must|"
    r" will| shall| may| hereby)?)?",
    re.DOTALL,
)

_ENDS = lazily(rf"[{QUOTES}]")

_WHAT_FOR = (
    r"(?:non-?commercial|academic|research|educational|personal|private|scientific|teaching|classroom|internal|study|"
    r"evaluation|your own|reference)"
)


def _family(kind: str, anchors: tuple[str, ...], pattern: str, *, beside: str = "all-rights-reserved") -> Family:
    return Family(
        kind=kind,
        anchors=anchors,
        pattern=lazily(pattern),
        fits=between(_LEAD, _ENDS),
        terms=reserved,
        beside=beside,
    )


_OWNED = (
    r"(?:is|are|remains?) (?:and remains? )?(?:the )?(?:(?:sole|exclusive|intellectual|private|confidential) )*"
    r"property of|(?:is|are|contains?) (?:considered )?(?:(?:strictly|highly|the) )?"
    r"(?:confidential and proprietary|proprietary and confidential|proprietary to)(?! law)"
)
"""Whose a text is; so of anything else, where no text is pointed at."""

_IS_OWNED = lazily(_OWNED)

_OF_THE_TEXT = between(
    lazily(
        rf"{MARKS}(?:(?:unless|except)[^.;{QUOTES}]{{0,60}}, ?)?(?:{_OF_THIS}|all (?:the )?{_WORK})"
        rf"(?:(?!{_TOLD})[^.;{QUOTES}]){{0,120}}",
        re.DOTALL,
    ),
    _ENDS,
)

_RESERVED = between(
    _LEAD,
    lazily(rf" ?(?:[{QUOTES}]|(?!(?:and|by|worldwide|or|except|unless|under|without|to|for|in|of)(?![a-z]))[a-z])"),
)


def _reserves(lead: str, words: str, behind: str) -> bool:
    """Return whether words reserve the rights to this text, or say whose it is."""
    return (_OF_THE_TEXT if _IS_OWNED.fullmatch(words) else _RESERVED)(lead, words, behind)


ACTS_IN_ENGLISH = (
    _family(
        "no-reprint",
        (
            "donot",
            "shouldnot",
            "cannot",
            "before",
            "notfor",
            "notto",
            "mustnot",
            "maynot",
            "unauthor",
            "without",
            "agreenot",
            "noun",
            "nofurther",
        ),
        rf"not (?:for|to be) (?:(?:public|further|general|commercial) )?(?:{_DOING}|{_DONE}|publication|cited|"
        rf"release)(?: or {_DONE})?|"
        rf"(?:must|may|shall|can) not be {_DONE}(?: (?:or|and) {_DONE})?(?=[.,;]| in | by | on | to | for |$)|"
        rf"(?:any|all) (?:[\w,]+ ){{0,3}}{_DOING} (?:(?:or|and|,) \w+ )?of (?:this|these|our|the) [^.;]{{0,100}}?"
        r"(?:prohibited|forbidden|illegal|unlawful|not (?:permitted|allowed))|"
        rf"unauthori[sz]ed (?!use of (?!th))(?!use (?:is|will))(?:{_DOING}|copying)(?:[, ]+(?:or|"
        rf"and)? ?{_DOING}){{0,4}}[^.;]{{0,60}}?(?:prohibited|forbidden|illegal|unlawful|"
        r"an? (?:offence|offense|violation|infringement))|"
        rf"no (?:unauthori[sz]ed|further|commercial) {_DOING}(?=[.,;]| is| allowed|$)|"
        rf"(?:may|must|can|should) not (?:{_DO}(?:,| or| and)* ?){{1,4}}(?:this|these|our|my|any)|"
        rf"do not (?:{_DO}(?:,| or| and)* ?){{1,4}}(?:online|elsewhere|anywhere|publicly)?(?=[.!]|$)|"
        rf"please (?:ask|e-?mail|contact|get permission|seek permission)[^.;]{{0,30}}? before (?:"
        r"(?:re-?post|re-?print|re-?publish|shar|copy|quot|reproduc)ing|using (?:this|these|my|our|any))|"
        rf"(?:agrees?|undertakes?) not to (?:share|redistribute|distribute|disclose|publish|transfer|"
        rf"copy) (?:the|this|these|any) (?:\w+ )?{_WORK}",
    ),
    _family(
        "study-only",
        (
            "useonly",
            "only",
            "purposesonly",
            "purposeonly",
            "distributiononly",
            "circulationonly",
            "researchonly",
            "limitedto",
            "restrictedto",
            "freefor",
            "freelyfor",
            "chargefor",
            "availablefor",
        ),
        rf"for (?:your )?(?:{_WHAT_FOR}[, /]*(?:and |or )?){{1,4}}(?:use|purposes?|distribution|circulation|"
        rf"research) only|"
        rf"(?:provided|intended|available|released|distributed|shared) for (?:{_WHAT_FOR}[, /]*(?:and |or )?){{1,4}}"
        r"(?:use|purposes?|distribution|circulation|research)? ?only|"
        rf"(?:is|are|remains?) (?:(?:made )?available )?(?:free|freely)(?: available)?(?: of charge)? for "
        rf"(?:{_WHAT_FOR}[, /]*(?:and |or )?){{1,4}}(?:use|purposes?)|"
        r"for (?:the )?(?:sole |exclusive |personal )?use (?:of|by) [^.;]{1,40} only|"
        rf"use of (?:this|these|the|our) (?:\w+ ){{0,2}}?{_WORK} is (?:strictly )?(?:limited|restricted) to",
        beside="non-commercial",
    ),
    _family(
        "reprint-with-credit",
        (
            "maybe",
            "maycopy",
            "mayphotocopy",
            "mayreproduce",
            "mayprint",
            "youmay",
            "youcan",
            "youarefree",
            "youarewelcome",
            "republish",
            "reprint",
            "repost",
        ),
        rf"(?:may|can) be (?:freely )?(?:{_DONE}|used)(?: (?:or|"
        rf"and) {_DONE})?(?: freely)?[^.;]{{0,100}}?(?:provided|as long as|so long as|"
        r"on condition|with (?:\w+ )?(?:attribution|credit|acknowledg)|if (?:credit|the source|you|properly))|"
        r"(?:quotation|reproduction|re-?printing|copying|redistribution|re-?use|sharing|"
        r"translation) is (?:permitted|allowed|welcome|"
        r"authori[sz]ed|encouraged)[^.;]{0,60}?(?:with|provided|if|as long)[^.;]{0,60}?(?:credit|acknowledg|"
        r"attribut|source|cite)|"
        r"(?:any |all )?(?:re-?use|reproduction|republication|redistribution|copying) (?:of (?:this|these|"
        r"our)[^.;]{0,30} )?requires? "
        r"(?:the |our |my )?(?:(?:prior|written|express|explicit) )*(?:permission|consent)|"
        r"may (?:photocopy|copy|reproduce|print) (?:this|these)|"
        r"you (?:may|can|are (?:free|welcome) to) (?:freely )?(?:re-?publish|re-?print|re-?post|copy|translate|"
        r"share|quote|distribute) "
        r"(?:this|our|these|my|any of)|"
        r"(?:re-?publish|re-?print|re-?post) (?:this|our|these|my) [^.;]{0,60}(?:free|licen[sc]e|credit|attribution)",
        beside="open",
    ),
    Family(
        kind="copyright",
        anchors=(
            *("propertyof", "proprietaryand", "andproprietary", "proprietaryto"),
            "nocopyright",
            "noknowncopyright",
            "rightsreserved",
            "reserved",
            "reserves",
            "crowncopyright",
            "copyrighted",
            "bycopyright",
            *(
                f"copyright{word}"
                for word in ("the", "by", "of", "held", "belongs", "remains", "is", "reserved", "author")
            ),
        ),
        pattern=lazily(
            rf"{_OWNED}|(?:(?:some|all|certain) )?rights reserved|"
            r"copyright (?:of |by |held by |belongs to |remains with |is (?:held|owned|retained) by )?(?:the |"
            r"their )?"
            r"(?:respective )?(?:authors?|publishers?|editors?|translators?|contributors?|artists?|"
            r"owners?)(?=[.,;]| and |$)|"
            r"no (?:known )?copyright(?: is)? claimed|copyright reserved|crown copyright|"
            r"(?:the )?(?:author|publisher|translator|editor|owner)s? reserves? all rights|"
            r"(?:is|are) (?:fully |strictly )?(?:protected by (?:\w+ ){0,2}copyright|copyrighted)"
        ),
        fits=_reserves,
        terms=reserved,
    ),
)
