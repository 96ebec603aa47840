"""Read hostile formats in a process of their own, with limits of time and memory.

A binary file may be made to crash its parser, or to take all memory and all time there is. So one process reads such
files, one after the other, and hands back layers as JSON: data, never code. It is started with the first file, and
killed and started anew when one breaks a limit; that file is named with the reason. It ends with the process that
started it, however that ends: a thread of its own waits for the end of its input.

Limits of memory and of processor time hold where the system has them (POSIX); that of time by the clock everywhere.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO

from bdci_corpus.documents.limits import MORE_TIME, PATIENCE_APART, SHORTEST, OutOfBounds
from bdci_corpus.errors import CorpusError, LoaderError
from bdci_corpus.loading import Loader, checked_layers, layers_with, load_loader
from bdci_corpus.memory import give_back, resident
from bdci_corpus.records import USUAL_LIMITS, Edit, Field, Layer, Limits, Mark, Member

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

RECYCLED = 300
"""After so many files the process is replaced: what parsers leak stays small."""

GROWN = 150_000_000
"""A process that is so many bytes larger after a file than when it began is replaced, too."""

_LENGTH = struct.Struct("<Q")

_GOODBYE = 5.0
"""How long a process that was told to end may take, in seconds, before it is killed."""

_MEGABYTE = 1_000_000
"""Bytes."""


_REMEDY = "Leave it out, or open it in a program of its kind and save it anew."

_MORE_MEMORY = "Leave it out, or allow more memory under [limits] in corpus.toml."

_BEGAN = resident()

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(slots=True)
class Worker:
    """The process that reads. Safe to use from several threads, one file at a time."""

    _process: subprocess.Popen[bytes] | None = None
    _answers: SimpleQueue[bytes | None] = field(default_factory=SimpleQueue)
    _files: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def layers(self, loader: Loader, raw: bytes, name: str, limits: Limits = USUAL_LIMITS) -> list[Layer]:
        """Return the layers that a loader finds in a binary file.

        Raises:
            LoaderError: the loader fails or the file cannot be read; it breaks a limit, or its reader.
        """
        with self._lock:
            if self._process is None or self._process.poll() is not None or self._files >= RECYCLED:
                self._stop()
                self._start()
            self._files += 1
            try:
                return checked_layers(loader, self._exchange(loader, raw, name, limits), name)
            except _Broken as broken:
                raise broken.error(name, self._kill(), limits, len(raw)) from None
            except CorpusError:
                raise
            except BaseException:  # an interruption: what is on its way belongs to no one
                self._kill()
                raise

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """Let go of a process that belongs to another: this one was forked off the one that started it."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if process is not None:
            pipes: tuple[Any, ...] = (process.stdin, process.stdout)
            for pipe in pipes:  # below their buffers, whose locks another thread may have held
                pipe.raw.close()
            process.returncode = 0  # it is not ours to wait for

    def _start(self) -> None:
        paths = os.pathsep.join(dict.fromkeys([str(Path(__file__).parent.parent), *filter(None, sys.path)]))
        process = subprocess.Popen(  # noqa: S603 - this module, by this interpreter
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        )
        self._process, self._answers, self._files = process, SimpleQueue(), 0
        threading.Thread(target=_collect, args=(process.stdout, self._answers), daemon=True).start()

    def _exchange(self, loader: Loader, raw: bytes, name: str, limits: Limits) -> list[Layer]:
        """Send a file and receive its layers."""
        asked = {
            "loader": str(loader.path),
            "sha256": loader.sha256,
            "name": name,
            "seconds": limits.seconds_for(len(raw)),
            "memory": limits.memory,
        }
        end = time.monotonic() + _clock(limits, len(raw))
        pipe = self._process.stdin if self._process else None
        try:
            if pipe is None:
                raise BrokenPipeError
            _send(pipe, json.dumps(asked).encode())
            _send(pipe, raw)
        except OSError:
            raise _Broken from None
        layers: list[Layer] = []
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise _Broken(late=True) from None
            if answer is None:
                raise _Broken
            record = json.loads(answer)
            if "problem" in record:
                raise LoaderError(record["where"], record["problem"], record["remedy"])
            if "layers" in record:
                self._files = RECYCLED if record["grown"] > GROWN else self._files
                return layers
            layers.append(_layer(record))

    def _stop(self) -> None:
        """Close the process's input, and wait for it to end."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.stdin.close() if process.stdin else None
        try:
            process.wait(_GOODBYE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()

    def _kill(self) -> int:
        """Kill the process, and return how it had ended: a negative number is that of a signal."""
        process = self._process
        if process is None:
            return 0
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
        code = process.poll()
        process.kill()
        self._stop()
        return 0 if code is None else code


class _Broken(Exception):  # noqa: N818 - it never leaves this module
    """The process ended, or is late."""

    def __init__(self, *, late: bool = False) -> None:
        """Say whether it is late."""
        super().__init__()
        self.late = late

    def error(self, name: str, code: int, limits: Limits, size: int) -> LoaderError:
        """Return what happened over a file of so many bytes, from how its reader ended."""
        signals = {number.name: -number for number in signal.Signals}
        seconds = limits.seconds_for(size)
        if self.late:
            problem = f"Reading it takes more than {_clock(limits, size):,.0f} seconds by the clock."
            return OutOfBounds(name, problem, MORE_TIME)
        if code == signals.get("SIGXCPU", 1):
            return OutOfBounds(name, f"Reading it takes more than {seconds:,.0f} seconds of the processor.", MORE_TIME)
        if code in {signals.get("SIGABRT", 1), signals.get("SIGKILL", 1), signals.get("SIGTRAP", 1)}:
            return LoaderError(name, f"{_too_much(limits.memory)[:-1]}, or breaks its reader.", _MORE_MEMORY)
        named = next((name for name, number in signals.items() if number == code), f"status {code}")
        return LoaderError(name, f"It crashes its reader ({named}).", _REMEDY)


WORKER = Worker()
"""The process that reads for this one."""

atexit.register(WORKER.close)

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WORKER.forget)


def isolated_layers(loader: Loader, raw: bytes, name: str, limits: Limits = USUAL_LIMITS) -> list[Layer]:
    """Return the layers that a loader finds in a binary file, read in a process of its own.

    Raises:
        LoaderError: the loader fails, the file cannot be read, or it takes more time or memory than it may.
    """
    if not sys.executable:  # an interpreter within another program cannot start itself
        return layers_with(loader, raw, name)
    return WORKER.layers(loader, raw, name, limits)


def _clock(limits: Limits, size: int) -> float:
    return PATIENCE_APART * max(limits.seconds_for(size), SHORTEST)


def _too_much(memory: int) -> str:
    return f"Reading it takes more than {memory // _MEGABYTE:,} MB of memory."


def _send(pipe: BinaryIO | Any, content: bytes) -> None:  # noqa: ANN401 - what Popen has
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: BinaryIO | Any) -> bytes | None:  # noqa: ANN401
    """Return one message, or None where there are no more."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content: bytes = pipe.read(length)
    return content if len(content) == length else None


def _collect(pipe: BinaryIO | Any, messages: SimpleQueue[bytes | None]) -> None:  # noqa: ANN401
    """Put each message into a queue, and None behind the last."""
    with contextlib.suppress(OSError, ValueError):
        while (message := _receive(pipe)) is not None:
            messages.put(message)
    messages.put(None)


def _layer(record: Mapping[str, Any]) -> Layer:
    member = record["member"]
    return Layer(
        text=record["text"],
        member=member and Member(name=member["name"], raw=b64decode(member["raw"]), encoding=member["encoding"]),
        fields=tuple(Field(name=n, start=s, end=e, value=v) for n, s, e, v in record["fields"]),
        marks=tuple(Mark(kind=k, start=s, end=e) for k, s, e in record["marks"]),
        edits=tuple(Edit(start=s, end=e, replacement=t, rule=record["rules"][r]) for s, e, t, r in record["edits"]),
        extra=record["extra"],
    )


def _said(layer: Layer) -> dict[str, object]:
    member = layer.member
    rules = {rule: number for number, rule in enumerate(dict.fromkeys(edit.rule for edit in layer.edits))}
    return {
        "text": layer.text,
        "member": member
        and {"name": member.name, "raw": b64encode(member.raw).decode("ascii"), "encoding": member.encoding},
        "fields": [(field.name, field.start, field.end, field.value) for field in layer.fields],
        "marks": [(mark.kind, mark.start, mark.end) for mark in layer.marks],
        "rules": [*rules],  # by number: of a name that stands in a message, each time is a string of its own
        "edits": [(edit.start, edit.end, edit.replacement, rules[edit.rule]) for edit in layer.edits],
        "extra": dict(layer.extra),
    }


def serve() -> None:
    """Read files as they come, until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the other process that is interrupted
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # what a parser prints is no answer
        os.dup2(nothing, stream)
    waiting: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_collect_or_end, args=(requests, waiting), daemon=True).start()
    while True:
        asked, raw = waiting.get(), waiting.get()
        if asked is None or raw is None:
            return
        for answer in _answers(json.loads(asked), raw):
            _send(answers, json.dumps(answer, default=str).encode())


def _collect_or_end(pipe: BinaryIO, messages: SimpleQueue[bytes | None]) -> None:
    """Collect messages; when there are no more, nobody waits for an answer: end, whatever is being read."""
    _collect(pipe, messages)
    os._exit(0)


def _answers(asked: Mapping[str, Any], raw: bytes) -> Iterator[dict[str, object]]:
    try:
        loader = load_loader(Path(asked["loader"]))
        if loader.sha256 != asked["sha256"]:
            problem = "The script has changed since it was loaded."
            raise LoaderError(loader.path.name, problem, "Start anew.")
        _limit(asked["seconds"], asked["memory"])
        layers = layers_with(loader, raw, asked["name"])
        count = len(layers)
        layers.reverse()
        while layers:  # each is let go once it is told
            yield _said(layers.pop())
        give_back()
        yield {"layers": count, "grown": resident() - _BEGAN}
    except (CorpusError, MemoryError) as error:
        if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
            yield {"where": asked["name"], "problem": _too_much(asked["memory"]), "remedy": _MORE_MEMORY}
            return
        where = error.where if asked["name"] in error.where else f"{asked['name']} > {error.where}"
        yield {"where": where, "problem": error.problem, "remedy": error.remedy}


def _limit(seconds: float, memory: int) -> None:
    """Limit what is used from here on, as far as the system can."""
    if resource is None:
        return
    used = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory, hard))


if __name__ == "__main__":
    serve()
