"""A notice that is a text's first line is no title; the line below it may be one."""

from __future__ import annotations

import pytest

import bdci_corpus

BODY = "甲城在河边，街道走访了三百户，把问题逐条记下来，又请各家说出自己的难处。\n\n第二天，工作队开始修路。\n"


@pytest.mark.parametrize(
    "notice",
    [
        "未经授权，禁止转载",
        "版权声明：本文为博主原创文章，转载请附上原文出处链接",
        "本文采用 CC BY-SA 4.0 许可协议",
        "本資料僅供內部參考，請勿外傳",
    ],
)
def test_the_line_below_a_notice_is_the_title(notice: str) -> None:
    (document,) = bdci_corpus.normalize(f"{notice}\n\n甲城修路记\n\n{BODY}".encode())
    assert document.origin.notices
    assert document.fields["title"] == "甲城修路记"


@pytest.mark.parametrize("notice", ["转载请注明出处，谢谢合作", "© 2021 甲城日报 版权所有"])
def test_a_notice_above_running_text_is_no_title(notice: str) -> None:
    (document,) = bdci_corpus.normalize(f"{notice}\n\n{BODY}".encode())
    assert document.origin.notices
    assert "title" not in document.fields


def test_a_title_that_speaks_of_notices_stays_one() -> None:
    (document,) = bdci_corpus.normalize(f"转载之乱何时了\n\n{BODY}".encode())
    assert document.fields["title"] == "转载之乱何时了"
