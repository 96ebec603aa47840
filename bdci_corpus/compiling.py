"""When to run a loop as machine code, and how it is compiled and kept.

Importing numba takes half a second and compiling several more, so small jobs never do: a process
interprets its loops until it has seen enough text. Both ways run the same functions.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar, cast

import numpy as np

from bdci_corpus.memory import missing

_F = TypeVar("_F", bound=Callable[..., Any])

ENOUGH = 1_000_000
"""How many characters a process looks at before its loops are compiled: about a second of interpreting
(docs/explanation/speed.md), which is what importing numba and reading compiled loops take."""

_PACKAGE = Path(__file__).parent

_NUMBA_CONFIG = Lock()
"""Held while numba's cache folder is another: it is one setting for all threads, and a thread that reads it while
another puts it back would keep machine code in the folder that the process runs in."""


class Pace:
    """Whether this process has seen enough text for compiling to pay."""

    def __init__(self, enough: int = ENOUGH) -> None:
        """Count from nothing."""
        self.enough = enough
        self.seen = 0
        self.spares_scipy = False
        """Whether numba is to import no SciPy, which it asks for BLAS: half a second that no loop of ours needs."""

    def fast(self) -> bool:
        """Return whether loops are compiled."""
        return self.seen >= self.enough

    def note(self, characters: int) -> bool:
        """Count the characters of one more text; return whether loops are compiled."""
        self.seen += characters
        return self.seen >= self.enough


PACE = Pace()


_WATCHERS: list[Callable[[bool], None]] = []


def watch_compiling(watcher: Callable[[bool], None]) -> None:
    """Call ``watcher(True)`` before a loop is compiled or its machine code is read, and ``watcher(False)`` after."""
    _WATCHERS.append(watcher)


@contextmanager
def _compiling() -> Iterator[None]:
    """Tell those who watch that loops are compiled inside."""
    for watcher in _WATCHERS:
        watcher(True)  # noqa: FBT003 - the only thing there is to say
    try:
        yield
    finally:
        for watcher in _WATCHERS:
            watcher(False)  # noqa: FBT003


def _told(dispatcher: _F) -> _F:
    """Return numba's form of a loop; those who watch are told when it is compiled, at its first call."""
    numba_form: Any = dispatcher
    compile_for = numba_form._compile_for_args  # noqa: SLF001 - numba tells of no more than compiling proper

    def telling(*arguments: object, **named: object) -> object:
        with _compiling():
            return compile_for(*arguments, **named)

    numba_form._compile_for_args = telling  # noqa: SLF001
    return dispatcher


@cache
def compiled(kernel: _F) -> _F:
    """Return the machine-code form of a kernel, compiled at its first call.

    Kernels that it calls are compiled with it. The code is kept in a folder named by
    all that it was made from (``kernel_digest``), below ``NUMBA_CACHE_DIR``, the package or the user's cache
    folder; where none of them can be written, as in a read-only container, each process compiles anew.
    """
    with _compiling():  # importing numba takes half a second, too
        return _told(_jitted(kernel))


def run_compiled(kernel: Callable[..., int], *arguments: object) -> int:
    """Run a loop as machine code, however little text this process has seen."""
    return int(compiled(kernel)(*arguments))


def _jitted(kernel: _F) -> _F:
    from numba import config as numba_config, njit

    config: Any = numba_config

    bound = _bound(kernel)
    folder = compiled_folder()
    if folder is None:
        return cast("_F", njit(nogil=True)(bound))
    if PACE.spares_scipy and "scipy.linalg" not in sys.modules:
        with missing("scipy.linalg"):
            import_module("numba.np.arraymath")
    with _NUMBA_CONFIG:
        before = config.CACHE_DIR
        config.CACHE_DIR = str(folder / kernel_digest(kernel))
        try:
            return cast("_F", njit(cache=True, nogil=True)(bound))
        except RuntimeError:  # numba: "cannot cache function: no locator available"
            return cast("_F", njit(nogil=True)(bound))
        finally:
            config.CACHE_DIR = before


def _bound(kernel: Callable[..., Any]) -> FunctionType:
    """Return a kernel that calls compiled forms, and is told that nobody interprets it."""
    seen = {**kernel.__globals__, **_callees(kernel), "INTERPRETED": False}
    bound = FunctionType(kernel.__code__, seen, kernel.__name__)
    bound.__module__, bound.__qualname__ = kernel.__module__, kernel.__qualname__
    return bound


@cache
def _inner(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """Return the form of a kernel that only others call: without a door from Python, which takes half the time."""
    from numba import njit

    options: Any = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    made: Callable[..., Any] = njit(**options)(_bound(kernel))
    return made


def _callees(kernel: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Return the compiled forms of the functions of this package that a kernel calls."""
    called = (kernel.__globals__.get(name) for name in kernel.__code__.co_names)
    return {inner.__name__: _inner(inner) for inner in called if isinstance(inner, FunctionType) and _is_kernel(inner)}


def _is_kernel(function: FunctionType) -> bool:
    """Return whether machine code can be made of a function that a kernel calls: one of this package."""
    return function.__module__.partition(".")[0] == __name__.partition(".")[0]


def kernel_digest(kernel: Callable[..., Any]) -> str:
    """Return a hash of all that a kernel's machine code is made from: its code, its callees', their constants.

    numba freezes the value of every global that a loop reads, and looks only at the time of the loop's own
    file to tell whether kept code is still good. A constant that came from another module would stay as it was.
    """
    return sha256("\n".join(_ingredients(kernel, set())).encode()).hexdigest()[:24]


def _ingredients(kernel: Callable[..., Any], seen: set[str]) -> Iterator[str]:
    """Yield what goes into the hash; raises TypeError for a constant whose value cannot be told."""
    if kernel.__qualname__ in seen:
        return
    seen.add(kernel.__qualname__)
    code = kernel.__code__
    constants = [each for each in code.co_consts if not isinstance(each, CodeType)]
    yield repr((kernel.__qualname__, code.co_code.hex(), constants, code.co_names, code.co_varnames))
    for name in sorted({*code.co_names} & kernel.__globals__.keys()):
        value = kernel.__globals__[name]
        if isinstance(value, FunctionType) and _is_kernel(value):
            yield from _ingredients(value, seen)
        elif isinstance(value, np.ndarray):
            yield f"{name} {value.dtype} {value.shape} {sha256(np.ascontiguousarray(value).tobytes()).hexdigest()}"
        elif isinstance(value, ModuleType | type | FunctionType):
            yield f"{name} {value.__name__} {getattr(value, '_fields', '')}"
        elif isinstance(value, int | float | str | tuple | np.generic):
            yield f"{name} {value!r}"
        else:
            message = f"{kernel.__qualname__} reads {name}, a {type(value).__name__}: give it as an argument"
            raise TypeError(message)


@cache
def compiled_folder() -> Path | None:
    """Return the first folder of those there are that can be written; None if none can."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    places = [Path(named)] if named else [_PACKAGE / "__pycache__", Path(user)]
    for place in places:
        folder = place / "bdci_corpus_kernels"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


def remembered(name: str, make: Callable[[], Any], *made_from: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what takes long to make, as JSON holds it: what an earlier process has left beside compiled loops.

    ``made_from`` is all that it depends on, besides Python. Where nothing can be kept, it is made each time.
    """
    folder = compiled_folder()
    key = sha256(repr((sys.version, made_from)).encode()).hexdigest()[:24]
    path = folder / f"{name}-{key}.json" if folder else None
    with suppress(OSError, ValueError):
        if path is not None:
            return json.loads(path.read_text("utf-8"))
    text = json.dumps(make(), ensure_ascii=False)
    if path is not None:
        temporary = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(path)
    return json.loads(text)


@cache
def code_digest(package: Path = _PACKAGE) -> str:
    """Return a hash of all that results depend on in a package, code and data, so that none of another is reused."""
    digest = sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0")
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
