"""croissant.json names every file by its hash and every column; ``on_versions.py`` loads it through mlcroissant."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

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
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    text = json.dumps(described)
    assert text.count("prov:wasDerivedFrom") == 1
    names = [node["@id"] for node in described["distribution"] + described["recordSet"]]
    assert len(names) == len(set(names))
