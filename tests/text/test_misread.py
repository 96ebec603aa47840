"""Whole files that were read in a wrong encoding and saved again are undone, and lead back to their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.text import decode, misread
from bdci_corpus.trace.changes import undo

TEXTS = {
    "prose": (
        "渡口的雾还没有散，摆渡人已经把船撑到了对岸。\n\n等船的人越来越多，有人挑着菜，有人抱着孩子。\n\n"
        "大家都说：“今天是个好天气。”\n"
    ),
    "an English word and numbers": "2019 年 3 月，河边的书店开张了。\n\n店主说iPhone 12 拍的照片能打印，每张 2 元。\n",
    "Traditional characters": "渡口的霧還沒有散，擺渡人已經把船撐到了對岸。\n\n等船的人越來越多，有人挑著菜。\n",
}


def windows(raw: bytes) -> str:
    """Return bytes as Windows-1252 shows them."""
    return "".join(chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252") for byte in raw)


WAYS = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as Windows-1252": lambda text: windows(text.encode()),
    "UTF-8 as Latin-1, twice": lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
    "GBK as Latin-1": lambda text: text.encode("gb18030").decode("latin-1"),
    "GBK as Windows-1252": lambda text: windows(text.encode("gb18030")),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_misread_file_is_undone(text: str, way: object, tmp_path: Path) -> None:
    """The text is what was written, each byte comes back, and nothing is damage."""
    assert callable(way)
    raw = way(text).encode()
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    decoded = decode(raw, "a.txt")
    assert decoded.plain() == text
    assert decoded.encoded(0, len(decoded.text)) == raw
    (document,) = normalize(path)
    assert (undo(document), document.damage) == (raw, ())
    assert document.text.partition("\n")[0] == text.partition("\n")[0]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_gbk_lost_is_damage_and_the_rest_undone(text: str, tmp_path: Path) -> None:
    """Pairs of bytes that GBK does not have are lost: one U+FFFD for each character."""
    raw = text.encode().decode("gb18030", "replace").encode()
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    decoded = decode(raw, "a.txt")
    assert decoded.encoded(0, len(decoded.text)) == raw
    assert len(decoded.plain()) == len(text)
    wrong = [(here, there) for here, there in zip(decoded.plain(), text, strict=True) if here != there]
    assert len(wrong) <= len(text) / 8
    assert all(here == "\ufffd" for here, _ in wrong)
    (document,) = normalize(path)
    assert undo(document) == raw


SOUND = {
    "French": "L'été dernier, à la campagne, nous avons mangé des crêpes. Où est passée la clé ? Ça ne se répète pas.\n"
    * 4,
    "Vietnamese": "Tôi đã ở đây từ năm ngoái. Những người bạn của tôi đều đến từ Hà Nội, và chúng tôi rất vui.\n" * 4,
    "German in Chinese": "他写道：“Die Brücke über den Fluß ist schön, große Bäume säumen das Ufer.”然后停下笔来。\n"
    * 4,
    "rare characters": "鐨、锛、銆这三个字很少见，字典里说，鐨是一种乐器，锛是木工的工具，銆则没有解释。\n" * 3,
    "one misread line quoted": "网页上显示的是“æ¸¡å£”，其实原来写的是渡口，换一种编码就能看到。\n" * 3,
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_text_stays(text: str) -> None:
    """Accents, rare characters and what is quoted are no sign."""
    assert decode(text.encode(), "a.txt").plain() == text


def test_accents_alone_are_no_reason_to_look_for_what_gbk_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings in pinyin have hundreds of accents, and undoing GBK takes twenty times as long as all rules."""
    monkeypatch.setattr(misread, "_out_of_gbk", None)
    assert misread.reread("實(shí)驗(yàn)中學(xué)校(xiào)的學(xué)生(shēng)，" * 40) is None
