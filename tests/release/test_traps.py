"""Each trap of ``load_dataset`` bites without our measure, and not with it; ``on_versions.py`` tries other versions."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import trapped
import traps


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return trapped.built_twice(tmp_path_factory.mktemp("trapped"))


@pytest.mark.parametrize("name", traps.TRAPS)
def test_a_trap_bites_without_our_measure_and_not_with_it(
    releases: tuple[Path, Path], name: str, tmp_path: Path
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of datasets, about files it then refuses
        traps.TRAPS[name](traps.Bench(*releases, tmp_path))
