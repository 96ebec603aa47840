"""What tests share: the raw documents, their gold, and one built release."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from bdci_corpus.build import build

os.environ["HF_HUB_OFFLINE"] = "1"

settings.register_profile("default", deadline=None, derandomize=True)
settings.load_profile("default")

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture(params=SEEDS, ids=lambda path: path.name[:3])
def seed(request: pytest.FixtureRequest) -> Path:
    """One raw document."""
    path: Path = request.param
    return path


@pytest.fixture
def gold(seed: Path) -> Mapping[str, object]:
    """What is known of that document."""
    facts: Mapping[str, object] = json.loads((GOLDEN / f"{seed.name[:3]}.json").read_text("utf-8"))
    return facts


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the seeds, built once."""
    return build(ROOT, out=tmp_path_factory.mktemp("built") / "release").release
