"""The verb ``loaders``."""

from __future__ import annotations

from pathlib import Path

import click

from bdci_corpus.cli.common import print_json, verb


@click.group(invoke_without_command=True, short_help="List the loaders, or write a new one.")
@click.pass_context
@verb
def loaders(context: click.Context, *, as_json: bool, quiet: bool) -> None:
    """List the loaders, or write a new one.

    \b
    Examples:
      bdci-corpus loaders
      bdci-corpus loaders new minutes
    """  # noqa: D301 - click wants the character, not an escape
    if context.invoked_subcommand is not None or quiet:
        return
    from bdci_corpus.loading import find_loaders

    own = Path("loaders") if Path("corpus.toml").is_file() else None
    found = find_loaders(own)
    if as_json:
        shown = [{"name": n, "summary": o.summary, "path": str(o.path), "sha256": o.sha256} for n, o in found.items()]
        print_json(shown)
        return
    for name, loader in found.items():
        click.echo(f"{click.style(f'{name:20}', bold=True)} {loader.summary}")


@loaders.command("new")
@click.argument("name")
@verb
def new_loader(name: str, *, as_json: bool, quiet: bool) -> None:
    """Write loaders/NAME.py to start from.

    \b
    Examples:
      bdci-corpus loaders new minutes
      bdci-corpus loaders new court_decision --json
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.project import new_loader as scaffold

    path = scaffold(name, Path("loaders"))
    if as_json:
        print_json({"written": [str(path)]})
    elif not quiet:
        click.echo(f"wrote {path}\n\nSee what it reads, then hold it to the contract, with files of its kind:")
        click.echo(f"bdci-corpus explain FILE --loader {path}")
        click.echo(f'python -c \'from bdci_corpus.testing import check_loader as c; c("{path}", ["FILE"])\'')
