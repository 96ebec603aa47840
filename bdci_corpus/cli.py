"""The command line. Every verb imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from bdci_corpus.errors import CorpusError
from bdci_corpus.version import __version__

if TYPE_CHECKING:
    from bdci_corpus.build import BuildResult

P = ParamSpec("P")
R = TypeVar("R")

WHOLE, FLAWED, NOTHING_WRITTEN = 0, 1, 2
"""The exit statuses: all is well; done, but something was left out or is wrong; nothing was written."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bdci-corpus")
def main() -> None:
    """Turn a folder of messy raw documents into a clean, audited dataset whose splits do not leak."""


def _verb(function: Callable[P, R]) -> Callable[P, R]:
    """Give a verb --json and --quiet, and print its errors without a traceback."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        as_json = bool(kwargs.get("as_json"))
        try:
            return function(*args, **kwargs)
        except CorpusError as error:
            _report([error], as_json=as_json)
        except ExceptionGroup as group:
            _report(list(_corpus_errors(group)), as_json=as_json)
        sys.exit(NOTHING_WRITTEN)

    with_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(run)
    return click.option("--quiet", is_flag=True, help="Print nothing but errors.")(with_json)


def _corpus_errors(group: ExceptionGroup[Exception]) -> Iterator[CorpusError]:
    """Yield a group's errors; one that is not ours is a defect, and is raised."""
    for error in group.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _corpus_errors(error)
        elif isinstance(error, CorpusError):
            yield error
        else:
            raise error


def _report(errors: Sequence[CorpusError], *, as_json: bool) -> None:
    if as_json:
        shown = [{"where": e.where, "problem": e.problem, "remedy": e.remedy} for e in errors]
        click.echo(json.dumps({"errors": shown}, ensure_ascii=False, indent=2))
        return
    for error in errors:
        click.echo(f"{click.style('error', fg='red', bold=True)} {error}", err=True)


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show progress on a terminal; give None where nobody would see it."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description:10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, object] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("release"),
    show_default=True,
    help="Where releases stand.",
)
@click.option("--freeze", is_flag=True, help="Append the new documents' splits to the ledger.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that read files.  [default: as many as useful]",
)
@_verb
def build(folder: Path, out: Path, *, freeze: bool, workers: int | None, as_json: bool, quiet: bool) -> None:
    """Build the release of FOLDER: a corpus project, or any folder of raw documents."""
    from bdci_corpus.build import build as build_release  # noqa: PLC0415 - keeps --help quick

    with _progress(shown=not (quiet or as_json)) as progress:
        result = build_release(folder, out=out, freeze=freeze, workers=workers, progress=progress)
    if as_json:
        shown = {**asdict(result), "release": str(result.release), "load": result.load_line}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    elif not quiet:
        _print_summary(result)
    sys.exit(FLAWED if result.quarantined else WHOLE)


def _print_summary(result: BuildResult) -> None:
    """Print what was made, what was left out, what blocks publishing, and how to load it."""
    splits = ", ".join(f"{name} {count}" for name, count in result.splits.items())
    hidden = "".join(f", {name} {count} (hidden)" for name, count in result.hidden.items())
    rows = {
        "release": f"{result.release}  (version {result.version})",
        "documents": f"{result.documents}, with {result.edits} edits",
        "groups": f"{result.groups}, of near-duplicates and overlaps"
        if result.groups < result.documents
        else f"{result.groups}",
        "splits": splits + hidden,
    }
    if result.frozen:
        rows["frozen"] = f"{result.frozen} documents, in splits/ledger.tsv"
    _print_rows(rows)
    for name in result.empty_splits:
        click.echo(f"  {click.style('note', fg='yellow')}: split {name} would be empty and is not declared")
    for note in result.notes:
        click.echo(f"  {click.style('note', fg='yellow')}: {note}")
    for name, reason in result.quarantined:
        click.echo(f"  {click.style('left out', fg='yellow')}: {name}: {reason}")
    for reason in result.blocking:
        click.echo(f"  {click.style('blocks publishing', fg='yellow')}: {reason}")
    click.echo(f"\n{result.load_line}")


def _print_rows(rows: Mapping[str, str]) -> None:
    for name, value in rows.items():
        click.echo(f"{click.style(f'{name:>10}', bold=True)}  {value}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_verb
def init(folder: Path, *, as_json: bool, quiet: bool) -> None:
    """Make FOLDER a corpus project, around the raw files that are there."""
    from bdci_corpus.scaffolding import init as scaffold  # noqa: PLC0415 - keeps --help quick

    written = [str(path) for path in scaffold(folder)]
    if as_json:
        click.echo(json.dumps({"written": written}, ensure_ascii=False, indent=2))
    elif not quiet:
        for path in written:
            click.echo(f"wrote {path}")
        click.echo(
            f"\nPut raw documents there, say in corpus.toml where they come from, then: bdci-corpus build {folder}"
        )


@main.group(invoke_without_command=True)
@click.pass_context
@_verb
def loaders(context: click.Context, *, as_json: bool, quiet: bool) -> None:
    """List the loaders, or write a new one."""
    if context.invoked_subcommand is not None or quiet:
        return
    from bdci_corpus.loading import find_loaders  # noqa: PLC0415 - keeps --help quick

    own = Path("loaders") if Path("corpus.toml").is_file() else None
    found = find_loaders(own)
    if as_json:
        shown = [{"name": n, "summary": o.summary, "path": str(o.path), "sha256": o.sha256} for n, o in found.items()]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for name, loader in found.items():
        click.echo(f"{click.style(f'{name:20}', bold=True)} {loader.summary}")


@loaders.command("new")
@click.argument("name")
@_verb
def new_loader(name: str, *, as_json: bool, quiet: bool) -> None:
    """Write loaders/NAME.py to start from."""
    from bdci_corpus.scaffolding import new_loader as scaffold  # noqa: PLC0415 - keeps --help quick

    path = scaffold(name, Path("loaders"))
    if as_json:
        click.echo(json.dumps({"written": [str(path)]}, ensure_ascii=False, indent=2))
    elif not quiet:
        click.echo(f"wrote {path}\n\nTest it with bdci_corpus.testing.check_loader.")
