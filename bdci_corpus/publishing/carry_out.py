"""Carry a plan out: look, take one action, look again, until nothing is left to do.

What is there is read before every action and never assumed, so that an answer that was lost, a process
that was killed and a repository that somebody opened meanwhile are all the same case: the next look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.gate import Version
from bdci_corpus.publishing.plan import NOWHERE, Action, Plan, Remote
from bdci_corpus.publishing.sealed import refuse
from bdci_corpus.publishing.targets import Target
from bdci_corpus.publishing.troubles import Trouble

if TYPE_CHECKING:
    from tenacity import RetryCallState

Result = TypeVar("Result")

ATTEMPTS = 4
"""How often an action is tried, each time after a new look; the client itself tries some requests again, too."""

SAID: dict[Action, str] = {
    "create": "the repository was created, private",
    "gate": "the repository was gated",
    "upload": "all files are in place",
    "tag": "the version is tagged",
    "reveal": "the repository is public",
}


def look(target: Target) -> tuple[Plan, PublishError | None]:
    """Return what would be done; without the repository itself, if it cannot be read, and why."""
    with target.session():
        try:
            return _patiently(lambda: target.plan(target.read())), None
        except Trouble as trouble:
            return target.plan(NOWHERE), _error(target, trouble, ())


def carry_out(
    target: Target, tell: Callable[[str, int, int], None], announce: Callable[[Plan], None] = lambda _: None
) -> tuple[Plan, tuple[Action, ...]]:
    """Do all that is left; return what was left at the start, and what was done.

    ``announce`` is given the plan before anything is done.

    Raises:
        PublishError: it may not be done, or failed; it says what was done before.
    """
    run = _Run(target, announce)
    with target.session():
        while True:
            try:
                action = _patiently(run.step)
            except Trouble as trouble:
                raise _error(target, trouble, tuple(run.done)) from None
            if action is None or run.first is None:
                break
            run.done.append(action)
            tell("publishing", len(run.done), len(run.first.actions))
    return run.first or target.plan(NOWHERE), tuple(run.done)


class _Run:
    """One run: the plan at the start, what was done, and the commit that everything builds on."""

    def __init__(self, target: Target, announce: Callable[[Plan], None]) -> None:
        self._announce = announce
        self.target, self.where = target, target.job.where
        self.first: Plan | None = None
        self.done: list[Action] = []
        self._base: str | None = None
        self._tried: Action | None = None
        self._exposed: set[str | None] | None = None

    def _look(self) -> tuple[Remote, Plan]:
        remote = self.target.read()
        return remote, self.target.plan(remote)

    def step(self) -> Action | None:
        """Take the next action after a new look; None if there is none left.

        An action that was tried and is not left any more, though its answer was lost, counts as done.
        """
        remote, left = self._look()
        self._close(remote)
        if self._tried is not None and self._tried not in left.actions:
            action, self._tried = self._tried, None
            return action
        if left.actions and left.actions[0] in self.done:
            raise self._undone(left.actions[0], left)
        refuse(left.refusals)
        if self.first is None:
            self.first = left
            self._announce(left)
        if not left.actions:
            return None
        action = left.actions[0]
        self._base = self._base or remote.head
        if action == "upload" and remote.head != self._base:
            raise _moved(self.target, remote)
        self._tried = action
        try:
            self.target.perform(action, left, remote)
        except Trouble as trouble:
            if trouble.moved:
                self._look_whether_moved(action, trouble)
            raise
        return self._seen(action)

    def _seen(self, action: Action) -> Action:
        self._tried = None
        return action

    def _close(self, remote: Remote) -> None:
        """Make private again what was opened since the first look, with rows in it that may not be read so."""
        exposed = {version.commit for version in remote.exposed}
        if self._exposed is None:
            self._exposed = exposed
        if new := [version for version in remote.exposed if version.commit not in self._exposed]:
            raise self._hidden(new[0])

    def _hidden(self, version: Version) -> PublishError:
        """Make the place private, and return what to say of it."""
        opened = f"The repository was made public while this ran, and {version} is in it"
        try:
            self.target.hide()
        except Trouble as trouble:
            problem = f"{opened}; it could not be made private again: {trouble.problem}"
            return PublishError(self.where, problem, "Make it private by hand, at once.")
        problem = f"{opened}; it has been made private again."
        return PublishError(self.where, problem, "Ask who may change its settings, then run again.")

    def _undone(self, action: Action, left: Plan) -> PublishError:
        """Return what to say where the hub took an action and it shows no effect."""
        if action == "upload":
            path = (*left.uploaded, *left.deleted)[0]
            problem = f"The files there are not those that were sent, or somebody changed them since: {path} for one."
            return PublishError(self.where, problem, "Nothing was tagged. See with --dry-run what differs.")
        problem = f"The place accepted the action {action}, and it had no effect."
        return PublishError(self.where, problem, "Nothing was opened to others. See to its settings by hand.")

    def _look_whether_moved(self, action: Action, trouble: Trouble) -> None:
        """After a conflict, see who caused it: ourselves, by an answer that was lost, or somebody else."""
        remote, left = self._look()
        if action == "create" and remote.visibility is None:
            problem = "The repository is there, and the token may not see it."
            raise Trouble(problem, "Name another, or use a token of its owner.") from None
        if action == "upload" and action in left.actions and remote.head != self._base:
            raise _moved(self.target, remote) from None
        trouble.waits = 0.0 if action not in left.actions else trouble.waits


def _moved(target: Target, remote: Remote) -> PublishError:
    problem = f"Somebody else committed {(remote.head or '')[:12]} there while this ran; nothing of theirs was touched."
    remedy = "See with --dry-run what publishing upon it would change, then run again."
    return PublishError(target.job.where, problem, remedy)


def _patiently(function: Callable[[], Result]) -> Result:
    """Call a function again while it meets trouble that passes."""
    from tenacity import (
        Retrying,
        retry_if_exception,
        stop_after_attempt,
        wait_exponential,
    )

    growing = wait_exponential(max=16)

    def waits(state: RetryCallState) -> float:
        failed = state.outcome.exception() if state.outcome else None
        asked = failed.waits if isinstance(failed, Trouble) else None
        return max(asked or 0.0, growing(state))

    passes = retry_if_exception(lambda error: isinstance(error, Trouble) and error.waits is not None)
    return Retrying(retry=passes, wait=waits, stop=stop_after_attempt(ATTEMPTS), reraise=True)(function)


def _error(target: Target, trouble: Trouble, done: tuple[Action, ...]) -> PublishError:
    before = "; ".join(SAID[action] for action in done)
    state = f"Before that: {before}." if done else "Nothing was changed there."
    problem = target.redacted(f"{target.url}: {trouble.problem} {state}")
    return PublishError(target.job.where, problem, trouble.remedy)
