"""Chats and transcripts: a turn a paragraph, behind who said it; names and times are stated beside."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo


class Case(NamedTuple):
    """A chat, its text, who spoke, its title and day."""

    raw: str
    text: str
    speakers: list[str] | None
    title: str | None = None
    published: str | None = None


CASES = {
    "QQ's record of a group": Case(
        "消息记录（此消息记录为文本格式，不支持重新导入）\n\n================\n消息分组:我的群聊\n================\n消息对象:读书会\n"
        "================\n\n2015-06-01 20:31:05 长风(123456)\n大家这周读完第三章了吗?\n\n"
        "2015-06-01 20:31:40 【管理员】小雨<yu@qq.example>\n读完了。\n[图片]\n\n2015-06-01 20:32:00 小雨(654321)\n[图片]\n\n"
        "2015-06-01 20:33:00 系统消息(10000)\n老王加入本群。\n\n2015-06-01 20:40:00 老王(7654321)\n大家好!\n我是新来的,以后请多关照。\n",
        "读书会\n\n长风：大家这周读完第三章了吗？\n\n小雨：读完了。\n\n老王：大家好！\n\n我是新来的，以后请多关照。",
        ["长风", "小雨", "老王"],
        "读书会",
        "2015-06-01T20:31:05",
    ),
    "names in quotes behind the time": Case(
        "2023-05-01 10:00:01 '我'\n你在吗?想问一下\n\n2023-05-01 10:00:35 '小王'\n我也不知道\n\n2023-05-01 10:01:35 '我'\n好吧\n",
        "我：你在吗？想问一下\n\n小王：我也不知道\n\n我：好吧",
        ["我", "小王", "我"],
        None,
        "2023-05-01T10:00:01",
    ),
    "names before the time": Case(
        "小王 2024-01-01 12:00:00\n新年快乐\n小李 2024-01-01 12:01:10\n同乐同乐!\n小王 2024-01-01 12:02:00\n明天见\n",
        "小王：新年快乐\n\n小李：同乐同乐！\n\n小王：明天见",
        ["小王", "小李", "小王"],
        None,
        "2024-01-01T12:00:00",
    ),
    "time, name and words in one line": Case(
        "[2023/5/1 10:00:01] 小王: 你在吗\n[2023/5/1 10:00:11] 小李: 在,什么事\n[2023/5/1 10:01:01] 小王: 没事\n",
        "小王：你在吗\n\n小李：在，什么事\n\n小王：没事",
        ["小王", "小李", "小王"],
        None,
        "2023-05-01T10:00:01",
    ),
    "a transcript below its title": Case(
        "渡口改造座谈会\n\n发言人 1   00:01\n大家好,我们开始吧。\n\n发言人 2   00:15\n好的。先说渡口的事。\n\n发言人 1   01:40\n请讲。\n",
        "渡口改造座谈会\n\n发言人 1：大家好，我们开始吧。\n\n发言人 2：好的。先说渡口的事。\n\n发言人 1：请讲。",
        ["发言人 1", "发言人 2", "发言人 1"],
        "渡口改造座谈会",
    ),
    "times alone": Case(
        "00:00:01\n大家好,欢迎收看今天的节目\n00:00:05\n今天我们来聊一聊渡口\n00:00:09\n它有一百年了\n",
        "大家好，欢迎收看今天的节目\n\n今天我们来聊一聊渡口\n\n它有一百年了",
        None,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_chat_is_its_turns(case: Case, tmp_path: Path) -> None:
    """Pictures and the program's own messages go; every byte comes back."""
    path = tmp_path / "a.txt"
    path.write_text(case.raw, encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert document.origin.loader == "chat_log"
    assert document.text == case.text
    assert document.origin.extra.get("speakers") == case.speakers
    assert (document.title, document.fields.get("published")) == (case.title, case.published)
    assert undo(document) == case.raw.encode()


OTHERS = {
    "a schedule": "日程安排\n\n第一天 08:00\n出发去渡口\n第一天 12:00\n午饭\n第二天 09:00\n返程\n",
    "a log": "2023-05-01 10:00:01 INFO started\n2023-05-01 10:00:02 INFO listening\n2023-05-01 10:00:05 ERROR failed\n",
    "a diary": "2023-05-01 10:00 晴\n今天去了渡口。\n\n2023-05-02 11:00 晴\n今天又去了。\n\n2023-05-03 11:00 晴\n没有去。\n",
    "two dates in a story": "小王 2024-01-01 12:00:00\n写下这封信。\n\n小李 2024-01-02 12:00:00\n回了信。\n",
}


@pytest.mark.parametrize("raw", OTHERS.values(), ids=OTHERS)
def test_other_lines_with_times_are_no_turns(raw: str, tmp_path: Path) -> None:
    """Plans, logs and diaries keep their lines."""
    path = tmp_path / "a.txt"
    path.write_text(raw, encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert document.origin.loader == "plain_text"
