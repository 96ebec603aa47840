"""Headers of mail as they are damaged: read in linear time, and no defect of the loader."""

from __future__ import annotations

import time

import pytest

import bdci_corpus

HEADER = "From: Jia <a@example.org>\nDate: Mon, 5 Mar 2018 10:00:00 +0800\n"


@pytest.mark.parametrize(
    "line",
    [
        "Subject: =?gb\udcff2312?B?vNc=?=",
        "Subject: =?no-such-charset?Q?a?=",
        "Subject: =?utf-8?B?=====?=",
        "X: =?=?=?=?=",
    ],
)
def test_encoded_words_that_are_none_stay(line: str) -> None:
    raw = f"{HEADER}{line}\n\n甲城在河边。\n".encode("utf-8", "surrogateescape")
    (document,) = bdci_corpus.normalize(raw, loader="mail_message")
    assert "甲城在河边。" in document.text


@pytest.mark.parametrize("date", ["Mon, 5 Mar 99999999999 10:00:00", "5 Mar 2018 99:99:99 +9999", "1 Jan 0000"])
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    raw = f"From: a@example.org\nDate: {date}\n\n甲城在河边。\n".encode()
    (document,) = bdci_corpus.normalize(raw, loader="mail_message")
    assert document.text.endswith("甲城在河边。")


@pytest.mark.parametrize("blanks", [" ", "\t", " \t"])
def test_lines_that_begin_with_many_blanks_cost_no_more(blanks: str) -> None:
    folded = f"{blanks * 30}\n" * 40
    raw = f"From: a@example.org\nX: y\n{folded}!\n甲城在河边。\n".encode()
    begun = time.process_time()
    bdci_corpus.normalize(raw)
    assert time.process_time() - begun < 5  # it took for ever
