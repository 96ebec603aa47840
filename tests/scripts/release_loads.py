"""Load every configuration of a release, and stream it. Needs nothing but ``datasets``.

Run by itself to check a release under another version of ``datasets``: ``python release_loads.py RELEASE``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import datasets


def check_release(release: Path, cache: Path) -> dict[str, dict[str, int]]:
    """Return the rows of each configuration's splits; loading and streaming must agree."""
    counts: dict[str, dict[str, int]] = {}
    for name in datasets.get_dataset_config_names(str(release)):
        loaded = datasets.load_dataset(str(release), name, cache_dir=str(cache))
        streamed = datasets.load_dataset(str(release), name, streaming=True)
        counts[name] = {split: len(rows) for split, rows in loaded.items()}
        for split, rows in loaded.items():
            if list(streamed[split]) != list(rows):
                message = f"{name}/{split}: streaming gives other rows"
                raise AssertionError(message)
            if not len(rows):
                message = f"{name}/{split} is empty"
                raise AssertionError(message)
    return counts


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = check_release(Path(sys.argv[1]), Path(folder))
    sys.stdout.write(f"datasets {datasets.__version__}: {found}\n")
