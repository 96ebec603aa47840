"""The verb check: where, problem and remedy, and no flags for leniency."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from bdci_corpus.cli import main


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
    assert options <= {"release", "--json", "--quiet", "--help", "--statement", "--ledger", "--since"}
    assert verb(sound).exit_code == 0
    data = json.loads(verb(sound, "--json").output)
    assert data["sound"]
    assert all(step["seconds"] >= 0 for step in data["steps"])
