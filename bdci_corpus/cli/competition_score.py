"""The verbs ``competition check`` and ``competition score``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import (
    FLAWED,
    MOST_SHOWN,
    NOTHING_WRITTEN,
    WHOLE,
    a_release,
    counted,
    print_json,
    print_note,
    the_release,
    verb,
)
from bdci_corpus.errors import CheckError, ProjectError

if TYPE_CHECKING:
    from bdci_corpus.competing import Fault, Score, Scored

_SPLIT = click.option("--split", "splits", multiple=True, help="Rows of this split only; may be given again.")

_MEGABYTE = 1_000_000
"""Bytes."""


def _told(path: Path | str, fault: Fault) -> CheckError:
    """Return a fault as errors are told: where, what, and what to do."""
    row = f" > row {fault.row}" if fault.row else ""
    return CheckError(
        f"{Path(path).name}{row}{f' > {fault.column}' if fault.column else ''}", fault.problem, fault.remedy
    )


def _print_faults(path: Path | str, faults: Sequence[Fault]) -> None:
    for fault in faults[:MOST_SHOWN]:
        print_note("fault", str(_told(path, fault)))
    if len(faults) > MOST_SHOWN:
        print_note("fault", f"… and {len(faults) - MOST_SHOWN:,} more; --json has all.")


def release_in(folder: Path) -> Path:
    """Return the release that a folder is, or the one in it.

    Raises:
        ProjectError: it is none, and holds none or several.
    """
    if any(folder.glob("*/manifest.json")) and not (folder / "manifest.json").is_file():
        return the_release(folder)
    return a_release(None if folder == Path() else folder)


def private_release_in(folder: Path) -> Path:
    """Return the organizer's own release that a folder is, or the one in it.

    Raises:
        ProjectError: there is none, or several.
    """
    if not any(folder.glob("**/manifest.json")):
        problem = "The organizer's own release, which holds the answers, is not here."
        raise ProjectError(str(folder), problem, "Name it: --private private/NAME, as `bdci-corpus build` wrote it.")
    return release_in(folder)


@click.command(short_help="Name every fault of a submission.")
@click.argument("submission", type=click.Path(path_type=Path))
@click.option("--release", type=click.Path(path_type=Path), default=Path(), help="The public release.  [default: here]")
@_SPLIT
@verb
def check(submission: Path, release: Path, splits: tuple[str, ...], *, as_json: bool, quiet: bool) -> None:
    """Name every fault of SUBMISSION (CSV, TSV, JSON Lines or Parquet). No answers are needed.

    \b
    Examples:
      bdci-corpus competition check submission.csv --release my-corpus
      bdci-corpus competition check submission.parquet --split test
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.competing import Contest, read_submission

    contest = Contest(release_in(release))
    predictions, faults = read_submission(submission, contest.form(splits))
    if as_json:
        print_json({"valid": not faults, "rows": len(predictions), "faults": [asdict(fault) for fault in faults]})
    elif not quiet:
        _print_faults(submission, faults)
        predicted = [
            one for one in contest.splits(splits) if not predictions.keys().isdisjoint(contest.form([one]).rows)
        ]
        if faults and predicted and len(predicted) < len(contest.splits(splits)):
            chosen = " ".join(f"--split {one}" for one in predicted)
            print_note(
                "note", f"It predicts rows of {', '.join(predicted)} alone: {chosen} checks these by themselves."
            )
        click.echo(
            f"{counted(len(faults), 'fault')}: it is not scored"
            if faults
            else f"valid: {counted(len(predictions), 'row')}"
        )
    sys.exit(FLAWED if faults else WHOLE)


@click.command(short_help="Score submissions, and rank several.")
@click.argument("submissions", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--private",
    type=click.Path(path_type=Path),
    default=Path("private"),
    help="The organizer's own release.  [default: private]",
)
@_SPLIT
@click.option("--seed", default=0, show_default=True, help="From which the interval is drawn.")
@click.option("--resamples", default=1000, show_default=True, help="How often rows are drawn for the interval.")
@click.option(
    "--scoring", type=click.Path(path_type=Path), help="Folder of a metric of your own.  [default: the project's]"
)
@click.option("--seconds", default=60.0, show_default=True, help="How long a metric of your own may take.")
@click.option("--megabytes", default=4000, show_default=True, help="How much memory it may take.")
@verb
def score(
    submissions: tuple[Path, ...],
    private: Path,
    splits: tuple[str, ...],
    *,
    seed: int,
    resamples: int,
    scoring: Path | None,
    seconds: float,
    megabytes: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Score SUBMISSIONS with the organizer's answers: both leaderboards, classes, intervals; several are ranked.

    \b
    Examples:
      bdci-corpus competition score submission.csv --private private/my-corpus
      bdci-corpus competition score submissions/*.csv --split test --json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.competing import ScoringOptions, score as scores_of

    release = private_release_in(private)
    folder = scoring or release.absolute().parent.parent
    limits = ScoringOptions(
        seed=seed, resamples=resamples, folder=folder, seconds=seconds, memory=megabytes * _MEGABYTE
    )
    scored = scores_of(submissions, release, splits, limits)
    if as_json:
        print_json([asdict(one) for one in scored])
    elif not quiet:
        for line in _table(scored):
            click.echo(line)
        for one in scored:
            _print_faults(one.submission, one.faults)
    faulty = sum(bool(one.faults) for one in scored)
    sys.exit(WHOLE if not faulty else FLAWED if faulty < len(scored) else NOTHING_WRITTEN)


def _table(scored: Sequence[Scored]) -> Iterable[str]:
    """Yield the lines of the ranking; of a single submission its classes, too."""
    boards = [name for name in ("public", "private", "all") if any(name in one.scores for one in scored)] or ["all"]
    rows = [["rank", "submission", *boards]]
    for one in scored:
        cells = [_shown(one.scores.get(board)) for board in boards] if not one.faults else ["not scored"]
        rows.append([str(one.rank or "–"), one.submission, *cells])
    yield from _aligned(rows)
    if len(scored) == 1 and scored[0].classes:
        yield ""
        classes = [["column", "class", "precision", "recall", "F1", "rows"]]
        for found in scored[0].classes:
            figures = [f"{value:.4f}" for value in (found.precision, found.recall, found.f1)]
            classes.append([found.column, found.name, *figures, f"{found.rows:,}"])
        yield from _aligned(classes)


def _shown(score: Score | None) -> str:
    if score is None or score.score is None:
        return "undefined"
    interval = f" [{score.low:.4f}, {score.high:.4f}]" if score.low is not None else ""
    return f"{score.score:.4f}{interval}"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(row[place]) for row in rows if place < len(row)) for place in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
