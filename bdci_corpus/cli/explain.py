"""The verb ``explain``."""

from __future__ import annotations

import warnings
from pathlib import Path

import click

from bdci_corpus.cli.common import MOST_SHOWN, print_json, verb


@click.command(short_help="Show what cleaning changes in a file, and why.")
@click.argument("file", metavar="FILE|ID")
@click.option("--loader", metavar="NAME|PATH", help="The loader, or the path of a loader script.")
@click.option("--project", type=click.Path(path_type=Path), help="The corpus project.  [default: here, if it is one]")
@verb
def explain(file: str, loader: str | None, project: Path | None, *, as_json: bool, quiet: bool) -> None:
    """Show what cleaning changes in FILE, by which rule and why, beside the raw text.

    \b
    Examples:
      bdci-corpus explain news/17.html
      bdci-corpus explain news/17.html --loader loaders/minutes.py --json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.cli.explanation import as_data, explained, print_explanation

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        documents = explained(file, loader=loader, project=project)
    for warning in warned:
        click.echo(f"note: {warning.message}", err=True)
    if as_json:
        print_json([as_data(document) for document in documents])
    elif not quiet:
        for document in documents[:MOST_SHOWN]:
            print_explanation(document)
        if len(documents) > MOST_SHOWN:
            click.echo(f"… and {len(documents) - MOST_SHOWN} more: name one, as {documents[MOST_SHOWN].id}")
