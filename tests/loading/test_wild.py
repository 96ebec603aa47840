"""Documents of kinds that the web is full of: what they state is fields, what they say is text, the rest is nothing."""

from __future__ import annotations

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
            "2021-05-06 10:20:31,123 INFO [main] 程序启动完成，一共耗时三点二秒\n\n"
            "2021-05-06 10:20:35,456 WARN [pool] 连接数据库超时，重试第一次\n\n"
            "2021-05-06 10:20:40,789 WARN [pool] 连接数据库超时，重试第二次\n\n"
            "2021-05-06 10:20:44,001 ERROR [pool] 连接失败，程序退出"
        ),
    ),
    "a speech": (
        "a.txt",
        (
            "在青石村总结大会上的讲话\n（2020年12月28日）\n李　明\n\n同志们：\n\n"
            "　　今天我们召开大会，总结三年来的工作。\n"
        ),
        {"title": "在青石村总结大会上的讲话"},
        "在青石村总结大会上的讲话\n\n（2020年12月28日）\n\n李 明\n\n同志们：\n\n今天我们召开大会，总结三年来的工作。",
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
        {"title": "《青石巷》", "author": "沈砚"},
        "《青石巷》\n\n第一章 雨夜\n\n那年的雨下得没完没了。\n\n“谁？”门里有人问。",
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
        {"title": "全市春耕生产全面展开"},
        (
            "甲城日报                    1956年3月12日  星期一\n\n全市春耕生产全面展开\n\n"
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
