"""Kinds of files as they lie in folders: what programs and sites write around texts, and how people write them.

Each kind has several instances, and beside them what looks alike and must stay. All are read through ``normalize``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bdci_corpus import normalize, undo


@dataclass(frozen=True)
class Case:
    """A file and what it becomes: its text in paragraphs, or what it holds and lacks; its fields and headings."""

    source: str
    name: str = "a.txt"
    text: Sequence[str] | None = None
    holds: Sequence[str] = ()
    lacks: Sequence[str] = ()
    fields: Mapping[str, str | None] = field(default_factory=dict)
    headings: Sequence[str] | None = None


PROSE = "入夜之后，北风卷着雪粒子打在窗纸上，沙沙地响。"
MORE = "沈砚把炭盆拨旺了些，又往灯里添了油，这才坐下。"

CHAPTER = f"第三章 雪夜\n\n{PROSE}\n\n{MORE}\n\n"
READ = ["第三章 雪夜", PROSE, MORE]

SITES = {
    "a chapter with its site's lines": Case(
        f"{CHAPTER}（本章完）\n\n上一章 | 目录 | 下一章\n"
        "最新网址：www.a.example 手机用户请浏览 m.a.example 阅读，更优质的体验。\n",
        text=READ,
    ),
    "a call in the middle": Case(
        f"第三章 雪夜\n\n{PROSE}\n一秒记住【甲书网】，为您提供精彩小说阅读。\n{MORE}\n", text=READ
    ),
    "a call with the newest chapters": Case(f"{CHAPTER}甲书网最快更新雪夜最新章节！\n", text=READ),
    "the source of an e-book": Case(
        f"{CHAPTER}　　==========================\n更多更好资源请访问www.a.example.com\n", text=READ
    ),
    "arrows around chapters": Case(f"{CHAPTER}←上一章 章节列表 下一章→\n", text=READ),
    "a story that speaks of a shop": Case(
        f"第三章 雪夜\n\n他说，请记住本店的招牌。\n\n{PROSE}\n", holds=["请记住本店的招牌"]
    ),
    "a chat's export": Case(
        "消息记录（此消息记录为文本格式，不支持重新导入）\n\n====================\n消息分组:我的好友\n"
        "====================\n消息对象:小组作业\n====================\n\n"
        "2020-02-14 20:31:05 老王(10001)\n今晚交初稿。\n",
        lacks=["消息记录", "===", "我的好友"],
        holds=["老王：今晚交初稿。"],
        fields={"title": "小组作业"},
    ),
    "sections that may be edited": Case(
        f"青岩镇\n\n{PROSE}\n\n{MORE}\n\n历史沿革\n编辑\n{MORE}\n{PROSE}\n\n建筑特色\n播报\n编辑\n{PROSE}\n",
        lacks=["编辑"],
        headings=["青岩镇", "历史沿革", "建筑特色"],
    ),
    "sections of a wiki's print": Case(
        f"青岩镇\n\n{PROSE}\n\n{MORE}\n\n历史[编辑]\n\n{MORE}\n\n交通[编辑]\n\n{PROSE}\n",
        lacks=["编辑"],
        headings=["青岩镇", "历史", "交通"],
    ),
    "a single word is no offer": Case(f"职务\n\n{PROSE}\n\n编辑\n\n{MORE}\n", holds=["编辑"]),
    "an account's article": Case(
        f"修表匠\n\n原创 许立 城南旧事  2021-06-18 20:00\n\n点击上方蓝字关注我们\n\n▼\n\n{PROSE}\n\n{MORE}\n\n"
        "图 | 来自网络\n编辑 | 小满\n\n- END -\n\n阅读 2.3万\n赞 312\n在看 128\n",
        text=["修表匠", PROSE, MORE],
        fields={"author": "许立"},
    ),
}

AUTHORS = {
    "a name below a title": Case(
        f"风雪夜\n\n何思远\n\n{PROSE}\n\n{MORE}\n", text=["风雪夜", PROSE, MORE], fields={"author": "何思远"}
    ),
    "a name with a wide blank": Case(
        f"　　背影\n\n　　朱　明\n\n　　{PROSE}\n", text=["背影", PROSE], fields={"title": "背影"}
    ),
    "a dynasty and a name": Case(
        f"小石潭记\n\n（唐）柳宗元\n\n{PROSE}\n", text=["小石潭记", PROSE], fields={"author": "柳宗元"}
    ),
    "a name of four characters": Case(f"归途\n欧阳子衿\n\n{PROSE}\n\n{MORE}\n", fields={"author": "欧阳子衿"}),
    "a name in the old script": Case(
        "雨夜\n\n張愛華\n\n那天下了很大的雨，我們都沒有帶傘。\n", fields={"author": "張愛華"}
    ),
    "an account with its followers": Case(
        f"谈谈搬家\n\n慢慢走 \n公众号：慢慢说\n已关注\n\n328 人赞同了该文章\n\n{PROSE}\n\n{MORE}\n\n"
        "发布于 2020-11-03 08:12\n\n\u200b赞同 328\n\u200b\n\u200b45 条评论\n",
        text=["谈谈搬家", PROSE, MORE],
        fields={"author": "慢慢走"},
    ),
    "roles by bars": Case(
        f"修表匠\n\n文 | 许立\n摄影｜老方\n\n{PROSE}\n\n{MORE}\n",
        text=["修表匠", PROSE, MORE],
        fields={"author": "许立"},
    ),
    "roles by strokes": Case(
        f"对话甲：只拍普通人\n\n记者 / 何田\n\n{PROSE}\n", fields={"author": "何田", "title": "对话甲：只拍普通人"}
    ),
    "sections of two characters": Case(
        f"手册\n\n安装\n\n{PROSE}\n\n{MORE}\n\n卸载\n\n{MORE}\n\n{PROSE}\n",
        headings=["手册", "安装", "卸载"],
        fields={"author": None},
    ),
    "a word that begins like a name": Case(f"手册\n\n方法\n\n{PROSE}\n", fields={"author": None}),
    "poems of several authors": Case(
        "登楼\n\n王之涣\n\n白日依山尽，黄河入海流。\n\n相思\n\n王维\n\n红豆生南国，春来发几枝。\n",
        holds=["王之涣", "王维"],
        fields={"author": None},
    ),
    "a header below breadcrumbs": Case(
        "首页 > 笔记 > 正文\n\n排查记录\n\n作者：老猫  发布时间：2019-04-12 22:41  浏览：1032次\n\n" + PROSE,
        text=["排查记录", PROSE],
        fields={"title": "排查记录", "author": "老猫", "published": "2019-04-12T22:41:00"},
    ),
}

POEMS = {
    "a long line among short ones": Case(
        "面朝河流\n\n清晨的雾从对岸升起\n像一匹还没有染过的布\n母亲在石阶上捶打\n声音一圈一圈地荡开\n\n"
        "后来河改了道\n石阶留在菜地中间\n\n"
        "我带着孩子去看那些石头我说这里从前有船有卖藕粉的人有下雨天也不肯回家的我们\n他只问\n水呢\n",
        holds=["后来河改了道\n石阶留在菜地中间", "他只问\n水呢"],
        headings=["面朝河流"],
    ),
    "stanzas of three lines": Case(
        "旧屋\n\n门是开着的\n风进来\n坐了一会儿\n\n桌上的灰\n很厚\n写不下一个字\n\n我喊了一声\n只有墙\n答应我\n",
        holds=["门是开着的\n风进来\n坐了一会儿", "我喊了一声\n只有墙\n答应我"],
        headings=["旧屋"],
    ),
    "stanzas of two lines": Case(
        "雨\n\n雨落在瓦上\n像很多人小声说话\n\n雨落在水里\n什么也没有说\n\n我撑着伞\n站在中间\n",
        holds=["雨落在瓦上\n像很多人小声说话"],
        headings=["雨"],
    ),
    "entries of a register": Case(
        "名单\n\n姓名：周明\n电话：1380000\n\n姓名：吴江\n电话：1390000\n\n姓名：李立\n电话：1370000\n",
        holds=["姓名：周明", "电话：1370000"],
    ),
}

LETTERS = {
    "a title of two lines": Case(
        "青山市人民政府办公室关于印发青山市城区\n停车管理办法的通知\n\n青政办发〔2020〕17号\n\n各县人民政府：\n\n"
        "现将办法印发给你们，请认真贯彻执行。\n",
        fields={"title": "青山市人民政府办公室关于印发青山市城区停车管理办法的通知"},
    ),
    "a reply": Case(
        "乙省教育厅关于同意设立乙城第二中学\n国际部的批复\n\n乙城市教育局：\n\n你局的请示收悉，经研究，现批复如下。\n",
        fields={"title": "乙省教育厅关于同意设立乙城第二中学国际部的批复"},
    ),
    "an opinion in the old script": Case(
        "丙縣政府關於加強冬季校園安全\n工作的意見\n\n各學校：\n\n冬季將至，請各校做好安全工作。\n",
        fields={"title": "丙縣政府關於加強冬季校園安全工作的意見"},
    ),
    "a chapter that a list follows": Case(
        "停车办法\n\n第一章　总　则\n\n第一条　为规范秩序，制定本办法。\n\n第二章　规划\n\n"
        "第二条　规划应当遵循下列原则：\n（一）配建为主；\n（二）节约用地。\n\n"
        "第三章　附则\n\n第三条　自公布之日起施行。\n",
        headings=["停车办法", "第一章 总 则", "第二章 规划", "第三章 附则"],
    ),
}

DRAWN = {
    "a listing with numbers": Case(
        "例 5-3\n\n程序如下。\n\n 1  #include <stdio.h>\n 2\n 3  int gcd(int a, int b)\n 4  {\n"
        " 5      while (b != 0) {\n 6          a = b;\n 7      }\n 8  }\n\n第五行循环。\n",
        holds=[" 5      while (b != 0) {", " 6          a = b;"],
    ),
    "a listing of Python": Case(
        "代码如下。\n\n1: def f(x):\n2:     if x < 0:\n3:         return -x\n4:     return x\n\n以上。\n",
        holds=["3:         return -x"],
    ),
    "frames of a table": Case(
        "结果如下。\n\n+----+----+\n| a  | b  |\n+====+====+\n| 12 | 18 |\n+----+----+\n",
        holds=["| 12 | 18 |"],
        lacks=["+--", "+=="],
    ),
    "rules between parts": Case(
        f"{PROSE}\n\n--------------------\n\n{MORE}\n********************\n{PROSE}\n", text=[PROSE, MORE, PROSE]
    ),
    "a blank to fill in": Case("姓名：__________\n\n请在横线上填写。\n\n______________\n", holds=["\n______________"]),
    "heads of pages": Case(
        "第三章  水力学                        27\n\n静止的水对容器壁有压力，叫做静水压强。\n\n水愈深，压强愈大。\n\n"
        "用符号表示。\n\n单位是帕。\n\n28                      农村小水电\n\n在同一水平面上，各点的压强都相等。\n",
        lacks=["27", "28", "农村小水电"],
    ),
    "a table of contents": Case(
        "目录\n\n总则              1\n规划              2\n附则              3\n\n正文从这里开始。\n",
        holds=["总则", "规划", "附则"],
    ),
    "a log": Case(
        "2023-05-01 12:00:01,123 INFO  [main] App - 启动\n2023-05-01 12:00:03,456 WARN  [p-1] Db - 连接不足\n"
        "2023-05-01 12:00:05,001 ERROR [p-1] Order - 失败\n"
        "java.lang.NullPointerException: null\n\tat a.Order.create(Order.java:42)\n",
        holds=["失败\njava.lang.NullPointerException: null\n\tat a.Order"],
    ),
}

READINGS = {
    "an exam on readings": Case(
        "一、选择\n\n1．下列注音正确的一项是（    ）\nA．酝酿(niàng)    贮蓄(zhù)    着落(zháo)\n"
        "B．应和(hè)    黄晕(yùn)    澄清(chéng)\nC．烘托(hōng)    静谧(mì)    看护(kān)\n",
        holds=["酝酿（niàng）", "黄晕（yùn）", "\nB．应和"],
    ),
    "words to learn": Case(
        "生字表\n\n憔悴(cuì)、絮叨(dao)、分歧(qí)、瘫痪(huàn)、暴怒(nù)、捶打(chuí)。\n",
        holds=["憔悴（cuì）", "瘫痪（huàn）"],
    ),
    "a converter's page": Case(
        "數(shù)字體驗(yàn)官的網(wǎng)絡(luò)實(shí)事，是經(jīng)過調(diào)查後寫(xiě)成的報(bào)告。\n",
        lacks=["shù", "wǎng", "bào"],
    ),
}

POSTS = {
    "a link to a post": Case(
        "# 题\n\n见 {% post_link linux-crontab crontab 使用笔记 %}。\n", "a.md", holds=["见 crontab 使用笔记。"]
    ),
    "a link to a post in quotes": Case(
        '# 题\n\n见 {% post_link a "Vim 入门" true %}。\n', "a.md", holds=["见 Vim 入门。"]
    ),
    "a list within a list": Case("# 题\n\n* * 甲\n  * 乙\n* 丙\n\n正文。\n", "a.md", lacks=["* * "]),
    "an included file": Case(
        "# 题\n\n<<< @/snippets/a.js{2}\n\n@[code js](./a.js)\n\n正文。\n", "a.md", text=["题", "正文。"]
    ),
    "components": Case(
        '# 题\n\nimport Tabs from \'@theme/Tabs\';\n\n<Tabs>\n  <TabItem value="a" label="A">\n\n```sh\nls\n```\n\n'
        '  </TabItem>\n  <TabItem value="b">\n\n正文。\n\n  </TabItem>\n</Tabs>\n',
        "a.md",
        text=["题", "```sh\nls\n```", "正文。"],
    ),
    "the title of a box": Case(
        "# 题\n\n## 节\n\n正文。\n\n::: tip 提示\n先装好。\n:::\n", "a.md", headings=["题", "节"]
    ),
    "a post copied with its counts": Case(
        "# 快速排序\n\n置顶 小白学编程 于 2020-11-05 10:32:19 发布 阅读量3.6w 收藏 214 点赞数 58\n"
        "文章标签： python 算法\n版权\n\n## 一、思路\n\n分治。\n",
        "a.md",
        text=["快速排序", "一、思路", "分治。"],
        fields={"author": "小白学编程", "published": "2020-11-05T10:32:19"},
    ),
    "the labels of a form": Case(
        "**问题描述**\n\n点击以后没有反应。\n\n**复现步骤**\n\n打开任意一页。\n", "a.md", fields={"title": None}
    ),
    "a bold title": Case("**夜航**\n\n船开了，岸上的灯渐渐远去。\n", "a.md", fields={"title": "夜航"}),
    "a cell of HTML": Case(
        'text,title\n"<p>昨天开放。</p><p>有<strong>三万</strong>册。</p>",新馆\n"甲<b>乙",丙\n',
        "a.csv",
        holds=["昨天开放。\n\n有三万册。", "甲<b>乙"],
    ),
}

MARKUP = {
    "LaTeX": Case(
        "\\documentclass{ctexart}\n\\usepackage{amsmath}\n\\title{素数笔记}\n\\author{何思}\n\\date{2018年5月}\n"
        "\\begin{document}\n\\maketitle\n\\section{引言}\n设 $\\pi(x)$ 为个数\\footnote{见文献。}，即\n"
        "\\begin{equation}\n\\pi(x) \\sim x\n\\end{equation}\n% 注\n\\begin{itemize}\n  \\item \\textbf{上界}；\n"
        "\\end{itemize}\n\\end{document}\n",
        "a.tex",
        text=["素数笔记", "引言", "设 $\\pi(x)$ 为个数（见文献。），即", "\\pi(x) \\sim x", "- 上界；"],
        fields={"title": "素数笔记", "author": "何思", "published": "2018-05"},
        headings=["素数笔记", "引言"],
    ),
    "a list of lists as a table": Case(
        "标题\n====\n\n.. list-table::\n   :header-rows: 1\n\n   * - 参数\n     - 说明\n"
        "   * - ``-p``\n     - 端口\n\n完。\n",
        "a.rst",
        text=["标题", "| 参数 | 说明 |\n| `-p` | 端口 |", "完。"],
    ),
    "a footnote of reStructuredText": Case(
        "标题\n====\n\n正文 [#a]_ 。\n\n.. [#a] 注释在此。\n", "a.rst", text=["标题", "正文。", "注释在此。"]
    ),
    "a table of AsciiDoc": Case(
        '= 规范\n张工 <z@a.example>\nv1.2, 2020-09-01\n\n[cols="1,3"]\n|===\n'
        "|名称 |说明\n\n|page\n|页码\n|===\n\n* 甲\n** 乙\n",
        "a.adoc",
        text=["规范", "| 名称 | 说明 |\n| page | 页码 |", "* 甲\n  * 乙"],
        fields={"author": "张工", "published": "2020-09-01"},
    ),
    "boxes and notes of Org": Case(
        "#+TITLE: 题\n\n* 包管理 [1/2]\n  - [X] 甲\n  - [ ] 乙\n\n见[fn:1]。\n\n[fn:1] 手册。\n",
        "a.org",
        holds=["- ☑ 甲", "- ☐ 乙", "见。", "手册。"],
        lacks=["[1/2]", "fn:"],
    ),
    "templates that show something": Case(
        "'''甲'''是{{lang|la|Via}}，又称{{lang-en|Road}}、{{le|乙|B}}。{{tsl|en|C|丙}}在东。{{cite web|title=x}}\n\n"
        "== 史 ==\n{{quote|引文。}}\n",
        "a.wiki",
        holds=["甲是Via，又称Road、乙。丙在东。", "引文。"],
        lacks=["cite", "{{"],
    ),
    "a script of subtitles": Case(
        "[Script Info]\nTitle: 第01话\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,黑体\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:02.10,0:00:04.55,Default,,0,0,0,,{\\fad(200,200)}老师，我还是不会\\N{\\fs40}Sensei\n"
        "Comment: 0,0:00:06.90,0:00:07.00,Default,,0,0,0,,加特效\n"
        "Dialogue: 0,0:00:07.20,0:00:10.00,Default,王,0,0,0,,再看一遍\n",
        "a.ass",
        text=["老师，我还是不会", "Sensei", "再看一遍"],
        fields={"title": "第01话"},
    ),
    "notes and names of cues": Case(
        "WEBVTT - 课\n\nNOTE 校对\n\nintro\n00:00:01.000 --> 00:00:04.000\n<v 王>同学们好。\n\n"
        "2\n00:00:04.500 --> 00:00:07.000\n把一个苹果\n",
        "a.vtt",
        text=["同学们好。", "把一个苹果"],
        headings=[],
    ),
    "quoted lines of mail": Case(
        "From: a@b.example\nDate: Tue, 12 Mar 2019 15:04:08 +0800\nSubject: x\n\n"
        "> 甲应该作为一个词，\n> 不必再切。\n\n同意。\n",
        "a.eml",
        holds=["> 甲应该作为一个词，\n> 不必再切。"],
    ),
}

THREADS = {
    "a panel with cards": Case(
        "柜子开裂怎么修？ [复制链接]\n\n木工\n\n木工 当前离线\n积分 128\n窥视卡\n雷达卡\n\n电梯直达\n楼主\n"
        "发表于 2016-8-21 14:33:09 | 只看该作者\n裂了一条缝。\n\n老刨花\n\n老刨花 当前离线\n积分 5621\n\n沙发\n"
        "发表于 2016-8-21 16:02:44 | 只看该作者\n不算大。\n",
        text=["柜子开裂怎么修？", "裂了一条缝。", "不算大。"],
        fields={"author": "木工"},
    ),
    "floors counted from zero": Case(
        "晚霞\n\n#0 楼主 云边 发表于 2022-07-15 19:02\n今天很美。\n\n#1 咸鱼 发表于 2022-07-15 19:06\n是的。\n",
        text=["晚霞", "今天很美。", "是的。"],
        fields={"author": "云边"},
    ),
    "answers with numbers above": Case(
        "V2EX › 程序员\n\n送了一个月外卖\n\nrider · 2020-08-03 09:12:44 +08:00 · 23871 次点击\n\n第一天跑了十一单。\n\n"
        "2 条回复  •  2020-08-05 10:01:22 +08:00\n\n1\nmonkey   2020-08-03 09:15:02 +08:00  ❤️ 12\n保重。\n\n"
        "2\ncat   2020-08-03 09:20:47 +08:00 via iPhone\n注意安全。\n",
        text=["送了一个月外卖", "第一天跑了十一单。", "保重。", "注意安全。"],
        fields={"title": "送了一个月外卖", "author": "rider"},
    ),
    "a weekday before the date": Case(
        "主题: 求推荐望远镜\n\n由 星空 » 周六 2014年10月11日 20:15\n预算一千。\n\n"
        "由 老目镜 » 周日 2014年10月12日 8:02\n一千以内够了。\n",
        text=["求推荐望远镜", "预算一千。", "一千以内够了。"],
        fields={"title": "求推荐望远镜", "author": "星空"},
    ),
    "the page of a bar": Case(
        "【图片】旧照片_怀旧吧_百度贴吧\n\n怀旧吧\n关注：128,331 贴子：2,314,556\n\n山里的风\n正式会员\n5\n\n"
        "翻箱子翻出来的。\n\n来自Android客户端1楼2015-02-18 21:33\n回复\n\n麦子\n中级粉丝\n7\n\n一模一样！\n\n"
        "来自iPhone客户端2楼2015-02-18 21:40\n收起回复\n",
        text=["旧照片", "翻箱子翻出来的。", "一模一样！"],
        fields={"title": "旧照片", "author": "山里的风"},
    ),
}

COPIES = {
    "an essay of Jianshu": Case(
        f"老屋\n\n青禾_ 关注\n0.7  2018.05.12 21:03:11  字数 812  阅读 356\n\n{PROSE}\n\n{MORE}\n\n0人点赞\n"
        '"小礼物走一走，来简书关注我"\n赞赏支持\n还没有人赞赏，支持一下\n',
        text=["老屋", PROSE, MORE],
        fields={"author": "青禾_", "published": "2018-05-12T21:03:11"},
    ),
    "a review of Douban": Case(
        f"每个人都只看见一半\n\n晚风 评论 一一 ★★★★★ 2015-06-20 23:11:02\n这篇影评可能有剧透\n\n{PROSE}\n\n{MORE}\n\n"
        "有用 312\n没用 5\n",
        text=["每个人都只看见一半", PROSE, MORE],
        fields={"author": "晚风", "published": "2015-06-20T23:11:02"},
    ),
    "a post of a bulletin board": Case(
        "发信人: oldmoon (老月亮), 信区: Reading\n标  题: 读《围城》\n"
        f"发信站: 水木社区 (Sat Nov  6 21:14:55 2010), 站内\n\n{PROSE}\n\n--\n※ 来源:·水木社区 newsmth.net·\n",
        text=["读《围城》", PROSE],
        fields={"author": "oldmoon", "published": "2010-11-06T21:14:55"},
    ),
    "floors in brackets": Case(
        "标题：露天电影\n\n[楼主] 老街坊 (2012-04-05 19:30)\n一块白布挂在操场上。\n\n"
        "[1楼] 卖冰棍的 (2012-04-05 19:41)\n五分一根。\n",
        text=["露天电影", "一块白布挂在操场上。", "五分一根。"],
        fields={"title": "露天电影", "author": "老街坊"},
    ),
    "a title with blanks between": Case(
        f"　　　　一 九 五 六 年 的 冬 天\n\n　　{PROSE}\n", text=["一九五六年的冬天", PROSE]
    ),
    "characters to learn": Case(f"识字\n\n天 地 人 你 我 他\n\n{PROSE}\n", holds=["天 地 人 你 我 他"]),
    "two lines of verse": Case(
        "# 题\n\n{% blockquote 顾城 %}\n草在结它的种子\n风在摇它的叶子\n{% endblockquote %}\n\n正文。\n",
        "a.md",
        holds=["草在结它的种子\n", "\n风在摇它的叶子"],
    ),
    "a wrapped sentence": Case("# 题\n\n把问题逐条记下来\n再去找人商量。\n", "a.md", holds=["记下来再去"]),
    "sections with plain numbers": Case(
        f"分词研究\n\n1 引言\n\n{PROSE}\n\n{MORE}\n\n2 方法\n\n2.1 特征\n\n{PROSE}\n\n{MORE}\n",
        headings=["分词研究", "1 引言", "2 方法", "2.1 特征"],
    ),
}

NOTES = {
    "a press notice": Case(
        "某市召开会议\n\n来源：某市水利局  发布时间：2020-07-02 09:31  浏览次数：532  字体：[大 中 小]\n\n"
        f"{PROSE}\n\n{MORE}\n\n【打印本页】【关闭窗口】\n",
        text=["某市召开会议", PROSE, MORE],
        fields={"outlet": "某市水利局", "published": "2020-07-02T09:31:00"},
    ),
    "messages with times": Case(
        "[2022/3/5 上午9:12:45] 阿明: 早晨\n[2022/3/5 上午9:13:02] Kitty: 早，今日去邊度飲茶\n"
        "[2022/3/5 上午9:13:40] 阿明: 老地方，十一點\n[2022/3/5 上午9:14:11] Kitty: 好，我帶埋阿媽\n",
        text=[
            "阿明：早晨",
            "Kitty：早，今日去邊度飲茶",
            "阿明：老地方，十一點",
            "Kitty：好，我帶埋阿媽",
        ],
    ),
    "messages with times of another order": Case(
        "03/05/2022, 9:12 - Ming: 早晨，大家好\n03/05/2022, 9:13 - Kit: 早，今日開會\n"
        "03/05/2022, 9:15 - Ming: 好，十點半見\n03/05/2022, 9:16 - Kit: 好，我訂房\n",
        text=["Ming：早晨，大家好", "Kit：早，今日開會", "Ming：好，十點半見", "Kit：好，我訂房"],
    ),
    "an archived thread": Case(
        "望江论坛's Archiver\n\n江边老李 发表于 2008-7-15 20:11\n\n江边拾贝\n\n每天到江边走走。\n\n"
        "渔舟 发表于 2008-7-15 21:30\n\n好雅兴。\n\n页: [1]\n\n查看完整版本: 江边拾贝\n",
        fields={"title": "江边拾贝", "author": "江边老李"},
    ),
    "a message of Weibo": Case(
        "城南旧事1978\n2021-7-9 22:13 来自 iPhone客户端\n小时候的冰棍，两毛钱一根。\n收藏 12 转发 35 评论 128 赞\n",
        text=["小时候的冰棍，两毛钱一根。"],
        fields={"author": "城南旧事1978", "published": "2021-07-09T22:13:00", "title": None},
    ),
    "icons and keys": Case(
        "# 题\n\n## 节\n\n按 ++ctrl+c++ 退出。:material-check: 完成！\n\n"
        "[下载 :fontawesome-solid-download:](u){ .md-button }\n",
        "a.md",
        text=["题", "节", "按 ctrl+c 退出。完成！", "下载"],
    ),
    "C++ and i++": Case("# 题\n\n## 节\n\nC++ 里 i++ 与 ++i 不同。\n", "a.md", holds=["C++ 里 i++ 与 ++i 不同。"]),
    "a speech": Case(
        f"毕业典礼上的讲话\n（2021年6月26日）\n校长 周启明\n\n亲爱的同学们：\n\n{PROSE}\n\n{MORE}\n",
        fields={"title": "毕业典礼上的讲话", "author": "周启明"},
    ),
    "a wiki's print": Case(
        f"骆马湖\n\n维基百科，自由的百科全书\n跳到导航\n跳到搜索\n\n{PROSE}\n\n{MORE}\n", text=["骆马湖", PROSE, MORE]
    ),
}

LANGUAGES = {
    "It’s small, it’s fast, and it doesn’t allocate.": "en",
    "The café was closed, and the staff were told that it is for the best — all of the “old” rooms.": "en",
    "Der Müller ging über die Brücke und sah den Fluß in der Abendsonne liegen.": "und",
    "Le café était fermé et la serveuse regardait les élèves.": "und",
}

ALL = {**SITES, **AUTHORS, **POEMS, **LETTERS, **DRAWN, **READINGS, **POSTS, **MARKUP, **THREADS, **COPIES, **NOTES}


@pytest.mark.parametrize("name", ALL)
def test_a_kind_is_read(name: str, tmp_path: Path) -> None:
    case = ALL[name]
    path = tmp_path / case.name
    path.write_text(case.source, "utf-8")
    documents = normalize(path)
    first, said = documents[0], "\n\n".join(document.text for document in documents)
    if case.text is not None:
        assert said.split("\n\n") == list(case.text)
    assert [part for part in case.holds if part not in said] == []
    assert [part for part in case.lacks if part in said] == []
    assert {key: first.fields.get(key) for key in case.fields} == dict(case.fields)
    if case.headings is not None:
        assert [heading.text for heading in first.headings] == list(case.headings)
    if first.origin.trace.reaches == "file":
        assert b"".join(map(undo, documents)) == case.source.encode()


@pytest.mark.parametrize("text", LANGUAGES)
def test_english_is_told_by_its_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    (document,) = normalize(path)
    assert document.language == LANGUAGES[text]
