"""What a check found: problems, findings that are no faults, and what each step did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Generic, TypeVar

from bdci_corpus.errors import CheckError
from bdci_corpus.memory import give_back

T_co = TypeVar("T_co", covariant=True)

REMEDY = "Build or download the release again."
"""What helps where a release is not as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Something worth knowing that is no fault; ``flagged`` says that a person should look at it."""

    where: str
    text: str
    flagged: bool = False

    def __str__(self) -> str:
        """Return the one-line form."""
        return f"[{self.where}] {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One part of a check: what it did, in words, and how long that took."""

    name: str
    did: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All that a check says of a release; ``problems`` is empty where it is sound."""

    release: str
    problems: tuple[CheckError, ...]
    findings: tuple[Observation, ...]
    steps: tuple[Step, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_data(self) -> dict[str, object]:
        """Return the report as what JSON can hold; a problem's ``kind`` is its class of error."""
        return {
            "release": self.release,
            "sound": self.sound,
            "problems": [
                {"kind": type(e).__name__, "where": e.where, "problem": e.problem, "remedy": e.remedy}
                for e in self.problems
            ],
            "findings": [asdict(finding) for finding in self.findings],
            "steps": [{**asdict(step), "seconds": round(step.seconds, 3)} for step in self.steps],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T_co]):
    """What one step returns: ``value`` is what later steps need of it."""

    did: str
    value: T_co
    problems: Sequence[CheckError] = ()
    findings: Sequence[Observation] = ()


class Steps:
    """Run steps one after another, enter others that ran beside them, and collect what all of them find."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._problems: list[CheckError] = []
        self._findings: list[Observation] = []
        self._steps: list[Step] = []

    def run(self, name: str, step: Callable[[], Outcome[T_co]]) -> T_co:
        """Run one step and return its value; what an earlier one said already is not said again."""
        return self.enter(name, *timed(step))

    def enter(self, name: str, outcome: Outcome[T_co], seconds: float) -> T_co:
        """Enter what one step gave, and return its value."""
        reported = {error.args for error in self._problems}
        self._problems += [error for error in outcome.problems if error.args not in reported]
        self._findings += outcome.findings
        self._steps.append(Step(name=name, did=outcome.did, seconds=seconds))
        return outcome.value

    def report(self, release: str) -> CheckReport:
        """Return everything that was found."""
        return CheckReport(
            release=release,
            problems=tuple(self._problems),
            findings=tuple(self._findings),
            steps=tuple(self._steps),
        )


def timed(step: Callable[[], Outcome[T_co]]) -> tuple[Outcome[T_co], float]:
    """Run one step, and return also how many seconds it took."""
    start = perf_counter()
    outcome = step()
    give_back()
    return outcome, perf_counter() - start


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 document``, ``2,000 documents``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
