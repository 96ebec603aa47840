"""report.html: one page by itself, in which no text of a document is anything but text."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from bdci_corpus.building.steps import build
from bdci_corpus.release.pages.side_by_side import SHOWN, marked_pieces
from bdci_corpus.text.matchkey import match_key

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}</div></main><b>粗体</b>"
TEXT = "第一段是两篇都有的话，说的是同一件事情，一字不差地抄了过来。" * 6


class Tags(HTMLParser):
    """Notes every tag, attribute and text of a page."""

    def __init__(self) -> None:  # noqa: D107
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"meta", "br", "!doctype"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:  # noqa: D102
        self.text += data


def parsed(path: Path) -> Tags:
    page = Tags()
    page.feed(path.read_text("utf-8"))
    page.close()
    assert not page.open
    return page


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of a corpus whose texts, names and descriptions would like to be markup."""
    folder = tmp_path_factory.mktemp("hostile")
    seeds = folder / "seeds"
    seeds.mkdir()
    for name, tail in (("a", "甲乙丙丁戊己庚"), ("b", "子丑寅卯辰巳午")):
        (seeds / f"{name}<img src=x onerror=y>.txt").write_text(f"{TEXT}\n\n{HOSTILE}{tail}\n", encoding="utf-8")
    (seeds / "broken.txt").write_bytes("好的\ufffd文字，".encode() * 9)
    (seeds / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "corpus.toml").write_text(
        f'[corpus]\nname = "hostile"\ndescription = "{HOSTILE}"\n'
        '[[sources]]\nname = "all"\nfiles = ["seeds/*"]\nlicense = "CC0-1.0"\nrestriction = "open"\n'
        "[near_duplicates]\nthreshold = 0.5\n",
        encoding="utf-8",
    )
    return build(folder, out=folder / "release").release


def test_no_text_of_a_document_becomes_markup(hostile: Path) -> None:
    page = parsed(hostile / "report.html")
    assert not page.tags & {"script", "img", "iframe", "link", "object", "form", "a", "base"}
    assert not {name for name in page.attributes if name.startswith("on")} | page.attributes & {"src", "href"}
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert "onerror=y" in page.text
    assert "default-src 'none'" in (hostile / "report.html").read_text("utf-8")


def test_it_shows_pairs_damage_and_what_was_left_out(hostile: Path) -> None:
    text = parsed(hostile / "report.html").text
    assert "甲乙丙丁戊己庚" in text
    assert "子丑寅卯辰巳午" in text
    assert "binary.txt" in text
    assert json.loads((hostile / "quarantine.jsonl").read_text("utf-8"))["reason"] in text
    marked = (hostile / "report.html").read_text("utf-8")
    assert '<mark class="gone">甲乙丙丁戊己庚</mark>' in marked


def test_the_report_of_the_seeds_says_what_the_card_says(release: Path) -> None:
    page = parsed(release / "report.html")
    for word in ("bdci-seeds", "competition-only", "overlap", "train", "pinyin", "363838"):
        assert word in page.text


LETTERS = st.text(st.sampled_from("山水火山水。，,a A漢汉\n"), max_size=40)


@given(LETTERS, LETTERS)
def test_side_by_side_is_the_texts_and_marks_only_what_the_key_tells_apart(one: str, other: str) -> None:
    left, right = marked_pieces(one, other)
    assert "".join(piece.text for piece in left) == one
    assert "".join(piece.text for piece in right) == other
    same = ["".join(match_key(piece.text) for piece in side if not piece.differs) for side in (left, right)]
    assert same[0] == same[1]
    if match_key(one) == match_key(other) and "\n" not in one + other and "。" not in one + other:
        assert not any(piece.differs for piece in [*left, *right])


def test_long_texts_are_cut() -> None:
    left, right = marked_pieces("山" * (SHOWN + 5), "水" * 10)
    assert sum(len(piece.text) for piece in left) == SHOWN
    assert right


def test_nothing_is_fetched_from_anywhere(release: Path) -> None:
    assert "://" not in (release / "report.html").read_text("utf-8").split("<main>")[0]
