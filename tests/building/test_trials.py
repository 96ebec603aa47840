"""The trials of tests/bench, in small: kills, mutated and hostile files, and lines that make work grow."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import hostile
import kills
import linear
import mutated
import pytest

POSIX = pytest.mark.skipif(sys.platform != "linux", reason="forks, signals, pipes")


@POSIX
def test_a_killed_run_is_finished_by_the_next() -> None:
    """In a process of its own, since it forks: this one has threads."""
    command = [sys.executable, kills.__file__, "--kills", "4", "--seed", "3", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


@POSIX
def test_mutated_files_come_back_exactly_or_are_refused() -> None:
    _, _, found = mutated.trials(240, 17)
    assert found == Counter({kind: times for kind, times in found.items() if kind.startswith("over")})


HOSTILE = "alias-bomb.md deep-yaml.md backticks.md quotes.csv deep.json footer.parquet bait.txt sparse.txt"


@POSIX
def test_all_processes_of_a_build_are_counted_as_one() -> None:
    """The largest of them said nothing of the others: a build of 2.2 GB passed for one of 0.7."""
    held = "import time; held = bytes([1]) * 200_000_000; time.sleep(3)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}])"
    with subprocess.Popen([sys.executable, "-c", script]) as process, hostile.Watched(process.pid) as watched:  # noqa: S603
        process.wait()
    assert watched.most > 200_000_000


@pytest.mark.parametrize("name", HOSTILE.split())
@POSIX
def test_a_hostile_file_is_read_or_named(name: str) -> None:
    command = [sys.executable, hostile.__file__, "--only", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("readers", "every"), [("read:", 97), ("named:", 301)])
def test_the_work_on_a_line_grows_with_it(readers: str, every: int) -> None:
    told: list[str] = []
    tried, bad = linear.trials(readers, every, 5, told.append, largest=32_000)
    assert tried
    assert not bad, told


@pytest.mark.parametrize("mark", ["[", "(", "“", "」", "a "])
def test_a_line_of_marks_below_lines_that_wrap_costs_what_it_holds(tmp_path: Path, mark: str) -> None:
    """A line of opening brackets was taken apart in every way there is, to see whether it is a word."""
    read = linear.readers(tmp_path)["read:plain_text"]
    lines = f"{{}} 字 a 字\n{linear.PROSE}"
    ratio, _, took = linear.growth(read, lambda size: linear.PROSE + lines.format(mark * size), largest=16_000)
    assert ratio < 12 or took < linear.ENOUGH


def test_posts_with_damage_and_foreign_line_ends_cost_what_they_hold(tmp_path: Path) -> None:
    """Each post of a thread looked at all the damage and all the line ends of its file."""
    read = linear.readers(tmp_path)["read:forum_post"]
    post = "1# 甲 发表于 2021-1-1 12:00\r\n春天来了\ufffd\ufffd\ufffd，我们去看花。\r\n\r\n"
    ratio, _, took = linear.growth(read, lambda size: post * (size // len(post)), largest=64_000)
    assert ratio < 12 or took < linear.ENOUGH  # four times the text: 4 if linear, 16 if not
