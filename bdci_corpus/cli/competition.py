"""The verb ``competition``: submissions checked and scored; answers opened, and held to what was promised."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bdci_corpus.cli import competition_bundle, competition_score
from bdci_corpus.cli.common import FLAWED, WHOLE, print_json, print_note, verb


@click.group(short_help="Check, score and bundle submissions; open the answers.")
def competition() -> None:
    """Check and score submissions, bundle a competition; open the answers, and hold them to what was promised.

    Every verb has --json and --quiet.

    \b
    Examples:
      bdci-corpus competition check submission.csv --release my-corpus
      bdci-corpus competition score submissions/*.csv --private private/my-corpus
    """  # noqa: D301 - click wants the character, not an escape


competition.add_command(competition_score.check)
competition.add_command(competition_score.score)
competition.add_command(competition_bundle.bundle)


@competition.command(short_help="Open the answers of a split, or of one row.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--split", required=True, help="Whose answers are opened.")
@click.option("--row", help="The one row that is opened, with its proof.")
@click.option(
    "--private", type=click.Path(path_type=Path), help="The organizer's own release.  [default: FOLDER/private/NAME]"
)
@verb
def reveal(folder: Path, split: str, row: str | None, private: Path | None, *, as_json: bool, quiet: bool) -> None:
    """Print what opens the answers of the project FOLDER, or those of one row.

    \b
    Examples:
      bdci-corpus competition reveal my-corpus --split test > answers.jsonl
      bdci-corpus competition reveal my-corpus --split test --row posts/12.md > appeal.json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.competing import reveal as opened
    from bdci_corpus.project import open_project

    project = open_project(folder)
    text = opened(project, private or folder / "private" / project.config.corpus.name, split, row)
    if as_json:
        print_json({"split": split, "row": row, "opened": text})
    elif not quiet:
        click.echo(text, nl=False)


@competition.command(short_help="Hold opened answers to what was promised.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--release", type=click.Path(path_type=Path), default=Path(), help="The public release.  [default: here]")
@verb
def verify(file: Path, release: Path, *, as_json: bool, quiet: bool) -> None:
    """Say whether FILE, which the organizer opened, is what RELEASE promised: only these two are needed.

    \b
    Examples:
      bdci-corpus competition verify answers.jsonl --release release/my-corpus
      bdci-corpus competition verify appeal.json --release downloaded
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.competing import verify as problems_of

    problems = problems_of(competition_score.release_in(release), file.read_bytes())
    if as_json:
        print_json({"kept": not problems, "problems": [str(problem) for problem in problems]})
    elif not quiet:
        for problem in problems:
            print_note("not as promised", str(problem))
        if not problems:
            click.echo("as promised")
    sys.exit(FLAWED if problems else WHOLE)
