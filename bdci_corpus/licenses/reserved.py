"""Notices that reserve rights: no reprint without credit or leave, copyright in words and by its sign."""

from __future__ import annotations

import re

from bdci_corpus.licenses.family import (
    MARKS,
    OWNER,
    PROSE,
    QUOTE,
    QUOTES,
    TO_THE_READER,
    TO_THE_READER_OR_OF_A_SITE,
    VERB_PROSE,
    WHO,
    WITH_COURTESY,
    Family,
    between,
    reserved,
)
from bdci_corpus.patterns import lazily

_STOP = r"[^。!?;“”\"]"

_NOT_ALLOWED = r"(?:不得|禁止|严禁|请勿|勿|不可|不许|不准|谢绝|拒绝|不要|不能|切勿)"

_WITHOUT = r"[未非不](?:经|获|取?得)"

_LEAVE = r"(?:书?面?授权|许可|同意|允许|批准|准许|认可)"

_REPRINT = r"(?:转载|转贴|转发|转录|摘编|搬运|二次上传|盗用|商用(?!\w))"


def _reprint(
    kind: str,
    pattern: str,
    *,
    lead: re.Pattern[str] = TO_THE_READER_OR_OF_A_SITE,
    tail: re.Pattern[str] = PROSE,
    anchors: tuple[str, ...] = ("转载",),
    beside: str = "all-rights-reserved",
) -> Family:
    return Family(
        kind=kind,
        anchors=anchors,
        pattern=lazily(pattern),
        fits=between(lead, tail),
        terms=reserved,
        beside=beside,
    )


REPRINTS = (
    _reprint(
        "reprint-with-credit",
        rf"{WHO}"
        r"(?:转载|转发|引用|转贴|转录|使用|刊用|采用|刊登|摘编|搬运)(?:(?!转载|是否|要不要|需不需|有没有|如何|"
        rf"怎[么样]){_STOP}){{0,12}}?(?:请|须|需|务必?(?=[经须请注])|务必|必须|应(?!当)|"
        rf"敬请|烦请|记得|记着|麻烦|劳驾|[还也]?望|恳请|要(?![求不])){_STOP}{{0,12}}?"
        rf"(?:注明|标明|标注|保留|附上|附带|带上|联系|联络|告知|说明|征得|取得|获得|获取|经(?=书面|本|我|作者|"
        rf"授权|许可)|回复|私信|留言|申请|咨询)"
        rf"(?:{_STOP}{{0,10}}?(?:出处|来源|作者|链接|版权|原文|本[站网文]|地址|授权|署名|我们|转自|后台|同意|许可))?|"
        r"(?:转载|转贴|转录|搬运)(?:时|者|需|前|的?话|本[文站])?(?:敬|烦|还|均|都|亦|也)?请(?![求示假教愿])"
        rf"(?!{_STOP}{{0,20}}的(?:要求|规定|声明|"
        rf"提示|字样|做法|惯例|说法)){_STOP}{{1,20}}",
        lead=WITH_COURTESY,
        tail=PROSE,
        anchors=(
            "转载",
            "转贴",
            "转发",
            "转录",
            "引用",
            "摘编",
            "搬运",
            "刊用",
            "刊登",
            "使用须注",
            "使用请注",
            "使用需注",
            "使用时请",
        ),
        beside="open",
    ),
    _reprint(
        "no-reprint",
        rf"{_WITHOUT}{_STOP}{{0,20}}{_LEAVE}{_STOP}{{0,30}}?{_NOT_ALLOWED}{_STOP}{{0,20}}?{_REPRINT}",
        anchors=("转载", "转贴", "转发", "转录", "摘编", "搬运", "上传", "盗用", "商用"),
    ),
    _reprint(
        "no-copying-of-this",
        rf"{_WITHOUT}{_STOP}{{0,8}}(?:本[网站报刊社书文平校院所局馆店]|本公司|本人|我[们社站]|作者|原作|博主|"
        rf"出版|版权|"
        rf"著作权){_STOP}{{0,12}}{_LEAVE}{_STOP}{{0,30}}?"
        rf"{_NOT_ALLOWED}{_STOP}{{0,20}}?(?:复制|翻印|摘编|传播|抄袭|外传|镜像|使用|引用|下载|复印|拷贝)",
        anchors=tuple(
            got + whose for got in "经得获" for whose in ("本", "我", "作者", "原作", "博主", "出版", "版权", "著作权")
        ),
    ),
    _reprint(
        "no-reprint",
        r"(?:禁止|严禁|谢绝|请勿|拒绝|切勿|不得|不准|不许|禁)(?:任何形式|一切形式|任何个人|任何|擅自|私自|"
        r"未经授权|以任何形式|随意|全文|的|未经许可|媒体|无断|进行|以|及|或|"
        r"复制|、|,|商业|二次){0,4}(?:转载|转贴)",
        tail=VERB_PROSE,
        anchors=("转载", "转贴"),
    ),
    _reprint(
        "prosecuted",
        r"(?:侵权|翻印|盗版|违者|盗用|抄袭|转载|盗转|盗图|盗文)必究",
        lead=OWNER,
        tail=VERB_PROSE,
        anchors=("必究",),
    ),
    _reprint(
        "no-reprint",
        r"(?:all |any )?(?:unauthori[sz]ed )?(?:reproduction|reprinting|republication|redistribution|copying|"
        r"duplication)[^.;]{0,60}?(?:is |are )?(?:strictly )?(?:prohibited|forbidden|not permitted|"
        r"not allowed)"
        r"|(?:may|must|can|shall) ?not be (?:reproduced|copied|reprinted|republished|redistributed|"
        r"distributed|transmitted|published|broadcast|translated|used)[^.;]{0,120}?(?:without|except|"
        r"in any form)"
        r"|(?:may|must|shall) not be (?:reproduced|copied|reprinted|published|broadcast|rewritten|"
        r"redistributed)[^.;]{0,60}(?:redistributed|copied|rewritten|broadcast|distributed|resold)(?=[.]|$)"
        r"|no (?:further |other |unauthori[sz]ed |commercial )?(?:reproduction|copying|redistribution|"
        r"reprinting|republication)[^.;]{0,60}? without"
        r"|no part of [^.;]{1,80}? (?:may|shall|can) be (?:reproduced|copied|stored|transmitted|used|"
        r"distributed|reprinted)"
        r"|please (?:credit|cite|attribute|link|acknowledge|contact)[^.;]{0,60}? (?:when|if|before) (?:you )?"
        r"(?:re-?post|re-?print|shar|us|quot|re-?publish|cop)[a-z]*"
        r"|(?:when|if|before) (?:you )?(?:re-?post|re-?print|re-?publish|shar|quot|"
        r"cop)[a-z]*[^.;]{0,40}?,? please (?:credit|cite|attribute|link|acknowledge|contact)"
        r"|(?:please )?do not (?:copy|reprint|repost|redistribute|distribute|reproduce|republish)(?: or "
        r"(?:distribute|copy|redistribute|repost))?(?: without|[ \W]*$|[.!]| this| any)",
        lead=lazily(
            rf"{MARKS}(?:(?:no part of|(?:all|any) (?:rights|part)|(?:all|the) (?:content|material|text|"
            r"image)s?|this|these|copyright|©|none of)(?:(?!(?<![a-z])(?:said|says|law|court)"
            rf"(?![a-z]))[^{QUOTES}]){{0,200}})?",
            re.DOTALL,
        ),
        tail=lazily(rf"[{QUOTES}]"),
        anchors=(
            "prohibited",
            "forbidden",
            "notpermitted",
            "notallowed",
            "notbe",
            "donot",
            "nopartof",
            "reproduction",
            "nocopying",
            "redistribution",
            "reprinting",
            "republication",
            "please",
        ),
    ),
)

COPYRIGHT = (
    Family(
        kind="copyright",
        anchors=("版权", "著作权所", "保留所", "保留一", "保留全"),
        pattern=lazily(
            r"(?:版权|著作权)所有(?!者|人|权|方)|版权专有|专有版权|(?:版权|著作权)(?:©|\(c\))|"
            r"(?<!默认)保留(?:所有|一切|全部)"
            r"(?:版权|权利)(?!\w)"
        ),
        fits=between(OWNER, PROSE),
        terms=reserved,
    ),
    Family(
        kind="copyright",
        anchors=("版权", "著作权"),
        pattern=lazily(
            r"(?:版权|著作权|所有权)(?:均|皆|都|仍|全部|及解释权)?(?:归|属于?|为)"
            r"(?![谁哪])[^。,;“”\"]{1,30}?所有|(?:版权|著作权)(?:均|皆|都|仍)?"
            r"(?:归属?于?|属于?)"
            r"(?:原?作者|本人|本[站网报刊社]|博主|原[著创]者?|(?:原|各自的?|相[关应]|其)?(?:著作权|版权|权利|所有)[人者方])(?![\w])"
        ),
        fits=between(TO_THE_READER, PROSE),
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="copyright",
        anchors=("copyright", "©", "(c)"),
        pattern=lazily(
            r"©[^。!?;<>]{0,24}?(?<!\d)(?:19|20)\d\d(?!\d)|(?:copyright|\(c\))[:,. ]{0,2}(?:\(c\)|©)? ?(?:19|"
            r"20)\d\d(?!\d|年)|"
            r"(?<!\d)(?:19|20)\d\d ?(?:copyright|©)|copyright ?(?:©|\(c\))"
        ),
        fits=between(OWNER, QUOTE),
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="copyright",
        anchors=("rightsreserved",),
        pattern=lazily(r"all ?rights? ?reserved"),
        fits=between(lazily(rf"[^{QUOTES}]{{0,400}}", re.DOTALL), lazily(rf" ?[{QUOTES}a-z]")),
        terms=reserved,
    ),
)
