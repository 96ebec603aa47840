"""Submissions that are right, in any format and by any writer, and mutated ones of which it is known what is wrong.

Each mutation says which row and column it spoils, so that a test can ask whether the fault that is found names it. The
verdict comes from what was done, and not from the code that judges.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.competing.cells import AnswerColumn
from bdci_corpus.competing.submission import SubmissionForm

Rows = list[dict[str, Any]]

COLUMNS = {
    "class": AnswerColumn(type="class_label", names=("正面", "负面", "中性,其他", 'say "x"', "a|b")),
    "set": AnswerColumn(type="list[class_label]", names=("体育", "财经", "科技")),
    "truth": AnswerColumn(type="bool"),
    "whole": AnswerColumn(type="int64"),
    "number": AnswerColumn(type="float64"),
    "day": AnswerColumn(type="date"),
    "words": AnswerColumn(type="string"),
    "spans": AnswerColumn(type="list[string]", role="spans"),
    "ranking": AnswerColumn(type="list[string]", role="ranking"),
}
"""A column of each type."""

KNOWN = tuple(f"文/{number}.md#{number}" for number in range(30))


def form_of(draw: random.Random) -> SubmissionForm:
    """Return what is asked: some columns, and rows with texts of some length."""
    names = draw.sample(sorted(COLUMNS), draw.randrange(1, 4))
    rows = {
        f"r{number}，{draw.choice(['a', '甲', 'é'])}.txt": draw.randrange(20, 90)
        for number in range(draw.randrange(2, 9))
    }
    return SubmissionForm(id="id", columns={name: COLUMNS[name] for name in names}, rows=rows, known=frozenset(KNOWN))


def value_of(column: AnswerColumn, length: int, draw: random.Random) -> Any:  # noqa: ANN401 - of any type
    """Return a right value."""
    if column.role == "spans":
        starts = draw.sample(range(length - 3), draw.randrange(3))
        return [f"{start}:{start + draw.randrange(1, 4)}{draw.choice(['', ':地名'])}" for start in starts]
    if column.role == "ranking":
        return draw.sample(KNOWN, draw.randrange(5))
    if column.is_list:
        return draw.sample(column.names, draw.randrange(len(column.names) + 1))
    return {
        "class_label": lambda: draw.choice(column.names),
        "bool": lambda: draw.random() < 0.5,
        "int64": lambda: draw.choice([0, -1, draw.randrange(-(1 << 63), 1 << 63)]),
        "float64": lambda: draw.choice([0.0, -1.5, 1e-300, draw.gauss(0, 1e6)]),
        "date": lambda: f"{draw.randrange(1900, 2100)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
        "string": lambda: draw.choice(["", "北京，\n上海", ' "x" ', "nan", "-", "=1+1", "null"]),
    }[column.type]()


def right_rows(form: SubmissionForm, draw: random.Random) -> Rows:
    """Return a row for each that is asked, in any order."""
    rows = [
        {form.id: name, **{key: value_of(column, length, draw) for key, column in form.columns.items()}}
        for name, length in form.rows.items()
    ]
    draw.shuffle(rows)
    return rows


def cell(value: Any, draw: random.Random) -> str:  # noqa: ANN401 - of any type
    """Return a value as somebody writes it into a cell."""
    if isinstance(value, bool):
        return draw.choice([str(value), str(value).lower()])
    if isinstance(value, list):
        plain = value and not any(set("|[") & set(str(one)) or not str(one).strip() for one in value)
        if plain and draw.random() < 0.5:
            return draw.choice(["|", " | "]).join(map(str, value))
        return json.dumps(value, ensure_ascii=draw.random() < 0.5)
    if isinstance(value, float):
        return draw.choice([repr(value), f"{value:.17g}", f" {value!r}"])
    return str(value)


def as_cells(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random, header: Sequence[str] = ()) -> bytes:
    """Return rows as CSV or TSV, by one of the writers there are."""
    names = list(header or draw.sample(form.header(), len(form.header())))
    text = io.StringIO(newline="")
    quoting = draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    ends = draw.choice(["\n", "\r\n"])
    out = csv.writer(text, delimiter="," if suffix == ".csv" else "\t", quoting=quoting, lineterminator=ends)
    out.writerow(names)
    for row in rows:
        out.writerow([cell(row.get(name, ""), draw) for name in names])
    found = text.getvalue() + draw.choice(["", "", ends])
    return draw.choice([b"", b"\xef\xbb\xbf"]) + found.encode()


def as_lines(rows: Rows, draw: random.Random) -> bytes:
    """Return rows as JSON Lines."""
    ascii_only = draw.random() < 0.5
    lines = (json.dumps(row, ensure_ascii=ascii_only) for row in rows)
    return (draw.choice(["\n", "\r\n", "\n\n"]).join(lines) + draw.choice(["", "\n"])).encode()


_ARROW = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}


def as_parquet(form: SubmissionForm, rows: Rows, draw: random.Random) -> bytes:
    """Return rows as Parquet, with types as others write them."""
    kinds: dict[str, pa.DataType] = {}
    for name, column in form.columns.items():
        item = _ARROW.get(column.item, pa.string())
        if item == pa.string() and not column.is_list and draw.random() < 0.3:
            item = draw.choice([pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
        kinds[name] = draw.choice([pa.list_, pa.large_list])(item) if column.is_list else item
    names = draw.sample(form.header(), len(form.header()))
    arrays = [pa.array([row[name] for row in rows], kinds.get(name, pa.string())) for name in names]
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, names=names), sink)
    return sink.getvalue()


def written(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> bytes:
    """Return rows in a format."""
    if suffix == ".parquet":
        return as_parquet(form, rows, draw)
    return as_lines(rows, draw) if suffix == ".jsonl" else as_cells(form, rows, suffix, draw)


@dataclass(frozen=True)
class Spoiled:
    """A file that is wrong, what was done to it, and what a fault has to name: the column, and the row's id or line."""

    data: bytes
    suffix: str
    kind: str
    column: str | None
    row: int | None = None
    rows: int = 0


WRONG: Mapping[str, Sequence[Any]] = {
    "class_label": ("正", "", "正面 ", "负 面", "0", "nan", "unused-5"),
    "list[class_label]": (
        "体育|体育",
        "体育||财经",
        '["体育", "体育"]',
        '["体育"',
        "[体育]",
        "",
        "体 育",
        '["体育", null]',
        "|",
    ),
    "bool": ("yes", "", "1", "0", "T", "真"),
    "int64": ("1.0", "", "1e3", "９", "1,000", "9223372036854775808", "nan", "三", "0x1", "1_0"),
    "float64": ("nan", "inf", "-Infinity", "", "1,5", "一", "1e999", "1e151", "--1", "0x1p3", "1_0.0", "０.5"),
    "date": ("2024-02-30", "", "2024/1/1", "20240101", "2024-1-1", "2024-01-01T00:00:00", "昨天"),
    "spans": ("3:3", "5:2", "0:100000", "-1:2", "a:b", "1:2|1:2", "1.0:2", "", '["1:2", 3]', "1", "１:2"),
    "ranking": ("nobody", f"{KNOWN[0]}|{KNOWN[0]}", "", '["nobody"]', f"{KNOWN[0]}|", '{"a": 1}'),
}
"""Cells that are wrong, by the type or the role of their column; of text none is."""

WRONG_VALUES: Mapping[str, Sequence[Any]] = {
    "class_label": ("正", None, 0, True, ["正面"], 1.5),
    "list[class_label]": (["体育", "体育"], None, "体育", [0], ["体"], {}, [["体育"]], [None]),
    "bool": ("true", None, 1, 0.0, [True]),
    "int64": (1.0, None, "1", True, 1 << 63, [1], -(1 << 63) - 1),
    "float64": (float("nan"), float("inf"), None, "0.5", True, 1e151, [0.5]),
    "date": ("2024-02-30", None, 20240101, "2024/01/01", True),
    "string": (None, 1, ["a"], True, {"a": 1}),
    "spans": (["3:3"], None, "1:2", [["1:2"]], ["1:2", "1:2"], [1], ["0:100000"]),
    "ranking": (["nobody"], None, KNOWN[0], [KNOWN[0], KNOWN[0]], [1], [None]),
}
"""Values of JSON that are wrong."""


def _wrong_cell(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> Spoiled | None:
    place, name = draw.randrange(len(rows)), draw.choice(sorted(form.columns))
    column = form.columns[name]
    kinds = WRONG_VALUES if suffix == ".jsonl" else WRONG
    values = kinds.get(column.role or column.type, ())
    if not values:
        return None
    spoiled = [dict(row) for row in rows]
    spoiled[place][name] = draw.choice(values)
    data = as_lines(spoiled, draw) if suffix == ".jsonl" else as_cells(form, spoiled, suffix, draw)
    return Spoiled(data, suffix, f"cell {spoiled[place][name]!r}", name, place)


def _missing_row(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> Spoiled:
    place = draw.randrange(len(rows))
    return Spoiled(written(form, rows[:place] + rows[place + 1 :], suffix, draw), suffix, "missing row", form.id)


def _doubled_row(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> Spoiled:
    place = draw.randrange(len(rows))
    return Spoiled(written(form, [*rows, rows[place]], suffix, draw), suffix, "doubled row", form.id, len(rows))


def _unknown_id(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> Spoiled:
    place = draw.randrange(len(rows))
    name = str(rows[place][form.id])
    other = draw.choice([name + " ", f" {name}", name.upper() + "x", name[:-1], "", name.replace("r", "R")])
    changed = [dict(row) for row in rows]
    changed[place][form.id] = other
    return Spoiled(written(form, changed, suffix, draw), suffix, f"id {other!r}", form.id, place)


def _other_columns(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> Spoiled:
    name = draw.choice(form.header())
    way = draw.choice(["missing", "renamed", "added", "doubled"])
    if suffix == ".parquet" and way == "doubled":
        way = "added"
    if suffix in {".csv", ".tsv"}:
        header = [one for one in form.header() if way != "missing" or one != name]
        header = [one.upper() + "_" if way == "renamed" and one == name else one for one in header]
        header += {"added": ["more"], "doubled": [name]}.get(way, [])
        return Spoiled(
            as_cells(form, rows, suffix, draw, header), suffix, f"column {way}", "more" if way == "added" else name
        )
    changed = [dict(row) for row in rows]
    for row in changed if suffix == ".parquet" else changed[:1]:
        if way == "added":
            row["more"] = 1
        elif way == "doubled":
            break
        else:
            value = row.pop(name)
            row.update({f"{name}_": value} if way == "renamed" else {})
    if suffix == ".parquet":
        arrays = {key: pa.array([row[key] for row in changed]) for key in changed[0]}
        sink = io.BytesIO()
        pq.write_table(pa.table(arrays), sink)
        return Spoiled(sink.getvalue(), suffix, f"column {way}", "more" if way == "added" else name)
    if way == "doubled":
        line = json.dumps(changed[0], ensure_ascii=False)
        data = as_lines(changed[1:], draw) + f"\n{line[:-1]}, {json.dumps(name)}: 1}}\n".encode()
        return Spoiled(data, suffix, "key doubled", None)
    return Spoiled(as_lines(changed, draw), suffix, f"key {way}", "more" if way == "added" else name)


def _broken(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> Spoiled | None:
    """Return a file that is cut, in another encoding, or of another kind than its name says."""
    data = written(form, rows, suffix, draw)
    if suffix == ".parquet":
        return Spoiled(data[: draw.randrange(len(data))], suffix, "cut", None)
    text = data.decode("utf-8-sig")
    ways: dict[str, Callable[[], bytes]] = {
        "utf-16": lambda: text.encode("utf-16"),
        "gb18030": lambda: text.encode("gb18030"),
        "null": lambda: data[: len(data) // 2].decode("utf-8-sig", "ignore").encode() + b"\0" + data[len(data) // 2 :],
        "empty": lambda: b"",
        "parquet": lambda: as_parquet(form, rows, draw),
        "open quote": lambda: data + (b'"' if suffix != ".jsonl" else b'{"'),
        "no JSON": lambda: data + b"\n{'id': 1}\n" if suffix == ".jsonl" else data + b'\n"x"y,z\n',
    }
    way = draw.choice(sorted(ways))
    found = ways[way]()
    return Spoiled(found, suffix, way, None) if found != data else None  # ASCII is the same in most encodings


def _ragged(form: SubmissionForm, rows: Rows, suffix: str, draw: random.Random) -> Spoiled | None:
    if suffix not in {".csv", ".tsv"} or any("\n" in str(value) for row in rows for value in row.values()):
        return None
    data = as_cells(form, rows, suffix, draw).rstrip(b"\r\n")
    mark = b"," if suffix == ".csv" else b"\t"
    return Spoiled(data + mark + b"x", suffix, "ragged", "", len(rows) - 1)


MUTATIONS = (
    _wrong_cell,
    _wrong_cell,
    _wrong_cell,
    _missing_row,
    _doubled_row,
    _unknown_id,
    _other_columns,
    _broken,
    _ragged,
)


def spoiled(form: SubmissionForm, draw: random.Random) -> Spoiled | None:
    """Return a submission that is wrong in one way, None where that way does not apply."""
    suffix = draw.choice([".csv", ".tsv", ".jsonl", ".parquet"])
    mutation = draw.choice(MUTATIONS)
    if mutation is _wrong_cell and suffix == ".parquet":
        suffix = ".csv"
    rows = right_rows(form, draw)
    found = mutation(form, rows, suffix, draw)
    return replace(found, kind=f"{suffix} {found.kind}", rows=len(rows)) if found else None
