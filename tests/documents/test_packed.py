"""Tables packed by gzip or Zstandard are read as if they were not."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pytest

from bdci_corpus.documents.packed import name_within
from bdci_corpus.documents.read import read_file
from bdci_corpus.documents.settings import Settings
from bdci_corpus.errors import CorpusError, LoaderError
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document

ROWS = [{"id": f"n{k}", "text": f"国务院有关部门按照各自的职责,负责第{k}号事项的监督管理工作。"} for k in range(30)]

TABLES = {
    "a.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS),
    "a.json": json.dumps(ROWS, ensure_ascii=False),
    "a.csv": "id,text\n" + "".join(f'{row["id"]},"{row["text"]}"\n' for row in ROWS),
    "a.tsv": "id\ttext\n" + "".join(f"{row['id']}\t{row['text']}\n" for row in ROWS),
}


def read(path: Path) -> list[Document]:
    parts = read_file(path, path.name, find_loaders(), Settings())
    return [document for part in parts for document in part.documents]


def packed(data: bytes, ending: str) -> bytes:
    return gzip.compress(data) if ending == ".gz" else bytes(pa.compress(data, codec="zstd", asbytes=True))


@pytest.mark.parametrize("ending", [".gz", ".zst"])
@pytest.mark.parametrize("name", TABLES)
def test_rows_are_those_of_the_table(tmp_path: Path, name: str, ending: str) -> None:
    data = TABLES[name].encode()
    (tmp_path / name).write_bytes(data)
    path = tmp_path / f"{name}{ending}"
    for raw in (packed(data, ending), packed(data[:500], ending) + packed(data[500:], ending)):  # packed in two, too
        path.write_bytes(raw)
        plain, same = read(tmp_path / name), read(path)
        assert [d.text for d in same] == [d.text for d in plain]
        assert [d.id for d in same] == [d.id.replace(name, path.name) for d in plain]
        assert len(same) == 30
        assert {d.origin.raw_sha256 for d in same} == {sha256(raw).hexdigest()}
        (facts,) = {part.facts for part in read_file(path, path.name, find_loaders(), Settings())}
        assert (facts.size, facts.regions, facts.covered) == (len(raw), 30, 0)


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_what_cannot_be_unpacked_is_refused(tmp_path: Path, ending: str) -> None:
    whole = packed(TABLES["a.jsonl"].encode(), ending)
    path = tmp_path / f"a.jsonl{ending}"
    for raw in (b"", b"text", whole[:9], whole[: len(whole) // 2], whole[:-1], whole + b"more", packed(b"", ending)):
        path.write_bytes(raw)
        with pytest.raises(CorpusError) as raised:
            read(path)
        assert raised.value.where.startswith("a.jsonl")
        assert raised.value.remedy


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_bomb_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(packed(b'{"text": "' + bytes(100_000_000), ending))
    with pytest.raises(LoaderError, match="unpacks to more than 100 times"):
        read(path)


def test_only_tables_are_unpacked() -> None:
    names = ("a/b.JSONL.GZ", "a.csv.zst", "a.txt.gz", "a.gz", "a.tar.gz", "jsonl.gz", "a.jsonl")
    assert [name_within(name) for name in names] == ["b.JSONL", "a.csv", None, None, None, None, None]
