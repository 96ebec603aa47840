"""What is left to do until a place holds a release: decided from what is there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.gate import Ask, Visibility, verdict
from bdci_corpus.publishing.sealed import Sealed
from bdci_corpus.release import MANIFEST, Shape, level, next_version, numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be published, how, and ``where``, in the words of whoever asked."""

    release: Sealed
    ask: Ask
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published, or with ``dry_run`` would be: ``plan`` is what was left to do at the start.

    ``done`` are the actions that were taken; ``unread`` says why the place could not be looked at, in a
    dry run. ``url`` is where to look, ``load_line`` the line of Python that loads it.
    """

    release: Sealed
    to: str
    dry_run: bool
    plan: Plan
    done: tuple[Action, ...]
    unread: PublishError | None
    url: str
    load_line: str


Action = Literal["create", "gate", "upload", "tag", "reveal"]
"""``create`` makes the repository, private; ``reveal`` makes it public, when all else is in place."""

KEPT_BY_THE_HUB = frozenset({".gitattributes"})

ALLOWED_IN_A_NEW_REPOSITORY = frozenset({".gitattributes", "README.md"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What is at the place now. ``visibility`` is None where there is nothing.

    ``files`` maps each path to its digest, a SHA-256 or the id git gives it; ``tagged`` are those of the
    tag of the release's version, None if there is none. ``shape`` is that of the release there, if any.
    """

    visibility: Visibility | None
    head: str | None
    files: Mapping[str, str]
    tags: Mapping[str, str]
    tagged: Mapping[str, str] | None
    shape: Shape | None


NOWHERE = Remote(visibility=None, head=None, files={}, tags={}, tagged=None, shape=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done, in order, and what stands against it."""

    actions: tuple[Action, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    before: Visibility | None
    after: Visibility
    refusals: tuple[PublishError, ...]

    @property
    def uploaded(self) -> tuple[str, ...]:
        """The files whose content has to be sent."""
        return tuple(sorted((*self.added, *self.changed)))


def plan(job: Job, remote: Remote) -> Plan:
    """Compare a release with what is there."""
    release, where = job.release, job.where
    decided = verdict(job.ask, remote.visibility, kept=release.kept, strictest=release.strictest)
    there = {path: digest for path, digest in remote.files.items() if path not in KEPT_BY_THE_HUB}
    done = remote.tagged is not None and _same(release, remote.tagged)
    added = tuple(sorted(release.files.keys() - there.keys())) if not done else ()
    changed = tuple(p for p, digest in sorted(there.items()) if not done and _differs(release, p, digest))
    deleted = tuple(sorted(there.keys() - release.files.keys())) if not done else ()
    refusals = [*release.refusals]
    if decided.refusal:
        refusals.append(PublishError(where, decided.refusal, decided.remedy))
    if decided.end.gated and release.kept and not release.prompts:
        problem = "The card does not say on what terms access is given (extra_gated_prompt)."
        refusals.append(PublishError(where, problem, "Build the release again."))
    if added or changed or deleted:
        refusals += _version_refusals(release, remote, where)
    tell_apart = _to_be_done(added + changed + deleted, remote, decided.end, tag=release.version)
    return Plan(
        actions=tuple(tell_apart),
        added=added,
        changed=changed,
        deleted=deleted,
        kept=tuple(sorted(release.files.keys() - {*added, *changed})),
        before=remote.visibility,
        after=decided.end,
        refusals=tuple(refusals),
    )


def _to_be_done(touched: tuple[str, ...], remote: Remote, end: Visibility, tag: str) -> Iterator[Action]:
    """Yield what is left, in the order in which nothing is ever seen by more people than may see it."""
    now = remote.visibility or Visibility(private=True, gated=False)
    if remote.visibility is None:
        yield "create"
    if end.gated and not now.gated:
        yield "gate"
    if touched:
        yield "upload"
    if tag not in remote.tags:
        yield "tag"
    if now.private and not end.private:
        yield "reveal"


def _differs(release: Sealed, path: str, digest: str) -> bool:
    return path in release.files and digest not in release.files[path].digests


def _same(release: Sealed, files: Mapping[str, str]) -> bool:
    there = files.keys() - KEPT_BY_THE_HUB
    return there == release.files.keys() and not any(_differs(release, path, files[path]) for path in there)


def _version_refusals(release: Sealed, remote: Remote, where: str) -> Iterator[PublishError]:
    """Yield why this version may not take the place of what is there."""
    if remote.shape is None:
        strangers = sorted(remote.files.keys() - ALLOWED_IN_A_NEW_REPOSITORY)
        if strangers:
            what = "its card, ledger and manifest cannot be read" if MANIFEST in strangers else strangers[0]
            problem = f"What is there is no release ({what}), and publishing would delete it."
            yield PublishError(where, problem, "Name another place, or empty this one yourself.")
        return
    change = level(remote.shape, release.shape)
    released = [name for name in remote.tags if _is_version(name)]
    newest = max([remote.shape.version, *released], key=numbers)
    lowest = next_version(newest, "patch" if change == "none" else change)
    if numbers(release.version) < numbers(lowest):
        problem = f"{newest} is published, and what has changed since ({change}) asks for {lowest} or higher"
        remedy = f'Set version = "{lowest}" in corpus.toml and build again.'
        yield PublishError(where, f"{problem}, not {release.version}.", remedy)


def _is_version(name: str) -> bool:
    try:
        numbers(name)
    except ValueError:
        return False
    return True
