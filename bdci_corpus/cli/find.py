"""The verb ``find``."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from pathlib import Path

import click

from bdci_corpus.cli.common import FLAWED, MOST_SHOWN, WHOLE, a_release, print_json, verb
from bdci_corpus.errors import FindError, nearest_path

_LONGEST_NAME = 1_000
"""No path of a file is longer, in characters: what is, is a text."""

_NAME = re.compile(r"[^\n。，；]*\.(?:txt|text|md|html?|csv|tsv|jsonl?|xml|pdf|docx?|epub|parquet)", re.IGNORECASE)
"""What is meant as the name of a file: if there is none, "not found" would be no answer."""


@click.command(short_help="Tell whether a text is in a release, and where.")
@click.argument("text", metavar="TEXT|FILE")
@click.argument("releases", nargs=-1, type=click.Path(path_type=Path), metavar="[RELEASE]...")
@verb
def find(text: str, releases: tuple[Path, ...], *, as_json: bool, quiet: bool) -> None:
    """Is this text in a release? Look in RELEASE (without one, that in ./release) for TEXT, or for that of FILE.

    Script, width, blanks and punctuation make no difference. A text is found whole, nearly, as an excerpt of a
    row, or by a passage of 28 characters that it shares with one.

    Exit status: 0 found, 1 not found, 2 it could not be looked for.

    \b
    Examples:
      bdci-corpus find "全面拓展基层治理，智慧助老" release/my-corpus
      bdci-corpus find letter.txt release/v1 release/v2 --json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.finding import find as find_text

    matches = find_text(_read(text), [a_release(one) for one in releases or (None,)])
    if as_json:
        print_json({"matches": [asdict(match) for match in matches]})
    elif not quiet:
        for match in matches[:MOST_SHOWN]:
            place = f"{match.release} {match.version}  {match.split}  {match.id}"
            click.echo(f"{match.kind:8}  {match.share:4.0%}  {place}  characters {match.start:,} to {match.end:,}")
        if len(matches) > MOST_SHOWN:
            click.echo(f"… and {len(matches) - MOST_SHOWN:,} more: print all with --json")
        if not matches:
            click.echo("not found")
    sys.exit(WHOLE if matches else FLAWED)


def _read(text: str) -> str:
    """Return the text itself, or that of the file that it names."""
    if len(text) > _LONGEST_NAME or not Path(text).is_file():
        if len(text) <= _LONGEST_NAME and _NAME.fullmatch(text):
            remedy = f"{nearest_path(Path(text))}Name a file that is there; with a blank behind it, it is a text."
            raise FindError(text, "There is no such file.", remedy)
        return text
    from bdci_corpus.text import decode

    return decode(Path(text).read_bytes(), text).text
