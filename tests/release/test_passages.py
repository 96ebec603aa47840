"""Passages: slices of their documents, never too long, cut where a reader would cut."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from bdci_corpus.release.passages import LONGEST_HEADING, passages_of, passages_table
from bdci_corpus.release.schema import PASSAGE_CHARACTERS as MAX_CHARACTERS, schema_of

PIECES = st.sampled_from(
    [
        "山",
        "水" * 40,
        "。",
        "！”",
        "，",
        "\n",
        "\n\n",
        "| 甲 | 乙 |\n",
        "- 一项\n",
        "e\u0301",
        " ",
        "End. ",
        "字" * 600,
        "…",
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without blanks around it, and headings that are whole lines of it."""
    text = "".join(draw(st.lists(PIECES, max_size=30))).strip()
    lines = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    starts = sorted(draw(st.sets(st.sampled_from(lines), max_size=4)))
    spans = [(start, (text + "\n").index("\n", start)) for start in starts]
    return text, [(start, end) for start, end in spans if text[start:end].strip()]


@given(texts())
def test_passages_are_slices_in_order_that_leave_out_nothing_but_blanks(
    given: tuple[str, list[tuple[int, int]]],
) -> None:
    text, headings = given
    here = 0
    for start, end, _ in passages_of(text, headings):
        assert here <= start < end
        assert end - start <= MAX_CHARACTERS
        assert not text[here:start].strip()
        assert text[start:end] == text[start:end].strip()
        here = end
    assert not text[here:].strip()


@given(texts())
def test_a_passage_never_leaves_its_heading(given: tuple[str, list[tuple[int, int]]]) -> None:
    text, headings = given
    for start, end, heading in passages_of(text, headings):
        over = [place for place, (opens, _) in enumerate(headings) if opens <= start]
        inside = [place for place, (opens, _) in enumerate(headings) if start < opens < end]
        assert heading == (inside[-1] if inside else over[-1] if over else None)
        for one in inside:  # headings one under another may share a passage, with nothing between them
            before = "".join(text[headings[n][1] : headings[n + 1][0]] for n in range(one) if headings[n][0] >= start)
            assert not before.strip()


@given(texts())
def test_no_row_is_cut_that_could_stand_whole(given: tuple[str, list[tuple[int, int]]]) -> None:
    text, headings = given
    found = list(passages_of(text, headings))
    for (_, end, _), (start, _, _) in pairwise(found):
        first, last = text.rfind("\n", 0, end) + 1, (text + "\n").index("\n", start)
        alone = text[max(first - 2, 0) : first] in {"", "\n\n"} and text[last : last + 2] in {"", "\n\n"}
        assert "\n" in text[end:start] or alone or len(text[first:last].strip()) > MAX_CHARACTERS


def passages(text: str, *headings: str) -> list[str]:
    spans = [(text.index(heading), text.index(heading) + len(heading)) for heading in headings]
    return [text[start:end] for start, end, _ in passages_of(text, spans)]


def test_paragraphs_are_joined_while_they_fit() -> None:
    paragraph = "山水。" * 66
    text = "\n\n".join([paragraph] * 4)
    assert passages(text) == [f"{paragraph}\n\n{paragraph}"] * 2


def test_a_paragraph_that_is_too_long_is_cut_at_ends_of_sentences() -> None:
    text = "他说：“今天的天气真好，我们出去走走吧！”她说好，于是他们就一起出了门。" * 30
    found = passages(text)
    assert len(found) > 1
    assert all(piece.endswith(("。", "！”")) for piece in found)
    english = "He paid 3.14 dollars to see the show. " * 40
    assert all(piece.endswith("show.") for piece in passages(english.strip()))


def test_rows_of_tables_and_items_of_lists_are_not_cut() -> None:
    row = "| 第一列。有句号 | 第二列；有分号 | 3.5 |"
    assert all(piece.split("\n")[-1] == row for piece in passages("\n".join([row] * 40)))
    item = "- 做这件事。再做那件事，然后停下！"
    assert all(set(piece.split("\n")) == {item} for piece in passages("\n".join([item] * 60)))


def test_a_row_that_is_too_long_is_cut_at_its_sentences_and_a_sentence_at_its_clauses() -> None:
    row = "| " + "一句话说完了。" * 100 + " |"
    assert all(piece.rstrip(" |").endswith("。") for piece in passages(f"短行\n{row}"))
    sentence = "这是其中的一个分句，" * 100 + "完。"
    assert all(piece.endswith(("，", "完。")) for piece in passages(sentence))


def test_what_has_no_end_is_cut_anywhere_but_not_before_an_accent() -> None:
    assert [len(piece) for piece in passages("字" * 1200)] == [512, 512, 176]
    accented = "x" + "e\u0301" * 600
    assert not any(piece.startswith("\u0301") for piece in passages(accented))


def test_a_heading_stands_with_what_it_heads() -> None:
    body = "正文的一句话。" * 72
    text = f"总标题\n\n第一章\n\n{body}\n\n第二章\n\n{body}"
    found = passages(text, "总标题", "第一章", "第二章")
    assert found[0].startswith("总标题\n\n第一章\n\n正文的一句话。")
    assert any(piece.startswith("第二章\n\n正文的一句话。") for piece in found)
    assert all(piece.endswith("。") for piece in found)


@pytest.mark.parametrize("text", ["", "\n\n", "。"])
def test_almost_nothing(text: str) -> None:
    assert passages(text) == ([text] if text.strip() else [])


def test_a_row_carries_what_its_document_says() -> None:
    document = {
        "id": "a",
        "text": "标题\n\n正文。",
        "title": "标题",
        "headings": [{"text": "标题", "start": 0, "end": 2}],
        "language": "zh-Hans",
        "license": "CC-BY-4.0",
        "restriction": "attribution",
        "is_duplicate": True,
    }
    table = pa.Table.from_pylist([document], schema_of("documents"))
    (row,) = passages_table(table).to_pylist()
    assert row == {
        "id": "a@0-7",
        "document_id": "a",
        "text": "标题\n\n正文。",
        "start": 0,
        "end": 7,
        "title": "标题",
        "heading": "标题",
        "language": "zh-Hans",
        "license": "CC-BY-4.0",
        "restriction": "attribution",
        "is_duplicate": True,
    }


def documents_table(*titled: tuple[str, str]) -> pa.Table:
    """Return documents of these titles and texts."""
    facts = {"language": "zh-Hans", "license": "CC0-1.0", "restriction": "open", "is_duplicate": False}
    rows = [
        {
            "id": f"{number}.txt",
            "title": title,
            "text": f"{title}\n\n{text}",
            "headings": [{"text": title, "start": 0, "end": len(title)}],
            **facts,
        }
        for number, (title, text) in enumerate(titled)
    ]
    return pa.Table.from_pylist(rows, schema_of("documents"))


def test_passages_grow_with_the_text_and_not_with_text_times_title() -> None:
    """A heading as long as its document would stand in each of its passages: twice the text, four times the bytes."""
    sizes = [passages_table(documents_table(("题" * size, "正文。" * size))).nbytes for size in (4_000, 8_000, 16_000)]
    assert all(later < 2.2 * before for before, later in pairwise(sizes))


def test_a_title_of_usual_length_stands_in_each_passage() -> None:
    usual, long = "题" * LONGEST_HEADING, "题" * (LONGEST_HEADING + 1)
    rows = passages_table(documents_table((usual, "正文。" * 999), (long, "正文。" * 999))).to_pylist()
    below = [row for row in rows if "正" in row["text"]]
    assert {row["document_id"]: (row["title"], row["heading"]) for row in below} == {
        "0.txt": (usual, usual),
        "1.txt": (None, None),
    }
