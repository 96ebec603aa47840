"""The logical hash is of values: no file format, library, order of rows or columns enters it."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, strategies as st
from places import TESTS

from bdci_corpus.release.digests import logical_hash, overall_hash, row_digests
from bdci_corpus.release.schema import EDIT, TABLES

KIND = pa.struct(
    [
        ("text", pa.string()),
        ("raw", pa.binary()),
        ("number", pa.int64()),
        ("share", pa.float64()),
        ("flag", pa.bool_()),
        ("names", pa.list_(pa.string())),
        ("edits", pa.list_(EDIT)),
    ]
)


def values(kind: pa.DataType) -> st.SearchStrategy[object]:
    """Return values of an Arrow type, None among them."""
    if pa.types.is_list(kind):
        some: st.SearchStrategy[object] = st.lists(values(kind.value_type), max_size=3)
    elif pa.types.is_struct(kind):
        some = st.fixed_dictionaries({field.name: values(field.type) for field in kind})
    else:
        some = {
            "string": st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
            "binary": st.binary(max_size=4),
            "int64": st.integers(-(2**63), 2**63 - 1),
            "double": st.floats(allow_nan=False),
            "bool": st.booleans(),
        }[str(kind)]
    return st.one_of(st.none(), some)


ROWS = st.lists(st.fixed_dictionaries({field.name: values(field.type) for field in KIND}), max_size=4)
SCHEMA = pa.schema(list(KIND))


def written(value: object) -> bytes:
    """Write a value out as the module's docstring says: nothing of it is shared."""
    if value is None or isinstance(value, bool):
        return {None: b"n", True: b"t", False: b"f"}[value]
    if isinstance(value, int):
        return b"i%d;" % value
    if isinstance(value, float):
        return b"d%d;" % struct.unpack(">q", struct.pack(">d", value))
    if isinstance(value, list):
        return b"l%d:" % len(value) + b"".join(map(written, value))
    if isinstance(value, dict):
        return b"m%d:" % len(value) + b"".join(written(name) + written(value[name]) for name in sorted(value))
    text = (value.hex() if isinstance(value, bytes) else str(value)).encode()
    return b"s%d:%s" % (len(text), text)


@given(ROWS)
def test_a_row_is_hashed_as_the_specification_says(rows: list[dict[str, object]]) -> None:
    table = pa.Table.from_pylist(rows, SCHEMA)
    digests = [sha256(written(row)).digest() for row in rows]
    assert row_digests(table) == digests
    assert logical_hash(table) == sha256(b"".join(sorted(digests))).hexdigest()
    assert row_digests(table.slice(1)) == digests[1:]


@given(ROWS, st.randoms(use_true_random=False))
def test_order_chunks_and_columns_do_not_matter(rows: list[dict[str, object]], draw: object) -> None:
    table = pa.Table.from_pylist(rows, SCHEMA)
    names = list(SCHEMA.names)
    draw.shuffle(names)  # type: ignore[attr-defined]
    chunks = [pa.Table.from_pylist([row], SCHEMA).select(names) for row in reversed(rows)]
    shuffled = pa.concat_tables([*chunks, table.select(names).slice(0, 0)])
    assert logical_hash(shuffled) == logical_hash(table)


@given(ROWS.filter(bool), st.data())
def test_any_other_value_is_another_hash(rows: list[dict[str, object]], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(list(KIND)))
    value = data.draw(values(field.type))
    changed = [*rows]
    changed[row] = rows[row] | {field.name: value}
    same = written(value) == written(rows[row][field.name])
    hashes = {logical_hash(pa.Table.from_pylist(some, SCHEMA)) for some in (rows, changed)}
    assert len(hashes) == (1 if same else 2)


def tables_of(release: Path) -> dict[str, pa.Table]:
    """Return every part of a release."""
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    return {
        name: pa.concat_tables([pq.ParquetFile(release / file).read() for file in facts["files"]])
        for name, facts in manifest["tables"].items()
    }


def test_json_lines_of_the_same_rows_have_the_same_hash_without_any_schema(release: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    tables = tables_of(release)
    assert {name.split("/")[0] for name in tables} == set(TABLES) - {"commitments"}
    for name, table in tables.items():
        lines = [json.dumps(row, default=bytes.hex) for row in table.to_pylist()]
        assert (
            logical_hash(pa.Table.from_pylist([json.loads(line) for line in lines]))
            == manifest["tables"][name]["logical_sha256"]
        ), name
        digests = [sha256(written(json.loads(line))).digest() for line in lines]
        assert sha256(b"".join(sorted(digests))).hexdigest() == manifest["tables"][name]["logical_sha256"]
    hashes = {name: facts["logical_sha256"] for name, facts in manifest["tables"].items()}
    assert overall_hash(hashes) == manifest["logical_sha256"]


@pytest.mark.parametrize(
    ("compression", "rows"), [("none", 1), ("snappy", 3), ("zstd", 1_000), ("gzip", 2), ("brotli", 7)]
)
def test_compression_row_groups_and_order_do_not_matter(
    release: Path, tmp_path: Path, compression: str, rows: int
) -> None:
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    for name, table in tables_of(release).items():
        backwards = table.take(list(range(table.num_rows))[::-1])
        pq.write_table(backwards, tmp_path / "t.parquet", compression=compression, row_group_size=rows)
        assert logical_hash(pq.ParquetFile(tmp_path / "t.parquet").read()) == manifest["tables"][name]["logical_sha256"]


def test_the_script_for_other_versions_of_pyarrow_passes_here(release: Path) -> None:
    script = TESTS / "scripts" / "release_hash.py"
    subprocess.run([sys.executable, script, release], check=True, capture_output=True)  # noqa: S603 - our own
