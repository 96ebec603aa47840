"""What a newcomer types wrong is answered by where, what, and what to do, and by nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bdci_corpus.building import build
from bdci_corpus.cli import main
from bdci_corpus.cli.common import MOST_SHOWN

TEXT = "码头边的渔船修好了，明天一早就要出海，去远处的渔场捕鱼。"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mistakes")
    folder = root / "talks"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    build(folder, out=root / "release")
    return root


@pytest.fixture
def here(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*words: str) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


@pytest.mark.parametrize(
    "words",
    [
        ["check"], ["view"], ["diff", "release/talks"], ["find", TEXT], ["publish", "--to", "dir:out"],
        ["competition", "check", "x.csv", "--release"],
        ["competition", "bundle", "--to", "zip", "--out", "x"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["talks", "release", "../{here}"])
def test_the_folder_of_a_project_is_told_from_its_release(here: Path, words: list[str], folder: str) -> None:
    out = said(*words, folder.format(here=here.name))
    if words[0] == "competition" and folder == "release" and words[1] != "bundle":
        assert "It states no competition" in out  # the one release in it is meant
    else:
        assert "This folder is no release. Did you mean" in out
        assert "release/talks" in out


@pytest.mark.parametrize("words", [["check"], ["view"], ["find", TEXT], ["diff", "release/talks"]])
def test_a_mistyped_folder_is_answered_by_the_one_beside_it(here: Path, words: list[str]) -> None:
    assert here
    assert 'There is no such folder. Did you mean "talks"?' in said(*words, "release/tlks")
    assert "is a file." in said(*words, "talks/a.txt")


def test_without_a_name_the_release_that_one_is_in_is_meant(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here / "release" / "talks")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    monkeypatch.chdir(here / "talks")
    assert "There is no release here. Build one" in said("check")
    shutil.copytree(here / "release" / "talks", here / "release" / "other")
    monkeypatch.chdir(here)
    assert "There are 2 releases here: other, talks. Name one" in said("check")


@pytest.mark.parametrize("words", [["init", ""], ["build", ""], ["check", ""], ["audit", "a.csv", "--html", ""]])
def test_an_empty_argument_is_not_this_folder(here: Path, words: list[str]) -> None:
    before = sorted(path.name for path in here.iterdir())
    assert "is empty. If it is a variable of your shell, it is not set." in said(*words)
    assert sorted(path.name for path in here.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "example"),
    [
        (["publish"], "bdci-corpus publish --to hf:owner/name --dry-run"),
        (["withdraw", "a.txt"], 'bdci-corpus withdraw news/17.txt --reason "its author asked" --with-copies'),
        (["diff", "a"], "bdci-corpus diff release/v1 release/v2"),
        (["loaders", "new"], "bdci-corpus loaders new minutes"),
        (["competition", "score"], "bdci-corpus competition score submission.csv --private private/my-corpus"),
    ],
)
def test_what_is_missing_is_shown_by_an_example(words: list[str], example: str) -> None:
    assert f"For example: {example}" in said(*words)


def test_a_choice_tells_its_values() -> None:
    assert "kaggle" in said("competition", "bundle", "--out", "x")


@pytest.mark.parametrize("name", ["letter.txt", "release/lettre.MD", "talks/b.html"])
def test_a_file_that_is_not_there_is_not_looked_for_as_a_text(here: Path, name: str) -> None:
    assert here
    assert "There is no such file." in said("find", name, "release/talks")


@pytest.mark.parametrize(
    "text", ["来源是 example.txt 这个文件", "参见 https://example.org/渔船/出海", "渔船修好了.谁说的"]
)
def test_a_text_that_speaks_of_files_is_looked_for(here: Path, text: str) -> None:
    assert here
    assert CliRunner().invoke(main, ["find", text, "release/talks"]).output == "not found\n"


def test_no_color_is_heeded(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert here
    assert "\x1b" in CliRunner().invoke(main, ["check", "talks"], color=True).output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in CliRunner().invoke(main, ["check", "talks"], color=True).output


def test_a_long_list_of_what_was_left_out_is_cut(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for number in range(MOST_SHOWN + 5):
        (tmp_path / f"{number}.jpg").write_bytes(b"\xff\xd8\xff" + os.urandom(50))
    result = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / "release")])
    assert result.output.count("left out: ") == MOST_SHOWN + 1
    assert "… and 5 more; quarantine.jsonl has all" in result.output


@pytest.mark.parametrize(
    ("kind", "meant"), [("class", "class_label"), ("strng", "string"), ("list[strings]", "list[string]")]
)
def test_a_mistyped_type_is_answered_by_one_that_there_is(tmp_path: Path, kind: str, meant: str) -> None:
    text = f'[corpus]\nname = "x"\nversion = "1.0.0"\nraw = "."\n\n[columns]\nlabel = "{kind}"\n'
    (tmp_path / "corpus.toml").write_text(text, "utf-8")
    assert f'Did you mean "{meant}"?' in said("build", str(tmp_path))


def test_a_column_that_nobody_declared_is_answered_by_how_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "metadata.csv").write_text("file_name,label\na.txt,x\n", "utf-8")
    text = '[corpus]\nname = "x"\nversion = "1.0.0"\nraw = "."\n\n[[sources]]\nname = "x"\nfiles = ["*.txt"]\n'
    (tmp_path / "corpus.toml").write_text(text, "utf-8")
    assert 'label = "string", or "class_label" for a label.' in said("build", str(tmp_path))
    (tmp_path / "metadata.csv").write_text("file_name,标签\na.txt,x\n", "utf-8")
    assert "Rename it to lower-case letters" in said("build", str(tmp_path))


def test_labels_that_a_table_calls_otherwise_are_asked_for(tmp_path: Path) -> None:
    text = """\
[corpus]
name = "x"
version = "1.0.0"
raw = "."

[[sources]]
name = "survey"
files = ["*.csv"]

[columns]
label = "class_label"

[splits]
ratios = { train = 0.5, test = 0.5 }
"""
    rows = [f"{number},第{number}家店的点心做得很用心，老板也{'热情' * number}，值得再来,好" for number in range(1, 9)]
    (tmp_path / "a.csv").write_text("\n".join(["id,text,评价", *rows]), "utf-8")
    asked = '\n[competition]\nsplits = ["test"]\nanswer = ["label"]\nmetric = "accuracy"\n'
    (tmp_path / "corpus.toml").write_text(text + asked, "utf-8")
    words = ["build", str(tmp_path), "--out", str(tmp_path / "release")]
    assert 'say columns = { label = "…" } in its source' in said(*words)
    named = text.replace('files = ["*.csv"]', 'files = ["*.csv"]\ncolumns = { label = "评价" }')
    (tmp_path / "corpus.toml").write_text(named + asked, "utf-8")
    assert CliRunner().invoke(main, words).exit_code == 0
    private = str(tmp_path / "private" / "x")
    told = said("competition", "reveal", str(tmp_path), "--split", "tset", "--private", private)
    assert 'Did you mean "test"? Promised are: test.' in told
    told = said("competition", "reveal", str(tmp_path), "--split", "test", "--row", "b.csv#1", "--private", private)
    assert 'There is no such row. Did you mean "a.csv#' in told


def test_a_csv_is_sent_to_the_verb_that_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,渔船\n", "utf-8")
    assert "it is CSV or TSV. Name Parquet, JSON Lines or a release; `bdci-corpus audit`" in said(
        "dups", str(tmp_path / "a.csv")
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "words", ["check release/talks", "check release/talks --json", "loaders", "check --help", "--version"]
)
def test_full_standard_output_is_named(words: str, here: Path) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        command = [sys.executable, "-m", "bdci_corpus", *words.split()]
        ran = subprocess.run(  # noqa: S603 - our own
            command, cwd=here, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith("error [standard output] ")
    assert len(ran.stderr.splitlines()) == 1


def test_opening_answers_says_where_they_were_looked_for(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text('[corpus]\nname = "moods"\nversion = "0.1.0"\n', encoding="utf-8")
    done = CliRunner().invoke(main, ["competition", "reveal", str(tmp_path), "--split", "test"])
    assert done.exit_code == 2
    assert str(tmp_path / "private" / "moods") in done.output
    assert "--private" in done.output


def test_a_column_of_a_folder_without_a_project_is_declared_by_init(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天天气很好，我们去河边看花。", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file_name,label\na.txt,x\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert f"bdci-corpus init {tmp_path}" in done.output
