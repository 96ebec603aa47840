"""Tables: a document a row, each led back to the decoded field; bad rows are said, and the rest is read."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st
from noise.clean import Writer
from places import SAMPLES
from tables_read import documents, problems, read

from bdci_corpus.building.collect import collect
from bdci_corpus.building.engines.local import LocalEngine
from bdci_corpus.building.steps import build
from bdci_corpus.building.tasks import tasks_of
from bdci_corpus.checking.steps import check
from bdci_corpus.documents.normalized import normalize
from bdci_corpus.documents.read import MAX_PROBLEMS, PART, read_file
from bdci_corpus.documents.settings import Settings
from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.loading.tables.delimited import DelimitedReader, Dialect
from bdci_corpus.loading.tables.rows import rows_of
from bdci_corpus.project.files import open_project
from bdci_corpus.trace.changes import undo

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)) | st.sampled_from("，。\r\n\t\"',中文\u3000\ufeff"),
    min_size=1,
    max_size=60,
).filter(str.strip)
ROWS = st.lists(TEXT, min_size=1, max_size=5)


def write_lines(path: Path, rows: Sequence[object]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@settings(max_examples=25)
@given(ROWS)
def test_undoing_a_row_gives_its_field_back(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    lines = write_lines(folder / "a.jsonl", [{"text": row} for row in rows])
    array = folder / "a.json"
    array.write_text(json.dumps([{"text": row} for row in rows]), encoding="utf-8")
    parquet = folder / "a.parquet"
    pq.write_table(pa.table({"text": rows}), parquet)
    for path in (lines, array, parquet):
        found = documents(path)
        assert [undo(document).decode() for document in found] == rows
        assert {document.trace.reaches for document in found} == {"record"}


@settings(max_examples=25)
@given(ROWS)
def test_undoing_a_cell_gives_it_back(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["number", "text"], *enumerate(rows)])
    assert [undo(document).decode() for document in documents(path)] == rows


@pytest.mark.parametrize("name", ["news.jsonl", "news.json", "news.parquet"])
def test_columns_become_fields(name: str) -> None:
    first, *_ = found = documents(SAMPLES / "record_table" / name)
    assert len(found) == 8
    assert first.id == f"{name}#d0"
    assert first.title
    assert first.fields["published"] == "2024-03-05"
    assert first.fields["outlet"] == "海州晚报"
    assert "tags" in first.origin.extra


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_table_is_read_in_any_encoding_and_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    rows = [["编号", "标题", "正文"], ["1", "老街", "老街开了，\r\n茶馆也开了。"], ["2", "夏天", '她说："来吧。"']]
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    found = normalize(path)
    assert [document.id for document in found] == ["a.csv#1", "a.csv#2"]
    assert [undo(document).decode() for document in found] == [row[2] for row in rows[1:]]
    assert [document.title for document in found] == ["老街", "夏天"]


def test_bad_rows_are_said_with_their_lines_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "a", "text": "一。"}\n{"id": \n[1]\n{"id": "b", "text": 5}\n{"id": "c"}\n{"id": "d", "text": " "}\n'
        '{"id": "e", "text": "\\ud83d"}\n{"id": "f", "text": "二。"}\n{"id": "g", "text": "三。", "n": "\\udc00"}\n',
        encoding="utf-8",
    )
    assert [document.id for document in documents(path)] == ["a.jsonl#a", "a.jsonl#f"]
    said = problems(path)
    assert [line.partition(":")[0] for line in said] == [f"[a.jsonl#{n}] Line {n}" for n in (2, 3, 4, 5, 6, 7, 9)]
    assert said[2] == '[a.jsonl#4] Line 4: "text" is no text but a int. Correct the row.'
    with pytest.warns(UserWarning, match="Line") as warned:
        assert len(normalize(path)) == 2
    assert [str(warning.message) for warning in warned] == said


def test_a_cell_that_is_not_valid_in_the_encoding_is_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "title,text\n一,老街开了，茶馆也开了。\n二,".encode() + b"\xff\xfe\n" + "三,夏天来了，天很热。\n".encode() * 20
    )
    assert [document.title for document in documents(path)] == ["一", *["三"] * 20]
    assert "damaged" in problems(path)[0]


def test_a_quote_is_followed_no_farther_than_a_field_may_be_long() -> None:
    rows = [f"{n},老街开了，第{n}天。\n" for n in range(300)]
    rows[7] = rows[7].replace(",", ',"')
    reader = DelimitedReader(StringIO("".join(rows)), Dialect(","), max_field=1000)
    assert ["".join(row.lines) for row in reader.rows()] == rows
    assert reader.rescanned < 1000 + len(max(rows, key=len))


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{n},老街开了，第{n}天。\n" for n in range(300)]
    rows[7] = rows[7].replace(",", ',"')
    path.write_text("id,text\n" + "".join(rows), encoding="utf-8")
    before = csv.field_size_limit()
    assert [undo(document).decode() + "\n" for document in documents(path)] == [row.partition(",")[2] for row in rows]
    rows[8] = '8,"她说：""好""。"\n'
    path.write_text("id,text\n" + "".join(rows), encoding="utf-8")
    assert len(documents(path)) == 299
    assert problems(path)[0].startswith("[a.csv#8] Line 9: It is not CSV:")
    assert csv.field_size_limit() == before


def test_the_bad_rows_of_a_table_are_named_up_to_a_number(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [{"text": "一。"}] + [{"text": None}] * (MAX_PROBLEMS + 5))
    said = problems(path)
    assert len(said) == MAX_PROBLEMS + 1
    assert said[-1] == "[a.jsonl] 5 more rows are no documents. Correct them."


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([{"id": 1, "text": "一。"}, {"id": 2, "text": "二。"}], ["1", "2"]),
        ([{"id": 1, "text": "一。"}, {"id": 1, "text": "二。"}], ["1", "2"]),
        ([{"id": "x", "text": "一。"}, {"id": "x", "text": "二。"}], ["1", "2"]),
        ([{"id": "x", "text": "一。"}, {"id": None, "text": "二。"}], ["1", "2"]),
        ([{"id": "x\ny", "text": "一。"}, {"id": "b", "text": "二。"}], ["1", "2"]),
        ([{"id": "x\ty", "text": "一。"}, {"id": "b", "text": "二。"}], ["1", "2"]),
        ([{"文档编号": "甲", "text": "一。"}, {"文档编号": "乙", "text": "二。"}], ["甲", "乙"]),
        ([{"text": "一。"}, {"text": "二。"}], ["1", "2"]),
    ],
)
def test_a_row_is_named_by_its_id_if_all_rows_have_one(
    tmp_path: Path, rows: list[Mapping[str, object]], ids: list[str]
) -> None:
    path = write_lines(tmp_path / "a.jsonl", rows)
    assert [document.id for document in documents(path)] == [f"a.jsonl#{name}" for name in ids]


def test_corpus_toml_names_the_columns(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [{"frage": "问", "satz": "答。", "key": "k"}])
    with pytest.raises(LoaderError, match="No column is called like text: there are frage, satz, key"):
        read(path)
    (document,) = documents(path, text="satz", title="frage", id="key")
    assert (document.id, document.title, document.text) == ("a.jsonl#k", "问", "答。")
    with pytest.raises(LoaderError, match='There is no column "antwort" for text'):
        read(path, text="antwort")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "[注] 今天天气好。\n"),
        ("a.txt", "PART 1\n今天天气好。\n"),
    ],
)
def test_what_is_no_table_is_not_read_as_one(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [document.origin.loader for document in normalize(tmp_path / name)] == ["plain_text"]


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "parquet"])
def test_a_long_first_row_does_not_hide_the_table(tmp_path: Path, form: str) -> None:
    text = "今天天气好，我们去公园。" * 2000
    path = tmp_path / f"a.{form}"
    match form:
        case "jsonl":
            write_lines(path, [{"url": "https://example.com", "text": text}] * 2)
        case "json":
            path.write_text(json.dumps([{"text": text}] * 90, ensure_ascii=False), encoding="utf-8")
        case "csv":
            path.write_text(f"id,text\n1,{text}\n2,{text}\n", encoding="utf-8")
        case _:
            pq.write_table(pa.table({"text": [text] * 2}), path)
    assert {document.origin.loader for document in normalize(path)} == {"record_table"}


def test_an_array_is_read_on_as_far_as_it_is_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"text": "一。"}, {"text": "二。"}, {"text": ]', encoding="utf-8")
    assert len(documents(path)) == 2
    assert problems(path) == ["[a.json#3] Row 3: From here on, the array is not JSON. Correct the row."]


@pytest.mark.parametrize("hostile", ["[" * 100_000, '{"a":' * 100_000, '{"text": ' + "9" * 10_000 + "}"])
def test_hostile_json_is_a_bad_row(tmp_path: Path, hostile: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "一。"}}\n{hostile}\n', encoding="utf-8")
    assert len(documents(path)) == 1
    assert len(problems(path)) == 1


def test_a_table_is_built_checked_and_said_to_have_no_rows(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    writer = Writer(random.Random(5))
    pq.write_table(
        pa.table({"id": range(12), "text": [f"{writer.prose()}\n\n{writer.prose('law')}" for _ in range(12)]}),
        folder / "a.parquet",
    )
    (folder / "empty.csv").write_text("id,text\n", encoding="utf-8")
    (folder / "broken.parquet").write_bytes((folder / "a.parquet").read_bytes()[:-9])
    result = build(folder, out=tmp_path / "release")
    assert result.documents == 12
    assert dict(result.quarantined)["empty.csv"] == "The table has no rows. Leave it, or remove it."
    assert "cannot be read as Parquet" in dict(result.quarantined)["broken.parquet"]
    report = check(result.release)
    assert not report.problems
    files = pq.read_table(result.release / "files").to_pylist()
    assert [(row["path"], row["regions"], row["covered_bytes"], row["whole"]) for row in files] == [
        ("a.parquet", 12, 0, False)
    ]


def test_a_large_table_is_read_a_part_at_a_time(tmp_path: Path) -> None:
    writer = Writer(random.Random(6))
    folder = tmp_path / "corpus"
    folder.mkdir()
    texts = [writer.prose() * (3 * PART // 60 // 40) for _ in range(60)]
    pq.write_table(pa.table({"text": texts}), folder / "a.parquet")
    parts = list(read_file(folder / "a.parquet", "a.parquet", find_loaders(), Settings()))
    assert len(parts) > 2
    assert parts[-1].facts.regions == 60
    collected = collect(tasks_of(open_project(folder)), tmp_path / "cache", LocalEngine(1), lambda *_: None)
    assert collected.documents.num_rows == collected.traces.num_rows == 60
    assert collected.files.num_rows == 1


def test_rows_of_parquet_are_read_in_bounded_memory(tmp_path: Path) -> None:
    """What Arrow holds at most does not grow with the table."""
    path = tmp_path / "a.parquet"
    batch = pa.table({"text": [f"{n}" * 5000 for n in range(1000)]})
    with pq.ParquetWriter(path, batch.schema) as writer:
        for _ in range(12):
            writer.write_table(batch)
    code = (
        "import sys, pyarrow as pa\nfrom pathlib import Path\nfrom bdci_corpus.loading.tables.rows import rows_of\n"
        "count = sum(1 for row in rows_of(Path(sys.argv[1]), 'parquet', None))\n"
        "print(count, pa.default_memory_pool().max_memory())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)  # noqa: S603
    count, most = map(int, done.stdout.split())
    assert count == 12_000
    assert most < 60_000_000  # of 172 MB of text
    assert next(iter(rows_of(path, "parquet", None))).values == {"text": "0" * 5000}
