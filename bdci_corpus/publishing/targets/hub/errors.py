"""What the hub's client raises, in words: what happened, what to do, and whether waiting helps."""

from __future__ import annotations

from collections.abc import Mapping

from bdci_corpus.publishing.troubles import Trouble, answered, causes, nonsense, redacted, unreachable

_LOG_IN = "Log in with `hf auth login`, or set HF_TOKEN, with a token that may write to this repository."


def trouble_of(error: BaseException, transport_errors: type[Exception], token: str | None) -> Trouble:
    """Return what an error of the client comes to; nothing secret is in it."""
    for cause in causes(error):
        response = getattr(cause, "response", None)
        status = getattr(response, "status_code", None)
        if isinstance(status, int):
            headers: Mapping[str, str] = getattr(response, "headers", {})
            body = redacted(str(headers.get("X-Error-Message") or getattr(cause, "server_message", "") or ""), token)
            short = body.replace("\n", " ")[:200]
            return answered(status, short, headers, log_in=_LOG_IN, has_token=token is not None)
        if type(cause).__name__ == "OfflineModeIsEnabled":
            return Trouble("HF_HUB_OFFLINE is set, and this needs the network.", "Unset it, and run again.")
        if isinstance(cause, transport_errors):
            what = type(cause).__name__
            if what == "ConnectError":
                return Trouble("It cannot be reached.", "See to the network and HF_ENDPOINT, and run again.", waits=0)
            return unreachable(what)
    if isinstance(error, ValueError) and "metadata in README.md" in str(error):
        body = redacted(str(error), token).replace("\n", " ")
        return Trouble(f"It does not accept the card: {body}", "Correct corpus.toml, and build again.")
    return nonsense(error)
