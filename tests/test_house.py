"""How the house is kept: what is tracked, what the faces say, and what the contributor's page promises."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tarfile
import types
import zipfile
from importlib import import_module
from pathlib import Path

import house_figures
import package_contents
import pytest
import tracked_files
from places import ROOT, SEEDS

import bdci_corpus

PACKAGE = ROOT / "bdci_corpus"
PACKAGES = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
SMALL = {"a.whl": 10, "docs/c.json": tracked_files.LARGEST, "docs/d.json": tracked_files.LARGEST + 1, "kept/e.nbi": 1}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout")
def test_no_tracked_file_is_large_or_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = tracked_files.tracked()
    assert "pyproject.toml" in names
    assert list(tracked_files.problems(names)) == []


def test_a_large_file_and_a_package_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, size in SMALL.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(bytes(size))
    assert [problem.partition(" ")[0] for problem in tracked_files.problems(SMALL)] == [
        "a.whl",
        "docs/d.json",
        "kept/e.nbi",
    ]


def packed(folder: Path, files: dict[str, bytes]) -> tuple[Path, Path]:
    """Return a wheel and an sdist with these files."""
    wheel, sdist = folder / "a.whl", folder / "a.tar.gz"
    with zipfile.ZipFile(wheel, "w") as archive, tarfile.open(sdist, "w:gz") as tar:
        for name, data in files.items():
            archive.writestr(name, data)
            facts = tarfile.TarInfo(f"a-1/{name}")
            facts.size = len(data)
            tar.addfile(facts, io.BytesIO(data))
    return wheel, sdist


def test_text_of_raw_documents_is_found_in_packages(tmp_path: Path) -> None:
    known = package_contents.raw_runs()
    files = {f"docs/{path.name}.md": b"x" + path.read_bytes()[300:900] for path in SEEDS}
    files |= {"docs/good.md": "本文档为 2024 CCF BDCI 比赛用语料的一部分。写法见文档。".encode(), "b.whl": b""}
    for package in packed(tmp_path, files):
        problems = list(package_contents.problems_of(package, known))
        named = {problem.partition(" ")[0].removeprefix("a-1/") for problem in problems}
        assert named == files.keys() - {"docs/good.md"}


def test_every_name_that_users_import_is_what_it_says_whatever_was_imported_before() -> None:
    """``bdci_corpus.check`` was an AttributeError, and a module once anything had imported it."""
    for package in PACKAGES:
        import_module(f"bdci_corpus.{package.name}")
    for name in bdci_corpus.__all__:
        assert not isinstance(getattr(bdci_corpus, name), types.ModuleType), name
    verbs = ("build", "check", "normalize", "publish", "undo", "find_near_duplicates", "assign_splits", "load_dataset")
    assert {name: type(getattr(bdci_corpus, name)) for name in verbs} == dict.fromkeys(verbs, types.FunctionType)


@pytest.mark.parametrize("first", ["", "import bdci_corpus.checking.report;"])
def test_check_is_the_function_in_a_fresh_process(first: str) -> None:
    program = f"{first}import bdci_corpus; print(type(bdci_corpus.check).__name__)"
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout == "function\n"


def test_few_modules_lie_beside_the_packages() -> None:
    beside = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert len(beside) <= 8


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_a_face_says_in_one_sentence_what_the_package_is_for(package: Path) -> None:
    words = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    assert re.fullmatch(r"[A-Z][^\n]*[.?]", words.partition("\n")[0])
    face = package / "__init__.pyi"
    names = re.findall(r"\bas (\w+)", face.read_text("utf-8")) if face.exists() else []
    module = import_module(f"bdci_corpus.{package.name}")
    assert all(hasattr(module, name) for name in names)


def test_the_files_that_the_contributors_page_names_exist() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = {name for name in re.findall(r"`((?:bdci_corpus|docs|loaders|tests)/[^`\s]*)`", page) if "NEW" not in name}
    named.update(re.findall(r"\]\(([^)#:]+)\)", page))
    assert len(named) > 20
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]


def test_the_files_that_ci_runs_exist() -> None:
    named = re.findall(r"(?<![\w.-])tests/[\w/.-]*\w", (ROOT / ".ci" / "run").read_text("utf-8"))
    assert len(named) > 5
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_citation_names_the_version() -> None:
    assert f"\nversion: {bdci_corpus.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


_HAN = re.compile(r"0x(?:3400|4E00|4DBF|9FFF|A000|20000|323AF)|\\u(?:3400|4e00|9fff)", re.IGNORECASE)

_MAY_NAME_HAN = {
    "text/alphabet.py": "where the ranges stand",
    "text/flags.py": "characters of other kinds, which lie around them",
    "text/likelihood.py": "blocks of all scripts, by their bounds",
    "loading/pdf/characters.py": "what is as wide as it is high",
    "loading/pdf/joints.py": "what is written without blanks between words",
    "rules/mojibake/bigrams.py": "what GBK has of them",
    "rules/mojibake/bytestream.py": "what GBK has of them",
}


def test_what_is_han_stands_in_one_place() -> None:
    named = {
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if _HAN.search(path.read_text("utf-8"))
    }
    assert named <= _MAY_NAME_HAN.keys()


def test_every_number_has_a_sentence() -> None:
    silent = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        if not all(house_figures.sentences(ast.parse(text), text)):
            silent.append(path.relative_to(PACKAGE).as_posix())
    assert silent == []
