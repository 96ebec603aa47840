"""Labels as labels: from whatever source, under whatever header, by numbers that never change."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import datasets
import planted
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.errors import CorpusError

CONFIG = """
[corpus]
name = "labels"
[[sources]]
name = "all"
files = ["seeds/*"]
license = "CC0-1.0"
{source}
[rules]
disable = ["mojibake"]
[columns]
{columns}
[splits]
ratios = {{ train = 0.6, validation = 0.2, test = 0.2 }}
{splits}
"""

Rows = Sequence[Mapping[str, object]]


def texts(count: int, seed: int = 3) -> list[str]:
    draw = random.Random(seed)
    return [planted.synthetic(draw, 120) for _ in range(count)]


def project(folder: Path, columns: str, *, source: str = "", splits: str = "") -> Path:
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "corpus.toml").write_text(CONFIG.format(columns=columns, source=source, splits=splits), encoding="utf-8")
    return folder


def write_rows(folder: Path, rows: Rows, name: str = "a.jsonl") -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "seeds" / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def made(folder: Path, *, freeze: bool = False) -> BuildResult:
    return build(folder, out=folder / "release", workers=1, freeze=freeze)


def table(release: Path) -> dict[str, dict[str, object]]:
    files = sorted(release.glob("documents/*.parquet"))
    return {row["id"]: row for path in files for row in pq.read_table(path, partitioning=None).to_pylist()}


def features(release: Path) -> dict[str, dict[str, object]]:
    card = yaml.safe_load((release / "README.md").read_text("utf-8").split("---\n")[1])
    info = next(info for info in card["dataset_info"] if info["config_name"] == "documents")
    return {feature["name"]: feature for feature in info["features"]}


def test_classes_are_numbered_as_given_and_load_as_class_labels(tmp_path: Path) -> None:
    project(
        tmp_path,
        'label = { type = "class_label", names = ["支持", "反对", "中立"] }',
        source='columns = { label = "类别" }',
    )
    labels = ["反对", "支持", None, "支持", "其他"]
    rows = [{"text": text, "类别": labels[n % 5], "来源地": "甲"} for n, text in enumerate(texts(25))]
    write_rows(tmp_path, rows)
    result = made(tmp_path)
    said = 'label is "其他", which is none of its classes: 支持, 反对, 中立. '
    said += "Correct the value, or the type under [columns]."
    assert [reason for _, reason in result.quarantined] == [said] * 5
    found = table(result.release)
    for name, row in found.items():
        number = int(name.partition("#")[2]) - 1
        assert row["label"] == {"支持": 0, "反对": 1, None: None}[labels[number % 5]]
        assert json.loads(str(row["extra"])) == {"来源地": "甲"}
    assert any('5 of 20 documents have no label, such as "a.jsonl#13"' in note for note in result.notes)
    loaded = datasets.load_dataset(str(result.release), cache_dir=str(tmp_path / "cache"))
    feature = loaded["train"].features["label"]
    assert (type(feature), feature.names) == (datasets.ClassLabel, ["支持", "反对", "中立"])
    card = (result.release / "README.md").read_text("utf-8")
    counted = [row for row in loaded["train"]["label"] if row == 0]
    assert "| label | `train` | `validation` | `test` |" in card
    assert f"| 支持 | {len(counted)} |" in card
    assert "| – |" in card
    assert "text-classification" in card.split("---\n")[1]
    assert check(result.release).problems == ()


def test_found_classes_keep_their_numbers_when_the_corpus_grows(tmp_path: Path) -> None:
    project(tmp_path, 'label = "class_label"')
    words = texts(30)
    write_rows(tmp_path, [{"id": f"r{n}", "text": text, "label": "mz"[n % 2]} for n, text in enumerate(words[:20])])
    first = made(tmp_path, freeze=True)
    assert json.loads((tmp_path / "splits" / "classes.json").read_text("utf-8")) == {"label": ["m", "z"]}
    rows = [{"id": f"r{n}", "text": text, "label": "mza"[n % 3 if n > 19 else n % 2]} for n, text in enumerate(words)]
    write_rows(tmp_path, rows)
    second = made(tmp_path, freeze=True)
    assert features(second.release)["label"]["dtype"] == {"class_label": {"names": {"0": "m", "1": "z", "2": "a"}}}
    before, after = table(first.release), table(second.release)
    assert {name: after[name]["label"] for name in before} == {name: row["label"] for name, row in before.items()}
    project(tmp_path, 'label = { type = "class_label", names = ["a", "m", "z"] }')
    with pytest.raises(
        CorpusError, match=r"columns\.label\.names\] Numbers of classes would change: released are m, z, a"
    ):
        made(tmp_path)


def test_a_class_that_only_hidden_documents_have_is_named_nowhere(tmp_path: Path) -> None:
    project(tmp_path, 'label = "class_label"\npart = "string"', splits='from = "part"\nhidden = ["test"]')
    rows = [
        {"text": text, "part": ["train", "validation", "test"][n % 3], "label": ["b", "b", "潜藏"][n % 3]}
        for n, text in enumerate(texts(12))
    ]
    write_rows(tmp_path, rows)
    result = made(tmp_path, freeze=True)
    for path in result.release.rglob("*"):
        if path.is_file():
            data = str(pq.read_table(path).to_pylist()).encode() if path.suffix == ".parquet" else path.read_bytes()
            assert "潜藏".encode() not in data, path
    assert any('Only hidden documents have the label "潜藏"' in note for note in result.notes)
    private = tmp_path / "private" / "labels"
    assert features(private)["label"]["dtype"] == {"class_label": {"names": {"0": "b", "1": "潜藏"}}}
    assert check(result.release).problems == check(private).problems == ()


def test_values_of_every_type_come_from_tables_metadata_and_front_matter(tmp_path: Path) -> None:
    columns = """
tags = { type = "list[string]", separator = "、" }
marks = "list[class_label]"
scores = "list[float64]"
day = "date"
weight = "float64"
sure = "bool"
"""
    project(tmp_path, columns, source='columns = { tags = "标签", day = "日子" }')
    words = texts(6)
    write_rows(
        tmp_path,
        [
            {
                "id": "x",
                "text": words[0],
                "标签": "甲、乙",
                "marks": ["p", "q"],
                "scores": [1, 2.5],
                "日子": "2023年5月6日",
            },
            {"id": "y", "text": words[1], "标签": '["丙"]', "marks": "q|r", "scores": "[]", "weight": 0, "sure": False},
            {"id": "z", "text": words[2]},
            {"id": "bad", "text": words[3], "日子": "2023-05-06 10:30"},
        ],
    )
    post = f"---\n标签: [丁, 戊]\n日子: 2024-01-02\nmarks: p\n---\n\n{words[4]}\n"
    (tmp_path / "seeds" / "post.md").write_text(post, encoding="utf-8")
    with (tmp_path / "seeds" / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        known = csv.writer(file)
        known.writerows([["file_name", "weight", "tags"], ["a.jsonl#z", "1.5", "己、庚"], ["post.md", "2", ""]])
        known.writerow(["a.jsonl#none", "1", ""])
    result = made(tmp_path)
    assert dict(result.quarantined) == {
        "a.jsonl#bad": 'day is "2023-05-06 10:30", which is no date. Correct the value, or the type under [columns].',
        "a.jsonl#none": (
            "metadata.csv speaks of this row, and no document was read of it. Correct file_name in metadata.csv."
        ),
    }
    found = table(result.release)
    wanted = ("tags", "marks", "scores", "day", "weight", "sure")
    values = {name.rpartition("#")[2]: tuple(row[column] for column in wanted) for name, row in found.items()}
    assert values == {
        "x": (["甲", "乙"], [0, 1], [1.0, 2.5], date(2023, 5, 6), None, None),
        "y": (["丙"], [1, 2], [], None, 0.0, False),
        "z": (["己", "庚"], None, None, None, 1.5, None),
        "post.md": (["丁", "戊"], [0], None, date(2024, 1, 2), 2.0, None),
    }
    assert all(row["extra"] is None for row in found.values())
    schema = pq.read_schema(next(result.release.glob("documents/*.parquet")))
    assert schema.field("marks").type == pa.list_(pa.int64())
    loaded = datasets.load_dataset(str(result.release), cache_dir=str(tmp_path / "cache"))
    assert loaded["train"].features["marks"].feature.names == ["p", "q", "r"]
    assert check(result.release).problems == ()


def test_a_text_is_joined_from_columns(tmp_path: Path) -> None:
    words = texts(4)
    rows = [{"id": n, "question": f"问题{n}？", "answer": text, "more": "余"} for n, text in enumerate(words)]
    rows[1]["question"] = None
    for columns, expected in (
        ('text = ["question", "answer"]', ["问题0？\n\n{0}", "{1}"]),
        ('text = "问：{question}\\n\\n答：{answer}"', ["问：问题0？\n\n答：{0}", "问：\n\n答：{1}"]),
    ):
        project(tmp_path, 'question = "string"', source=f"columns = {{ {columns} }}")
        write_rows(tmp_path, rows)
        result = made(tmp_path)
        found = table(result.release)
        assert [found[f"a.jsonl#{n}"]["text"] for n in (0, 1)] == [one.format(*words) for one in expected]
        assert (found["a.jsonl#0"]["question"], found["a.jsonl#0"]["extra"]) == ("问题0？", '{"more": "余"}')
        assert check(result.release).problems == ()


def test_a_header_that_nobody_has_and_a_role_that_is_none_are_said(tmp_path: Path) -> None:
    write = {"text": texts(1)[0], "类别": "甲"}
    for columns, source, expected in (
        ('label = "class_label"', 'columns = { label = "类型" }', 'sources[0].columns.label] No document of "all" has'),
        ('label = "class_label"', 'columns = { lable = "类别" }', 'sources[0].columns] "lable" is no column'),
        ('label = { type = "string", names = ["a"] }', "", "columns.label] Names are for class_label"),
        ('label = { type = "class_label", names = ["a", "a"] }', "", "columns.label] Names has a class twice"),
        ('label = "klass"', "", "columns.label.type]"),
    ):
        project(tmp_path, columns, source=source)
        write_rows(tmp_path, [write])
        with pytest.raises((CorpusError, ExceptionGroup)) as caught:
            made(tmp_path)
        said = caught.value.exceptions if isinstance(caught.value, ExceptionGroup) else [caught.value]
        assert any(expected in str(error) for error in said), said
