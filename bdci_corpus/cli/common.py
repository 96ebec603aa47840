"""What every verb has: --json and --quiet, errors without a traceback, progress on a terminal."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import click

from bdci_corpus.errors import CorpusError, ProjectError, nearest_path
from bdci_corpus.progress import IN_BYTES

P = ParamSpec("P")

R = TypeVar("R")

WHOLE, FLAWED, NOTHING_WRITTEN, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses: all is well; done, but something was left out or is wrong; nothing was written; interrupted."""

MOST_SHOWN = 20
"""How much of a long list is printed."""

DEBUG = "BDCI_CORPUS_DEBUG"
"""The variable of the environment that lets a traceback through."""

_ADVICE = {
    errno.ENOSPC: "Make room there, or name a folder on another disk, and run it again.",
    errno.EFBIG: "Name a folder on another disk with --out.",
    errno.EROFS: "It may not be written there: name another folder with --out.",
    errno.EACCES: "Give yourself permission, or name another folder.",
    errno.EPERM: "Give yourself permission, or name another folder.",
    errno.ENOENT: "Look whether it is there.",
    errno.EISDIR: "This is a folder, where a file is needed.",
    errno.ENOTDIR: "This is a file, where a folder is needed.",
}
"""What to do about trouble with the system, by its number."""


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Give a verb --json and --quiet, and print its errors without a traceback."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        as_json = bool(kwargs.get("as_json"))
        try:
            return function(*args, **kwargs)
        except CorpusError as error:
            _report([error], as_json=as_json)
        except ExceptionGroup as group:
            _report([_as_error(error) for error in _flat(group)], as_json=as_json)
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressed again, it shall not break into these words
            click.echo("interrupted: what is finished is kept, and the same command goes on from there", err=True)
            sys.exit(INTERRUPTED)
        except Exception as error:
            if os.environ.get(DEBUG) or cannot_be_heard(error):
                raise
            _report([_as_error(error)], as_json=as_json)
        sys.exit(NOTHING_WRITTEN)

    with_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(run)
    return click.option("--quiet", is_flag=True, help="Print nothing but errors.")(with_json)


def cannot_be_heard(error: Exception) -> bool:
    """Return whether an error is that standard output takes no more: its pipe is closed, or its disk is full.

    Such an error names no file; it comes out of what prints.
    """
    trace = error.__traceback__ if isinstance(error, OSError) and error.filename is None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code is click.echo.__code__


def leave_unheard(error: OSError) -> NoReturn:
    """Say on standard error that standard output takes no more, and exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python writes the rest at its exit
    remedy = _ADVICE.get(error.errno or 0, "Let it lead to where it can be written.")
    print_errors([CorpusError("standard output", f"{os.strerror(error.errno or 0)}.", remedy)])
    sys.exit(NOTHING_WRITTEN)


def _flat(group: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for error in group.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _flat(error)
        else:
            yield error


def _as_error(error: Exception) -> CorpusError:
    """Return an error as one that says where, what, and what to do."""
    if isinstance(error, CorpusError):
        return error
    if isinstance(error, FileNotFoundError) and error.filename is None:  # of tempfile, which names all that it tried
        return CorpusError("TMPDIR", "No folder for temporary files may be written.", "Let it name one that may.")
    if isinstance(error, OSError):
        full = error.filename2 if error.errno == errno.ENOSPC else None  # of a copy, the second of the two
        where = str(full or error.filename or Path.cwd())
        reason = os.strerror(error.errno) if error.errno else error.strerror or str(error)
        return CorpusError(where, f"{reason}.", _ADVICE.get(error.errno or 0, "Nothing was written."))
    problem = f"This should not happen: {type(error).__name__}: {error}."
    return CorpusError("bdci-corpus", problem, f"Report it; {DEBUG}=1 shows where it comes from.")


def _report(errors: Sequence[CorpusError], *, as_json: bool) -> None:
    if as_json:
        shown = [{"where": e.where, "problem": e.problem, "remedy": e.remedy} for e in errors]
        print_json({"errors": shown})
    else:
        print_errors(errors)


def print_errors(errors: Sequence[CorpusError]) -> None:
    """Print errors where a pipe does not catch them."""
    for error in errors:
        click.echo(f"{click.style('error', fg='red', bold=True)} {error}", err=True)


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show progress on a terminal; give None where nobody would see it."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.filesize import decimal
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:10}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total or None, reason="")
            shown = decimal if what in IN_BYTES else "{:,}".format
            reason = f"{shown(done)} of {shown(total)}" if total else ""
            seconds = bar.tasks[tasks[what]].elapsed or 0
            if total and seconds >= 1:  # a rate of less than a second says little
                reason += f", {shown(int(done / seconds))}/s"
            bar.update(tasks[what], completed=done, total=total or None, reason=reason)

        yield tell


def print_json(value: object) -> None:
    """Print a result as JSON that reviews well."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_rows(rows: Mapping[str, str]) -> None:
    """Print names and values, a line each."""
    for name, value in rows.items():
        click.echo(f"{click.style(f'{name:>10}', bold=True)}  {value}")


def print_note(kind: str, text: str) -> None:
    """Print a line that wants attention."""
    click.echo(f"  {click.style(kind, fg='yellow')}: {text}")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def print_notes(kind: str, texts: Sequence[str], where: str) -> None:
    """Print lines that want attention, the first of many; ``where`` tells where the others are."""
    for text in texts[:MOST_SHOWN]:
        print_note(kind, text)
    if len(texts) > MOST_SHOWN:
        print_note(kind, f"… and {len(texts) - MOST_SHOWN:,} more; {where}")


_OF_A_RELEASE = ("manifest.json", "SHA256SUMS", "documents")
"""What tells the folder of a release, a damaged one too."""


def a_release(named: Path | None) -> Path:
    """Return the release that was named; without a name this folder, if it is one, or the only one in ./release.

    Raises:
        ProjectError: what was named is no release; there is none, or more than one.
    """
    if named is None:
        return Path() if Path("manifest.json").is_file() else the_release(Path("release"))
    if any((named / name).exists() for name in _OF_A_RELEASE):
        return named
    if named.is_dir():
        problem = "This folder is no release."
    else:
        problem = "This is a file." if named.exists() else "There is no such folder."
    raise ProjectError(
        str(named), problem, f"{_release_near(named)}Name the folder of a release, such as release/NAME."
    )


def the_release(folder: Path) -> Path:
    """Return the one release in a folder.

    Raises:
        ProjectError: there is none, or more than one.
    """
    found = _releases_in(folder)
    if not found:
        remedy = "Build one, bdci-corpus build FOLDER, or name the folder of one."
        raise ProjectError(str(folder), "There is no release here.", remedy)
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise ProjectError(str(folder), f"There are {len(found)} releases here: {names}.", f"Name one, as {found[0]}.")
    return found[0]


def _releases_in(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/manifest.json") if not path.parent.name.startswith("."))


def _release_near(folder: Path) -> str:
    """Return ``Did you mean "…"?`` for the release of a project, in a folder of releases, or of a like name."""
    beside = Path("release") / folder.resolve().name
    found = [*_releases_in(folder), *_releases_in(folder / "release")]
    found += [beside] if (beside / "manifest.json").is_file() else []
    return f'Did you mean "{found[0]}"? ' if found else "" if folder.exists() else nearest_path(folder)
