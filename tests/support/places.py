"""Where things lie in a checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
CASES = TESTS / "rules" / "cases"
SAMPLES = TESTS / "loading" / "samples"
GOLDEN = TESTS / "documents" / "golden"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
