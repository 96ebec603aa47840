"""The verb ``publish``: put a release where others can load it, whole or not at all, and seen by no more than may."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bdci_corpus.progress import Progress, tell_nobody
from bdci_corpus.publishing.carry_out import carry_out, look
from bdci_corpus.publishing.gate import Ask
from bdci_corpus.publishing.plan import Job, Plan, Published
from bdci_corpus.publishing.sealed import refuse, seal
from bdci_corpus.publishing.targets import target_named


def publish(
    release: str | Path,
    to: str,
    *,
    public: bool = False,
    gated: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    announce: Callable[[Plan], None] = lambda _: None,
) -> Published:
    """Publish a release, privately unless ``public``; the same again changes nothing.

    The release is checked first. On a hub the repository is made private, everything comes in one
    commit upon the one that was looked at, the hub's checksums are compared, the commit is tagged with the
    version, and only then is it made public, if asked. What was cut short goes on when run again.

    Args:
        release: the folder of a release.
        to: ``hf:owner/name``, ``kaggle:owner/name``, ``modelscope:owner/name``, or ``dir:PATH`` for a plain
            folder, or a zip file if PATH ends in ``.zip``.
        public: let anybody see the repository.
        gated: let only those read it whom its owner lets in; a gate that is there stays.
        dry_run: say what would be done, and do nothing.
        progress: told what is being done.
        announce: given the plan before anything is done: who will read which rows of which version.

    Raises:
        CorpusError: it may not be published, or could not be; several reasons come in an ExceptionGroup.
    """
    tell = progress or tell_nobody
    kind, address = target_named(to)
    tell("checking", 0, 1)
    sealed = seal(Path(release))
    tell("checking", 1, 1)
    target = kind(address, Job(release=sealed, ask=Ask(public=public, gated=gated), where=to))
    if not dry_run:
        refuse(sealed.refusals)
        plan, done = carry_out(target, tell, announce)
        unread = None
    else:
        (plan, unread), done = look(target), ()
    return Published(
        release=sealed,
        to=to,
        dry_run=dry_run,
        plan=plan,
        done=done,
        unread=unread,
        url=target.url,
        load_line=target.load_line,
    )
