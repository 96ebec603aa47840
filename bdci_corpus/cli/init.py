"""The verb ``init``."""

from __future__ import annotations

from pathlib import Path

import click

from bdci_corpus.cli.common import print_json, verb
from bdci_corpus.errors import CorpusError

MOST_READ = 200
"""So many files at most are read for notices, spread over all: a minute is too long for a first step."""


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
    from bdci_corpus.project import init as scaffold

    written = [str(path) for path in scaffold(folder)]
    notices = _note_notices(folder)
    if as_json:
        print_json({"written": written, "notices": notices})
    elif not quiet:
        for path in written:
            click.echo(f"wrote {path}")
        if notices:
            click.echo(f"found {notices} notices: they stand in corpus.toml as comments, for you to read and declare")
        click.echo(
            f"\nPut raw documents there, say in corpus.toml where they come from, then: bdci-corpus build {folder}"
        )


def _note_notices(folder: Path) -> int:
    """Look for notices in files of the project, note them in corpus.toml, and return how many there are."""
    from bdci_corpus.documents import normalize
    from bdci_corpus.project import note_notices, open_project

    project = open_project(folder)
    found = []
    try:
        files = project.files()
    except (CorpusError, ExceptionGroup):  # there are none yet
        return 0
    for file in files[:: max(1, len(files) // MOST_READ)]:
        try:
            documents = normalize(file.path, project=folder)
        except (CorpusError, OSError):  # a build says what is wrong with it
            continue
        found += [(doc.id, notice) for doc in documents for notice in doc.origin.notices if notice.id is None]
    return note_notices(folder, found, project.config)
