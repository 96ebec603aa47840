"""What is promised of answers tells nothing of them, opens as it was, and no changed bit passes."""

from __future__ import annotations

import random
from hashlib import sha256
from pathlib import Path

import commitments
import pytest
from hypothesis import given, strategies as st
from mutated_bytes import mutated

from bdci_corpus.competing.commitment import leaf_of, paths, promise, root_by_path, salt_of, tree_of
from bdci_corpus.competing.opening import promise_problems, proof, proof_problems, revealed, revealed_problems

SECRET = bytes(range(32))
ANSWERS = {f"问/{number}.txt#{number}": {"label": number % 3, "span": [f"城{number}", None]} for number in range(37)}
PROMISE = promise(ANSWERS, ["label", "span"], SECRET)
OPENED = "".join(revealed(PROMISE, ANSWERS, SECRET)).encode()


def recursive(leaves: list[bytes]) -> bytes:
    """Return the top of a tree as RFC 9162 defines it."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha256(b"\x01" + recursive(leaves[:left]) + recursive(leaves[left:])).digest()


@given(st.integers(1, 70))
def test_the_tree_is_that_of_the_standard_and_every_path_leads_to_its_root(count: int) -> None:
    leaves = [sha256(bytes([number])).digest() for number in range(count)]
    assert tree_of(leaves) == recursive(leaves)
    roots = {
        root_by_path(leaves[place], place, count, path, ["a"]) for place, path in enumerate(paths(leaves, range(count)))
    }
    assert len(roots) == 1
    assert None not in roots


def test_the_format_is_what_its_documentation_says() -> None:
    """By another implementation, byte for byte."""
    import hmac

    salt = hmac.new(SECRET, b"bdci-corpus/salt/1\0" + "甲".encode(), "sha256").digest()[:16]
    assert salt_of(SECRET, "甲") == salt
    leaf = sha256(b"\0bdci-corpus/answer/1\0" + salt + (3).to_bytes(8, "big") + "甲".encode() + b'{"label":1}').digest()
    assert leaf_of("甲", salt, {"label": 1}) == leaf
    root = sha256(b"\2bdci-corpus/root/1\0" + (1).to_bytes(8, "big") + (9).to_bytes(8, "big") + b'["label"]' + leaf)
    assert promise({"甲": {"label": 1}}, ["label"], SECRET).root == root.digest()


def test_what_was_promised_opens() -> None:
    assert list(promise_problems(PROMISE)) == []
    assert list(revealed_problems(PROMISE, OPENED)) == []
    for name, answer in ANSWERS.items():
        assert list(proof_problems(PROMISE, proof(PROMISE, name, answer, SECRET).encode())) == []


def rows_changed(data: bytes) -> set[str]:
    """Return the ids of the rows whose lines are not, or not in their places, in a mutated file."""
    lines, ours = data.split(b"\n"), OPENED.split(b"\n")[:-1]
    return {name for place, name in enumerate(PROMISE.ids) if place >= len(lines) or lines[place] != ours[place]}


@pytest.mark.parametrize("seed", range(10))
def test_every_mutation_of_a_revealed_file_is_found_and_names_its_row(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(700):
        data = mutated(OPENED, draw)
        problems = [str(problem) for problem in revealed_problems(PROMISE, data)]
        changed = rows_changed(data)
        assert problems, data
        for name in changed:
            assert any(name in problem for problem in problems), (name, problems)


def test_a_file_that_opens_nothing_is_one_fault() -> None:
    for data, said in ((b"", "It is empty."), (b"<html>\n</html>\n", "It holds no row")):
        (problem,) = revealed_problems(PROMISE, data)
        assert str(problem).startswith(f"[the file] {said}")


@pytest.mark.parametrize("seed", range(5))
def test_every_mutation_of_a_proof_is_found(seed: int) -> None:
    draw = random.Random(seed)
    names = sorted(ANSWERS)
    for _ in range(600):
        name = draw.choice(names)
        whole = proof(PROMISE, name, ANSWERS[name], SECRET).encode()
        data = mutated(whole, draw)
        assert list(proof_problems(PROMISE, data)), data
    with pytest.raises(ValueError, match="not in tuple"):
        proof(PROMISE, "none", {}, SECRET)


def test_a_changed_leaf_or_root_is_found() -> None:
    from dataclasses import replace

    leaves = list(PROMISE.leaves)
    leaves[3] = sha256(leaves[3]).digest()
    assert [str(one) for one in promise_problems(replace(PROMISE, leaves=tuple(leaves)))]
    assert [str(one) for one in promise_problems(replace(PROMISE, root=bytes(32)))]
    assert [str(one) for one in promise_problems(replace(PROMISE, columns=("label",)))]
    assert [str(one) for one in promise_problems(replace(PROMISE, ids=PROMISE.ids[::-1]))]


def test_a_promise_tells_nothing_of_the_answers() -> None:
    """Without the secret, no guess gives a leaf: a dictionary of all labels under any guessed or absent salt."""
    labels = [{"label": value} for value in (0, 1, 2, None, "正", "反")]
    answers = {f"r{number}": labels[number % len(labels)] for number in range(600)}
    promised = promise(answers, ["label"], SECRET)
    other = promise(dict.fromkeys(answers, labels[0]), ["label"], SECRET)
    assert {len(leaf) for leaf in (*promised.leaves, *other.leaves)} == {32}
    assert len(set(other.leaves)) == len(other.leaves), "rows of one answer are told apart by their salts"
    guesses = {
        leaf_of(name, salt, label)
        for name in answers
        for label in labels
        for salt in (b"", bytes(16), salt_of(b"", name), salt_of(bytes(32), name), sha256(name.encode()).digest()[:16])
    }
    assert guesses.isdisjoint(promised.leaves)
    bits = [sum(leaf[place] >> bit & 1 for leaf in other.leaves) for place in range(32) for bit in range(8)]
    assert all(230 < count < 370 for count in bits), "each bit of a leaf is a coin"


def test_a_proof_is_short_at_a_million_rows() -> None:
    """A path has as many hashes as the tree has levels, 20 of a million."""
    leaves = [bytes(32)] * 1_000_000
    (path,) = paths(leaves, [777_777])
    assert len(path) == 20 * 32
    answers = {f"r{number:07}": {"label": 1} for number in range(100)}
    short = proof(promise(answers, ["label"], SECRET), "r0000077", {"label": 1}, SECRET)
    longest = len(short) + (20 * 32 - 7 * 32) * 4 / 3 + 10
    assert longest <= 1024


def test_every_mutation_of_what_verify_reads_is_found_and_named(tmp_path: Path) -> None:
    """The benchmark `commitments.py` makes more of them."""
    found = commitments.tally(240, tmp_path)
    assert set(found) == {f"{kind}: found and named" for kind in ("revealed", "proof", "file")}
