r"""The split ledger: an append-only list of which document went into which split, and which left.

``splits/ledger.tsv`` is UTF-8 text with LF line ends, a header and one line an event, so that a
release's assignments are reviewed in an ordinary diff. Each append opens with a line whose event
is ``sealed``, and then come its events, sorted. The seal says how many they are, and gives the
SHA-256 of their lines followed by the digest of a seal above: the last one when it was written. A
seal is what makes a lost, moved or altered line visible; it is no event, and ``Ledger.events``
leaves it out. Inside a column a backslash, a tab and the two line ends are written ``\\``, ``\t``,
``\n`` and ``\r``.

Seals are optional, because a person must be able to merge. Two branches that each appended are
merged by keeping the lines of both, since each seal counts on its own lines and on one above. Events
without a seal, written by hand or by a merge that mixed two appends, are believed if they do not
contradict what is above them; the next append leaves them as they are.

A document may be assigned again only to the split it is in: when its raw bytes have changed, or
after it was withdrawn. What the ledger cannot see by itself is that it was cut off exactly before a
seal, or deleted; the sketches beside it (``splits/sketches.parquet``) give that away.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
