"""The words of a page around a text: navigation, labels, bylines, page numbers, credits.

Each kind of line is a pattern made from its words, and so are the characters by which a line is known before
its pattern is tried: a word that is added here is looked for at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bdci_corpus.text.alphabet import HAN_CLASS

_OPENING = "←【[（(«»※▲"
"""What may stand before a word of navigation, a label or a byline."""

ORDINARY = (
    *("打印", "关闭", "收藏", "分享", "联系我们", "网站地图", "关于我们", "版权声明", "登录", "注册", "举报", "楼主"),
    *("沙发", "板凳", "地板", "道具", "回复", "支持", "反对", "点赞", "转发", "评论", "回覆", "檢舉"),
    *("推荐阅读", "推薦閱讀", "延伸阅读", "延伸閱讀"),
    *("往期推荐", "往期回顾", "往期精选", "精彩推荐", "相关推荐", "相關推薦", "相关阅读", "相關閱讀"),
    *("目录", "目錄", "喜欢", "收起", "关注", "已关注", "赞赏", "编辑", "书架", "上一话", "下一话"),
)
"""Words of navigation that may head a section or stand in a list as well."""

NAVIGATION_WORDS = (
    *ORDINARY,
    *("Scroll to top", "Scroll to Top", "Back to top", "Back to Top", "回到顶部", "回顶部", "回到頂部", "回頂部"),
    *("返回顶部", "返回頂部", "返回首页", "返回首頁", "返回列表", "返回目录"),
    *("上一页", "上一篇", "上一頁", "下一页", "下一篇", "下一頁", "上一章", "下一章", "上一节", "下一节"),
    *("章节目录", "章节列表", "章節目錄", "章節列表", "返回书页", "返回目錄", "返回書頁", "加入书签", "加入書籤"),
    *("投推荐票", "投推薦票", "推荐本书", "推薦本書", "加入书架", "加入書架", "收藏本站", "我的书架", "章节报错"),
    *("打印本页", "关闭窗口", "收藏本文", "点击展开全文", "展开全文", "阅读全文", "加入收藏", "设为首页"),
    *("使用道具", "只看该作者", "倒序浏览", "电梯直达", "复制链接", "显示全部楼层"),
    *("發表回覆", "只看該作者", "列印本頁", "關閉視窗"),
    *("跳至主要内容", "跳至主要內容", "跳到主要內容", "跳转到主要内容", "跳至正文", "Skip to main", "Skip navigation"),
    *("展开通版", "收缩通版", "在这里插入图片描述", "点击查看大图", "点击查看更多", "下载资源", "我要投稿", "会员中心"),
    *("跳到导航", "跳到搜索", "跳转到导航", "跳转到搜索", "跳至导航", "跳至搜索", "跳到導覽", "跳到搜尋"),
    *("Jump to navigation", "Jump to search", "Skip to main content", "Skip to content"),
    *(
        "跳到主要内容",
        "跳转到内容",
        "跳至内容",
        "跳至內容",
        "跳轉到內容",
        "本页总览",
        "本页目录",
        "编辑播报",
        "编辑本段",
    ),
    *("赞赏支持", "添加评论", "阅读原文", "轻触查看原文", "预览时标签不可点", "关注该公众号", "喜欢此内容的人还喜欢"),
    *("继续滑动看下一个", "收藏喜欢", "向上滑动看下一个", "播报编辑", "分享让更多人看到"),
    *(
        "廣告（請繼續閱讀本文）",
        "廣告 請繼續往下閱讀",
        "请继续往下阅读",
        "請繼續往下閱讀",
        "请继续阅读本文",
        "請繼續閱讀本文",
    ),
)

LABELS = (
    *("分享到", "分享至", "上一篇", "上一页", "上一頁", "下一篇", "下一页", "下一頁", "当前位置", "當前位置"),
    *(
        "当前版",
        "通版阅读请点击",
        "文章字数",
        "您在的位置",
        "您现在的位置",
        "您現在的位置",
        "相关链接",
        "相关阅读",
        "相关新闻",
        "相关文章",
    ),
    *("相關連結", "相關閱讀", "相關新聞", "延伸阅读", "延伸閱讀", "关注公众号", "关注微信公众号"),
    *("推荐阅读", "推薦閱讀", "往期推荐", "往期回顾", "往期精选"),
)
"""Words that a colon and anything at all follow."""

SIZES = ("字号", "字號", "字体大小", "字体", "字體")

_PAGE_LINES = {
    "编编輯发發": "(?:编辑于|发布于|編輯於|發佈於|发表于|發表於) ?\\d{4}-.{0,60}",
    "赞讚在": "(?:赞同 ?\\d.{0,30}|[赞讚] ?\\d[\\d.,]{0,7} ?[万w+]?|在看 ?\\d{0,7})",
    "阅閱": "[阅閱][读讀] ?\\d[\\d.,]{0,7} ?[万w+]?",
    "▼▲↓⬇👇": "[▼▲↓⬇👇\ufe0f ]{1,12}",
    "-—–·": "[-—–·]{1,6} ?(?:END|End|The End|THE END|全文完|完) ?[-—–·]{1,6}",
    "「真還还": "「?(?:真[诚誠][赞讚][赏賞][，,]手留[余餘]香|[还還]没有人[赞讚][赏賞][，,].{0,20})」?",
    "收": "收录于(?:合集|话题|专辑).{0,40}",
    "该您": "(?:该区域包括|您已进入)[^。]{0,16}[，,]按tab键.{0,20}|您好[，,][ ]?(?:访客|游客).{0,20}",
    "共全": "(?:全文)?共[计計]? ?\\d[\\d,]{0,8} ?[个個]?字[，,].{0,4}(?:需|[预預][计計]).{0,12}分[钟鐘].{0,4}",
    "本": "本文共[计計]? ?\\d[\\d,]{0,8} ?[个個]?字[，,。].{0,30}"
    "|本帖最[后後]由 .{1,40} [于於] .{1,30} [编編][辑輯]|本章(?:已)?完",
    "0123456789": "\\d[\\d,.]{0,9} ?[万萬]? ?(?:人(?:(?:赞同|讚同)了[该該](?:回答|文章)|已[赞讚][赏賞]|点赞)"
    "|[条條][评評][论論])",
    "（(": "[（(](?:本[章书書](?:已)?完|未完待[续續]|(?:本章)?未完[，,]?[请請]?(?:点击|點擊|翻页|翻頁)"
    "[^（）()]{0,20})[。.…]{0,3}[)）]",
    "维維来來": "(?:[来來]自)?[维維]基百科[，,](?:自由的百科全[书書]|自由嘅百科全書)",
    "点點": "[点點][击擊]上方[^，。]{0,20}(?:关注|關注|蓝字|藍字)[^，。]{0,20}"
    "|[点點][个個][^，。]{0,12}[“「]?在看[”」]?[^。]{0,16}",
    "收藏": "收藏(?: ?\\d{1,7})? ?[转轉][发發](?: ?\\d{1,7})? ?"
    "[评評][论論](?: ?\\d{1,7})? ?(?:[点點]?[赞讚] ?)?(?:\\d{1,7})?(?: ?[赞讚])?",
    "有没": "[有没]用 ?\\d{1,6}",
    "这": "这篇(?:影评|书评|剧评|评论)可能有(?:关键情节透露|剧透)",
    '“"小': '[“"]?小礼物走一走，来简书关注我[”"]?',
    "章": "章[节節][错錯][误誤][，,][点點]此.{0,20}",
}
"""Whole lines of a page, by what each may begin with."""

EDITORS = (
    *("责任编辑", "責任編輯", "责编", "責編", "编辑", "編輯", "校对", "校對", "审核", "審核", "作者"),
    *(f"本{what}{who}" for what in "期版文" for who in ("编辑", "编輯", "編辑", "編輯")),
)

STAFF = (
    *EDITORS,
    *("图", "圖", "图片", "圖片", "摄影", "攝影", "排版", "制图", "製圖", "设计", "設計"),
    *(
        "视频",
        "剪辑",
        "监制",
        "監製",
        "策划",
        "统筹",
        "制作",
        "出品",
        "来源",
        "來源",
        "初审",
        "复审",
        "终审",
        "主编",
        "运营",
        "视觉",
    ),
)
"""Who did what for a page, before a stroke and their names; who wrote it stays until it is read as its author."""

_STROKES = "|｜丨"

ORIGINS = ("来源", "來源")

TAGS = ("标签", "關鍵字")

FACTS = (
    *(
        "作者",
        "原文作者",
        "文章作者",
        "原文链接",
        "原文鏈接",
        "本文链接",
        "编辑整理",
        "譯者",
        "译者",
        "编者",
        "編者",
        "原文",
        "原作",
        "作词",
        "作詞",
        "作曲",
        "编曲",
        "編曲",
        "演唱",
        "填词",
        "填詞",
    ),
    *(
        "时间",
        "時間",
        "日期",
        "地点",
        "地點",
        "地址",
        "主持",
        "主持人",
        "出席",
        "列席",
        "缺席",
        "记录",
        "記錄",
        "记录人",
        "参加人员",
    ),
    *(
        "联系人",
        "聯絡人",
        "联系电话",
        "电话",
        "電話",
        "手机",
        "手機",
        "邮箱",
        "郵箱",
        "邮编",
        "传真",
        "傳真",
        "网址",
        "網址",
        "微信",
        "QQ",
    ),
    *(
        "发件人",
        "寄件人",
        "收件人",
        "抄送",
        "主送",
        "发送时间",
        "姓名",
        "性别",
        "性別",
        "年龄",
        "年齡",
        "民族",
        "籍贯",
        "学历",
        "职务",
    ),
    *(
        "编号",
        "編號",
        "文号",
        "版本",
        "附件",
        "附表",
        "价格",
        "價格",
        "规格",
        "導演",
        "导演",
        "主演",
        "片长",
        "类型",
        "語言",
        "语言",
    ),
    *(
        "注册日期",
        "注册时间",
        "積分",
        "积分",
        "帖子",
        "精华",
        "看板",
        "From",
        "To",
        "Cc",
        "Date",
        "Subject",
        "Author",
        "Tel",
        "Email",
    ),
)
"""Words before the colon of a line that states a fact of a document, a person or a meeting, and heads nothing."""

_PAGE_DASHES = "-—–·"

SCANS = ("扫描", "扫码", "扫碼", "掃描", "掃码", "掃碼", "长按", "長按", "微信扫", "微信掃")

PHOTO_SOURCES = ("图片来源", "圖片來源", "图源", "圖源")

PHOTOGRAPHY = ("摄影", "攝影")

GIVEN_PHOTO = ("供图", "供圖")

STOCK_PHOTOS = ("资料图", "资料图片", "資料圖", "資料圖片", "视频截图", "網路截圖", "网络截图")


def _any_of(words: Iterable[str]) -> str:
    """Return an alternation, the longest words first so that none hides another."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


NAVIGATION = re.compile(f"[←【\\[]?(?P<word>{_any_of(NAVIGATION_WORDS)})[】\\]→]?(?:[ |｜·/←→]+|(?=[【\\[])|$)")
"""A word of navigation and what parts it from the next."""

LABELED = re.compile(
    f"[{re.escape(_OPENING)}]? ?(?:{_any_of(LABELS)})[：:].{{0,80}}"
    f"|[【（(]?(?:{_any_of(SIZES)})[：: ]{{0,3}}[\\[【]?[大中小+-][大中小+\\- |/\\[\\]【】]{{0,20}}"
    f"|{'|'.join(_PAGE_LINES.values())}"
    "|.{0,6}扫一扫[，,]?.{0,20}|.{0,6}掃一掃[，,]?.{0,20}"
)

_EDITOR = f"(?:{_any_of(EDITORS)})[：:] ?"

_NAME = f"(?:[{HAN_CLASS}]{{2,4}}|[A-Za-z.]{{2,30}})"

_NAMES = f"{_NAME}(?:[ 、，,/·]{{1,3}}{_NAME}){{0,6}}"

BYLINE = re.compile(
    f"[【（(]?(?:{_EDITOR}{_NAMES}(?:[ 　]{{1,4}}{_EDITOR}{_NAMES}){{0,3}}"
    f"|(?:{_any_of(ORIGINS)})[：:][^()（）。，]{{1,50}})[)）】]?"
    f"|(?:{_any_of(TAGS)})[：:].{{0,80}}"
    f"|(?:{_any_of(STAFF)})(?:[&、/／](?:{_any_of(STAFF)}))? ?[{_STROKES}] ?[^。，：:|｜]{{1,40}}"
)

PAGE_NUMBER = re.compile(
    f"(?:[{_PAGE_DASHES}] ?\\d{{1,4}} ?[{_PAGE_DASHES}]"
    "|第 ?\\d{1,4} ?页(?:[ ,，/]*共 ?\\d{1,4} ?页)?|Page \\d{1,4} of \\d{1,4})"
)

MASTHEAD = re.compile(
    "[^\\s，。](?:[^，。]{0,40}[^\\s，。])?[ \u3000]{2,}[^，。]{0,20}(?:19|20)\\d\\d ?年 ?\\d{1,2} ?月 ?\\d{1,2} ?日"
    "[^，。]{0,30}"
)
"""The name of a paper and the day of the issue, parted by blanks, at the head of a page."""

BREADCRUMBS = re.compile(
    "[^<>»›。，]{1,20}(?: ?(?:>{1,2}|»|›) ?[^<>»›。，]{1,30}){2,8}(?: ?[>»›])?"
    "|[^。，：:]{0,20}(?:当前位置|當前位置|(?:您|你)(?:现|現)?在?(?:的)?位置)(?:是|在)?[：:][^。，]{1,80}"
)
"""The way from a site's front page to this one."""

FOLLOW = re.compile(f"(?:{_any_of(SCANS)}).{{0,12}}(?:关注|關注|二[维维][码碼])[{HAN_CLASS} 、，]{{0,40}}")
"""A call to follow an account."""

CREDIT_PATTERN = re.compile(
    f"[{HAN_CLASS}](?:{_any_of(GIVEN_PHOTO)})$"
    f"|[。，,！!？?”）)\\s][{HAN_CLASS}·/、 ]{{1,30}}(?:{_any_of((*PHOTOGRAPHY, '摄', '攝'))})$"
    f"|[（(][{HAN_CLASS}·/、 ]{{1,30}}(?:{_any_of((*PHOTOGRAPHY, '摄', '攝', *GIVEN_PHOTO))})[)）]$"
    f"|(?:^|[。 ])(?:{_any_of((*PHOTO_SOURCES, *PHOTOGRAPHY))})[：:/][^。]{{2,40}}$"
    f"|[（(](?:{_any_of(STOCK_PHOTOS)})[)）]$"
)
"""The credit of a picture at the end of a line."""

CREDIT_SOURCES = (*PHOTO_SOURCES, *(f"{word}{colon}" for word in PHOTOGRAPHY for colon in "：:/"))
"""What a text holds that has a credit whose end tells nothing."""

_PHOTO_ENDS = {word[-1] for word in (*GIVEN_PHOTO, *PHOTOGRAPHY)}

CHROME_STARTS = "".join(
    sorted(
        {
            *(word[0] for word in (*NAVIGATION_WORDS, *LABELS, *SIZES)),
            *"".join(_PAGE_LINES),
            *(word[0] for word in (*STAFF, *ORIGINS, *TAGS, *SCANS)),
            *(*_OPENING, *_PAGE_DASHES, "第", "P"),
        }
    )
)
"""What a line may begin with that is chrome."""

CHROME_SIGNS = ":：/>»›扫掃|｜丨／"
"""What a line may hold that is chrome and does not begin so: a label's colon, breadcrumbs, 扫一扫."""

CREDIT_ENDS = "".join(sorted({*_PHOTO_ENDS, *"摄攝", *")）"}))
"""What a line may end with that ends in a credit."""
