"""Kill builds, freezes, withdrawals and publications at random instants, run them again, and compare with whole ones.

    python tests/bench/kills.py                  100 kills
    python tests/bench/kills.py --kills 12 --seed 5 --quiet
    python tests/bench/kills.py --kills 200 --only withdraw

Half of the kills hit at a random operation on files (opened, made, renamed, removed), counted by an audit hook; the
other half at a random moment by the clock. Signals are KILL, INT and TERM in turn. Between a kill and the run that
follows, the release that stands there must be a whole one, and the ledger one of the two it can be; afterwards every
byte of project and releases, each lock, and the folder for temporary files must be as without the kill.
A run is a fork of this process, which has imported everything: what is killed is work, not imports.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from filelock import FileLock, Timeout

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

import bdci_corpus.building.steps  # noqa: E402 - found by the path above, and imported once for all runs
import bdci_corpus.publishing.steps  # noqa: E402, F401
from bdci_corpus.cli import main as command_line  # noqa: E402
from bdci_corpus.cli.common import INTERRUPTED  # noqa: E402
from bdci_corpus.ledger import read_ledger  # noqa: E402
from bdci_corpus.release import SUMS  # noqa: E402

TOML = """[corpus]
name = "killed"

[[sources]]
name = "all"
files = ["seeds/**/*"]
license = "CC0-1.0"
restriction = "open"

[splits]
ratios = { train = 0.6, validation = 0.2, secret = 0.2 }
hidden = ["secret"]
"""

EVENTS = ("open", "os.", "shutil.")
"""Audit events that are operations on files begin so."""

SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)

PATIENCE = 120.0
"""After so many seconds a run hangs."""

LEFT_ALONE = (".lock", ".built.json")
"""Locks, which are empty and stay when they are let go; what a build knew of the last one, by times of files."""


@dataclass(frozen=True)
class Scene:
    """A state of a project, the command that is run there, and what it comes to when nobody kills it."""

    name: str
    folder: Path
    arguments: tuple[str, ...]
    whole: Mapping[str, str]
    ledgers: frozenset[str]
    releases: frozenset[str]
    operations: int
    seconds: float


COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社"
)
"""Common characters: of rare ones the rules ask whether they are damage, which takes most of a small build."""


def text(number: int) -> str:
    draw = random.Random(number)
    return "".join(draw.choice(COMMON) for _ in range(120)) + "。\n"


def project(folder: Path) -> None:
    """Write a small project of several kinds of file."""
    seeds = folder / "project" / "seeds"
    seeds.mkdir(parents=True)
    (folder / "tmp").mkdir()
    (folder / "project" / "corpus.toml").write_text(TOML, "utf-8")
    add(seeds, range(12))
    (seeds / "post.md").write_text(f"---\ntitle: 甲\n---\n# 乙\n\n{text(90)}", "utf-8")
    (seeds / "page.html").write_text(f"<html><body><h1>丙</h1><p>{text(91)}</p></body></html>", "utf-8")
    (seeds / "rows.jsonl").write_text("".join(f'{{"text": "{text(100 + k).strip()}"}}\n' for k in range(5)), "utf-8")
    (seeds / "empty.txt").write_bytes(b"")


def add(seeds: Path, numbers: range) -> None:
    for number in numbers:
        (seeds / f"{number}.txt").write_text(text(number), "utf-8")


def snapshot(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, and its folders, by path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found[name] = "folder" if path.is_dir() else sha256(path.read_bytes()).hexdigest()
    return found


def forked(folder: Path, arguments: tuple[str, ...], hook: Callable[[str], None] | None = None) -> int:
    """Run a command in a child, in ``folder``; return its number. ``hook`` is told of each operation on files."""
    return child(folder, lambda: command_line(list(arguments), prog_name="bdci-corpus"), hook)


def child(folder: Path, work: Callable[[], object], hook: Callable[[str], None] | None = None) -> int:
    """Do work in a child, in ``folder``; return its number. What it prints goes to said.txt."""
    process = os.fork()
    if process:
        return process
    status = 99
    try:
        os.setpgid(0, 0)
        os.chdir(folder)
        os.environ["TMPDIR"] = str(folder / "tmp")
        said = os.open(folder / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        if hook:
            sys.addaudithook(lambda event, _: hook(event) if event.startswith(EVENTS) else None)
        work()
        status = 0
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    except BaseException:  # noqa: BLE001 - told in said.txt
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def ended(process: int) -> int:
    """Wait for a child; return its status, or minus the signal that ended it.

    Raises:
        TimeoutError: it hangs.
    """
    status, _ = ended_with_usage(process, PATIENCE)
    if status == -signal.SIGXCPU:
        raise TimeoutError
    return status


def ended_with_usage(process: int, patience: float) -> tuple[int, resource.struct_rusage]:
    """Wait for a child; return its status, or minus the signal that ended it, and what it took.

    One that hangs is ended, and its status is minus ``SIGXCPU``.
    """
    deadline, late = time.monotonic() + patience, False
    while True:
        found, status, usage = os.wait4(process, os.WNOHANG)
        if found:
            return -signal.SIGXCPU if late else os.waitstatus_to_exitcode(status), usage
        if not late and time.monotonic() > deadline:
            late = True
            os.killpg(process, signal.SIGKILL)
        time.sleep(0.005)


def run(folder: Path, arguments: tuple[str, ...]) -> int:
    status = ended(forked(folder, arguments))
    if status not in (0, 1):
        raise RuntimeError((folder / "said.txt").read_text("utf-8"))
    (folder / "said.txt").unlink()
    return status


def import_all(folder: Path) -> None:
    """Import what a build imports on its way, so that no run has to; in a child it is found out what that is."""
    folder.mkdir()
    project(folder)

    def told() -> None:
        with suppress(SystemExit):
            command_line(["build", "project", "--out", "out", "--quiet"], prog_name="bdci-corpus")
        (folder / "modules.txt").write_text("\n".join(sys.modules), "utf-8")

    ended(child(folder, told))
    for name in (folder / "modules.txt").read_text("utf-8").split():
        with suppress(Exception):
            importlib.import_module(name)
    shutil.rmtree(folder)


def counted(folder: Path, arguments: tuple[str, ...]) -> int:
    """Return how many operations on files a run comes to."""
    reader, writer = os.pipe()
    process = forked(folder, arguments, lambda _: bool(os.write(writer, b".")))
    os.close(writer)
    total = 0
    while told := os.read(reader, 65536):
        total += len(told)
    os.close(reader)
    ended(process)
    return total


def scene(name: str, folder: Path, arguments: tuple[str, ...]) -> Scene:
    """Run a command on copies of a state, and note what it comes to."""
    copy = folder.with_name(f"{folder.name}.{name}")
    shutil.copytree(folder, copy)
    operations = counted(copy, arguments)
    shutil.rmtree(copy)
    shutil.copytree(folder, copy)
    begun = time.monotonic()
    run(copy, arguments)
    seconds = time.monotonic() - begun
    before, whole = snapshot(folder), snapshot(copy)
    shutil.rmtree(copy)
    ledger, sums = "project/splits/ledger.tsv", f"out/killed/{SUMS}"
    return Scene(
        name,
        folder,
        arguments,
        whole,
        frozenset({before.get(ledger, ""), whole.get(ledger, "")}),
        frozenset({before.get(sums, ""), whole.get(sums, "")}),
        operations,
        seconds,
    )


def scenes(folder: Path) -> Iterator[Scene]:
    """Yield what is killed: commands on a project that is new, built, frozen, grown or published."""
    build = ("build", "project", "--out", "out", "--quiet")
    freeze = (*build, "--freeze")
    withdraw = ("withdraw", "3.txt", "--reason", "on request", "--folder", "project", "--quiet")
    new, built, frozen, grown = (folder / name for name in ("new", "built", "frozen", "grown"))
    new.mkdir()
    project(new)
    yield scene("build", new, build)
    yield scene("freeze", new, freeze)
    shutil.copytree(new, built)
    run(built, build)
    yield scene("freeze", built, freeze)
    shutil.copytree(built, frozen)
    run(frozen, freeze)
    yield scene("withdraw", frozen, withdraw)
    shutil.copytree(frozen, grown)
    run(grown, withdraw)
    add(grown / "project" / "seeds", range(20, 24))
    yield scene("build", grown, build)
    yield scene("freeze", grown, freeze)
    yield scene("build-in-processes", new, (*build, "--workers", "2"))
    publish = ("publish", "out/killed", "--quiet", "--to")
    yield scene("publish", frozen, (*publish, "dir:published"))
    again = folder / "again"
    shutil.copytree(grown, again)
    run(again, (*publish, "dir:published"))
    run(again, (*publish, "dir:published.zip"))
    (again / "project" / "corpus.toml").write_text(TOML.replace("[corpus]", '[corpus]\nversion = "0.2.0"'), "utf-8")
    run(again, freeze)
    yield scene("publish", again, (*publish, "dir:published"))
    yield scene("publish-zip", again, (*publish, "dir:published.zip"))


def trial(scene: Scene, sent: signal.Signals, draw: random.Random, folder: Path) -> tuple[str, list[str]]:
    """Kill one run, and run again; return where it was hit, and what is wrong."""
    shutil.copytree(scene.folder, folder)
    by_count = bool(draw.getrandbits(1))
    if by_count:
        at = draw.randrange(1, scene.operations + 1)
        hit = f"operation {at} of {scene.operations}"
        process = forked(folder, scene.arguments, _bomb(at, sent))
    else:
        delay = draw.uniform(0, scene.seconds)
        hit = f"{delay:.3f} of {scene.seconds:.3f} s"
        process = forked(folder, scene.arguments)
        time.sleep(delay)
        os.kill(process, sent)
    status = ended(process)
    said = (folder / "said.txt").read_text("utf-8") if (folder / "said.txt").exists() else ""
    wrong = [] if _alone(process) else ["processes are left"]
    wrong += _between(scene, folder, sent, status, said)
    try:
        again = ended(forked(folder, scene.arguments))
        said_then = (folder / "said.txt").read_text("utf-8")
        (folder / "said.txt").unlink()
        withdrawn = scene.name == "withdraw" and "was withdrawn in version" in said_then
        if again not in (0, 1) and not withdrawn:
            wrong.append(f"the next run ends with {again}: {said_then}")
    except TimeoutError:
        wrong.append("the next run hangs")
    wrong += _differences(scene.whole, snapshot(folder))
    wrong += (f"{path.name} is locked" for path in folder.rglob("*.lock") if _held(path))
    shutil.rmtree(folder)
    return hit, wrong


def _alone(group: int, seconds: float = 5.0) -> bool:
    """Return whether no process of a group is left, soon; those that are, are ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    return False


def _bomb(at: int, sent: signal.Signals) -> Callable[[str], None]:
    left = at

    def tick(_: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), sent)

    return tick


def _between(scene: Scene, folder: Path, sent: signal.Signals, status: int, said: str) -> Iterator[str]:
    """Yield what is wrong after the kill, before anything mends it."""
    expected = {0, 1, INTERRUPTED} if sent == signal.SIGINT else {0, 1, -sent}
    if status not in expected or (sent == signal.SIGINT and status == INTERRUPTED and said.count("\n") != 1):
        yield f"ends with {status} and {said!r}"
    found = snapshot(folder)
    sums = found.get(f"out/killed/{SUMS}", "")
    aside = found.get(f"out/.killed.old/{SUMS}", "")  # between two renames; the next run puts it back
    if sums not in scene.releases or (not sums and aside not in scene.releases):
        yield "the release is neither the old one nor the new one"
    for place in ("out/killed", "published"):
        for line in (folder / place / SUMS).read_text("utf-8").splitlines() if f"{place}/{SUMS}" in found else ():
            digest, _, name = line.partition("  ")
            if found.get(f"{place}/{name}") != digest:
                yield f"{name} in {place} is not whole"
    if (folder / "published.zip").exists() and not _is_whole(folder / "published.zip"):
        yield "the zip file is not whole"
    if found.get("project/splits/ledger.tsv", "") not in scene.ledgers:
        yield "the ledger is neither the old one nor the new one"
    read_ledger(folder / "project" / "splits" / "ledger.tsv")


def _is_whole(path: Path) -> bool:
    """Return whether a zip file can be read to its end."""
    try:
        with ZipFile(path) as archive:
            return archive.testzip() is None
    except BadZipFile:
        return False


def _differences(whole: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(whole.keys() | found.keys()):
        if whole.get(name) != found.get(name) and not name.endswith(LEFT_ALONE):
            kind = "left over" if name not in whole else "missing" if name not in found else "other bytes"
            yield f"{kind}: {name}"


def _held(path: Path) -> bool:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def trials(kills: int, seed: int, only: str = "", *, told: Callable[[str], None]) -> Counter[str]:
    """Return how often each thing went wrong, over so many kills of commands whose name begins with ``only``."""
    draw, wrong_in_all = random.Random(seed), Counter[str]()
    with TemporaryDirectory() as folder:
        import_all(Path(folder) / "imports")
        wanted = (scene for scene in scenes(Path(folder)) if scene.name.startswith(only))
        every = cycle(list(islice(wanted, kills)))
        signals = cycle(SIGNALS)
        for number in range(kills):
            scene, sent = next(every), next(signals)
            hit, wrong = trial(scene, sent, draw, Path(folder) / f"trial-{number}")
            wrong_in_all.update(wrong)
            where = f"{scene.folder.name:7} {scene.name:18} {sent.name:8} {hit:28}"
            told(f"{number + 1:4}  {where} {'; '.join(wrong) or 'ok'}")
    return wrong_in_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--only", default="", choices=["", "build", "freeze", "withdraw", "publish"], help="kill this alone"
    )
    parser.add_argument("--quiet", action="store_true", help="tell only trouble")
    wanted = parser.parse_args()
    told: Callable[[str], None] = (lambda _: None) if wanted.quiet else (lambda line: print(line, flush=True))
    wrong = trials(wanted.kills, wanted.seed, wanted.only, told=told)
    for problem, times in wrong.most_common():
        print(f"{times:4} times: {problem}")
    print(f"{wanted.kills} kills, {wrong.total()} things wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
