"""The verb ``check``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bdci_corpus.cli.common import FLAWED, WHOLE, print_errors, print_json, print_note, print_rows, the_release, verb
from bdci_corpus.errors import ProjectError


@click.command()
@click.argument("release", type=click.Path(path_type=Path), required=False)
@verb
def check(release: Path | None, *, as_json: bool, quiet: bool) -> None:
    """Check a RELEASE: files, provenance, card and leaks. Without one, that in ./release."""
    from bdci_corpus.checking import check as check_release

    if release is not None and not release.is_dir():
        problem = "This is a file." if release.exists() else "There is no such folder."
        raise ProjectError(str(release), problem, "Name the folder of a release, such as release/NAME.")
    report = check_release(release or the_release(Path("release")))
    if as_json:
        print_json(report.as_data())
    elif not quiet:
        print_rows({step.name: f"{step.did}  ({step.seconds:.1f} s)" for step in report.steps})
        for finding in report.findings:
            print_note("look" if finding.flagged else "note", str(finding))
        print_errors(report.problems)
    sys.exit(WHOLE if report.sound else FLAWED)
