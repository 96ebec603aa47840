"""The license gate: who would see a release where it is to go, and whether the rows' terms allow that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from bdci_corpus.licenses import BLOCKS_PUBLIC, STRICTNESS


class Audience(IntEnum):
    """Who reads something, from the fewest to the most."""

    OWNER = 0
    ADMITTED = 1
    ACCEPTING = 2
    ANYBODY = 3

    def __str__(self) -> str:
        """Return it in words."""
        return ("its owner", "those whom its owner lets in", "whoever accepts the terms", "anybody")[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What whoever publishes asks for: private is what nobody needs to ask for."""

    public: bool = False
    gated: bool = False


Gate = Literal["none", "auto", "manual"]
"""How a repository asks before it is read: ``auto`` lets in whoever accepts, ``manual`` whom its owner chooses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Who sees a repository."""

    private: bool
    gate: Gate = "none"

    @property
    def audience(self) -> Audience:
        """Who reads its files."""
        opened = {"manual": Audience.ADMITTED, "auto": Audience.ACCEPTING, "none": Audience.ANYBODY}
        return Audience.OWNER if self.private else opened[self.gate]

    def __str__(self) -> str:
        """Return it in words."""
        gated = {"manual": ", gated", "auto": ", gated for show (whoever accepts is let in)", "none": ""}
        return ("private" if self.private else "public") + gated[self.gate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one state of a place holds, as far as terms go.

    ``rows`` counts its documents by restriction; ``restricted`` are the ids of those that may not be read by
    anybody; ``untold`` the files of which nobody can tell under what terms they stand.
    """

    rows: tuple[tuple[str, int], ...] = ()
    restricted: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def widest(self) -> Audience:
        """Who may read it at most.

        A gate that lets in whoever clicks is none for rows that may not be passed on: nobody has looked at
        who they are, and of terms that nobody knows there is nothing to accept.
        """
        return Audience.ADMITTED if self.restricted or self.untold else Audience.ANYBODY

    def __bool__(self) -> bool:
        """Return whether there is anything that has terms."""
        return bool(self.rows or self.restricted or self.untold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One state of a place that a reader can ask for: its tags and branches, or else its ``commit``."""

    names: tuple[str, ...]
    commit: str | None
    content: Content

    def __str__(self) -> str:
        """Return its names, or the beginning of its commit."""
        return ", ".join(self.names) or f"commit {(self.commit or '')[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something may not be done, and what to do."""

    problem: str
    remedy: str


def must_be_kept(strictest: str, *, blocked: bool) -> bool:
    """Return whether a release may go to a private or gated repository only.

    ``blocked`` says that a rule about its rows says so; what nobody has heard of is as strict as can be.
    """
    return blocked or strictest in BLOCKS_PUBLIC or strictest not in STRICTNESS


def outcome(ask: Ask, remote: Visibility | None) -> Visibility:
    """Return who will see the place, from what is asked and what it is now (None: not there yet).

    Asking never opens what is gated, and never makes private what is public: that is for its owner to do.
    """
    private = not ask.public and (remote is None or remote.private)
    return Visibility(private=private, gate="manual" if ask.gated else remote.gate if remote else "none")


def refusals(ask: Ask, remote: Visibility | None, new: Content, strictest: str) -> Iterable[Refusal]:
    """Yield what stands against the new release there: what is asked, and what its rows allow."""
    if remote is not None and not remote.private and not ask.public:
        yield Refusal(
            problem="The repository is public, and publishing is private unless asked otherwise.",
            remedy="Say --public if that is meant, make the repository private, or name another.",
        )
        return
    end = outcome(ask, remote).audience
    if end > new.widest and new.restricted:
        yield Refusal(
            problem=f"The strictest row is {strictest}, and {end} could read it in a public repository.",
            remedy="Leave --public out, add --gated, or build with --only-redistributable.",
        )
    elif end > new.widest:
        problem = f"Nobody can tell under what terms {_named(new.untold)} stands: no release holds such a file."
        yield Refusal(problem=problem, remedy="Build the release again, or leave --public out.")


def history_refusals(end: Audience, now: Audience, versions: Iterable[Version]) -> Iterable[Refusal]:
    """Yield what stands against having a place read by ``end``: the versions in it that not all of them may read."""
    for version in versions:
        if end > version.content.widest:
            already = " already" if now >= end else ""
            problem = f"{end} could{already} read {version} there: {described(version.content)}."
            yield Refusal(problem=problem[0].upper() + problem[1:], remedy=_APART)


def clicked_refusals(clicked: int, contents: Iterable[Content]) -> Iterable[Refusal]:
    """Yield what stands against closing a gate behind people whom it let in without a look at who they are."""
    if clicked and any(content.widest < Audience.ACCEPTING for content in contents):
        yield Refusal(
            problem=f"{clicked:,} people are let in already, by a gate that lets in whoever accepts, and stay in.",
            remedy="Cancel their access in the settings of the repository, or publish into another one.",
        )


_APART = "Publish into another repository, or have this one gated (--gated)."

NAMED = 3
"""How many rows or files a message names before it only counts them."""


def described(content: Content) -> str:
    """Return what a version holds in words: rows by restriction, those that are restricted, files nobody can tell."""
    counts = ", ".join(f"{count:,} {name}" for name, count in content.rows)
    parts = [counts or "no rows"]
    if content.restricted:
        parts.append(f"not for anybody: {_named(content.restricted)}")
    if content.untold:
        parts.append(f"under terms that nobody can tell: {_named(content.untold)}")
    return "; ".join(parts)


def _named(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
