"""How much of a forum's anti-copy strings goes, over many lines, and that nothing real goes with it.

    python tests/bench/jammer.py                100,000 lines, in all six ways that blanks and joints come
    python tests/bench/jammer.py --lines 5000

A lone ASCII token beside a string is ambiguous: such places are kept, and counted apart.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from difflib import SequenceMatcher
from itertools import count, cycle, product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

from noise import clean, jammer, seeded  # noqa: E402

from bdci_corpus.documents.normalized import normalize  # noqa: E402 - found by the path above

DOUBTFUL = (":loose", ":beside-ascii")


def solid(text: str) -> str:
    return "".join(text.split())


def differences(wanted: str, found: str) -> tuple[str, str]:
    """Return what is missing from a text and what should not be there, without blanks."""
    changed = [op for op in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes() if op[0] != "equal"]
    return solid("".join(wanted[a:b] for _, a, b, _, _ in changed)), solid("".join(found[c:d] for *_, c, d in changed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    wanted = parser.parse_args().lines
    ways = cycle(product(("nbsp", "folded", "stripped"), ("", " ")))
    lost, lines, junk, left_over, doubtful = Counter[str](), 0, 0, 0, 0
    for seed, (blanks, joint) in zip(count(), ways, strict=False):
        if lines >= wanted:
            break
        text = clean.document(seeded(seed))
        noisy = jammer.jam(text, seeded(seed), blanks=blanks, joint=joint)  # type: ignore[arg-type]
        found = "\n\n".join(document.text for document in normalize(noisy.text.encode()))
        gone, left = differences(text, found) if found != text else ("", "")
        apart = [change for change in noisy.changes if change.kind.endswith(DOUBTFUL)]
        lost.update(gone)
        lines += noisy.text.count("\n") + 1
        junk += sum(len(solid(noisy.shown(change))) for change in noisy.changes if change not in apart)
        left_over += max(0, len(left) - 2 * len(apart))
        doubtful += len(apart)
    print(f"{lines} lines, {junk} characters of junk: {left_over} left, {doubtful} doubtful places apart")
    print(f"real characters lost: {lost.total()} {dict(lost) or ''}")


if __name__ == "__main__":
    main()
