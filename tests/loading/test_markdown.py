"""Markdown as its authors meant it: every kind of fault that real posts showed, and others of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo


def read(text: str, folder: Path, name: str = "a.md") -> Document:
    """Read a post from a file, and lead it back to its bytes."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    (document,) = normalize(path, loader="front_matter_post")
    assert undo(document) == text.encode()
    return document


HEADERS = {
    "comments of a translation project": (
        (
            "[#]: subject: (A title)\n[#]: via: (https://e.example/a)\n[#]: author: (Jane https://e.example/c)\n"
            "[#]: translator: (甲 (乙))\n\n中文标题\n======\n\n正文在这里。"
        ),
        {"title": "中文标题", "author": "Jane", "url": "https://e.example/a"},
        {"translation_of": "A title", "translator": "甲 (乙)"},
    ),
    "a list in a quotation": (
        (
            "> * 原文地址：[A title](https://e.example/x)\n> * 原文作者：[甲](https://e.example/u)\n> * 译者：[乙](u2)\n"
            "> * 原视频地址：无\n\n# 标题\n\n正文在这里。"
        ),
        {"title": "标题", "author": "甲", "url": "https://e.example/x"},
        {"translation_of": "A title", "translator": "乙", "原视频地址": "无"},
    ),
    "half a quotation, with blanks before the colon": (
        ">* 原文链接 : [A](https://e.example/x_(y))\n* 原文作者 : [甲](u)\n* 译文出自 : [某计划](v)\n\n正文在这里。",
        {"author": "甲", "url": "https://e.example/x_(y)"},
        {"translation_of": "A", "translated_for": "某计划"},
    ),
    "a line below the title": (
        "# 标题\n\n**作者**：甲 | **发布时间**：2020-01-02 | **来源**：某报\n\n正文在这里。",
        {"title": "标题", "author": "甲", "published": "2020-01-02", "outlet": "某报"},
        {},
    ),
    "brackets without colons": (
        "【原文链接】https://e.example/p\n【译　　者】乙\n\n标题\n====\n\n正文在这里。",
        {"title": "标题", "url": "https://e.example/p"},
        {"translator": "乙"},
    ),
    "a table": (
        "# 标题\n\n| 原文 | [A](https://e.example/b) |\n| --- | --- |\n| 译者 | 乙 |\n\n正文在这里。",
        {"title": "标题", "url": "https://e.example/b"},
        {"translation_of": "A", "translator": "乙"},
    ),
    "a mail's head": (
        "Title: 我的文章\nDate: 2014-03-02 10:20\nAuthor: 老王\nTags: 甲, 乙\n\n正文在这里。",
        {"title": "我的文章", "published": "2014-03-02T10:20:00", "author": "老王"},
        {"tags": "甲, 乙"},
    ),
    "a comment": (
        "<!--\nauthor: 甲\ndate: 2019-01-01\n-->\n\n# 标题\n\n正文在这里。",
        {"title": "标题", "author": "甲", "published": "2019-01-01"},
        {},
    ),
    "comments as links": (
        "[//]: # (author: 甲)\n[//]: # (date: 2019-01-01)\n\n# 标题\n\n正文在这里。",
        {"title": "标题", "author": "甲", "published": "2019-01-01"},
        {},
    ),
    "an author and a date": (
        "# 标题\n\n*作者：甲　　2020年3月4日*\n\n正文在这里。",
        {"title": "标题", "author": "甲", "published": "2020-03-04"},
        {},
    ),
    "a stated title above sections": (
        "标题：如何学习\n原文：https://e.example/r\n译者：乙 校对：丙\n\n---\n\n正文在这里。",
        {"title": "如何学习", "url": "https://e.example/r"},
        {"translator": "乙", "proofreader": "丙"},
    ),
    "credits at the end": (
        "标题\n=====\n\n正文在这里。\n\n-----\n\nvia: https://e.example/v\n\n作者：[Jane][a] 译者：[乙](u)\n校对：[丙](v)\n\n[a]: https://e.example/j",
        {"title": "标题", "author": "Jane", "url": "https://e.example/v"},
        {"translator": "乙", "proofreader": "丙"},
    ),
}


@pytest.mark.parametrize(("text", "fields", "extra"), HEADERS.values(), ids=HEADERS)
def test_a_header_is_fields_and_no_text(
    text: str, fields: Mapping[str, str], extra: Mapping[str, str], tmp_path: Path
) -> None:
    document = read(text, tmp_path)
    assert document.fields == fields
    assert document.origin.extra == extra
    assert document.text == "\n\n".join(filter(None, (fields.get("title"), "正文在这里。")))


@pytest.mark.parametrize(
    "text",
    [
        "时间：六月三日\n\n地点：图书馆三楼\n\n请大家准时参加。",
        "甲：你好。\n\n乙：作者：就是写书的人，你不知道吗？",
        "来源：不明。\n\n这些传闻都没有依据，请勿相信。",
        "注意：请先阅读。\n\n链接：见文末。",
        "# 标题\n\n作者：他说，这件事情还没有结束。\n\n正文在这里。",
    ],
)
def test_running_text_with_colons_is_no_header(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path).text == text.replace("# ", "")


TEXTS = {
    "HTML beside Markdown": (
        '# 标题\n\n正文。\n\n<p align="center"><img src="a.png"></p>\n\n## 小节\n\n**重点** 在这里。',
        "标题\n\n正文。\n\n小节\n\n重点 在这里。",
    ),
    "prose about tags": (
        "请把它放在 <head> 中，<script> 与 <svg> 也是，<rt> 呢，<T> 呢，</body> 之前。\n\n正文。",
        "请把它放在 <head> 中，<script> 与 <svg> 也是，<rt> 呢，<T> 呢，</body> 之前。\n\n正文。",
    ),
    "a line that begins with a tag in prose": (
        "<script> 标签要放在最后。\n\n正文一。\n\n<head> 标签里写什么？\n\n正文二。",
        "<script> 标签要放在最后。\n\n正文一。\n\n<head> 标签里写什么？\n\n正文二。",
    ),
    "an element that nobody closed": ("<figure>\n<svg>\n文字一。\n\n正文二。", "文字一。\n\n正文二。"),
    "inline tags": (
        '甲<b>乙</b><br>丙<span style="display:none">藏</span>，10<sup>4</sup>，<font color="red">红</font>。',
        "甲乙\n\n丙，10⁴，红。",
    ),
    "formulas": (
        "设 $\\hat{a}_{i}+\\hat{b}_{j}$，$(a)*(b)*(c)$，\\(a_i*b*c_i\\)。\n\n\\[ x_1 = y * z * w \\]",
        "设 $\\hat{a}_{i}+\\hat{b}_{j}$，$(a)*(b)*(c)$，\\(a_i*b*c_i\\)。\n\n\\[ x_1 = y * z * w \\]",
    ),
    "emphasis": (
        "**a_b 甲**乙，**丙**丁。\n\n***粗斜***\n\n**_a_**\n\n**跨\n行**文",
        "a_b 甲乙，丙丁。\n\n粗斜\n\na\n\n跨行文",
    ),
    "emphasis beside Chinese marks": (
        "**“甲”**乙，甲**（乙）**丙，**注意：**文，是**《书》**的*「一」*章。**提示： **文",
        "“甲”乙，甲（乙）丙，注意：文，是《书》的「一」章。提示：文",
    ),
    "stars that are none": ("2*3*4，2**3 与 a * b，5 ** 2 ** 3", "2*3*4，2**3 与 a * b，5 ** 2 ** 3"),
    "links": (
        "[维基](https://e.example/鲁迅_(作家))、[x](<a b>)、[a][1]、[无][77]。\n\n[1]: http://b.example\n[7]: http://c.example",
        "维基、x、a、无。",
    ),
    "what only looks like a link": ("数组 a[0][1] 与 [待定] 不变。", "数组 a[0][1] 与 [待定] 不变。"),
    "underlines, rules, lone marks": (
        "标题\n=====\n\n小节\n-----\n\n文。\n\n---\n\n***\n\n> 甲。\n>\n> 乙。\n\n[TOC]\n\n\\*号\\* ~~删~~，5~10，6~8。",
        "标题\n\n小节\n\n文。\n\n> 甲。\n\n> 乙。\n\n*号* 删，5~10，6~8。",
    ),
    "headings without their blank": ("##标题\n\n正文。\n\n###　小节 ###\n\n正文。", "标题\n\n正文。\n\n小节\n\n正文。"),
    "wrapped lines": (
        "甲城在河边，街道走访了三百户，\n把问题逐条记下来。\n\n- 一项很长，\n  续行。\n- 二项\n\n> 引用\n> 继续。\n\nfoo\nbar，见\nLinux",
        "甲城在河边，街道走访了三百户，把问题逐条记下来。\n\n- 一项很长，续行。\n- 二项\n\n> 引用继续。\n\nfoo bar，见 Linux",
    ),
    "lines that are meant": (
        "行一。  \n行二。\\\n行三。\n\n1、甲\n2、乙",
        "行一。\n\n行二。\n\n行三。\n\n1、甲\n2、乙",
    ),
    "nested lists and tasks": (
        "1. 甲\n   - 乙\n     - 丙\n2. 丁\n\n* [ ] 未完\n* [x] 已完",
        "1. 甲\n   - 乙\n     - 丙\n2. 丁\n\n* ☐ 未完\n* ☑ 已完",
    ),
    "levels of a list that tabs indent, with wrapped items": (
        "* 安装\n\t* 先装依赖，\n\t再装程序\n\t\t* 重启\n* 卸载",
        "* 安装\n  * 先装依赖，再装程序\n    * 重启\n* 卸载",
    ),
    "numbers below numbers, with paragraphs of their own": (
        "10. 打开\n\n    先看说明。\n\n    1. 左边\n    2. 右边\n        - 上\n11. 关上",
        "10. 打开\n\n先看说明。\n\n    1. 左边\n    2. 右边\n       - 上\n11. 关上",
    ),
    "a list in a quotation in a list, and boxes below boxes": (
        "- 他说\n\n  > 买\n  > - 菜\n  >   - 葱\n\n- [ ] 家务\n    - [x] 扫地",
        "- 他说\n\n> 买\n> - 菜\n>   - 葱\n\n- ☐ 家务\n  - ☑ 扫地",
    ),
    "Hexo": (
        "{% note info %}\n**注意**。\n{% endnote %}\n\n见{% post_link a 《入门》 %}。\n\n{% unknown x %}\n\n{% comment %}\n不见。\n{% endcomment %}",
        "注意。\n\n见《入门》。",
    ),
    "code of template tags": (
        "{% codeblock lang:python %}\ndef f(a):\n    return *a*\n\n\n    # x\n{% endcodeblock %}\n\n{{< highlight go >}}\nx := 1\n{{< /highlight >}}\n\n完。",
        "def f(a):\n    return *a*\n\n\n    # x\n\nx := 1\n\n完。",
    ),
    "tags in code are code": (
        "```\n{% note %}\n```\n\n写作 `{% if %}`，或 {{ 变量 }}。",
        "```\n{% note %}\n```\n\n写作 `{% if %}`，或 {{ 变量 }}。",
    ),
    "Jekyll": (
        "* 目录\n{:toc}\n\n文。{: .lead}\n\n[上文]({% post_url 2016-01-01-a %})与[下文]({{ site.url }}/b)。\n\n### 小结 {#sum}\n\n完。",
        "文。\n\n上文与下文。\n\n小结\n\n完。",
    ),
    "VuePress": (
        "::: warning 注意\n`a` 是 *数*。\n:::\n\n==重点==是 `a == b == c`。\n\n[[toc]]",
        "注意\n\n`a` 是 数。\n\n重点是 `a == b == c`。",
    ),
    "MkDocs": (
        '!!! note "读前"\n    请确认版本\n    不低于三。\n\n    ``` sh\n    ls -l\n    ```\n\n完。',
        "读前\n\n请确认版本不低于三。\n\n``` sh\nls -l\n```\n\n完。",
    ),
    "Obsidian": (
        "见[[笔记|那篇]]和[[另一篇]]。\n\n![[图.png|300]]\n\n> [!tip] 要点\n> 一张卡片。\n\n完。 ^a1-b2",
        "见那篇和另一篇。\n\n> 要点\n> 一张卡片。\n\n完。",
    ),
    "formulas with empty lines": ("$$\na*b*c\\\\\n\nd\n$$\n\n文。", "$$\na*b*c\\\\\n\nd\n$$\n\n文。"),
    "bold in HTML": ("<div>\n**重点**在此\n</div>\n\n文。", "重点在此\n\n文。"),
    "names of Python": ("方法 __init__ 与 a_b_c，__强调__。", "方法 __init__ 与 a_b_c，强调。"),
    "a line end in a cell": ("| 甲 |\n|---|\n| 乙<br>丙 |\n", "| 甲 |\n| 乙 丙 |"),
    "components": (
        "详见 <Link to='/a'>下章</Link><Badge text='新'/>。\n\n<Tabs>\n\n文。\n\n</Tabs>",
        "详见 下章。\n\n文。",
    ),
    "blanks as the text puts them": ("用Linux的\nshell和vim的人。", "用Linux的shell和vim的人。"),
    "verse": ("床前明月光\n疑是地上霜\n举头望明月\n低头思故乡", "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡"),
    "inline code": ('字符串 `"foo"` 而不是 `a,b`，还有 `` a`,b ``。', '字符串 `"foo"` 而不是 `a,b`，还有 `` a`,b ``。'),
    "code in a list": (
        "- 甲\n\n  ```py\n  def f(**k):\n      return *a*, _b_\n  ```\n\n- 乙",
        "- 甲\n\n```py\ndef f(**k):\n    return *a*, _b_\n```\n\n- 乙",
    ),
    "a fence that is too long": (
        "````\na *b*\n```\n\n**文**。\n\n```\nc\n```",
        "```\na *b*\n```\n\n文。\n\n```\nc\n```",
    ),
    "a fence that alone is indented": ("甲：\n\n\t```\na *b*\n```\n\n**文**。", "甲：\n\n```\na *b*\n```\n\n文。"),
    "code about fences": (
        "    ```\n    a\n    ```\n\n````\n```\n**b**\n```\n````\n\n文。",
        "    ```\n    a\n    ```\n\n````\n```\n**b**\n```\n````\n\n文。",
    ),
    "indented code": ("甲\n\n    a = *b*\n\n      c\n\n乙", "甲\n\n    a = *b*\n\n      c\n\n乙"),
    "text that ends in code": ("甲\n\n{% highlight c %}\nint a;\n\n{% endhighlight %}\n", "甲\n\nint a;"),
    "text that ends in indented code": ("甲\n\n    int a;\n\n\n", "甲\n\n    int a;"),
    "glosses": (
        "点击<ruby>添加<rt>Add</rt></ruby>，<ruby>汉字<rp>(</rp><rt>hànzì</rt><rp>)</rp></ruby>，<ruby>東京<rt>とうきょう</rt></ruby>，<ruby>长<rt>zhang</rt></ruby>。",
        "点击添加（Add），汉字，東京，长。",
    ),
    "glosses in a block of HTML": (
        "<div>点击<ruby>添加<rt>Add</rt></ruby>，<ruby>汉字<rp>(</rp><rt>hànzì</rt><rp>)</rp></ruby>，<ruby>東京<rt>とうきょう</rt></ruby>。</div>\n\n完。",
        "点击添加（Add），汉字，東京。\n\n完。",
    ),
    "a gloss in what is hidden": (
        '<div><p style="display:none"><ruby>云<rt>Cloud</rt></ruby></p>甲。</div>\n\n完。',
        "甲。\n\n完。",
    ),
    "HTML that is indented": ("<div>\n\n    <p>甲。</p>\n\n    <p>乙。</p>\n\n</div>\n\n丙。", "甲。\n\n乙。\n\n丙。"),
    "a table": (
        "| P1 | P2 | D1 | P3 | D2 | D3 | D4 |\n|---|---|---|---|---|---|---|\n| **甲** | `a\\|b` | [c](d) | 1,2 | | | |\n\n完。",
        "| P1 | P2 | D1 | P3 | D2 | D3 | D4 |\n| 甲 | `a|b` | c | 1,2 |  |  |  |\n\n完。",
    ),
    "a table without borders": ("甲 | 乙\n--|--\n1 | 2\n", "| 甲 | 乙 |\n| 1 | 2 |"),
    "footnotes": ("甲[^1]乙。\n\n[^1]: 注释。\n", "甲乙。\n\n注释。"),
    "a title once": ("---\ntitle: 甲城\n---\n\n[甲城](u)\n------\n\n正文。", "甲城\n\n正文。"),
    "comments": (
        "甲。\n\n<!-- more -->\n\n乙<!-- 注 -->丙。\n\n<!-- 没有结束\n\n丁。",
        "甲。\n\n乙丙。\n\n<!-- 没有结束\n\n丁。",
    ),
    "entities": ("A&amp;B &lt;c&gt; &copy;，\\<d\\>。", "A&B <c> ©，<d>。"),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_markup_goes_and_words_stay(text: str, expected: str, tmp_path: Path) -> None:
    assert read(text, tmp_path).text == expected


@pytest.mark.parametrize(
    ("text", "captions", "expected"),
    [
        ("[![构建](b.svg)](https://e.example/c)\n\n正文。", ["构建"], "正文。"),
        ("甲。\n\n![甲 [乙](丙)](丁)\n\n丁。", ["甲 乙"], "甲。\n\n丁。"),
        (
            '甲。\n\n{% asset_img a.png 图一 %}\n\n{{< figure src="a.png" caption="图二" alt="x" >}}\n\n丁。',
            ["图一", "图二"],
            "甲。\n\n丁。",
        ),
        ("甲。\n\n![在这里插入图片描述](a.png)\n\n丁。", [], "甲。\n\n丁。"),
        ("甲。\n\n{% img left /a/b.png 320 240 山顶的日出 %}\n\n丁。", ["山顶的日出"], "甲。\n\n丁。"),
    ],
)
def test_what_a_picture_is_called_is_its_caption(text: str, captions: list[str], expected: str, tmp_path: Path) -> None:
    document = read(text, tmp_path)
    assert [span.text for span in document.captions] == captions
    assert document.text == expected


@pytest.mark.parametrize(
    ("text", "title", "headings"),
    [
        ("# 甲\n\n文。\n\n## 乙\n\n文。", "甲", ["甲", "乙"]),
        ("甲\n===\n\n文。\n\n乙\n---\n\n文。", "甲", ["甲", "乙"]),
        ("## 前言\n\n文一。\n\n## 乙\n\n文二。", None, ["前言", "乙"]),
        (
            '<h1 align="center">\n  <img src="l.png"><br>\n  轻舟\n</h1>\n\n文一。\n\n## `a` 与 `b`\n\n文二。',
            "轻舟",
            ["轻舟", "`a` 与 `b`"],
        ),
        ("---\n\n***\n\n文一。\n\n# \n\n## ---\n\n文二。", None, []),
        ("> 引用一句。\n\n```\n# x\n```\n\n- 甲\n\n文。", None, []),
    ],
)
def test_titles_and_headings(text: str, title: str | None, headings: list[str], tmp_path: Path) -> None:
    document = read(text, tmp_path)
    assert document.title == title
    assert [span.text for span in document.headings] == headings


@pytest.mark.parametrize(
    "unit",
    [
        "# a" + " " * 50 + "b ",
        "`a` **b** ",
        "{% highlight c %}",
        "{{< highlight c >}}",
        "{% img a" + " " * 60,
        "\\(",
        "\\begin{a",
        "[a][1",
        "[" * 20,
        "**a*",
        "<ruby>汉<rt>",
        "<p><ruby>云<rt>Cloud</rt></ruby></p>\n",
        "<!-- ",
        "<script>\n",
        "<head> 甲\n",
        "> ",
        "- ",
        "| a ",
        "::: tip 甲\n",
        '!!! note "a"\n    b\n',
        "[[a|",
        "==甲",
        "**“甲”",
        "译者：甲 ",
        "[#]: a: (b)\n",
        "&amp;\\*",
        "$a",
    ],
)
def test_hostile_markdown_takes_no_more_than_linear_time(unit: str, tmp_path: Path) -> None:
    """A quadratic reader takes minutes for each of these."""
    text = "甲\n\n" + unit * (120_000 // len(unit)) + "\n\n乙\n"
    assert read(text, tmp_path).text


@pytest.mark.parametrize("tag", ["aside", "footer"])
def test_what_an_author_sets_apart_by_html_is_text(tag: str, tmp_path: Path) -> None:
    text = f"# 周报\n\n- 修复三个问题\n\n<{tag}>\n下周需要确认交互稿。\n\n</{tag}>\n\n| 任务 | 进度 |\n| --- | --- |\n| 登录 | 六成 |\n"
    assert (
        read(text, tmp_path).text
        == "周报\n\n- 修复三个问题\n\n下周需要确认交互稿。\n\n| 任务 | 进度 |\n| 登录 | 六成 |"
    )
