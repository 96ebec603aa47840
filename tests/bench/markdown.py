"""How long a folder of posts takes to be read, before any rule, and how much of that is the parser's.

python tests/bench/markdown.py FOLDER

On 250 posts of 6,600 characters the loader that read Markdown by regular expressions took 1.41 milliseconds a post,
on the machine and in the hour where this one took 0.96 and the parser's events alone 0.11.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent)]

from bdci_corpus.loading.markdown import read_post  # noqa: E402 - found by the path above
from bdci_corpus.loading.markdown.events import stream  # noqa: E402

ROUNDS = 7


def milliseconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return what a text takes, the best of some rounds for each, in milliseconds of processor time."""
    total = 0.0
    for text in texts:
        rounds = []
        for _ in range(ROUNDS):
            start = time.process_time()
            work(text)
            rounds.append(time.process_time() - start)
        total += min(rounds)
    return total / len(texts) * 1000


def main() -> None:
    """Print a line for the loader and one for the parser."""
    files = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file())
    texts = [path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n") for path in files]
    print(f"{len(texts)} posts of {sum(map(len, texts)) // len(texts):,} characters")
    print(f"read            {milliseconds(lambda text: read_post(text, 'post.md'), texts):.2f} ms a post")
    print(f"parser's events {milliseconds(lambda text: deque(stream(text)[0], maxlen=0), texts):.2f} ms a post")


if __name__ == "__main__":
    main()
