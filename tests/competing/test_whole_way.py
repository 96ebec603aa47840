"""The whole way of an organizer and of a participant, by the words of their pages: 300 documents of several kinds."""

from __future__ import annotations

import csv
import doctest
import json
import random
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import planted
import pytest
from click.testing import CliRunner
from places import ROOT

from bdci_corpus.cli import main
from bdci_corpus.competing.scoring import ScoringOptions, score
from bdci_corpus.ledger import read_ledger

DOCS = ROOT / "docs"
ORGANIZER, PARTICIPANT = DOCS / "howto" / "run-a-competition.md", DOCS / "tutorial" / "compete.md"

MOODS = ("正面", "负面", "中性")


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def carry_out(lines: str) -> list[str]:
    """Run the commands of a block; return what each prints."""
    printed = []
    for line in lines.splitlines():
        command, *arguments = shlex.split(line)
        assert command == "bdci-corpus", line
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, (line, done.output)
        printed.append(done.stdout)
    return printed


def write_documents(folder: Path, numbers: range) -> None:
    """Write documents with labels: rows of a table, posts, and pages and notes whose labels stand in metadata.csv."""
    for name in ("posts", "pages", "notes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    rows, facts = [], []
    for number in numbers:
        draw = random.Random(number)
        mood, title = draw.choice(MOODS), f"{planted.synthetic(draw, 12)[:8]}{number}"
        paragraphs = [planted.synthetic(draw, draw.randrange(60, 160)) for _ in range(3)]
        kind = ("table", "table", "posts", "pages", "notes")[number % 5]
        if kind == "table":
            rows.append({"编号": f"s{number}", "正文": "\n".join(paragraphs), "类别": mood})
        elif kind == "posts":
            text = f"---\ntitle: {title}\nlabel: {mood}\n---\n\n" + "\n\n".join(paragraphs)
            (folder / kind / f"{number:03}.md").write_text(text + "\n", encoding="utf-8")
        elif kind == "pages":
            body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            head = f"<html><head><title>{title}</title></head>"
            page = f"{head}<body><article><h1>{title}</h1>{body}</article></body></html>"
            (folder / kind / f"{number:03}.html").write_text(page, encoding="utf-8")
            facts.append((f"{kind}/{number:03}.html", mood))
        else:
            (folder / kind / f"{number:03}.txt").write_text("\n".join(paragraphs) + "\n", encoding="utf-8")
            facts.append((f"{kind}/{number:03}.txt", mood))
    add_rows(folder / "survey.csv", ["编号", "正文", "类别"], [list(row.values()) for row in rows])
    add_rows(folder / "metadata.csv", ["file_name", "label"], [list(row) for row in facts])


def add_rows(path: Path, header: list[str], rows: list[list[str]]) -> None:
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*([header] if new else []), *rows])


@pytest.mark.parametrize("page", [ORGANIZER, PARTICIPANT], ids=["organizer", "participant"])
def test_a_page_has_the_same_code_in_english_and_chinese(page: Path) -> None:
    chinese = page.with_suffix(".zh.md")
    for kind in ("toml", "sh", "python"):
        assert blocks(page, kind) == blocks(chinese, kind)
    assert blocks(page, "sh")


def test_the_pages_lead_an_organizer_and_a_participant_all_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    write_documents(tmp_path / "my-folder" / "seeds", range(300))
    first, second = blocks(ORGANIZER, "toml")
    build, publish, scoring, again, reveal, verify, bundles = blocks(ORGANIZER, "sh")
    config = tmp_path / "my-folder" / "corpus.toml"
    config.write_text(first, encoding="utf-8")
    carry_out(build + publish)

    # the participant has what was published, and the page
    shutil.copytree(tmp_path / "published", tmp_path / "moods")
    found = doctest.testfile(
        str(PARTICIPANT), module_relative=False, encoding="utf-8", extraglobs={"release": str(tmp_path / "moods")}
    )
    assert found.attempted >= 10
    assert found.failed == 0
    checking, opening = blocks(PARTICIPANT, "sh")
    (told,) = carry_out(checking)
    assert re.fullmatch(r"valid: \d+ rows\n", told)
    (tmp_path / "second").mkdir()
    program = [sys.executable, str(tmp_path / "moods" / "baseline.py")]
    printed = subprocess.run(program, cwd=tmp_path / "second", capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert re.fullmatch(r"f1_macro on validation: 0\.\d{4}\nwrote \S+submission\.csv\n", printed)
    shutil.copy(tmp_path / "second" / "submission.csv", tmp_path / "second.csv")

    # the organizer scores both
    told, single, both = carry_out(scoring)
    assert told.startswith("valid: ")
    assert "正面" in single
    ranked = json.loads(both)
    assert sorted(one["rank"] for one in ranked) == [1, 2]
    private = tmp_path / "my-folder" / "private" / "moods"
    before = score([tmp_path / "submission.csv"], private, limits=ScoringOptions(resamples=20))

    # the same competition elsewhere
    assert all(text.startswith("    bundle  for-") for text in carry_out(bundles))

    # a second round: nothing moves, and what was handed in scores as before
    split_of = splits_of(tmp_path)
    write_documents(tmp_path / "my-folder" / "seeds", range(300, 400))
    text = config.read_text("utf-8")
    for line in second.splitlines():
        text, count = re.subn(rf"^{line.partition(' = ')[0]} = .*$", line, text, flags=re.MULTILINE)
        assert count == 1, line
    config.write_text(text, encoding="utf-8")
    carry_out(again)
    after = splits_of(tmp_path)
    assert {name: after[name] for name in split_of} == split_of
    assert sum(split == "test2" for split in after.values()) > 20
    assert score([tmp_path / "submission.csv"], private, ["test"], ScoringOptions(resamples=20)) == before

    # the answers are opened, and are what the first release promised
    row, every = carry_out(reveal.replace("notes/001.txt", asked_note(tmp_path)))
    for opened in (row, every):
        (tmp_path / "opened.jsonl").write_text(opened, encoding="utf-8")
        assert carry_out(verify + opening) == ["as promised\n"] * 2
    changed = every.replace("正面", "负面", 1)
    (tmp_path / "opened.jsonl").write_text(changed, encoding="utf-8")
    done = CliRunner().invoke(main, shlex.split(verify.strip())[1:])
    assert done.exit_code == 1
    assert "are not those promised" in done.output


def splits_of(folder: Path) -> dict[str, str]:
    ledger = read_ledger(folder / "my-folder" / "splits" / "ledger.tsv")
    return {name: event.split for name, event in ledger.frozen.items()}


def asked_note(folder: Path) -> str:
    return next(name for name, split in splits_of(folder).items() if split == "test" and name.startswith("notes/"))
