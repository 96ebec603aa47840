"""Large tables are read in pieces: the same rows as in one, each piece by itself, and few anew when lines are added."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.building.collect import UNPACKED, _shards, collect
from bdci_corpus.building.engines.local import LocalEngine
from bdci_corpus.building.join import Joined
from bdci_corpus.building.pieces import Sizes, cut
from bdci_corpus.building.tasks import Tasks, tasks_of
from bdci_corpus.progress import tell_nobody
from bdci_corpus.project.files import open_project
from bdci_corpus.release import Collected, filtered, forget_mapped

SMALL = Sizes(least=300, usual=300, most=1500)

WHOLE = Sizes(most=1 << 40)

TEXT = "国务院有关部门按照各自的职责,负责第{}号事项的监督管理工作;具体办法另行规定。"


@given(st.lists(st.binary(max_size=40), max_size=60), st.sampled_from([b"\n", b"\r\n", b""]))
@settings(deadline=None)
def test_pieces_are_the_file_and_end_with_lines(lines: list[bytes], end: bytes) -> None:
    data = end.join(line.replace(b"\n", b"") for line in lines)
    digest, pieces = cut(io.BytesIO(data), Sizes(least=20, usual=20, most=90))
    assert digest == sha256(data).hexdigest()
    assert b"".join(data[piece.start : piece.end] for piece in pieces) == data
    assert [sha256(data[piece.start : piece.end]).hexdigest() for piece in pieces] == [p.sha256 for p in pieces]
    assert all(data[piece.end - 1 : piece.end] == b"\n" for piece in pieces[:-1])


@given(st.integers(0, 199), st.sampled_from(["add", "remove", "change"]))
@settings(deadline=None, max_examples=30)
def test_a_line_is_a_matter_of_the_pieces_around_it(at: int, what: str) -> None:
    lines = [f"{number * 7919 % 1009} {'x' * (number % 50)}\n".encode() for number in range(200)]
    sizes = Sizes(least=200, usual=200, most=2000)
    before = {piece.sha256 for piece in cut(io.BytesIO(b"".join(lines)), sizes)[1]}
    lines[at : at + (what != "add")] = [] if what == "remove" else [b"another line\n"]
    pieces = cut(io.BytesIO(b"".join(lines)), sizes)[1]
    assert len(pieces) > 8
    assert sum(piece.sha256 not in before for piece in pieces) <= 5


def row(number: int, **more: object) -> str:
    return json.dumps({"text": TEXT.format(number), **more}, ensure_ascii=False)


LINES = {
    "named": [row(k, id=f"n{k}", title=f"第{k}号") for k in range(60)],
    "numbered": [row(k) for k in range(60)],
    "named alike": [row(k, id=k % 59, author="某人") for k in range(60)],
    "a name is missing": [row(k, **({"id": k} if k != 40 else {})) for k in range(60)],
    "bad rows": [
        row(k, id=k) if k % 7 or not k else ["[1, 2]", "{", '{"text": 3}', "", "“”"][k // 7 % 5] for k in range(60)
    ],
    "a bad row has the name of a good one": [*[row(k, id=k) for k in range(59)], '{"id": 3, "text": ""}'],
    "the same piece again and again": [row(k % 5) for k in range(90)],
    "nested": [json.dumps({"meta": {"id": k, "text": TEXT.format(k)}, "n": k}) for k in range(60)],
    "many bad rows": [row(0), *[f'{{ "a{k}": ' for k in range(330)], row(1)],
    "a byte order mark": ["\ufeff" + row(0), *[row(k) for k in range(1, 60)]],
}


def said(number: int, *more: str) -> str:
    """Return the cells of a row, the first one its text."""
    return ",".join([TEXT.format(number).replace(",", "，"), *more])


HEAD = "text,id,title"

QUOTED = '"{}\n他说：""第{}号,\n"",就走了。"'
"""A cell that holds lines, commas and quotes."""

CELLS = {
    "named.csv": [HEAD, *[said(k, f"n{k}", f"第{k}号") for k in range(60)]],
    "lines in quotes.csv": [
        HEAD,
        *[f"{QUOTED.format(TEXT.format(k), k)},n{k},题{k}" if k % 3 else said(k, f"n{k}", "") for k in range(60)],
    ],
    "numbered.csv": ["text,mark", *[f"{QUOTED.format(TEXT.format(k), k)},{k % 7}" for k in range(60)]],
    "empty lines.csv": ["text,mark", *[said(k, str(k)) if k % 5 else "" for k in range(60)]],
    "named alike.csv": [HEAD, *[said(k, f"n{k % 59}", "题") for k in range(60)]],
    "bad rows.csv": [
        HEAD,
        *[said(k, f"n{k}", "题") if k % 6 else [f",n{k},", said(k, "", "", "", "甲")][k % 12 // 6] for k in range(60)],
    ],
    "bad rows of lines.csv": [
        "text,mark",
        *[f'"{k}\n\n{TEXT.format(k)}",{k}' if k % 6 else '"\n\n",甲' for k in range(60)],
    ],
    "tabs.tsv": ["id\ttext", *[f"{k}\t{TEXT.format(k)}" for k in range(60)]],
    "tabs and quotes.tsv": ["id\ttext", *[f'{k}\t"{TEXT.format(k)}\n""引""文"' for k in range(60)]],
    "a byte order mark.csv": ["\ufeff" + HEAD, *[said(k, f"n{k}", f"第{k}号") for k in range(60)]],
    "a mark and a quote.csv": ['\ufeff"text","id"', *[f'"{TEXT.format(k)}","n{k}"' for k in range(60)]],
    "no names.csv": [said(k, f"n{k}", f"第{k}号") for k in range(60)],
    "the names again.csv": [HEAD, *[HEAD if k % 9 == 8 else said(k, f"n{k}", "题") for k in range(60)]],
    "a line above.csv": ["# 一份表格", HEAD, *[said(k, f"n{k}", f"第{k}号") for k in range(60)]],
    "its separator.csv": [
        "sep=;",
        HEAD.replace(",", ";"),
        *[said(k, f"n{k}", "题").replace(",", ";") for k in range(60)],
    ],
    "pandas.csv": [",text", *[f"{k},{said(k)}" for k in range(60)]],
}

NOT_CUT = {
    "an open quote.csv": [HEAD, *[said(k, f"n{k}", '"题' if k == 50 else "题") for k in range(60)]],
    "inches.csv": [HEAD, *[said(k, f"n{k}", f'{k}" 屏') for k in range(60)]],
    "a lone quote.csv": [HEAD, *[said(k, f"n{k}", '题" 甲' if k == 40 else "题") for k in range(60)]],
    "blanks before quotes.csv": [HEAD, *[said(k, f"n{k}", f' "题，{k}"') for k in range(60)]],
}
"""Tables of which quotes alone do not tell where rows end."""


def found(folder: Path, sizes: Sizes) -> Tasks:
    """Return what there is to read of a folder, with a cache beside it."""
    return tasks_of(open_project(folder), tell_nobody, sizes, folder.with_name(f"cache-{sizes.most}") / UNPACKED)


def collected(folder: Path, sizes: Sizes, workers: int = 1) -> Collected:
    """Read a folder into a cache beside it."""
    cache = folder.with_name(f"cache-{sizes.most}")
    return collect(found(folder, sizes), cache, LocalEngine(workers), tell_nobody)


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_are_the_same_in_pieces(tmp_path: Path, kind: str, end: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.jsonl").write_text(end.join(LINES[kind]) + end, encoding="utf-8", newline="")
    (tmp_path / "raw" / "b.txt").write_text(TEXT.format("乙"), encoding="utf-8")
    assert len(found(tmp_path / "raw", SMALL).tasks) > 4
    pieces, whole = (collected(tmp_path / "raw", sizes) for sizes in (SMALL, WHOLE))
    assert pieces.documents.equals(whole.documents)
    assert pieces.traces.equals(whole.traces)
    assert pieces.files.equals(whole.files)
    assert sorted(pieces.failures) == sorted(whole.failures)
    assert sorted(map(repr, pieces.undeclared)) == sorted(map(repr, whole.undeclared))


@pytest.mark.parametrize("name", CELLS | NOT_CUT)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_of_cells_are_the_same_in_pieces(tmp_path: Path, name: str, end: str) -> None:
    (tmp_path / "raw").mkdir()
    text = "\n".join((CELLS | NOT_CUT)[name]) + "\n"
    (tmp_path / "raw" / name).write_text(text.replace("\n", end), encoding="utf-8", newline="")
    tasks = found(tmp_path / "raw", SMALL).tasks
    assert len(tasks) > 4 if name in CELLS else len(tasks) == 1
    pieces, whole = (collected(tmp_path / "raw", sizes) for sizes in (SMALL, WHOLE))
    assert pieces.documents.equals(whole.documents)
    assert pieces.documents.num_rows > 40
    assert pieces.traces.equals(whole.traces)
    assert pieces.files.equals(whole.files)
    assert sorted(pieces.failures) == sorted(whole.failures)


@given(st.lists(st.lists(st.text(st.sampled_from('甲a,"\n 1'), max_size=12), min_size=2, max_size=2), max_size=80))
@settings(deadline=None)
def test_pieces_of_cells_are_the_file_and_hold_whole_rows(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    data = stream.getvalue().encode()
    digest, pieces = cut(io.BytesIO(data), Sizes(least=20, usual=20, most=90), ",")
    assert digest == sha256(data).hexdigest()
    parts = [data[piece.start : piece.end].decode() for piece in pieces]
    assert "".join(parts).encode() == data
    assert [row for part in parts for row in csv.reader(io.StringIO(part, newline=""))] == rows


def test_one_more_row_of_cells_is_one_more_piece(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    path = tmp_path / "raw" / "a.csv"
    path.write_text("\n".join(CELLS["numbered.csv"]) + "\n", encoding="utf-8")
    collected(tmp_path / "raw", SMALL)
    cache = tmp_path / f"cache-{SMALL.most}"
    before = {folder.name for folder in cache.iterdir()}
    with path.open("a", encoding="utf-8") as file:
        file.write(said(61, "3") + "\n")
    after = collected(tmp_path / "raw", SMALL)
    assert len(before) > 6
    assert len(before & {folder.name for folder in cache.iterdir()}) >= len(before) - 1
    assert set(after.documents["id"].to_pylist()) == {f"a.csv#{number}" for number in range(1, 62)}


def values(number: int) -> dict[str, object]:
    return {"text": TEXT.format(number), "id": f"n{number}", "day": date(2020, 1, 1 + number % 28), "n": number}


ROWS: dict[str, list[dict[str, object]]] = {
    "named": [values(k) for k in range(60)],
    "numbered": [{"text": TEXT.format(k), "score": k / 7, "when": datetime(2020, 1, 2, 3, k)} for k in range(60)],  # noqa: DTZ001
    "named alike": [{**values(k), "id": f"n{k % 59}"} for k in range(60)],
    "bad rows": [{**values(k), "text": ["", None, TEXT.format(k)][k % 3]} for k in range(180)],
    "nested": [{"meta": {"id": k, "text": TEXT.format(k), "tags": ["甲"] * (k % 3)}} for k in range(60)],
    "conversations": [
        {"messages": [{"role": "user", "content": TEXT.format(k)}, {"role": "assistant", "content": f"是{k}。"}]}
        for k in range(60)
    ],
    "nothing here and there": [{**values(k), "title": f"题{k}" if k > 40 else None} for k in range(60)],
    "bytes": [{**values(k), "picture": b"\x89PNG" * 9} for k in range(60)],
}


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("group", [7, 1000])
def test_rows_of_parquet_are_the_same_in_pieces(tmp_path: Path, kind: str, group: int) -> None:
    (tmp_path / "raw").mkdir()
    path = tmp_path / "raw" / "a.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS[kind]), path, row_group_size=group)
    tasks = found(tmp_path / "raw", SMALL).tasks
    assert len(tasks) > 4
    pieces, whole = (collected(tmp_path / "raw", sizes) for sizes in (SMALL, WHOLE))
    assert pieces.documents.equals(whole.documents)
    assert pieces.documents.num_rows >= 59
    assert pieces.traces.equals(whole.traces)
    assert pieces.files.equals(whole.files)
    assert sorted(pieces.failures) == sorted(whole.failures)


def test_categories_of_parquet_are_cut_unless_they_lie_within_cells(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    label = pa.array(["甲", "乙"] * 30).dictionary_encode()
    texts = pa.array([TEXT.format(k) for k in range(60)])
    within = pa.ListArray.from_arrays(pa.array(range(61), pa.int32()), label)
    for column, cut_at_all in ((label, True), (within, False)):
        pq.write_table(pa.table({"text": texts, "label": column}), tmp_path / "raw" / "a.parquet")
        assert (len(found(tmp_path / "raw", SMALL).tasks) > 4) is cut_at_all
        pieces, whole = (collected(tmp_path / "raw", sizes) for sizes in (SMALL, WHOLE))
        assert pieces.documents.equals(whole.documents)
        assert pieces.documents.num_rows == 60


@pytest.mark.parametrize("pack", ["gz", "zst"])
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_rows_of_packed_tables_are_the_same_in_pieces(tmp_path: Path, pack: str, kind: str) -> None:
    (tmp_path / "raw").mkdir()
    lines = LINES["bad rows"] if kind == "jsonl" else CELLS["lines in quotes.csv"]
    packing = {"gz": "gzip", "zst": "zstd"}[pack]
    with (
        pa.OSFile(str(tmp_path / "raw" / f"a.{kind}.{pack}"), "wb") as raw,
        pa.CompressedOutputStream(raw, packing) as file,
    ):
        file.write("".join(f"{line}\n" for line in lines).encode())
    assert len(found(tmp_path / "raw", SMALL).tasks) > 4
    pieces, whole = (collected(tmp_path / "raw", sizes) for sizes in (SMALL, WHOLE))
    assert pieces.documents.equals(whole.documents)
    assert pieces.documents.num_rows > 40
    assert pieces.traces.equals(whole.traces)
    assert pieces.files.equals(whole.files)
    assert sorted(pieces.failures) == sorted(whole.failures)


def test_damaged_tables_are_not_cut_and_fail_as_before(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "b.txt").write_text(TEXT.format("乙"), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(ROWS["named"]), tmp_path / "raw" / "a.parquet", compression="none")
    data = (tmp_path / "raw" / "a.parquet").read_bytes()
    (tmp_path / "raw" / "a.parquet").write_bytes(data[:4] + bytes(40) + data[44:])
    (tmp_path / "raw" / "a.jsonl.gz").write_bytes(gzip.compress("\n".join(LINES["named"]).encode())[:-20])
    assert len(found(tmp_path / "raw", SMALL).tasks) == 3
    pieces, whole = (collected(tmp_path / "raw", sizes) for sizes in (SMALL, WHOLE))
    assert pieces.failures == whole.failures
    assert {where.partition("#")[0] for where, *_ in pieces.failures} == {"a.parquet", "a.jsonl.gz"}, pieces.failures
    assert pieces.documents.equals(whole.documents)


@pytest.mark.parametrize("where", [0, 30, 60])
def test_one_more_row_of_parquet_is_one_more_piece(tmp_path: Path, where: int) -> None:
    (tmp_path / "raw").mkdir()
    path, rows = tmp_path / "raw" / "a.parquet", [{"text": TEXT.format(k), "n": k or None} for k in range(60)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=16)
    collected(tmp_path / "raw", SMALL)
    cache = tmp_path / f"cache-{SMALL.most}"
    before = {folder.name for folder in cache.iterdir()}
    assert not [path for path in (cache / UNPACKED).iterdir() if path.is_dir()]
    rows.insert(where, {"text": TEXT.format("新"), "n": 3})
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=16)
    after = collected(tmp_path / "raw", SMALL)
    assert len(before) > 6
    assert len(before & {folder.name for folder in cache.iterdir()}) >= len(before) - 2
    assert set(after.documents["id"].to_pylist()) == {f"a.parquet#{number}" for number in range(1, 62)}


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.gz"])
def test_what_is_known_of_pieces_spares_unpacking(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw").mkdir()
    if name == "a.parquet":
        pq.write_table(pa.Table.from_pylist(ROWS["named"]), tmp_path / "raw" / name)
    else:
        (tmp_path / "raw" / name).write_bytes(gzip.compress("\n".join(LINES["named"]).encode()))
    first = collected(tmp_path / "raw", SMALL)
    tasks = found(tmp_path / "raw", SMALL).tasks
    assert len(tasks) > 4
    assert not any(task.part and task.part.unpacked and task.part.unpacked.place.exists() for task in tasks)
    cache = tmp_path / f"cache-{SMALL.most}"
    shutil.rmtree(next(path for path in cache.iterdir() if path.name not in {UNPACKED, "joined"}))
    assert collected(tmp_path / "raw", SMALL).documents.equals(first.documents)


def test_one_more_line_is_one_more_piece(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    path = tmp_path / "raw" / "a.jsonl"
    path.write_text("".join(f"{row(k)}\n" for k in range(60)), encoding="utf-8")
    collected(tmp_path / "raw", SMALL)
    cache = tmp_path / f"cache-{SMALL.most}"
    before = {folder.name for folder in cache.iterdir()}
    path.write_text(row(99) + "\n" + path.read_text("utf-8") + row(98) + "\n", encoding="utf-8")
    after = collected(tmp_path / "raw", SMALL)
    kept = before & {folder.name for folder in cache.iterdir()}
    assert len(before) > 6
    assert len(kept) >= len(before) - 3
    assert set(after.documents["id"].to_pylist()) == {f"a.jsonl#{number}" for number in range(1, 63)}
    assert set(after.documents["raw_sha256"].to_pylist()) == {sha256(path.read_bytes()).hexdigest()}


@pytest.mark.parametrize("kind", ["named", "numbered", "the same piece again and again"])
def test_a_table_is_sorted_in_a_file_as_in_memory(tmp_path: Path, kind: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.jsonl").write_text("".join(f"{line}\n" for line in LINES[kind]), encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_text(TEXT.format("乙"), encoding="utf-8")
    tasks = found(tmp_path / "raw", SMALL)
    collected(tmp_path / "raw", SMALL)
    results = [
        ((task,), next((tmp_path / f"cache-{SMALL.most}").glob(shard.key)))
        for task, shard in zip(tasks.tasks, _shards(tasks.tasks, tasks.shared), strict=True)
    ]
    joined = Joined.of(results)
    for name in ("documents", "traces"):
        whole = joined.table(name, "id", tmp_path)
        assert not (tmp_path / f"{name}.arrow").exists()
        for held in (3_000, 1):
            lies = joined.table(name, "id", tmp_path, held)
            assert (tmp_path / f"{name}.arrow").exists()
            forget_mapped()
            assert lies.equals(whole)
            assert len(lies["id"].chunks) > 3
            assert filtered(lies, pc.not_equal(lies["id"], "b.txt")).equals(
                whole.filter(pc.not_equal(whole["id"], "b.txt"))
            )
        (tmp_path / f"{name}.arrow").unlink()


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.gz", "a.jsonl"])
def test_hashing_is_heard_of_within_a_large_table(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw").mkdir()
    path, lines = tmp_path / "raw" / name, "\n".join(LINES["named"])
    if name.endswith("parquet"):
        pq.write_table(pa.Table.from_pylist(ROWS["named"]), path, row_group_size=16)
    else:
        path.write_bytes(gzip.compress(lines.encode()) if name.endswith("gz") else lines.encode())
    heard: list[int] = []
    tasks_of(open_project(tmp_path / "raw"), lambda _, done, __: heard.append(done), SMALL, tmp_path / "cache")
    assert heard == sorted(heard)
    assert heard[-1] == path.stat().st_size
    assert len(heard) > (1 if name.endswith("gz") else 4)
