"""The verb ``publish``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bdci_corpus.cli.common import (
    FLAWED,
    WHOLE,
    a_release,
    print_errors,
    print_json,
    print_note,
    print_rows,
    progress_bar,
    verb,
)

if TYPE_CHECKING:
    from bdci_corpus.publishing import Plan, Published, Readable

RELEASE = click.Path(path_type=Path, file_okay=False)


@click.command(short_help="Publish a release, privately unless asked otherwise.")
@click.argument("release", type=RELEASE, required=False)
@click.option(
    "--to",
    required=True,
    metavar="PLACE",
    help="hf:owner/name, dir:PATH, dir:PATH.zip, kaggle:owner/name or modelscope:owner/name.",
)
@click.option("--public", is_flag=True, help="Let anybody see the repository.  [default: private]")
@click.option("--gated", is_flag=True, help="Let only those read it whom its owner lets in.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@verb
def publish(
    release: Path | None, to: str, *, public: bool, gated: bool, dry_run: bool, as_json: bool, quiet: bool
) -> None:
    """Publish a RELEASE, privately unless asked otherwise. Without one, that in ./release.

    \b
    Examples:
      bdci-corpus publish --to hf:owner/name --dry-run
      bdci-corpus publish release/my-corpus --to dir:name.zip --public
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.publishing import publish as publish_release

    folder = a_release(release)
    announce = (lambda _: None) if quiet or as_json else _print_readers
    with progress_bar(shown=not (quiet or as_json)) as progress:
        result = publish_release(
            folder, to, public=public, gated=gated, dry_run=dry_run, progress=progress, announce=announce
        )
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
    terms = release.terms
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
        "strictest": terms.strictest,
        "restrictions": terms.rows,
        "private_or_gated_only": terms.kept,
        "why": [str(finding) for finding in terms.findings if finding.blocks_public],
        "readable": [_reader_data(one) for one in plan.readable],
        "files": files,
        "deleted": plan.deleted,
        "actions": plan.actions,
        "done": result.done,
        "load": result.load_line,
    }


def _reader_data(one: Readable) -> dict[str, object]:
    version = one.version
    return {
        "version": list(version.names),
        "commit": version.commit,
        "now": None if one.now is None else str(one.now),
        "then": str(one.then),
        "rows": dict(version.content.rows),
        "restricted": version.content.restricted,
        "untold": version.content.untold,
    }


def _print_readers(plan: Plan) -> None:
    """Say which rows of which version can be read by whom once all is done, and what of it could be before."""
    from bdci_corpus.publishing import described

    for one in plan.readable:
        already = " already" if one.now is not None and one.now >= one.then else ""
        click.echo(f"  {one.then} can{already} read {one.version}: {described(one.version.content)}")


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
            "strictest": release.terms.strictest
            + ("  (to a private or gated repository only)" if release.terms.kept else ""),
            "files": f"{changes}; {sent:,} bytes to send",
        }
    )
    if result.dry_run:
        click.echo()
        _print_readers(plan)
        click.echo()
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
    for finding in result.release.terms.findings:
        print_note("terms", str(finding))
