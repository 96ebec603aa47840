"""What the GitHub Action and the container file say runs, as a shell runs it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from places import ROOT

from bdci_corpus.building import build

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}

RAW = (
    "古城的城墙是明代修的，现在还在。",
    "山上有一座小庙，庙里住着两个和尚。",
    "渡船一天只开四趟，等船的人坐在石阶上。",
)


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - ours


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus in git, with its release, and the program where the action installs it."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, text in enumerate(RAW):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "corpus.toml").write_text(
        '[corpus]\nname = "a"\nraw = "."\n[[sources]]\nname = "s"\nfiles = ["*.txt"]\nlicense = "CC0-1.0"\n',
        encoding="utf-8",
    )
    build(folder, out=folder / "release", freeze=True, workers=1)
    git(folder, "init", "--quiet")
    git(folder, "add", "splits")
    git(folder, "commit", "--quiet", "-m", "a")
    program = tmp_path / "temp" / "bdci-corpus" / "bin" / "bdci-corpus"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m bdci_corpus "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def run(step: str, corpus: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step in bash, as a runner does: its environment from the inputs and their defaults."""
    given = {name: inputs.get(name, of["default"]) for name, of in ACTION["inputs"].items()}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], value)
        for name, value in STEPS[step]["env"].items()
    }
    assert not any("${{" in value for value in environment.values()), "an expression that only GitHub knows"
    return subprocess.run(  # noqa: S603 - our own action
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[step]["run"]],  # noqa: S607 - of the PATH
        cwd=corpus,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(corpus.parent / "temp"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_action_takes_a_ledger_that_was_only_appended_to_and_refuses_another(corpus: Path) -> None:
    ledger, step = corpus / "splits" / "ledger.tsv", "The ledger was only appended to"
    assert run(step, corpus, since="HEAD").returncode == 0
    (corpus / "3.txt").write_text("早市上的蔬菜是凌晨从城外运来的。", encoding="utf-8")
    build(corpus, out=corpus / "release", freeze=True, workers=1)
    assert run(step, corpus, since="HEAD").returncode == 0
    lines = ledger.read_text("utf-8").splitlines(keepends=True)
    ledger.write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    refused = run(step, corpus, since="HEAD")
    assert refused.returncode == 1
    assert "ledger" in refused.stdout + refused.stderr


def test_the_action_checks_a_release_and_writes_the_verdict(corpus: Path) -> None:
    step = "The release proves itself"
    assert run(step, corpus, release="release/a").returncode == 0
    assert run(step, corpus, release="release/a", statement="the verdict.json").returncode == 0
    assert (corpus / "the verdict.json").is_file()
    (corpus / "release" / "a" / "NOTICE").write_text("Mine.", encoding="utf-8")
    assert run(step, corpus, release="release/a").returncode == 1


def test_the_container_file_copies_and_installs_what_there_is() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    assert "/source/constraints.txt" in text
    assert (ROOT / "constraints.txt").is_file()
    assert re.search(r"^USER \d+:\d+$", text, re.MULTILINE), "a name needs a file that a small image may lack"


AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


@contextmanager
def passable(*places: Path) -> Iterator[None]:
    """Let everybody pass through the temporary folders around places: ``mktemp`` and pytest let only their owner in."""
    below = Path(tempfile.gettempdir()).resolve()
    around = {folder for place in places for folder in (place.resolve(), *place.resolve().parents)}
    modes = {path: path.stat().st_mode for path in around if path != below and path.is_relative_to(below)}
    try:
        for path, mode in modes.items():
            path.chmod(mode | 0o011)
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@pytest.mark.skipif(
    os.name != "posix" or os.getuid() != 0 or not shutil.which("setpriv"), reason="needs root to give up"
)
def test_it_builds_as_nobody_with_a_home_that_alone_may_be_written(corpus: Path, tmp_path: Path) -> None:
    """The environment that the container file sets is enough: nothing is written but there and into the corpus."""
    variables = dict(re.findall(r"(\w+)=(/tmp[\w/]*)", (ROOT / "Containerfile").read_text("utf-8")))
    home = tmp_path / "home"
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    placed = {name: value.replace("/tmp", str(home), 1) for name, value in variables.items()}  # noqa: S108 - its own
    assert set(placed) >= {"HOME", "XDG_CACHE_HOME", "NUMBA_CACHE_DIR"}
    subprocess.run(["chown", "-R", "65534:65534", str(corpus)], check=True)  # noqa: S603, S607 - ours
    shutil.rmtree(corpus / "release")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **placed}
    program = (*AS_NOBODY, sys.executable, "-m", "bdci_corpus")
    with passable(corpus, ROOT, Path(sys.prefix)):
        if subprocess.run([*program, "--version"], env=environment, capture_output=True, check=False).returncode:  # noqa: S603 - ours
            pytest.skip("the checkout lies where nobody else may read, such as root's home")
        done = subprocess.run(  # noqa: S603 - ours
            [*program, "build"], cwd=corpus, env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    assert (corpus / "release" / "a" / "manifest.json").is_file()
