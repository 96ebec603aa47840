"""A release with planted pairs, and ways to change it with or without care."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import planted
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml

from bdci_corpus.building.steps import build
from bdci_corpus.checking.files import check_files
from bdci_corpus.checking.pages import Whole, contents_of
from bdci_corpus.checking.provenance import check_provenance
from bdci_corpus.checking.report import CheckReport
from bdci_corpus.checking.rows import check_rows
from bdci_corpus.errors import CorpusError
from bdci_corpus.release.digests import logical_hash, overall_hash, row_digests
from bdci_corpus.release.files import write_json, write_sums
from bdci_corpus.release.pages import RAI, pages_of, rai_fields
from bdci_corpus.release.tables import SEALS, sealed

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
    texts |= {"whole1.txt": planted.synthetic(draw, 900)}
    texts |= {"excerpt1.txt": texts["whole1.txt"][300:600]}
    for name in ("share1.txt", "share2.txt"):
        texts[name] = planted.synthetic(draw, 400) + passage + planted.synthetic(draw, 400)
    del texts["other00.txt"]
    return texts


def built(folder: Path, *, overlaps: bool) -> Path:
    """Build the planted corpus in a folder."""
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


def split_of(release: Path) -> dict[str, str]:
    """Return the split of every document."""
    files = sorted((release / "documents").glob("*.parquet"))
    return {name: path.name.split("-")[0] for path in files for name in pq.read_table(path)["id"].to_pylist()}


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Replace a table by what ``change`` makes of it."""
    pq.write_table(change(pq.read_table(path)), path)


def part(release: Path, table: str, split: str) -> Path:
    """Return the file of a table and a split."""
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
        if table == "documents":
            moved = moved.set_column(rows.column_names.index("split"), rows.schema.field("split"), [[there]])
        rewrite(old, lambda rows, key=key: rows.filter(pc.not_equal(rows[key], name)))
        rewrite(new, lambda rows, moved=moved: pa.concat_tables([rows, moved]))
    seal(release, there)
    ledger = (release / "ledger.tsv").read_text("utf-8").splitlines()
    lines = [line.replace(f"\t{here}\t", f"\t{there}\t") if line.startswith(f"{name}\t") else line for line in ledger]
    (release / "ledger.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    refresh(release)


def seal(release: Path, split: str) -> None:
    """Let the traces of a split hold the digests of its rows as they are now."""
    documents = pq.read_table(part(release, "documents", split))
    rewrite(part(release, "traces", split), lambda traces: sealed(_of(traces, documents), row_digests(documents)))


def _of(traces: pa.Table, documents: pa.Table) -> pa.Table:
    """Return the traces of documents, in their order, without their seals."""
    return traces.drop_columns(SEALS).take(pc.index_in(documents["id"], traces["id"].combine_chunks()))


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
    write_pages(release)
    (release / "SHA256SUMS").unlink()
    write_sums(release)


def write_pages(release: Path) -> None:
    """Write the pages again, if the tables can be read: whoever has the tool can."""
    opened = check_files(release).value
    if opened is None or not opened.is_complete:
        return
    with suppress(CorpusError, LookupError, TypeError, ValueError, ArithmeticError):
        contents = contents_of(opened, Whole(opened))
        counts = contents.counts()
        for name, text in pages_of(contents, counts).items():
            (release / name).write_text(text, encoding="utf-8", newline="\n")
        described = json.loads((release / "croissant.json").read_text("utf-8"))
        described = {key: value for key, value in described.items() if not key.startswith(RAI)}
        write_json(
            release / "croissant.json", described | rai_fields(contents.named_documents(), contents.making, counts)
        )


def files_of(manifest: Mapping[str, Any]) -> list[str]:
    """Return the files of all tables."""
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


def flip(text: str, at: int) -> str:
    """Put another character for one."""
    return f"{text[:at]}{'山' if text[at] != '山' else '水'}{text[at + 1 :]}"


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
