"""Rows of well-known data sets: all that a reader of the record reads is text, and answers to be predicted are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from bdci_corpus.documents.normalized import normalize


class Case(NamedTuple):
    """A table by its rows, its name, and the texts of its first documents."""

    rows: list[object] | str
    texts: list[str]
    extra: dict[str, object] | None = None
    name: str = "a.jsonl"


CASES = {
    "a question and its answer": Case(
        [{"question": "渡口几点停航?", "answer": "冬天五点半。"}, {"question": "收费吗?", "answer": "学生免费。"}],
        ["渡口几点停航？\n\n冬天五点半。", "收费吗？\n\n学生免费。"],
    ),
    "a question, what is added, and an answer": Case(
        [
            {"title": "渡口几点停航?", "desc": "周末想带孩子去", "answer": "冬天五点半。"},
            {"title": "收费吗?", "desc": "", "answer": "免费。"},
        ],
        ["周末想带孩子去\n\n冬天五点半。", "免费。"],
    ),
    "letters for a question and an answer": Case(
        "No,Q,A\n1,图书馆几点关门？,晚上九点半。\n2,渡口几点停航？,冬天五点半。\n",
        ["图书馆几点关门？\n\n晚上九点半。", "渡口几点停航？\n\n冬天五点半。"],
        name="a.csv",
    ),
    "an input and its target": Case(
        [
            {"kind": "NLI", "input": "甲城在哪里?", "target": "在河边。"},
            {"kind": "NLI", "input": "乙城呢?", "target": "在山上。"},
        ],
        ["甲城在哪里？\n\n在河边。", "乙城呢？\n\n在山上。"],
        {"kind": "NLI"},
    ),
    "the answer that was chosen": Case(
        [
            {"prompt": "几点关门?", "chosen": "九点半。", "rejected": "不知道。"},
            {"prompt": "几点停航?", "chosen": "五点半。", "rejected": "不知道。"},
        ],
        ["几点关门？\n\n九点半。", "几点停航？\n\n五点半。"],
        {"rejected": "不知道。"},
    ),
    "answers to choose from": Case(
        [{"question": "下列哪项正确?", "choices": ["甲城在河边", "乙城在山上", "丙城在海边"], "answer": "A"}],
        ["下列哪项正确？\n\nA. 甲城在河边\nB. 乙城在山上\nC. 丙城在海边"],
        {"answer": "A"},
        "a.json",
    ),
    "answers to choose from by their letters": Case(
        "question,A,B,C,D,answer\n在河边的是？,甲城,乙城,丙城,丁城,A\n在山上的是？,甲城,乙城,丙城,丁城,B\n",
        ["在河边的是？\n\nA. 甲城\nB. 乙城\nC. 丙城\nD. 丁城", "在山上的是？\n\nA. 甲城\nB. 乙城\nC. 丙城\nD. 丁城"],
        {"answer": "A"},
        "a.csv",
    ),
    "answers to choose from with labels": Case(
        [
            {"question": "在河边的是?", "choices": {"text": ["甲城", "乙城"], "label": ["1", "2"]}, "answerKey": "1"},
            {"question": "在山上的是?", "choices": {"text": ["甲城", "乙城"], "label": ["1", "2"]}, "answerKey": "2"},
        ],
        ["在河边的是？\n\n1. 甲城\n2. 乙城", "在山上的是？\n\n1. 甲城\n2. 乙城"],
    ),
    "turns by who speaks": Case(
        [
            {
                "conversation": [
                    {"human": "你好,几点关门?", "assistant": "晚上九点半关门。"},
                    {"human": "谢谢", "assistant": "不客气!"},
                ]
            }
        ],
        ["你好，几点关门？\n\n晚上九点半关门。\n\n谢谢\n\n不客气！"],
        {"speakers": ["human", "assistant", "human", "assistant"]},
    ),
    "dialogs as lists": Case(
        [
            ["火锅 我 在 重庆 吃 了 七八 顿", "那 我 的 嘴巴 要 烂掉 ！", "就是 好 油腻"],
            ["再有 时间 找 你 去", "已 拉黑"],
        ],
        ["火锅 我 在 重庆 吃 了 七八 顿\n\n那 我 的 嘴巴 要 烂掉 ！\n\n就是 好 油腻", "再有 时间 找 你 去\n\n已 拉黑"],
        name="a.json",
    ),
    "paragraphs as objects": Case(
        [
            {
                "文件名": "a.txt",
                "段落": [{"行号": 1, "内容": "第一章 山雨"}, {"行号": 2, "内容": "甲城的雨下了三天三夜,街上没有人。"}],
            }
        ]
        * 2,
        ["第一章 山雨\n\n甲城的雨下了三天三夜，街上没有人。"] * 2,
    ),
    "a question with the documents it was looked for in": Case(
        [
            {
                "question": "渡口几点停航",
                "documents": [{"title": "公告", "paragraphs": ["冬天五点半停航,夏天七点。"]}],
                "answers": ["五点半", "七点"],
            }
        ],
        ["渡口几点停航\n\n五点半\n\n七点"],
        name="a.json",
    ),
    "a question about a text": Case(
        [{"context": "甲城在河边，乙城在山上，丙城靠海。", "question": "甲城在哪里？", "answer": "河边"}] * 2,
        ["甲城在河边，乙城在山上，丙城靠海。"] * 2,
        {"question": "甲城在哪里？", "answer": "河边"},
    ),
    "what was asked of a search, and its list": Case(
        [
            {
                "query": "渡口",
                "results": [
                    {"title": "甲", "content": "渡口的雾还没有散。"},
                    {"title": "乙", "content": "渡口停航了。"},
                ],
            }
        ],
        ["渡口的雾还没有散。", "渡口停航了。"],
        name="a.json",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_a_reader_reads_is_text(case: Case, tmp_path: Path) -> None:
    """Nothing of a record is lost: what is no text is stated beside it."""
    path = tmp_path / case.name
    if isinstance(case.rows, str):
        written = case.rows
    elif case.name.endswith(".json"):
        written = json.dumps(case.rows if len(case.rows) > 1 else case.rows[0], ensure_ascii=False)
    else:
        written = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in case.rows)
    path.write_text(written, encoding="utf-8")
    documents = normalize(path)
    assert ["\n\n".join(document.text.split("\n")).replace("\n\n\n\n", "\n\n") for document in documents] == [
        "\n\n".join(text.split("\n")).replace("\n\n\n\n", "\n\n") for text in case.texts
    ]
    if case.extra is not None:
        assert case.extra.items() <= dict(documents[0].origin.extra).items()


@pytest.mark.parametrize(
    ("moment", "published"),
    [
        (1683338400000, "2023-05-06T02:00:00+00:00"),
        (1683338400, "2023-05-06T02:00:00+00:00"),
        ("1104537600", "2005-01-01T00:00:00+00:00"),
        (20230506, None),
        (12, None),
    ],
)
def test_seconds_since_1970_are_a_moment(moment: object, published: str | None, tmp_path: Path) -> None:
    """Seconds or thousandths of them, in a column that is called like a date."""
    path = tmp_path / "a.jsonl"
    row = {"title": "渡口停航", "content": "从今天起，渡口冬季五点半停航。", "publishDate": moment}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (document,) = normalize(path)
    if published is not None or moment == 12:
        assert document.fields.get("published") == published
