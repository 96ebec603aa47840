"""The verb ``publish``: put a release where others can load it, whole or not at all, and seen by no more than may."""

from __future__ import annotations

import re
from pathlib import Path

from bdci_corpus.errors import PublishError
from bdci_corpus.progress import Progress, tell_nobody
from bdci_corpus.publishing.carry_out import Place, carry_out, look
from bdci_corpus.publishing.gate import Ask
from bdci_corpus.publishing.plan import Action, Published
from bdci_corpus.publishing.sealed import Sealed, refuse, seal
from bdci_corpus.publishing.targets.folder import plan_folder, put_folder

_HUB = re.compile(r"hf:([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)")


def publish(
    release: str | Path,
    to: str,
    *,
    public: bool = False,
    gated: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Published:
    """Publish a release, privately unless ``public``; the same again changes nothing.

    The release is checked first. On a hub the repository is made private, everything comes in one
    commit upon the one that was looked at, the hub's checksums are compared, the commit is tagged with the
    version, and only then is it made public, if asked. What was cut short goes on when run again.

    Args:
        release: the folder of a release.
        to: ``hf:owner/name``, or ``dir:PATH`` for a plain folder, or a zip file if PATH ends in ``.zip``.
        public: let anybody see the repository.
        gated: let only those read it whom its owner lets in; a gate that is there stays.
        dry_run: say what would be done, and do nothing.
        progress: told what is being done.

    Raises:
        CorpusError: it may not be published, or could not be; several reasons come in an ExceptionGroup.
    """
    tell = progress or tell_nobody
    ask = Ask(public=public, gated=gated)
    place = _place(to)
    tell("checking", 0, 1)
    sealed = seal(Path(release))
    tell("checking", 1, 1)
    if isinstance(place, Path):
        return _to_folder(sealed, place, ask, to, dry_run=dry_run)
    return _to_hub(sealed, place, ask, to, dry_run=dry_run, tell=tell)


def _place(to: str) -> str | Path:
    """Return the repository or path that ``to`` names."""
    if (found := _HUB.fullmatch(to)) is not None:
        return found[1]
    kind, _, path = to.partition(":")
    if kind == "dir" and path:
        return Path(path)
    problem = "This is neither hf:owner/name nor dir:PATH."
    raise PublishError(to, problem, "Write hf:, an owner, a slash and a name, or dir: and a path.")


def _to_folder(sealed: Sealed, path: Path, ask: Ask, to: str, *, dry_run: bool) -> Published:
    plan = plan_folder(sealed, path, ask, to)
    if not dry_run:
        refuse(plan.refusals)
        put_folder(sealed, path, plan)
    return Published(
        release=sealed,
        to=to,
        dry_run=dry_run,
        plan=plan,
        done=() if dry_run else plan.actions,
        unread=None,
        url=str(path),
        load_line="" if path.suffix == ".zip" else f'datasets.load_dataset("{path.as_posix()}")',
    )


def _to_hub(sealed: Sealed, repo: str, ask: Ask, to: str, *, dry_run: bool, tell: Progress) -> Published:
    if not dry_run:
        refuse(sealed.refusals)
    place = Place.of(repo, sealed, ask, to)
    unread: PublishError | None = None
    done: tuple[Action, ...] = ()
    if dry_run:
        plan, unread = look(place)
    else:
        plan, done = carry_out(place, tell)
    return Published(
        release=sealed,
        to=to,
        dry_run=dry_run,
        plan=plan,
        done=done,
        unread=unread,
        url=place.hub.url,
        load_line=f'datasets.load_dataset("{repo}", revision="{sealed.version}")',
    )
