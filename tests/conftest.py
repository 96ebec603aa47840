"""What tests share: the raw documents, their gold, built releases, and a hub."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tampering
from hypothesis import settings
from places import GOLDEN, ROOT, SEEDS

from bdci_corpus.building.steps import build

if TYPE_CHECKING:
    from hub import LoopbackHub

os.environ["HF_HUB_OFFLINE"] = "1"

settings.register_profile("default", deadline=None, derandomize=True)
settings.load_profile("default")


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


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of planted pairs, for checks."""
    return tampering.built(tmp_path_factory.mktemp("sound"), overlaps=False)


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same documents, where a shared passage groups, too."""
    return tampering.built(tmp_path_factory.mktemp("grouped"), overlaps=True)


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    """The release of planted pairs, which a test may change."""
    return Path(shutil.copytree(sound, tmp_path / "copy"))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """A hub that this process is logged in to."""
    from hub import LoopbackHub, Store
    from publishing import OWNER, TOKEN

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with LoopbackHub(Store(tokens={TOKEN: OWNER})) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running
