"""A process of a build imports neither pandas nor SciPy for libraries that only ask whether they are there."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from bdci_corpus.building import spare_imports
from bdci_corpus.compiling import compiled
from bdci_corpus.text import line_kernels
import numpy as np

spare_imports()
empty = np.empty(0, np.uint32)
compiled(line_kernels.table_and_hints)(empty, empty, np.empty((7, 1), np.int64))
print(*sorted({"numba", "pandas", "scipy.linalg"} & set(sys.modules)))
import scipy.linalg
print(scipy.linalg.inv([[2.0]])[0, 0])
"""


def test_libraries_that_nobody_needs_stay_out_and_can_be_had_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout.split("\n")[:2] == ["numba", "0.5"]
