"""Cells of tables as crawlers and office programs fill them: whole pages, line ends and blanks by other names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo

PAGE = (
    "<html><head><title>渡口延长开放_甲城网</title></head><body><div><a href='/'>首页</a></div><h1>渡口延长开放</h1>"
    "<p>从今天起,渡口开放到九点半。</p><p>市民很高兴,都来坐船。</p></body></html>"
)


@pytest.mark.parametrize("column", ["html", "content", "raw_html", "page_source"])
def test_a_cell_that_is_a_page_is_read_as_one(column: str, tmp_path: Path) -> None:
    """Crawlers store pages whole; what another column says counts, and the bytes of the cell come back."""
    path = tmp_path / "dump.jsonl"
    rows = [
        {"url": f"https://d.cn/{number}", column: f"{prolog}{PAGE}"}
        for number, prolog in enumerate(("", "\n<!DOCTYPE html>\n"))
    ]
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    for row, document in zip(rows, normalize(path), strict=True):
        assert document.text == "渡口延长开放\n\n从今天起，渡口开放到九点半。\n\n市民很高兴，都来坐船。"
        assert (document.title, document.fields["url"]) == ("渡口延长开放", row["url"])
        assert undo(document) == row[column].encode()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            "他说：“坐标”_x000D_ _x000D_ 中新社记者 蒋涛_x000D_\n“你们辛苦了。”_x000D_",
            "他说：“坐标”\n\n中新社记者 蒋涛\n\n“你们辛苦了。”",
        ),
        ("第一段话在这里。[NEWLINE]第二段话在这里。", "第一段话在这里。\n第二段话在这里。"),
        ("第一段。\\u3000第二段。\\r\\n第三段。", "第一段。第二段。\n\n第三段。"),
        ("写字。\\xa0&nbsp;看书。<0x0A>睡觉。", "写字。看书。\n\n睡觉。"),
        ("雾很大。&#x0D;船没有来。", "雾很大。\n\n船没有来。"),
        ("把“_x000D_”替换掉就可以了。", "把“_x000D_”替换掉就可以了。"),
        ('用 =SUBSTITUTE(A1,"x","") 去掉 _x000D_ 即可。', '用 =SUBSTITUTE(A1,"x","") 去掉 _x000D_ 即可。'),
        ("路径是 C:\\new\\u3000，别改。", "路径是 C:\\new\\u3000，别改。"),
        ("<html> 是网页的第一个标签，</html> 是最后一个。", "<html> 是网页的第一个标签，</html> 是最后一个。"),
    ],
)
def test_what_programs_write_for_line_ends(cell: str, text: str, tmp_path: Path) -> None:
    """And what only speaks of it stays."""
    path = tmp_path / "a.jsonl"
    path.write_text(
        "".join(f"{json.dumps({'content': one}, ensure_ascii=False)}\n" for one in (cell, "船到了对岸。")), "utf-8"
    )
    first, _ = normalize(path)
    assert first.text == text
    assert undo(first) == cell.encode()


def test_a_cell_of_a_wiki_has_its_headings(tmp_path: Path) -> None:
    """Collections of wikis lost their line ends, and keep marks; a text on programs keeps what looks like them."""
    path = tmp_path / "a.jsonl"
    cells = (
        (
            "渡船是-{zh-hans:信息; zh-hant:資訊}-時代以前的交通工具。 == 歷史 == 渡船起源很早。 "
            "== 參考 == thumb|250px|甲城的渡船 見書。"
        ),
        "写 a == b == c 不对，渡口 == 码头 == 车站 也不对，甲 == 乙 == 丙 更不对，== 只比较两个值。",
    )
    path.write_text("".join(f"{json.dumps({'text': cell}, ensure_ascii=False)}\n" for cell in cells), "utf-8")
    wiki, program = normalize(path)
    assert wiki.text == "渡船是信息時代以前的交通工具。\n\n歷史\n\n渡船起源很早。\n\n參考\n\n見書。"
    assert [heading.text for heading in wiki.headings] == ["歷史", "參考"]
    assert [caption.text for caption in wiki.captions] == ["甲城的渡船"]
    assert program.text == cells[1]
    assert undo(wiki) == cells[0].encode()
