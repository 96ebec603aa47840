"""The verb ``withdraw``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import MOST_SHOWN, print_json, print_note, verb

if TYPE_CHECKING:
    from bdci_corpus.finding import NearCopy
    from bdci_corpus.ledger import Event


@click.command(short_help="Take a released document out of releases to come.")
@click.argument("document_id", metavar="ID")
@click.option("--reason", required=True, help="Why, for the reader of the ledger.")
@click.option("--undo", is_flag=True, help="Take a withdrawal back: the document returns to its split.")
@click.option("--with-copies", is_flag=True, help="Withdraw its near-copies and excerpts in the release as well.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), help="The corpus project.  [default: here]")
@click.option(
    "--in",
    "release",
    type=click.Path(path_type=Path),
    help="The release that tells the near-copies.  [default: the project's in ./release]",
)
@verb
def withdraw(
    document_id: str,
    reason: str,
    folder: Path,
    release: Path | None,
    *,
    undo: bool,
    with_copies: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take the released document ID out of all releases to come; nothing else moves.

    Near-copies that stay are named. Nothing is erased from the ledger: a withdrawal is a line, and so is its taking
    back.

    \b
    Examples:
      bdci-corpus withdraw news/17.txt --reason "its author asked" --with-copies
      bdci-corpus withdraw news/17.txt --reason "the author agreed after all" --undo
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.errors import ProjectError
    from bdci_corpus.finding import copies_of
    from bdci_corpus.project import change_documents, open_project

    told = release or _release_of(open_project(folder).config.corpus.name, folder)
    if told is None and with_copies:
        problem = "There is no release here that tells which documents are near-copies."
        raise ProjectError(str(folder), problem, "Build it, or name one with --in.")
    copies = copies_of(told, document_id) if told is not None else []
    names = [document_id, *(copy.id for copy in copies if with_copies)]
    events = change_documents(folder, _still_there(folder, names, readmit=undo), reason, readmit=undo)
    left = [] if with_copies or undo else copies
    if as_json:
        print_json({"events": [asdict(event) for event in events], "copies": [copy._asdict() for copy in left]})
    elif not quiet:
        _print(events, left, undo=undo)


def _still_there(folder: Path, names: list[str], *, readmit: bool) -> list[str]:
    """Return the document that was asked for, and of its copies those that can be changed with it."""
    from bdci_corpus.ledger import read_ledger

    ledger = read_ledger(folder / "splits" / "ledger.tsv")
    there = ledger.withdrawn if readmit else ledger.frozen
    return [names[0], *(name for name in names[1:] if name in there)]


def _release_of(name: str, folder: Path) -> Path | None:
    """Return the release of a project that stands where releases do, here or beside its files."""
    for root in (Path("release"), folder / "release"):
        for path in sorted(root.glob("*/manifest.json")):
            if not path.parent.name.startswith(".") and json.loads(path.read_text("utf-8")).get("name") == name:
                return path.parent
    return None


def _print(events: list[Event], copies: list[NearCopy], *, undo: bool) -> None:
    for event in events:
        if undo:
            click.echo(f"took back {event.document_id}: the next build has it in {event.split} again")
        else:
            click.echo(f"withdrew {event.document_id} from {event.split}; the next build leaves it out")
    for copy in copies[:MOST_SHOWN]:
        print_note("stays", f"{copy.id}: {copy.kind}, Jaccard {copy.jaccard:.3f}, containment {copy.containment:.3f}")
    if len(copies) > MOST_SHOWN:
        print_note("stays", f"and {len(copies) - MOST_SHOWN:,} more")
    if copies:
        click.echo("These hold much of the same text: withdraw them, too, or all at once by --with-copies.")
    if not undo:
        click.echo("Published versions keep its bytes: delete or gate them where they stand.")
