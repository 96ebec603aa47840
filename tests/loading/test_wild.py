"""Documents of kinds that the web is full of: what they state is fields, what they say is text, the rest is nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo


def read(text: str, name: str, folder: Path) -> list[Document]:
    """Read a file, and lead what it becomes back to its bytes."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    documents = normalize(path)
    assert b"".join(map(undo, documents)) == text.encode()
    return documents


WILD: Mapping[str, tuple[str, str, Mapping[str, str], str]] = {
    "an article saved from WeChat": (
        "a.md",
        (
            "# 一碗面里的城\n\n原创 小城故事 小城故事 *2022-08-15 07:30* *发表于甘肃*\n\n收录于合集 #美食 12个\n\n"
            "![图片](https://e.example/1)\n\n凌晨五点，马师傅的面馆亮起了灯。\n\n预览时标签不可点\n\n微信扫一扫\n"
            "关注该公众号\n"
        ),
        {"title": "一碗面里的城", "author": "小城故事", "outlet": "小城故事", "published": "2022-08-15T07:30:00"},
        "一碗面里的城\n\n凌晨五点，马师傅的面馆亮起了灯。",
    ),
    "an answer saved from Zhihu": (
        "a.md",
        (
            "# 为什么不换手机？\n\n**作者：** 长安\n**链接：** https://e.example/answer/456\n**来源：** 知乎\n\n"
            "因为没必要换。\n\n编辑于 2023-05-06 12:30\n\u200b赞同 1024\u200b\u200b添加评论\n\u200b分享\n\u200b收藏\n"
        ),
        {"title": "为什么不换手机？", "author": "长安", "outlet": "知乎", "url": "https://e.example/answer/456"},
        "为什么不换手机？\n\n因为没必要换。",
    ),
    "a page of Notion": (
        "a.md",
        "# 周报\n\n创建时间: April 7, 2023 5:20 PM\n负责人: 王小二\n标签: 周报, 研发\n\n完成了登录页面，进度正常。\n",
        {"title": "周报", "published": "2023-04-07T17:20:00"},
        "周报\n\n完成了登录页面，进度正常。",
    ),
    "notes of Obsidian": (
        "a.md",
        "#笔记 #方法\n\n[[卡片盒]]由[[卢曼|尼克拉斯·卢曼]]发明。\n\n%%别发布这句%%\n\n参见==第三章==。\n",
        {},
        "#笔记 #方法\n\n卡片盒由尼克拉斯·卢曼发明。\n\n参见第三章。",
    ),
    "a blog that counts its readers": (
        "a.txt",
        "我的父亲\n\n0.234 2019.08.12 22:31:05 字数 856 阅读 1,024\n\n父亲今年六十八岁了，头发已经全白。\n",
        {"title": "我的父亲", "published": "2019-08-12T22:31:05"},
        "我的父亲\n\n父亲今年六十八岁了，头发已经全白。",
    ),
    "a list of changes": (
        "a.md",
        "# 更新日志\n\n## 2.1\n\n- 支持导出。\n\n## 2.0\n\n- 修复路径。\n",
        {"title": "更新日志"},
        "更新日志\n\n2.1\n\n- 支持导出。\n\n2.0\n\n- 修复路径。",
    ),
    "a log": (
        "a.txt",
        (
            "2021-05-06 10:20:31,123 INFO [main] 程序启动完成，一共耗时三点二秒\n"
            "2021-05-06 10:20:35,456 WARN [pool] 连接数据库超时，重试第一次\n"
            "2021-05-06 10:20:40,789 WARN [pool] 连接数据库超时，重试第二次\n"
            "2021-05-06 10:20:44,001 ERROR [pool] 连接失败，程序退出\n"
        ),
        {},
        (
            "2021-05-06 10:20:31,123 INFO [main] 程序启动完成，一共耗时三点二秒\n"
            "2021-05-06 10:20:35,456 WARN [pool] 连接数据库超时，重试第一次\n"
            "2021-05-06 10:20:40,789 WARN [pool] 连接数据库超时，重试第二次\n"
            "2021-05-06 10:20:44,001 ERROR [pool] 连接失败，程序退出"
        ),
    ),
    "a speech": (
        "a.txt",
        (
            "在青石村总结大会上的讲话\n（2020年12月28日）\n李　明\n\n同志们：\n\n"
            "　　今天我们召开大会，总结三年来的工作。\n"
        ),
        {"title": "在青石村总结大会上的讲话", "author": "李 明"},
        "在青石村总结大会上的讲话\n\n（2020年12月28日）\n\n同志们：\n\n今天我们召开大会，总结三年来的工作。",
    ),
    "a post between others": (
        "a.txt",
        "端口占用的查法\n\n常用的有两个命令，都要管理员权限。\n\n«上一篇：常用命令\n»下一篇：脚本入门\n",
        {"title": "端口占用的查法"},
        "端口占用的查法\n\n常用的有两个命令，都要管理员权限。",
    ),
    "notes of Org mode": (
        "a.org",
        "#+TITLE: 周末去爬山\n#+AUTHOR: 老周\n#+DATE: <2019-10-20 周日>\n\n早上六点起床，坐车到山脚。\n",
        {"title": "周末去爬山", "author": "老周", "published": "2019-10-20"},
        "周末去爬山\n\n早上六点起床，坐车到山脚。",
    ),
    "a novel": (
        "a.txt",
        (
            "《青石巷》\n\n作者：沈砚\n\n第一章　雨夜\n\n\u3000\u3000那年的雨下得没完没了。\n"
            "\u3000\u3000“谁？”门里有人问。\n"
        ),
        {"title": "青石巷", "author": "沈砚"},
        "青石巷\n\n第一章 雨夜\n\n那年的雨下得没完没了。\n\n“谁？”门里有人问。",
    ),
    "an interview": (
        "a.txt",
        "对话陈一鸣：我不想重复自己\n\n采访/撰文：周周\n\n记者：这六年在做什么？\n\n陈一鸣：写剧本，写了四稿。\n",
        {"title": "对话陈一鸣：我不想重复自己", "author": "周周"},
        "对话陈一鸣：我不想重复自己\n\n记者：这六年在做什么？\n\n陈一鸣：写剧本，写了四稿。",
    ),
    "a page of an old newspaper": (
        "a.txt",
        (
            "甲城日报                    1956年3月12日  星期一\n\n全市春耕生产全面展开\n\n"
            "本报讯  入春以来，各区农业社抓紧农时，积极组织社员送肥、修渠、备\n"
            "种，目前已完成春耕整地一万二千亩，占计划的百分之八十五。城东区红\n"
            "星农业社还组织了三个突击队，日夜抢修水渠，保证了春灌用水。\n\n- 3 -\n"
        ),
        {"title": "全市春耕生产全面展开", "outlet": "甲城日报", "published": "1956-03-12"},
        (
            "全市春耕生产全面展开\n\n"
            "本报讯  入春以来，各区农业社抓紧农时，积极组织社员送肥、修渠、备种，目前已完成春耕整地一万二千亩，"
            "占计划的百分之八十五。"
            "城东区红星农业社还组织了三个突击队，日夜抢修水渠，保证了春灌用水。"
        ),
    ),
    "subtitles": (
        "a.txt",
        (
            "1\n00:00:01,000 --> 00:00:04,000\n大家好，欢迎来到渡口。\n\n2\n00:00:04,500 --> 00:00:08,200\n"
            "今天要讲<i>一条河</i>。\n"
        ),
        {},
        "大家好，欢迎来到渡口。\n\n今天要讲一条河。",
    ),
    "a list of languages, headings closed without a blank, bold with blanks": (
        "a.md",
        (
            "# 工具\n\n[English](README.md) | 简体中文\n\n##安装##\n\n先下载，再解开。\n\n### ** 用法 **\n\n"
            "2 ** 3 是乘方。\n\n"
            "## C#\n\n这是一种语言。\n"
        ),
        {"title": "工具"},
        "工具\n\n安装\n\n先下载，再解开。\n\n用法\n\n2 ** 3 是乘方。\n\nC#\n\n这是一种语言。",
    ),
    "pictures with what is said of them below": (
        "a.md",
        "# 年终\n\n列了今年做的菜：\n\n![](a.jpg)\n烤鱼\n![](b.jpg)\n家常菜\n",
        {"title": "年终"},
        "年终\n\n列了今年做的菜：\n\n烤鱼\n\n家常菜",
    ),
    "a short line above a long one, which no editor wrapped": (
        "a.md",
        (
            "# 初衷\n\n- 记录生活中的点滴\n  其实起因是工作中的一个小需求，有个页面需要代理到别的团队，"
            "同时别人还可以访问。\n- 别的\n\n"
            "甲城在河边，街道走访了三百户，\n把问题逐条记下来。\n"
        ),
        {"title": "初衷"},
        (
            "初衷\n\n- 记录生活中的点滴\n\n其实起因是工作中的一个小需求，有个页面需要代理到别的团队，"
            "同时别人还可以访问。\n\n- 别的\n\n"
            "甲城在河边，街道走访了三百户，把问题逐条记下来。"
        ),
    ),
    "tags of Hexo that name who is quoted, and what unfolds": (
        "a.md",
        (
            "---\ntitle: 摘抄\n---\n\n{% blockquote 鲁迅, 《故乡》 https://e.example/a %}\n希望本是无所谓有。\n"
            "{% endblockquote %}\n\n"
            "{% folding 点击查看 %}\n折叠的内容。\n{% endfolding %}\n"
        ),
        {"title": "摘抄"},
        "摘抄\n\n鲁迅，《故乡》\n\n希望本是无所谓有。\n\n点击查看\n\n折叠的内容。",
    ),
    "a mail of a Chinese program, saved as text": (
        "a.txt",
        (
            "发件人: 王小明 <wang@e.example>\n发送时间: 2021年5月3日 10:20\n收件人: 全体同事\n"
            "主题: 关于值班的通知\n\n各位同事：\n\n"
            "假期值班安排如下，请大家合理安排时间。\n\n5月1日：张三\n\n如有调整，请提前联系行政部。\n"
        ),
        {"title": "关于值班的通知", "author": "王小明", "published": "2021-05-03T10:20:00"},
        (
            "关于值班的通知\n\n各位同事：\n\n假期值班安排如下，请大家合理安排时间。\n\n5月1日：张三\n\n"
            "如有调整，请提前联系行政部。"
        ),
    ),
    "news with labels": (
        "a.txt",
        "标题：客流平稳\n日期：2023-01-07\n来源：某日报\n作者：李明\n正文：\n春运启动，当日发送旅客三万人次。\n",
        {"title": "客流平稳", "published": "2023-01-07", "outlet": "某日报", "author": "李明"},
        "客流平稳\n\n春运启动，当日发送旅客三万人次。",
    ),
    "a report whose paragraphs are indented and wrap": (
        "a.txt",
        (
            "        2021年工作总结\n\n    2021年，我单位紧紧围绕中心工作，扎实推进各项任务，取得了一定成绩。"
            "现\n将有关情况汇报如下：\n"
            "    一、主要工作\n    （一）加强学习，提高素质。\n    坚持每周学习制度，全年组织集中学习48次，"
            "全部职工都参加，人数达1200余\n"
            "人次。\n    二、存在问题\n    一是创新意识不强；二是工作落实不够到位。\n"
        ),
        {"title": "2021年工作总结"},
        (
            "2021年工作总结\n\n2021年，我单位紧紧围绕中心工作，扎实推进各项任务，取得了一定成绩。"
            "现将有关情况汇报如下：\n\n"
            "一、主要工作\n\n（一）加强学习，提高素质。\n\n坚持每周学习制度，全年组织集中学习48次，"
            "全部职工都参加，人数达1200余人次。\n\n"
            "二、存在问题\n\n一是创新意识不强；二是工作落实不够到位。"
        ),
    ),
    "hashtags and the name of a poem on lines of their own": (
        "a.md",
        "# 旅行\n\n函馆的路面电车\n#电车 #函馆\n\n《辛夷坞》\n“木末芙蓉花，山中发红萼。涧户寂无人。”\n",
        {"title": "旅行"},
        ("旅行\n\n函馆的路面电车\n\n#电车 #函馆\n\n《辛夷坞》\n\n“木末芙蓉花，山中发红萼。涧户寂无人。”"),
    ),
    "lines of a site above those of an author, about as wide": (
        "a.txt",
        (
            "我与我的散文\n推荐阅读：夜的命名、天庭主播、我和主播的那些事、娱乐玩童\n一秒记住【就爱小说网】，"
            "精彩小说无弹窗免费阅读全本！\n"
            "窗外，紧绷的空气热闹非凡，各种声音像磁场一样聚集在一起，又随着气流四散，耳畔涌起了层层声音的波澜。\n"
            "我喜欢文学，尤其是散文和诗歌。二十多年的教师生涯，我对遣词造句还没有完全生疏，艰难跋涉这漫漫苦旅，"
            "独行至今。\n"
        ),
        {"title": "我与我的散文"},
        (
            "我与我的散文"
            "\n\n窗外，紧绷的空气热闹非凡，各种声音像磁场一样聚集在一起，又随着气流四散，"
            "耳畔涌起了层层声音的波澜。\n\n"
            "我喜欢文学，尤其是散文和诗歌。二十多年的教师生涯，我对遣词造句还没有完全生疏，艰难跋涉这漫漫苦旅，"
            "独行至今。"
        ),
    ),
    "a book of Project Gutenberg": (
        "a.txt",
        (
            "The Project Gutenberg EBook of 阿Q正傳, by 魯迅\n\nThis eBook is for the use of anyone.\n\n"
            "Title: 阿Q正傳\nAuthor: 魯迅\n"
            "Language: Chinese\n\n*** START OF THIS PROJECT GUTENBERG EBOOK ***\n\n　　我要給阿Q做正傳，"
            "已經不止一兩年了。\n\n"
            "*** END OF THIS PROJECT GUTENBERG EBOOK ***\n\nRead the license at www.gutenberg.example.\n"
        ),
        {"title": "阿Q正傳", "author": "魯迅"},
        "阿Q正傳\n\n我要給阿Q做正傳，已經不止一兩年了。",
    ),
    "timed lyrics": (
        "a.lrc",
        (
            "[ti:远方的河]\n[ar:无名]\n[00:12.00]远方的河流过窗前\n[00:18.50][01:18.50]带走了落叶\n"
            "[00:25.10]我在岸边等\n"
        ),
        {"title": "远方的河", "author": "无名"},
        "远方的河流过窗前\n\n带走了落叶\n\n我在岸边等",
    ),
}


@pytest.mark.parametrize("kind", WILD)
def test_a_document_is_read_as_a_careful_person_would_type_it(kind: str, tmp_path: Path) -> None:
    name, text, fields, said = WILD[kind]
    (document,) = read(text, name, tmp_path)
    assert (dict(document.fields), document.text) == (fields, said)


MESSAGES = (
    "From zhang at e.example  Mon Apr 12 09:15:22 2010\nFrom: zhang at e.example (张远)\n"
    "Date: Mon, 12 Apr 2010 09:15:22 +0800\nSubject: [harbor] 时刻表\nMessage-ID: <a@e.example>\n\n"
    "大家好，末班船推迟到八点吧。\n\n"
    "-- \nharbor mailing list\n\n"
    "From li at e.example  Tue Apr 13 10:00:01 2010\nFrom: =?utf-8?b?5p2O5LmU?= <li@e.example>\n"
    "Date: Tue, 13 Apr 2010 10:00:01 +0800\nSubject: =?utf-8?b?5ZCM5oSP?=\n\n那就这样定了。\n"
)


def test_messages_of_a_mailbox_are_documents(tmp_path: Path) -> None:
    first, second = read(MESSAGES, "a.mbox", tmp_path)
    assert dict(first.fields) == {
        "title": "[harbor] 时刻表",
        "author": "张远",
        "published": "2010-04-12T09:15:22+08:00",
    }
    assert first.text == "[harbor] 时刻表\n\n大家好，末班船推迟到八点吧。"
    assert first.origin.extra == {"Message-ID": "<a@e.example>"}
    assert (second.fields["author"], second.text) == ("李乔", "同意\n\n那就这样定了。")


def test_a_message_whose_text_is_encoded_is_refused(tmp_path: Path) -> None:
    text = (
        "From: a@e.example\nDate: Mon, 12 Apr 2010 09:15:22 +0800\nContent-Transfer-Encoding: base64\n\n5aSn5a625aW9\n"
    )
    with pytest.raises(LoaderError, match="encoded for transport"):
        read(text, "a.eml", tmp_path)


def test_documents_between_tags_are_read_one_by_one(tmp_path: Path) -> None:
    """Collections for retrieval number their documents; what is opened and never closed is text."""
    text = (
        "<doc>\n<url>http://e.example/1</url>\n<docno>a1</docno>\n<contenttitle>渡口通航</contenttitle>\n"
        "<content>昨日，渡口通航。"
        "</content>\n</doc>\n<doc>\n<docno>a2</docno>\n<content></content>\n</doc>\n"
        '<doc id="12" url="https://e.example/12" title="数学">\n数学\n\n数学是一门学科，<b>没有闭合。\n</doc>\n'
    )
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8", newline="")
    first, second = normalize(path)
    assert (first.id.partition("#")[2], first.text, first.title) == ("a1", "昨日，渡口通航。", "渡口通航")
    assert dict(second.fields) == {"title": "数学", "url": "https://e.example/12"}
    assert second.text == "数学\n\n数学是一门学科，<b>没有闭合。"


def test_two_columns_of_texts_to_be_compared_are_one_text(tmp_path: Path) -> None:
    """``sentence1`` and ``sentence2`` are of one row, and a leak of either is one of the row."""
    text = "sentence1\tsentence2\tlabel\n花呗可以分期还吗\t怎么把花呗账单分期\t1\n借呗何时还款呢\t花呗还款日是哪天\t0\n"
    path = tmp_path / "a.tsv"
    path.write_text(text, encoding="utf-8", newline="")
    assert normalize(path)[0].text == "花呗可以分期还吗\n\n怎么把花呗账单分期"


def test_a_jammer_beside_a_marker_of_a_page_goes_at_once(tmp_path: Path) -> None:
    """What the marker parts are line ends; cleaning the result again changes nothing."""
    text = (
        "清晨，摆渡人已经把船撑到了对岸。8 t( }9 e+ Z$ c8 K9 _6 Q# H* {# l<PAGE_DIV>\n等船的人越来越多。\n"
        "<PAGE_DIV>2 G# ~/ o# }: p3 ?( \\# g 太阳升起来以后，河面上亮得睁不开眼睛。"
        " 2 O3 {2 G {1 \\6 {: {4 R<!-- Media -->\n"
    )
    (document,) = read(text, "a.txt", tmp_path)
    assert (
        document.text
        == "清晨，摆渡人已经把船撑到了对岸。\n\n等船的人越来越多。\n\n太阳升起来以后，河面上亮得睁不开眼睛。"
    )
    assert read(document.text, "b.txt", tmp_path)[0].text == document.text


def test_a_title_above_and_below_the_navigation_is_no_running_head(tmp_path: Path) -> None:
    """What comes again among the first lines heads the text; what comes again on later pages runs along."""
    text = (
        "皖韵 当前位置:首页->皖韵->详细信息\n\n拾穗人说\n\n2019-01-16 16:42:40 阅读次数:703\n\n拾穗人说\n\n"
        "我出生并成长在一个贫瘠僻远的小村落，记忆里最好的风光就是辽阔的麦地。\n"
    )
    assert read(text, "a.txt", tmp_path)[0].title == "拾穗人说"


def test_the_lines_of_a_poem_in_json_are_its_text(tmp_path: Path) -> None:
    """Lists of lines are text where their column is called so; tags are none."""
    poems = [
        {
            "title": "静夜思",
            "author": "李白",
            "tags": ["唐诗"],
            "paragraphs": ["床前明月光，疑是地上霜。", "举头望明月。"],
        },
        {"title": "春晓", "author": "孟浩然", "tags": [], "paragraphs": ["春眠不觉晓，处处闻啼鸟。", "夜来风雨声。"]},
    ]
    text = json.dumps(poems, ensure_ascii=False)
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8", newline="")
    first, second = normalize(path)
    assert "".join(first.text.split()) == "床前明月光，疑是地上霜。举头望明月。"
    assert (second.title, second.fields["author"]) == ("春晓", "孟浩然")


@pytest.mark.parametrize(
    "verse",
    [
        "青青子衿，悠悠我心。但为君故，沉吟至今。",
        "越陌度阡，枉用相存。契阔谈讌，心念旧恩。月明星稀，乌鹊南飞。",
        "晨起衲帔重，山深樽芳冷。倚筇遥望远，絮薄不禁风。",
    ],
)
def test_rare_words_of_verse_are_no_damage(verse: str, tmp_path: Path) -> None:
    """Clauses around a rare word that are as long as its own lost no byte."""
    assert read(verse, "a.txt", tmp_path)[0].damage == ()
