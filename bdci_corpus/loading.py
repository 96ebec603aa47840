"""Find loader scripts, load them by path, and choose the one that knows a file."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Edit, Field, Mark, Reading

SNIFF_CHARACTERS = 4096
"""How much of a decoded file a loader's ``sniff`` is shown."""

Sniff = Callable[[str, str], float]
Read = Callable[[str, str], Iterable[Reading]]
Annotate = Callable[[str], Iterator[Field | Mark]]


@dataclass(frozen=True)
class Loader:
    """A loader script: what it is called, where it lies, and its functions."""

    name: str
    path: Path
    sha256: str
    summary: str
    sniff: Sniff
    read: Read
    annotate: Annotate | None


def shipped_folder() -> Path:
    """Return the folder of the loaders that come with the library: in the wheel, or beside the source."""
    inside = Path(__file__).parent / "_shipped" / "loaders"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "loaders"


@cache
def load_loader(path: Path) -> Loader:
    """Run a loader script and return it.

    Raises:
        LoaderError: it cannot be read or run, or lacks ``sniff`` or ``read``.
    """
    where = path.name
    try:
        source = path.read_bytes()
    except OSError as error:
        problem = f"The script cannot be read: {error.strerror}."
        raise LoaderError(where, problem, "Name another path.") from None
    digest = sha256(source).hexdigest()
    module = ModuleType(f"_bdci_corpus_loader_{digest[:16]}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102 - a loader is code, named by its user
    except Exception as error:
        line = _line_in(error, path)
        problem = f"The script fails: {error!r}."
        raise LoaderError(where + line, problem, "Correct it.") from error
    missing = [name for name in ("sniff", "read") if not callable(getattr(module, name, None))]
    if missing:
        problem = f"The script has no function {missing[0]}."
        raise LoaderError(where, problem, "See `bdci-corpus loaders new`.")
    return Loader(
        name=path.stem,
        path=path,
        sha256=digest,
        summary=(module.__doc__ or "").strip().partition("\n")[0],
        sniff=module.sniff,
        read=module.read,
        annotate=getattr(module, "annotate", None),
    )


def _line_in(error: Exception, path: Path) -> str:
    if isinstance(error, SyntaxError):
        return f" > line {error.lineno}"
    traceback, line = error.__traceback__, ""
    while traceback:
        if traceback.tb_frame.f_code.co_filename == str(path):
            line = f" > line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return line


def find_loaders(project_loaders: Path | None = None) -> Mapping[str, Loader]:
    """Return the loaders by name: the shipped ones, and a project's own, which come first."""
    folders = [shipped_folder(), *([project_loaders] if project_loaders else [])]
    paths = {
        path.stem: path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.glob("*.py"))
        if not path.name.startswith("_")
    }
    return {name: load_loader(paths[name]) for name in sorted(paths)}


def named_loader(loaders: Mapping[str, Loader], name: str, where: str) -> Loader:
    """Return the loader of that name.

    Raises:
        LoaderError: there is none; names the nearest.
    """
    if name in loaders:
        return loaders[name]
    near = difflib.get_close_matches(name, loaders, n=1)
    remedy = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(loaders)}."
    raise LoaderError(where, f'There is no loader "{name}".', remedy)


def surest_loader(loaders: Mapping[str, Loader], text: str, name: str) -> Loader:
    """Return the loader that is surest that a decoded file is of its kind; ties go by name."""
    head = text[:SNIFF_CHARACTERS]
    return max(loaders.values(), key=lambda loader: (_sureness(loader, head, name), loader.name))


def _sureness(loader: Loader, head: str, name: str) -> float:
    sureness = _guarded(loader, name, lambda: loader.sniff(head, name))
    if not isinstance(sureness, int | float) or not 0 <= sureness <= 1:
        raise LoaderError(
            loader.path.name,
            f"sniff returned {sureness!r} for {name}.",
            "It must return a number from 0 to 1.",
        )
    return float(sureness)


def read_with(loader: Loader, text: str, name: str) -> list[Reading]:
    """Run a loader over a decoded file and check what it found.

    Raises:
        LoaderError: the script fails, or breaks the contract of ``Reading``.
    """
    readings = list(_guarded(loader, name, lambda: list(loader.read(text, name))))
    last_end = 0
    locators: set[str] = set()
    for number, reading in enumerate(readings):
        problem = _broken(reading, len(text))
        if problem is None and reading.start < last_end:
            problem = "Regions overlap or are out of order"
        if problem is None and (reading.locator in locators or (len(readings) > 1 and not reading.locator)):
            problem = f'Locator "{reading.locator}" is empty or given twice'
        if problem is not None:
            where = f"{name} > {loader.name} > reading {number}"
            raise LoaderError(where, f"{problem}.", "Correct the loader script.")
        locators.add(reading.locator)
        last_end = reading.end
    return readings


def _guarded(loader: Loader, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401 - a user's code
    """Run a loader's code, turning its failure into an error that names script, line and file."""
    try:
        return call()
    except LoaderError:
        raise
    except Exception as error:
        where = f"{name} > {loader.path.name}{_line_in(error, loader.path)}"
        raise LoaderError(where, f"The loader fails: {error!r}.", "Correct it, or name another loader.") from error


def _broken(reading: Reading, length: int) -> str | None:
    """Return what breaks the contract, or None."""
    if not 0 <= reading.start <= reading.end <= length:
        return f"Region {reading.start}–{reading.end} is outside the text"
    here = reading.start
    for edit in reading.edits:
        if not here <= edit.start <= edit.end <= reading.end:
            return f"Edit {edit.start}–{edit.end} overlaps another, is out of order or outside the region"
        here = edit.end
    spans: list[Edit | Field | Mark] = [*reading.fields, *reading.marks]
    for span in spans:
        if not 0 <= span.start <= span.end <= length:
            return f"Span {span.start}–{span.end} is outside the text"
    return None
