"""How files in many encodings are read: generated from sentences in many languages.

    python tests/bench/charset_guesses.py                 2,000 files of 20 to 5,000 characters
    python tests/bench/charset_guesses.py --files 20000   as many

What is read must be the text that was written: in its encoding, or in one that reads it alike.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from noise import seeded  # noqa: E402
from noise.languages import CHINESE, TONGUES, encoded, passage  # noqa: E402

from bdci_corpus.errors import DecodingError  # noqa: E402
from bdci_corpus.text.encoding import decode, guess_encoding  # noqa: E402 - found by the path above

SHORT = 60
"""Below so many characters a file of another language may now and then be taken for Chinese."""

CHINESE_CODECS = {"gb18030", "big5hkscs", "hz"}


def outcome(raw: bytes, written: str) -> str:
    """Return how a file is read: right, in another encoding, as Chinese, or not at all."""
    try:
        read = decode(raw, "file")
    except DecodingError:
        return "refused"
    if read.text.removeprefix("\ufeff") == written:
        return "right"
    return "as Chinese" if read.encoding in CHINESE_CODECS or read.encoding.startswith("utf-16") else "wrong"


def table(files: int) -> dict[tuple[str, str, str], Counter[str]]:
    """Return how files are read, by language, encoding and whether they are short."""
    found: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    cases = [(name, tongue, codec) for name, tongue in (CHINESE | TONGUES).items() for codec in tongue.codecs]
    chinese = [case for case in cases if case[0] in CHINESE]
    for number in range(files):
        random = seeded(number)
        name, tongue, codec = (chinese if number % 2 else cases)[number // 2 % len(chinese if number % 2 else cases)]
        length = int(20 * 250 ** random.random())
        raw = encoded(passage(tongue, random, length), codec)
        found[name, codec, "short" if length < SHORT else "long"][outcome(raw, raw.decode(codec))] += 1
    return found


def speed() -> None:
    """Print how long guessing takes for small files."""
    for name, codec in (("Simplified", "gb18030"), ("Traditional", "big5hkscs")):
        for length in (1_350, 7_000):
            raw = encoded(passage(CHINESE[name], seeded(0), length), codec)
            guess_encoding(raw, "file")
            start = time.perf_counter()
            for _ in range(200):
                guess_encoding(raw, "file")
            spent = (time.perf_counter() - start) / 200
            print(f"{codec}, {len(raw)} bytes: {1000 * spent:.3f} ms to guess")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    found = table(parser.parse_args().files)
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for (name, codec, size), counts in sorted(found.items()):
        print(f"{name:12} {codec:13} {size:6} " + ", ".join(f"{kind} {count}" for kind, count in counts.items()))
        total[f"{'Chinese' if name in CHINESE else 'other'} {size}"].update(counts)
    print(f"{len({codec for _, codec, _ in found})} encodings")
    for kind, counts in sorted(total.items()):
        print(f"{kind:14} " + ", ".join(f"{what} {n / counts.total():.4f}" for what, n in counts.items()))
    speed()


if __name__ == "__main__":
    main()
