"""The command line. Every verb imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import io
import sys

import click

from bdci_corpus.cli.audit import audit
from bdci_corpus.cli.build import build
from bdci_corpus.cli.check import check
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


@click.group(
    cls=Verbs,
    commands=[verb for verbs in SECTIONS.values() for verb in verbs],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="VERB …",
    epilog="VERB --help shows examples. Begin with: bdci-corpus build SOME-FOLDER",
)
@click.version_option(__version__, prog_name="bdci-corpus")
def main() -> None:
    """Turn a folder of messy raw documents into a clean, audited dataset whose splits do not leak."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a character shows its escape
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
