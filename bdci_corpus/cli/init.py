"""The verb ``init``."""

from __future__ import annotations

import shlex
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import print_json, print_note, verb
from bdci_corpus.errors import CorpusError

if TYPE_CHECKING:
    from bdci_corpus.project import Project, RawFile

MOST_READ = 200
"""So many files at most are read for notices, spread over all: a minute is too long for a first step."""

MOST_NAMED = 5
"""So many files that are no documents are named."""


@click.command(short_help="Make a folder a corpus project.")
@click.argument("folder", type=click.Path(path_type=Path))
@verb
def init(folder: Path, *, as_json: bool, quiet: bool) -> None:
    """Make FOLDER a corpus project, around the raw files that are there.

    Writes corpus.toml, with a source for each kind of file in each folder and the notices that were found in them,
    metadata.csv to fill in, and what git and editors need.

    \b
    Examples:
      bdci-corpus init ~/some-folder
      bdci-corpus init ~/some-folder --json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.project import init as scaffold, open_project

    written = [str(path) for path in scaffold(folder)]
    project = open_project(folder)
    try:
        files = project.files()
    except (CorpusError, ExceptionGroup):  # there are none yet
        files = []
    notices, beside = _note_notices(project, files), project.unclaimed(files) if files else []
    if as_json:
        print_json({"written": written, "notices": notices, "beside": beside})
    elif not quiet:
        for path in written:
            click.echo(f"wrote {path}")
        _print_next(folder, notices, beside, empty=not files)


def _print_next(folder: Path, notices: int, beside: Sequence[str], *, empty: bool) -> None:
    """Print what was found, and what a person does next."""
    if beside:
        named = ", ".join(beside[:MOST_NAMED]) + (", …" if len(beside) > MOST_NAMED else "")
        print_note("no documents by their names", f"{named}. A pattern in files of [[sources]] takes them in.")
    if notices:
        print_note("notices", f"{notices:,} found. They stand at the end of corpus.toml as comments: read each.")
    first = f"Put raw documents into {folder / 'seeds'}, and say" if empty else "Say"
    click.echo(f"\n{first} in corpus.toml under what terms each source stands. Then:")
    click.echo(f"bdci-corpus build {shlex.quote(str(folder))}")


def _note_notices(project: Project, files: Sequence[RawFile]) -> int:
    """Look for notices in files of the project, note them in corpus.toml, and return how many there are."""
    from bdci_corpus.documents import normalize
    from bdci_corpus.project import note_notices

    found = []
    for file in files[:: max(1, len(files) // MOST_READ)]:
        try:
            with warnings.catch_warnings(action="ignore"):  # a build says what is wrong with it
                documents = normalize(file.path, project=project.root)
        except (CorpusError, OSError):
            continue
        found += [(doc.id, notice) for doc in documents for notice in doc.origin.notices if notice.id is None]
    return note_notices(project.root, found, project.config)
