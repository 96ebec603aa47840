"""The verb ``init``."""

from __future__ import annotations

from pathlib import Path

import click

from bdci_corpus.cli.common import print_json, verb


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@verb
def init(folder: Path, *, as_json: bool, quiet: bool) -> None:
    """Make FOLDER a corpus project, around the raw files that are there."""
    from bdci_corpus.project import init as scaffold

    written = [str(path) for path in scaffold(folder)]
    if as_json:
        print_json({"written": written})
    elif not quiet:
        for path in written:
            click.echo(f"wrote {path}")
        click.echo(
            f"\nPut raw documents there, say in corpus.toml where they come from, then: bdci-corpus build {folder}"
        )
