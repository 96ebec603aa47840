"""Org, reStructuredText, AsciiDoc, MediaWiki, Textile: what a reader sees is text, marks are gone, code is as it is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.loading.lightweight.dialects import DIALECTS
from bdci_corpus.trace.changes import undo


class Case(NamedTuple):
    """A file, its text, and what it states."""

    name: str
    raw: str
    text: str
    title: str | None
    headings: tuple[str, ...]
    author: str | None = None


LATE = "早上七点开门，冬天要到八点半才有人来，最好先打电话问一问。"

CASES = {
    "Org": Case(
        "a.org",
        "#+TITLE: 合并与对比\n#+AUTHOR: 鹿鸣\n#+OPTIONS: toc:t\n* 两个文件\n:PROPERTIES:\n:CUSTOM_ID: two\n:END:\n\n"
        "#+BEGIN_SRC sh\n  ls *a* =b=\n#+END_SRC\n\n出现冲突时，编辑器会突出显示写入文件的差异标记，\n"
        "并给出 =~/.rc= 的*做法*。"
        "参见[[https://e.example/a][这一篇]]。\n\n[[file:a.png]]\n\n** TODO 小节 :标签:\n- 甲\n- 乙\n",
        "合并与对比\n\n两个文件\n\n  ls *a* =b=\n\n出现冲突时，编辑器会突出显示写入文件的差异标记，"
        "并给出 `~/.rc` 的做法。参见这一篇。\n\n小节\n\n- 甲\n- 乙",
        "合并与对比",
        ("合并与对比", "两个文件", "小节"),
        "鹿鸣",
    ),
    "Org without its suffix": Case(
        "a.txt",
        "#+title: 周记\n\n* 周一\n去了图书馆，借了三本书。\n\n* 周二\n在家写作业，写到很晚。\n",
        "周记\n\n周一\n\n去了图书馆，借了三本书。\n\n周二\n\n在家写作业，写到很晚。",
        "周记",
        ("周记", "周一", "周二"),
    ),
    "reStructuredText": Case(
        "a.rst",
        ".. _install:\n\n安装指南\n========\n\n:作者: 张三\n\n先看 `平台列表`_ 以及\n:ref:`常见问题 <faq>`，"
        "|图| 再安装。\n\n.. |图| image:: a.png\n"
        "   :alt: 图\n\n系统要求\n--------\n\n* 三个 ``月`` 以内\n\n.. note::\n\n   先装好\n   运行库。\n\n"
        ".. code-block:: bash\n   :linenos:\n\n"
        "   $ pip install **foo**\n\n例子::\n\n    import foo\n\n.. 这是注释\n   还是注释\n\n.. toctree::\n"
        "   a\n   b\n\n见 [1]_ 和 `官网 <https://e.example>`__。\n",
        "安装指南\n\n先看 平台列表 以及常见问题，再安装。\n\n系统要求\n\n* 三个 `月` 以内\n\n先装好运行库。\n\n"
        "   $ pip install **foo**\n\n例子：\n\n"
        "    import foo\n\n见 和官网。",
        "安装指南",
        ("安装指南", "系统要求"),
        "张三",
    ),
    "AsciiDoc": Case(
        "a.adoc",
        "= 底层命令\n李四 <li@e.example>\n:toc:\n\n本章讲 *底层* 命令(((命令)))。\n每句一行。\n\n"
        "[source,console]\n----\n$ ls *\n----\n\n.结构\nimage::a.png[区]\n\n"
        "== 见<<_x,下一节>>\n\n// 注释\n参考 https://e.example/[官网]。\n\n|===\n|甲 |乙\n|===\n",
        "底层命令\n\n本章讲 底层 命令。每句一行。\n\n$ ls *\n\n结构\n\n见下一节\n\n参考 官网。\n\n| 甲 | 乙 |",
        "底层命令",
        ("底层命令", "见下一节"),
        "李四",
    ),
    "MediaWiki without its suffix": Case(
        "a.txt",
        "{{Infobox\n| name = 甲城\n| seal = {{x|y}}\n}}\n'''甲城'''位于[[乙河]]下游，"
        "是[[丙省|丙省省会]]<ref>县志。</ref>。\n\n== 历史 ==\n''旧志''记载，城周九里。"
        '\n[[File:a.jpg|thumb|[[夜]]景]]\n\n=== 近代 ===\n* 老城\n** 北区\n\n{| class="wikitable"\n'
        "! 年份 !! 人口\n|-\n| 1950 || 30000\n|}\n"
        "[[Category:城市]]\n__NOTOC__\n",
        "甲城位于乙河下游，是丙省省会。\n\n历史\n\n旧志记载，城周九里。\n\n近代\n\n* 老城\n  * 北区\n\n"
        "| 年份 | 人口\n| 1950 | 30000",
        None,
        ("历史", "近代"),
    ),
    "Textile below front matter": Case(
        "a.textile",
        "---\nlayout: post\ntitle: 写作\n---\n\nh2(x). 什么是它\n\n它是 *轻量* 标记，"
        '由 "某人":http://e.example 发明。\n\n* 甲\n\n@puts 1@\n\nbq. 引一段话。\n\n!a.png(图)!\n',
        "写作\n\n什么是它\n\n它是 轻量 标记，由 某人 发明。\n\n* 甲\n\n`puts 1`\n\n引一段话。",
        "写作",
        ("写作", "什么是它"),
    ),
    "levels of AsciiDoc by other signs": Case(
        "a.asc",
        "= 旅行\n\n出发前要准备这些东西。\n\n* 证件\n** 护照\n... 首页\n... 签证\n** 车票\n- 现金\n* 衣服\n",
        "旅行\n\n出发前要准备这些东西。\n\n* 证件\n  * 护照\n    1. 首页\n    2. 签证\n  * 车票\n    - 现金\n* 衣服",
        "旅行",
        ("旅行",),
    ),
    "levels of a wiki, one item with a second paragraph": Case(
        "a.wiki",
        f"== 路线 ==\n\n# 东门\n#: {LATE}\n#* 茶馆\n#* 书店\n# 西门\n## 码头\n",
        f"路线\n\n1. 东门\n\n{LATE}\n\n   * 茶馆\n   * 书店\n2. 西门\n   1. 码头",
        None,
        ("路线",),
    ),
    "numbers that reStructuredText counts": Case(
        "a.rst",
        "做法\n====\n\n#. 和面\n#. 醒面\n\n   #. 盖布\n   #. 半小时\n\n#. 擀皮\n\n再说馅料。\n\n#. 剁肉\n",
        "做法\n\n1. 和面\n2. 醒面\n\n   1. 盖布\n   2. 半小时\n\n3. 擀皮\n\n再说馅料。\n\n1. 剁肉",
        "做法",
        ("做法",),
    ),
    "levels of Textile": Case(
        "a.textile",
        "h1. 书单\n\n今年想读的书都在这里。\n\n# 小说\n## 长篇\n## 短篇\n# 诗\n** 唐\n",
        "书单\n\n今年想读的书都在这里。\n\n1. 小说\n   1. 长篇\n   2. 短篇\n2. 诗\n   * 唐",
        "书单",
        ("书单",),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_page_of_lightweight_markup_is_read(case: Case, tmp_path: Path) -> None:
    """Headings, fields, text and code are the page's own, and every byte comes back."""
    path = tmp_path / case.name
    path.write_text(case.raw, encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert document.origin.loader == "lightweight_markup"
    assert document.text == case.text
    assert document.title == case.title
    assert document.fields.get("author") == case.author
    assert tuple(heading.text for heading in document.headings) == case.headings
    assert undo(document) == case.raw.encode()


@pytest.mark.parametrize(
    "text",
    [
        "# 标题\n\n正文里说到 `.. note::` 和 [[双链]]，还有 '''三个引号'''。\n",
        "数学\n\n== 和 === 是两种比较，一般用后者，因为前者会转换类型。\n",
        "a = {{1, 2}, {3}}\nif a == b:\n    return '''x'''\n",
    ],
)
def test_other_text_is_no_lightweight_markup(text: str, tmp_path: Path) -> None:
    """A word of another markup in a text makes it no page of that."""
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert normalize(path)[0].origin.loader != "lightweight_markup"


HEADINGS = (
    ("Org", "** TODO [#A] 写 一 章 [1/2] :甲:乙:  ", "写 一 章"),
    ("Org", "* 见 [1/2] 之后", "见 [1/2] 之后"),
    ("AsciiDoc", "== 两 节  ==", "两 节"),
    ("AsciiDoc", "== a == b", "a == b"),
    ("MediaWiki", "=== 甲 = 乙 ===  ", "甲 = 乙"),
    ("MediaWiki", "==近代==", "近代"),
    ("Textile", "h2(x#y){color:red}[zh]>. 什么 是它  ", "什么 是它"),
    ("Textile", "h1<>. 甲", "甲"),
)


@pytest.mark.parametrize(("name", "line", "words"), HEADINGS)
def test_a_heading_is_read_without_its_marks(name: str, line: str, words: str) -> None:
    (dialect,) = (dialect for dialect in DIALECTS if dialect.name == name)
    heading = dialect.headings.match(line)
    assert heading is not None
    assert heading["keep"] == words


HOSTILE = (
    "* " + "a " * 9,
    "a" + " " * 40,
    "#+TITLE: " + "a  " * 9,
    "`a" + " " * 40,
    ":a" * 20,
    "= " + "a " * 9 + "\t=",
    "link:" * 9,
    "== " + "a = " * 9,
    "|a=" + "bbb=" * 9,
    "h1" + "(a)" * 12,
    "p" + "{a}(b)" * 9,
    "\\(" * 20,
    "\\cite[" * 9,
    "a" + " " * 40 + "b",
)
"""A piece that patterns once read quadratically, or worse, when it is repeated in one line."""


def _seconds(text: str) -> float:
    """Return the processor time of all patterns of all markups on one line."""
    begun = time.process_time()
    for dialect in DIALECTS:
        for pattern in (dialect.headings, dialect.dropped, dialect.attributes, dialect.prefixes):
            if pattern is not None:
                pattern.match(text)
        for mark in (*dialect.spans, *dialect.inlines):
            for _ in mark.pattern.finditer(text):
                pass
    return time.process_time() - begun


@pytest.mark.parametrize("piece", HOSTILE)
def test_patterns_read_a_hostile_line_once(piece: str) -> None:
    """Four times the text takes at most eight times as long; sixteen would be quadratic."""
    repeats = max(1, 4_000 // len(piece))
    _seconds(piece * repeats)
    short = min(_seconds(piece * repeats + "x") for _ in range(3))
    long = min(_seconds(piece * (4 * repeats) + "x") for _ in range(3))
    assert long < 8 * short + 0.01
