"""``--json``: what each verb prints has the form that is documented, no key more and no key less."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import json_reference
import pytest
from click.testing import CliRunner
from places import ROOT
from pydantic import TypeAdapter

from bdci_corpus.cli import main

OWN = {"audit", "competition"}
"""Verbs whose form is told and tested elsewhere."""

TEXTS = {
    "a.txt": "去年秋天,县里的图书馆搬进了新楼,读者比从前多了一倍,周末常常座无虚席。" * 3,
    "b.txt": "去年秋天，縣裡的圖書館搬進了新樓，讀者比從前多了一倍，週末常常座無虛席。" * 3,
    "c.md": "# 山谷\n\n山谷里的雾要到中午才散，赶集的人只好晚一点出门。\n\n未经本站授权，不得转载。\n",
    "d.txt": "码头边的渔船修好了，明天一早就要出海。" * 3,
}


def run(*words: str) -> tuple[int, object]:
    done = CliRunner().invoke(main, [*words, "--json"])
    return done.exit_code, json.loads(done.output)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, object]]]:
    """What each verb prints, run one after another in a folder as a person would."""
    folder = tmp_path_factory.mktemp("json")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        Path("news").mkdir()
        for name, text in TEXTS.items():
            Path("news", name).write_text(text, encoding="utf-8")
        found = {"init": run("init", "news"), "errors": run("build", "news")}
        Path("news", "c.md").write_text(TEXTS["c.md"].partition("未经")[0], encoding="utf-8")
        found["build"] = run("build", "news", "--freeze")
        Path("release/news").rename("release/v1")
        found["withdraw"] = run("withdraw", "a.txt", "--reason", "x", "--folder", "news", "--in", "release/v1")
        Path("news", "e.txt").write_text("剧场重新开放的那个晚上，台下坐满了老街坊。", encoding="utf-8")
        run("build", "news", "--freeze")
        subprocess.run(["git", "init", "--quiet"], check=True)  # noqa: S607 - of the PATH
        found |= {
            "loaders": run("loaders"),
            "loaders new": run("loaders", "new", "minutes"),
            "explain": run("explain", "news/c.md"),
            "dups": run("dups", "release/v1", "--overlaps"),
            "find": run("find", "码头边的渔船修好了", "release/news"),
            "check": run("check", "release/news"),
            "check --ledger": run("check", "--ledger", "news/splits/ledger.tsv"),
            "diff": run("diff", "release/v1", "release/news"),
            "publish": run("publish", "release/news", "--to", "dir:out", "--dry-run"),
            "completion": run("completion", "bash"),
            "completion --install": run("completion", "bash", "--install"),
        }
        yield found


@pytest.mark.parametrize("form", sorted(set(json_reference.FORMS) - {"view"}))
def test_what_is_printed_has_its_form(printed: dict[str, tuple[int, object]], form: str) -> None:
    status, data = printed[form]
    assert status == (2 if form == "errors" else 0) or form in {"build", "check --ledger"}, data
    TypeAdapter(json_reference.FORMS[form]).validate_json(json.dumps(data))
    assert data


def test_the_forms_tell_something(printed: dict[str, tuple[int, object]]) -> None:
    """A form that is tried on empty lists alone says nothing of what is in them."""
    assert printed["dups"][1]["pairs"]  # type: ignore[index]
    assert printed["withdraw"][1]["copies"]  # type: ignore[index]
    assert printed["diff"][1]["added"] == ["e.txt"]  # type: ignore[index]
    assert printed["explain"][1][0]["edits"]  # type: ignore[index]
    assert printed["init"][1]["notices"] == 1  # type: ignore[index]
    assert printed["publish"][1]["files"]  # type: ignore[index]


def test_every_verb_has_a_form() -> None:
    assert {name.partition(" ")[0] for name in json_reference.FORMS} - {"errors"} == set(main.commands) - OWN


def test_the_schema_is_printed_from_the_models() -> None:
    found = (ROOT / "docs/reference/json.schema.json").read_text("utf-8")
    assert found == json_reference.reference(), (
        "python tests/scripts/json_reference.py > docs/reference/json.schema.json"
    )


@pytest.mark.parametrize("verb", sorted(set(main.commands) - OWN))
def test_every_help_has_two_examples(verb: str) -> None:
    shown = CliRunner().invoke(main, [verb, "--help"]).output
    examples = re.findall(rf"^  +bdci-corpus {verb}\b.*$", shown.partition("Examples:")[2], re.MULTILINE)
    assert len(examples) >= 2
