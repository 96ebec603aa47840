"""The words by which license notices are recognized, by family, and what may stand around them.

Patterns see a text without blanks, folded by ``fold``: lower case, Simplified, half-width. Every
repetition is bounded, so that matching takes linear time.
"""

from __future__ import annotations

import re

from bdci_corpus.licenses.family import (
    ALONE,
    FREE,
    MARKS,
    NEVER,
    OWNER,
    PROSE,
    QUOTE,
    QUOTES,
    SAYS,
    SUBJECT,
    THIS,
    TO_THE_READER,
    TO_THE_READER_OR_OF_A_SITE,
    VERB_PROSE,
    Family,
    Meaning,
)
from bdci_corpus.licenses.spdx import listed_id, restriction_of


def _reserved(_matched: str, _line: str) -> Meaning:
    return None, "all-rights-reserved"


def _named(_matched: str, line: str) -> Meaning:
    """Return the license that a line names by its SPDX id."""
    name = listed_id(line.partition(":")[2].strip())
    return name, (restriction_of(name) if name else None) or "unknown"


def _reprint(kind: str, pattern: str, tail: re.Pattern[str] = PROSE, anchors: tuple[str, ...] = ()) -> Family:
    return Family(
        kind=kind,
        anchors=anchors or ("转载", "轉載"),
        pattern=re.compile(pattern),
        lead=TO_THE_READER_OR_OF_A_SITE,
        tail=tail,
        terms=_reserved,
    )


def _creative_commons(said: str, _line: str) -> Meaning:
    """Return the Creative Commons license that a match names; without a version, it is no id of SPDX."""
    if "zero" in said or "cc0" in said.replace("-", ""):
        return "CC0-1.0", "open"
    parts = "".join(
        name
        for name, words in (
            ("-NC", "nc|非商业|non-?commercial"),
            ("-ND", "nd|禁止(?:演绎|改作)|no-?deriv"),
            ("-SA", "sa|相同方式|share-?alike"),
        )
        if re.search(words, said.replace("licenses", "").replace("creativecommons", "").replace("commons", ""))
    )
    version = re.search(r"\d\.\d", said)
    region = re.search(r"\d\.\d/([a-z]{2})(?![a-z])|(中国|大陆|台湾|香港)", said)
    name = f"CC-BY{parts}" + (f"-{version[0]}" if version else "")
    listed = version and not region
    return (name if listed else None), restriction_of(name) or "unknown"


_CC_PREFIX = r"(?:知识共享|创用cc|创作共用|creativecommons|cc)(?:\(?(?:creativecommons|cc)\)?)?[-:,_]?"

_CC_CODE = r"by[-_]?(?:nc)?[-_]?(?:sa|nd)?(?![a-z])"

_CC_ENGLISH = r"attribution(?:-?non-?commercial)?(?:-?(?:share-?alike|no-?deriv(?:ative)?s?))?"

_CC_CHINESE = r"(?:署名|姓名标示)(?:-?非商业性?(?:使用)?)?(?:-?(?:相同方式[共分]享|禁止演绎|禁止改作))?"

_CC_VERSION = r"[-_]?(?:v?\d\.\d)?(?:国际|international|unported)?(?:中国大陆|大陆|中国|台湾|香港)?"

FAMILIES: tuple[Family, ...] = (
    _reprint(
        "reprint-with-credit",
        r"(?:转载|转发|引用|转贴|使用|摘编)[^。!?;“”\"]{0,12}?(?:请|须|需|务必|必须)[^。!?;“”\"]{0,8}?"
        r"(?:注明|标明|标注|保留|附上|联系)(?:[^。!?;“”\"]{0,8}?(?:出处|来源|作者|链接|版权|原文|本[站网文]|地址|授权|署名|我们|转自))?",
    ),
    _reprint(
        "no-reprint",
        r"未(?:经|获|取?得)[^。!?;“”\"]{0,20}(?:授权|许可|同意|允许|批准)[^。!?;“”\"]{0,30}?"
        r"(?:不得|禁止|严禁|请勿|勿|不可|谢绝)[^。!?;“”\"]{0,20}?(?:转载|转贴)",
    ),
    _reprint(
        "no-copying-of-this",
        r"未(?:经|获|取?得)[^。!?;“”\"]{0,8}(?:本[网站报刊社书文平]|本公司|我[们社站]|作者|出版|版权)[^。!?;“”\"]{0,12}(?:授权|许可|同意|允许|批准)[^。!?;“”\"]{0,30}?"
        r"(?:不得|禁止|严禁|请勿|勿|不可|谢绝)[^。!?;“”\"]{0,20}?(?:复制|翻印|摘编|传播|抄袭|外传|镜像)",
        anchors=("未经本", "未經本", "未经我", "未經我", "经作者", "經作者", "经出版", "經出版", "经版权", "經版權"),
    ),
    _reprint(
        "no-reprint",
        r"(?:禁止|严禁|谢绝|请勿|拒绝)(?:任何形式|一切形式|擅自|私自|未经授权|以任何形式|随意|全文|的){0,2}转载",
        tail=VERB_PROSE,
    ),
    _reprint(
        "prosecuted",
        r"(?:侵权|翻印|盗版|违者|盗用|抄袭)必究",
        tail=VERB_PROSE,
        anchors=("必究",),
    ),
    Family(
        kind="copyright",
        anchors=("版权", "版權", "著作权所", "著作權所", "保留所", "保留一", "保留全"),
        pattern=re.compile(
            r"(?:版权|著作权)所有(?!者|人|权|方)|(?:版权|著作权)(?:©|\(c\))|保留(?:所有|一切|全部)(?:版权|权利)(?!\w)"
        ),
        lead=OWNER,
        tail=PROSE,
        terms=_reserved,
    ),
    Family(
        kind="copyright",
        anchors=("版权", "版權", "著作权归", "著作權歸"),
        pattern=re.compile(r"(?:版权|著作权)(?:均|皆|都)?(?:归|属于)[^。,;“”\"]{1,30}?所有"),
        lead=TO_THE_READER,
        tail=PROSE,
        terms=_reserved,
    ),
    Family(
        kind="copyright",
        anchors=("opyright", "OPYRIGHT", "©", "Ⓒ", "ⓒ", "(c)", "(C)"),
        pattern=re.compile(
            r"©[^。!?;<>]{0,24}?(?<!\d)(?:19|20)\d\d(?!\d)|(?:copyright|\(c\))[:,.]?(?:19|20)\d\d(?!\d|年)|"
            r"(?<!\d)(?:19|20)\d\d(?:copyright|©)|copyright(?:©|\(c\))"
        ),
        lead=OWNER,
        tail=QUOTE,
        terms=_reserved,
    ),
    Family(
        kind="copyright",
        anchors=("ights", "IGHTS"),
        pattern=re.compile(r"allrightsreserved"),
        lead=re.compile(rf"[^{QUOTES}]{{0,300}}", re.DOTALL),
        tail=re.compile(rf"[{QUOTES}a-z]"),
        terms=_reserved,
    ),
    Family(
        kind="internal-use",
        anchors=("內部", *("内部" + char for char in "使参学交传阅资文材刊")),
        pattern=re.compile(
            r"(?:仅限于?|仅供|只限于?|只供|限)[^。,;!“”\"]{0,12}内部(?:使用|参考|参阅|学习|交流|传阅|阅读)|"
            r"内部(?:资料|文件|材料|刊物)[,!:;]?(?:注意保[存密管]|(?:请|切)?(?:勿|不要)(?:外传|公开|扩散)|(?:不得|严禁|禁止)(?:外传|公开|扩散|转载)|妥善保管)"
        ),
        lead=TO_THE_READER,
        tail=PROSE,
        terms=_reserved,
    ),
    Family(
        kind="internal-use",
        anchors=("nternal", "NTERNAL"),
        pattern=re.compile(r"(?:for)?internaluseonly"),
        lead=re.compile(
            rf"{MARKS}(?:(?:this|the)(?:document|report|material|file|information|content|page|memo)s?(?:is|are)(?:intended)?)?"
            rf"(?:strictly|confidential|proprietary|and|[^\w{QUOTES}]){{0,6}}"
        ),
        tail=re.compile(rf"[{QUOTES}a-z]"),
        terms=_reserved,
    ),
    Family(
        kind="competition-only",
        anchors=("赛", "賽", "评测", "評測"),
        pattern=re.compile(
            r"(?:本|此)(?:文档|文件|数据集?|语料|资料|文本)(?:为|是|系|属于?)[^。;“”\"]{0,30}?(?:比赛|竞赛|大赛|评测|赛题)(?:所|专)?(?:用|使用的?)?(?:语料|数据|资料|文档)(?:的一部分)?|"
            r"(?:仅|只)(?:允许|限于?|供|可|能|用于)[^。,;“”\"]{0,10}(?:比赛|竞赛|大赛|评测|赛事|赛题)(?:期间|过程)?(?:中|内|之内)?(?:使用|之用)"
        ),
        lead=TO_THE_READER,
        tail=PROSE,
        terms=lambda _matched, _line: (None, "competition-only"),
    ),
    Family(
        kind="study-only",
        anchors=(
            "仅供",
            "僅供",
            "仅用于",
            "僅用於",
            "仅限",
            "僅限",
            "只供",
            "只限",
            "只用于",
            "商用",
            "商业用",
            "商業用",
            "商业目",
            "商業目",
            "商业使",
            "盈利",
            "营利",
            "營利",
        ),
        pattern=re.compile(
            r"(?:仅|只)(?:限于?|供|可?用于)[^。;“”\"]{0,12}?(?:学习|研究|科研|学术|教学|非商业)[^。;“”\"]{0,12}?(?:使用|之用|用途|交流|目的|参考)|"
            r"(?:不得|请勿|禁止|严禁|不可|勿)(?:用于|用作|作为?)[^。,;“”\"]{0,6}(?:商业|商用|盈利|营利)|"
            r"(?:请勿|禁止|严禁|谢绝)(?:任何)?(?:商用|商业(?:性?用途|使用))"
        ),
        lead=TO_THE_READER,
        tail=PROSE,
        terms=_reserved,
    ),
    Family(
        kind="creative-commons",
        anchors=(
            "CC",
            "知识共享",
            "知識共享",
            "创用",
            "創用",
            "reativeCommons",
            "reativecommons",
            "cc-by",
            "ccby",
            "署名",
        ),
        pattern=re.compile(
            rf"{_CC_PREFIX}(?:{_CC_CHINESE}|{_CC_ENGLISH}|{_CC_CODE}){_CC_VERSION}|cc[-_]?0(?:1\.0)?(?!\d)"
        ),
        lead=re.compile(
            rf"{MARKS}(?:(?:{SUBJECT}|except|unless|all|text|content|licen[sc]ed|released|available|采用|使用|遵循|依据|基于|以)"
            rf"(?:(?!{SAYS})[^。“”]){{0,120}})?",
            re.DOTALL,
        ),
        tail=re.compile(rf"[{QUOTES}]|的?(?:理念|意思|含义|区别|全称|运动|组织|是什么)"),
        terms=_creative_commons,
    ),
    Family(
        kind="creative-commons",
        anchors=("creativecommons.org/", "licensebuttons.net/", "shields.io/badge/"),
        pattern=re.compile(
            r"(?:i\.)?creativecommons\.org/(?:l|licenses)/by[-a-z]{0,9}/\d\.\d(?:/[a-z]{2}(?![a-z]))?|"
            r"creativecommons\.org/publicdomain/(?:zero|mark)/1\.0|licensebuttons\.net/(?:l|p)/(?:by[-a-z]{0,9}|zero)/\d\.\d|"
            r"shields\.io/badge/licen[sc]e-cc(?:%20|_|--?|-)?(?:by|0)[-%_a-z0-9.]{0,30}"
        ),
        lead=re.compile(
            r"(?:https?:)?(?://)?(?:www\.|i\.|img\.|mirrors\.)?|"
            r".{0,400}(?:本|此|除|采用|遵循|依据|许可|授权|协议|共享|licen[sc]|under|except|=|\]\(|[:(<])[\"']?(?:https?:)?(?://)?(?:www\.|i\.|img\.|mirrors\.)?",
            re.DOTALL,
        ),
        tail=NEVER,
        terms=_creative_commons,
        sentence=False,
    ),
    Family(
        kind="public-domain",
        anchors=("公有领域", "公有領域", "公众领域", "公眾領域", "ublicdomain", "ublicDomain", "UBLICDOMAIN"),
        pattern=re.compile(r"公[有众]领域|publicdomain"),
        lead=re.compile(
            rf"{MARKS}(?:(?:{THIS}|以上|上述){FREE}{{0,40}}(?:属于?|进入|处于|置于|归入|归|捐[献入给]|贡献[给于]|释出?至?到?)了?|"
            r"(?:版权|许可|著作权|授权|协议|licen[sc]e|copyright|rights)(?:状态|情况|声明|协议|status)?:|"
            rf"(?:this|the)(?:work|text|document|file|book|page|image|dataset|material)s?[^.{QUOTES}]{{0,60}}(?:in|into|to)the|"
            r"(?:released|dedicated)(?:in)?tothe)?"
        ),
        tail=re.compile(rf"[{QUOTES}]|的(?!作品$)|是|中|里|与|和|之外|信息|技术|知识|[a-z](?<!dedication)"),
        terms=lambda _matched, _line: ("LicenseRef-Public-Domain", "open"),
    ),
    Family(
        kind="software-license",
        anchors=("ermission", "ERMISSION"),
        pattern=re.compile(r"permissionisherebygranted,freeofcharge"),
        lead=ALONE,
        tail=NEVER,
        terms=lambda _matched, _line: ("MIT", "attribution"),
    ),
    Family(
        kind="software-license",
        anchors=("ApacheLicense", "apachelicense", "MITLicense", "MITlicense", "APACHELICENSE"),
        pattern=re.compile(
            r"(?:licensed|released|distributed|available)under(?:the)?(?:terms?ofthe)?(?:apachelicense,?(?:version)?2\.0|mitlicense)"
        ),
        lead=re.compile(rf"{MARKS}(?:(?:this|the)[a-z]{{3,20}}(?:is|are)(?:available)?)?"),
        tail=QUOTE,
        terms=lambda matched, _line: ("Apache-2.0" if "apache" in matched else "MIT", "attribution"),
    ),
    Family(
        kind="software-license",
        anchors=("SPDX-License-Identifier:",),
        pattern=re.compile(r"spdx-license-identifier:"),
        lead=ALONE,
        tail=NEVER,
        terms=_named,
    ),
)
