"""croissant.json names every file by its hash and every column; ``on_versions.py`` loads it through mlcroissant."""

from __future__ import annotations

import json
import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from contests import make_contest

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.errors import ProjectError
from bdci_corpus.project.config import parse_config
from bdci_corpus.project.tables import RaiTable
from bdci_corpus.release.schema import TABLES


@pytest.fixture(scope="module")
def described(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "croissant.json").read_text("utf-8"))
    return found


def test_every_file_stands_with_its_hash_and_size(described: dict[str, Any], release: Path) -> None:
    nodes = [node for node in described["distribution"] if node["@type"] == "cr:FileObject"]
    paths = [path.relative_to(release).as_posix() for path in release.rglob("*.parquet")]
    assert [node["contentUrl"] for node in nodes] == sorted(paths)
    for node in nodes:
        data = (release / node["contentUrl"]).read_bytes()
        assert (node["sha256"], node["contentSize"]) == (sha256(data).hexdigest(), f"{len(data)} B")


def test_every_column_of_every_table_is_described(described: dict[str, Any], release: Path) -> None:
    sets = {node["@id"]: node for node in described["recordSet"]}
    for table in TABLES.keys() - {"commitments"}:
        schema = pq.read_schema(next((release / table).glob("*.parquet")))
        others = [name for name in schema.names if name != "split"]
        assert [field["name"] for field in sets[table]["field"]] == ["split", *others]
        assert all(field["description"] for field in sets[table]["field"])
        files = sorted((release / table).glob("*.parquet"))
        splits = {record[f"{table}-splits/name"] for record in sets[f"{table}-splits"]["data"]}
        assert splits == {path.name.rsplit("-", 3)[0] for path in files}


def test_it_says_what_it_conforms_to_and_where_rows_come_from(described: dict[str, Any]) -> None:
    assert described["conformsTo"] == ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
    assert described["license"] == described["sdLicense"]
    text = json.dumps(described)
    assert text.count("prov:wasDerivedFrom") == 1
    names = [node["@id"] for node in described["distribution"] + described["recordSet"]]
    assert len(names) == len(set(names))


def test_splits_are_told_in_the_form_by_which_records_are_filtered(described: dict[str, Any]) -> None:
    """Its reader makes a glob of the pattern, puts the split in, and knows dots, dashes and ``.*`` alone."""
    for node in described["recordSet"]:
        if "data" in node:
            continue
        split = node["field"][0]
        assert split["source"]["extract"] == {"fileProperty": "fullpath"}
        pattern = split["source"]["transform"]["regex"]
        found = re.fullmatch(rf"{node['@id']}/\(([^()]*)\)-0\.\*\\\.parquet", pattern)
        assert found, pattern
        names = {record[f"{node['@id']}-splits/name"] for record in splits_of(described, node["@id"])}
        assert set(found[1].replace("\\", "").split("|")) == names


def splits_of(described: dict[str, Any], table: str) -> list[dict[str, str]]:
    records: list[dict[str, str]] = next(n["data"] for n in described["recordSet"] if n["@id"] == f"{table}-splits")
    return records


def test_use_is_told_by_restriction(described: dict[str, Any], release: Path) -> None:
    files = sorted((release / "documents").glob("*.parquet"))
    rows = [row for path in files for row in pq.ParquetFile(path).read(["restriction"])["restriction"].to_pylist()]
    told = {node["termCode"]: node["description"] for node in described["usageInfo"]}
    assert told == {name: f"{rows.count(name):,} of {len(rows):,} documents." for name in set(rows)}


def test_what_the_tables_count_is_said_for_responsible_use(described: dict[str, Any], release: Path) -> None:
    rows = pq.read_table(release / "documents").to_pylist()
    edits: Counter[str] = Counter()
    for row in pq.read_table(release / "traces").to_pylist():
        edits.update(rule for edit in row["edits"] for rule in edit["rules"])
    steps = [text.partition(":")[0] for text in described["rai:dataPreprocessingProtocol"][1:]]
    assert sorted(steps) == sorted(edits)
    for step, text in zip(steps, described["rai:dataPreprocessingProtocol"][1:], strict=True):
        assert f"part in {edits[step]:,} edit" in text
    assert described["rai:dataCollection"].startswith(
        f"{len(rows)} documents from {len({r['path'] for r in rows})} raw"
    )
    assert f"{sum(row['is_duplicate'] for row in rows)} document" in described["rai:dataManipulationProtocol"]
    assert "rai:dataBiases" not in described, "nobody knows of any"
    assert "creator" not in described
    assert "datePublished" not in described


SAID = """
title = "语料"
authors = ["王小明", "某某大学", "Li, Hua"]
released = "2024-05-01"
"""


def test_what_only_people_know_is_said_where_they_say_it_and_derived_again(tmp_path: Path) -> None:
    make_contest(tmp_path, "classification", "accuracy")
    config = (tmp_path / "corpus.toml").read_text("utf-8")
    told = "".join(f'{name} = "{name}: 一人之言。"\n' for name in RaiTable.model_fields)
    text = config.replace('version = "0.1.0"', f'version = "0.1.0"{SAID}') + f"[rai]\n{told}"
    (tmp_path / "corpus.toml").write_text(text, encoding="utf-8")
    release = build(tmp_path, out=tmp_path / "release", workers=1).release
    assert check(release).problems == check(tmp_path / "private" / "contest").problems == ()
    page = release / "croissant.json"
    described = json.loads(page.read_text("utf-8"))
    assert [(node["@type"], node["name"]) for node in described["creator"]] == [
        ("sc:Person", "王小明"),
        ("sc:Organization", "某某大学"),
        ("sc:Person", "Li, Hua"),
    ]
    assert described["datePublished"] == "2024-05-01"
    assert "date-released: '2024-05-01'" in (release / "CITATION.cff").read_text("utf-8")
    assert json.loads((release / "datacite.json").read_text("utf-8"))["publicationYear"] == "2024"
    spoken = json.dumps({key: value for key, value in described.items() if key.startswith("rai:")}, ensure_ascii=False)
    assert all(f"{name}: 一人之言。" in spoken for name in RaiTable.model_fields)
    counts = next(text for text in described["rai:dataBiases"] if text.startswith("Classes of answer"))
    shown = sum(int(count) for count in re.findall(r" (\d+)[,.]", counts))
    assert shown == sum(row["split"] != "test" for row in pq.read_table(release / "documents").to_pylist())
    for old, new in (
        ("一人之言", "众人之言"),
        ('"rai:dataUseCases"', '"rai:dataUse"'),
        ("of source table", "of source t"),
    ):
        page.write_text(json.dumps(described, ensure_ascii=False).replace(old, new), encoding="utf-8")
        assert any(problem.where.startswith("croissant.json > rai:") for problem in check(release).problems)


def test_a_year_that_is_not_the_days_is_refused() -> None:
    with pytest.raises(ProjectError, match="Year must be that of released, 2024"):
        parse_config('[corpus]\nname = "a"\nyear = 2023\nreleased = "2024-05-01"\n')


def test_a_competition_is_a_task_of_croissant(tmp_path: Path) -> None:
    make_contest(tmp_path, "multi-label", "f1_macro")
    release = build(tmp_path, out=tmp_path / "release", workers=1).release
    task = json.loads((release / "croissant-task.json").read_text("utf-8"))
    assert task["@type"] == "croissant:TaskProblem"
    assert (release / task["croissant:input"]["@id"]).is_file()
    output = task["croissant:output"]
    assert output["@type"] == "croissant:OutputSpec"
    assert [field["schema:name"] for field in output["croissant:schema"]["croissant:field"]] == ["id", "answer"]
    assert not {"croissant:evaluation", "croissant:execution"} & task.keys(), "the shapes contradict each other there"
    assert check(release).problems == ()
