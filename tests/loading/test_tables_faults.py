"""Tables that broke a build or were read as prose: each is read, or refused with the reason; no row is lost unseen."""

from __future__ import annotations

import json
import random
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st
from noise.tables import make
from tables_read import documents, misread, problems, read

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.documents.normalized import normalize
from bdci_corpus.documents.read import read_file
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.loading.tables.delimited import DelimitedReader, Dialect
from bdci_corpus.loading.tables.rows import rows_of
from bdci_corpus.text.dates import to_iso
from bdci_corpus.trace.changes import undo

A, B, C = "甲城在河边。", "乙城在山上。", "丙城在路口。"


def texts(path: Path) -> list[str]:
    """Return the cells of a table that became documents, without a loader being named."""
    parts = read_file(path, path.name, find_loaders(), Settings())
    return [undo(document).decode() for part in parts for document in part.documents]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_a_generated_table_is_read_cell_by_cell(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    table = make(random.Random(seed))
    assert misread(table, tmp_path_factory.getbasetemp()) == "", table.how


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("t.csv", f",text\n0,{A}\n1,{B}\n", [A, B]),
        ("t.csv", f'"","text"\n"1","{A}"\n"2","{B}"\n', [A, B]),
        ("t.csv", f"text\n{A}\n{B}\n", [A, B]),
        ("t.csv", f"id,text,text\n1,{A},x\n2,{B},y\n", [A, B]),
        ("t.csv", f"1,{A}\n2,{B}\n3,{C}\n", [A, B, C]),
        ("t.csv", f"sep=,\nid,text\n1,{A}\n2,{B}\n", [A, B]),
        ("t.csv", f"sep=;\nid;text\n1;{A}\n2;{B}\n", [A, B]),
        ("t.csv", f"# a comment\nid,text\n1,{A}\n2,{B}\n", [A, B]),
        ("t.jsonl", f'{{"text": "{A}",}},\n{{"text": "{B}",}},\n', [A, B]),
        ("t.jsonl", f"{{'text': '{A}', 'b': None}}\n{{'text': '{B}', 'b': True}}\n", [A, B]),
        ("t.json", f'{{"text": "{A}"}}\n\n{{"text": "{B}"}}', [A, B]),
        ("t.json", f'{{"text": "{A}"}} {{"text": "{B}"}}', [A, B]),
        ("t.json", json.dumps({"id": [1, 2], "text": [A, B]}), [A, B]),
        ("q.tsv", 'id\ttext\n1\t"好的。\n2\t第二行。\n3\t第三行。\n', ['"好的。', "第二行。", "第三行。"]),
        ("q.tsv", 'id\ttext\n1\t"好的。\n2\t第二"行。\n3\t第三行"\n', ['"好的。', '第二"行。', '第三行"']),
        ("q.csv", 'id,text\n1,"好的。\n2,第二行。\n3,第三行"\n', ['"好的。', "第二行。", '第三行"']),
    ],
)
def test_a_table_is_rows(tmp_path: Path, name: str, content: str, found: list[str]) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert texts(path) == found


@pytest.mark.parametrize("rest", ["", '40000,"她说,好"\n'], ids=["unquoted", "quoted"])
def test_one_quote_does_not_swallow_fifty_thousand_rows(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{n},第{n}行。\n" for n in range(50_000)]
    rows[20_000] = '20000,"没有关。\n'
    path.write_text("id,text\n" + "".join(rows) + rest, encoding="utf-8")
    found = [row.values["text"] for row in rows_of(path, "delimited", None) if row.values is not None]
    assert len(found) == 50_000 + bool(rest)
    assert found[20_000] == '"没有关。'


def test_where_a_table_quotes_the_row_of_an_open_quote_is_named_and_no_other_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f'{n},"第{n}行,完。"\n' for n in range(600)]
    rows[500] = '500,"没有关。\n'
    path.write_text("id,text\n" + "".join(rows), encoding="utf-8")
    assert len(documents(path)) == 599
    assert [problem.partition(":")[0] for problem in problems(path)] == ["[a.csv#501] Line 502"]


def test_quotes_that_open_in_every_line_are_followed_only_so_far() -> None:
    """``a""b","c`` ends open as a first line, and open again as any further one."""
    content = "1,x\n" + 'a""b","c\n' * 4_000
    reader = DelimitedReader(StringIO(content), Dialect(","), max_rescanned=300_000)
    assert sum(1 for _ in reader.rows()) == 4_001
    assert 300_000 < reader.rescanned < 300_000 + 2 * len(content)


def test_what_json_has_no_number_for_is_null(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        f'{{"text": "{A}", "score": NaN, "all": [Infinity, 1.5, {{"x": -Infinity}}], "big": {10**400}}}\n', "utf-8"
    )
    (document,) = documents(path)
    assert document.origin.extra == {"all": [None, 1.5, {"x": None}], "big": 10**400}
    json.loads(json.dumps(document.origin.extra, allow_nan=False))


@pytest.mark.parametrize("day", ["2021-12-31 09:44:35 +2400", "2021-12-31T09:44:35+99:00", "0000-00-00", "9999-99-99"])
def test_an_absurd_date_is_null_and_its_row_is_read(tmp_path: Path, day: str) -> None:
    assert to_iso(day) is None
    path = tmp_path / "a.csv"
    path.write_text(f"text,date\n{A},{day}\n{B},2021-12-31\n", encoding="utf-8")
    assert [document.fields.get("published") for document in documents(path)] == [None, "2021-12-31"]
    assert documents(path)[0].origin.extra == {"date": day}


def test_a_moment_out_of_range_leaves_out_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    moments = pa.array([0, 2**62, 1], pa.timestamp("ms"))
    pq.write_table(pa.table({"text": [A, B, C], "at": moments}), path)
    assert [document.text for document in documents(path)] == [A, C]
    assert problems(path)[0].startswith('[a.parquet#2] Row 2: "at" is out of range')


def test_a_dictionary_bomb_is_unpacked_only_so_far(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts_ = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), pa.array(["甲城" * 160_000]))
    pq.write_table(pa.table({"text": texts_}), path, compression="zstd", store_schema=False)
    assert path.stat().st_size < 100_000
    rows = list(rows_of(path, "parquet", None))
    assert len(rows) == 2000
    assert 10 < sum(row.values is not None for row in rows) < 100
    assert "more than 100 times" in rows[-1].problem


def test_a_field_of_a_million_characters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\n1,"{"长，" * 500_000}"\n2,{B}\n', encoding="utf-8")
    assert [len(str((row.values or {})["text"])) for row in rows_of(path, "delimited", None)] == [1_000_000, len(B)]


def test_a_row_and_a_file_of_one_id_are_both_left_out_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "bad.jsonl").write_text(f'{{"text": "{A * 3}"}}\n{{"text": "{B * 3}"}}\n', encoding="utf-8")
    (folder / "bad.jsonl#1").write_text(C * 3, encoding="utf-8")
    result = build(folder, out=tmp_path / "release")
    assert [name for name, _ in result.quarantined] == ["bad.jsonl#1"]
    assert result.documents == 1
    assert not check(result.release).problems


@pytest.mark.parametrize(
    ("said", "license_", "restriction"),
    [
        ("cc-by-4.0", "CC-BY-4.0", "attribution"),
        ("MIT", "MIT", "attribution"),
        ("CC BY-NC 4.0", "CC-BY-NC-4.0", "non-commercial"),
        ("未经授权不得转载", None, "all-rights-reserved"),
        ("仅供内部学习", None, None),
        ("unknown", None, None),
    ],
)
def test_a_column_of_licenses_is_a_notice_of_its_row(
    tmp_path: Path, said: str, license_: str | None, restriction: str | None
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": A, "license": said}) + f'\n{{"text": "{B}"}}\n', encoding="utf-8")
    first, second = documents(path)
    assert second.origin.notices == ()
    assert first.origin.extra == {"license": said}
    if said == "unknown":
        assert first.origin.notices == ()
    else:
        (notice,) = first.origin.notices
        assert (notice.text, notice.id, notice.license) == (f"license: {said}", None, license_)
        assert restriction in {None, notice.restriction}


def test_a_table_of_no_known_name_is_one_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"id\ttitle\tcontent\n1\t甲\t{A}\n2\t乙\t{B}\n", encoding="utf-8")
    assert texts(path) == [A, B]
    assert read(path)[0].facts.loader == "record_table"


def test_objects_that_take_a_line_or_several_are_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"id": 1, "text": "第一条在这里。"}\n{"id": 2,\n "text": "第二条在这里。"}\n', "utf-8")
    assert [document.text for document in normalize(file)] == ["第一条在这里。", "第二条在这里。"]


def test_rows_within_rows_are_rows_that_share_what_is_around_them(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    inner = [{"context": f"第{n}段写的是一条河，全长六千公里。", "qas": []} for n in (1, 2)]
    file.write_text(json.dumps({"version": "1", "data": [{"title": "河", "paragraphs": inner}]}), "utf-8")
    rows = normalize(file)
    assert [row.fields["title"] for row in rows] == ["河", "河"]
    assert [row.text[:3] for row in rows] == ["第1段", "第2段"]
