"""What the hub's client raises, in words: what happened, what to do, and whether waiting helps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bdci_corpus.publishing.troubles import RUN_AGAIN, Trouble

CANNOT_WAIT = 120.0
"""When a hub asks for a longer wait than so many seconds, it is left to whoever publishes."""

_LOG_IN = "Log in with `hf auth login`, or set HF_TOKEN, with a token that may write to this repository."

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

_MOVED = frozenset({409, 412})

_SECRET = re.compile(
    r"hf_[a-z0-9]{8,}|bearer\s+\S+|(?<=[?&])[\w.-]*(?:signature|token|credential)[\w.-]*=[^\s&]+", re.IGNORECASE
)


def redacted(text: str, token: str | None = None) -> str:
    """Return a text without the token, and without anything that looks like one or like a signature."""
    if token:
        text = text.replace(token, "…")
    return _SECRET.sub("…", text)


def trouble_of(error: BaseException, transport_errors: type[Exception], token: str | None) -> Trouble:
    """Return what an error of the client comes to; nothing secret is in it."""
    for cause in _causes(error):
        response = getattr(cause, "response", None)
        status = getattr(response, "status_code", None)
        if isinstance(status, int):
            headers: Mapping[str, str] = getattr(response, "headers", {})
            body = redacted(str(headers.get("X-Error-Message") or getattr(cause, "server_message", "") or ""), token)
            return _answered(status, body.replace("\n", " ")[:200], headers, has_token=token is not None)
        if type(cause).__name__ == "OfflineModeIsEnabled":
            return Trouble("HF_HUB_OFFLINE is set, and this needs the network.", "Unset it, and run again.")
        if isinstance(cause, transport_errors):
            what = type(cause).__name__
            if what == "ConnectError":
                return Trouble("It cannot be reached.", "See to the network and HF_ENDPOINT, and run again.", waits=0)
            broken = "did not answer in time" if "Timeout" in what else "broke the connection off"
            return Trouble(f"It {broken} ({what}).", RUN_AGAIN, waits=0)
    if isinstance(error, ValueError) and "metadata in README.md" in str(error):
        body = redacted(str(error), token).replace("\n", " ")
        return Trouble(f"It does not accept the card: {body}", "Correct corpus.toml, and build again.")
    return Trouble(f"Its answer makes no sense ({type(error).__name__}).", RUN_AGAIN, waits=0)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from: the client wraps what happens in its threads."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _answered(status: int, body: str, headers: Mapping[str, str], *, has_token: bool) -> Trouble:
    quoted = f': "{body}"' if body else ""
    if status == 401:  # noqa: PLR2004 - the statuses of HTTP
        problem = f"It does not accept the token (401{quoted})." if has_token else "There is no token to write with."
        return Trouble(problem, _LOG_IN)
    if status == 403:  # noqa: PLR2004
        return Trouble(f"The token may not do this (403{quoted}).", _LOG_IN)
    if status == 404:  # noqa: PLR2004
        return Trouble(f"The repository, or a part of it, is not there any more (404{quoted}).", RUN_AGAIN)
    if status in _MOVED:
        return Trouble(f"Something else was done there meanwhile ({status}{quoted}).", RUN_AGAIN, moved=True)
    if status in _BUSY:
        return _busy(status, quoted, headers.get("Retry-After", ""))
    return Trouble(f"It refuses ({status}{quoted}).", "Do what it says, and run again.")


def _busy(status: int, quoted: str, retry_after: str) -> Trouble:
    waits = float(retry_after) if retry_after.isdigit() else 0.0
    asked = f" and asks to wait {waits:.0f} seconds" if waits else ""
    why = "It gets too many requests" if status == 429 else "It has a fault of its own"  # noqa: PLR2004
    return Trouble(
        f"{why} ({status}{quoted}){asked}.",
        "Wait, then run the same command again: it goes on from there.",
        waits=waits if waits <= CANNOT_WAIT else None,
    )
