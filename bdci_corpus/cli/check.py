"""The verb ``check``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bdci_corpus.cli.common import FLAWED, WHOLE, a_release, print_errors, print_json, print_note, print_rows, verb


@click.command(short_help="Check a release: files, provenance, card and leaks.")
@click.argument("release", type=click.Path(path_type=Path), required=False)
@click.option(
    "--statement",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what was checked and found there, as an in-toto statement to be signed.",
)
@click.option(
    "--ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Check this split ledger instead: whole, and only appended to since a revision of git.",
)
@click.option("--since", default="HEAD", show_default=True, help="The revision of git that --ledger is held to.")
@verb
def check(
    release: Path | None, statement: Path | None, ledger: Path | None, since: str, *, as_json: bool, quiet: bool
) -> None:
    """Check a RELEASE: files, provenance, card and leaks. Without one, that in ./release.

    \b
    Examples:
      bdci-corpus check release/my-corpus --statement verdict.json
      bdci-corpus check --ledger splits/ledger.tsv --since origin/main
    """  # noqa: D301 - click wants the character, not an escape
    if ledger is not None:
        _check_ledger(ledger, since, as_json=as_json, quiet=quiet)
    from bdci_corpus.checking import check as check_release, statement_of

    folder = a_release(release)
    report = check_release(folder)
    if statement is not None:
        from bdci_corpus.release import as_json as written

        statement.write_text(written(statement_of(folder, report)), encoding="utf-8", newline="\n")
    if as_json:
        print_json(report.as_data())
    elif not quiet:
        print_rows({step.name: f"{step.did}  ({step.seconds:.1f} s)" for step in report.steps})
        for finding in report.findings:
            print_note("look" if finding.flagged else "note", str(finding))
        print_errors(report.problems)
    sys.exit(WHOLE if report.sound else FLAWED)


def _check_ledger(path: Path, since: str, *, as_json: bool, quiet: bool) -> None:
    """Check a ledger alone, and end."""
    from bdci_corpus.ledger import rewritten_since

    problem = rewritten_since(path, since)
    if as_json:
        problems = [{"where": problem.where, "problem": problem.problem, "remedy": problem.remedy}] if problem else []
        print_json({"ledger": str(path), "sound": problem is None, "problems": problems})
    elif problem is not None:
        print_errors([problem])
    elif not quiet:
        click.echo(f"{path}: whole, and only appended to since {since}")
    sys.exit(WHOLE if problem is None else FLAWED)
