"""What the tests of publishing share: small corpora under any terms, and a process of one's own for real clients."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hub import LoopbackHub

from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build

TOKEN = "hf_" + "onlyForTests" * 3
OWNER = "me"
REPO = f"{OWNER}/corpus"

_WORDS = "春夏秋冬山水云雨风雪江湖林田花草鸟兽鱼虫金木火土东西南北"
_LICENSES = {"open": "CC0-1.0", "attribution": "CC-BY-4.0", "unknown": "LicenseRef-Unknown"}
NOTICE = "本文档只供本次测验使用，不得转载"


def text_of(number: int, *, title: str = "") -> str:
    """Return a document that no other number's is like."""
    characters = [chr(0x4E00 + (number * 7919 + k * 104_729 + k * k * 31) % 20_000) for k in range(160)]
    sentences = ["".join(characters[k : k + 16]) + "。" for k in range(0, 160, 16)]
    return f"{title or _WORDS[number % len(_WORDS)]}记{number}\n\n" + "\n\n".join(sentences) + "\n"


def make_project(
    folder: Path, terms: Mapping[str, str], *, version: str = "0.1.0", hidden: str = "", extra: str = ""
) -> Path:
    """Make a corpus project: ``terms`` maps each file's name to its restriction."""
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    sources = []
    for number, (name, restriction) in enumerate(sorted(terms.items())):
        notice = f"\n\n{NOTICE}。\n" if restriction == "competition-only" else ""
        (folder / "seeds" / name).write_text(text_of(number) + notice, encoding="utf-8")
        said = 'notice = "test"' if notice else _declared(restriction)
        sources.append(f'[[sources]]\nname = "s{number}"\nfiles = ["seeds/{name}"]\n{said}\n')
    notices = f'[[notices]]\nid = "test"\nmatch = "{NOTICE}"\nlicense = "LicenseRef-Test"\n'
    notices += 'restriction = "competition-only"\nrights_holder = "测验委员会"\n'
    ratios = "train = 0.6, validation = 0.4" if not hidden else f"train = 0.5, validation = 0.25, {hidden} = 0.25"
    splits = f"[splits]\nratios = {{ {ratios} }}\nhidden = [{f'{hidden!r}' if hidden else ''}]\n"
    head = f'[corpus]\nname = "small"\nversion = "{version}"\n'
    text = "\n".join([head, *sources, notices, splits, extra])
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


def _declared(restriction: str) -> str:
    license_ = _LICENSES.get(restriction, f"LicenseRef-{restriction}")
    return f'license = "{license_}"\nrestriction = "{restriction}"\nrights_holder = "某人"'


def make_release(folder: Path, *restrictions: str, version: str = "0.1.0", freeze: bool = True) -> BuildResult:
    """Build a release of one document for each restriction."""
    terms = {f"{number:02}-{restriction}.txt": restriction for number, restriction in enumerate(restrictions)}
    make_project(folder, terms, version=version)
    return build(folder, out=folder / "release", freeze=freeze)


def client_environment(hub: LoopbackHub, home: Path, *, token: str | None = TOKEN) -> dict[str, str]:
    """Return the environment of a process that uses this hub and nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    own = {"HF_ENDPOINT": hub.url, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    return {**kept, **own, **({"HF_TOKEN": token} if token else {})}


def run_python(code: str, env: Mapping[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own."""
    command = [sys.executable, "-c", code, *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def run_publish(env: Mapping[str, str], *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "bdci_corpus", "publish", *args]
    return subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - ours


def rows_of(release: Path) -> dict[str, list[dict[str, object]]]:
    """Return the documents of a release by split."""
    found: dict[str, list[dict[str, object]]] = {}
    for path in sorted((release / "documents").glob("*.parquet")):
        found.setdefault(path.name.partition("-")[0], []).extend(pq.read_table(path, partitioning=None).to_pylist())
    return found


def files_of(release: Path) -> dict[str, bytes]:
    """Return every file of a release."""
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


def held_by(hub: LoopbackHub, revision: str = "main") -> dict[str, bytes]:
    """Return every file of the repository but what the hub made itself."""
    files = hub.store.repos[REPO].resolve(revision).files
    return {path: blob.data for path, blob in files.items() if path != ".gitattributes"}


def traces_of_row(row: dict[str, object]) -> list[bytes]:
    """Return what would give a row away: pieces of its text, its id and hashes."""
    text = str(row["text"])
    pieces = [text[start : start + 12] for start in range(0, len(text) - 12, 12)]
    return [piece.encode() for piece in [*pieces, str(row["id"]), str(row["raw_sha256"]), str(row["region_sha256"])]]


def unpacked(data: bytes) -> bytes:
    """Return all values of a Parquet file as text; other bytes as they are."""
    if not data.startswith(b"PAR1"):
        return data

    rows = pq.read_table(pa.BufferReader(data)).to_pylist()
    return json.dumps(rows, ensure_ascii=False, default=lambda value: value.decode("utf-8", "replace")).encode()
