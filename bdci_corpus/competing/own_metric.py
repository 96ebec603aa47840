"""A metric of the organizer's own, called in a process of its own, with limits of time and memory.

The function, such as ``score`` of ``scoring.py``, is given two lists in the order of ids, answers and predictions, and
returns one finite number. It runs in a process that is killed when a limit is reached, in an empty folder, and without
the environment's secrets; what it prints is not taken for its answer. It is the organizer's code, on the organizer's
machine: limits are for mistakes, and not against malice.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import Any

from bdci_corpus.competing.resampling import draws
from bdci_corpus.errors import ProjectError

try:
    import resource
except ImportError:  # Windows: the limit of time holds there
    resource = None  # type: ignore[assignment]

SECONDS = 60.0
"""How long all calls of a metric may take together, by the clock."""

MEMORY = 4_000_000_000
"""How much memory it may take, in bytes: enough for NumPy and scikit-learn, which reserve much."""

_LONGEST_SHOWN = 300
"""How much of what it raised is shown, in characters."""

Pairs = Sequence[tuple[object, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What all calls may take together: seconds by the clock, and bytes of memory."""

    seconds: float = SECONDS
    memory: int = MEMORY


USUAL = Allowed()


def own_scores(path: Path, function: str, rows: Pairs, times: int, seed: int, allowed: Allowed = USUAL) -> list[float]:
    """Return what a function makes of rows of ``(answer, prediction)``, and of so many draws of them.

    Raises:
        ProjectError: it failed, took too long or too much memory, or returned no finite number.
    """
    where = f"{path.name}:{function}"
    if not path.is_file():
        raise ProjectError(where, f"There is no file {path}.", "Put it where corpus.toml names it, or name its folder.")
    sent = {
        "path": str(path.absolute()),
        "function": function,
        "memory": allowed.memory,
        "rows": rows,
        "times": times,
        "seed": seed,
    }
    with tempfile.TemporaryDirectory() as empty:
        try:
            done = subprocess.run(  # noqa: S603 - this module, by this interpreter
                [sys.executable, "-P", "-m", __name__],
                input=json.dumps(sent).encode(),
                capture_output=True,
                timeout=allowed.seconds,
                check=False,
                cwd=empty,
                env=_environment(),
            )
        except subprocess.TimeoutExpired:
            problem = f"It took more than {allowed.seconds:g} seconds."
            raise ProjectError(where, problem, "Make it faster, or allow more with --seconds.") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        problem = "Its process ended, maybe for want of memory."
        raise ProjectError(where, problem, "Make it smaller, or allow more with --megabytes.") from None
    if "error" in answer:
        raise ProjectError(where, str(answer["error"])[:_LONGEST_SHOWN], "Correct the function.")
    return [float(one) for one in answer["scores"]]


def _environment() -> dict[str, str]:
    """Return what of the environment the process needs: no tokens, one thread, and this package."""
    paths = os.pathsep.join(dict.fromkeys([str(Path(__file__).parents[2]), *filter(None, sys.path)]))
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "TMPDIR", "LANG"}}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**kept, **threads, "PYTHONPATH": paths, "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}


def _answer(data: bytes) -> dict[str, object]:
    """Do in the process what was asked; return scores, or what went wrong."""
    asked = json.loads(data)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            function = _loaded(Path(asked["path"]), asked["function"])
            rows = asked["rows"]
            drawn = ([rows[place] for place in places] for places in draws(len(rows), asked["times"], asked["seed"]))
            scores = [_one(function, sample) for sample in chain([rows], drawn)]
    except MemoryError:
        return {"error": "It took more memory than it may; allow more with --megabytes."}
    except Exception as error:  # noqa: BLE001 - whatever an organizer's function raises is told
        return {"error": f"It raised {type(error).__name__}: {error}."}
    return {"scores": scores}


def _loaded(path: Path, name: str) -> Callable[..., Any]:
    spec = spec_from_file_location("own_metric", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = module_from_spec(spec)
    sys.path.insert(0, str(path.parent))  # it may have modules beside it
    spec.loader.exec_module(module)
    function: Callable[..., Any] = getattr(module, name)
    return function


def _one(function: Callable[..., Any], sample: Pairs) -> float:
    answers, predictions = ([pair[place] for pair in sample] for place in (0, 1))
    score = float(function(answers, predictions))
    if not isfinite(score):
        message = f"it returned {score}, which is no finite number"
        raise ValueError(message)
    return score


if __name__ == "__main__":
    written = json.dumps(_answer(sys.stdin.buffer.read()))
    sys.__stdout__.write(written)  # type: ignore[union-attr] # there is one: a pipe
