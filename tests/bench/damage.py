"""How much of the damage by lost bytes is flagged, and how often clean text is.

    python tests/bench/damage.py                    generated slips and generated clean text
    python tests/bench/damage.py --seeds 2000       as many documents of each script
    python tests/bench/damage.py laws.parquet       false flags in texts taken for clean

A file is Parquet with a column ``text``, or text. Repairs are compared with what was lost.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

from noise import clean, mojibake, seeded  # noqa: E402
from noise.clean import Script  # noqa: E402

from bdci_corpus.records import Edit, Mark  # noqa: E402 - found by the path above
from bdci_corpus.rules import mojibake as rule  # noqa: E402
from bdci_corpus.rules.context import Context  # noqa: E402

LONG = 5
"""Slips that show so many characters, or more, are counted together."""


def found(text: str) -> tuple[list[Edit], list[Mark]]:
    found = rule.find(text, Context(file_text=text))
    return found.edits.objects(rule.NAME), found.marks


def generated(script: Script, seeds: int) -> None:
    shown, seen = Counter[int](), Counter[int]()
    repairs = wrong = characters = flags = 0
    for seed in range(seeds):
        text = clean.document(seeded(seed), script=script)
        characters += len(text)
        flags += len(found(text)[1])
        noisy = mojibake.slip(text, seeded(seed), events=3)
        edits, marks = found(noisy.text)
        repairs += len(edits)
        wrong += sum(edit.replacement not in text for edit in edits)
        for change in noisy.of("slip"):
            length = min(len(noisy.shown(change)), LONG)
            shown[length] += 1
            seen[length] += any(span.start < change.end and change.start < span.end for span in (*marks, *edits))
    print(f"{script}: {seen.total()} of {shown.total()} slips seen, {seen.total() / shown.total():.3f}")
    for length in sorted(shown):
        more = " or more" if length == LONG else ""
        print(f"  {length}{more} characters: {seen[length]} of {shown[length]}")
    print(f"  {repairs} repairs, {wrong} of them false")
    print(f"  clean: {flags} flags in {characters} characters, {1000 * flags / characters:.4f} a 1,000", flush=True)


def taken_for_clean(path: Path) -> None:
    texts = pq.read_table(path)["text"].to_pylist() if path.suffix == ".parquet" else [path.read_text("utf-8")]
    characters, flagged = sum(map(len, texts)), Counter[str]()
    for text in texts:
        flagged.update(
            text[mark.start - 4 : mark.start] + f"[{text[mark.start : mark.end]}]" for mark in found(text)[1]
        )
    print(f"{path.name}: {flagged.total()} flags in {characters} characters", end=", ")
    print(f"{1000 * flagged.total() / characters:.4f} a 1,000")
    print("  " + "  ".join(f"{place}×{count}" for place, count in flagged.most_common(12)).replace("\n", "⏎"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=300)
    arguments = parser.parse_args()
    for path in arguments.paths:
        taken_for_clean(path)
    if not arguments.paths:
        generated("hans", arguments.seeds)
        generated("hant", arguments.seeds)


if __name__ == "__main__":
    main()
