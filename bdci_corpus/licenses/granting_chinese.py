"""How a sentence in Chinese puts the text it stands in under a license.

A word that governs the license stands before its name, what is done behind it. Leads and tails are as ``granting``
has them, their names taken out.
"""

from __future__ import annotations

import re

from bdci_corpus.licenses.family import (
    ADDRESS,
    COURTESY,
    FREE,
    LINE_END,
    MARKS,
    NOT_SAID,
    OPENING_QUOTES,
    SUBJECT,
    THIS,
)
from bdci_corpus.licenses.granting_english import DENIES
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

DENIES_IN_CHINESE = lazily(
    r"(?:不(?:再|能|会|应|可)?|并?非(?:采用|使用)?|并未|从未|没有)(?:适用|采用|采取|使用|遵循|遵守|遵照|依据|依照|"
    r"按照?|基于|以|受|在|属|是|用|"
    r"包[括含]|授权)[^。,;]{0,24}$"
)
"""A text that is said not to stand under a license does not."""

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
    rf"[*_`]{{0,3}}[”」』》\"'’)\]]{{0,3}}[*_`]{{0,3}} ?{_GRANTED}(?:[”」』》\"'’)\]]{{0,2}})(?:{LINE_END}|{ADDRESS}|"
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

_BY_IT = lazily(rf"{MARKS}(?:根据|依据|依照|按照?|依|在)")

_ANYONE = lazily(rf"[^\w\n]{{0,4}}[,下](?:任何人|人们|使用者|他人|大家|谁)(?![^。;]{{0,40}}(?:{THIS}))")
"""What anyone may do by a license, which tells of the license."""


def grants_in_chinese(lead: str, tail: str) -> bool:
    """Return whether a sentence whose words before a name and behind it are Chinese puts its text under that."""
    if _OF_THIS_TEXT.match(tail) and _CHINESE_GOVERNED.fullmatch(lead):
        return True
    if _BY_IT.fullmatch(lead) and _ANYONE.match(tail):
        return False
    deictic = _THIS_TEXT.match(lead) is not None and _CLAUSE_TAIL.match(tail) is not None
    return (
        _PROSE_TAIL.match(tail) is None
        and (deictic or _CHINESE_TAIL.match(tail) is not None)
        and _HISTORY.search(lead) is None
        and not any(denial.search(lead) for denial in (DENIES, DENIES_IN_CHINESE))
        and _CHINESE_LEAD.fullmatch(lead) is not None
    )
