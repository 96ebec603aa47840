"""The verb ``check``: does a release say the truth about itself, and do its splits leak?

    files ── rows ── provenance ── leakage ── probe

A check reads nothing but the release. It has no leniency flags, collects every problem before it
stops, and says of each where it is and what to do. What is worth knowing and no fault is a finding.
See docs/explanation/check.md.
"""

from __future__ import annotations

from pathlib import Path

from bdci_corpus.check.files import check_files
from bdci_corpus.check.leakage import check_leakage
from bdci_corpus.check.probe import check_giveaways
from bdci_corpus.check.provenance import check_provenance
from bdci_corpus.check.report import CheckReport, Finding, Step, Steps
from bdci_corpus.check.rows import check_rows

__all__ = ["CheckReport", "Finding", "Step", "check"]


def check(release: str | Path) -> CheckReport:
    """Check the release in this folder, and return every problem, every finding and each step's time.

    Nothing is raised for what is wrong with the release, and nothing is written. The result is the
    same on every run but for the seconds.
    """
    folder = Path(release)
    steps = Steps()
    opened = steps.run("files", lambda: check_files(folder))
    if opened is not None:
        steps.run("rows", lambda: check_rows(opened))
        steps.run("provenance", lambda: check_provenance(opened))
        steps.run("leakage", lambda: check_leakage(opened))
        steps.run("probe", lambda: check_giveaways(opened))
    return steps.report(folder.resolve().name)
