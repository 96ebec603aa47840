"""The license gate: who would see a release where it is to go, and whether the strictest row allows that."""

from __future__ import annotations

from dataclasses import dataclass

from bdci_corpus.licenses import BLOCKS_PUBLIC, STRICTNESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What whoever publishes asks for: private is what nobody needs to ask for."""

    public: bool = False
    gated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Who sees a repository: ``gated`` ones are read only by those whom the owner lets in."""

    private: bool
    gated: bool

    @property
    def open(self) -> bool:
        """Whether anybody may read it."""
        return not self.private and not self.gated

    def __str__(self) -> str:
        """Return it in words."""
        return ("private" if self.private else "public") + (", gated" if self.gated else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Who will see the release, and why it may not go there; ``refusal`` and ``remedy`` are empty if it may."""

    end: Visibility
    refusal: str = ""
    remedy: str = ""


def must_be_kept(strictest: str, *, blocked: bool) -> bool:
    """Return whether a release may go to a private or gated repository only.

    ``blocked`` says that a rule about its rows says so; what nobody has heard of is as strict as can be.
    """
    return blocked or strictest in BLOCKS_PUBLIC or strictest not in STRICTNESS


def verdict(ask: Ask, remote: Visibility | None, *, kept: bool, strictest: str) -> Verdict:
    """Decide from what is asked, what the repository is now (None: not there yet) and what the rows allow.

    Asking never opens what is gated, and never makes private what is public: that is for its owner to do.
    """
    private = not ask.public and (remote is None or remote.private)
    end = Visibility(private=private, gated=ask.gated or (remote is not None and remote.gated))
    if remote is not None and not remote.private and not ask.public:
        return Verdict(
            end=end,
            refusal="The repository is public, and publishing is private unless asked otherwise.",
            remedy="Say --public if that is meant, make the repository private, or name another.",
        )
    if kept and end.open:
        return Verdict(
            end=end,
            refusal=f"The strictest row is {strictest}, and anybody could read it in a public repository.",
            remedy="Leave --public out, add --gated, or build with --only-redistributable.",
        )
    return Verdict(end=end)
