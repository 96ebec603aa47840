"""Notices by all of their words: where two words of a notice stand near each other, the sentence is read as a whole.

The families of ``reserved``, ``confined``, ``permitting`` and ``acts`` know how a notice begins and ends; these ask
``wording`` about any sentence that forbids, permits, asks for leave or credit, confines, or says whose the rights are.
"""

from __future__ import annotations

from bdci_corpus.licenses.family import Family, reserved
from bdci_corpus.licenses.wording import reads_as_notice
from bdci_corpus.licenses.wording_chinese import CLASSES as ZH
from bdci_corpus.licenses.wording_english import CLASSES as EN
from bdci_corpus.patterns import lazily

_NEAR = r"[^。!?;]{0,16}?"

_NEAR_IN_ENGLISH = r"[^.!?;]{0,50}?"

_DONE = f"(?:{ZH['strong']}|{ZH['act']}|{ZH['commerce']}|公开)"


def _family(kind: str, anchors: str, pattern: str, *, beside: str) -> Family:
    return Family(
        kind=kind,
        anchors=tuple(anchors.split()),
        pattern=lazily(pattern),
        fits=reads_as_notice,
        terms=reserved,
        beside=beside,
        yields=True,
    )


def _words(*names: str) -> str:
    return rf"(?<![a-z])(?:{'|'.join(EN[name] for name in names)})(?![a-z])"


_FORBIDS = r"(?:不得|禁止|严禁|[请切]?勿|不可|不许|不准|谢绝|拒绝|不允许|杜绝|不授权|[别禁])"

_RARE = (
    "转载 转贴 转录 摘编 摘登 搬运 翻印 复制 拷贝 传播 分发 上传 抄袭 剽窃 盗用 盗版 洗稿 重制 改编 改作 翻译 "
    "引用 下载 截图 爬取 抓取 外传 外流 "
    "外借 外发 止转出 勿转出 搬去 搬到 演出 排演 倒卖 转卖 售卖 商用 商业用 商业目 商业使 商业性 商业化 盈利 牟利 "
    "反编译 篡改 散布 扩散 散播 外泄 二次转 二次分 "
    "二次上 二次创 二次编 二次剪 二次传 二次发"
)

_COMMON = (
    "使用 修改 发布 转发 出售 销售 公开 分享 提供 传阅 利用 删除 打印 出版 编辑 照搬 带走 破解 印制 将 用于 把 "
    "复印 录屏 录音 录像 翻拍 转传 转播 截屏 批量 框架 整站 在网 放到 放上 训练 泄露"
)

_WELCOME = (
    r"(?:[您你]|大家|各位|读者)?(?:使用(?![^。!?;]{0,40}?(?:注明|标明|署名|保留|来源|出处|转载|引用|商用|免费|自由))|"
    r"(?:来信|留言|一起|踊跃|随时)?(?:分享|传播|公开|发表)"
    r"(?=[您你]|自己|各自|更多|经验|心得|想法|看法|观点|意见|感受|故事|见解|体会|建议|案例))"
)
"""Behind 欢迎: how manuals and programs greet who uses them, who are asked for nothing or for thoughts of their own."""

_PERMITTED = "转载 转发 使用 复制 分享 传播 下载 引用 利用 分发 修改 各界 广为 翻译 打印"


_WORK = (
    "站 刊 网 书 文 报 馆 课 讲 资料 教 数据 语料 作品 译 图 博 号 公众 平台 系统 系列 稿 项目 软件 仓库 页 帖 论 "
    "专 手册 视频 试 题 小说 漫 字幕 模型 "
    "代码 程序 材料 内容 栏 频 篇 p"
)

_ENGLISH_WORK = (
    "text article content page site work material dataset data document report book translation image photo "
    "post notice corpus slide "
    "story recording code software paper file"
)


def _product(first: str, second: str) -> str:
    """Return every word of a list before every word of another: pairs are rare where each alone is common."""
    return " ".join(a + b for a in first.split() for b in second.split())


_CREDITED = r"(?<![a-z])(?:credit(?!s| card)\w*|cit(?:e|ed|ing)|acknowledg\w+|attribution|links? (?:back|to))(?![a-z])"

_SPREAD = (
    rf"(?:{_words('strong', 'commerce')}|(?<![a-z])(?:permissions?|consent|copie[ds]|copy(?:ing)?|shar(?:e|ed|"
    rf"ing)|distribut\w+|sold|"
    r"sell|upload\w*|publish\w*|photocop\w+|quot\w+|circulat\w+|remov\w+ this|claim)(?![a-z]))"
)
"""What is done to a text when it is passed on."""

_TELLING = (
    "欢迎链接 请注明学 复印不 送该 仿冒者 "
    "自取 随便拿 拿走 抱走 借用请 借图 用图请 刊登请 刊用请 刊布须 刊布请 欢迎采用 欢迎选用 "
    "欢迎刊 欢迎媒体 欢迎各媒体 媒体采用 媒体自由 媒体可 媒体免费 全文或部分 样刊 样报 请署 "
    "署名即 记得署 标出原 三分之一以内 立删 抄一罚 再配布 再次配 拆件 改名再 要外传 要传给 "
    "转给别 传给别 再传 到群外 往网上 放到网 传到网 发到网 传至网 上传文库 贴全文 贴链接 "
    "链接可 分享链接 接复制全 写信给我 给我写信 写封邮件 跟我说 和我说 先告诉 先告知 告诉我 "
    "说一声 招呼一声 打招呼 打个招呼 提一句 我的名字 致谢 引用下列 引用以下 引用我们 请引用 "
    "须引用 应引用 引用请 可引用 演出请 演出须 录音录 谢绝录 勿引用 得引用 开引用 请勿拍 "
    "得拍照 勿抄录 得抄录 勿流出 勿转出 盗贴 都是搬运 均为盗 都是盗 皆为盗 打包出售 打包售 "
    "打包卖 拿来卖 拆页 转售 自用即 请自用 勿声称 版权保护 权益问题 侵害了您 须告知 无须告知 "
    "无需告知 另行授权 随意使用 随意取 可改可用 开放共享 开放转 复制使用 授权教学 教学使用 "
    "下载打印 下载列印 转寄 转走 想转就 转的话 首肯 点头 未经本人 经本人 本人审阅 征得其 "
    "家属同意 商用需 商用请 商用须 改写后发 写后发布"
)
"""Words of Chinese that stand in few sentences that are no notice."""

_TELLING_IN_ENGLISH = (
    "drop me|let me know|send me|get in touch|write to our|write to me|ask me first|ask first|ask before|"
    "please ask|link back|reupload|re-upload|repackage|bundle this|mirror this|for resale|resell|"
    "selling prints|may print|may use this|may use these|may download|freely adapt|can freely|"
    "for publication|not cite|not quote|be quoted|must cite|should cite|please cite|should acknowledge|"
    "moral right|rights are held|rights to the|rights belong|remains with|copying is|copying whole|"
    "quotation is|excerpts may|forward this|share online|shared online|put online|posted online|"
    "do not scrape|not scrape|archive this|onward|own use|private study|single copies|one copy|in full or|"
    "full or in part|name on it|my name|came from|credit me|credit my|adapt this|translate this|"
    "translate these|translate my|translate it|my permission|no credit|without fee|without asking|"
    "screenshots|reposts|on request|consent of|be cited|is named|copied and pasted|use it anywhere|"
    "these icons|for teaching|happy for|is mine|are mine|of these images|reuse figures|reuse the|"
    "published elsewhere"
)

COMPOSED = (
    _family(
        "no-reprint",
        "征求同 征求作 征求本 未经 非经 未获 未得 未征 "
        + _product("得 系 面 先 请 需 须 经 商业", "授权 许可 同意 作者作 本人本 本站本 权利人")
        + " "
        + _product("授权 许可 同意", "后方 方可 后使 请联 请洽 请来 请致 请加 事宜"),
        rf"(?:{ZH['without']}|征得|取得|获得|[必须需应先请]|联系|购买){_NEAR}(?:授权|许可|同意|允许)|(?:授权|"
        rf"许可){_NEAR}(?:[联洽]|来信|致电)",
        beside="all-rights-reserved",
    ),
    _family(
        "no-reprint",
        f"{_RARE} {_product('擅自', '复制 下载 使用 修改 删改 传播 转发 上传 发布 引用 改编 截图 公开 摘 采')} "
        f"{_product('得 止 禁 勿 可 许 准 绝 要 能', _COMMON)}",
        rf"{_FORBIDS}{_NEAR}{_DONE}|不[要能]{_NEAR}(?:{ZH['strong']}|外传|外发|搬[去走到]|商用|盗用|照搬|录[屏音像]|翻拍|截[图屏])",
        beside="all-rights-reserved",
    ),
    _family(
        "reprint-with-credit",
        "注明 标明作 标明出 标明来 标明原 标明转 标注 附上 附带 保留 署名 引注 加注 写明出 写明来 写清",
        rf"(?:{ZH['credit']}){_NEAR}(?:{ZH['source']})",
        beside="open",
    ),
    _family(
        "reprint-with-credit",
        "转载 转贴 转录 转帖 转走请 转走要 转走记 转用请 转用须 转寄 禁转 转请 转前 转的话 摘编 摘登 搬运 翻印 "
        "翻录 翻版 抱走 抱图 拿走请 拿走记 拿走, 盗印 盗用 盗版 盗图 盗文 盗链 洗稿 重制 抄袭 剽窃 外流 外转 独家 签约 "
        "约稿 转发到 转发请 转发朋",
        rf"(?:{ZH['strong']}|[抱拿]走|抱图)",
        beside="open",
    ),
    _family(
        "copyright",
        f"版权 著作权 侵删 权利人 {_product('产权 财产权', '归 属 均 皆 由 为')} "
        f"{_product('侵权', '请 必 联 告 删 烦 投 , 即 疑 可 立 行 追')} 有侵权 有侵犯 侵犯了您 侵犯您 侵犯你 "
        f"侵犯到 侵犯贵 追究侵 属侵权 改编权 翻译权 影印权 属于侵权 视为侵权 视作侵权",
        rf"(?:改编|翻译|影印|摄制)权{_NEAR}(?:归|属|所有|保留)|"
        rf"(?:拥有|享有|持有|保留){_NEAR}(?:版权|著作权|知识产权)|"
        rf"(?:版权|著作权|知识产权|智慧财产权){_NEAR}(?:归|属|所有|享有|保留|保护|为|在)|"
        rf"侵删|(?:侵权|侵犯|侵害|版权|权利人){_NEAR}(?:联[系络]|邮[件箱]|来信|删除|告知|通知|必究|追究|责任|处理)|"
        rf"追究{_NEAR}责任|(?:属于?|视[为作])侵权",
        beside="open",
    ),
    _family(
        "study-only",
        "仅供 仅限 仅用 仅可 仅为 仅能 仅作 仅开放 自用 学术界 只供 只限 只可用 只能用 只用于 只作 不用于 商用 "
        "盈利 牟利 赚钱 非商业 商业用 商业目 商业使 商业转 商业授 商业合 商业媒 商业应 商业机 商业开 商业行 之目的",
        rf"(?:[仅只](?:[供限为可能作]|开放)?[于给]?|限于|用[于作]|[可为]){_NEAR}(?:学习|研究|交流|科研|学术|"
        rf"教学|个人|内部|欣赏|阅读|参赛|[比竞]赛|"
        rf"评测|非商业|公益|试读|存档|传阅|{ZH['commerce']})|"
        rf"(?:商用|赚钱|商业(?!秘密|银行|贿赂|保险|健康|网点|化|性|街|区)|营利){_NEAR}(?:授权|许可|联[系络]|"
        rf"购买|付费|同意|[须请])",
        beside="non-commercial",
    ),
    _family(
        "permission",
        _product("自由 随意 任意 免费 无偿 欢迎 允许", _PERMITTED)
        + " 无偿、 免费放 免费提 自由链 自由地 随意地 任意地 免费用 随便转 随便用 随便拿 自由取 "
        "feelfreeto welcometo freetouse usefreely usethis reusepermitted reuseispermitted reuseallowed reuseisallowed",
        rf"(?:自由|随[意便]|任意|免费|无偿|欢迎(?!{_WELCOME})|允许){_NEAR}(?:{_DONE}|转)|"
        rf"(?:feel free|(?:free|welcome)) to (?:\w+ )?{_words('act', 'strong')}|(?<![a-z])use (?:this|these|it|them)?"
        r" ?freely(?![a-z])|(?<![a-z])re-?use (?:is )?(?:permitted|allowed)(?![a-z])",
        beside="open",
    ),
    _family(
        "no-reprint",
        f"{_product('本 此', _WORK)} 以上内 以上系 以上文 上述内 上述资 这篇文",
        rf"(?:{ZH['this']})[^。!?;]{{0,40}}?(?:{_FORBIDS}{_NEAR}{_DONE}|"
        rf"(?:{ZH['only']}){_NEAR}(?:{ZH['purpose']}|{ZH['commerce']})|"
        rf"[如若](?:需要?|[要欲想])|[请切]勿|谢绝|欢迎{_NEAR}{_DONE}|独家|签约|约稿|者,)",
        beside="all-rights-reserved",
    ),
    _family(
        "reprint-with-credit",
        "如需 如要 若需 若要 想要转 想转 欲转 需要转 如欲 若欲 想把 打算转 打算用",
        rf"(?:[如若]需要?|[如若]要|[如若]欲|想|欲|需要|打算){_NEAR}(?:{ZH['act']}|{ZH['strong']}|{ZH['this']})",
        beside="open",
    ),
    _family(
        "copyright",
        _product("来自 来源 源自 取自 来源于 转自", "网络 互联 于网")
        + " 转自 原作者 如有不妥 若有不妥 尊重版 尊重原 尊重知 尊重劳 尊重他人劳",
        rf"(?:来自|来源于?|源自|取自|转自|[如若]有){_NEAR}(?:网络|互联网|{ZH['delete']}|{ZH['contact']}|作者)|"
        rf"尊重{_NEAR}(?:版权|原创|作者|劳动|知识产权)",
        beside="open",
    ),
    _family(
        "no-reprint",
        "permission consent authoriz authoris approval reproduc redistribut republi reprint repost distribut "
        "copied copying copie quoted shared donotcopy donotshare donotforward donotpost donotcirculate "
        "donotquote donotcite donotpublish donottranslate donotsteal donothotlink beforereusing beforesharing "
        "beforecopying nottopost nottoshare nottocopy notallowed notpermitted prohibited forbidden notbe",
        rf"{_words('not', 'without', 'only')}{_NEAR_IN_ENGLISH}{_words('strong')}|"
        rf"{_words('strong')}{_NEAR_IN_ENGLISH}{_words('not', 'without', 'consent', 'consequence')}|"
        rf"{_words('act')}{_NEAR_IN_ENGLISH}(?<![a-z.-])(?:without|permission|consent|not allowed|not "
        rf"permitted|prohibited|forbidden)(?![a-z=-])|"
        rf"(?<![a-z])(?:may|can) be (?:freely )?(?:quoted|(?:photo)?copied|reproduced|reprinted|re-?used|shared|"
        rf"distributed|translated|used freely)(?![a-z])|"
        rf"(?<![a-z])before (?:you )?(?:re-?(?:post|print|publish|produc|us)\w*|shar\w+|copy\w*)|"
        rf"(?:may|must|should|can) not be {_words('strong', 'act')}|"
        rf"(?:do not|not to|never) (?:copy|share|forward|post|circulate|distribute|sell|upload|cite|quote|publish|"
        rf"translate|steal|hotlink)(?![a-z])|"
        rf"(?<![a-z.-])(?:permission|consent)(?![a-z=-]){_NEAR_IN_ENGLISH}{_words('act')}",
        beside="all-rights-reserved",
    ),
    _family(
        "study-only",
        "donotsell don'tsell forteachers commentary non-profit nonprofit studyonly useonly non-commercial "
        "noncommercial academic research educational scholarly personal privatestudy privateuse teaching commercial",
        rf"{_words('only', 'not')}{_NEAR_IN_ENGLISH}{_words('commerce', 'purpose')}|"
        rf"{_words('commerce', 'purpose')}{_NEAR_IN_ENGLISH}{_words('only', 'not', 'consent')}|"
        rf"(?:for|to) (?:\w+ )?{_words('purpose')}|commercial (?:users?|use|re-?use|"
        rf"media){_NEAR_IN_ENGLISH}{_words('contact', 'consent')}",
        beside="non-commercial",
    ),
    _family(
        "study-only",
        "内部资 内部刊 内部文 内部材 内部交 内部发 内部教 内部培 内部讲 内部学",
        r"内部(?:资料|刊物|文[件档献]|材料|交流|发行|教[学材]|培训|讲义|学习)",
        beside="all-rights-reserved",
    ),
    _family(
        "no-training",
        "usedtotrain aitraining trainai trainany trainingai trainingof "
        "scraping 训练人工 训练模型 训练大 训练语 训练任 训练ai "
        "ai训练 模型训练 训练数据 爬虫采 采集和训 机器学习训",
        rf"{_words('not', 'without')}{_NEAR_IN_ENGLISH}(?<![a-z])(?:ai|train\w*|scraping|machine learning)(?![a-z])|"
        rf"(?<![a-z])(?:ai|train\w*|scraping)(?![a-z]){_NEAR_IN_ENGLISH}{_words('not', 'without', 'consent')}|"
        rf"{_FORBIDS}{_NEAR}(?:训练|爬虫|采集)",
        beside="all-rights-reserved",
    ),
    _family(
        "reprint-with-credit",
        "credit cite citing acknowledg attribution linkback linkto",
        rf"{_CREDITED}{_NEAR_IN_ENGLISH}{_words('source', 'strong', 'act')}|"
        rf"{_words('permit', 'strong', 'act')}{_NEAR_IN_ENGLISH}{_CREDITED}",
        beside="open",
    ),
    _family(
        "no-reprint",
        f"{_product('this these our my the', _ENGLISH_WORK)} "
        f"{_product('all', 'content text material rights image photo')}",
        rf"(?:{_words('this')}|the) {_NEAR_IN_ENGLISH}{_words('not', 'only', 'without')}{_NEAR_IN_ENGLISH}{_SPREAD}|"
        rf"{_SPREAD}{_NEAR_IN_ENGLISH}{_words('this')} (?:\w+ )?{_words('work')}",
        beside="all-rights-reserved",
    ),
    _family(
        "copyright",
        "copyright rightsreserved ©",
        rf"{_words('right')}{_NEAR_IN_ENGLISH}{_words('right', 'source', 'consent', 'work')}",
        beside="open",
    ),
    Family(
        kind="no-reprint",
        anchors=(*_TELLING.split(), *_TELLING_IN_ENGLISH.replace(" ", "").split("|")),
        pattern=lazily(rf"{'|'.join(_TELLING.split())}|(?<![a-z])(?:{_TELLING_IN_ENGLISH})"),
        fits=reads_as_notice,
        terms=reserved,
        beside="all-rights-reserved",
        yields=True,
    ),
)
