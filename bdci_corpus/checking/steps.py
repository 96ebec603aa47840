"""The steps of a check, straight down; looking for leaks, mostly arrays, goes on beside the others, mostly Python."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TypeVar

from bdci_corpus.checking.derived import check_derived
from bdci_corpus.checking.files import check_files
from bdci_corpus.checking.leakage import check_leakage
from bdci_corpus.checking.pages import Whole, check_pages
from bdci_corpus.checking.probe import check_giveaways
from bdci_corpus.checking.provenance import check_provenance
from bdci_corpus.checking.report import CheckReport, Steps, timed
from bdci_corpus.checking.rows import check_rows

T = TypeVar("T")


def check(release: str | Path) -> CheckReport:
    """Check the release in this folder, and return every problem, every finding and each step's time.

    Nothing is raised for what is wrong with the release, and nothing is written. The result is the
    same on every run but for the seconds.
    """
    folder = Path(release)
    steps = Steps()
    opened = steps.run("files", lambda: check_files(folder))
    if opened is not None:
        whole = Whole(opened)
        beside = _begun(lambda: [timed(lambda: check_leakage(opened)), timed(lambda: check_giveaways(opened))])
        steps.run("rows", lambda: check_rows(opened))
        steps.run("provenance", lambda: check_provenance(opened))
        steps.run("derived", lambda: check_derived(opened, whole))
        steps.run("pages", lambda: check_pages(opened, whole))
        for name, outcome in zip(("leakage", "probe"), beside.result(), strict=True):
            steps.enter(name, *outcome)
    return steps.report(folder.resolve().name)


def _begun(work: Callable[[], T]) -> Future[T]:
    """Begin work in a thread that nobody waits for where the check is interrupted."""
    future = Future[T]()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(error)

    Thread(target=run, name="leakage", daemon=True).start()
    return future
