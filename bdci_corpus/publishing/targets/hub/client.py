"""The hub's own client, made to give up on silence and to tell no secret."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from bdci_corpus.publishing.troubles import redacted

SECONDS = 60.0
"""How long one request may keep silent."""

_TALKATIVE = ("huggingface_hub", "httpx", "httpcore")
"""The loggers that may be told to log requests, with what signs them."""


def transport_errors() -> type[Exception]:
    """Return what the client's HTTP library raises where no answer came; it is httpx or httpx2."""
    from huggingface_hub import get_session

    library = import_module(type(get_session()).__module__.partition(".")[0])
    found: type[Exception] = library.TransportError
    return found


@contextmanager
def client(seconds: float = SECONDS) -> Iterator[None]:
    """Have the client give up on ``seconds`` of silence, show no bars of its own, and log no secret, for a while.

    Every file goes by the requests of Git LFS, so that all there is to send is one commit; the client's
    other way (Xet) can be had by ``HF_HUB_DISABLE_XET=0``.
    """
    from huggingface_hub import constants, set_client_factory
    from huggingface_hub.utils import _http
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    before = _http._GLOBAL_CLIENT_FACTORY, constants.HF_HUB_DISABLE_XET  # noqa: SLF001 - nothing public gives it
    bars = not are_progress_bars_disabled()

    def impatient() -> object:
        made = before[0]()
        made.event_hooks = {**made.event_hooks, "request": [*made.event_hooks["request"], _bounded(seconds)]}
        return made

    set_client_factory(impatient)  # type: ignore[arg-type]
    constants.HF_HUB_DISABLE_XET = os.environ.get("HF_HUB_DISABLE_XET", "1").upper() not in {"0", "NO", "OFF", "FALSE"}
    if bars:
        disable_progress_bars()
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith(_TALKATIVE)]
    for logger in loggers:
        logger.addFilter(_without_secrets)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(_without_secrets)
        if bars:
            enable_progress_bars()
        constants.HF_HUB_DISABLE_XET = before[1]
        set_client_factory(before[0])


def _bounded(seconds: float) -> Callable[[Any], None]:
    """Return what bounds how long a request may keep silent; the client often asks for no bound at all."""

    def bound(request: Any) -> None:  # noqa: ANN401 - of httpx or of httpx2
        asked = request.extensions.get("timeout") or dict.fromkeys(("connect", "read", "write", "pool"))
        request.extensions["timeout"] = {phase: min(wanted or seconds, seconds) for phase, wanted in asked.items()}

    return bound


def _without_secrets(record: logging.LogRecord) -> bool:
    from huggingface_hub import get_token

    record.msg, record.args = redacted(record.getMessage(), get_token()), ()
    return True
