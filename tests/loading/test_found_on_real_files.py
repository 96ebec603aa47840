"""Kinds of fault that real files showed: manuals, collections of poems, READMEs, pages of programs.

A case has a file's name, what it holds (``raw``), a part of what becomes of it (``text``), and, where they are
asked, its title, author, other fields and headings; ``lost`` is what must be gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo


class Case(TypedDict, total=False):
    """A file and what becomes of it."""

    name: str
    raw: str
    text: str
    title: str | None
    author: str
    fields: Mapping[str, str]
    headings: Sequence[str]
    lost: Sequence[str]


CASES: dict[str, Case] = {
    name: case
    for file in ("real_kinds.json", "crawled_kinds.json", "published_kinds.json")
    for name, case in json.loads((Path(__file__).parent / file).read_text("utf-8")).items()
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_real_file_reads_as_it_was_meant(case: Case, tmp_path: Path) -> None:
    """What a careful person would type comes out, and every byte comes back."""
    path = tmp_path / case["name"]
    path.write_text(case["raw"], encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert case["text"] in document.text
    assert document.title == case.get("title", document.title)
    assert document.fields.get("author") == case.get("author")
    assert case.get("fields", {}).items() <= dict(document.fields).items()
    assert case.get("headings") in [None, [heading.text for heading in document.headings]]
    assert not [lost for lost in case.get("lost", ()) if lost in document.text]
    assert undo(document) == case["raw"].encode()


def test_what_programs_write_for_no_value_is_none(tmp_path: Path) -> None:
    """Programs write NaN or null where a cell is empty."""
    path = tmp_path / "a.csv"
    path.write_text(
        "id,title,content,author,views\n1,NaN,渡口的雾还没有散。,null,NaN\n2,无题,null,甲,3\n3,题,船到了对岸。,None,\\N\n",
        "utf-8",
    )
    with pytest.warns(UserWarning, match='"content" is missing'):
        found = normalize(path)
    assert [(each.id, each.title, each.fields.get("author")) for each in found] == [
        ("a.csv#1", None, None),
        ("a.csv#3", "题", None),
    ]
    assert [dict(each.origin.extra) for each in found] == [{}, {}]


CELLS = {
    "line ends and blanks of HTML": (
        "1、多喝水，注意休息。<br/>2、体温超过38.5度可以吃药。&nbsp;如果持续不退，请到医院就诊。",
        "1、多喝水，注意休息。\n2、体温超过38.5度可以吃药。如果持续不退，请到医院就诊。",
    ),
    "two of them between paragraphs": (
        "船到了对岸。<br><br>雾还没有散，人们挑着菜等着。<br>",
        "船到了对岸。\n\n雾还没有散，人们挑着菜等着。",
    ),
    "line ends as a database writes them": ("船到了对岸\\n时间：八月一日\\n", "船到了对岸\n\n时间：八月一日"),
    "a formula and a path": (r"算子 $\nabla$ 与 \name，路径 C:\new。", r"算子 $\nabla$ 与 \name，路径 C:\new。"),
    "a tag that is spoken of": ("在网页里用 <br> 换行，不要用 <p>。", "在网页里用 <br> 换行，不要用 <p>。"),
    "code": ("先写 <script>a<br>b</script>。", "先写 <script>a<br>b</script>。"),
}


@pytest.mark.parametrize(("raw", "text"), CELLS.values(), ids=CELLS)
def test_a_cell_whose_line_ends_are_tags_becomes_lines(tmp_path: Path, raw: str, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "x", "text": raw}, ensure_ascii=False) + "\n", "utf-8")
    (document,) = normalize(path)
    assert document.text == text


def test_remarks_on_a_post_belong_to_it(tmp_path: Path) -> None:
    """In Tieba they stand below the line that ends the post; ranks are what each bar calls them."""
    path = tmp_path / "a.txt"
    path.write_text(
        "【求助】新船漏水怎么办？\n只看楼主收藏回复\n\n摆渡人\n初级粉丝\n1\n上个月刚买的船，最近漏水，有没有人看看？\n"
        "来自Android客户端1楼2021-06-18 09:21回复\n\n老木匠\n核心会员\n6\n缝没有捻好，先拖上岸晒干。\n"
        "2楼2021-06-18 10:05回复\n"
        "摆渡人: 好的，谢谢！\n2021-06-18 10:12回复\n\n阿青\n河上名人\n10\n别放在太阳底下暴晒，晒裂了更难补。\n"
        "来自iPhone客户端3楼2021-06-18 12:40回复\n",
        "utf-8",
    )
    found = [(each.fields.get("author"), each.text.rpartition("\n\n")[2]) for each in normalize(path)]
    assert found == [
        ("摆渡人", "上个月刚买的船，最近漏水，有没有人看看？"),
        ("老木匠", "摆渡人：好的，谢谢！"),
        ("阿青", "别放在太阳底下暴晒，晒裂了更难补。"),
    ]


def test_what_nga_writes_above_an_answer_goes(tmp_path: Path) -> None:
    """It names the post that is answered, in codes; what is quoted of it stays."""
    path = tmp_path / "a.txt"
    path.write_text(
        "[讨论] 新船还能坐吗\n\n#0 夜雨 2021-07-12 20:15\n很久没来了，不知道现在怎么样。\n\n"
        "#1 大橘 2021-07-12 20:31\n"
        "Reply to [pid=0,1,1]Reply[/pid] Post by [uid=123]夜雨[/uid] (2021-07-12 20:15)\n能坐。\n\n"
        "#2 路人 2021-07-12 21:02\n"
        "[quote][pid=5,1,1]Reply[/pid] [b]Post by [uid=456]大橘[/uid] (2021-07-12 20:31):[/b]\n"
        "能坐。[/quote]\n同意。\n",
        "utf-8",
    )
    assert [each.text.rpartition("吗\n\n")[2] for each in normalize(path)][1:] == ["能坐。", "能坐。\n\n同意。"]


def test_texts_of_a_file_for_fortune_are_documents(tmp_path: Path) -> None:
    """Each has its title and author; of a saying, who said it."""
    path = tmp_path / "poems"
    poems = (
        "\x1b[32m题目:《山中夜坐》\x1b[m\n\x1b[33m作者:林默（１０１２－１０８０）\x1b[m\n山风吹落木，夜雨打空窗。\n灯下无人语，床头有旧缸。\n",
        "《春日》\n作者：周原\n花开三两树，鸟语一重山。\n日日门前坐，看人去又还。\n",
        "船到桥头自然直。\n\t\t-- 何青\n",
        "夜里的雨一直下到天亮。\n\t\t——《渡口杂记》\n",
    )
    path.write_text("%\n".join(poems), "utf-8")
    found = normalize(path)
    assert [(each.id, each.title, each.fields.get("author")) for each in found] == [
        ("poems#entry-1", "《山中夜坐》", "林默"),
        ("poems#entry-2", "《春日》", "周原"),
        ("poems#entry-3", None, "何青"),
        ("poems#entry-4", None, None),
    ]
    assert found[0].text == "《山中夜坐》\n\n山风吹落木，夜雨打空窗。\n灯下无人语，床头有旧缸。"
    assert found[2].text == "船到桥头自然直。\n\n-- 何青"
    assert not found[2].headings


def test_lines_of_percent_signs_in_code_part_nothing(tmp_path: Path) -> None:
    """Comments begin with such a sign, too."""
    path = tmp_path / "a.txt"
    path.write_text("渡口的雾还没有散。\n%\n% 以后再写\n%\n船到了对岸。\n%\n", "utf-8")
    assert len(normalize(path)) == 1


JSON = {
    "a list of lines under another name": (
        [
            {"title": "山行·渡口", "para": ["山一程，水一程，行人未到", "风一更，雪一更"], "author": "林默"},
            {"title": "夜坐·渡口", "para": ["灯一盏，书一卷，独坐到天明", "雨一声，钟一声"], "author": "何青"},
        ],
        [
            ("山行·渡口", "林默", "山一程，水一程，行人未到\n\n风一更，雪一更"),
            ("夜坐·渡口", "何青", "灯一盏，书一卷，独坐到天明\n\n雨一声，钟一声"),
        ],
    ),
    "lists in lists, each with a title": (
        {
            "title": "渡口文选",
            "content": [
                {"title": "卷一", "content": [{"chapter": "过河", "author": "林默", "paragraphs": ["船到了对岸。"]}]},
                {"title": "卷二", "content": [{"chapter": "等船", "author": "何青", "paragraphs": ["雾还没有散。"]}]},
            ],
        },
        [("过河", "林默", "船到了对岸。"), ("等船", "何青", "雾还没有散。")],
    ),
    "one object whose text is a list of lines": (
        {"title": "渡口歌", "author": "林默", "paragraphs": ["人过渡，船过河。", "风来晚，雨来多。"]},
        [("渡口歌", "林默", "人过渡，船过河。\n风来晚，雨来多。")],
    ),
    "tags are no text": (
        [
            {"title": "渡口", "tags": ["河流", "船只", "县城", "历史"], "summary": "渡口在县城的东边，过去有三条船。"},
            {"title": "老街", "tags": ["街道", "集市", "县城", "木屋"], "summary": "老街两边都是木头房子，有集市。"},
        ],
        [("渡口", None, "渡口在县城的东边，过去有三条船。"), ("老街", None, "老街两边都是木头房子，有集市。")],
    ),
}


@pytest.mark.parametrize(("value", "expected"), JSON.values(), ids=JSON.keys())
def test_json_is_read_down_to_its_text(
    value: object, expected: list[tuple[str, str | None, str]], tmp_path: Path
) -> None:
    """The text is what holds most words, wherever it stands; a title is none."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    found = normalize(path)
    assert [(each.title, each.fields.get("author"), each.text) for each in found] == expected
