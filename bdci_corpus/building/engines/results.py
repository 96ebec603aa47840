"""Where shards keep what was made of them: a folder each, whole or not there, whoever writes it and however often."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from bdci_corpus.building.engines import Payload, Shard, Work
from bdci_corpus.errors import working_in


def unfinished(shards: Sequence[Shard[Payload]], folder: Path) -> list[Shard[Payload]]:
    """Return the shards of which ``folder`` holds no results; it is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return [shard for shard in shards if not (folder / shard.key).is_dir()]


def compute(work: Work[Payload], shard: Shard[Payload], folder: Path) -> None:
    """Have the results of a shard written to ``folder/key``: under another name, and renamed once they are whole.

    Several may do the same at once, on several machines, where one was thought dead: the first one's results stay.
    """
    temporary = folder / f".{shard.key}.{uuid4().hex}"
    temporary.mkdir()
    try:
        with working_in(folder):
            work(shard.payload, temporary)
        temporary.rename(folder / shard.key)
    except OSError:
        if not (folder / shard.key).is_dir():
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def prune(folder: Path, keep: set[str]) -> None:
    """Remove results that no shard of this build has."""
    for path in folder.iterdir():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
