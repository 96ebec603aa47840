"""A verdict as an in-toto statement: of these bytes and rows, and of no other."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from bdci_corpus.checking import check, statement_of
from bdci_corpus.cli import main


def test_its_subjects_are_all_files_and_all_tables(copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "verdict.json"
    assert CliRunner().invoke(main, ["check", str(copy), "--statement", str(out), "--quiet"]).exit_code == 0
    found = json.loads(out.read_text("utf-8"))
    assert found["_type"] == "https://in-toto.io/Statement/v1"
    digests = {one["name"]: one["digest"] for one in found["subject"]}
    files = {path.relative_to(copy).as_posix(): path for path in copy.rglob("*") if path.is_file()}
    for name, path in files.items():
        assert digests[name] == {"sha256": sha256(path.read_bytes()).hexdigest()}
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    for name, facts in manifest["tables"].items():
        assert digests[f"rows of {name}"] == {"logicalSha256": facts["logical_sha256"]}
    assert len(digests) == len(files) + len(manifest["tables"]) + 1
    predicate = found["predicate"]
    assert predicate["result"] == "PASSED"
    assert predicate["checked"]
    assert predicate["notLookedAt"]
    assert "seconds" not in json.dumps(predicate)


def test_it_is_the_same_twice_and_another_with_any_byte(copy: Path) -> None:
    first = statement_of(copy, check(copy))
    assert statement_of(copy, check(copy)) == first
    for path in sorted(path for path in copy.rglob("*") if path.is_file()):
        data = path.read_bytes()
        path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:] if data else b"x")
        changed = statement_of(copy, check(copy))
        assert changed["subject"] != first["subject"], path
        assert changed["predicate"]["result"] == "FAILED", path  # type: ignore[index]
        path.write_bytes(data)
    assert statement_of(copy, check(copy)) == first


@pytest.mark.parametrize("broken", ["{", None])
def test_a_release_that_cannot_be_read_has_failed(copy: Path, broken: str | None) -> None:
    if broken is None:
        (copy / "manifest.json").unlink()
    else:
        (copy / "manifest.json").write_text(broken)
    found = statement_of(copy, check(copy))
    assert found["predicate"]["result"] == "FAILED"  # type: ignore[index]
