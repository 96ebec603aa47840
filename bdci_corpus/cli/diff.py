"""The verb ``diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import (
    MOST_SHOWN,
    a_release,
    print_json,
    print_rows,
    verb,
)
from bdci_corpus.cli.publish import RELEASE

if TYPE_CHECKING:
    from bdci_corpus.release import Difference


@click.command(short_help="Compare two releases.")
@click.argument("old", type=RELEASE)
@click.argument("new", type=RELEASE)
@verb
def diff(old: Path, new: Path, *, as_json: bool, quiet: bool) -> None:
    """Say what the release NEW adds, changes, withdraws and relicenses since OLD, and its next version.

    \b
    Examples:
      bdci-corpus diff release/v1 release/v2
      bdci-corpus diff owner-copy release/my-corpus --json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.release import compare_releases as compare

    found = compare(a_release(old), a_release(new))
    if as_json:
        print_json(found.as_data())
    elif not quiet:
        _print_difference(found)


def _print_difference(found: Difference) -> None:
    """Print a line for each document and column that differs, then the next version."""
    kinds = [
        [("+", name, "") for name in found.added],
        [("-", name, "withdrawn, or gone") for name in found.withdrawn],
        [(">", name, f"moved from {a} to {b}") for name, (a, b) in found.moved.items()],
        [("§", name, f"{a} became {b}") for name, (a, b) in found.relicensed.items()],
        [("~", name, ", ".join(columns)) for name, columns in found.changed.items()],
        [("!", name, "leads back to its raw bytes no more") for name in found.untraced],
        [("+", f"column {name}", "") for name in found.columns_added],
        [("!", f"column {name}", "has another type, or is gone") for name in found.columns_retyped],
    ]
    for lines in kinds:
        for mark, name, what in lines[:MOST_SHOWN]:
            click.echo(f"  {mark} {name}" + (f"  {what}" if what else ""))
        if len(lines) > MOST_SHOWN:
            click.echo(f"  {lines[0][0]} … and {len(lines) - MOST_SHOWN:,} more; --json has all")
    print_rows(
        {
            "added": str(len(found.added)),
            "withdrawn": str(len(found.withdrawn)),
            "moved": str(len(found.moved)),
            "relicensed": str(len(found.relicensed)),
            "changed": str(len(found.changed)),
            "untraced": str(len(found.untraced)),
            "versions": f"{found.old_version} to {found.new_version}; {found.level} asks for {found.next_version}",
        }
    )
