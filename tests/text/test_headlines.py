"""What a heading, a title, a wrapped line and code are, by kind."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document

BODY = "老周在河边住了四十年，每天清早都要到渡口去看一看水位，镇上的人都说他是闲不住的人。"

PARAGRAPHS = (
    (
        "老周在河边住了四十年，每天清早都要到渡口去看一看水位。镇上的人都说他闲不住，"
        "其实他只是不放心，那座桥修好以后再没有人坐他的船了。"
    ),
    (
        "那年七月连着下了九天的雨，上游水库放水，水一夜之间涨了三米多。天还没亮，老周就听见有人在喊他的名字，"
        "声音断断续续的，听不清是谁。"
    ),
    "他不识字，报纸是孙女念给他听的。念到最后一段，他摆了摆手说，够了够了，没有那么好，说完就出门看水去了。",
)


def read(text: str, name: str = "a.txt") -> Document:
    (document,) = read_bytes(text.encode(), name, find_loaders(), Settings()).documents
    return document


def columns(width: int, indent: str = "\u3000\u3000") -> str:
    """Return the paragraphs in lines of so many characters; a mark hangs over the edge."""
    lines: list[str] = []
    for paragraph in PARAGRAPHS:
        line = indent
        for char in paragraph:
            if len(line) >= width and char not in "，。":
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("width", [12, 13, 15, 20, 30, 38])
def test_columns_of_any_width_are_joined(width: int) -> None:
    assert read(columns(width)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("width", [15, 38])
def test_a_longer_line_does_not_hide_where_the_others_end(width: int) -> None:
    link = "https://example.com/archives/" + "the-old-man-of-the-ferry-" * 4
    assert read(f"{columns(width)}\n\n{link}\n").text == "\n\n".join((*PARAGRAPHS, link.strip()))


def test_blank_lines_do_not_make_short_paragraphs_wraps() -> None:
    parts = (
        "首日运送乘客三百余人，比停航之前还多",
        "渡口因汛期停航两个月，期间对码头进行了加固改造",
        "今后将增加班次，到晚上八点",
    )
    assert read(f"渡口恢复通航\n\n\n{parts[0]}\n{parts[1]}\n{parts[2]}\n\n\n市民表示欢迎。").text.count("\n\n") == 4


@pytest.mark.parametrize(
    "line",
    [
        "（2008年10月28日第十三届人民代表大会常务委员会第六次会议通过）",
        "2001年7月13日 上海市第十一届人民代表大会常务委员会第二十九次会议通过",
        "2022年1月1日 施行",
        "---",
        "======",
        "* * *",
        "> 引用",
        "```",
        "[b]: https://example.org/a",
        "<!-- INFO END -->",
        "法释〔2022〕17号",
        "作者：林晚舟",
        "联系电话：0571-88886666",
        "int main(void) {",
        "- 1 -",
        "（全文完）",
    ],
)
def test_what_states_a_fact_or_is_no_text_heads_nothing(line: str) -> None:
    document = read(f"{BODY}\n\n{line}\n\n{BODY}\n\n{BODY}\n")
    assert not [span.text for span in document.headings]


@pytest.mark.parametrize("line", ["保护和利用", "第二章 设置与管理", "The Rain", "2020年5月6日 星期三 雨", "小贴士"])
def test_a_short_line_between_blank_lines_is_a_heading(line: str) -> None:
    assert [span.text for span in read(f"{BODY}\n\n{line}\n\n{BODY}\n").headings] == [line]


def test_numbers_head_where_most_of_their_series_do() -> None:
    sections = "".join(
        f"{number}、{what}\n\n{BODY}\n\n" for number, what in zip("一二三", ("时间", "内容", "要求"), strict=True)
    )
    assert [span.text for span in read(sections).headings] == ["一、时间", "二、内容", "三、要求"]
    items = f"应当具备下列条件：\n\n（一）水流平缓；\n\n（二）有码头\n\n（三）有渡船。\n\n{BODY}\n"
    assert not read(items).headings


@pytest.mark.parametrize(
    "first",
    ["- 1 -", "第1页 共3页", "首页 > 新闻 > 正文", "====", "---", "* * *", "Page 1 of 3", "返回首页", "<!-- a -->"],
)
def test_furniture_is_never_a_title(first: str) -> None:
    assert read(f"{first}\n\n渡口恢复通航\n\n{BODY}\n").title == "渡口恢复通航"
    assert read(f"{first}\n\n{BODY}\n\n{BODY}\n").title is None


@pytest.mark.parametrize(
    "text",
    [
        f"渡口\n\n作者：林晚舟\n\n第一章 雨\n\n{BODY}\n",
        f"渡口\n\u3000\u3000{BODY}\n\u3000\u3000{BODY}\n",
        f"# 渡口\n\n{BODY}\n",
        "渡口\n\n江水连天涌暮云，\n孤舟一叶傍斜曛。\n渔灯数点星初上，\n何处箫声隔岸闻。\n",
    ],
)
def test_the_title_is_the_first_line_that_can_be_one(text: str) -> None:
    assert read(text).title == "渡口"


CODE = (
    'import sys\n\n\ndef count(path):\n    """统计，字。"""\n    c = {}\n\n\n    for ch in open(path):\n        c[ch] = c.get(ch, 0) + 1  # 跳过,标点\n    return c\n',
    '#include <stdio.h>\n\nint main(void)\n{\n\tint a = 1;\n\n\n\tprintf("完成\\n");\n\treturn 0;\n}\n',
    "SELECT id, name\nFROM users\nWHERE id = 1;\n\n\nUPDATE users SET name = 'a';\n",
)


@pytest.mark.parametrize("code", CODE)
@pytest.mark.parametrize("name", ["a.txt", "a.py"])
def test_a_file_of_code_is_code_from_end_to_end(code: str, name: str) -> None:
    document = read(code, name)
    assert document.text == code.rstrip()
    assert not document.headings


def test_indented_code_keeps_its_blank_lines_and_prose_is_none() -> None:
    block = "    def f(a):\n        return a\n\n\n    def g(b):\n        return b"
    assert read(f"{BODY}\n\n{block}\n\n{BODY}\n").text == f"{BODY}\n\n{block}\n\n{BODY}"
    assert (
        "    It"
        not in read("The Ferry\n\n    It was a dark and stormy night.\n\n    He went down to the river.\n").text
    )


NASTY = st.lists(
    st.sampled_from(
        [
            *"山水，。：！? |}{_~\"'$!.:;,aZ5",
            "\n",
            "\n\n",
            "\n    ",
            "\t",
            "  ",
            "```\n",
            "    a = 1;\n",
            "\n---\n",
            "| P1 | P2 |\n",
            'V _" ~: e, pi! |$ } C. p',
            "* z2 B w' ?4 G- c( v! o4 `",
            "<pre>a\n\n</pre>",
            "第一章 总则\n",
            "一、项\n",
            "楼主 甲 发表于 2020-5-6\n",
        ]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(NASTY, st.sampled_from(["a.txt", "a.md", "a.html", "a.py"]))
def test_no_text_ends_or_begins_with_a_line_feed(text: str, name: str) -> None:
    for document in read_bytes(text.encode(), name, find_loaders(), Settings()).documents:
        assert not re.search(r"\A\n|\n\Z", document.text)


@settings(max_examples=300, deadline=None)
@given(NASTY)
def test_cleaning_again_changes_nothing(text: str) -> None:
    plain = Settings(loader="plain_text")
    (once,) = read_bytes(text.encode(), "a.txt", find_loaders(), plain).documents
    (twice,) = read_bytes(once.text.encode(), "a.txt", find_loaders(), plain).documents
    assert twice.text == once.text


SHORT_LINES = {
    "verse with marks within": "明月几时有，把酒问青天\n不知天上宫阙，今夕是何年\n我欲乘风归去，又恐琼楼玉宇\n"
    "高处不胜寒，起舞弄清影\n何似在人间，转朱阁，低绮户\n",
    "verse of one width": "两个黄鹂鸣翠柳，一行白鹭上青天\n窗含西岭千秋雪，门泊东吴万里船\n"
    "独在异乡为异客，每逢佳节倍思亲\n遥知兄弟登高处，遍插茱萸少一人\n",
    "entries": "张三，男，1975年生，汉族，教师\n李四梅，女，1980年生，回族，医生\n"
    "王五，男，1969年生，汉族，工人\n赵六，女，1991年生，满族，学生\n",
    "prices": "苹果，每斤五元，山东烟台产\n香蕉，每斤三元，海南三亚产\n葡萄，每斤八元，新疆吐鲁番\n"
    "西瓜，每斤两元，宁夏中卫产\n",
    "a song": "如果有一天我老了，走不动路\n请你推着我去看海，看日落\n如果有一天我忘了，你的名字\n"
    "请你再告诉我一遍，慢慢说\n如果有一天你走了，不再回来\n我会坐在门口的藤椅，等风过\n",
}

WRAPPED = {
    "a narrow column": "甲城在河边，街道走访了三百\n户，把问题逐条记下来，交给\n各个部门去办。办完之后还要\n"
    "回访，看看居民是不是满意，\n如果不满意就要重新办理，直\n到大家都说好为止。\n",
    "marks that begin lines": "记者从市交通局获悉\n，今年我市将新建公\n路一百二十公里，改\n造农村公路三百公里\n"
    "，同时开通六条公交\n线路，方便市民出行\n。\n",
    "three lines": "会议指出，要坚持问题导向，紧盯群众反映强烈的突出问题，\n"
    "一件一件抓落实，一项一项见成效，切实把好事办好、实事办\n实，让人民群众有更多获得感。\n",
}


@pytest.mark.parametrize("kind", SHORT_LINES)
def test_short_lines_that_are_meant_stay(kind: str) -> None:
    text = read(SHORT_LINES[kind]).text
    assert [line for line in text.split("\n") if line] == SHORT_LINES[kind].splitlines()


@pytest.mark.parametrize("kind", WRAPPED)
def test_lines_of_a_narrow_column_are_joined(kind: str) -> None:
    assert read(WRAPPED[kind]).text == WRAPPED[kind].replace("\n", "")


def test_the_first_of_two_wrapped_lines_is_no_heading() -> None:
    text = f"{BODY}\n\n食堂的饭菜比家里咸一点，宿舍的同学都很友好，昨天晚上我们一起去看了\n电影。下个月就要考试了，我会好好复习的。\n"
    assert [heading.text for heading in read(text).headings] == []
