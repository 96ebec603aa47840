"""The verb ``build``."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bdci_corpus.building import ENGINES
from bdci_corpus.cli.common import (
    FLAWED,
    WHOLE,
    counted,
    print_json,
    print_note,
    print_notes,
    print_rows,
    progress_bar,
    verb,
)

if TYPE_CHECKING:
    from bdci_corpus.building import BuildResult


class Place(click.Path):
    """A folder, or the URL of one."""

    def __init__(self, *, file_okay: bool = True) -> None:
        """Take folders, and URLs as they are."""
        super().__init__(path_type=Path, file_okay=file_okay)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - of click
        """Return a path, or a URL as it is written."""
        return value if isinstance(value, str) and "://" in value else super().convert(value, param, ctx)


@click.command(short_help="Build the release of a folder.")
@click.argument("folder", type=Place(), required=False)
@click.option(
    "--out",
    type=Place(file_okay=False),
    default=Path("release"),
    show_default=True,
    help="Where releases stand.",
)
@click.option("--freeze", is_flag=True, help="Append the new documents' splits to the ledger.")
@click.option("--only-redistributable", is_flag=True, help="Leave out what may not be passed on, without a trace.")
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes that read files.  [default: as many as useful]",
)
@click.option(
    "--engine",
    type=click.Choice(sorted(ENGINES)),
    default="local",
    show_default=True,
    help="Where files are read: processes of this machine, or a cluster of Ray.",
)
@verb
def build(
    folder: Path | str | None,
    out: Path | str,
    *,
    freeze: bool,
    only_redistributable: bool,
    workers: int | None,
    engine: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Build the release of FOLDER: a corpus project, or any folder of raw documents. Without one, the project here.

    Both FOLDER and --out may be URLs, such as s3://bucket/raw.

    \b
    Examples:
      bdci-corpus build ~/some-folder
      bdci-corpus build --freeze
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.building import build as build_release, spare_imports

    spare_imports()

    folder = folder or _project_here(asks=not (as_json or quiet))
    with progress_bar(shown=not (quiet or as_json)) as progress:
        result = build_release(
            folder,
            out=out,
            freeze=freeze,
            only_redistributable=only_redistributable,
            workers=workers,
            engine=engine,
            progress=progress,
        )
    if as_json:
        shown = {**asdict(result), "release": result.url or str(result.release), "load": result.load_line}
        del shown["url"]
        print_json(shown)
    elif not quiet:
        _print_summary(result)
    sys.exit(FLAWED if result.quarantined else WHOLE)


def _project_here(*, asks: bool) -> Path:
    """Return the folder of the project that one is in; of any other folder a person is asked.

    Raises:
        ProjectError: it is no project, and nobody can be asked, or says no.
    """
    from bdci_corpus.errors import ProjectError
    from bdci_corpus.project import CONFIG

    here = Path()
    if (here / CONFIG).is_file():
        return here
    if asks and sys.stdin.isatty():
        with suppress(click.Abort):  # an end of input is no yes
            if click.confirm(f"There is no {CONFIG} here. Build all files below {Path.cwd()}?"):
                return here
    problem = f"There is no {CONFIG} here, and no folder was named."
    raise ProjectError(str(Path.cwd()), problem, "Name the folder: bdci-corpus build FOLDER (. is the one you are in).")


def _private(result: BuildResult) -> str:
    """Return where stands what a release holds back."""
    if result.url:
        return f"{result.url.rsplit('/', 2)[0]}/private/{result.name}"
    return str(result.release.parent.parent / "private" / result.name)


def _print_summary(result: BuildResult) -> None:
    """Print what was made, what was left out, what blocks publishing, and how to load it."""
    asked = {name: count for name, count in result.hidden.items() if name in result.splits}
    apart = {name: count for name, count in result.hidden.items() if name not in result.splits}
    splits = ", ".join(f"{name} {count}{' without answers' * (name in asked)}" for name, count in result.splits.items())
    hidden = "".join(f", {name} {count} (hidden)" for name, count in apart.items())
    rows = {
        "release": f"{result.url or result.release}  (version {result.version})",
        "documents": f"{result.documents}, with {counted(result.edits, 'edit')}",
        "groups": f"{result.groups}, of near-duplicates and overlaps"
        if result.groups < result.documents
        else f"{result.groups}",
        "splits": splits + hidden,
    }
    private = _private(result)
    if apart:
        rows["hidden"] = f"{counted(sum(apart.values()), 'document')}, in {private}"
    if asked:
        rows["answers"] = f"{counted(sum(asked.values()), 'document')}, in {private}"
        rows["secret"] = f"private/{result.name}.secret of the project: without it no answer can be proved, keep a copy"
    if result.crossing:
        rows["across splits"] = ", ".join(counted(count, f"{kind} pair") for kind, count in result.crossing.items())
    if result.frozen:
        rows["frozen"] = f"{counted(result.frozen, 'document')}, in splits/ledger.tsv"
    print_rows(rows)
    if result.withheld:
        counts = ", ".join(f"{count} {restriction}" for restriction, count in result.withheld.items())
        print_note("withheld", f"{counts}: no trace of them is in the release")
    print_notes("note", result.notes, "report.html has all")
    left_out = [f"{name}: {reason}" for name, reason in result.quarantined]
    print_notes("left out", left_out, "quarantine.jsonl has all that may be told")
    for reason in result.blocking:
        print_note("blocks publishing", reason)
    click.echo(f"\n{result.load_line}")
