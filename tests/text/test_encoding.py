"""Bytes load with an exact undo, or are refused with the offset of what is wrong."""

from __future__ import annotations

import re

import charset_guesses
import pytest
from hypothesis import given, strategies as st
from noise import seeded
from noise.languages import CHINESE, TONGUES, encoded, passage

from bdci_corpus.documents.prepare import prepare
from bdci_corpus.documents.settings import Settings
from bdci_corpus.errors import DecodingError
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.text.encoding import decode, guess_encoding
from bdci_corpus.trace.changes import undo

PLAIN = find_loaders()["plain_text"]
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
        prepared = prepare(raw, "a.txt", PLAIN, SETTINGS)
    except DecodingError as error:
        assert re.search(r"Byte \d+ |This is an? ", error.problem)  # noqa: PT017 - refusing is one of two right answers
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
    (document,) = prepare(text.encode(encoding), "a.txt", PLAIN, SETTINGS).documents
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
    (document,) = prepare(raw, "a.txt", PLAIN, SETTINGS).documents
    assert undo(document) == raw
    assert [span.text for span in document.damage] == ["\ufffd"]


def test_bytes_that_are_no_text_are_refused_by_offset() -> None:
    with pytest.raises(DecodingError, match=r"\[a\.png\] Byte 0 is not valid UTF-8"):
        prepare(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "a.png", PLAIN, SETTINGS)


def test_a_named_encoding_is_used() -> None:
    assert decode("déjà vu".encode("latin-1"), "a.txt", "latin-1").text == "déjà vu"


def test_files_in_many_encodings_are_read_or_refused_and_never_as_chinese() -> None:
    found = charset_guesses.table(400)
    for (name, codec, size), counts in found.items():
        if name in CHINESE:
            assert counts["right"] == counts.total(), (name, codec, size, counts)
        else:
            assert counts["as Chinese"] == 0, (name, codec, size, counts)
            assert counts["wrong"] == 0, (name, codec, size, counts)
    foreign = [counts for (name, _, size), counts in found.items() if name not in CHINESE and size == "long"]
    assert sum(counts["right"] for counts in foreign) > 0.9 * sum(counts.total() for counts in foreign)
    assert len({codec for _, codec, _ in found}) >= 30


@pytest.mark.parametrize("name", ["Japanese", "Korean", "Thai", "Russian", "Greek", "Hebrew", "Arabic", "Turkish"])
def test_a_file_in_another_language_is_read_in_its_encoding_and_undoes(name: str) -> None:
    for codec in TONGUES[name].codecs:
        raw = encoded("\r\n".join(TONGUES[name].sentences * 2), codec)
        assert decode(raw, "a.txt").text == raw.decode(codec)
        assert_undoes(raw)


@pytest.mark.parametrize(
    ("name", "codec", "label"),
    [
        ("French", "cp1252", "iso-8859-1"),
        ("French", "cp1252", "windows-1252"),
        ("Polish", "iso8859_2", "iso-8859-2"),
        ("Romanian", "iso8859_2", "ISO-8859-2"),
        ("Hungarian", "cp1250", "windows-1250"),
        ("Japanese", "shift_jis", "x-sjis"),
        ("Japanese", "cp932", "Shift_JIS"),
        ("Korean", "cp949", "ks_c_5601-1987"),
        ("Thai", "cp874", "TIS-620"),
        ("Vietnamese", "cp1258", "windows-1258"),
        ("Danish", "mac_roman", "macintosh"),
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        '<meta charset="{}"><p>{}',
        "<?xml version='1.0' encoding='{}'?><p>{}</p>",
        "Content-Type: text/plain; charset={}\n\n{}",
    ],
)
def test_a_page_that_declares_its_encoding_is_read_in_it(name: str, codec: str, label: str, page: str) -> None:
    raw = encoded(page.format(label, TONGUES[name].sentences[0]), codec)
    assert decode(raw, "a.html").text == raw.decode(codec)


def test_a_chinese_page_that_declares_a_western_encoding_is_chinese() -> None:
    raw = ('<meta charset="iso-8859-1"><p>' + NEWS).encode("gbk")
    assert guess_encoding(raw, "a.html") == "gb18030"


def test_text_in_euc_tw_is_refused() -> None:
    """Python has no codec for it; its first plane is Big5's order, from row 36 on."""
    cells = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    order = [char for cell in cells if (char := cell.decode("big5", "ignore"))]
    euc_tw = {char: bytes((0xC4 + at // 94, 0xA1 + at % 94)) for at, char in enumerate(order)}
    marks = {"，": b"\xa1\xa2", "、": b"\xa1\xa3", "。": b"\xa1\xa4"}
    for number in range(20):
        text = passage(CHINESE["Traditional"], seeded(number), 60)
        raw = b"".join(euc_tw.get(char) or marks.get(char, b"\xa1\xb1") for char in text)
        with pytest.raises(DecodingError, match="no encoding that is known"):
            guess_encoding(raw, "a.txt")


@pytest.mark.parametrize("codec", ["hz", "iso2022_jp", "iso2022_kr"])
def test_encodings_with_escapes_are_read_and_undo(codec: str) -> None:
    text = {"hz": NEWS, "iso2022_jp": TONGUES["Japanese"].sentences[0], "iso2022_kr": TONGUES["Korean"].sentences[0]}
    raw = f"A ~b, {text[codec]} c\n\n{text[codec]}".encode(codec)
    assert guess_encoding(raw, "a.txt") == codec
    assert decode(raw, "a.txt").text == raw.decode(codec)
    assert_undoes(raw)


@pytest.mark.parametrize("text", ["a ~{ b", "if (~{x}) {}", "\x1b$B", "price ~{100~} yuan"])
def test_what_only_looks_like_an_escape_stays(text: str) -> None:
    assert decode(text.encode(), "a.txt").text == text


def test_iso_2022_cn_is_refused() -> None:
    with pytest.raises(DecodingError, match="ISO-2022-CN"):
        decode(b"\x1b$)A\x0e=;;;\x0f", "a.txt")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_named_encoding_that_has_a_mark_undoes(encoding: str) -> None:
    raw = NEWS.encode(encoding)
    read = decode(raw, "a.txt", encoding)
    assert read.text == "\ufeff" + NEWS
    assert read.encoded(0, len(read.text)) == raw


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_read(encoding: str) -> None:
    assert decode(NEWS.encode(encoding), "a.txt").text.removeprefix("\ufeff") == NEWS


def test_other_scripts_in_utf_16_without_a_mark_are_read() -> None:
    for name in ("Russian", "Greek", "Japanese", "Korean", "Thai", "Arabic"):
        for codec in ("utf-16-le", "utf-16-be"):
            text = "\n".join(TONGUES[name].sentences)
            assert decode(text.encode(codec), "a.txt").text == text


def test_what_may_be_in_several_encodings_is_refused_with_their_names() -> None:
    with pytest.raises(DecodingError, match=r"It may be .*iso8859_1"):
        decode("un élève, très bien".encode("cp1252"), "a.txt")


@pytest.mark.parametrize("raw", [b"\0\0\0\0\0", b"\0" * 64, b"ab\0\0\0\0\0cd", b"text\0\0\0\0\0\0more\0\0text\n"])
def test_bytes_that_are_zero_make_no_text(raw: bytes) -> None:
    """Five of them were read as a character of four bytes, or as Han of two."""
    with pytest.raises(DecodingError):
        decode(raw, "raw.exe")


def test_a_file_that_is_filled_up_behind_its_text_is_text() -> None:
    assert decode("今天天气很好。\n".encode() + b"\0" * 512, "raw.txt").encoding == "utf-8"


def test_zeros_with_text_behind_them_are_no_filling() -> None:
    """Those at the end of the first bytes that are looked at passed for it, and the file for text."""
    with pytest.raises(DecodingError):
        decode("今天天气很好。\n".encode() + b"\0" * 64_000 + b"more\n" * 1000, "raw.txt")


def test_short_text_of_two_bytes_a_character_is_text() -> None:
    assert decode("ab\n".encode("utf-16-le"), "raw.txt").text == "ab\n"
