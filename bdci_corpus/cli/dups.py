"""The verb ``dups``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import MOST_SHOWN, print_json, print_rows, verb

if TYPE_CHECKING:
    from bdci_corpus.neardup import NearDuplicates


@click.command(short_help="Find near-duplicates in a file or between two.")
@click.argument("texts", type=click.Path(path_type=Path), metavar="INPUT")
@click.option("--against", type=click.Path(path_type=Path), help="Only pairs with the texts of this other input.")
@click.option(
    "--threshold",
    metavar="X",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.7,
    show_default=True,
    help="Jaccard similarity from which on.",
)
@click.option("--text", "text_column", metavar="COLUMN", default="text", show_default=True, help="The column of texts.")
@click.option(
    "--id",
    "id_column",
    metavar="COLUMN",
    default="id",
    show_default=True,
    help="The column of ids; row numbers if there is none.",
)
@click.option("--overlaps", is_flag=True, help="Also find passages that two documents share.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write pairs, clusters and overlaps there, as Parquet.",
)
@verb
def dups(
    texts: Path,
    against: Path | None,
    threshold: float,
    text_column: str,
    id_column: str,
    out: Path | None,
    *,
    overlaps: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find near-duplicates in INPUT: Parquet, JSON Lines, or a release.

    \b
    Examples:
      bdci-corpus dups train.jsonl --against test.jsonl --text question
      bdci-corpus dups release/my-corpus --overlaps --out found
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.neardup import compare_files, write_tables

    found = compare_files(texts, against, threshold, text_column=text_column, id_column=id_column, overlaps=overlaps)
    if out is not None:
        write_tables(found, out)
    if as_json:
        tables = {"pairs": found.pairs, "clusters": found.clusters, "overlaps": found.overlaps}
        print_json({**{name: table.to_pylist() for name, table in tables.items()}, "recall": found.recall})
    elif not quiet:
        _print_found(found, out, overlaps=overlaps)


def _print_found(found: NearDuplicates, out: Path | None, *, overlaps: bool) -> None:
    """Print how much was found, and the first pairs."""
    passages = f"{found.overlaps.num_rows}, {found.counts['boilerplate']} hashes of boilerplate left out"
    kinds = Counter(found.pairs["kind"].to_pylist())
    print_rows(
        {
            "documents": f"{found.counts.get('documents', len(found.ids))}",
            "pairs": f"{kinds['duplicate']} at {found.threshold:g} or more, found with recall {found.recall:.4f}",
            "contained": f"{kinds['contained']}, most of one in the other",
            "templates": f"{kinds['template']}, of one form with other facts",
            "boilerplate": f"{kinds['boilerplate']}, alike by what many documents share",
            "overlaps": passages if overlaps else "not looked for: ask with --overlaps",
        }
    )
    for row in found.pairs.slice(0, MOST_SHOWN).to_pylist():
        click.echo(f"  {row['jaccard']:.3f}  {row['kind']:11}  {row['id_a']}  {row['id_b']}")
    if found.pairs.num_rows > MOST_SHOWN:
        click.echo(f"  … and {found.pairs.num_rows - MOST_SHOWN} more: write them with --out, or print all with --json")
    if out is not None:
        click.echo(f"\nwrote {out}")
