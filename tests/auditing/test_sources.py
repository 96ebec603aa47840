"""Splits of whatever is given: folders, files in any dialect, objects of every library; and what is text in them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

import bdci_corpus
from bdci_corpus.auditing import Audit
from bdci_corpus.auditing.sources import split_name
from bdci_corpus.errors import AuditError

WORDS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"
DRAW = random.Random(7)
TEXTS = ["".join(DRAW.choices(WORDS, k=40)) for _ in range(40)]
TRAIN = [{"编号": n, "文本": text, "标签": "正面" if n % 2 else "负面"} for n, text in enumerate(TEXTS[:30])]
TEST = [{"编号": n, "文本": text, "标签": "正面"} for n, text in enumerate(TEXTS[28:])]


def leaks(found: Audit) -> list[tuple[str, int, str]]:
    columns = (found.leaks[name].to_pylist() for name in ("split", "row", "with"))
    return sorted(zip(*columns, strict=True))


EXPECTED = [("test", 0, "train"), ("test", 1, "train"), ("train", 28, "test"), ("train", 29, "test")]


def _json_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


WRITERS: dict[str, Callable[[Path, list[dict[str, Any]]], object]] = {
    ".parquet": lambda path, rows: pq.write_table(pa.Table.from_pylist(rows), path),
    ".arrow": lambda path, rows: feather.write_feather(pa.Table.from_pylist(rows), path),
    ".csv": lambda path, rows: pd.DataFrame(rows).to_csv(path, index=False),
    ".tsv": lambda path, rows: pd.DataFrame(rows).to_csv(path, index=False, sep="\t", encoding="utf-16"),
    ".jsonl": lambda path, rows: path.write_text(_json_lines(rows), "gb18030"),
    ".json": lambda path, rows: path.write_text(json.dumps({"data": rows}, ensure_ascii=False), "utf-8"),
    ".jsonl.gz": lambda path, rows: path.write_bytes(gzip.compress(_json_lines(rows).encode())),
    ".csv.bz2": lambda path, rows: pd.DataFrame(rows).to_csv(path, index=False),
    ".csv.xz": lambda path, rows: pd.DataFrame(rows).to_csv(path, index=False, encoding="gbk"),
}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("names", [("train", "test"), ("训练集", "测试集"), ("my-train-00000-of-00001", "my-test")])
def test_reads_files_of_every_kind_as_splits_by_their_names(
    tmp_path: Path, suffix: str, names: tuple[str, str]
) -> None:
    paths = [tmp_path / f"{name}{suffix}" for name in names]
    for path, rows in zip(paths, (TRAIN, TEST), strict=True):
        WRITERS[suffix](path, rows)
    found = bdci_corpus.audit(paths)
    assert leaks(found) == EXPECTED
    assert found.report.columns.text == ("文本",)
    assert found.report.columns.label == "标签"
    assert found.report.columns.id == "编号"


@pytest.mark.parametrize(
    "names",
    [
        ("train.csv", "test.csv"),
        ("data/train-00000-of-00001.csv", "data/test-00000-of-00001.csv"),
        ("train/a.csv", "test/b.csv"),
        ("训练集.csv", "测试集.csv"),
        ("训练/a.csv", "测试/a.csv"),
    ],
)
def test_a_folder_has_the_splits_that_datasets_sees_and_those_named_in_chinese(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    for name, rows in zip(names, (TRAIN, TEST), strict=True):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        pd.DataFrame(rows).to_csv(tmp_path / name, index=False, encoding="gbk")
    assert leaks(bdci_corpus.audit(tmp_path)) == EXPECTED


@pytest.mark.parametrize(
    "names", [("train.csv", "dev.json"), ("train.jsonl", "valid.parquet"), ("训练.tsv", "test.csv")]
)
def test_a_folder_whose_splits_are_of_different_kinds_is_read(tmp_path: Path, names: tuple[str, str]) -> None:
    """Which ``datasets`` refuses to load, and people have all the same."""
    ways = {
        ".csv": lambda frame, path: frame.to_csv(path, index=False),
        ".tsv": lambda frame, path: frame.to_csv(path, index=False, sep="\t"),
        ".json": lambda frame, path: frame.to_json(path, orient="records", force_ascii=False),
        ".jsonl": lambda frame, path: frame.to_json(path, orient="records", lines=True),
        ".parquet": lambda frame, path: frame.to_parquet(path),
    }
    for name, rows in zip(names, (TRAIN, TEST), strict=True):
        ways[Path(name).suffix](pd.DataFrame(rows), tmp_path / name)
    found = bdci_corpus.audit(tmp_path)
    assert [split.rows for split in found.report.splits] == [len(TRAIN), len(TEST)]
    assert len(leaks(found)) == len(EXPECTED)


def test_a_card_tells_the_configurations_of_a_folder(tmp_path: Path) -> None:
    card = "configs:\n- config_name: one\n  data_files: a.csv\n- config_name: two\n  data_files:\n"
    card += "  - split: train\n    path: a.csv\n  - split: test\n    path: b*.csv\n"
    (tmp_path / "README.md").write_text(f"---\n{card}---\n")
    for name, rows in (("a", TRAIN), ("b", TEST)):
        pd.DataFrame(rows).to_csv(tmp_path / f"{name}.csv", index=False)
    assert leaks(bdci_corpus.audit(str(tmp_path), config="two")) == EXPECTED
    assert [split.name for split in bdci_corpus.audit(tmp_path, config="one").report.splits] == ["train"]
    for config in (None, "three"):
        with pytest.raises(AuditError, match="one"):
            bdci_corpus.audit(tmp_path, config=config)


def test_what_datasets_saved_is_read(tmp_path: Path) -> None:
    both = datasets.DatasetDict(train=datasets.Dataset.from_list(TRAIN), test=datasets.Dataset.from_list(TEST))
    both.save_to_disk(tmp_path / "a")
    assert leaks(bdci_corpus.audit(tmp_path / "a")) == EXPECTED
    both["train"].save_to_disk(tmp_path / "b")
    assert len(bdci_corpus.audit(tmp_path / "b").report.splits) == 1


OBJECTS: dict[str, Callable[[], object]] = {
    "rows": lambda: {"train": TRAIN, "test": TEST},
    "generators": lambda: {"train": iter(TRAIN), "test": iter(TEST)},
    "texts": lambda: {"train": TEXTS[:30], "test": TEXTS[28:]},
    "pandas": lambda: {"train": pd.DataFrame(TRAIN, index=[3] * 30), "test": pd.DataFrame(TEST)},
    "series": lambda: {"train": pd.Series(TEXTS[:30]), "test": pl.Series(TEXTS[28:])},
    "polars": lambda: {"train": pl.DataFrame(TRAIN), "test": pl.LazyFrame(TEST)},
    "arrow": lambda: {"train": pa.Table.from_pylist(TRAIN), "test": pa.Table.from_pylist(TEST).to_reader()},
    "dataset": lambda: datasets.DatasetDict(
        train=datasets.Dataset.from_list(TRAIN), test=datasets.Dataset.from_list(TEST)
    ),
    "stream": lambda: datasets.IterableDatasetDict(
        train=datasets.Dataset.from_list(TRAIN).to_iterable_dataset(),
        test=datasets.IterableDataset.from_generator(lambda: iter(TEST)),
    ),
    "one table": lambda: pd.DataFrame(
        [*({"split": "train"} | r for r in TRAIN), *({"split": "test"} | r for r in TEST)]
    ),
}


@pytest.mark.parametrize("kind", OBJECTS)
def test_takes_objects_of_every_library(kind: str) -> None:
    assert leaks(bdci_corpus.audit(OBJECTS[kind]())) == EXPECTED


def test_a_column_tells_the_splits_of_one_file(tmp_path: Path) -> None:
    rows = [{"fold": "a"} | row for row in TRAIN] + [{"fold": "b"} | row for row in TEST]
    WRITERS[".csv"](tmp_path / "all.csv", rows)
    found = bdci_corpus.audit(tmp_path / "all.csv", split="fold")
    assert [(one.a, one.b, one.pairs) for one in found.report.between] == [("a", "b", 2)]
    assert len(bdci_corpus.audit(tmp_path / "all.csv").report.splits) == 1


NESTED: dict[str, tuple[Callable[[str, int], dict[str, Any]], tuple[str, ...]]] = {
    "record": (lambda text, n: {"doc": {"title": f"题{n}", "body": text}, "meta": {"n": n}}, ("doc.body",)),
    "pair": (
        lambda text, n: {"premise": text[:20], "hypothesis": text[20:], "label": n % 3},
        ("premise", "hypothesis"),
    ),
    "translation": (
        lambda text, _: {"translation": {"zh": text, "ja": text[::-1]}},
        ("translation.zh", "translation.ja"),
    ),
    "conversation": (lambda text, _: {"messages": [{"role": "user", "content": text}] * 2}, ("messages",)),
    "list": (lambda text, n: {"sentences": [text[:20], text[20:]], "n": n}, ("sentences",)),
    "title": (lambda text, n: {"title": text[:8] + str(n), "article": text * 3}, ("article",)),
}


@pytest.mark.parametrize("kind", NESTED)
def test_finds_text_inside_records_lists_and_pairs(kind: str) -> None:
    make, columns = NESTED[kind]
    data = {
        "train": datasets.Dataset.from_list([make(text, n) for n, text in enumerate(TEXTS[:30])]),
        "test": [make(text, n + 9) for n, text in enumerate(TEXTS[28:])],
    }
    found = bdci_corpus.audit(data)
    assert found.report.columns.text == columns
    assert leaks(found) == EXPECTED


def test_rows_that_cannot_be_read_are_counted_and_said(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(
        "text,label\n" + "".join(f"{t},1\n" for t in TEXTS[:9]) + "a,b,c,d\n" + TEXTS[9] + ",1\n"
    )
    found = bdci_corpus.audit({"train": tmp_path / "train.csv", "test": TEXTS[9:12]})
    assert found.report.splits[0].unread == 1
    assert found.report.splits[0].rows == 10
    assert "Line 11" in found.report.notes[0]
    assert [one.pairs for one in found.report.between] == [1]


def test_a_split_without_rows_is_said(tmp_path: Path) -> None:
    (tmp_path / "test.jsonl").write_text('{"text": "cut\n{"text": \n')
    found = bdci_corpus.audit({"train": TEXTS, "validation": [], "test": tmp_path / "test.jsonl"})
    assert [split.name for split in found.report.splits] == ["train"]
    assert found.report.notes[:2] == (
        "validation has no rows, and was left out.",
        "test has no rows, and was left out.",
    )
    assert found.report.notes[2].startswith("2 rows of test could not be read. The first: test.jsonl: Line 1")
    assert found.report.notes[3].startswith("Only one split was found")


@pytest.mark.parametrize(
    ("data", "told", "message"),
    [
        ({"train": [{"doc": {"body": "甲" * 9}}]}, {"text": "body"}, r"Did you mean doc\.body"),
        ({"train": [{"文本": "甲" * 9}]}, {"text": "正文"}, "Name one of these"),
        ({"train": [{"n": 1}], "test": [{"n": 2}]}, {}, "No column of strings is in all splits"),
        ({"train": [{"text": "甲"}], "test": [{"content": "甲"}]}, {}, "splits: train has text; test has content"),
        ({"train": [{"text": "甲"}], "test": [{"text": None}]}, {}, "train has text; test has none"),
        ({"train": [{"a": "x"}], "test": [{"a": "y"}]}, {}, "No column holds text: there are a"),
        ({"train": [{"n": 1, "text": "甲"}]}, {"text": "n"}, 'The column "n" holds int64, no text'),
        ((pd.DataFrame(TRAIN), pd.DataFrame(TEST)), {}, "DataFrame. It is no text, and no row"),
        ({"train": [{"text": "甲"}, "乙"]}, {}, "Some of it are rows, and some are not"),
        (pd.DataFrame([["a", "b"]], columns=["text", "text"]), {}, 'Several columns are called "text"'),
    ],
)
def test_says_what_to_do_about_columns_and_objects(data: object, told: dict[str, str], message: str) -> None:
    with pytest.raises(AuditError, match=message):
        bdci_corpus.audit(data, text=told.get("text"))


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("train.csv", "train"),
        ("my-train-00000-of-00002.parquet", "train"),
        ("dev.tsv", "validation"),
        ("test_a.json", "test"),
        ("训练集_v2.csv", "train"),
        ("驗證.csv", "validation"),
        ("contest.csv", None),
        ("constrained.csv", None),
        ("latest.csv", None),
        ("values.csv", None),
        ("a.csv", None),
    ],
)
def test_names_of_files_tell_splits(name: str, split: str | None) -> None:
    assert split_name(name) == split
