"""The verb ``completion``."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from bdci_corpus.cli.common import print_json, verb
from bdci_corpus.errors import ProjectError

_PROGRAM = "bdci-corpus"

_SHELLS = ("bash", "zsh", "fish")


@click.command(short_help="Complete verbs and options in your shell.")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.option("--install", is_flag=True, help="Write it where the shell of this user looks.")
@verb
def completion(shell: str, *, install: bool, as_json: bool, quiet: bool) -> None:
    """Print what completes the verbs and options in a SHELL when the Tab key is pressed, or install it.

    \b
    Examples:
      bdci-corpus completion bash --install
      bdci-corpus completion zsh > ~/.zfunc/_bdci-corpus
    """  # noqa: D301 - click wants the character, not an escape
    script = _script(shell)
    if not install:
        click.echo(script if not as_json else "", nl=not as_json)
        if as_json:
            print_json({"shell": shell, "script": script})
        return
    path = _place(shell)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, encoding="utf-8", newline="\n")
    if as_json:
        print_json({"shell": shell, "written": str(path)})
    elif not quiet:
        click.echo(f"wrote {path}\nIt works in the next shell that you open.")
        if shell == "zsh":
            click.echo("~/.zshrc must have, before compinit: fpath+=(~/.zfunc)")


def _script(shell: str) -> str:
    found = get_completion_class(shell)
    if found is None:
        raise ProjectError(shell, "click knows no completion for it.", f"Name one of {', '.join(_SHELLS)}.")
    root = click.get_current_context().find_root().command
    complete = found(root, {}, _PROGRAM, "_BDCI_CORPUS_COMPLETE")
    return complete.source_template % complete.source_vars()


def _place(shell: str) -> Path:
    """Return where a shell looks for completions of one user."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return {
        "bash": data / "bash-completion" / "completions" / _PROGRAM,
        "zsh": Path.home() / ".zfunc" / f"_{_PROGRAM}",
        "fish": config / "fish" / "completions" / f"{_PROGRAM}.fish",
    }[shell]
