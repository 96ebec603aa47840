"""The verbs ``competition reveal`` and ``competition verify``: answers opened, and held to what was promised."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.competing.commitment import Answer, Promise
from bdci_corpus.competing.opening import promise_problems, proof, proof_problems, revealed, revealed_problems
from bdci_corpus.competing.secret import secret_of
from bdci_corpus.errors import CheckError, ProjectError, nearest
from bdci_corpus.project import Project
from bdci_corpus.release import COMMITMENT, MANIFEST, SOLUTION, SUMS, file_sha256

_BUILD = "Build the project; it has to have [competition]."

_AGAIN = "Get the release again from where it was published."


def reveal(project: Project, private: Path, split: str, row: str | None = None) -> str:
    """Return what opens the answers of a split, or those of one row; ``private`` is the organizer's own release.

    Raises:
        ProjectError: there is no such split, row or release; or the secret is not the one that was promised with.
    """
    if not private.is_dir():
        remedy = "Build the project, or name the folder where its build with --out put it: --private."
        raise ProjectError(str(private), "The organizer's own release is not there.", remedy)
    where, promises = f"{private.name} > {split}", {}
    try:
        promises = read_promises(private)
        promised = promises[split]
        answers = _answers(private, split)
    except (OSError, ValueError, LookupError):
        others = "" if split in promises else ", ".join(promises)
        remedy = f"{nearest(split, promises)}Promised are: {others}." if others else _BUILD
        raise ProjectError(where, "Nothing is promised of this split here.", remedy) from None
    if row is not None and row not in answers:
        where, remedy = f"{split} > {row}", f"{nearest(row, answers)}Name one of {SOLUTION}."
        raise ProjectError(where, "There is no such row.", remedy)
    secret = secret_of(project)
    text = "".join(revealed(promised, answers, secret))
    if list(revealed_problems(promised, text.encode())):
        where = f"private/{project.config.corpus.name}.secret"
        raise ProjectError(where, "It does not open what was promised: answers or secret are others.", "Restore them.")
    return text if row is None else proof(promised, row, answers[row], secret)


def _answers(private: Path, split: str) -> dict[str, Answer]:
    rows = map(json.loads, (private / SOLUTION).read_text("utf-8").splitlines())
    return {row["id"]: row["answers"] for row in rows if row["split"] == split}


def read_promises(release: Path) -> dict[str, Promise]:
    """Return what a release promises, by split: the table ``commitments``, and the roots of commitment.json.

    Raises:
        OSError, ValueError, LookupError: the release does not have them.
    """
    stated: Mapping[str, Any] = json.loads((release / COMMITMENT).read_text("utf-8"))["splits"]
    found: dict[str, Promise] = {}
    for split, facts in stated.items():
        files = sorted((release / "commitments").glob(f"{split}-*.parquet"))
        rows = pa.concat_tables([pq.read_table(file, partitioning=None) for file in files])
        found[split] = Promise(
            columns=tuple(facts["columns"]),
            ids=tuple(rows["id"].to_pylist()),
            leaves=tuple(map(bytes.fromhex, rows["leaf"].to_pylist())),
            root=bytes.fromhex(facts["root"]),
        )
    return found


def _changed_files(release: Path) -> Iterator[CheckError]:
    """Yield the files that promise something, and are not those of which the release has the sums."""
    try:
        lines = (release / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeError):
        yield CheckError(SUMS, "It cannot be read.", _AGAIN)
        return
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = [path.relative_to(release).as_posix() for path in sorted((release / "commitments").glob("*.parquet"))]
    listed = [name for name in sums if name.startswith("commitments/")]
    for name in sorted({COMMITMENT, MANIFEST, *there, *listed}):
        path = release / name
        if not path.is_file() or sums.get(name) != file_sha256(path):
            yield CheckError(name, f"It is not the file of which {SUMS} has the sum.", _AGAIN)


def verify(release: Path, opened: bytes) -> list[CheckError]:
    """Return what of an opened file, or of a proof, is not what a public release promised; empty if all is.

    Nothing else is needed: no secret, no answers, no network.
    """
    changed = list(_changed_files(release))
    try:
        promises = read_promises(release)
        listed = json.loads((release / "manifest.json").read_text("utf-8"))["commitments"]
    except (OSError, ValueError, LookupError, pa.ArrowException):
        problem = CheckError(release.name, "It promises nothing, or what it promises cannot be read.", _AGAIN)
        return [*changed, problem]
    problems = [
        *changed,
        *(
            CheckError(f"{COMMITMENT} > {split}", "Its root is not the one in manifest.json.", _AGAIN)
            for split, promised in promises.items()
            if listed.get(split) != promised.root.hex()
        ),
    ]
    problems += [problem for promised in promises.values() for problem in promise_problems(promised)]
    is_proof = b'"path":' in opened and opened.count(b"\n") <= 1
    find = proof_problems if is_proof else revealed_problems
    found = [list(find(promised, opened)) for promised in promises.values()]
    return problems + min(found, key=len, default=[])
