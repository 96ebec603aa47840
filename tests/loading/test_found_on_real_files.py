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
    title: str
    author: str
    fields: Mapping[str, str]
    headings: Sequence[str]
    lost: Sequence[str]


CASES: dict[str, Case] = json.loads((Path(__file__).parent / "real_kinds.json").read_text("utf-8"))


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
