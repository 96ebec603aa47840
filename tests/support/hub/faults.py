"""Faults: what may go wrong between a client and a hub, declared by request, kind and number of times."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["answer", "cut before", "cut after", "cut within", "hang", "call before", "call after"]


@dataclass
class Fault:
    """What goes wrong with requests that match, the first ``times`` times.

    ``request`` is a pattern for ``"METHOD /path"``. Kinds: ``answer`` with ``status`` and nothing done;
    the connection ``cut before`` or ``cut after`` the request is served, or ``cut within`` the answer;
    ``hang`` until the hub stops; ``call`` a function of the request ``before`` or ``after`` it is served.
    """

    request: str
    kind: Kind
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = '{"error": "planned"}'
    call: Callable[[], None] | None = None
    times: int = 1
    met: int = 0

    def matches(self, request: str) -> bool:
        """Return whether it is due for this request; counts it if so."""
        if self.met >= self.times or not re.search(self.request, request):
            return False
        self.met += 1
        return True
