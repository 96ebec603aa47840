"""Loops are compiled before the first file is read, and not while one is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from noise import clean, jammer, mojibake, pinyin, seeded, width

import bdci_corpus.building.warm as warming
from bdci_corpus.building.warm import warm
from bdci_corpus.compiling import PACE, compiled, compiled_folder
from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.neardup.comparison import find_near_duplicates
from bdci_corpus.neardup.dispatch import SizeThresholds


@pytest.fixture(autouse=True)
def _pace() -> Iterator[None]:
    before = PACE.seen
    warm.cache_clear()
    yield
    PACE.seen = before


def noisy() -> Iterator[str]:
    """Yield texts with each kind of noise there is."""
    chance = seeded(7)
    text = clean.prose(chance, paragraphs=4)
    yield from (text, pinyin.annotate(clean.traditional(text), chance).text, jammer.jam(text, chance).text)
    yield width.loosen(width.misquote(width.fold(text, chance).text, chance).text, chance).text
    yield mojibake.slip(text, chance).text


def test_what_is_compiled_once_is_all_there_is() -> None:
    folder = compiled_folder()
    for mark in folder.glob("all-*") if folder else ():  # else nothing is called here, since it was elsewhere
        mark.unlink(missing_ok=True)
    warm()
    assert PACE.fast()
    met = compiled.cache_info().misses
    texts = list(noisy())
    loaders = find_loaders()
    for text in texts:
        assert read_bytes(text.encode(), "a.txt", loaders, Settings()).documents
    find_near_duplicates(texts * 2, overlaps=True, limits=SizeThresholds(plain_bytes=0))
    assert compiled.cache_info().misses == met


def test_it_is_said_and_only_once() -> None:
    told: list[tuple[str, int, int]] = []
    warm(lambda *said: told.append(said))
    assert [done for _, done, _ in told] in ([], [0, 1, 2])
    again: list[tuple[str, int, int]] = []
    warm.cache_clear()
    warm(lambda *said: again.append(said))
    assert again == []


PANDAS = """import sys
import pyarrow as pa
from bdci_corpus.cli import main
try:
    main(["build", sys.argv[1], "--out", sys.argv[2], "--quiet"])
except SystemExit as end:
    assert not end.code
assert "pandas" not in sys.modules
import pandas
assert pa.table({"a": [1]}).to_pandas()["a"].tolist() == [1]
assert pa.array(pandas.Series([1, 2])).to_pylist() == [1, 2]
"""


def test_a_build_on_the_command_line_does_without_pandas(tmp_path: Path) -> None:
    """It takes as long to import as a small build."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("山上有一座小庙。\n", "utf-8")
    command = [sys.executable, "-c", PANDAS, str(tmp_path / "raw"), str(tmp_path / "release")]
    subprocess.run(command, check=True, timeout=300)  # noqa: S603 - our own program


def test_loops_are_compiled_in_a_process_that_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a compiler takes would else stay in the process that compares and writes."""
    mark, asked = tmp_path / "mark", []

    class Pool:
        def submit(self, work: Callable[[], None]) -> Future[None]:
            asked.append(work)
            mark.touch()
            done: Future[None] = Future()
            done.set_result(None)
            return done

    monkeypatch.setattr(warming, "_mark", lambda: mark)
    monkeypatch.setattr(warming, "pool_of", lambda _: Pool())
    monkeypatch.setattr(warming, "stop", lambda _: None)
    told: list[int] = []
    warming.warm_apart(lambda _, done, __: told.append(done))
    assert asked == [warm]
    assert told == [0, 2]
    assert PACE.fast()
    warming.warm_apart()
    assert asked == [warm], "it is done already"


PHRASES = """import sys
from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders
read = read_bytes(("實(shí)現(xiàn)國(guó)家(jiā)發(fā)展(zhǎn)\\n" * 8).encode(), "a.txt", find_loaders(), Settings())
assert read.documents[0].text.startswith("實現國家")
assert "pypinyin.phrases_dict" not in sys.modules
"""


def test_reading_does_without_a_dictionary_of_phrases() -> None:
    """It takes 40 MB in each process."""
    subprocess.run([sys.executable, "-c", PHRASES], check=True, timeout=300)  # noqa: S603 - our own program
