"""What was made of the texts that were looked at last is kept for two, and for none between pieces of work."""

from __future__ import annotations

from bdci_corpus.text.latest import Latest, forget


def test_two_are_kept_and_none_after_a_piece_of_work() -> None:
    made: list[str] = []

    def make(text: str) -> int:
        made.append(text)
        return len(text)

    length = Latest(make)
    one, two, three = "甲" * 2, "乙" * 3, "丙" * 4
    assert [length(text) for text in (one, two, one, two, three, two)] == [2, 3, 2, 3, 4, 3]
    assert made == [one, two, three]
    assert (length.known(two), length.known(one)) == (3, None)
    forget()
    assert length.known(two) is None
