"""A cluster makes the same bytes as one machine, whatever dies on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nodes import Killer, nodes

from bdci_corpus.building.steps import build
from bdci_corpus.errors import ClusterError

pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore::FutureWarning:ray")]

FILES, DEADLY_FILE = 500, 2

TOML = """[corpus]
name = "deadly"

[[sources]]
name = "all"
files = ["seeds/*"]
license = "CC0-1.0"
restriction = "open"
"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small files, some of them copies."""
    folder = tmp_path_factory.mktemp("raw")
    for number in range(FILES):
        (folder / f"{number:04}.txt").write_text(text_of(number % (FILES - 9)), "utf-8")
    return folder


def text_of(number: int) -> str:
    return "".join(chr(0x4E00 + (number * 911 + k * 37 + k * k) % 9000) for k in range(60)) + "。\n"


@pytest.fixture(scope="module")
def expected(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sums of all files of the release that one machine makes."""
    return sums(build(raw, out=tmp_path_factory.mktemp("local"), workers=1).release)


def sums(release: Path) -> str:
    return (release / "SHA256SUMS").read_text("utf-8")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head and two nodes."""
    with nodes(2) as running:
        yield running


@pytest.mark.parametrize("kind", ["worker", "node"])
def test_whatever_is_killed_the_bytes_are_the_same(
    cluster: Any,  # noqa: ANN401 - of Ray
    raw: Path,
    expected: str,
    tmp_path: Path,
    kind: str,
) -> None:
    killer = Killer(cluster, kind)
    assert sums(build(raw, out=tmp_path, engine="ray", progress=killer).release) == expected
    assert killer.killed == 1


DEADLY = '''"""A loader that ends its process."""
import os
from bdci_corpus import Reading

def sniff(head, name):
    return 1.0 if "致命" in head else 0.0

def read(text, name):
    os._exit(9)
    yield Reading(start=0, end=len(text))
'''


@pytest.mark.usefixtures("cluster")
def test_a_file_that_kills_its_process_is_left_out_by_name(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "seeds").mkdir(parents=True)
    (project / "loaders").mkdir()
    (project / "corpus.toml").write_text(TOML, "utf-8")
    (project / "loaders" / "deadly.py").write_text(DEADLY, "utf-8")
    for number in range(4):
        text = ("致命" if number == DEADLY_FILE else "") + text_of(number)
        (project / "seeds" / f"{number}.txt").write_text(text, "utf-8")
    result = build(project, out=tmp_path / "release", engine="ray")
    assert [name for name, *_ in result.quarantined] == [f"{DEADLY_FILE}.txt"]
    assert "died" in result.quarantined[0][1]
    assert result.documents == 3


class DiedError(Exception):
    """The driver dies."""


@pytest.mark.usefixtures("cluster")
def test_what_a_dead_driver_left_is_gone_on_with(raw: Path, expected: str, tmp_path: Path) -> None:
    def die(stage: str, done: int, total: int) -> None:
        if stage == "reading" and total / 3 < done < total:
            raise DiedError

    with pytest.raises(DiedError):
        build(raw, out=tmp_path, engine="ray", progress=die)
    finished = [path for path in (tmp_path / ".cache" / raw.name).iterdir() if not path.name.startswith(".")]
    before = {path.name: path.stat().st_mtime_ns for path in finished}
    assert before
    assert sums(build(raw, out=tmp_path, engine="ray").release) == expected
    again = {path.name: path.stat().st_mtime_ns for path in finished if path.exists()}
    assert before == again


def test_a_node_of_another_version_is_refused(
    cluster: Any,  # noqa: ANN401, ARG001 - of Ray
    raw: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bdci_corpus.building.engines.ray.libraries", lambda: {"pyarrow": "another"})
    with pytest.raises(ClusterError, match="another pyarrow"):
        build(raw, out=tmp_path, engine="ray")
