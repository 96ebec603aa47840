"""Compiled loops are kept by what they were made from, and results by all the code and data there is."""

# ruff: noqa: S603 - our own program
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pyarrow.parquet as pq
import pytest
from places import ROOT

from bdci_corpus.compiling import code_digest, kernel_digest, remembered
from bdci_corpus.rules.punctuation_kernels import widen

_SPANS = """
from bdci_corpus.compiling import PACE
from bdci_corpus.rules import punctuation
from bdci_corpus.rules.context import Context
PACE.enough = 0
text = "他说(好的),走吧!真的?是.\\n" * 3
print(len(punctuation.find(text, Context(file_text=text)).edits.spans))
"""


def spans(site: Path, cache: Path) -> int:
    """Run a rule, compiled, against a copy of the package, and return how many edits it found."""
    environment = {**os.environ, "PYTHONPATH": str(site), "NUMBA_CACHE_DIR": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", _SPANS]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=site, timeout=300)
    return int(done.stdout)


def test_a_loop_is_compiled_anew_when_a_constant_of_another_module_has_changed(tmp_path: Path) -> None:
    package = tmp_path / "site" / "bdci_corpus"
    shutil.copytree(ROOT / "bdci_corpus", package, ignore=shutil.ignore_patterns("__pycache__"))
    before = spans(package.parent, tmp_path / "cache")
    flags = package / "text" / "flags.py"
    text = flags.read_text("utf-8")
    exchanged = text.replace("    MARK,\n    BRACKET,\n", "    BRACKET,\n    MARK,\n")
    assert exchanged != text
    flags.write_text(exchanged, "utf-8")
    assert spans(package.parent, tmp_path / "cache") == before > 0


def a_kernel(limit: int) -> int:
    """Count, as a kernel would."""
    return limit + _A_CONSTANT


_A_CONSTANT = 3


def test_the_digest_of_a_loop_follows_the_constants_that_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    before = kernel_digest(a_kernel)
    assert before == kernel_digest(a_kernel)
    monkeypatch.setattr(sys.modules[__name__], "_A_CONSTANT", 4)
    assert kernel_digest(a_kernel) != before


def test_a_loop_may_not_read_what_cannot_be_told() -> None:
    kernel = FunctionType(a_kernel.__code__, {"_A_CONSTANT": object()}, "kernel")
    with pytest.raises(TypeError, match="give it as an argument"):
        kernel_digest(kernel)


def test_every_kernel_has_a_digest() -> None:
    assert kernel_digest(widen)


def test_results_are_of_this_code_and_this_data(tmp_path: Path) -> None:
    package = tmp_path / "bdci_corpus"
    shutil.copytree(ROOT / "bdci_corpus", package, ignore=shutil.ignore_patterns("__pycache__"))
    digests = set()
    for path in (None, package / "rules" / "mojibake" / "bigrams.npy", package / "text" / "alphabet.py"):
        if path is not None:
            path.write_bytes(path.read_bytes() + b"\n")
        code_digest.cache_clear()
        digests.add(code_digest(package))
    assert len(digests) == 3


_WITH_A_NOTICE = """
import sys
from bdci_corpus.building import build
build(sys.argv[1], out=sys.argv[2])
print("numba" in sys.modules)
"""


def test_a_small_build_compiles_nothing_though_it_finds_a_notice(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    notice = "国务院有关部门按照各自的职责，负责监督管理工作。\n本文采用 CC BY 4.0 许可协议，转载请注明出处。\n"
    (tmp_path / "raw" / "a.txt").write_text(notice, encoding="utf-8")
    command = [sys.executable, "-c", _WITH_A_NOTICE, str(tmp_path / "raw"), str(tmp_path / "release")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    assert done.stdout.strip() == "False"
    (written,) = (tmp_path / "release" / "raw" / "documents").glob("*.parquet")
    assert "CC BY 4.0" in pq.read_table(written)["notice_text"][0].as_py()


def test_what_was_made_once_is_remembered_by_what_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bdci_corpus.compiling.compiled_folder", lambda: tmp_path)
    made = list[int]()

    def make() -> list[int]:
        made.append(len(made))
        return list(made)

    assert remembered("numbers", make, "a") == remembered("numbers", make, "a") == [0]
    assert remembered("numbers", make, "b") == [0, 1]
    for path in tmp_path.glob("numbers-*"):
        path.write_text("[0, ", encoding="utf-8")
    assert remembered("numbers", make, "a") == [0, 1, 2]
    assert remembered("numbers", make, "a") == [0, 1, 2]
    monkeypatch.setattr("bdci_corpus.compiling.compiled_folder", lambda: None)
    assert remembered("numbers", make, "a") == [0, 1, 2, 3]
