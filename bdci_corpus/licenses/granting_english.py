"""How a sentence in English puts the text it stands in under a license.

A verb of granting needs a subject that points at the text, or none; what follows the name must not turn it into a
statement about licenses. Leads and tails are as ``granting`` has them, their names taken out.
"""

from __future__ import annotations

import re

from bdci_corpus.licenses.family import ADDRESS, LINE_END, MARKS
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

NOUN = (
    r"(?:documentation|docs?|contents?|texts?|articles?|data|datasets?|databases?|corpus|files?|works?|code|"
    r"sources?|images?|"
    r"icons?|graphics|pictures?|photos?|photographs?|figures?|logos?|art|artwork|music|sounds?|materials?|"
    r"pages?|sites?|"
    r"websites?|wiki|blog|posts?|books?|documents?|papers?|reports?|repository|repo|projects?|software|"
    r"programs?|library|"
    r"libraries|packages?|modules?|plugins?|themes?|templates?|fonts?|scripts?|tools?|apps?|applications?|systems?|"
    r"benchmarks?|schemas?|specifications?|tutorials?|slides|courses?|contributions|submissions|elements|"
    r"components?|assets|"
    r"models?|weights|annotations|translations?|editions?|releases?|illustrations|videos?|publications?|"
    r"everything|rest|soundfonts?|"
    r"portions?|backport|curriculum|recordings?|maps?|tables?|collection|examples?|samples?|notebooks?|"
    r"answers?|comments?|entry|entries|lyrics|metadata|information|kit|kits|story|stories)"
)

_VERB = (
    r"(?:(?:re|dual[- ]?|triple[- ]?|multi[- ]?)?licen[sc]ed|licen[sc]es? (?:this|these|the) \w+(?: to you)?|"
    r"released?|(?:re)?distribute[ds]?|"
    r"(?:re)?published?|provided?|supplied|shared?|offered|covered|"
    r"issued|available|granted|governed|protected|usable|reusable|dedicated?|waived|incorporated|public dom"
    r"(?:ai|ia)n|permitted|free|placed|donated|put|"
    r"publish|republish|reuse|re-use|adapt|copy|reproduce|modified|use|used|reused|adapted|copied|reproduced|translated|"
    r"opened|open[- ]sourced|open[- ]access(?= under| via)|subject|associated|contributed)"
)

_PREPOSITION = r"(?:under|as|with|by|via|through|subject to|pursuant to|in accordance with|to|using|into|in|of|from)"

FILLER = (
    r"(?:[\W_]*(?:the|an?|its|our|this|that|same|following|both|either|terms?|conditions?|provisions|and|or|of|in|"
    r"by|under|to|with|as|use|"
    r"licen[sc]e[sd]?|licen[sc]ing|called|named|version|latest|current|standard|public|open|source|free|permissive|"
    r"copyleft|two|three|choose|from|at your option|conditions|permissions?|according|licensename|attribution|"
    r"domain|domian|html|url|rel|href|target|blank|class|external|text)(?![a-z]))"
    r"{0,12}[\W_]*"
)

_GRANTS = lazily(rf"(?<![a-z]){_VERB}(?![a-z])[^.;:]{{0,45}}?(?<![a-z]){_PREPOSITION}(?![a-z]){FILLER}$")

_IS = lazily(
    r"(?<![a-z])(?:(?:is|are|be)(?: also| now| all| both)?|has|have|carry|carries)(?![a-z])(?: (?:under|in|"
    rf"within|subject to))?{FILLER}$"
)

_BARE = lazily(
    rf"{MARKS}(?:as |all )?(?:under|(?:re)?licen[sc]ed|choose from|via|through|according to|pursuant to|"
    rf"terms of){FILLER}"
)

_SOMEBODY_LICENSES = lazily(rf"{MARKS}[^.;:]{{0,60}} licen[sc]es? (?:this|these) {NOUN}(?: to you)? under{FILLER}$")

_LICENSE_IS = lazily(
    rf"{MARKS}(?:the |this |our |its )?licen[sc]e(?: (?:of|for|to) (?:this|the|these|all|our) "
    rf"(?:[a-z]+ ){{0,3}}?{NOUN}| here)?(?: is| are)?{FILLER}"
)

_BEFORE_VERB = lazily(
    r"(?:^|[,:)\]\-*|.]|(?<![a-z])(?:is|are|be|being|been|made|make|hereby|also|and|or|now|currently|freely|"
    r"separately|"
    rf"otherwise|jointly|dual|we|i|may|can|has|have|all|you|not|in the|distributes?|was|were|{NOUN}))[\s\W]*$"
)

_IS_VERB = lazily(r"(?<![a-z])(?:is|are|be|been|was|were|made)(?![a-z])")

_OF_ANOTHER = lazily(r"(?<![a-z])(?:for|about|than|of|among|between|with|find|use|compare)(?![a-z])")
"""What stands before a noun that is no subject: "charges more for articles published under …"."""

POINTS = lazily(
    r"(?<![a-z])(?:this|these|all|any|unless|except|other|each|our|my|we|here|hereby|herein|above|below|"
    r"following|contained|accompanying|where)(?![a-z])"
)

SPEAKS = lazily(
    r"(?<![a-z])(?:he|she|his|her|whom|whose|said|says?|according to (?:the|a|an) \w+ (?:survey|report|study)|"
    r"many|most|"
    r"researchers?|scientists?|people|percent|since|until|because|although|while|whether|why|how|typically|"
    r"usually|often|never|"
    r"would|could|should|might|decided|switched|moved|chose|example|versus|compared?|when|after|several|few|some|"
    r"recommends?|prefers?|thanks?|argues?|explains?|discuss(?:es|ed)?|think|believe|in (?:19|20)\d\d|their|popular|"
    r"famous|journals?|"
    r"publishers?|authors? (?:of|often|may|can|who)|if(?! (?:not|no|nothing|otherwise|any))|commonly|only if|"
    r"suppose|imagine|like|(?:lists?|shows?|tells?|says?|knows?|see) which|which \w+ (?:are|is))(?![a-z])|\d ?%"
)

DENIES = lazily(
    rf"(?<![a-z])(?:not|never|no longer|isn't|aren't|nor)(?: (?:be|been|being|currently|yet|now|made|itself)){{0,2}}"
    rf" {_VERB}(?![a-z])[^.;:]{{0,45}}$|{MARKS}(?:none|nothing|neither)(?![a-z])"
)

PAST = lazily(r"(?<![a-z])(?:was|were|had|(?<!has )(?<!have )been|became|did)(?![a-z])")

_GOES_ON = lazily(
    r"[^\w\n]{0,4}(?:licen[sc]e[sd]?|licen[sc]ing)?[ \n,)]{0,3}(?:is(?! available)|was|were|has|have|had|"
    r"allows?|permits?|requires?|lets?|means?|does|do|did|"
    r"can(?! be[ \n]{1,2}(?:found|obtained))|may(?! be[ \n]{1,2}(?:found|obtained))|should|must|would|could|"
    r"will|in (?:19|20)\d\d|because|since|so|although|whereas|"
    r"while|but|instead|rather|last|than|to (?:allow|encourage|ensure|promote|make|help|let)|by default|"
    r"anyone|everyone|"
    r"users?|readers?|people|it|who|without|differs?|grants?|gives?|became|remains|makes|requiring|allowing|"
    r"and (?:was|has|have|had|later|then|therefore)|that(?! can be)|after|before|"
    r"when|until|during|for years|share|are(?! available)|work|works|cannot|do|mean|prohibits?|forbids?|"
    r"licensed (?=[a-z])|"
    r"(?<![.;!?][ \n])(?:material|content|text|code|software)"
    r"(?! (?:is|are) {1,2}(?:licensed )?(?:under {1,2})?licensename))(?![a-z])"
)

_EXPLAINS = lazily(
    r"[^\w\n]{0,4}(?:licen[sc]e)?[ \n,)]{0,3}which (?:allows|permits|requires|means|lets|is|was)(?![a-z])"
)
"""What tells of a license rather than of the text, unless the text was pointed at."""

_CLOSED = lazily(
    rf"(?:[ \n]?licen[sc]es?)?(?:{LINE_END}|{ADDRESS}|[^\w,;:]{{0,4}}(?:\(|licensename|and licensename|"
    r"or licensename)|[ ,]{0,3}at your (?:own )?(?:option|choice)(?![a-z]))"
)

_LOOKS_UP = lazily(
    rf"{MARKS}(?:.{{0,120}}(?<![a-z]))?(?:see|visit|view|copy of|text of|read|found (?:at|in|here)|available "
    r"(?:at|from)|details|website|"
    rf"terms of|summary of|url|obtain|links? to|explained at|described by)(?![a-z]){FILLER}",
    re.DOTALL,
)


def grants_in_english(lead: str, tail: str) -> bool:
    """Return whether a sentence whose words before a name and behind it are English puts its text under that."""
    if _GOES_ON.match(tail) or (_EXPLAINS.match(tail) and not POINTS.search(lead)):
        return False
    if _SOMEBODY_LICENSES.search(lead):
        return True
    if _BARE.fullmatch(lead):
        return _CLOSED.match(tail) is not None
    if _LICENSE_IS.fullmatch(lead) or (_LOOKS_UP.fullmatch(lead) and not SPEAKS.search(lead)):
        return True
    return _verb_grants(lead)


def _verb_grants(lead: str) -> bool:
    """Return whether a verb of granting, or "is", governs the name, and its subject is the text."""
    if DENIES.search(lead):
        return False
    verb = _GRANTS.search(lead)
    if verb is None:
        verb = _IS.search(lead)
        return verb is not None and _is_of_text(lead[: verb.start()], lead)
    subject = lead[: verb.start()]
    before = _BEFORE_VERB.search(subject)
    if before is None or (
        _OF_ANOTHER.search(subject) and not POINTS.search(subject) and not _IS_VERB.search(before[0])
    ):
        return False
    return _is_of_text(subject, lead)


_NAMES_SOMETHING = lazily(rf"(?![本此这])[{HAN_CLASS}]{{2}}")


def _is_of_text(subject: str, lead: str) -> bool:
    """Return whether the subject of an English sentence is the text it stands in, or a part of it."""
    points = POINTS.search(subject) is not None
    if SPEAKS.search(lead) or (PAST.search(lead) and not points):
        return False
    if points or _NAMES_SOMETHING.search(subject):
        return points
    words = re.findall(r"[a-z]+", subject)
    return (
        not words
        or words[0] in {"it", "they", "you", "is", "are", "made", "in", "been", "be", "also"}
        or re.search(rf"(?<![a-z]){NOUN}(?![a-z])", subject) is not None
    )
