"""What can go wrong with a place, in words: what happened, what to do, and whether waiting helps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

RUN_AGAIN = "Run the same command again: it goes on from there."

CANNOT_WAIT = 120.0
"""When a place asks for a longer wait than so many seconds, it is left to whoever publishes."""

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

_MOVED = frozenset({409, 412})

_SECRET = re.compile(
    r"hf_[a-z0-9]{8,}|ms-[a-z0-9-]{16,}|(?:bearer|basic)\s+\S+"
    r"|(?<=[?&])[\w.-]*(?:signature|token|credential)[\w.-]*=[^\s&]+",
    re.IGNORECASE,
)


class Trouble(Exception):  # noqa: N818 - it becomes a PublishError once it is known what was done before
    """A request that failed. ``waits`` is None where trying again is no use, else how many seconds it should wait."""

    def __init__(self, problem: str, remedy: str, *, waits: float | None = None, moved: bool = False) -> None:
        """Keep what to say, and what to do next."""
        super().__init__(problem)
        self.problem, self.remedy, self.waits, self.moved = problem, remedy, waits, moved


def redacted(text: str, token: str | None = None) -> str:
    """Return a text without the token, and without anything that looks like one or like a signature."""
    if token:
        text = text.replace(token, "…")
    return _SECRET.sub("…", text)


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from: clients wrap what happens in their threads."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def answered(status: int, body: str, headers: Mapping[str, str], *, log_in: str, has_token: bool = True) -> Trouble:
    """Return what a status of HTTP comes to; ``log_in`` says how one gets a token that may do it."""
    quoted = f': "{body}"' if body else ""
    if status == 401:  # noqa: PLR2004 - the statuses of HTTP
        problem = f"It does not accept the token (401{quoted})." if has_token else "There is no token to write with."
        return Trouble(problem, log_in)
    if status == 403:  # noqa: PLR2004
        return Trouble(f"The token may not do this (403{quoted}).", log_in)
    if status == 404:  # noqa: PLR2004
        return Trouble(f"The repository, or a part of it, is not there any more (404{quoted}).", RUN_AGAIN)
    if status in _MOVED:
        return Trouble(f"Something else was done there meanwhile ({status}{quoted}).", RUN_AGAIN, moved=True)
    if status in _BUSY:
        return _busy(status, quoted, headers.get("Retry-After", ""))
    return Trouble(f"It refuses ({status}{quoted}).", "Do what it says, and run again.")


def unreachable(what: str) -> Trouble:
    """Return what it comes to when no answer arrives; ``what`` names the client's error."""
    broken = "did not answer in time" if "Timeout" in what else "broke the connection off"
    return Trouble(f"It {broken} ({what}).", RUN_AGAIN, waits=0)


def nonsense(error: BaseException) -> Trouble:
    """Return what an error comes to that nobody expects."""
    if isinstance(error, ImportError):
        return Trouble(f"Its client cannot be loaded ({error}).", "Install it again, with all that it needs.")
    return Trouble(f"Its answer makes no sense ({type(error).__name__}).", RUN_AGAIN, waits=0)


def _busy(status: int, quoted: str, retry_after: str) -> Trouble:
    waits = float(retry_after) if retry_after.isdigit() else 0.0
    asked = f" and asks to wait {waits:.0f} seconds" if waits else ""
    why = "It gets too many requests" if status == 429 else "It has a fault of its own"  # noqa: PLR2004
    return Trouble(
        f"{why} ({status}{quoted}){asked}.",
        "Wait, then run the same command again: it goes on from there.",
        waits=waits if waits <= CANNOT_WAIT else None,
    )
