"""The smallest input of each fault that real posts, plain texts, tables, threads and encodings have shown.

Each stands for a kind, whose other instances are tried where the kind is: in ``test_markdown``, ``test_tables_faults``,
``test_forums``, ``test_headlines`` and ``test_encoding``. Here every one is read through ``normalize`` alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bdci_corpus import CorpusError, normalize


@dataclass(frozen=True)
class Case:
    """A file, and what it becomes: the texts of its documents, or what they hold and do not hold."""

    source: str | bytes
    name: str = "a.md"
    texts: Sequence[str] | None = None
    holds: Sequence[str] = ()
    lacks: Sequence[str] = ()
    fields: Mapping[str, str | None] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)
    headings: Sequence[str] | None = None
    captions: Sequence[str] | None = None
    refused: bool = False
    script: str = "keep"
    sound: bool = False


POSTS = {
    "a header of comments": Case(
        "[#]: subject: (A title)\n[#]: author: (Jane https://a.example/c)\n[#]: via: (https://a.example/p)\n\n"
        "中文标题\n======\n\n正文在这里。\n",
        texts=["中文标题\n\n正文在这里。"],
        fields={"title": "中文标题", "author": "Jane", "url": "https://a.example/p"},
    ),
    "a header in a quotation": Case(
        "> * 原文地址：[A title](https://a.example/x)\n> * 原文作者：[甲](https://a.example/u)\n"
        "> * 译者：[乙](u2)\n\n# 标题\n\n正文。\n",
        texts=["标题\n\n正文。"],
        fields={"title": "标题", "author": "甲", "url": "https://a.example/x"},
        extra={"translator": "乙"},
    ),
    "HTML among Markdown": Case(
        '# 标题\n\n正文。\n\n<p align="center"><img src="a.png"></p>\n\n## 小节\n\n**重点** 在这里。\n',
        texts=["标题\n\n正文。\n\n小节\n\n重点 在这里。"],
        fields={"title": "标题"},
    ),
    "a tag that is spoken of": Case(
        "请把它放在 <head> 中，再看下一节。\n\n## 下一节\n\n正文。\n",
        holds=["请把它放在 <head> 中，再看下一节。", "正文。"],
    ),
    "a figure's tag that is not closed": Case(
        "# 题\n\n见 <figcaption> 这个标签，然后继续。\n\n最后一句。\n", holds=["然后继续。", "最后一句。"]
    ),
    "formulas": Case(
        "# 标题\n\n设 $\\hat{a}_{i}+\\hat{b}_{j}$，$(a)*(b)*(c)$。\n",
        holds=["$\\hat{a}_{i}+\\hat{b}_{j}$", "$(a)*(b)*(c)$"],
    ),
    "emphasis within words": Case("# 题\n\n**a_b 甲**乙，**丙**丁。\n", holds=["a_b 甲乙，丙丁。"]),
    "nested emphasis": Case("# 题\n\n***粗斜***，**_a_**。\n", holds=["粗斜，a。"]),
    "emphasis beside Chinese marks": Case("# 题\n\n**“甲”**乙，甲**（乙）**丙。\n", holds=["“甲”乙，甲（乙）丙。"]),
    "links of all forms": Case(
        "# 题\n\n"
        "文[![构建](b.svg)](https://e.example/c)，[维基](https://e.example/鲁迅_(作家))，[x](<a b>)，[a][1]。\n"
        "\n[1]: http://b\n[7]: http://c\n",
        lacks=["](", "http://b", "http://c", "[1]"],
        holds=["维基", "a。"],
    ),
    "a picture whose name holds brackets": Case("# 题\n\n文字。\n\n![甲 [乙](丙)](丁)\n\n文字。\n", captions=["甲 乙"]),
    "underlines, rules, contents": Case(
        "标题\n=====\n\n[TOC]\n\n小节\n-----\n\n文\\*字，~~删~~。\n\n---\n\n>\n\n尾句。\n",
        texts=["标题\n\n小节\n\n文*字，删。\n\n尾句。"],
    ),
    "wrapped lines": Case(
        "# 题\n\n甲城在河边，街道走访了三百户，\n把问题逐条记下来。\n\n- 第一项有两行，\n  这是第二行。\n",
        holds=["三百户，把问题", "两行，这是"],
    ),
    "line ends that are meant": Case(
        "# 题\n\n第一行  \n第二行\\\n第三行在这里。\n", holds=["第一行\n", "第二行\n", "第三行"]
    ),
    "code in tags": Case(
        "---\ntitle: 题\n---\n{% codeblock lang:python %}\ndef f(a):\n    return 1\n{% endcodeblock %}\n\n"
        "{% note %}\n注意这里。\n{% endnote %}\n\n"
        '{% asset_img a.png 图一 %}\n\n{{< figure src="a.png" caption="图二" >}}\n\n尾句。\n',
        holds=["def f(a):\n    return 1", "注意这里。", "尾句。"],
        lacks=["{%", "{{<"],
        captions=["图一", "图二"],
    ),
    "code in a line": Case('# 标题\n\n字符串 `"foo"` 而不是 `a`。\n', holds=['`"foo"`', "`a`"]),
    "code in a list": Case("# 题\n\n- 项\n\n  ```\n  a **b** c\n  ```\n\n尾句。\n", holds=["a **b** c"]),
    "a gloss in other words": Case("# 标题\n\n点击<ruby>添加<rt>Add</rt></ruby>按钮。\n", holds=["添加（Add）按钮"]),
    "front matter with escapes": Case(
        '---\ntitle: "甲\\"乙\\""\nauthor: 丙\ndate: 2020-01-01\nlink: https://e.example/a\n---\n正文。\n',
        fields={"title": "甲“乙”", "author": "丙", "published": "2020-01-01", "url": "https://e.example/a"},
    ),
    "front matter with a comment": Case(
        '---\ntitle: "甲" # 暂定\nauthor: 丙\n---\n正文。\n', fields={"title": "甲", "author": "丙"}
    ),
    "front matter with a folded title": Case(
        "---\ntitle: >\n  甲城\ndate: 2020-01-01\n---\n正文。\n", fields={"title": "甲城", "published": "2020-01-01"}
    ),
    "a zone that is stated": Case(
        "---\ntitle: 题\ndate: 2021-07-19T12:00:02.000Z\n---\n正文。\n",
        fields={"published": "2021-07-19T12:00:02+00:00"},
    ),
    "an address under another key": Case(
        "---\ntitle: 题\nfrom: https://e.example/a\n---\n正文。\n", fields={"url": "https://e.example/a"}
    ),
    "a title said twice": Case(
        "---\ntitle: 标题\n---\n[标题](https://e.example)\n------\n\n正文。\n",
        texts=["标题\n\n正文。"],
        fields={"title": "标题"},
    ),
    "front matter in JSON": Case(
        '{"title": "甲", "author": {"name": "丙"}}\n\n正文在这里。\n', fields={"title": "甲", "author": "丙"}
    ),
    "front matter of Hexo's JSON": Case(
        '"title": "甲",\n"author": "丙"\n;;;\n正文在这里。\n', fields={"title": "甲", "author": "丙"}
    ),
    "authors as mappings": Case(
        "---\ntitle: 题\nauthor:\n  - name: 甲\n  - name: 乙\n---\n正文。\n", fields={"author": "甲、乙"}
    ),
}

BODY = "老周在河边住了四十年，每天清早都要到渡口去看一看水位，镇上的人都说他是闲不住的人。"

WRAPS = (
    "去年以来，甲城区把老旧小区改造作为民生工程的重点，先后投入资金三亿多元\n"
    "，改造小区四十二个，惠及居民一万六千多户。改造内容包括屋面防水、外墙保\n"
    "温、管网更新、道路硬化和绿化提升等，居民的居住条件明显改善，幸福感不断增\n"
    "强。下一步还要继续扩大改造的范围，让更多居民得到实惠，并把经验推广到全市\n各个城区去。\n"
)

TEXTS = {
    "rules of a post are no headings": Case(
        f"---\ntitle: 题\n---\n{BODY}\n\n---\n\n{BODY}\n\n======\n\n[b]: https://e.example\n\n{BODY}\n",
        texts=[f"题\n\n{BODY}\n\n{BODY}\n\n{BODY}"],
        headings=["题"],
    ),
    "a line of a list in HTML": Case(
        "---\ntitle: 题\n---\n<div>\n    <ul>\n        <li>甲</li>\n    \n        <li>乙</li>\n    </ul>\n"
        "</div>\n\n尾句。\n",
        holds=["甲", "乙", "尾句。"],
        lacks=["<", "    "],
    ),
    "an address below wrapped lines": Case(
        WRAPS.removesuffix("各个城区去。\n")
        + "各个城区去，做好后半篇文章，让大家都满意，办好这件实事。\nhttps://e.example/"
        + "a" * 90
        + "\n",
        "a.txt",
        holds=["实事。\n"],
    ),
    "marks are no headings": Case(
        f"标题在这里\n\n{BODY}\n\n---\n\n======\n\n>\n\n```\n\n（2008年10月28日某市第九次会议通过）\n\n{BODY}\n",
        "a.txt",
        headings=["标题在这里"],
    ),
    "wraps beside a long address": Case(
        WRAPS + "\nhttps://e.example/" + "a" * 100 + "\n\n尾句在这里。\n", "a.txt", holds=[WRAPS.replace("\n", "")]
    ),
    "two blanks without wraps": Case(
        "甲城在河边，街道走访了三百户  居民\n\n第二段的文字在这里结束了没有标点\n"
        "第三段的文字也在这里，比上一段长一些，而且有句号。\n",
        "a.txt",
        holds=["没有标点\n"],
    ),
    "a narrow column": Case(
        "甲城在河边，街道走访了三百\n户，把问题逐条记下来，交给\n各个部门去办。办完之后还要\n"
        "回访，看看居民是不是满意，\n如果不满意就要重新办理，直\n到大家都说好为止。\n",
        "a.txt",
        lacks=["\n"],
    ),
    "a page number first": Case(f"- 1 -\n\n河边的人\n\n{BODY}\n", "a.txt", fields={"title": "河边的人"}),
    "pages first": Case(f"第1页 共3页\n\n河边的人\n\n{BODY}\n", "a.txt", fields={"title": "河边的人"}),
    "breadcrumbs first": Case(f"首页 > 新闻 > 正文\n\n河边的人\n\n{BODY}\n", "a.txt", fields={"title": "河边的人"}),
    "rules first": Case(f"* * *\n\n====\n\n---\n\n河边的人\n\n{BODY}\n", "a.txt", fields={"title": "河边的人"}),
    "sound words": Case(
        "模型的阈值要慢慢调整，不能太高。他们乘邮轮出海，走了整整三天。好啰，大家不要再吵了。"
        "她在深水埗住了十年，搬到堃庭才半年，"
        "朋友喆园常来看她。记者登上瞭望塔，银行开出了保函。\n"
        "街道定期消杀，防止蚊蝇孳生；除炸药和纯碳氢化合物外，都要登记。\n",
        "a.txt",
        sound=True,
    ),
    "radicals": Case(
        "⼈⼯智能是新⼀轮科技⾰命的核⼼。⻘年⻓⼤\n",
        "a.txt",
        texts=["人工智能是新一轮科技革命的核心。青年长大"],
        sound=True,
    ),
    "addresses and English": Case(
        "见https://e.example/鲁迅_(作家)?a=甲,乙。\n\nThe city of 北京, which hosts many museums, is large.\n",
        "a.txt",
        holds=["https://e.example/鲁迅_(作家)?a=甲,乙", "北京, which hosts many museums, is large."],
    ),
    "a program": Case(
        'def f(a):\n    """甲,乙"""\n    if a:\n        return "是,否"\n    return (a, 1)\n',
        "a.py",
        texts=['def f(a):\n    """甲,乙"""\n    if a:\n        return "是,否"\n    return (a, 1)'],
    ),
    "readings as the subject": Case(
        "“行”是多音字：行(xíng)走、行(háng)业、道行(héng)、银行(háng)。\n己(jǐ) 已(yǐ) 巳(sì)\n",
        "a.txt",
        holds=["xíng", "háng", "jǐ", "yǐ", "sì"],
    ),
    "indented HTML": Case(
        "# 题\n\n<table>\n    <tr>\n        <td>\n            甲\n        </td>\n    </tr>\n</table>\n\n尾句。\n",
        holds=["甲", "尾句。"],
        lacks=["    "],
    ),
    "a row of capitals": Case(
        "# 题\n\n| P1 | P2 | D1 | P3 | D2 | D3 | D4 |\n|---|---|---|---|---|---|---|\n"
        "| P1 | P2 | D1 | P3 | D2 | D3 | D4 |\n",
        holds=["| P1 | P2 | D1 | P3 | D2 | D3 | D4 |"],
    ),
    "著 to Simplified": Case(
        "他笑著說。門開著。拿著100元，帶著iPhone，看著書，聽著錄音，著急，隨著，著裝。"
        "他的名著很著名，編著者所著，土著的著作權。\n",
        "a.txt",
        texts=[
            (
                "他笑着说。门开着。拿着100元，带着iPhone，看着书，听着录音，着急，随着，"
                "着装。他的名著很著名，编著者所著，土著的著作权。"
            )
        ],
        script="zh-Hans",
    ),
}

LINE = "甲城在河边。"

TABLES = {
    "an index without a name": Case(f",text\n0,{LINE}\n1,乙城在山上。\n", "t.csv", texts=[LINE, "乙城在山上。"]),
    "a single column": Case(f"text\n{LINE}\n乙城在山上。\n", "t.csv", texts=[LINE, "乙城在山上。"]),
    "names that are doubled": Case(f"text,text\n{LINE},甲\n乙城在山上。,乙\n", "t.csv", texts=[LINE, "乙城在山上。"]),
    "sep=": Case(f"sep=,\nid,text\n1,{LINE}\n2,乙城在山上。\n", "t.csv", texts=[LINE, "乙城在山上。"]),
    "a comment above the names": Case(
        f"# 导出\nid,text\n1,{LINE}\n2,乙城在山上。\n", "t.csv", texts=[LINE, "乙城在山上。"]
    ),
    "lines with trailing commas": Case(
        f'{{"text": "{LINE}",}}\n{{"text": "乙城在山上。",}}\n', "t.jsonl", texts=[LINE, "乙城在山上。"]
    ),
    "lines in Python's quotes": Case(
        f"{{'text': '{LINE}'}}\n{{'text': '乙城在山上。'}}\n", "t.jsonl", texts=[LINE, "乙城在山上。"]
    ),
    "objects one after another": Case(
        f'{{"text": "{LINE}"}} {{"text": "乙城在山上。"}}', "t.json", texts=[LINE, "乙城在山上。"]
    ),
    "columns": Case(f'{{"id": [1, 2], "text": ["{LINE}", "乙城在山上。"]}}', "t.json", texts=[LINE, "乙城在山上。"]),
    "prose that is called a table": Case(
        "这是一段话,没有表格\n只是文字,写在这里,很长,有很多逗号\n\n就这样结束了\n", "t.json", refused=True
    ),
    "a quote that is never closed": Case(
        'id\ttext\n1\t"好的。\n2\t第二行。\n3\t第三行。\n', "q.tsv", texts=['"好的。', "第二行。", "第三行。"]
    ),
    "a score that is no number": Case(
        f'{{"text": "{LINE}", "score": NaN}}\n', "a.jsonl", texts=[LINE], extra={"score": None}
    ),
}

SAVED_POST = (
    '<div id="post_{n}"><div class="authi"><a class="xw1">{author}</a></div>'
    '<em id="authorposton{n}">发表于 2020-5-6 10:{minute}</em>'
    '<table><tr><td class="t_f" id="postmessage_{n}">{said}</td></tr></table></div>'
)

THREADS = {
    "headers with relative dates": Case(
        "楼主 甲 发表于 2020-5-6 10:20 | 只看该作者\n第一帖在这里。\n\n沙发 乙 发表于 昨天 11:30 | 只看该作者\n"
        "第二帖在这里。\n",
        "a.txt",
        texts=["第一帖在这里。", "第二帖在这里。"],
    ),
    "a thread saved as a page": Case(
        '<html><head><title>渡口 - 论坛 - Powered by Discuz!</title></head><body><div id="postlist">'
        f"{SAVED_POST.format(n=1, author='甲', minute=10, said='请问渡口还开不开？')}"
        f"{SAVED_POST.format(n=2, author='乙', minute=30, said='开的，早上六点到晚上六点。')}</div></body></html>",
        "a.html",
        holds=["开不开？"],
    ),
}

JAPANESE = (
    "今日は朝から雨が降っていて、駅までの道がとても混んでいました。電車の中で本を読みながら、友人のことを考えていた。"
)

KOREAN = "오늘은 아침부터 비가 내려서 역까지 가는 길이 매우 붐볐습니다. 기차 안에서 책을 읽으며 친구를 생각했습니다."

THAI = "วันนี้ฝนตกตั้งแต่เช้า ถนนไปสถานีรถไฟจึงแออัดมาก ฉันอ่านหนังสือบนรถไฟและคิดถึงเพื่อนเก่า"

ENCODINGS = {
    "Japanese": Case(JAPANESE.encode("euc_jp"), "a.txt", holds=[JAPANESE[:8]]),
    "Korean": Case(KOREAN.encode("euc_kr"), "a.txt", holds=[KOREAN[:8]]),
    "Thai": Case(THAI.encode("tis_620"), "a.txt", holds=[THAI[:8]]),
    "a page that declares Latin-1": Case(
        (
            '<html><head><meta charset="iso-8859-1"><title>Été</title></head>'
            "<body><p>Voilà l'été: très chaud, déjà fini à la mi-août.</p></body></html>"
        ).encode("latin-1"),
        "a.html",
        holds=["très chaud, déjà fini"],
    ),
}

ALL = {
    f"{kind}: {name}": case
    for kind, cases in (
        ("post", POSTS),
        ("text", TEXTS),
        ("table", TABLES),
        ("thread", THREADS),
        ("encoding", ENCODINGS),
    )
    for name, case in cases.items()
}


@pytest.mark.parametrize("name", ALL)
def test_a_fault_is_mended(name: str, tmp_path: Path) -> None:
    case = ALL[name]
    path = tmp_path / case.name
    path.write_bytes(case.source if isinstance(case.source, bytes) else case.source.encode())
    if case.refused:
        with pytest.raises(CorpusError):
            normalize(path)
        return
    documents = normalize(path, script=case.script)
    first, said = documents[0], "\n".join(document.text for document in documents)
    if case.texts is not None:
        assert [document.text for document in documents] == list(case.texts)
    assert [part for part in case.holds if part not in said] == []
    assert [part for part in case.lacks if part in said] == []
    assert {key: first.fields.get(key) for key in case.fields} == dict(case.fields)
    assert {key: first.origin.extra.get(key) for key in case.extra} == dict(case.extra)
    if case.headings is not None:
        assert [heading.text for heading in first.headings] == list(case.headings)
    if case.captions is not None:
        assert [caption.text for caption in first.captions] == list(case.captions)
    if case.sound:
        assert [damage.text for damage in first.damage] == []


def test_a_relative_date_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(str(THREADS["headers with relative dates"].source), "utf-8")
    first, second = normalize(path)
    assert (first.fields["published"], second.fields.get("published")) == ("2020-05-06T10:20:00", None)
    assert second.origin.extra["published"] == "昨天 11:30"


def test_a_thread_saved_as_a_page_is_posts(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(str(THREADS["a thread saved as a page"].source), "utf-8")
    assert [document.fields["author"] for document in normalize(path)] == ["甲", "乙"]


def test_what_nobody_can_decode_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xa7\xa1\xf0\xd5\xd9\xaa\xc4\xe3\xc7\xe4\xe9\xd3\xe5\xea" * 9)  # pairs as EUC-TW has them
    try:
        (document,) = normalize(path)
    except CorpusError:
        return
    assert document.origin.trace.decoded.encoding not in {"big5", "big5hkscs", "gb18030"}


def test_extra_is_valid_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "甲城在河边。", "a": NaN, "b": [Infinity, 1]}\n', "utf-8")
    (document,) = normalize(path)
    assert json.loads(json.dumps(dict(document.origin.extra), allow_nan=False)) == {"b": [None, 1]}
