"""Bytes load with an exact undo, or are refused with the offset of what is wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.errors import DecodingError
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.text.encoding import decode, guess_encoding
from bdci_corpus.trace.changes import undo

LOADERS = find_loaders()
SETTINGS = Settings()

NEWS = (
    "为进一步加强基层社会治理，提高公共服务水平，有关部门近日印发通知，要求各地结合实际认真贯彻落实。"
    "通知指出，要坚持以人民为中心的发展思想，着力解决群众反映强烈的突出问题。"
)
TRADITIONAL = (
    "為進一步加強基層社會治理，提高公共服務水準，有關部門近日印發通知，要求各地結合實際認真貫徹落實。"
    "通知指出，要堅持以人民為中心的發展思想，著力解決群眾反映強烈的突出問題。"
)


def assert_undoes(raw: bytes) -> None:
    """Check that raw bytes are read and come back, or are refused by offset."""
    try:
        prepared = read_bytes(raw, "a.txt", LOADERS, SETTINGS)
    except DecodingError as error:
        assert re.search(r"Byte \d+ ", error.problem)  # noqa: PT017 - refusing is one of two right answers
        return
    assert b"".join(undo(document) for document in prepared.documents) == raw


@given(st.binary(max_size=200))
def test_any_bytes_load_with_an_exact_undo_or_are_refused_by_offset(raw: bytes) -> None:
    assert_undoes(raw)


@given(
    st.text(max_size=100),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_text_in_any_encoding_undoes(text: str, encoding: str, line_end: str) -> None:
    text = NEWS + "\n" + text.encode("utf-8", "ignore").decode()
    assert_undoes(text.replace("\n", line_end).encode(encoding))


@given(st.binary(max_size=40), st.integers(0, 400))
def test_bytes_damaged_inside_a_text_are_kept(noise: bytes, place: int) -> None:
    raw = (NEWS * 20).encode()
    assert_undoes(raw[:place] + noise + raw[place:])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (NEWS, "utf-8"),
        (NEWS, "utf-16-le"),
        (NEWS, "utf-16-be"),
        (NEWS, "gb18030"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "big5hkscs"),
        (NEWS[:20], "gb18030"),
        (TRADITIONAL[:20], "big5hkscs"),
        ("plain words", "utf-8"),
        ("plain words, and more of them", "utf-16-le"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding), "a.txt") == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5hkscs"])
def test_text_in_each_encoding_loads(encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5hkscs" else NEWS
    (document,) = read_bytes(text.encode(encoding), "a.txt", LOADERS, SETTINGS).documents
    assert document.text == text


def test_a_big5_code_of_two_characters_is_an_edit() -> None:
    raw = TRADITIONAL.encode("big5hkscs") + b"\x88\x62" + "文".encode("big5hkscs")
    assert [span.raw for span in decode(raw, "a.txt").odd] == [b"\x88\x62"]
    assert_undoes(raw)


def test_a_code_that_does_not_encode_back_is_an_edit() -> None:
    raw = TRADITIONAL.encode("big5hkscs") + b"\xa1\xc3" + "文".encode("big5hkscs")
    assert_undoes(raw)


def test_a_cut_last_character_is_kept_and_flagged() -> None:
    raw = NEWS.encode()[:-1]
    (document,) = read_bytes(raw, "a.txt", LOADERS, SETTINGS).documents
    assert undo(document) == raw
    assert [span.text for span in document.damage] == ["\ufffd"]


def test_bytes_that_are_no_text_are_refused_by_offset() -> None:
    with pytest.raises(DecodingError, match=r"\[a\.png\] Byte 0 is not valid UTF-8"):
        read_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "a.png", LOADERS, SETTINGS)


def test_a_named_encoding_is_used() -> None:
    assert decode("déjà vu".encode("latin-1"), "a.txt", "latin-1").text == "déjà vu"
