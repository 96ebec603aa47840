"""Raw spans are carried to the cleaned text and lead back to the same raw text, or are refused where an edit cuts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize as normalize_form

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bdci_corpus import Document, normalize, undo
from bdci_corpus.building.steps import build
from bdci_corpus.project import OwnColumn
from bdci_corpus.records import TraceEdit
from bdci_corpus.text import Script
from bdci_corpus.trace import CutSpanError, RawSpans

PIECES = (
    "昨天", "北京大學(xué)的", '"新楼"', "启用了.", "\r\n", "\n", "\n\n", " ", "\u3000", ",", "，", "(記者)",
    "经(jīng)济(jì)", "\u200b", "--", "...", "ＡＢ", "cafe\u0301", "第3章", "王小明", "http://a.example/b,c",
    "Hello, world.", "。", "！", "\xa0", "\ufeff",
)  # fmt: skip
"""What rules of all kinds act on, and what they leave."""


def undone(document: Document, start: int, end: int, edits: Iterable[TraceEdit]) -> str:
    """Return the raw text of a span of the cleaned one, in which these edits are."""
    trace = document.trace
    inner = tuple(replace(edit, start=edit.start - start, end=edit.end - start) for edit in edits)
    origin = replace(document.origin, trace=replace(trace, edits=inner))
    part = replace(document, text=document.cleaned[start:end], original_text=None, origin=origin)
    return undo(part).decode(trace.encoding, "replace").removeprefix("\ufeff")


def piece_of(document: Document, start: int, end: int) -> str:
    """Return the raw text of a span of the cleaned one, without what was taken out at its edges."""
    inner = (edit for edit in document.trace.edits if start <= edit.start and edit.end <= end)
    return undone(document, start, end, (e for e in inner if e.start < e.end or e.start not in {start, end}))


TAIL = "。图书馆的阅览室从早上八点开到晚上九点，读者可以凭借书证预约座位，也可以在网上查询馆藏目录。" * 2
"""So much text tells its encoding."""


def words(text: str) -> str:
    return "".join(char for char in normalize_form("NFC", text) if char.isalnum())


def carried(spans: RawSpans, start: int, end: int) -> tuple[int, int] | None:
    try:
        return spans.cleaned(start, end)
    except CutSpanError as error:
        said = str(error)
    assert "\n" not in said
    return None


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from(["keep", "zh-Hans"]),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_carried_leads_back_to_its_own_raw_text(start: str, encoding: str, script: Script) -> None:
    (document,) = normalize((start + TAIL).encode(encoding), script=script, loader="plain_text")
    raw = undo(document).decode(document.trace.encoding, "replace").removeprefix("\ufeff")
    spans = RawSpans(document)
    assert spans.raw_length == len(raw)
    cutting = set(places_inside(document))
    for first in range(len(start) + 1):
        for last in range(first + 1, len(start) + 2):
            asked, found = raw[first:last], carried(spans, first, last)
            if found is None:
                assert {first, last} & cutting or not words(asked) or words(asked) not in words(document.cleaned)
                continue
            assert 0 <= found[0] < found[1] <= len(document.text)
            led_back = piece_of(document, *found)
            assert words(led_back) in words(asked)  # what was taken out at its edges is not in it
            assert led_back in asked or {first, last} & cutting


def places_inside(document: Document) -> Iterator[int]:
    """Yield the raw positions inside of edits."""
    for number, edit in enumerate(document.trace.edits):
        first, last = (
            len(undone(document, 0, end, document.trace.edits[:count]))
            for end, count in ((edit.start, number), (edit.end, number + 1))
        )
        yield from range(first + 1, last)


@pytest.mark.parametrize(
    ("raw", "asked", "expected"),
    [
        ("实(shí)力很强，北(běi)京(jīng)大(dà)学(xué)在此。", "北(běi)京(jīng)大(dà)学(xué)", "北京大学"),
        ("他说,很好.于是走了,再没回来.", "很好", "很好"),
        ('他说:"很好",走了.', '"很好"', "“很好”"),
        ("第一行没有写\r\n完的话在这里。\r\n", "写\r\n完的", None),
        ("没有改动的一句话。", "改动", "改动"),
    ],
)
def test_a_span_says_the_same_cleaned(raw: str, asked: str, expected: str | None) -> None:
    (document,) = normalize(raw.encode(), loader="plain_text")
    start = raw.index(asked)
    first, last = RawSpans(document).cleaned(start, start + len(asked))
    assert expected is None or document.text[first:last] == expected


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ((0, 999), "is no span of its raw text, which has"),
        ((3, 3), "is no span of its raw text"),
        ((2, 5), 'ends inside of "(běi)", which became "" by pinyin'),
        ((4, 12), 'begins inside of "(běi)", which became "" by pinyin'),
    ],
)
def test_a_span_that_an_edit_cuts_is_refused_in_one_line(span: tuple[int, int], said: str) -> None:
    (document,) = normalize("在北(běi)京(jīng)大(dà)学(xué)读(dú)书(shū)。".encode(), loader="plain_text")
    with pytest.raises(CutSpanError) as caught:
        RawSpans(document).cleaned(*span)
    assert said in str(caught.value)


CONFIG = """
[corpus]
name = "places"
[[sources]]
name = "notes"
files = ["seeds/*.txt", "seeds/*.jsonl"]
license = "CC0-1.0"
[columns]
places = { type = "list[string]", spans = "raw" }
[splits]
ratios = { train = 0.4, validation = 0.3, test = 0.3 }
[competition]
splits = ["test"]
answer = ["places"]
metric = "span_f1"
task = "spans"
"""


def test_answers_in_raw_coordinates_are_released_as_spans_of_text(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    lines, rows = ["file_name,places"], []
    for number in range(12):
        raw = (
            f"\ufeff第{number}天,记(jì)者(zhě)在北(běi)京(jīng)市(shì)采访,写下了{number * 7919}号稿件,又去了上海.\r\n"
            + f"{number}日的天气很好。" * 9
        )
        (seeds / f"{number}.txt").write_bytes(raw.encode())
        plain = raw.removeprefix("\ufeff")
        at, end = plain.index("北(běi)"), plain.index("采访")
        other = plain.index("上海")
        lines.append(f"{number}.txt,{at}:{end}:地名|{other}:{other + 2}:地名")
        text = (
            f"第{number}行,他(tā)在(zài)广(guǎng)州(zhōu)市(shì)住了{number * 104_729}天,没有走."
            + f"{number}又一年。" * 9
        )
        at = text.index("广")
        rows.append({"id": str(number), "text": text, "places": [f"{at}:{text.index('住了')}"]})
    (seeds / "metadata.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (seeds / "cut.txt").write_text(
        "在北(běi)京(jīng)市(shì)采(cǎi)访(fǎng)的人很多，他们说了许多话。" * 2, encoding="utf-8"
    )
    with (seeds / "metadata.csv").open("a", encoding="utf-8") as file:
        file.write("cut.txt,2:5\n")
    (seeds / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(CONFIG, encoding="utf-8")
    build(tmp_path, out=tmp_path / "release", workers=1)
    found = [
        row
        for path in sorted((tmp_path / "private/places/documents").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]
    assert len(found) == 24
    for row in found:
        words = [row["text"][int(a) : int(b)] for a, b, *_ in (span.split(":") for span in row["places"])]
        assert words == (["北京市", "上海"] if row["path"].endswith(".txt") else ["广州市"])
    (left_out,) = map(json.loads, (tmp_path / "private/places/quarantine.jsonl").read_text("utf-8").splitlines())
    assert left_out["id"] == "cut.txt"
    assert (
        left_out["reason"] == 'places has the raw span "2:5", which ends inside of "(běi)", which became "" by pinyin.'
    )


def test_only_strings_are_spans() -> None:
    with pytest.raises(ValueError, match="spans are strings"):
        OwnColumn.model_validate({"type": "int64", "spans": "raw"})
    assert OwnColumn.model_validate({"type": "string", "separator": ";"}).model_dump(mode="json") == {
        "type": "string",
        "names": [],
        "separator": ";",
    }
