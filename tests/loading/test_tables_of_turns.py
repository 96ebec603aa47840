"""Conversations and tasks, as data sets for language models have them: who says what in turn is the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo

ASKED, ANSWERED = "如何泡一杯好茶？", "先温杯，再投茶，水温依茶而定。"

BOTH = f"{ASKED}\n\n{ANSWERED}"

ROWS = {
    "messages of roles": (
        {"messages": [{"role": "user", "content": ASKED}, {"role": "assistant", "content": ANSWERED}]},
        BOTH,
    ),
    "shared conversations": (
        {"id": "a1", "conversations": [{"from": "human", "value": ASKED}, {"from": "gpt", "value": ANSWERED}]},
        BOTH,
    ),
    "a dialog of speakers": ({"dialog": [{"speaker": "甲", "text": ASKED}, {"speaker": "乙", "text": ANSWERED}]}, BOTH),
    "parts, one of them a picture": (
        {
            "messages": [
                {"role": "user", "content": [{"type": "image_url"}, {"type": "text", "text": ASKED}]},
                {"role": "assistant", "content": ANSWERED},
            ]
        },
        BOTH,
    ),
    "an instruction without input": ({"instruction": ASKED, "input": "", "output": ANSWERED}, BOTH),
    "an instruction with input": (
        {"instruction": "把下面的话写短。", "input": "天气很好很好。", "output": "天气很好。"},
        "把下面的话写短。\n\n天气很好很好。\n\n天气很好。",
    ),
    "a prompt and its response": ({"prompt": ASKED, "response": ANSWERED, "score": 1}, BOTH),
}


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
@pytest.mark.parametrize(("row", "text"), ROWS.values(), ids=ROWS.keys())
def test_turns_are_the_text_of_their_row(row: dict[str, object], text: str, ending: str, tmp_path: Path) -> None:
    """A blank line parts the turns, whatever the shape; who speaks is told beside the text."""
    path = tmp_path / f"a{ending}"
    rows = [row, {**row, "id": "a2"}]
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in rows)
    path.write_text(lines if ending == ".jsonl" else json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    documents = normalize(path)
    assert [document.text for document in documents] == [text, text]
    assert all("".join(undo(document).decode().split()) == "".join(text.split()) for document in documents)
    speakers = documents[0].origin.extra.get("speakers")
    assert (speakers is None) == ("instruction" in row or "prompt" in row)


def test_one_conversation_in_a_file_is_one_document(tmp_path: Path) -> None:
    """Turns are no rows of a table."""
    path = tmp_path / "a.json"
    turns = [{"role": "user", "content": ASKED}, {"role": "assistant", "content": ANSWERED}]
    path.write_text(json.dumps({"id": "x", "messages": turns}, ensure_ascii=False), encoding="utf-8")
    assert [document.text for document in normalize(path)] == [BOTH]


def test_a_column_that_is_called_text_stays_the_text(tmp_path: Path) -> None:
    """A table that names its text is read by that name, whatever lists stand beside it."""
    path = tmp_path / "a.jsonl"
    row = {"text": ANSWERED, "messages": [{"role": "user", "content": ASKED}], "instruction": "写", "output": "写"}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert normalize(path)[0].text == ANSWERED


def test_mails_with_senders_are_rows(tmp_path: Path) -> None:
    """``from`` in a list of mails names people: each mail is a document."""
    path = tmp_path / "a.json"
    mails = [{"from": "li@e.example", "subject": "茶", "message": f"{ANSWERED}{number}。"} for number in "一二三"]
    path.write_text(json.dumps({"mails": mails}, ensure_ascii=False), encoding="utf-8")
    assert len(normalize(path)) == len(mails)
