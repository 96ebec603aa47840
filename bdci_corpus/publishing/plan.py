"""What is left to do until a place holds a release: decided from what is there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.gate import (
    Ask,
    Audience,
    Version,
    Visibility,
    clicked_refusals,
    history_refusals,
    outcome,
    refusals as gate_refusals,
)
from bdci_corpus.publishing.readable import MADE_BY_HUBS
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

ALLOWED_IN_A_NEW_REPOSITORY = frozenset({".gitattributes", "README.md"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What is at the place now. ``visibility`` is None where there is nothing.

    ``files`` maps each path to its digest, a SHA-256 or the id git gives it; ``tagged`` are those of the
    tag of the release's version, None if there is none. ``shape`` is that of the release there, if any.
    ``versions`` are all the states of it that a reader can ask for; they are read where somebody other than
    the owner reads the place, or is to. ``clicked`` counts the people whom a gate let in that lets in whoever
    accepts; they stay in when the gate is one that its owner keeps.
    """

    visibility: Visibility | None
    head: str | None
    files: Mapping[str, str]
    tags: Mapping[str, str]
    tagged: Mapping[str, str] | None
    shape: Shape | None
    versions: tuple[Version, ...] = ()
    clicked: int = 0

    @property
    def audience(self) -> Audience:
        """Who reads it now."""
        return Audience.OWNER if self.visibility is None else self.visibility.audience

    @property
    def exposed(self) -> tuple[Version, ...]:
        """The versions with rows that not all who can read them may read."""
        return tuple(v for v in self.versions if v.content.restricted and self.audience > v.content.widest)


NOWHERE = Remote(visibility=None, head=None, files={}, tags={}, tagged=None, shape=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A version, and who reads it once all is done; ``now`` is None where it is not there yet."""

    version: Version
    now: Audience | None
    then: Audience


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
    readable: tuple[Readable, ...]
    refusals: tuple[PublishError, ...]

    @property
    def uploaded(self) -> tuple[str, ...]:
        """The files whose content has to be sent."""
        return tuple(sorted((*self.added, *self.changed)))


def plan(job: Job, remote: Remote) -> Plan:
    """Compare a release with what is there."""
    release, where = job.release, job.where
    end = outcome(job.ask, remote.visibility)
    present = {path: digest for path, digest in remote.files.items() if path not in MADE_BY_HUBS}
    done = remote.tagged is not None and holds(release, remote.tagged)
    added = tuple(sorted(release.files.keys() - present.keys())) if not done else ()
    changed = tuple(p for p, digest in sorted(present.items()) if not done and _differs(release, p, digest))
    deleted = tuple(sorted(present.keys() - release.files.keys())) if not done else ()
    gate_problems = [*gate_refusals(job.ask, remote.visibility, release.content, release.terms.strictest)]
    gate_problems += history_refusals(end.audience, remote.audience, remote.versions)
    gate_problems += clicked_refusals(
        remote.clicked, [release.content, *(version.content for version in remote.versions)]
    )
    refusals = [*release.refusals, *(PublishError(where, one.problem, one.remedy) for one in gate_problems)]
    if end.gate != "none" and release.terms.kept and not release.prompts:
        problem = "The card does not say on what terms access is given (extra_gated_prompt)."
        refusals.append(PublishError(where, problem, "Build the release again."))
    if added or changed or deleted:
        refusals += _version_refusals(release, remote, where)
    return Plan(
        actions=tuple(_to_be_done(added + changed + deleted, remote, end, tag=release.version)),
        added=added,
        changed=changed,
        deleted=deleted,
        kept=tuple(sorted(release.files.keys() - {*added, *changed})),
        before=remote.visibility,
        after=end,
        readable=tuple(_readable(release, remote, end.audience)),
        refusals=tuple(refusals),
    )


def _to_be_done(touched: tuple[str, ...], remote: Remote, end: Visibility, tag: str) -> Iterator[Action]:
    """Yield what is left, in the order in which nothing is ever seen by more people than may see it."""
    now = remote.visibility or Visibility(private=True)
    if remote.visibility is None:
        yield "create"
    if end.gate != now.gate:
        yield "gate"
    if touched:
        yield "upload"
    if tag not in remote.tags:
        yield "tag"
    if now.private and not end.private:
        yield "reveal"


def _readable(release: Sealed, remote: Remote, end: Audience) -> Iterator[Readable]:
    """Yield who will read what: the new release first, then what is there."""
    held = remote.tagged is not None and holds(release, remote.tagged)
    present = [version for version in remote.versions if held and release.version in version.names]
    if not present:
        new = Version(names=(release.version,), commit=None, content=release.content)
        yield Readable(version=new, now=remote.audience if held else None, then=end)
    for version in sorted(remote.versions, key=lambda version: version not in present):
        yield Readable(version=version, now=remote.audience, then=end)


def _differs(release: Sealed, path: str, digest: str) -> bool:
    return path in release.files and digest not in release.files[path].digests


def holds(release: Sealed, files: Mapping[str, str]) -> bool:
    """Return whether these files are those of the release, but for what a hub made itself."""
    present = files.keys() - MADE_BY_HUBS
    return present == release.files.keys() and not any(_differs(release, path, files[path]) for path in present)


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
