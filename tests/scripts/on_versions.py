"""Try releases in venvs: several versions of ``datasets``, several of ``pyarrow``, and ``mlcroissant``.

Needs uv and the library: ``python tests/scripts/on_versions.py [UV]``. Exits with 1 if any of them fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUPPORT = HERE.parent / "support"
sys.path.insert(0, str(SUPPORT))

import trapped  # noqa: E402 - found by the path above

DATASETS = ("datasets==4.0.*", "datasets==4.8.*", "datasets")
PYARROW = ("pyarrow==24.*", "pyarrow==26.*")


def run(uv: str, packages: Sequence[str], *command: str | Path) -> bool:
    """Run a script of this folder in a venv that holds these packages only; say whether it passed."""
    chosen = [part for package in packages for part in ("--with", package)]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    line = [
        uv,
        "run",
        "--quiet",
        "--isolated",
        "--no-project",
        "--python",
        python,
        *chosen,
        "python",
        *map(str, command),
    ]
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(line, check=False, env=environment).returncode == 0  # noqa: S603 - our own scripts


def main(uv: str) -> int:
    """Return how many versions failed."""
    passed = []
    with tempfile.TemporaryDirectory() as folder:
        release, rebuilt = trapped.built_twice(Path(folder))
        for version in DATASETS:
            packages = (version, "pandas", "polars")
            passed.append(run(uv, packages, SUPPORT / "traps.py", release, rebuilt))
            passed.append(run(uv, packages, HERE / "release_loads.py", release))
        packages = ("mlcroissant", "pandas", "pyarrow")
        passed.append(run(uv, packages, HERE / "croissant_loads.py", release))
        for version in PYARROW:
            written = Path(folder) / version
            passed.append(run(uv, (version, "numpy"), HERE / "release_hash.py", release, "--write", written))
        for version in PYARROW:
            passed += [
                run(uv, (version, "numpy"), HERE / "release_hash.py", release, "--read", Path(folder) / other)
                for other in PYARROW
            ]
    return passed.count(False)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1] if len(sys.argv) > 1 else "uv"), 1))
