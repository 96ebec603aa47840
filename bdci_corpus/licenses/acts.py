"""Notices made of parts: what is done with a text, who allows, forbids or reserves it, on which conditions.

The families of ``reserved`` and ``confined`` know the phrases that most notices are; these know their grammar. An act
is *strong* where it is done to texts alone (转载, 摘编): such words need no subject. Another (复制, 使用) is one of
this text only where the sentence points at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bdci_corpus.licenses.family import (
    COURTESY,
    FREE,
    MARKS,
    NEVER,
    NOT_SAID,
    OF_THIS,
    OWNER,
    PROSE,
    THIS,
    TO_THE_READER,
    VERB_PROSE,
    WHO,
    WITH_COURTESY,
    WORKS,
    Family,
    between,
    reserved,
)
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

_STRONG = (
    r"(?:转载|转贴|转录|转发|摘编|摘登|搬运|翻印|翻版|翻录|[二再]传|[二再]改|二次(?:上传|创作|传播|分发|剪辑|"
    r"编辑|销售|转载)|"
    r"盗[图文版链转]|洗稿|重制)"
)

_WEAK = (
    r"(?:盗用|抄袭|剽窃|复制|拷贝|复印|散[布播发]|传播|分发|分享|外[传流泄]|上传|公开|引用|使用|刊[用登发]|"
    r"改编|翻译|出版|发表|链接|下载|出售|倒卖|"
    r"商用|修改|打印|流传|泄[露漏]|转[让售]|扩散|转给)"
)

_ACT = rf"(?:{_STRONG}|{_WEAK}|公开播送|镜像|截图|采集|抓取|爬取|训练|摘抄|取用|上网|录[屏制]|截屏)"

_JOIN = r"[、,/和与及或跟并且]{0,2}"

_ACTS = rf"(?:{_ACT}{_JOIN}){{0,6}}"

_NOT = r"(?:不得|禁止|严禁|请勿|切勿|勿|不可|不许|不准|谢绝|拒绝|不要|不能|禁)"

_HOW = (
    r"(?:任何|一切|形式|方式|手段|途径|渠道|擅自|私自|随意|任意|无断|以|用|通过|的|地|进行|再|予以|对外|将其|"
    r"公开|商业性?|全文|平台|网站|"
    r"个人|媒体|单位|机构|组织|或|和|及|、|,|/|本[文站网刊书]|内容){0,8}"
)

_MUST = (
    r"(?:请|须|需|务必|必须|应(?!当)|得(?!到)|要(?![求不])|烦|记得|记着|麻烦|劳驾|还?望|恳|敬|只需|只要|均|都|"
    r"先|事先|"
    r"提前|也|亦|并){1,4}"
)

_CONDITION = (
    r"(?:注明|标明|标注|注上|写明|署[名上]|附[上带]?|带上?|保留|联系|联络|告知|知会|留言|私信|来[信函电]|"
    r"致[电信函]|邮件|发送|申请|"
    r"获取|获得|取得|征得|得到|经(?=书面|本|我|作者|授权|许可|同意)|授权|许可|同意|开白|加白|询问|问[我过一]|"
    r"通知|说明|咨询|支付|付费|回复|加微信|加我)"
)

_ALSO = rf"(?:[、/和与及或,]?(?:{_STRONG}|合作|投稿|商用|引用|授权|咨询|商务|使用|爆料|转发)){{0,4}}"

_WHEN = r"(?:时|者|前|后|的?话|本[文站网刊书]\w{0,4}|文章|内容|信息|图片|授权|事宜|须知|声明){0,3}"

_NOT_ASKED = r"(?!(?:授权|许可)(?:[。,]|$))(?!.{0,12}(?:是否|要不要|需不需|有没有|如何|怎[么样]|吗))"

_STRONG_ANCHORS = (
    *(
        "转载",
        "转贴",
        "转录",
        "转发",
        "摘编",
        "摘登",
        "搬运",
        "翻印",
        "翻版",
        "翻录",
        "二传",
        "二改",
        "再传",
        "二次上传",
    ),
    *("盗图", "盗文", "盗版", "洗稿", "重制"),
)


_WEAK_ANCHORS = (
    *(
        "拷贝",
        "散布",
        "散播",
        "分发",
        "外传",
        "外流",
        "外泄",
        "上传",
        "商用",
        "演绎",
        "扩散",
        "采集站",
        "抓取",
        "爬取",
        "摘抄",
        "取用",
        "上网",
    ),
    *(
        "得复制",
        "止复制",
        "勿复制",
        "许复制",
        "得传播",
        "止传播",
        "勿传播",
        "何形式",
        "自使用",
        "勿使用",
        "得下载",
        "止下载",
        "载、复制",
        "使用本",
    ),
    *(
        "制、传播",
        "制和传播",
        "制或传播",
        "得引用",
        "勿引用",
        "得翻译",
        "得改编",
        "止改编",
        "得使用",
        "止使用本",
        "式改编",
        "的改编",
        "于训练",
    ),
)

_TELLS = lazily(r"的(?!链接|出处|来源|作者|名|地址|同意|授权|许可)|[等是这者]")

_NO_PERMISSION = lazily(
    r"[的等是者权]|(?!本|及|或|和|但|与|连结|链接|流通|传播|分享|引用|使用|改作|翻译|交流|推荐|收藏|扩散)[^\W_]|"
    r",(?:成了|于是|因此|所以|引发|让|使)"
)
"""What follows words that permit where they tell of a permission."""


def _of_this_text(
    pattern: str, tail: re.Pattern[str] = PROSE, about: re.Pattern[str] = OF_THIS
) -> Callable[[str, str, str], bool]:
    """Return whether words are about this text: it is pointed at before them, in them or directly behind."""
    points = lazily(pattern)

    def fits(lead: str, words: str, behind: str) -> bool:
        if tail.match(behind):
            return False
        if about.fullmatch(lead):
            return True
        return TO_THE_READER.fullmatch(lead) is not None and points.search(words + behind[:8]) is not None

    return fits


_THIS_WITHIN = (
    rf"(?:[本此]{WORKS}|本[站网报刊社书文帖贴号]|本(?:网站|作品|资料|材料|手册|文章|出版物|公众号)|我[们社站]|作者|"
    r"原创)"
)

_TEXT = (
    rf"(?:[本此这](?:篇|份|套|个|部)?(?:[{HAN_CLASS}]{{0,4}}?{WORKS}|[文书刊帖贴博号网站]|网站|报告|资料|"
    rf"材料|手册|内容|"
    rf"文件)|我的{WORKS})"
)

_ABOUT_TEXT = lazily(rf"{NOT_SAID}{MARKS}{COURTESY}{FREE}{{0,12}}?{_TEXT}{FREE}{{0,60}}", re.DOTALL)

_WITHIN = lazily(_TEXT)


def _of_this_alone(lead: str, words: str, behind: str) -> bool:
    """Return whether a prohibition is of this text: in the clause before it, or as its object."""
    if within := _WITHIN.match(behind):
        return TO_THE_READER.fullmatch(lead) is not None and PROSE.match(behind[within.end() :]) is None
    return VERB_PROSE.match(behind) is None and (
        _ABOUT_TEXT.fullmatch(lead) is not None
        or (_WITHIN.search(words) is not None and TO_THE_READER.fullmatch(lead) is not None)
    )


_OR_NOUN = lazily(
    rf"{WITH_COURTESY.pattern}|{NOT_SAID}{MARKS}(?:{FREE}{{0,60}}[,;:~| ])?(?:[^\W\d]{{2,4}}[、/]){{0,3}}{WHO}",
    re.DOTALL,
)

_SPREAD = r"(?:转载|转发|转贴|翻译|编译|译制|译介|发布|发表|刊[登载发用]|首发|摘编|连载)"

_BY_LEAVE = (
    r"(?<![未不非没])(?:经|由|获得?|取得|得到|征得|承?蒙)(?![未不])[^。,;!?“”\"]{0,24}?(?:授权|许可|同意|允许|准许)"
    rf"(?:后|独家|在?本[站刊号网])?{_SPREAD}(?:[、和并及与]{{0,2}}{_SPREAD}){{0,3}}"
)
"""Who has let a text be printed again, or translated."""

_HOW_BY_LEAVE = (
    *("翻译", "编译", "译制", "译介", "发布", "发表", "首发", "摘编", "连载", "独家"),
    *("后转", "后发", "后翻", "后刊", "在本", "本站", "本刊"),
)

_LET = lazily(_BY_LEAVE)

_IS_LET = between(
    lazily(rf"{NOT_SAID}{MARKS}{COURTESY}(?:{THIS}{FREE}{{0,80}}|{WORKS}{FREE}{{0,40}})?", re.DOTALL),
    lazily(r"[的等是者权]|(?!自|于|在|至|到|本|此)[^\W_]"),
)


def _is_permitted(lead: str, words: str, behind: str) -> bool:
    """Return whether words permit to pass this text on, or say who has permitted that."""
    return (_IS_LET if _LET.fullmatch(words) else _MAY_BE_DONE)(lead, words, behind)


_MAY_BE_DONE = _of_this_text(_THIS_WITHIN, NEVER, _ABOUT_TEXT)

ACTS = (
    Family(
        kind="reprint-with-credit",
        anchors=_STRONG_ANCHORS,
        pattern=lazily(
            rf"{WHO}{_STRONG}{_NOT_ASKED}{_ALSO}{_WHEN}(?:[,:]?{_MUST}[^。!?;“”\"]{{0,16}}?|[,:]?){_CONDITION}"
            r"(?:(?!的)[^。!?;“”\"<>a-z]){0,12}"
        ),
        fits=between(lazily(rf"(?!如果|假如|要是)(?:{_OR_NOUN.pattern})", re.DOTALL), _TELLS),
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="reprint-with-credit",
        anchors=_STRONG_ANCHORS,
        pattern=lazily(
            rf"(?:欢迎|允许|可以?|随意|自由|任意|免费|无偿|支持)(?:(?![不未]|转载)[^。!?;,“”\"]){{0,8}}?{_STRONG}|"
            rf"{_STRONG}(?:请?随意|自便|不限|请便|自由)"
        ),
        fits=between(
            lazily(
                rf"(?!如果|假如|只有|若|要是){NOT_SAID}{MARKS}{COURTESY}(?:{FREE}{{0,40}}?(?:{THIS}|{WORKS}|"
                rf"内容){FREE}{{0,40}})?",
                re.DOTALL,
            ),
            _NO_PERMISSION,
        ),
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="no-reprint",
        anchors=_STRONG_ANCHORS,
        pattern=lazily(rf"{_NOT}(?:(?!的)[^。!?;“”\"]){{0,14}}?{_STRONG}(?:{_JOIN}{_ACT}){{0,6}}"),
        fits=between(_OR_NOUN, VERB_PROSE),
        terms=reserved,
    ),
    Family(
        kind="no-reprint",
        anchors=(*_STRONG_ANCHORS, *_WEAK_ANCHORS),
        pattern=lazily(
            r"[未非不](?:经|获|取?得|征得)[^。!?;“”\"]{0,20}?(?:授权|许可|同意|允许|批准|准许|"
            r"认可)[^。!?;“”\"]{0,30}?"
            rf"(?:{_NOT}{_HOW}{_ACTS}{_ACT}|擅自{_ACT})"
        ),
        fits=_of_this_text(_THIS_WITHIN + "|" + _STRONG),
        terms=reserved,
    ),
    Family(
        kind="no-reprint",
        anchors=_WEAK_ANCHORS,
        pattern=lazily(rf"{_NOT}(?:[未不]经[^。,;“”\"]{{0,6}})?{_HOW}(?:采集站)?{_ACTS}{_ACT}(?:{_JOIN}{_ACT}){{0,6}}"),
        fits=_of_this_alone,
        terms=reserved,
    ),
    Family(
        kind="permission",
        anchors=(
            *(how + act for how in "由费偿意" for act in "复传分使引下打翻散转拷"),
            *(leave + how for leave in ("授权", "许可", "同意", "允许", "准许") for how in (*"转刊", *_HOW_BY_LEAVE)),
        ),
        pattern=lazily(
            rf"{_BY_LEAVE}|"
            rf"(?:可以?|允许|欢迎)?(?:自由|免费|无偿|任意|随意)(?:地)?{_HOW}{_ACTS}{_ACT}(?:{_JOIN}{_ACT}){{0,4}}"
            r"[^。!?;“”\"]{0,12}?[,;]?(?=但|只要|须|需|请|前提|不得|惟|唯)"
        ),
        fits=_is_permitted,
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="copyright",
        anchors=(
            "权属",
            "权归",
            "权所有",
            "均归",
            "均属",
            "均为本",
            "皆属",
            "皆归",
            "都归",
            "都属",
            "属于本",
            "属本",
            "归本",
        ),
        pattern=lazily(
            r"(?:内容|图文|文字|图片|文章|作品|资料|稿件|著述)[^。,;“”\"]{0,8}(?:均|皆|都)?(?:属于?|归|"
            r"为)[^。,;“”\"]{1,30}?所有|"
            r"(?:版权|著作权)(?:均|皆|都|仍)?(?:归属?于?|属于?)[^。,;“”\"]{0,20}?(?:社|公司|部|所|院|局|会|馆|"
            r"网|站|报|刊|大学|中心|集团|"
            r"工作室|团队)(?=[^\w]|$)(?!,[未任不])|(?:版权|著作权)(?:归属|属于|所有[者人权]|归):"
        ),
        fits=between(lazily(rf"{OF_THIS.pattern}|{TO_THE_READER.pattern}", re.DOTALL), PROSE),
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="prosecuted",
        anchors=("必究",),
        pattern=lazily(r"(?:侵害|侵犯版权|者),?(?:一律)?必究"),
        fits=between(OWNER, VERB_PROSE),
        terms=reserved,
    ),
    Family(
        kind="internal-use",
        anchors=(
            *("阅后", "免费赠阅", "注意保存", "注意保密", "注意保管", "妥善保管"),
            *(
                a + b
                for a in ("机密", "秘密", "绝密", "内部", "保密")
                for b in ("文", "资", "材", "参", "刊", "发", "交", "教", "使", "数", ",", "!", "不", "严", "请")
            ),
        ),
        pattern=lazily(
            r"(?:机密|秘密|绝密|内部|保密)(?:文件|资料|材料|参考|信息|刊物|文档|数据|发行|交流|教学|使用)?[,:;!]{0,2}"
            rf"(?:{_NOT}{_HOW}{_ACTS}{_ACT}(?:{_JOIN}{_ACT}){{0,4}}|注意保[存密管]|免费赠阅|阅后(?:即焚|销毁|"
            rf"收回)|(?:请)?妥善保管)"
        ),
        fits=between(TO_THE_READER, VERB_PROSE),
        terms=reserved,
    ),
    Family(
        kind="study-only",
        beside="non-commercial",
        anchors=("仅限", "仅供", "只供", "只限"),
        pattern=lazily(
            r"(?:仅|只)(?:限于?|供)[^。,;“”\"]{0,10}(?:同学|学[生员]|会员|读者|客户|用户|员工|教师|老师|人员|"
            r"家长|本[班校院司])[^。,;“”\"]{0,6}"
            r"(?:使用|参考|阅读|学习|观看|下载|之用)"
        ),
        fits=between(
            lazily(
                rf"{NOT_SAID}{MARKS}{COURTESY}[^。,;“”\"]{{0,8}}?(?:[本此这](?:篇|份|套|个|"
                rf"部)?(?:[{HAN_CLASS}]{{0,4}}?(?:文|书|刊|资料|材料|手册|报告))|{WORKS}|资料|"
                r"材料|手册)[^。,;“”\"]{0,16}",
                re.DOTALL,
            ),
            PROSE,
        ),
        terms=reserved,
    ),
)
