"""Documents of one file lead back to their bytes wherever their regions end, beside damage and odd line ends too."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise

from hypothesis import example, given, settings, strategies as st

from bdci_corpus.documents.prepare import DecodedFile
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Reading
from bdci_corpus.text.encoding import decode
from bdci_corpus.trace.changes import apply_apart, undo

LOADER = find_loaders()["plain_text"]

PIECES = tuple(piece.encode() for piece in ("正文", "\n", "\r\n", "\r", "\n\n", "\u3000", "。", "\u0085", "e\u0301"))

DAMAGE = (b"\xe4", b"\xb8", b"\xff", b"\xef\xbf")


@settings(max_examples=300, deadline=None)
@example([b"\xe4", b"\r\n"], [1])
@example([b"\r\n", b"\xe4", b"\r\n", b"\xff"], [1, 2, 3])
@given(
    st.lists(st.sampled_from(PIECES + DAMAGE), min_size=1, max_size=20),
    st.lists(st.integers(0, 40), max_size=4),
)
def test_regions_lead_back_to_their_bytes(pieces: list[bytes], cuts: list[int]) -> None:
    raw = b"".join(pieces) + "城门开着，人都出去了。".encode() * 150  # so much is sound that it is read as UTF-8
    decoded = decode(raw, "a.txt", "utf-8")
    text, changes = apply_apart(decoded.text, list(decoded.edits()), 0)
    known = raw, sha256(raw).hexdigest()
    file = DecodedFile("a.txt", known[1], known, decoded, text, changes, LOADER, Settings())
    ends = sorted({0, len(text), *cuts})
    readings = [Reading(start=start, end=end, locator=str(start)) for start, end in pairwise(ends)]
    undone = []
    for document in file.documents(readings):
        trace = document.trace
        undone.append(undo(document))
        assert undone[-1] == raw[trace.region_start : trace.region_end]
    assert b"".join(undone) == raw
