"""What a family of notices is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bdci_corpus.licenses.names import Named
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

OPENING_QUOTES = '"“‘「『《'

CLOSING_QUOTES = '"”’」』》'

QUOTES = '"“”‘’「」『』《》'

MARKS = rf"(?:[^\w{QUOTES}]|\d|_){{0,60}}"

LINE_END = r"[^\w\n]{0,8}(?:\n|$)"

ADDRESS = r"[^\w\n]{0,6}(?:https?:|www\.|href)"
"""An address follows, or the line ends, behind marks."""

THIS = (
    r"(?:(?<![日基根资成原书剧版课脚文])本 ?(?!and |or )[a-z][\w.+-]{1,24}|"
    r"(?:本|此|这)(?:篇|部|个|份|套|张|首|系列)?(?:原创|电子|网络|在线|线上|官方|中文|个人|开源|公开|翻译|技术|"
    r"学习|训练)?(?:文|站|网|报|刊|书|作品|博|帖|贴|资料|材料|内容|图|"
    r"数据|语料|页|号|公众号|平台|栏目|译文|教程|笔记|"
    r"项目|软件|出版物|著作|手册|课件|视频|公司|单位|机构|杂志|档|社|程序|仓库|库|维基|百科|专栏|频道|周刊|"
    r"字体|模型|试题|试卷|讲义|词典|节目|小说|漫画|回答|答案|问答|书籍|网页|"
    r"代码|工具|插件|主题|规范|标准|报告|论文|年鉴|影像|照片|摄影|目录|条目|专案|框架|课程|试卷|素材|资源|稿|"
    r"套件|件|包|版|专题|册|丛书|字幕|歌词|图集|题库|课|剧本|新闻|网志|部落格|"
    rf"条|篇|段落?|章节?|页面|[{HAN_CLASS}]{{1,4}}(?:报告|文档|资料|材料|手册|作品|课件|讲义|教程|数据集|语料|照片|刊物|论文|谱|稿|"
    r"文章|内容|皮书|指南|简报|汇编|文集|年报|软件|网站|数据库)|日志|影片|音乐|专辑|曲|诗|画|漫|播客|节目|电台|工程|镜像|服务|系统|馆|园|店|频|号|院|校|台))"
)

WORKS = (
    r"(?:字幕|作品|博文|正文|规程|图谱|教材|志书|年鉴|译[文稿本]|翻译|小说|漫画|教程|课件|讲义|题目|真题|"
    r"试[卷题]|题库|答案|笔记|壁纸|头像|音[频乐]|"
    r"歌词|曲谱|扫描[件版]|"
    r"电子[书版]|资源|素材|源码|软件|插件|模型|语料|数据集?|图[集片纸像]|照片|视频|影片|课程|文档|文档|文章|"
    r"文字|文稿|手稿|代码|字体|模板|表格|"
    r"讲座|录音|录像|地图|词典|剧本|台词|报告|pdf)"
)
"""What a notice may be about without saying "this"."""

SUBJECT = (
    rf"(?:{THIS}|{WORKS}|以上|上述|所有|全部|部分|文章|原文|作品|图[片文]|[视音]频|稿件|内容|资料|文中|文件|"
    rf"文字|文本|"
    r"代码|数据|网站|站内|社区内容|页面内容|声明|版权|著作权|"
    r"[特郑]\w声明|免责声明|"
    r"[温友]\w提示|提示|提醒|注意|注|备注|说明|警告|作者|来源|原创|首发|转载|欢迎|如|需要|若|凡|除|[未非不]经|"
    r"请|敬请|谢绝|侵权|"
    r"copyright|©|licen[sc]e|许可|授权|协议|内部|秘密|机密|confidential|this|the (?:content|text|work)|"
    r"商业转载|非商业|任何|一切|"
    r"本(?:赛题|赛事|题|次?(?:比赛|竞赛|大赛|赛事|评测))(?:所?提供的?)?(?:全部|所有|相关|训练|测试|初赛|复赛)*"
    r"(?:集|数据|语料|文档|资料|材料))"
)

SAYS = (
    r"指出|告诉|叮嘱|教导|嘱咐|(?<![若您你果])认为|表示|获悉|写道|强调|介绍|(?<!课堂)(?<!小组)讨论|声称|据称|宣称|问道|谈到|所谓|参赛|"
    r"投稿(?:作品|人|者|须知|即)|"
    r"应征|征集(?!网)|甲方|乙方|主办(?=方|者|单位(?!:))|说(?!明)|规定|要求"
    r"(?!授权)|呼吁|建议|他说|她说|"
    r"曾经?|是否|能否|如何|为什么|为何|比较|分析|区别|选择|推荐|诉称|辩称|主张|提到|提出|解释|"
    r"(?<![您你可欢])可以(?![,。!;]|转[载发贴]|搬运|分享|收藏|点赞|关注|自由|免费|随意)"
)

NOT_SAID = rf"(?![\s\S]{{0,400}}?(?:{SAYS}))"
"""Nothing ahead says that somebody else speaks; it stands once before all of a lead, which keeps it cheap."""

FREE = rf"[^。{QUOTES}]"

_POLITE = (
    r"(?:非常|十分|衷心|再次|最后)?(?:感谢|谢谢|多谢|欢迎|码字|整理|原创|创作|制作|翻译|写作|编辑|编写|更新|"
    r"更文|排版|手打|喜欢|如果[你您]?(?:觉得|喜欢|认为)|"
    r"觉得|若|有(?:任何)?(?:问题|疑问|错误)|点赞|关注|收藏|分享|支持|祝|辛苦|亲爱的|各位|朋友|大家|以上|完|全文完|"
    r"来源|来自|出处|出自|(?:经[^。,;]{0,6}授权)?转(?:载)?自|摘自|原载|原刊|选自|作者|文|撰文|编辑|编译|译者|"
    r"译|博客|链接|原文|地址|首发|本|此|这|我|尊重|"
    r"未完|不定期|持续|图|摄影|更多|扫码|长按|点击|资源|素材|部分|如若|"
    r"微博|微信|公众号|thanks|thank you)"
)

_CLAUSE = rf"[^。,;!~:| {QUOTES}]{{0,60}}+[,;!~:| ]{{1,3}}+"

_TALK = rf"(?=[^。,;!~{QUOTES}]{{0,60}}?(?:我|您|你|大家|请|公众号|微信|微博|关注|点赞|谢|完))"

COURTESY = rf"(?>https?://[!-~]{{1,120}}|{_POLITE}{_CLAUSE}|{_TALK}{_CLAUSE}|[^\W\d]{{1,6}}:{_CLAUSE}){{0,5}}"
"""What is said to a reader before a notice: thanks, an invitation, who wrote it and where it appeared."""

TO_THE_READER = lazily(rf"{NOT_SAID}{MARKS}{COURTESY}(?:(?:{SUBJECT}|{FREE}{{0,16}}?{THIS}){FREE}{{0,80}})?", re.DOTALL)

OF_THIS = lazily(
    rf"{NOT_SAID}{MARKS}{COURTESY}(?:{FREE}{{0,30}}?{THIS}|"
    rf"(?:(?![该其某他])[{HAN_CLASS}]){{0,4}}{WORKS}){FREE}{{0,60}}",
    re.DOTALL,
)
"""A sentence that points at the text before its words."""

TO_THE_READER_OR_OF_A_SITE = lazily(rf"{TO_THE_READER.pattern}|凡[^。]{{0,80}}", re.DOTALL)

OWNER = lazily(
    rf"{MARKS}(?:(?!{SAYS}|对于|关于|享有|拥有|该|其|由|将|把|的|是|了|“|如果|没有|默认|除非|"
    rf"是否)[^。{QUOTES}]){{0,60}}|"
    rf"{TO_THE_READER.pattern}",
    re.DOTALL,
)

ALONE = lazily(MARKS)

_RUNS_ON = (
    rf"[的等是这者人权方{CLOSING_QUOTES}]|地(?!址|方)|字样|问题|制度|行为|事件|一[说事方]|以外|为由|"
    r"[^。,;!?\n]{0,10}的(?:外|除外)|,?(?:一方|因此|所以|但|而且|这|成为|引发|已(?!委托|加入|授权|申请|开通|签约)|就)"
)

PROSE = lazily(_RUNS_ON)

VERB_PROSE = lazily(rf"{_RUNS_ON}|(?!本|及|或|和|复制|使用|转发|摘|抄|链接|必究|[谢多并,])[^\W\d_]")

NEVER = lazily(r"(?!)")

QUOTE = lazily(f"[{QUOTES}]")

WITH_COURTESY = lazily(rf"{TO_THE_READER_OR_OF_A_SITE.pattern}|{NOT_SAID}{MARKS}{FREE}{{0,60}}[,;:!~| ]", re.DOTALL)
"""Words that ask the reader are a notice behind any clause that does not say whose words they are."""


WHO = (
    r"(?:(?:二次|再次|如[需要欲]|若[需要欲]|[想要欲]|另行|商业|非商业|个人|媒体|平台|机构|单位|网站|公众号|"
    r"微信|微博|其[他它]|读者|用户|"
    r"各|任何|均|需要|全文|原文)[、和与及或]?){0,4}"
)
"""Who may be asked, and for what: it stands before an act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Notices of one meaning.

    ``anchors`` are strings, folded, of which every notice of the family has one. ``fits`` says of all that
    stands in the sentence before the words of ``pattern``, of these, and of what follows them, whether they
    are a notice. ``terms`` makes of the match, folded, and of its line what they come down to, or None;
    ``sentence`` says that the notice is the whole sentence, and not only the match; ``beside`` is
    the restriction that it adds to a license that is named beside it; one that ``yields`` only explains a license that
    is named near it.
    """

    kind: str
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    fits: Callable[[str, str, str], bool]
    terms: Callable[[str, str], Named | None]
    sentence: bool = True
    beside: str | None = None
    yields: bool = False


def between(lead: re.Pattern[str], tail: re.Pattern[str]) -> Callable[[str, str, str], bool]:
    """Return whether a lead matches as a whole, and what follows does not begin with a tail."""
    return lambda before, _words, behind: lead.fullmatch(before) is not None and tail.match(behind) is None


def reserved(_matched: str, _line: str) -> Named:
    """Return what words come down to that name no license: the strictest they can mean."""
    return None, "all-rights-reserved"


_FOR_TEXTS = lazily(r"(?:LicenseRef-)?(?:GFDL|ODbL|ODC|PDDL|CDLA|OGL|OGDL|OFL)(?![a-z])")


def kind_of(license_: str) -> str:
    """Return what kind of notice one is that names a license."""
    if license_.removeprefix("LicenseRef-").startswith("CC"):
        return "creative-commons"
    return "content-license" if _FOR_TEXTS.match(license_) else "software-license"
