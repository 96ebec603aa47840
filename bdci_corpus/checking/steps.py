"""The steps of a check, straight down."""

from __future__ import annotations

from pathlib import Path

from bdci_corpus.checking.derived import check_derived
from bdci_corpus.checking.files import check_files
from bdci_corpus.checking.leakage import check_leakage
from bdci_corpus.checking.pages import Whole, check_pages
from bdci_corpus.checking.probe import check_giveaways
from bdci_corpus.checking.provenance import check_provenance
from bdci_corpus.checking.report import CheckReport, Steps
from bdci_corpus.checking.rows import check_rows


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
        steps.run("rows", lambda: check_rows(opened))
        steps.run("provenance", lambda: check_provenance(opened))
        steps.run("derived", lambda: check_derived(opened, whole))
        steps.run("pages", lambda: check_pages(opened, whole))
        steps.run("leakage", lambda: check_leakage(opened))
        steps.run("probe", lambda: check_giveaways(opened))
    return steps.report(folder.resolve().name)
