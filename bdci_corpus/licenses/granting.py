"""Whether a sentence that names a license puts the text it stands in under it, or speaks about the license.

Four forms say so, in Chinese and in English: the name behind a label (``License: MIT``), the name alone on
its line, a verb of granting (``this work is licensed under …``, 本文采用 … 许可), and a pointer to the words of the
license (``to view a copy of this license, visit …``). The verb needs a subject that points at the text, or none;
what follows the name must not turn it into a statement about licenses (``…, because``, …的作品).

Leads and tails are seen as ``folding.View`` shows them, quoted names taken out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bdci_corpus.licenses.family import COURTESY, FREE, MARKS, NOT_SAID, OF_THIS, OPENING_QUOTES, SUBJECT, THIS
from bdci_corpus.licenses.names import CREATIVE_COMMONS, OTHERS
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

_NAMES = lazily(f"{CREATIVE_COMMONS}|{OTHERS}")

_END = r"[^\w\n]{0,8}(?:\n|$)"

_LINK = r"[^\w\n]{0,6}(?:https?:|www\.|href)"

_NOUN = (
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

_FILLER = (
    r"(?:[\W_]*(?:the|an?|its|our|this|that|following|both|either|terms?|conditions?|provisions|and|or|of|in|"
    r"by|under|to|with|as|use|"
    r"licen[sc]e[sd]?|licen[sc]ing|called|named|version|latest|current|standard|public|open|source|free|permissive|"
    r"copyleft|two|three|choose|from|at your option|conditions|permissions?|according|licensename|attribution|"
    r"domain|domian|html|url|rel|href|target|blank|class|external|text)(?![a-z]))"
    r"{0,12}[\W_]*"
)

_GRANTS = lazily(rf"(?<![a-z]){_VERB}(?![a-z])[^.;:]{{0,45}}?(?<![a-z]){_PREPOSITION}(?![a-z]){_FILLER}$")

_IS = lazily(
    r"(?<![a-z])(?:(?:is|are|be)(?: also| now| all| both)?|has|have|carry|carries)(?![a-z])(?: (?:under|in|"
    rf"within|subject to))?{_FILLER}$"
)

_BARE = lazily(
    rf"{MARKS}(?:as |all )?(?:under|(?:re)?licen[sc]ed|choose from|via|through|according to|pursuant to|"
    rf"terms of){_FILLER}"
)

_SOMEBODY_LICENSES = lazily(rf"{MARKS}[^.;:]{{0,60}} licen[sc]es? (?:this|these) {_NOUN}(?: to you)? under{_FILLER}$")

_LICENSE_IS = lazily(
    rf"{MARKS}(?:the |this |our |its )?licen[sc]e(?: (?:of|for|to) (?:this|the|these|all|our) "
    rf"(?:[a-z]+ ){{0,3}}?{_NOUN}| here)?(?: is| are)?{_FILLER}"
)

_BEFORE_VERB = lazily(
    r"(?:^|[,:)\]\-*|.]|(?<![a-z])(?:is|are|be|being|been|made|make|hereby|also|and|or|now|currently|freely|"
    r"separately|"
    rf"otherwise|jointly|dual|we|i|may|can|has|have|all|you|not|in the|distributes?|was|were|{_NOUN}))[\s\W]*$"
)

_IS_VERB = lazily(r"(?<![a-z])(?:is|are|be|been|was|were|made)(?![a-z])")

_OF_ANOTHER = lazily(r"(?<![a-z])(?:for|about|than|of|among|between|with|find|use|compare)(?![a-z])")
"""What stands before a noun that is no subject: "charges more for articles published under …"."""

_POINTS = lazily(
    r"(?<![a-z])(?:this|these|all|any|unless|except|other|each|our|my|we|here|hereby|herein|above|below|"
    r"following|contained|accompanying|where)(?![a-z])"
)

_SPEAKS = lazily(
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

_DENIES = lazily(
    rf"(?<![a-z])(?:not|never|no longer|isn't|aren't|nor)(?: (?:be|been|being|currently|yet|now|made|itself)){{0,2}}"
    rf" {_VERB}(?![a-z])[^.;:]{{0,45}}$|{MARKS}(?:none|nothing|neither)(?![a-z])"
)

_DENIES_IN_CHINESE = lazily(
    r"(?:不(?:再|能|会|应|可)?|并?非(?:采用|使用)?|并未|从未|没有)(?:适用|采用|采取|使用|遵循|遵守|遵照|依据|依照|"
    r"按照?|基于|以|受|在|属|是|用|"
    r"包[括含]|授权)[^。,;]{0,24}$"
)
"""A text that is said not to stand under a license does not."""

_PAST = lazily(r"(?<![a-z])(?:was|were|had|(?<!has )(?<!have )been|became|did)(?![a-z])")

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
    r"(?:material|content|text|code|software)(?! (?:is|are) {1,2}(?:licensed )?(?:under {1,2})?licensename))(?![a-z])"
)

_EXPLAINS = lazily(
    r"[^\w\n]{0,4}(?:licen[sc]e)?[ \n,)]{0,3}which (?:allows|permits|requires|means|lets|is|was)(?![a-z])"
)
"""What tells of a license rather than of the text, unless the text was pointed at."""

_GOVERNS = (
    r"(?<![改未没])(?:采用|采(?![访购集取纳样])|采取|使用|遵循|遵从|遵守|遵照|适用|基于|选用|启用|套用|依据|"
    r"依照|按照?|根据|以|在|"
    r"(?<![改利应])用|受|依|under|licen[sc]edunder|"
    r"(?:许可|授权|协议|版权|条款|方式)(?:证|协议|条款|方式|声明)?(?:为|是|:)|发布(?:于|在)|释出(?:于|在)|基於)"
)

_HAN = f"[{HAN_CLASS}]"

_CONTENT = (
    rf"(?!许多|大多|多数|不少|一些|有些|有的|某|该|其|他|她|各|大部分|很多)(?:{_HAN}|[a-z0-9 ]){{0,6}}"
    r"(?:数据[集库]?|语料库?|内容|文字|代码|程[式序]码?|插件|教程|手册|网站|推文|帖子|影片|[视音]频|课[件程]|报告|论文|小说|诗歌|地图|图标|插图|素材|题库|[词辞字]典|"
    r"讲义|笔记|幻灯片|教材|条目|项目|仓库|播客|文档|图片|图文|照片|资料|作品|文章|博文|源码|软件|字体|模型|词条|"
    r"译文)(?:部分|本身)?(?:均|皆|都|"
    r"全部|统一|一律)?"
)

_HISTORY = lazily(r"\d年(?!度)|后来|此前|起初|当时|一度|逐渐")

_OF_THIS_TEXT = lazily(
    r"\W{0,2}(?:许可|授权|协议|条款|之下|的|来|下|规定|,|复制|分发|散布|再?发布|重新|修改|传播|使用|开源|和|与|"
    r"或者?|及|并|方式|/|、)*"
    r"(?:它|(?:[本此]|这[一个篇份部本套])(?:文|站|书|作|程序|软件|项目|教程|课件|资料|数据|手册|译文|系列))"
)
"""The text itself as what is granted, behind the name: 依据 … 的条款复制、分发本文档."""

_CHINESE_LEAD = lazily(
    rf"(?!(?:如果|假如|要是|倘若)(?!.{{0,16}}(?:说明|声明|注明|标明|"
    rf"特别))){NOT_SAID}(?:{MARKS}{COURTESY}(?:随[便意]{FREE}{{0,10}},)?(?:(?:{SUBJECT}|"
    rf"某由{FREE}{{1,30}}[作写绘制译],|自由转载|"
    rf"{FREE}{{0,40}}?(?:[本此]|这"
    r"(?=[篇个份部套些本张首]))(?!前|后|时|"
    rf"次){_HAN}{{1,6}}|[您你]可以?|{_CONTENT}|{FREE}{{0,40}}除{FREE}{{0,10}}(?:声明|注明|说明|标明|"
    rf"指明)){FREE}{{0,120}}?)?{_GOVERNS}{FREE}{{0,24}}[{OPENING_QUOTES}]?"
    rf"|{MARKS}{COURTESY}(?:版权声明:)?自由转载-?"
    rf"|{MARKS}{COURTESY}{SUBJECT}{FREE}{{0,60}}(?:许可|授权|协议|条款)(?:证|协议|条款|方式)?[:\"“'(]{{0,2}})",
    re.DOTALL,
)

_CHINESE_GOVERNED = lazily(rf"{NOT_SAID}{MARKS}{FREE}{{0,60}}{_GOVERNS}{FREE}{{0,16}}", re.DOTALL)

_GRANTED = (
    r"(?:(?:下|之|的|上|进行|方式|形式|条款|规定|约束|限制|保护|许可|授权|协议|提供|发布|释出|公开|开源|开放|"
    r"共享|分享|传播|发表|免费|使用|创作|分发|翻译|原则|标准|开放获取|"
    r"放入|置于|归入|放到|获取|出版|刊发|刊登|公布|至|到|公有领域|公共领域|公众领域|贡献|奉献|捐献|捐赠|放弃|版权|著作权|复制|散布|"
    r"传播|改编|演绎|[、/]|公布|重新|再|修改|和|及|它|他|您|"
    r"\(\w{0,12}\)){0,10})"
)

_CHINESE_TAIL = lazily(
    rf"[*_`]{{0,3}}[”」』》\"'’)\]]{{0,3}}[*_`]{{0,3}} ?{_GRANTED}(?:[”」』》\"'’)\]]{{0,2}})(?:{_END}|{_LINK}|"
    rf"[.。;!\n(\[<{{|]|"
    r"[,、/和与及或&+ ]{1,4}(?:转载|转发|转贴|请|版权|著作权|如|未经|禁止|不得|商业|引用|欢迎|附|除|若|详|参|"
    r"查看|具体|任何|您|你|且|并|仅|保留|署名|可(?:自由|免费|随意|以?任意|商用)|随意|自由|任意|任何人|欢迎|"
    r"licensename|[^。;,\n]{0,14}licensename|无需|同时|代码|文章|正文|内容|文档|图片|文字|数据|部分|其他|版权归|商用|商业|http))"
)

_THIS_TEXT = lazily(rf"{MARKS}{COURTESY}(?:[本此]{_HAN}|{THIS})")

_CLAUSE_TAIL = lazily(
    rf"[”」』》\"'’)\]]{{0,3}}{_GRANTED}[,;](?!这|因此|所以|因为|由于|而|但|受到|深受|引起|引发|让|使(?!用)|成为|"
    r"是|导致|从而|方便|便于|以便|"
    r"分析|讨论|探讨|介绍|比较|研究|提出|说明|考察|回顾|梳理|认为)"
)
"""Where a sentence begins with the text itself, its next clause may say anything but why, or what came of it."""

_PROSE_TAIL = lazily(
    r"[”」』\"'’)\]]{0,3}(?:许可|授权|协议|条款|发布|提供)*(?:的(?!条款|规定|协议|许可|授权|方式|形式|约束|"
    r"限制|保护|\W|$))"
)

_CLOSED = lazily(
    rf"(?:[ \n]?licen[sc]es?)?(?:{_END}|{_LINK}|[^\w,;:]{{0,4}}(?:\(|licensename|and licensename|"
    r"or licensename))"
)

_LABEL = lazily(
    rf"(?:.{{0,200}}(?:[\n>|;(\[{{,. ]|(?=(?:许可|授权|版权|开源|共享|使用)(?:协议|条款|方式|声明|"
    rf"许可证?)[:])))?{MARKS}[\"']?(?:(?:this |the )?(?:{_NOUN} ){{0,2}}(?:data)?"
    r"licen[sc]e[ds]?(?: (?:information|type|terms|link|notice|start|badge))?|(?:some |all |"
    r"no )?rights(?: reserved)?|copyright(?: and licen[sc]e)?|"
    r"(?:本[文站书项目仓库作品]{1,2}|版权|许可|授权|使用|发布|开源|内容|代码|数据|文字|著作权|cc)?(?:许可证?|"
    r"协议|授权|版权|条款)(?:协议|条款|方式|声明|说明|信息)?)"
    rf"(?:[^\w]{{0,3}}[:=>|]+|[ ](?:[\w.]+-?){{0,3}}[ ]?-+|_start=*)[\W_]*{_FILLER}",
    re.DOTALL,
)

_PART_LABEL = lazily(
    rf"(?:.{{0,60}}[\n(,;.])?{MARKS}(?:(?:(?:[a-z][\w.+-]{{1,30}} )?{_NOUN}|代码|文档|内容|文字|数据|图标|字体|图片|"
    rf"译文)){{1,2}}\(?s?\)? ?[:-][\W_]*",
    re.DOTALL,
)

_LISTED = lazily(
    rf"(?:[ \n]?licen[sc]es?)?(?:{_END}|{_LINK}|\.[ \n]|[^\w\n]{{0,4}}(?:转载|版权|and|or|see|for|by|with|licen|"
    rf"copyright|和|或|及|与|许可|授权|,)|[^\w]{{0,3}}licensename"
    r"|[ \n]?(?:and|or|和|或|及|与)[ \n]?licensename|[ \n]?[,;/|+&(<\])])"
)

_CREDIT = lazily(
    rf"{MARKS}(?:文内|本文|题|配|封面|部分)?(?:图(?![文书])[片像]?|照片|摄影|(?:photo|image|picture|"
    r"illustration)s?(?: credit| courtesy)?(?: by| from| of)?)"
    r"[^。\n]{0,80}[,|/(·:-][ (]*",
    re.DOTALL,
)
"""The credit of a picture: who made it, then the license."""

_OWNER_CREDIT = lazily(rf"{MARKS}[a-z ]{{0,30}}(?:©|\(c\))[^.;]{{1,60}}[,|/-] ?")

_BARE_LABEL = lazily(
    rf"{MARKS}(?:(?:开源|授权|使用|版权)?(?:许可证?|协议|条款)|licen[sc]e|随[便意]用,|(?:自由|免费)使用,) ?"
)

_ALONE = lazily(
    rf"[^\w]{{0,4}}(?:licen[sc]ed?)?(?:{_END}|{_LINK}| ?by )|</(?:name|licen[sc]e|li|td|dd|p|div|small|footer)>"
)

_OWNED = lazily(r"[^\w©]{0,4}(?:licen[sc]ed?)?[^\w©]{0,4}(?:©|\(c\)|copyright)")

_LOOKS_UP = lazily(
    rf"{MARKS}(?:.{{0,120}}(?<![a-z]))?(?:see|visit|view|copy of|text of|read|found (?:at|in|here)|available "
    r"(?:at|from)|details|website|"
    rf"terms of|summary of|url|obtain|links? to|explained at|described by)(?![a-z]){_FILLER}",
    re.DOTALL,
)

_CREATIVE = lazily(
    r"creative|知识共享|创用|创意共享|创作共用|署名|attribution|(?<![a-z])(?:cc|by)[-_ ]?(?:\d\.\d |by|nc|sa|nd|0)"
)

_WORD_BEHIND = 9
"""So much behind a name may say that it is a license's: " licensed"."""

_SAYS_LICENSE = lazily(r"licen[sc]e|许可|协议|授权")

_VERSION = lazily(r"\d\.\d")


def without_names(phrase: str) -> str:
    """Return words with the names of licenses replaced by one word."""
    return _NAMES.sub(" licensename ", phrase)


def puts_under(lead: str, name: str, tail: str) -> bool:
    """Return whether a sentence puts its text under the license it names, in one of the forms that say so."""
    tail = without_names(tail)
    if _labels(lead, name, tail):
        return True
    lead = without_names(lead)
    if _in_parentheses(lead, tail):
        return True
    return _grants_in_english(lead, tail) or _grants_in_chinese(lead, tail)


def denies(lead: str) -> bool:
    """Return whether what stands before a name says that the text is not under that license."""
    return _DENIES.search(lead) is not None or _DENIES_IN_CHINESE.search(lead) is not None


def _in_parentheses(lead: str, tail: str) -> bool:
    """Return whether a name stands in parentheses behind a sentence about the text: its terms in short."""
    if not lead.endswith("(") or not re.match(rf" ?\)(?:{_END}|[,;。]|[^\w\n]{{0,3}}(?:$|\n| [a-z]))", tail):
        return False
    return OF_THIS.fullmatch(lead) is not None or (
        _POINTS.search(lead) is not None and _SPEAKS.search(lead) is None and _PAST.search(lead) is None
    )


def _labels(lead: str, name: str, tail: str) -> bool:
    """Return whether a name stands behind a label, or alone."""
    if any(label.fullmatch(lead) for label in (_LABEL, _PART_LABEL)) or _LABEL.fullmatch(without_names(lead)):
        return _LISTED.match(tail) is not None
    if _OWNER_CREDIT.fullmatch(lead) or _BARE_LABEL.fullmatch(lead):
        return _ALONE.match(tail) is not None
    if _CREDIT.fullmatch(lead):
        return _ALONE.match(tail) is not None and _CREATIVE.search(name) is not None
    if re.fullmatch(rf"{MARKS}(?:the ?)?", lead) is None:
        return False
    if _ALONE.match(tail) is None:
        return _OWNED.match(tail) is not None
    creative = _CREATIVE.search(name) is not None
    return (
        (creative and _VERSION.search(name) is not None)
        if "#" in lead
        else (creative or _SAYS_LICENSE.search(name + tail[:_WORD_BEHIND]) is not None)
    )


def _grants_in_english(lead: str, tail: str) -> bool:
    if _GOES_ON.match(tail) or (_EXPLAINS.match(tail) and not _POINTS.search(lead)):
        return False
    if _SOMEBODY_LICENSES.search(lead):
        return True
    if _BARE.fullmatch(lead):
        return _CLOSED.match(tail) is not None
    if _LICENSE_IS.fullmatch(lead) or (_LOOKS_UP.fullmatch(lead) and not _SPEAKS.search(lead)):
        return True
    return _verb_grants(lead)


def _verb_grants(lead: str) -> bool:
    """Return whether a verb of granting, or "is", governs the name, and its subject is the text."""
    if _DENIES.search(lead):
        return False
    verb = _GRANTS.search(lead)
    if verb is None:
        verb = _IS.search(lead)
        return verb is not None and _is_of_text(lead[: verb.start()], lead)
    subject = lead[: verb.start()]
    before = _BEFORE_VERB.search(subject)
    if before is None or (
        _OF_ANOTHER.search(subject) and not _POINTS.search(subject) and not _IS_VERB.search(before[0])
    ):
        return False
    return _is_of_text(subject, lead)


_NAMES_SOMETHING = lazily(rf"(?![本此这])[{HAN_CLASS}]{{2}}")


def _is_of_text(subject: str, lead: str) -> bool:
    """Return whether the subject of an English sentence is the text it stands in, or a part of it."""
    points = _POINTS.search(subject) is not None
    if _SPEAKS.search(lead) or (_PAST.search(lead) and not points):
        return False
    if points or _NAMES_SOMETHING.search(subject):
        return points
    words = re.findall(r"[a-z]+", subject)
    return (
        not words
        or words[0] in {"it", "they", "you", "is", "are", "made", "in", "been", "be", "also"}
        or re.search(rf"(?<![a-z]){_NOUN}(?![a-z])", subject) is not None
    )


_BY_IT = lazily(rf"{MARKS}(?:根据|依据|依照|按照?|依|在)")

_ANYONE = lazily(rf"[^\w\n]{{0,4}}[,下](?:任何人|人们|使用者|他人|大家|谁)(?![^。;]{{0,40}}(?:{THIS}))")
"""What anyone may do by a license, which tells of the license."""


def _grants_in_chinese(lead: str, tail: str) -> bool:
    if _OF_THIS_TEXT.match(tail) and _CHINESE_GOVERNED.fullmatch(lead):
        return True
    if _BY_IT.fullmatch(lead) and _ANYONE.match(tail):
        return False
    deictic = _THIS_TEXT.match(lead) is not None and _CLAUSE_TAIL.match(tail) is not None
    return (
        _PROSE_TAIL.match(tail) is None
        and (deictic or _CHINESE_TAIL.match(tail) is not None)
        and _HISTORY.search(lead) is None
        and not denies(lead)
        and _CHINESE_LEAD.fullmatch(lead) is not None
    )


_DEFINES = lazily(r"[\W_]{0,3}\[(?![^\]]*(?:licen[sc]e|许可|协议|cc))[^\]]{1,40}\]: ?")
"""The address of a link that is used elsewhere, where words say what it is."""

_SCHEME = lazily(r"[<(\[{\"']{0,3}(?:https?:)?(?://)?(?:www\.|i\.|img\.|mirrors\.|licen[sc]e\.|fsf\.)?$|<?a? ?$")

_MARKED = lazily(
    r"rel ?= ?[\"']?licen[sc]e|licen[sc]e[^a-z]{0,3}(?: ?href)?[=:\"'(\[ ]|!?\[[^\]]{0,80}\]\($|alt ?=|"
    r"license badge|itemprop"
)

_DEICTIC_CHINESE = lazily(
    rf"{NOT_SAID}{MARKS}{COURTESY}(?:{SUBJECT}|采用|使用|遵循|依据|基于|自由转载|参见|详见|查看|全文){FREE}{{0,200}}",
    re.DOTALL,
)


@lru_cache(maxsize=1024)
def points_at_link(lead: str) -> bool:
    """Return whether a lead that ends in the address of a license says that the text stands under it."""
    lead = _SCHEME.sub("", lead, count=1)
    if _DEFINES.fullmatch(lead):
        return False
    if re.fullmatch(MARKS, lead) or _MARKED.search(lead):
        return _SPEAKS.search(lead) is None
    phrase = without_names(lead)
    return (
        _LABEL.fullmatch(lead) is not None
        or _LABEL.fullmatch(phrase) is not None
        or _grants_in_english(phrase, "")
        or (_LINKED.search(phrase) is not None and _SPEAKS.search(phrase) is None)
        or _DEICTIC_CHINESE.fullmatch(phrase) is not None
    )


_LINKED = lazily(
    r"licensename[\W_]{0,8}(?:licen[sc]e)?[\W_]{0,6}$|(?:licen[sc]e|see|explained|visit|details|available|"
    r"found|text)[^.]{0,80}$"
)
