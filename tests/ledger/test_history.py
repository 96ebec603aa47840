"""A ledger that is only appended to, as ``pre-commit`` and a reviewer ask git."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from bdci_corpus.cli import main
from bdci_corpus.ledger import Event, append_events

WHO = {f"GIT_{role}_{what}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *words: str) -> None:
    command = ["git", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, **WHO})  # noqa: S603


def event(name: str, split: str = "train") -> Event:
    return Event(
        document_id=name,
        event="assigned",
        group_id=name,
        split=split,
        version="0.1.0",
        reason="new",
        region_sha256="a" * 64,
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A committed ledger of two documents, to which a third was appended."""
    path = tmp_path / "splits" / "ledger.tsv"
    append_events(path, [event("a.txt"), event("b.txt", "validation")])
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "splits/ledger.tsv")
    git(tmp_path, "commit", "--quiet", "-m", "Freeze")
    append_events(path, [event("c.txt")])
    return path


def checked(ledger: Path, *words: str) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(main, ["check", "--ledger", str(ledger), "--json", *words])
    return done.exit_code, json.loads(done.output)


def test_appending_is_what_a_ledger_is_for(ledger: Path) -> None:
    assert checked(ledger) == (0, {"ledger": str(ledger), "sound": True, "problems": []})


def without_seals(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if "\tsealed\t" not in line)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text.replace("b.txt\tassigned\tb.txt\tvalidation", "b.txt\tassigned\tb.txt\ttrain"), "seal"),
        (lambda text: without_seals(text).replace("\tvalidation\t", "\ttrain\t"), "Line 2 of HEAD was rewritten"),
        (lambda text: text.split("\n")[0] + "\n", "Line 2 of HEAD is gone"),
        (without_seals, "was rewritten"),
    ],
)
def test_an_edited_line_is_refused(ledger: Path, change: object, problem: str) -> None:
    text = ledger.read_text("utf-8")
    changed = change(text)  # type: ignore[operator]
    assert changed != text
    ledger.write_text(changed, encoding="utf-8", newline="\n")
    status, found = checked(ledger)
    assert status == 1
    assert problem in json.dumps(found, ensure_ascii=False)


def test_a_ledger_that_git_does_not_know_is_new(ledger: Path) -> None:
    (ledger.parent / "other.tsv").write_bytes(ledger.read_bytes())
    assert checked(ledger.parent / "other.tsv")[0] == 0


def test_a_revision_that_is_not_there_is_an_error(ledger: Path) -> None:
    assert checked(ledger, "--since", "v9.9.9")[0] == 2
    assert checked(ledger.parent / "none.tsv")[0] == 2


def test_the_hook_names_a_command_that_there_is(ledger: Path) -> None:
    import yaml
    from places import ROOT

    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    words = hooks["bdci-corpus-ledger"]["entry"].split()
    assert words[0] == "bdci-corpus"
    assert CliRunner().invoke(main, [*words[1:], str(ledger)]).exit_code == 0
