"""Where a build works: its cache, which is one build's at a time, and folders that replace others once whole."""

from __future__ import annotations

import atexit
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import BaseFileLock, FileLock, Timeout

from bdci_corpus.errors import ProjectError, working_in
from bdci_corpus.progress import Progress
from bdci_corpus.project import CACHE, Project
from bdci_corpus.release import MANIFEST, SUMS, put_in_place, recover


@contextmanager
def cache_of(project: Project, target: Path, tell: Progress) -> Iterator[Path]:
    """Give the folder where what was read is kept, to this build alone; another build of this release waits.

    In a project it lies in the project, so that no text that is held back stands beside releases. Where it
    cannot be written, as in a read-only project, a temporary folder does.
    """
    own = project.root / CACHE / target.parent.name / target.name
    folder = own if project.declared else target.parent / ".cache" / target.name
    lock = _locked(folder, tell)
    if lock is None:
        with TemporaryDirectory(prefix="bdci_corpus", ignore_cleanup_errors=True) as temporary:
            yield Path(temporary) / target.name
        return
    with lock:
        _sweep(sketches_beside(folder))
        yield folder


def lend_scratch(out: Path) -> None:
    """Let temporary files stand below ``out`` until this process ends, where the system has no place for them.

    Of a container whose root is read-only, often the output alone may be written.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        out.mkdir(parents=True, exist_ok=True)
        folder = tempfile.mkdtemp(prefix=".scratch.", dir=out)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        tempfile.tempdir = os.environ["TMPDIR"] = folder


def sketches_beside(cache: Path) -> Path:
    """Return where the sketches of a build are kept, given its cache folder."""
    return cache.with_name(f"{cache.name}.sketches.parquet")


def _sweep(path: Path) -> None:
    """Remove what killed builds left of what was to become ``path``: its name and a process's number."""
    for left in path.parent.glob(f"{glob.escape(path.name)}.*"):
        if left.name.removeprefix(f"{path.name}.").isdecimal():
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _locked(folder: Path, tell: Progress) -> BaseFileLock | None:
    """Return the lock of a cache folder, taken once; None where the folder cannot be written."""
    lock = FileLock(folder.with_name(f"{folder.name}.lock"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        tell("waiting for another build", 0, 1)
        lock.acquire()
        tell("waiting for another build", 1, 1)
    except OSError:
        return None
    return lock


def tidy(target: Path) -> None:
    """Put right what killed builds of a release left behind: nobody else builds it now."""
    recover(target)
    _sweep(target.with_name(f".{target.name}"))


def refuse_to_replace(project: Project, target: Path) -> None:
    """Refuse to put a release, or what it holds back, in the place of anything else than what a build wrote.

    Raises:
        ProjectError: the project or its raw files lie there, or files that no build wrote.
    """
    for folder in (target, private_beside(target)):
        if any(root.resolve().is_relative_to(folder.resolve()) for root in (project.root, project.raw_folder)):
            what = "The raw files lie there, and a release would replace them."
        elif _is_other(folder):
            what = "It holds files that no build wrote, and a release would replace them."
        else:
            continue
        remedy = "Name another folder with --out, or move what is there."
        raise ProjectError(str(folder), what, remedy)


def _is_other(folder: Path) -> bool:
    """Return whether something stands there that no build wrote: hidden files, as systems leave them, are nothing."""
    if not folder.is_dir():
        return folder.exists()
    if any((folder / name).is_file() for name in (MANIFEST, SUMS)):
        return False
    there = [path for path in folder.iterdir() if not path.name.startswith(".")]
    return not {path.name for path in there} <= _HELD_BACK or any(
        file.suffix != ".parquet" for path in there if path.is_dir() for file in path.iterdir()
    )


_HELD_BACK = frozenset({"documents", "passages", "traces", "quarantine.jsonl"})
"""What a build before manifests of what is held back put there, and nothing else."""


def private_beside(target: Path) -> Path:
    """Return where stands what a release holds back: beside the folder of releases."""
    return target.parent.parent / "private" / target.name


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder that becomes ``target`` if all goes well, and goes away if not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    tidy(target)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.mkdir()
    try:
        with working_in(target):
            yield temporary
            put_in_place(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
