"""The verb ``competition bundle``."""

from __future__ import annotations

from pathlib import Path

import click

from bdci_corpus.cli.common import a_release, print_json, print_rows, verb

KINDS = ("kaggle", "codabench", "hub", "mle-bench", "zip")
"""Written here too, because --help imports nothing heavy; a test compares them with the table."""


@click.command(short_help="Write a competition as Kaggle, a hub, … want it.")
@click.argument("release", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--to", type=click.Choice(KINDS), required=True, help="The place whose form it has.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder.")
@click.option("--private", type=click.Path(path_type=Path), help="The organizer's own release.  [default: beside it]")
@click.option("--scoring", type=click.Path(path_type=Path), help="Folder of a metric of your own.")
@click.option("--public", is_flag=True, help="Let anybody take part.  [default: whom you admit]")
@verb
def bundle(
    release: Path | None,
    *,
    to: str,
    out: Path,
    private: Path | None,
    scoring: Path | None,
    public: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the competition of RELEASE in the form of a place where competitions run.

    \b
    Examples:
      bdci-corpus competition bundle release/my-corpus --to kaggle --out my-corpus-kaggle
      bdci-corpus competition bundle release/my-corpus --to zip --out my-corpus-zip
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.publishing import bundle as write_bundle

    folder = a_release(release)
    project = folder.absolute().parent.parent
    own = private or project / "private" / folder.name
    made = write_bundle(folder, own, to, out, scoring or project, public=public)
    if as_json:
        print_json({"to": made.kind, "folder": str(made.folder), "files": made.files, "strictest": made.strictest})
    elif not quiet:
        size, files = sum(made.files.values()), "1 file" if len(made.files) == 1 else f"{len(made.files):,} files"
        print_rows({"bundle": f"{made.folder}  ({files}, {size:,} bytes)", "strictest": made.strictest})
        click.echo(f"\n{made.next}")
