"""Leave a release as it is where nothing that it is made from has changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from bdci_corpus.building.competition import baseline_of
from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.tasks import Tasks
from bdci_corpus.compiling import code_digest
from bdci_corpus.licenses import Finding
from bdci_corpus.loading import find_loaders
from bdci_corpus.project import Project
from bdci_corpus.version import libraries

Stamps = list[list[object]]
"""Name, size and time of change of each file of a folder, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """What a build knows of the last one: where that is written, and what it would be written for now.

    ``inputs`` is a hash of all that a release is made from; ``folders`` are those that a build writes.
    """

    path: Path
    inputs: str
    folders: tuple[Path, ...]

    def result(self) -> BuildResult | None:
        """Return what the last build made, if this one would make the same, and it is there untouched."""
        try:
            record = json.loads(self.path.read_text("utf-8"))
            if record["inputs"] != self.inputs or record["stamps"] != self._stamps():
                return None
            return replace(_result(record["result"]), release=self.folders[0])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, result: BuildResult) -> None:
        """Write down what was made; where that cannot be, the next build makes it again."""
        facts = {"inputs": self.inputs, "stamps": self._stamps(), "result": {**asdict(result), "release": ""}}
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        temporary.replace(self.path)

    def _stamps(self) -> list[Stamps]:
        return [sorted(_stamps(folder)) for folder in self.folders]


def inputs_of(project: Project, tasks: Tasks, target: Path, *, only_redistributable: bool) -> str:
    """Return a hash of all that a release is made from: code, libraries, configuration, ledger, terms and raw files."""
    loaders = find_loaders(project.root / "loaders" if project.declared else None)
    own = [(name, digest) for folder in ("splits", "LICENSES") for name, digest in _hashed(project.root / folder)]
    facts = {
        "code": code_digest(),
        "target": str(target),
        "libraries": libraries(),
        "configuration": project.config.model_dump(mode="json"),
        "declared": project.declared,
        "only_redistributable": only_redistributable,
        "loaders": {name: loader.sha256 for name, loader in loaders.items()},
        "own": own if project.declared else [],
        "unclaimed": list(tasks.unclaimed),
        "failures": sorted(tasks.failures),
        "files": [[task.id, task.sha256, task.size, sorted(task.known.items())] for task in tasks.tasks],
        "rows": [sorted(facts.items()) for task in tasks.tasks for facts in task.known_rows.values()],
        "baseline": baseline_of(project),
    }
    return sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _hashed(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder.parent).as_posix(), sha256(path.read_bytes()).hexdigest()


def _stamps(folder: Path) -> Iterator[list[object]]:
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here) / name
            status = path.stat()
            yield [path.relative_to(folder).as_posix(), status.st_size, status.st_mtime_ns]


def _result(record: Mapping[str, Any]) -> BuildResult:
    """Return a result as it was before it was JSON, which has no tuples."""
    findings = tuple(Finding(**_tupled(found)) for found in record["findings"])
    quarantined = tuple(map(tuple, record["quarantined"]))
    return BuildResult(**{**_tupled(record), "findings": findings, "quarantined": quarantined})


def _tupled(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
