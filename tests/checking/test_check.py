"""A sound release has no problems; whatever is changed in one is found, and it is said where."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import planted
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, strategies as st
from places import SAMPLES

from bdci_corpus.building.steps import build
from bdci_corpus.checking import undoing
from bdci_corpus.checking.files import broken_seals, check_files
from bdci_corpus.checking.provenance import check_provenance
from bdci_corpus.checking.report import CheckReport
from bdci_corpus.checking.rows import check_rows
from bdci_corpus.checking.steps import check
from bdci_corpus.cli import main
from bdci_corpus.errors import Leak, MissingFile
from bdci_corpus.release.digests import logical_hash, overall_hash, row_digests
from bdci_corpus.release.files import write_json, write_sums
from bdci_corpus.release.schema import EDIT, schema_of
from bdci_corpus.release.tables import SEALS, sealed
from bdci_corpus.trace.changes import undo

Row = dict[str, object]

CORPUS = """
[corpus]
name = "planted"
script = "zh-Hans"
[[sources]]
name = "all"
files = ["seeds/*"]
license = "CC0-1.0"
restriction = "open"
[splits]
ratios = {{ train = 0.6, validation = 0.4 }}
group_by_overlaps = {overlaps}
"""


def table_form(frame: str, draw: random.Random) -> str:
    """Return one form with figures of its own: two of these are a template pair."""
    lines = "".join(f"第{name}项计{draw.randint(1000, 9999)}元。" for name in "甲乙丙丁戊己庚辛")
    return f"{frame}\n\n{lines}\n"


def planted_texts() -> dict[str, str]:
    """Return documents by file name: pairs of each kind that may not be, or may be, in two splits."""
    draw = random.Random(5)
    texts = {f"other{number:02}.txt": planted.synthetic(draw, 500) for number in range(24)}
    base, frame, passage = (planted.synthetic(draw, size) for size in (800, 700, 60))
    texts |= {"near1.txt": base, "near2.txt": planted.edited(base, draw, 0.02)}
    texts |= {"equal1.txt": texts["other00.txt"], "equal2.txt": planted.converter("s2t")(texts["other00.txt"])}
    texts |= {"form1.txt": table_form(frame, draw), "form2.txt": table_form(frame, draw)}
    for name in ("share1.txt", "share2.txt"):
        texts[name] = planted.synthetic(draw, 400) + passage + planted.synthetic(draw, 400)
    del texts["other00.txt"]
    return texts


def built(folder: Path, *, overlaps: bool) -> Path:
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    for name, text in planted_texts().items():
        (seeds / name).write_text(f"{text}\n", encoding="utf-8")
    (folder / "corpus.toml").write_text(CORPUS.format(overlaps=str(overlaps).lower()), encoding="utf-8")
    with (seeds / "metadata.csv").open("w", newline="") as file:
        rows = [("file_name", "derived_from"), ("other01.txt", "other02.txt"), ("other03.txt", "gone.txt")]
        rows += [("other04.txt", "gone.txt")]
        csv.writer(file).writerows(rows)
    return build(folder, out=folder / "release").release


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("sound"), overlaps=False)


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same documents, where a shared passage groups, too."""
    return built(tmp_path_factory.mktemp("grouped"), overlaps=True)


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    """A release that a test may change."""
    return Path(shutil.copytree(sound, tmp_path / "copy"))


# Changing a release


def split_of(release: Path) -> dict[str, str]:
    """Return the split of every document."""
    files = sorted((release / "documents").glob("*.parquet"))
    return {name: path.name.split("-")[0] for path in files for name in pq.read_table(path)["id"].to_pylist()}


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Replace a table by what ``change`` makes of it."""
    pq.write_table(change(pq.read_table(path)), path)


def part(release: Path, table: str, split: str) -> Path:
    return release / table / f"{split}-00000-of-00001.parquet"


def change_row(release: Path, table: str, split: str, name: str, change: Callable[[Row], None]) -> None:
    """Change the row of this id in place; no hash is refreshed."""

    def changed(rows: pa.Table) -> pa.Table:
        values = rows.to_pylist()
        (row,) = (row for row in values if row["id"] == name)
        change(row)
        return pa.Table.from_pylist(values, rows.schema)

    rewrite(part(release, table, split), changed)


def move(release: Path, name: str) -> None:
    """Move a document to the other split, in all tables and the ledger, and make every hash right again."""
    here = split_of(release)[name]
    (there,) = {"train", "validation"} - {here}
    for table, key in (("documents", "id"), ("passages", "document_id"), ("traces", "id")):
        old, new = part(release, table, here), part(release, table, there)
        rows = pq.read_table(old)
        moved = rows.filter(pc.equal(rows[key], name))
        rewrite(old, lambda rows, key=key: rows.filter(pc.not_equal(rows[key], name)))
        rewrite(new, lambda rows, moved=moved: pa.concat_tables([rows, moved]))
    ledger = (release / "ledger.tsv").read_text("utf-8").splitlines()
    lines = [line.replace(f"\t{here}\t", f"\t{there}\t") if line.startswith(f"{name}\t") else line for line in ledger]
    (release / "ledger.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    refresh(release)


def seal(release: Path, split: str) -> None:
    """Let the traces of a split hold the digests of its rows as they are now."""
    documents = pq.read_table(part(release, "documents", split))
    rewrite(part(release, "traces", split), lambda traces: sealed(traces.drop_columns(SEALS), documents))


def refresh(release: Path) -> None:
    """Let manifest, card and sums say what the tables hold, as one would who tampers with care."""
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    before = manifest["logical_sha256"]
    for facts in manifest["tables"].values():
        rows = pa.concat_tables([pq.read_table(release / name) for name in facts["files"]])
        facts |= {"rows": rows.num_rows, "logical_sha256": logical_hash(rows)}
    hashes = {name: facts["logical_sha256"] for name, facts in manifest["tables"].items()}
    manifest["logical_sha256"] = overall_hash(hashes)
    write_json(release / "manifest.json", manifest)
    _, header, prose = (release / "README.md").read_text("utf-8").split("---\n", 2)
    card = yaml.safe_load(header.replace(before, manifest["logical_sha256"]))
    for info in card["dataset_info"]:
        own = [facts for part, facts in manifest["tables"].items() if part.split("/")[0] == info["config_name"]]
        files = [name for facts in own for name in facts["files"]]
        footers = [pq.read_metadata(release / name) for name in files]
        info["download_size"] = sum((release / name).stat().st_size for name in files)
        info["dataset_size"] = sum(f.row_group(n).total_byte_size for f in footers for n in range(f.num_row_groups))
    header = yaml.safe_dump(card, allow_unicode=True, sort_keys=False)
    (release / "README.md").write_text(f"---\n{header}---\n{prose}", encoding="utf-8")
    hashes = {name: sha256((release / name).read_bytes()).hexdigest() for name in files_of(manifest)}
    described = json.loads((release / "croissant.json").read_text("utf-8").replace(before, manifest["logical_sha256"]))
    for node in described["distribution"]:
        if node["@id"] in hashes:
            size = (release / node["@id"]).stat().st_size
            node |= {"sha256": hashes[node["@id"]], "contentSize": f"{size} B"}
    write_json(release / "croissant.json", described)
    (release / "SHA256SUMS").unlink()
    write_sums(release)


def files_of(manifest: Mapping[str, Any]) -> list[str]:
    return [name for facts in manifest["tables"].values() for name in facts["files"]]


def said(report: CheckReport) -> dict[str, str]:
    """Return what is wrong, by place."""
    return {error.where: error.problem for error in report.problems}


def located(release: Path) -> dict[str, str]:
    """Return what is wrong with the rows, by place; leaks are not looked for, to save time."""
    refresh(release)
    files = check_files(release)
    assert files.value is not None
    problems = [*files.problems, *check_rows(files.value).problems, *check_provenance(files.value).problems]
    return {error.where: error.problem for error in problems}


# A sound release


def test_the_release_of_the_seeds_is_sound(release: Path) -> None:
    report = check(release)
    assert report.problems == ()
    assert "the SHA-256 of 5 of 5 regions" in report.steps[2].did
    assert "5 files re-derived whole" in report.steps[2].did
    (probe,) = (finding for finding in report.findings if finding.where == "validation against train")
    assert "Too few documents" in probe.text
    assert not probe.flagged


@pytest.mark.parametrize("name", ["sound", "grouped"])
def test_a_planted_corpus_is_sound(name: str, request: pytest.FixtureRequest) -> None:
    report = check(request.getfixturevalue(name))
    assert report.problems == ()
    assert report.sound
    assert [step.name for step in report.steps] == ["files", "rows", "provenance", "leakage", "probe"]


def test_a_report_is_the_same_every_time_but_for_the_seconds(sound: Path) -> None:
    one, other = (check(sound).as_data() for _ in range(2))
    for data in (one, other):
        data["steps"] = [step["name"] for step in data["steps"]]  # type: ignore[attr-defined]
    assert json.dumps(one) == json.dumps(other)


# Files


def test_a_folder_that_is_no_release_is_one_problem(tmp_path: Path) -> None:
    assert list(said(check(tmp_path))) == ["SHA256SUMS"]
    assert list(said(check(tmp_path / "nowhere"))) == ["SHA256SUMS"]


@pytest.mark.parametrize("name", ["manifest.json", "README.md", "ledger.tsv", "traces/train-00000-of-00001.parquet"])
def test_a_missing_file_is_found_once(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert [type(error) for error in check(copy).problems if error.where == name] == [MissingFile]


def test_an_added_file_is_found(copy: Path) -> None:
    (copy / "documents" / "test.jsonl").write_text("{}")
    assert said(check(copy)) == {"documents/test.jsonl": "The file does not belong to the release."}


def test_an_added_table_is_found_though_the_sums_name_it(copy: Path) -> None:
    shutil.copy(part(copy, "documents", "train"), copy / "documents" / "test-00000-of-00001.parquet")
    refresh(copy)
    assert said(check(copy)) == {
        "documents/test-00000-of-00001.parquet": "The file belongs to no table of the manifest."
    }


def test_a_link_is_no_file_of_a_release(copy: Path, tmp_path: Path) -> None:
    (copy / "ledger.tsv").rename(tmp_path / "elsewhere.tsv")
    (copy / "ledger.tsv").symlink_to(tmp_path / "elsewhere.tsv")
    assert list(said(check(copy))) == ["ledger.tsv"]


@pytest.mark.parametrize("bad", [b"", b"PAR1", b"\x00" * 100])
def test_a_file_that_is_no_parquet_is_reported_and_the_rest_is_checked(copy: Path, bad: bytes) -> None:
    path = part(copy, "traces", "train")
    path.write_bytes(bad)
    name = path.relative_to(copy).as_posix()
    report = check(copy)
    assert {name, f"traces/train > {name}"} <= said(report).keys()
    assert [step.name for step in report.steps][-1] == "probe"


@pytest.mark.parametrize("bad", [b"\xff", b"no sums\n", b""])
def test_damaged_sums_are_reported(copy: Path, bad: bytes) -> None:
    (copy / "SHA256SUMS").write_bytes(bad)
    assert check(copy).problems


@pytest.mark.parametrize("bad", ["", "[]", "{}", '{"tables": {"x": 1}}'])
def test_a_damaged_manifest_is_reported(copy: Path, bad: str) -> None:
    (copy / "manifest.json").write_text(bad)
    assert all(where.startswith("manifest.json") for where in said(check(copy)))


def test_a_changed_schema_is_reported(copy: Path) -> None:
    rewrite(part(copy, "documents", "train"), lambda rows: rows.drop_columns(["fold"]))
    rewrite(part(copy, "passages", "train"), lambda rows: rows.rename_columns([*rows.column_names[:-1], "copy"]))
    refresh(copy)
    problems = said(check(copy))
    assert problems["documents/train > fold"] == "The column is missing."
    assert problems["passages/train > copy"] == "The column does not belong to the table."


def test_rows_that_are_not_the_manifests_are_found(copy: Path) -> None:
    split = split_of(copy)["other05.txt"]
    change_row(copy, "documents", split, "other05.txt", lambda row: row.update(author="Somebody"))
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    assert "The logical hash of its rows is" in said(check(copy))[f"documents/{split}"]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("download_size: ", "download_size: 9", "README.md > dataset_info > documents > download_size"),
        ("dtype: bool", "dtype: string", "README.md > dataset_info > documents > features > redistributable > dtype"),
        ("split: validation", "split: test", "README.md > configs > documents > data_files"),
        ("validation-0", "validation-1", "README.md > configs > documents > data_files > validation > path"),
        ("content ", "content of ", "README.md > dataset_info > documents > description"),
        ("configs:", "config:", "README.md > configs"),
        ("license: cc0-1.0", "license: mit", "README.md > license"),
        ("license: CC0-1.0", "license: MIT", "README.md > dataset_info > documents > license"),
        ("n<1K", "1K<n<10K", "README.md > size_categories"),
        ("- zh\n", "- en\n", "README.md > language"),
        ("default: true", "default: false", "README.md > configs > documents > default"),
        ("---\n", "", "README.md"),
        ("language:", "language: [", "README.md"),
    ],
)
def test_a_card_that_does_not_say_what_the_footers_say_is_found(copy: Path, old: str, new: str, where: str) -> None:
    text = (copy / "README.md").read_text("utf-8")
    assert old in text
    (copy / "README.md").write_text(text.replace(old, new), encoding="utf-8")
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    assert where in said(check(copy))


FIELDS = "croissant.json > recordSet > documents > field"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"CC0-1.0"', '"MIT"', "croissant.json > license"),
        ("validation-0", "validation-1", "croissant.json > distribution"),
        (
            '"sc:Boolean"',
            '"sc:Text"',
            "croissant.json > recordSet > documents > field > documents/redistributable > dataType",
        ),
        ("{", "", "croissant.json"),
        ("{", "[" * 100_000, "croissant.json"),
    ],
)
def test_a_croissant_that_does_not_say_what_the_files_say_is_found(copy: Path, old: str, new: str, where: str) -> None:
    text = (copy / "croissant.json").read_text("utf-8")
    assert old in text
    (copy / "croissant.json").write_text(text.replace(old, new, 1 if old == "{" else -1), encoding="utf-8")
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    files = check_files(copy)
    assert where in {error.where for error in files.problems}


# Single characters


def flip(text: str, at: int) -> str:
    return f"{text[:at]}{'山' if text[at] != '山' else '水'}{text[at + 1 :]}"


def test_a_changed_character_of_a_text_is_found_and_located(copy: Path) -> None:
    name, split = "near1.txt", split_of(copy)["near1.txt"]
    change_row(copy, "documents", split, name, lambda row: row.update(text=flip(str(row["text"]), 77)))
    problems = located(copy)
    where = f"documents/{split} > {name} > text"
    assert "Undoing the trace gives other bytes" in problems[where]
    assert "At code point 77 it reads '山" in problems[where]
    assert all(name in where for where in problems)


def test_a_changed_character_of_an_original_text_is_found_and_located(copy: Path) -> None:
    name, split = "equal2.txt", split_of(copy)["equal2.txt"]
    change_row(copy, "documents", split, name, lambda row: row.update(original_text=flip(str(row["original_text"]), 5)))
    problem = located(copy)[f"documents/{split} > {name} > original_text"]
    assert "At code point 5 it reads" in problem


def test_a_changed_character_of_a_converted_text_is_found_and_located(copy: Path) -> None:
    name, split = "equal2.txt", split_of(copy)["equal2.txt"]
    change_row(copy, "documents", split, name, lambda row: row.update(text=flip(str(row["text"]), 5)))
    problem = located(copy)[f"documents/{split} > {name} > text"]
    assert "At code point 5 it reads" in problem


def edit_of(row: Row, number: int = 0) -> Row:
    edits: list[Row] = row["edits"]  # type: ignore[assignment]
    return edits[number]


TRACE_CHANGES: Mapping[str, Callable[[Row], None]] = {
    "before": lambda row: edit_of(row).update(before=b"?"),
    "start": lambda row: edit_of(row).update(start=3),
    "end": lambda row: edit_of(row).update(end=9_999_999),
    "rules": lambda row: edit_of(row).update(rules=["paragraph"]),
    "region_start": lambda row: row.update(region_start=1),
    "region_end": lambda row: row.update(region_end=1),
    "region_sha256": lambda row: row.update(region_sha256="0" * 64),
    "encoding": lambda row: row.update(encoding="gb18030"),
    "unknown encoding": lambda row: row.update(encoding="utf-9"),
    "path": lambda row: row.update(path="other06.txt"),
    "id": lambda row: row.update(id="other99.txt"),
    "fields": lambda row: row.update(fields=[{"name": "title", "start": 0, "end": 9_999_999}]),
}


@pytest.mark.parametrize("change", TRACE_CHANGES.values(), ids=TRACE_CHANGES)
def test_a_changed_trace_is_found_and_located(copy: Path, change: Callable[[Row], None]) -> None:
    name = "form1.txt"
    split = split_of(copy)[name]
    change_row(copy, "traces", split, name, change)
    problems = located(copy)
    assert problems
    assert all(name in where or "other99.txt" in where for where in problems)


def another(value: Any, kind: pa.DataType) -> object:  # noqa: ANN401 - any value of any column
    """Return another value of a column's type, as close as can be; ``value`` may be None."""
    if pa.types.is_list(kind):
        return [another(value[0] if value else None, kind.value_type), *(value or [])[1:]]
    if pa.types.is_struct(kind):
        return {field.name: another((value or {}).get(field.name), field.type) for field in kind}
    of: Mapping[str, Callable[[], object]] = {
        "string": lambda: flip(value, len(value) // 2) if value else "山",
        "binary": lambda: (value or b"") + b"?",
        "int64": lambda: (value or 0) + 1,
        "bool": lambda: not value,
    }
    return of[str(kind)]()


@pytest.mark.parametrize("table", ["documents", "traces"])
def test_any_changed_value_of_any_column_is_found_and_located(sound: Path, table: str) -> None:
    """A seal says which row it was; nothing has to say the same twice."""
    name, split = "form1.txt", split_of(sound)["form1.txt"]
    documents, traces = (pq.read_table(part(sound, kind, split)) for kind in ("documents", "traces"))
    rows = {"documents": documents, "traces": traces}[table]
    values = rows.to_pylist()
    place = rows["id"].to_pylist().index(name)
    for column in (field for field in rows.schema if field.name != "id"):
        changed = values[place] | {column.name: another(values[place][column.name], column.type)}
        assert changed != values[place], column.name
        tampered = pa.Table.from_pylist([*values[:place], changed, *values[place + 1 :]], rows.schema)
        one, other = (tampered, traces) if table == "documents" else (documents, tampered)
        digests = dict(zip(one["id"].to_pylist(), row_digests(one), strict=True))
        found = {error.where for error in broken_seals(split, digests, other)}
        assert f"{table}/{split} > {name}" in found
        assert all(where.endswith(f" > {name}") for where in found)


DOCUMENT_CHANGES: Mapping[str, object] = {
    "path": "other06.txt",
    "raw_sha256": "0" * 64,
    "region_sha256": "0" * 64,
    "trace_reaches": "record.",
    "encoding": "utf-16",
    "loader": "plain",
    "notice_sha256": "0" * 64,
    "is_duplicate": True,
    "duplicate_of": "other98.txt",
    "license": "MIT",
    "title": "另一个",
    "language": "zh-Hant",
    "pages": [{"start": 0, "end": 9_999_999}],
    "headings": [{"text": "无", "start": 0, "end": 1}],
    "author": "某人",
    "url": "https://example.org/",
    "fold": 9,
    "editors": ["某人"],
}


@pytest.mark.parametrize("column", DOCUMENT_CHANGES)
def test_a_changed_fact_is_found_and_located(copy: Path, column: str) -> None:
    split = split_of(copy)["other05.txt"]
    change_row(copy, "documents", split, "other05.txt", lambda row: row.update({column: DOCUMENT_CHANGES[column]}))
    problems = located(copy)
    assert any("other05.txt" in where for where in problems)
    assert all("other05.txt" in where or where.startswith(("README.md", "croissant.json")) for where in problems)


def test_a_document_in_two_splits_or_in_another_than_the_ledgers_is_found(copy: Path) -> None:
    ledger = (copy / "ledger.tsv").read_bytes()
    move(copy, "other05.txt")
    (copy / "ledger.tsv").write_bytes(ledger)
    refresh(copy)
    split = split_of(copy)["other05.txt"]
    (problem,) = check(copy).problems
    assert problem.where == f"documents/{split} > other05.txt"
    assert "ledger.tsv places the document in" in problem.problem


def test_files_of_several_documents_are_put_together(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    shutil.copytree(SAMPLES, folder)
    release = build(folder, out=tmp_path / "release").release
    report = check(release)
    assert report.problems == ()
    assert "re-derived whole" in report.steps[2].did


@pytest.mark.parametrize("column", ["text", "start", "end", "title", "heading", "license", "document_id", "id"])
def test_a_changed_passage_is_found_and_located(copy: Path, column: str) -> None:
    split = split_of(copy)["near1.txt"]
    name = next(name for name in pq.read_table(part(copy, "passages", split))["id"].to_pylist() if "near1" in name)
    kind = schema_of("passages").field(column).type
    change_row(copy, "passages", split, name, lambda row: row.update({column: another(row[column], kind)}))
    assert any(where.startswith(f"passages/{split} > ") and "near1" in where for where in located(copy))


def test_a_passage_that_is_gone_is_found(copy: Path) -> None:
    split = split_of(copy)["near1.txt"]
    rewrite(part(copy, "passages", split), lambda rows: rows.filter(pc.not_equal(rows["document_id"], "near1.txt")))
    problems = located(copy)
    assert problems
    assert all(where.startswith(f"passages/{split} > near1.txt@") for where in problems)


# Leaks


def leaks(release: Path) -> list[str]:
    """Return the leaks, and hold that nothing else is wrong."""
    report = check(release)
    assert all(isinstance(error, Leak) for error in report.problems), said(report)
    return [f"{error.where}: {error.problem}" for error in report.problems]


@pytest.mark.parametrize(
    ("moved", "other", "problem"),
    [
        ("near2.txt", "near1.txt", "The Jaccard of their shingles is 0."),
        ("equal2.txt", "equal1.txt", "Their match keys are equal"),
        ("other01.txt", "other02.txt", "The one is declared to be derived from the other."),
    ],
)
def test_a_planted_leak_is_the_only_problem(copy: Path, moved: str, other: str, problem: str) -> None:
    move(copy, moved)
    (leak,) = leaks(copy)
    assert moved in leak
    assert other in leak
    assert problem in leak


def test_a_shared_passage_is_a_leak_where_overlaps_group_and_else_is_counted(
    grouped: Path, copy: Path, tmp_path: Path
) -> None:
    strict = Path(shutil.copytree(grouped, tmp_path / "strict"))
    move(strict, "share1.txt")
    (leak,) = leaks(strict)
    assert "share1.txt" in leak
    assert "Overlaps may not cross splits here" in leak
    splits = split_of(copy)
    if splits["share1.txt"] == splits["share2.txt"]:
        move(copy, "share1.txt")
    assert leaks(copy) == []
    (counted,) = (finding for finding in check(copy).findings if finding.where == "overlaps")
    assert " of documents in different splits share" in counted.text


def test_an_overlap_is_found_though_the_release_does_not_list_it(grouped: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(grouped, tmp_path / "copy"))
    rows = next((copy / "near_duplicates").glob("*.parquet"))
    rewrite(rows, lambda table: table.filter(pc.not_equal(table["kind"], "overlap")))
    move(copy, "share1.txt")
    (leak,) = leaks(copy)
    assert "key characters in a row" in leak


def test_template_pairs_are_listed_and_no_faults(copy: Path) -> None:
    splits = split_of(copy)
    if splits["form1.txt"] == splits["form2.txt"]:
        move(copy, "form1.txt")
    report = check(copy)
    assert report.problems == ()
    assert any("form1.txt" in finding.where and "One template" in finding.text for finding in report.findings)


def test_siblings_of_an_origin_that_is_not_in_the_release_may_not_part(copy: Path) -> None:
    splits = split_of(copy)
    assert splits["other03.txt"] == splits["other04.txt"]
    move(copy, "other04.txt")
    (leak,) = leaks(copy)
    assert 'Both are declared to be derived from "gone.txt".' in leak


def test_without_scikit_learn_the_check_says_so_and_is_not_passed(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "sklearn"] + ["sklearn"]:
        monkeypatch.setitem(sys.modules, name, None)
    report = check(sound)
    assert {error.where for error in report.problems} == {"scikit-learn"}


def test_all_problems_come_together_and_as_json(copy: Path) -> None:
    move(copy, "near2.txt")
    (copy / "extra").write_text("")
    (copy / "ledger.tsv").unlink()
    data = check(copy).as_data()
    kinds: Sequence[str] = [problem["kind"] for problem in data["problems"]]  # type: ignore[attr-defined]
    assert {"MissingFile", "UnexpectedFile", "Leak"} == set(kinds)
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data


# The verb


def verb(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, args)])


def test_the_verb_prints_where_problem_and_remedy_and_the_time_of_each_step(copy: Path) -> None:
    (copy / "extra").write_text("")
    (copy / "ledger.tsv").unlink()
    result = verb(copy)
    assert result.exit_code == 1
    assert "[ledger.tsv] The file is missing. Build or download the release again." in result.output
    assert "[extra] The file does not belong to the release. Remove it." in result.output
    for step in ("files", "rows", "provenance", "leakage", "probe"):
        (line,) = (line for line in result.output.splitlines() if line.strip().startswith(f"{step} "))
        assert line.endswith(" s)")
    assert "re-derived the SHA-256 of" in result.output


def test_the_verb_has_no_leniency_flags_and_passes_what_is_sound(sound: Path) -> None:
    (command,) = (found for name, found in main.commands.items() if name == "check")  # type: ignore[attr-defined]
    options = {name for option in command.params for name in option.opts}
    assert options <= {"release", "--json", "--quiet", "--help"}
    assert verb(sound).exit_code == 0
    data = json.loads(verb(sound, "--json").output)
    assert data["sound"]
    assert all(step["seconds"] >= 0 for step in data["steps"])


# Undoing many rows at once


TEXTS = st.text(st.sampled_from("山水a é𠀀\n，Ê\u0304€"), max_size=30)


@st.composite
def traced_texts(draw: st.DrawFn) -> tuple[Row, Row]:
    """Return a document and its trace, whose edits may be out of order or outside the text."""
    text = draw(TEXTS)
    places = draw(st.lists(st.integers(0, len(text) + 1), max_size=8))
    places = places if draw(st.booleans()) else sorted(set(places))
    before = draw(st.lists(st.binary(max_size=5), min_size=4, max_size=4))
    edits = [
        {"start": start, "end": end, "before": raw, "rules": ["spacing"]}
        for start, end, raw in zip(places[::2], places[1::2], before, strict=False)
    ]
    encoding = draw(st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "ascii", "utf-9"]))
    name, original = draw(st.sampled_from("ab")), draw(st.one_of(st.none(), st.just(text)))
    document: Row = {"id": name, "text": text if original is None else "x" * len(text), "original_text": original}
    return document, {"id": name, "encoding": encoding, "edits": edits}


@given(st.lists(traced_texts(), min_size=1, max_size=5))
def test_many_rows_are_undone_at_once_as_each_by_itself(rows: list[tuple[Row, Row]]) -> None:
    kinds = {"id": pa.string(), "encoding": pa.string(), "edits": pa.list_(EDIT)}
    documents = pa.Table.from_pylist([document for document, _ in rows], schema_of("documents"))
    traces = pa.Table.from_pylist([trace for _, trace in rows], pa.schema(kinds.items()))
    expected = [outcome(lambda row=row: undo(*row)) for row in rows]
    for many in (0, 100_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(undoing, "MANY", many)
            found = list(undoing.undone(documents.slice(0), traces))
        assert [type(raw) if isinstance(raw, Exception) else bytes(raw) for raw in found] == expected


def outcome(call: Callable[[], bytes]) -> bytes | type[Exception]:
    try:
        return call()
    except (UnicodeError, LookupError) as error:
        return type(error)
