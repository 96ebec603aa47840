"""The verb ``view``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bdci_corpus.cli.common import WHOLE, a_release, print_json, verb


@click.command(short_help="Look at any row of a release in a browser.")
@click.argument("release", type=click.Path(path_type=Path), required=False)
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65_535), default=0, help="Where to listen.  [default: any free port]"
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser of this machine.")
@verb
def view(release: Path | None, *, port: int, open_browser: bool, as_json: bool, quiet: bool) -> None:
    """Look at any row of a RELEASE in a browser: raw beside clean, its like, its license. Without one, ./release.

    The page is served to this machine alone, under an address that nobody guesses; nothing is sent elsewhere, and
    nothing is written. Ctrl-C ends it.

    \b
    Examples:
      bdci-corpus view release/my-corpus --open
      bdci-corpus view --port 8000
    """  # noqa: D301 - click wants the character, not an escape
    from bdci_corpus.viewing import ReleaseView, Viewer

    viewer = Viewer(ReleaseView(a_release(release)), port)
    if as_json:
        print_json({"url": viewer.url})
    elif not quiet:
        click.echo(f"{viewer.url}\nCtrl-C ends it.")
    sys.stdout.flush()
    if open_browser:
        import webbrowser

        webbrowser.open(viewer.url)
    try:
        viewer.serve()
    except KeyboardInterrupt:
        sys.exit(WHOLE)
