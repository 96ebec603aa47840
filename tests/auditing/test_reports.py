"""What an audit prints and writes: data of the documented form, a page that is whole by itself, statuses for CI."""

from __future__ import annotations

import html.parser
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import audit_schema
import leaky
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from places import ROOT

import bdci_corpus
from bdci_corpus.auditing import Report
from bdci_corpus.cli import main

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7 * 7 }}[red]甲城在河边，乙城在山上[/red]'


def audit(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, arguments)])


def written(folder: Path, splits: dict[str, list[Any]]) -> list[Path]:
    paths = []
    for name, rows in splits.items():
        paths.append(folder / f"{name}.parquet")
        pq.write_table(pa.Table.from_pylist(rows), paths[-1])
    return paths


def test_the_schema_is_printed_from_the_code() -> None:
    found = (ROOT / "docs/reference/audit.schema.json").read_text("utf-8")
    assert found == audit_schema.reference(), "python tests/scripts/audit_schema.py > docs/reference/audit.schema.json"
    parts = [json.loads(found), *json.loads(found)["$defs"].values()]
    assert all(field.get("description") or "$ref" in field for part in parts for field in part["properties"].values())


def test_what_is_printed_as_json_has_the_documented_form(tmp_path: Path) -> None:
    paths = written(tmp_path, leaky.leaky(1, {"exact": 2, "passage": 1, "template": 1}).splits)
    result = audit(*paths, "--json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert Report.model_validate(data).model_dump(mode="json") == data
    assert data == bdci_corpus.audit({path.stem: path for path in paths}).as_data()


@pytest.mark.parametrize(
    ("counts", "options", "status"),
    [({"exact": 1}, (), 1), ({"exact": 1}, ("--allow", "exact"), 0), ({}, (), 0), ({"template": 1}, ("--quiet",), 0)],
)
def test_the_exit_status_tells_ci(
    tmp_path: Path, counts: dict[str, int], options: tuple[str, ...], status: int
) -> None:
    result = audit(*written(tmp_path, leaky.leaky(2, counts, fillers=6).splits), *options)
    assert result.exit_code == status
    assert ("clean" if status == 0 else "it leaks") in result.output or "--quiet" in options


class _Page(html.parser.HTMLParser):
    """The tags of a page, and what they ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asked += [f"{name}={value}" for name, value in attrs if name in {"src", "href"} or name.startswith("on")]


def test_a_page_asks_for_nothing_and_runs_nothing_that_stands_in_texts(tmp_path: Path) -> None:
    rows = [{"text": HOSTILE, "label": HOSTILE, "id": HOSTILE}, {"text": HOSTILE + "终", "label": "b", "id": "c"}]
    paths = written(tmp_path, {"train": rows, "test": rows[::-1]})
    result = audit(*paths, "--html", tmp_path / "a.html", "--leaks", tmp_path / "a.csv")
    assert result.exit_code == 1
    assert "[red]" in result.output
    page = _Page()
    page.feed((tmp_path / "a.html").read_text("utf-8"))
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert page.asked == []
    assert "{{ 7 * 7 }}" in (tmp_path / "a.html").read_text("utf-8")
    assert len((tmp_path / "a.csv").read_text("utf-8").splitlines()) == 5
    shown = bdci_corpus.audit({"train": rows, "test": rows})._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown


HELP = """
import sys
sys.argv = ["bdci-corpus", "audit", "--help"]
from bdci_corpus.cli import main
try:
    main()
except SystemExit:
    print([name for name in ("numpy", "pyarrow", "datasets", "pydantic", "rich") if name in sys.modules])
"""


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout.splitlines()[-1] == "[]"
    assert "--split NAME=PATH" in done.stdout
    assert "\n    bdci-corpus audit my-dataset\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "There is no such file or folder"),
        ([], "Nothing is named"),
        (["--split", "train.csv"], "This names no split"),
        (["train.parquet", "test=test.parquet"], "Some files have the name of a split"),
        (["train.parquet", "--text", "body"], 'There is no column "body", only text'),
        (["train.parquet", "--split-column", "fold"], 'There is no column "fold", only text'),
        (["train.parquet", "test.parquet", "--split-column", "text"], "There are several splits already"),
    ],
)
def test_what_cannot_be_audited_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    written(tmp_path, {"train": [{"text": "甲" * 9}], "test": [{"text": "乙" * 9}]})
    monkeypatch.chdir(tmp_path)
    result = audit(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert len(result.output.splitlines()) == 1
