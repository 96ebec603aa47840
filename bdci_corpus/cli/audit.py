"""The verb ``audit``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import FLAWED, WHOLE, print_json, progress_bar, verb
from bdci_corpus.errors import ProjectError
from bdci_corpus.progress import tell_nobody

if TYPE_CHECKING:
    from bdci_corpus.auditing import Audit

_KINDS = ("exact", "cross-script", "near", "contained", "passage")
"""The kinds of leaks; a test holds them to those of ``auditing``, which --help need not import."""


@click.command(short_help="Find the leaks between the splits of any data set.")
@click.argument("data", nargs=-1, metavar="DATA...")
@click.option(
    "--split", "named", multiple=True, metavar="NAME=PATH", help="A split and its file or folder; repeatable."
)
@click.option("--split-column", metavar="COLUMN", help="The column that says which split a row is in.")
@click.option("--config", help="The configuration of a folder that has several.")
@click.option("--text", multiple=True, metavar="COLUMN", help="A column to compare; several are joined. Else found.")
@click.option("--label", metavar="COLUMN", help='The column of labels; "" for none. Else found.')
@click.option("--id", "id_column", metavar="COLUMN", help='The column of ids; "" for none. Else found.')
@click.option(
    "--threshold",
    metavar="X",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.7,
    show_default=True,
    help="Jaccard similarity from which on two texts are near-duplicates.",
)
@click.option("--no-passages", is_flag=True, help="Do not look for shared passages: quicker.")
@click.option(
    "--allow", multiple=True, type=click.Choice(_KINDS), help="A kind of link that is no leak here; repeatable."
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the report there, as one page.")
@click.option(
    "--leaks", type=click.Path(path_type=Path, dir_okay=False), help="Write every row that leaks there, as CSV."
)
@verb
def audit(  # noqa: PLR0917 - as many arguments as options
    data: tuple[str, ...],
    named: tuple[str, ...],
    split_column: str | None,
    config: str | None,
    text: tuple[str, ...],
    label: str | None,
    id_column: str | None,
    threshold: float,
    allow: tuple[str, ...],
    html: Path | None,
    leaks: Path | None,
    *,
    no_passages: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Does a data set leak between its splits? Any data set: nothing of it need be ours.

    DATA is a folder (its README.md, folders and names tell the splits, as for `datasets`; save_to_disk too), or
    files of Parquet, Arrow, JSON Lines, JSON, CSV or TSV, a split each.

    Exit status: 0 clean, 1 it leaks, 2 it could not be read.

    \b
    Examples:
      bdci-corpus audit my-dataset
      bdci-corpus audit train.csv test.csv --html audit.html
      bdci-corpus audit --split train=a.csv --split test=b.csv --text question --text answer
      bdci-corpus audit all.parquet --split-column fold --json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.auditing import audit as audit_data

    given = _given(data, named)
    with progress_bar(shown=not (quiet or as_json)) as progress:
        found = audit_data(
            given,
            text=text,
            label=label,
            id=id_column,
            split=split_column,
            config=config,
            threshold=threshold,
            passages=not no_passages,
            allow=allow,
            progress=progress or tell_nobody,
        )
    if html is not None:
        found.write_html(html)
    if leaks is not None:
        _write_leaks(found, leaks)
    if as_json:
        print_json(found.as_data())
    elif not quiet:
        from bdci_corpus.cli.audited import print_audit

        print_audit(found.report)
        for path in filter(None, (html, leaks)):
            click.echo(f"\nwrote {path}")
    sys.exit(WHOLE if found.clean else FLAWED)


def _given(data: tuple[str, ...], named: tuple[str, ...]) -> object:
    """Return what is audited: one path, several files, or files by the names of splits."""
    splits: dict[str, list[Path]] = {}
    plain: list[Path] = []
    for word in (*named, *data):
        name, equals, path = word.partition("=")
        if word in named or (equals and name.isidentifier() and not Path(word).exists()):
            if not (name and equals and path):
                raise ProjectError(word, "This names no split.", "Write --split NAME=PATH, or --split-column COLUMN.")
            splits.setdefault(name, []).append(Path(path))
        else:
            plain.append(Path(word))
    if plain and splits:
        raise ProjectError(str(plain[0]), "Some files have the name of a split, and some have none.", "Name all.")
    if not plain and not splits:
        where = "audit"
        raise ProjectError(where, "Nothing is named.", "Name a folder or files, or try --help.")
    if splits:
        return {name: paths[0] if len(paths) == 1 else paths for name, paths in splits.items()}
    return plain[0] if len(plain) == 1 else plain


def _write_leaks(found: Audit, path: Path) -> None:
    import pyarrow.csv

    pyarrow.csv.write_csv(found.leaks, path)
