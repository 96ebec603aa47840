"""Results come in the order of their tasks, few ahead; hashes do not depend on how digests arrive."""

from __future__ import annotations

from hashlib import sha256

from bdci_corpus.release.digests import hash_of
from bdci_corpus.release.streamed import in_order


def test_results_come_in_order_and_few_are_made_ahead() -> None:
    made: list[int] = []

    def twice(number: int) -> int:
        made.append(number)
        return 2 * number

    results = in_order(twice, range(1_000))
    assert [next(results) for _ in range(10)] == list(range(0, 20, 2))
    assert len(made) < 500
    results.close()  # type: ignore[attr-defined]


def test_a_hash_is_of_sorted_digests_alone_or_run_together() -> None:
    digests = [sha256(bytes([number])).digest() for number in range(50)]
    digests += [bytes(31) + b"\1", b"\1" + bytes(31), bytes(32), b"\xff" * 30 + bytes(2), b"\xff" * 32]
    expected = sha256(b"".join(sorted(digests))).hexdigest()
    assert hash_of(digests) == hash_of(digests[::-1]) == expected
    assert hash_of([b"".join(digests[:20]), b"".join(digests[20:])]) == expected
    assert hash_of([]) == sha256(b"").hexdigest()
