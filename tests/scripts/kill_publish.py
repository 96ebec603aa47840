"""Kill ``publish`` at random instants, run it again, and see that it comes to the same and leaves nothing behind.

``python tests/scripts/kill_publish.py [TRIALS] [SEED]``. Trials take turns between a repository of the hub on this
machine, through the real client, a folder and a zip file. After each kill nobody may read what they may not, and no
place may hold a part of a release; after the run that follows, each holds the bytes of a run that nobody killed, and
neither the place, the folder around it nor the temporary folder holds anything else. Prints a line a kind of place.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from hub import LoopbackHub, Store
from publishing import OWNER, REPO, TOKEN, client_environment, files_of, held_by, make_release

PUBLISHER = """
import os, sys
import bdci_corpus
from bdci_corpus.publishing.steps import publish  # and all that it needs, so that a child has nothing to import
import datasets, huggingface_hub, pyarrow.parquet
print("ready", flush=True)
for line in sys.stdin:
    release, to, asked = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        try:
            publish(release, to, **dict.fromkeys(asked.split(), True))
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""A process that has imported everything, and publishes in children of its own: what is killed is publishing itself."""


@dataclass
class Publisher:
    """That process."""

    process: subprocess.Popen[str]

    def start(self, release: Path, to: str, asked: str) -> int:
        """Begin to publish; return the process that does."""
        assert self.process.stdin
        self.process.stdin.write(f"{release}\t{to}\t{asked}\n")
        self.process.stdin.flush()
        return int(self._line())

    def wait(self) -> int:
        """Wait for the end; return how it came about, 0 if all went well."""
        return int(self._line())

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@contextmanager
def publisher(env: dict[str, str]) -> Iterator[Publisher]:
    """Run the process that publishes, for a while."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", PUBLISHER], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        yield Publisher(process)
        assert process.stdin
        process.stdin.close()


@dataclass(frozen=True)
class Place:
    """One kind of place: where it is, what is asked, and what is in it."""

    to: str
    asked: str
    hub: LoopbackHub
    root: Path

    def clear(self) -> None:
        """Let nothing be there."""
        with self.hub.store.lock:
            self.hub.store.repos.clear()
            self.hub.store.objects.clear()
            self.hub.log.clear()
        shutil.rmtree(self.root)
        self.root.mkdir()

    def begun(self) -> bool:
        """Return whether anything was written."""
        return any(line.startswith(("POST", "PUT")) for line in self.hub.log) or any(self.root.iterdir())

    def held(self) -> dict[str, bytes]:
        """Return all that is there, in the place and around it; of a repository its state, too."""
        found = files_of(self.root)
        repo = self.hub.store.repos.get(REPO)
        if repo is not None:
            state = (repo.private, repo.gated, repo.tags, [*repo.branches], len(repo.commits))
            found |= {**held_by(self.hub), " state": repr(state).encode()}
        return found

    def faults(self, whole: dict[str, bytes]) -> Iterator[str]:
        """Yield what may not be seen even in the middle of it."""
        repo = self.hub.store.repos.get(REPO)
        if repo is not None and repo.open:
            yield "anybody reads it"
        if repo is not None and held_by(self.hub) not in ({}, {n: d for n, d in whole.items() if n != " state"}):
            yield "a part of it is in the repository"
        visible = {n: d for n, d in files_of(self.root).items() if not n.startswith(".")}
        if repo is None and visible not in ({}, whole):
            yield "a part of it is in the folder"


@dataclass(frozen=True)
class Timing:
    """How long a run takes that nobody kills, in seconds: to the first thing that is written, and in all."""

    begins: float
    ends: float

    @classmethod
    def of(cls, place: Place, run: Publisher, release: Path) -> Timing:
        """Measure one; what it came to stays there."""
        place.clear()
        began = time.monotonic()
        run.start(release, place.to, place.asked)
        begins = await_writing(place, 60) - began
        assert run.wait() == 0
        return cls(begins, time.monotonic() - began)


def await_writing(place: Place, seconds: float) -> float:
    """Wait until something is written, so many seconds at most; return the time."""
    ends = time.monotonic() + seconds
    while not place.begun() and time.monotonic() < ends:
        time.sleep(0.0005)
    return time.monotonic()


def trial(
    place: Place, run: Publisher, release: Path, whole: dict[str, bytes], when: tuple[float, float]
) -> tuple[bool, list[str]]:
    """Kill one run, then run again; return whether it was killed, and what is wrong.

    ``when`` is how long to wait for something to be written at most, and after that, in seconds.
    """
    place.clear()
    child = run.start(release, place.to, place.asked)
    await_writing(place, when[0])
    time.sleep(when[1])
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    killed = run.wait() != 0
    wrong = list(place.faults(whole))
    run.start(release, place.to, place.asked)
    if run.wait() != 0:
        wrong.append("the run after it fails")
    if place.held() != whole:
        odd = sorted(name for name in place.held().keys() | whole.keys() if place.held().get(name) != whole.get(name))
        wrong.append(f"it came to something else: {odd[:3]}")
    return killed, wrong


def main(trials: int, seed: int) -> int:
    """Run the trials; return 1 if anything was wrong."""
    chance, bad = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as name, LoopbackHub(Store(tokens={TOKEN: OWNER})) as hub:
        base = Path(name)
        release = make_release(base / "project", "open", "competition-only", "attribution").release
        (base / "tmp").mkdir()
        (base / "places").mkdir()
        env = {**client_environment(hub, base / "home"), "TMPDIR": str(base / "tmp")}
        env["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        places = [
            Place(f"hf:{REPO}", "public gated", hub, base / "places"),
            Place(f"dir:{base / 'places' / 'copy'}", "", hub, base / "places"),
            Place(f"dir:{base / 'places' / 'copy.zip'}", "", hub, base / "places"),
        ]
        with publisher(env) as run:
            for number, place in enumerate(places):
                timing, told = Timing.of(place, run, release), Counter[str]()
                whole = place.held()
                for one in range(trials // len(places) + (number < trials % len(places))):
                    # Every fourth at any instant; the others while it writes, which is short.
                    writing = (60.0, chance.uniform(0, timing.ends - timing.begins))
                    when = writing if one % 4 else (0.0, chance.uniform(0, timing.ends))
                    killed, wrong = trial(place, run, release, whole, when)
                    told["killed" if killed else "done before"] += 1
                    wrong += [f"{path} is left" for path in (base / "tmp").iterdir()]
                    bad += bool(wrong)
                    sys.stderr.writelines(f"{place.to}: {what}\n" for what in wrong)
                counts = ", ".join(f"{count} {what}" for what, count in sorted(told.items()))
                sys.stdout.write(f"{place.to.replace(name, '')}: {counts or 'none'}\n")
    sys.stdout.write(f"{trials} trials, {bad} with something wrong\n")
    return int(bad > 0)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(numbers + [12, 2024][len(numbers) :])))
