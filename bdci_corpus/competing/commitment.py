r"""A promise of answers that nobody can read and nobody can change: one hash a row, and one of all.

**The format, to the byte** (version 1; ``H`` is SHA-256, ``|`` joins bytes, numbers are 8 bytes, big-endian):

- A *salt* is the first 16 bytes of ``HMAC-SHA256(secret, b"bdci-corpus/salt/1\0" | id)``: 128 bits that nobody
  guesses, the same whenever it is made again, another for every row.
- A *leaf* is ``H(b"\0bdci-corpus/answer/1\0" | salt | length(id) | id | answers)``, where ``id`` is UTF-8 and
  ``answers`` the row's answers as JSON: an object of the answer columns, keys sorted, no blanks, Chinese as it is.
- Rows are sorted by the bytes of their ids. The *tree* over their leaves is that of RFC 9162: of more than one leaf,
  the left part is the largest power of two that is smaller; a node is ``H(b"\1" | left | right)``.
- The *root* is ``H(b"\2bdci-corpus/root/1\0" | rows | length(columns) | columns | tree)``, where ``columns`` are the
  names of the answer columns as a JSON list.

The first byte of what is hashed says what it is, so that no leaf is taken for a node or a root. A salt makes each
leaf one of 2**128, so that neither a leaf nor the root tells anything of an answer, however few answers there are.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

Answer = Mapping[str, object]
"""The answers of a row by column: strings, numbers, truth values, null, and lists of these."""

SALT_BYTES = 16
"""128 bits: more than anybody can try."""

_SALT, _LEAF, _NODE, _ROOT = (
    b"bdci-corpus/salt/1\0",
    b"\0bdci-corpus/answer/1\0",
    b"\1",
    b"\2bdci-corpus/root/1\0",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is published of answers: the columns, the ids in the order of the tree, a leaf a row, and the root."""

    columns: tuple[str, ...]
    ids: tuple[str, ...]
    leaves: tuple[bytes, ...]
    root: bytes


def canonical(value: object) -> str:
    """Return JSON in the one way that is hashed: keys sorted, no blanks, Chinese as it is.

    Raises:
        ValueError: a number is none that JSON has, such as NaN.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def salt_of(secret: bytes, name: str) -> bytes:
    """Return the salt of a row, which its id and the secret determine."""
    return hmac.digest(secret, _SALT + name.encode(), "sha256")[:SALT_BYTES]


def leaf_of(name: str, salt: bytes, answer: Answer) -> bytes:
    """Return the hash of one row."""
    identity = name.encode()
    return sha256(_LEAF + salt + _number(len(identity)) + identity + canonical(answer).encode()).digest()


def promise(answers: Mapping[str, Answer], columns: Sequence[str], secret: bytes) -> Promise:
    """Return what may be published of these answers by id; each has the same ``columns``."""
    ids = tuple(sorted(answers, key=str.encode))
    leaves = tuple(leaf_of(name, salt_of(secret, name), answers[name]) for name in ids)
    return Promise(columns=tuple(columns), ids=ids, leaves=leaves, root=root_of(leaves, columns))


def root_of(leaves: Sequence[bytes], columns: Sequence[str]) -> bytes:
    """Return the root over leaves in the order of their ids."""
    return _root(len(leaves), columns, tree_of(leaves))


def _root(count: int, columns: Sequence[str], tree: bytes) -> bytes:
    names = canonical(list(columns)).encode()
    return sha256(_ROOT + _number(count) + _number(len(names)) + names + tree).digest()


def _number(value: int) -> bytes:
    return value.to_bytes(8, "big")


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()


def tree_of(leaves: Sequence[bytes]) -> bytes:
    """Return the top of the tree; of no leaves the hash of nothing."""
    levels = _levels(leaves)
    return levels[-1][0] if leaves else sha256(b"").digest()


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return the nodes of each level: an odd one at the end goes up as it is, which is RFC 9162's tree."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [_node(left, right) for left, right in zip(below[::2], below[1::2], strict=False)]
        levels.append(above + below[len(above) * 2 :])
    return levels


def paths(leaves: Sequence[bytes], places: Iterable[int]) -> Iterator[bytes]:
    """Yield for each place the hashes beside the way from its leaf to the top, 32 bytes each, lowest first."""
    levels = _levels(leaves)
    for place in places:
        at, beside = place, []
        for level in levels[:-1]:
            if (at ^ 1) < len(level):
                beside.append(level[at ^ 1])
            at //= 2
        yield b"".join(beside)


def root_by_path(leaf: bytes, place: int, count: int, path: bytes, columns: Sequence[str]) -> bytes | None:
    """Return the root to which a path leads from the leaf at a place; None where it has not the right length."""
    at, last, node, read = place, count - 1, leaf, 0
    while last:
        if at < last or at % 2:
            beside = path[read : read + 32]
            read += 32
            node = _node(beside, node) if at % 2 else _node(node, beside)
        at, last = at // 2, last // 2
    return _root(count, columns, node) if read == len(path) and 0 <= place < count else None
