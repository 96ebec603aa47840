"""The verb ``withdraw``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from bdci_corpus.cli.common import print_json, verb


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--reason", required=True, help="Why, for the reader of the ledger.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), help="The corpus project.  [default: here]")
@verb
def withdraw(document_id: str, reason: str, folder: Path, *, as_json: bool, quiet: bool) -> None:
    """Take the released document ID out of all releases to come; nothing else moves."""
    from bdci_corpus.project import withdraw_document as append_tombstone

    event = append_tombstone(folder, document_id, reason)
    if as_json:
        print_json(asdict(event))
    elif not quiet:
        click.echo(f"withdrew {event.document_id} from {event.split}; the next build leaves it out")
        click.echo("Published versions keep its bytes: delete or gate them where they stand.")
