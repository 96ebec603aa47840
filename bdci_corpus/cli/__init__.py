"""The command line. Every verb imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import io
import os
import sys
from itertools import pairwise
from typing import Any

import click

from bdci_corpus.cli.audit import audit
from bdci_corpus.cli.build import build
from bdci_corpus.cli.check import check
from bdci_corpus.cli.common import cannot_be_heard, leave_unheard
from bdci_corpus.cli.competition import competition
from bdci_corpus.cli.completion import completion
from bdci_corpus.cli.diff import diff
from bdci_corpus.cli.dups import dups
from bdci_corpus.cli.explain import explain
from bdci_corpus.cli.find import find
from bdci_corpus.cli.init import init
from bdci_corpus.cli.loaders import loaders
from bdci_corpus.cli.publish import publish
from bdci_corpus.cli.view import view
from bdci_corpus.cli.withdraw import withdraw
from bdci_corpus.version import __version__

SECTIONS = {
    "Make a release": (init, build, explain, loaders),
    "Look into releases": (view, check, diff, find),
    "Hand it out": (publish, withdraw, competition),
    "Any data set": (audit, dups),
    "Your shell": (completion,),
}
"""The verbs, in the order in which they are needed."""

_MAY_BE_EMPTY = frozenset({"--label", "--id", "--reason"})
"""Options whose value says something where it is empty, or is refused by itself."""


class Verbs(click.Group):
    """A group that lists its verbs by section, and not by the alphabet."""

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs, a section each, in columns of one width."""
        width = max(map(len, self.commands))
        for section, verbs in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(
                    [((verb.name or "").ljust(width), verb.get_short_help_str(formatter.width)) for verb in verbs]
                )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an argument that is empty, where it would be this folder: a variable of the shell that is not set."""
        for before, argument in pairwise(["", *args]):
            if not argument and before not in _MAY_BE_EMPTY:
                after = f" after {before}" if before else ""
                message = f"An argument{after} is empty. If it is a variable of your shell, it is not set."
                raise click.UsageError(message, ctx)
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the group has it
        """Run what a command line says; where standard output takes no more, say so in one line."""
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            if not cannot_be_heard(error):
                raise
            leave_unheard(error)

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; where something has to be given that was not, say how with the verb's first example."""
        try:
            return super().invoke(ctx)
        except click.MissingParameter as error:
            example = _first_example(error.ctx)
            if not example or error.param is None or isinstance(error.param.type, click.Choice):  # it tells its values
                raise
            words = f"For example: {example}"
            raise click.MissingParameter(words, error.ctx, error.param, error.param_hint, error.param_type) from None


def _first_example(context: click.Context | None) -> str:
    words = (context.command.help or "").partition("Examples:\n")[2] if context else ""
    return words.strip().partition("\n")[0]


@click.group(
    cls=Verbs,
    commands=[verb for verbs in SECTIONS.values() for verb in verbs],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="VERB …",
    epilog="VERB --help shows examples. Begin with: bdci-corpus build SOME-FOLDER",
)
@click.version_option(__version__, prog_name="bdci-corpus")
@click.pass_context
def main(context: click.Context) -> None:
    """Turn a folder of messy raw documents into a clean, audited dataset whose splits do not leak."""
    if os.environ.get("NO_COLOR"):  # no-color.org
        context.color = False
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a character shows its escape
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
