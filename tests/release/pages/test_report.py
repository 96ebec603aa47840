"""report.html: one page by itself, in which no text of a document is anything but text."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, strategies as st
from places import ROOT

from bdci_corpus.building.steps import build
from bdci_corpus.release.pages.examples import EXAMPLES, examples_of, visible
from bdci_corpus.release.pages.overview import overview
from bdci_corpus.release.pages.report import report_script
from bdci_corpus.release.pages.shapes import dates_of, lengths_of, likeness_of
from bdci_corpus.release.pages.side_by_side import SHOWN, marked_pieces
from bdci_corpus.text.matchkey import match_key

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}</div></main><b>粗体</b>"
TEXT = "第一段是两篇都有的话，说的是同一件事情，一字不差地抄了过来。" * 6


VOID = {"meta", "br", "!doctype", "input"}


class Tags(HTMLParser):
    """Notes every tag, attribute and text of a page."""

    def __init__(self) -> None:  # noqa: D107
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)
        self.links |= {value or "" for name, value in attrs if name in {"src", "href"}}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

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
    assert not page.tags & {
        "img",
        "iframe",
        "link",
        "object",
        "form",
        "base",
        "use",
        "image",
        "foreignobject",
        "animate",
    }
    assert not {name for name in page.attributes if name.startswith("on")} | page.attributes & {"src"}
    assert all(link.startswith("#") for link in page.links)
    assert (hostile / "report.html").read_text("utf-8").count("<script") == 1
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
    assert '<mark class="old">甲乙丙丁戊己庚</mark>' in marked


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


def test_the_policy_lets_the_one_script_run_and_no_other(release: Path) -> None:
    page = (release / "report.html").read_text("utf-8")
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    (allowed,) = re.findall("script-src 'sha256-([^']+)'", page)
    assert b64encode(sha256(script.encode()).digest()).decode() == allowed
    assert script == report_script()


def test_every_link_leads_to_a_place_on_the_page(release: Path) -> None:
    page = (release / "report.html").read_text("utf-8")
    there = re.findall(' id="([^"]+)"', page)
    assert len(there) == len(set(there))
    assert {link[1:] for link in parsed(release / "report.html").links} <= set(there)
    for group in re.findall('aria-labelledby="([^"]+)"', page):
        assert set(group.split()) <= set(there)


def test_the_row_that_is_named_is_the_row_that_loads(release: Path) -> None:
    page = (release / "report.html").read_text("utf-8")
    named = re.findall(r'<b class="id">([^<]+)</b> <code>\["(\w+)"\]\[(\d+)\]</code>', html.unescape(page))
    rows = {split: pq.read_table(next((release / "documents").glob(f"{split}-*")))["id"] for _, split, _ in named}
    assert len(named) == 5
    assert all(rows[split][int(at)].as_py() == name for name, split, at in named)


def test_the_verdict_comes_first_and_says_what_blocks_leaks_and_was_lost(hostile: Path, release: Path) -> None:
    blocked, text = (parsed(path / "report.html").text.partition("Contents")[0] for path in (release, hostile))
    assert "It may not be made public as it is" in blocked
    assert "目前不能公开" in blocked
    for words in ("competition-only", "仅限比赛", "1 document", "1 篇文档"):
        assert words in blocked
    assert "Nothing leaks between splits" in text
    assert "Something was left out or is damaged" in text


def test_every_step_is_shown_by_real_edits(release: Path) -> None:
    documents, traces = (
        pa.concat_tables(pq.read_table(path) for path in sorted((release / name).glob("*.parquet")))
        for name in ("documents", "traces")
    )
    counts = overview(documents, traces, pq.read_table(release / "near_duplicates"))
    found = examples_of(documents, traces, {row.step: row.edits for row in counts.edits})
    assert set(found) == {row.step for row in counts.edits}
    written = {row["id"]: row["original_text"] or row["text"] for row in documents.to_pylist()}
    for step, examples in found.items():
        assert 1 <= len(examples) <= EXAMPLES
        for example in examples:
            assert step in example.rules
            assert "".join(piece.text for piece in example.clean) in visible(written[example.id])
            raw = (ROOT / "seeds" / example.id).read_bytes().decode()
            ours = "".join(piece.text for piece in example.raw)
            assert ours.split(" … ")[0] in visible(raw)
    order = pa.array(range(traces.num_rows)[::-1])
    assert examples_of(documents, traces.take(order), {row.step: row.edits for row in counts.edits}) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\r\n\tb", "a␍⏎⇥b"), ("\u200b字\u3000", "⟨U+200B⟩字⟨U+3000⟩"), ("\x00\x07", "␀␇"), ("①㎡ C++", "①㎡ C++")],
)
def test_what_cannot_be_seen_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def documents_of(texts: list[str], dates: list[str | None], splits: list[str]) -> pa.Table:
    return pa.table({"text": texts, "published": pa.array(dates, pa.string()), "split": splits})


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3000),
            st.sampled_from(["2021", "1999-12-31", "20", "", None, "2021-05-06T07:08:09+08:00", "0001-13"]),
            st.sampled_from(["train", "validation", "test"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_a_chart_counts_each_document_once(rows: list[tuple[int, str | None, str]]) -> None:
    table = documents_of(["字" * length for length, _, _ in rows], [day for _, day, _ in rows], [s for _, _, s in rows])
    lengths, dates = lengths_of(table), dates_of(table)
    assert sum(sum(one.counts) for one in lengths.series) == len(rows)
    for one in lengths.series:
        own = sorted(length for length, _, split in rows if split == one.name)
        assert (one.least, one.middle, one.most) == tuple(f"{own[at]:,}" for at in (0, len(own) // 2, -1))
    dated = [day for _, day, _ in rows if day and len(day) >= 4]
    assert (sum(sum(one.counts) for one in dates.series) if dates else 0) == len(dated)
    longest = max(length for length, _, _ in rows)
    assert int(lengths.bins[-1].replace(",", "")) <= longest < int(lengths.end.replace(",", ""))
    assert all(len(one.counts) == len(shape.bins) for shape in (lengths, dates) if shape for one in shape.series)


@pytest.mark.parametrize(
    ("lengths", "bins", "end"),
    [
        ([137, 150, 159], [str(n) for n in range(136, 160, 2)], "160"),
        ([999, 1_001], ["999", "1,000", "1,001"], "1,002"),
        ([0, 1], ["0", "1"], "2"),
        ([40, 40], ["20"], "50"),
        ([3, 1_000], ["2", "5", "10", "20", "50", "100", "200", "500", "1,000"], "2,000"),
    ],
)
def test_lengths_that_differ_little_are_told_apart(lengths: list[int], bins: list[str], end: str) -> None:
    chart = lengths_of(pa.table({"text": ["字" * length for length in lengths], "split": ["train"] * len(lengths)}))
    assert (chart.bins, chart.end) == (bins, end)
    assert sum(chart.series[0].counts) == len(lengths)


def test_likeness_is_drawn_across_and_within_splits() -> None:
    shape = likeness_of(pa.chunked_array([[0.7, 0.95, 1.0, None]]), pa.chunked_array([[True, False, False, True]]))
    assert shape is not None
    assert (shape.bins[0], shape.end) == ("0.70", "1.00")
    assert [(one.name, one.total, one.least) for one in shape.series] == [
        ("across", 1, "0.700"),
        ("within", 2, "0.950"),
    ]
    assert likeness_of(pa.chunked_array([[None]], pa.float64()), pa.chunked_array([[True]])) is None


def test_no_word_of_the_page_is_in_chinese_alone(hostile: Path, release: Path) -> None:
    """What the page itself says is said in both languages, each marked as what it is; the rest is of documents."""
    chinese = re.compile(
        r'<span class="(?:zh" lang="zh|en)">.*?</span>|<label.*?</label>|(?<=class="id">)[^<]*', re.DOTALL
    )
    for path in (hostile, release):
        page = chinese.sub("", (path / "report.html").read_text("utf-8"))
        heads = re.findall(r"<(h3|h4|strong|th|dt|summary|li)\b[^>]*>(.*?)</\1>", page, re.DOTALL)
        assert heads
        assert [head for _, head in heads if re.search("[一-鿿]", head)] == []
