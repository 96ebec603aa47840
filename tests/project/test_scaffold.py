"""``init``: a source for each kind and folder, the notices that were found, and what editors and people need."""

from __future__ import annotations

import csv
import json
import shlex
import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from bdci_corpus.building import build
from bdci_corpus.cli import main
from bdci_corpus.project import Config, as_schema, init, open_project
from bdci_corpus.project.config import parse_config
from bdci_corpus.project.own_columns import own_columns

FILES = {
    "news/a.txt": "码头边的渔船修好了，明天一早就要出海。",
    "news/2024/b.txt": "山谷里的雾要到中午才散，赶集的人只好晚一点出门。",
    "news/c.html": "<html><body><p>早市上的蔬菜是凌晨从城外运来的。</p></body></html>",
    "posts/d [草稿].md": "# 剧场\n\n剧场重新开放的那个晚上，台下坐满了老街坊。",
    "公报/e.txt": "县图书馆周末开放至晚上九点。",
    "f.txt": "根目录里的一篇，说的是河水涨了。",
    "README.md": "About these files.",
    "posts/LICENSE": "Apache",
    ".hidden/g.txt": "不该读。",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "语料" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "语料"


def sources(folder: Path) -> dict[str, dict[str, object]]:
    return {one["name"]: one for one in tomllib.loads((folder / "corpus.toml").read_text("utf-8"))["sources"]}


def test_each_kind_in_each_folder_is_a_source(folder: Path) -> None:
    init(folder)
    found = {name: (one["files"], one.get("exclude", [])) for name, one in sources(folder).items()}
    assert found == {
        "txt": (["*.txt"], []),
        "news-txt": (["news/**/*.txt"], []),
        "news-html": (["news/*.html"], []),
        "posts-md": (["posts/*.md"], []),
        "gong-bao-txt": (["公报/*.txt"], []),
    }
    ids = {file.id: file.source.name for file in open_project(folder).files() if file.source}
    assert ids == {
        "f.txt": "txt",
        "news/a.txt": "news-txt",
        "news/2024/b.txt": "news-txt",
        "news/c.html": "news-html",
        "posts/d [草稿].md": "posts-md",
        "公报/e.txt": "gong-bao-txt",
    }


def test_what_tells_of_the_files_is_excluded(folder: Path) -> None:
    (folder / "posts" / "README.md").write_text("About the posts.", encoding="utf-8")
    init(folder)
    assert sources(folder)["posts-md"]["exclude"] == ["posts/README.md"]
    assert "posts/README.md" not in {file.id for file in open_project(folder).files()}
    release = build(folder, out=folder.parent / "out", workers=1).release
    names = {name for file in (release / "documents").glob("*") for name in pq.read_table(file)["id"].to_pylist()}
    assert len(names) == 6


def test_what_stands_beside_texts_is_no_source(folder: Path) -> None:
    """Names that only look so have documents: ``image.md`` and ``css.txt`` are texts."""
    for name in ("公报/封面.JPG", "公报/page.css", "录音/a.mp3", "posts/image.md", "posts/css.txt", "旧.zip"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"PK\5\6" + b"\0" * 18 if name.endswith("zip") else "船".encode())
    init(folder)
    assert set(sources(folder)) == {"txt", "news-txt", "news-html", "posts-md", "posts-txt", "gong-bao-txt", "zip"}
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        assert {"旧.zip", "公报/封面.JPG", "录音/a.mp3"}.isdisjoint(row["file_name"] for row in csv.DictReader(file))


def test_a_folder_whose_name_is_not_ascii_gives_the_title(folder: Path, tmp_path: Path) -> None:
    init(folder)
    assert open_project(folder).config.corpus.title == "语料"
    init(tmp_path / "plain")
    assert open_project(tmp_path / "plain").config.corpus.title == ""


def test_init_says_what_it_took_for_no_document_and_warns_of_nothing(folder: Path) -> None:
    (folder / "bad.jsonl").write_text('{"text": "山上有庙。"}\n{"id": 1}\n', encoding="utf-8")
    done = CliRunner().invoke(main, ["init", str(folder)])
    assert "README.md" in done.output.partition("no documents by their names")[2]
    assert "Warning" not in done.output
    assert f"bdci-corpus build {shlex.quote(str(folder))}" in done.output


def test_metadata_has_a_row_for_each_file_and_builds(folder: Path) -> None:
    init(folder)
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["file_name"] for row in rows} == {file.id for file in open_project(folder).files()}
    (folder / "f.txt").unlink()
    (folder / "g.txt").write_text("又一篇。", encoding="utf-8")
    assert open_project(folder).known_facts(open_project(folder).files()) is not None


def test_many_folders_get_a_source_for_each_kind(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}").mkdir()
        (tmp_path / f"{number:02}" / "a.txt").write_text("一篇。", encoding="utf-8")
    init(tmp_path)
    assert {name: one["files"] for name, one in sources(tmp_path).items()} == {"txt": ["**/*.txt"]}
    assert len(open_project(tmp_path).files()) == 30


def test_seeds_are_looked_at_below_their_folder(tmp_path: Path) -> None:
    for name in ("seeds/a.txt", "seeds/wiki/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("一篇。", encoding="utf-8")
    init(tmp_path)
    assert {name: one["files"] for name, one in sources(tmp_path).items()} == {
        "txt": ["seeds/*.txt"],
        "wiki-txt": ["seeds/wiki/**/*.txt"],
    }
    assert len(open_project(tmp_path).files()) == 2


def test_notices_that_are_there_are_noted_and_declared_by_taking_off_the_signs(folder: Path) -> None:
    (folder / "news" / "a.txt").write_text("渔船修好了，就要出海。\n\n未经本报书面授权，不得转载。\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["init", str(folder), "--json"])
    assert json.loads(done.output)["notices"] == 1
    text = (folder / "corpus.toml").read_text("utf-8")
    assert "notices" not in tomllib.loads(text)
    stopped = CliRunner().invoke(main, ["build", str(folder), "--out", str(folder.parent / "out")])
    assert stopped.exit_code == 2
    start = text.index("# Notices that were found.")
    block = text[start:].partition("# Or, if it is no notice")[0]
    lines = [line.removeprefix("# ") for line in block.splitlines()[4:] if line]
    assert lines[0] == "[[notices]]"
    (folder / "corpus.toml").write_text(text[:start] + "\n".join(lines) + "\n", encoding="utf-8")
    again = CliRunner().invoke(main, ["build", str(folder), "--out", str(folder.parent / "out")])
    assert again.exit_code == 0, again.output


def test_an_editor_finds_what_corpus_toml_may_hold(folder: Path) -> None:
    init(folder)
    first = (folder / "corpus.toml").read_text("utf-8").splitlines()[0]
    assert first == "#:schema ./.corpus.schema.json"
    schema = json.loads((folder / ".corpus.schema.json").read_text("utf-8"))
    assert schema == json.loads(as_schema())
    assert set(schema["properties"]) == set(Config.model_fields)
    corpus = schema["$defs"]["Corpus"]
    assert corpus["additionalProperties"] is False
    assert {"name", "title", "authors", "year", "doi"} <= set(corpus["properties"])
    parse_config((folder / "corpus.toml").read_text("utf-8"))


def test_columns_of_a_metadata_csv_that_is_there_are_declared(folder: Path) -> None:
    rows = [f"{name},{'支持' if number % 2 else '反对'},{number},第{number}版,x" for number, name in enumerate(FILES)]
    text = "\n".join(["file_name,label,year,part,title", *rows[:6]])
    (folder / "metadata.csv").write_text(text, "utf-8-sig")
    init(folder)
    own = tomllib.loads((folder / "corpus.toml").read_text("utf-8"))["columns"]
    assert own == {"label": "class_label", "year": "int64", "part": "string"}
    assert build(folder, out=folder.parent / "release").documents == 6


@pytest.mark.parametrize(
    "data", [b"", b"file_name\na", b"\xff\xfe", b'file_name,"label\na', b"file_name,title\nf.txt,x"]
)
def test_a_metadata_csv_without_columns_of_its_own_declares_none(folder: Path, data: bytes) -> None:
    (folder / "metadata.csv").write_bytes(data)
    init(folder)
    assert "columns" not in tomllib.loads((folder / "corpus.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["食物|环境", "食物", "环境 | 食物", "环境"], "list[class_label]"),
        (["3:9:地名|12:14", "5:8", "0:2"], "list[string]"),
        (["甲|", "甲", "甲", "甲"], "class_label"),
        (["1.5", "2"], "float64"),
        (["3", "4"], "int64"),
        (["一", "二", "三"], "string"),
    ],
)
def test_a_column_is_suggested_by_what_it_holds(tmp_path: Path, values: list[str], expected: str) -> None:
    path = tmp_path / "metadata.csv"
    path.write_text("file_name,tags\n" + "".join(f"{n}.txt,{v}\n" for n, v in enumerate(values)), encoding="utf-8")
    assert f'tags = "{expected}" #' in own_columns(path, ())


@pytest.mark.parametrize("metadata", [None, "file_name,url\na.txt,https://example.org\n"])
def test_a_project_without_columns_of_its_own_shows_how_they_are_declared(tmp_path: Path, metadata: str | None) -> None:
    if metadata is not None:
        (tmp_path / "metadata.csv").write_text(metadata, encoding="utf-8")
    hint = own_columns(tmp_path / "metadata.csv", {"url"})
    assert hint.splitlines()[1].startswith('# label = "class_label" # string, ')
    assert all(line.startswith("#") for line in hint.splitlines() if line)
