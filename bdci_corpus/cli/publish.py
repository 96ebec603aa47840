"""The verb ``publish``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import (
    FLAWED,
    WHOLE,
    print_errors,
    print_json,
    print_note,
    print_rows,
    progress_bar,
    the_release,
    verb,
)

if TYPE_CHECKING:
    from bdci_corpus.publishing import Published

RELEASE = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("release", type=RELEASE, required=False)
@click.option("--to", required=True, metavar="PLACE", help="hf:owner/name, dir:PATH or dir:PATH.zip.")
@click.option("--public", is_flag=True, help="Let anybody see the repository.  [default: private]")
@click.option("--gated", is_flag=True, help="Let only those read it whom its owner lets in.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@verb
def publish(
    release: Path | None, to: str, *, public: bool, gated: bool, dry_run: bool, as_json: bool, quiet: bool
) -> None:
    """Publish a RELEASE, privately unless asked otherwise. Without one, that in ./release."""
    from bdci_corpus.publishing import publish as publish_release

    folder = release or the_release(Path("release"))
    with progress_bar(shown=not (quiet or as_json)) as progress:
        result = publish_release(folder, to, public=public, gated=gated, dry_run=dry_run, progress=progress)
    problems = [*result.plan.refusals, *([result.unread] if result.unread else [])] if dry_run else []
    if as_json:
        errors = [{"where": e.where, "problem": e.problem, "remedy": e.remedy} for e in problems]
        print_json({**_as_data(result), "errors": errors})
    else:
        if not quiet:
            _print_result(result)
        print_errors(problems)
    sys.exit(FLAWED if problems else WHOLE)


def _as_data(result: Published) -> dict[str, object]:
    plan, release = result.plan, result.release
    names = {"added": plan.added, "changed": plan.changed, "kept": plan.kept}
    what = {path: name for name, paths in names.items() for path in paths}
    files = [{"path": path, "bytes": file.size, "change": what[path]} for path, file in release.files.items()]
    return {
        "release": release.name,
        "version": release.version,
        "logical_sha256": release.shape.logical_sha256,
        "to": result.to,
        "url": result.url,
        "dry_run": result.dry_run,
        "visibility": {"now": str(plan.before) if plan.before else None, "then": str(plan.after)},
        "strictest": release.strictest,
        "restrictions": release.restrictions,
        "private_or_gated_only": release.kept,
        "why": [str(finding) for finding in release.findings if finding.blocks_public],
        "files": files,
        "deleted": plan.deleted,
        "actions": plan.actions,
        "done": result.done,
        "load": result.load_line,
    }


def _print_result(result: Published) -> None:
    plan, release = result.plan, result.release
    before = str(plan.before) if plan.before else "not there yet"
    before = "not known" if result.unread else before
    sent = sum(release.files[path].size for path in plan.uploaded)
    changes = f"{len(plan.added)} new, {len(plan.changed)} changed, {len(plan.deleted)} deleted, {len(plan.kept)} kept"
    print_rows(
        {
            "release": f"{release.name} {release.version}, content {release.shape.logical_sha256[:12]}",
            "to": f"{result.to}  ({result.url})",
            "visibility": f"{plan.after}  (now: {before})",
            "strictest": release.strictest + ("  (to a private or gated repository only)" if release.kept else ""),
            "files": f"{changes}; {sent:,} bytes to send",
        }
    )
    if result.dry_run:
        _print_files(result)
        click.echo(f"\nwould do: {', then '.join(plan.actions) or 'nothing: all of it is there already'}")
    elif not result.done:
        click.echo("\nnothing changed: this version is there already")
    else:
        click.echo(f"\ndid: {', then '.join(result.done)}")
        if result.load_line:
            click.echo(result.load_line)


def _print_files(result: Published) -> None:
    plan = result.plan
    for path, file in result.release.files.items():
        mark = "+" if path in plan.added else "~" if path in plan.changed else " "
        click.echo(f"  {mark} {file.size:>13,}  {path}")
    for path in plan.deleted:
        click.echo(f"  - {'':13}  {path}")
    for finding in result.release.findings:
        print_note("terms", str(finding))
