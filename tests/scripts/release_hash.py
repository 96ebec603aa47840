"""Derive the logical hash of a release again, from its files and from files written here. Needs only ``pyarrow``.

Run by itself to check under another version of it: ``python release_hash.py RELEASE``. With ``--write FOLDER`` the
release's tables are written there, and with ``--read FOLDER`` such a folder, of whatever version, is hashed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

LIBRARY = Path(__file__).resolve().parents[2] / "bdci_corpus" / "release" / "digests.py"


def logical_hash() -> Callable[[pa.Table], str]:
    """Return the library's function, without what else the library needs."""
    spec = importlib.util.spec_from_file_location("digests", LIBRARY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[pa.Table], str] = module.logical_hash
    return found


def forms(table: pa.Table, folder: Path) -> dict[str, pa.Table]:
    """Return a table as it comes back from files written here."""
    backwards = table.take(np.arange(table.num_rows)[::-1])
    pq.write_table(backwards, folder / "t.parquet", compression="gzip", row_group_size=3)
    lines = [json.dumps(row, default=bytes.hex) for row in table.to_pylist()]
    return {
        "as published": table,
        "gzip, groups of 3, backwards": pq.ParquetFile(folder / "t.parquet").read(),
        "JSON Lines": pa.Table.from_pylist([json.loads(line) for line in lines]),
    }


def main() -> int:
    """Compare every form of every table with the manifest; return how many differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("release", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    manifest = json.loads((given.release / "manifest.json").read_text("utf-8"))
    hashed, wrong = logical_hash(), 0
    for name, facts in manifest["tables"].items():
        paths = [given.release / file for file in facts["files"]]
        if given.read:
            paths = [given.read / f"{name.replace('/', '-')}.parquet"]
        table = pa.concat_tables([pq.ParquetFile(path).read() for path in paths])
        if given.write:
            given.write.mkdir(parents=True, exist_ok=True)
            pq.write_table(table, given.write / f"{name.replace('/', '-')}.parquet")
        with tempfile.TemporaryDirectory() as folder:
            found = {form: hashed(rows) for form, rows in forms(table, Path(folder)).items()}
        for form, digest in found.items():
            if digest != facts["logical_sha256"]:
                wrong += 1
                sys.stderr.write(f"{name}, {form}: {digest}, and the manifest says {facts['logical_sha256']}\n")
    sys.stdout.write(f"pyarrow {pa.__version__}: {len(manifest['tables'])} tables in 3 forms, {wrong} differ\n")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(), 1))
