"""Bytes changed at random: what a file is not to survive unnoticed."""

from __future__ import annotations

import random


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Return other bytes: a bit, a byte, a line or a piece changed, doubled, moved or gone."""
    at, to = sorted(draw.sample(range(len(data) + 1), 2))
    lines = data.splitlines(keepends=True)
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    swapped = list(lines)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    found = draw.choice(
        [
            *[data[:at] + bytes([data[at] ^ (1 << draw.randrange(8))]) + data[at + 1 :]] * 6,
            data[:at] + data[to:],
            data[:at] + data[at:to] * 2 + data[to:],
            data[:at] + bytes([draw.randrange(256)]) + data[at:],
            b"".join(swapped),
            b"".join(lines[:one] + lines[one + 1 :]),
            b"".join([*lines, lines[one]]),
            data + b"\n",
            data.rstrip(b"\n"),
        ]
    )
    return found if found != data else data + b" "
