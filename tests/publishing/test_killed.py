"""The trials of kills, in small: the program says how it is run with more."""

from __future__ import annotations

from pathlib import Path

import kill_publish
import pytest


def test_a_killed_run_is_finished_by_the_next(capfd: pytest.CaptureFixture[str]) -> None:
    assert kill_publish.main(6, seed=11) == 0
    assert "6 trials, 0 with something wrong" in capfd.readouterr().out


def test_the_copies_of_dead_processes_are_swept_and_nothing_else(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    from publishing import files_of, make_release

    import bdci_corpus

    release = make_release(tmp_path / "p", "open", "attribution").release
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    places = tmp_path / "places"
    kept = [places / f".copy.{os.getpid()}" / "a", places / ".copy.notes", places / f".other.{dead.pid}"]
    for path in (*kept, places / f".copy.{dead.pid}" / "a"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    # A copy of our own number is ours to replace, and gone with it.
    bdci_corpus.publish(release, f"dir:{places / 'copy'}")
    assert files_of(places / "copy") == files_of(release)
    assert {path.name for path in places.iterdir()} == {"copy", ".copy.notes", f".other.{dead.pid}"}
