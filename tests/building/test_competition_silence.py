"""Answers are in no public byte, whatever was done to the corpus: every combination, over two rounds."""

from __future__ import annotations

import json
import random
from hashlib import sha256
from pathlib import Path

import planted
import pyarrow.parquet as pq
import pytest
from canaries import all_bytes, heard

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.project.withdraw import withdraw_document

CONFIG = """
[corpus]
name = "contest"
version = "{version}"
[[sources]]
name = "posts"
files = ["seeds/*.md"]
license = "CC0-1.0"
[[sources]]
name = "kept"
files = ["seeds/kept.jsonl"]
license = "LicenseRef-Kept"
restriction = "all-rights-reserved"
columns = {{ label = "类别", note = "批注" }}
[[sources]]
name = "table"
files = ["seeds/free.jsonl"]
license = "CC0-1.0"
columns = {{ label = "类别", note = "批注" }}
[rules]
disable = ["mojibake"]
[columns]
label = "class_label"
note = "string"
[splits]
ratios = {{ {ratios} }}
stratify = ["label"]
[competition]
splits = [{splits}]
answer = ["label", "note"]
metric = "f1_macro"
"""

FIRST = ("0.1.0", "train = 0.5, validation = 0.2, test = 0.3", '"test"')
SECOND = ("0.2.0", "train = 0.5, validation = 0.2, test = 0, test2 = 0.3", '"test", "test2"')
SHARES = {"test", "test2"}


class Contest:
    """A project whose rows each have a note that stands nowhere else, as an answer and in a field beside it."""

    def __init__(self, folder: Path) -> None:
        """Plan nothing yet."""
        self.folder, self.seeds = folder, folder / "seeds"
        self.seeds.mkdir()
        self.notes: dict[str, str] = {}
        self.digests: dict[str, list[str]] = {}

    def add(self, numbers: range) -> None:
        """Write rows of two tables, one of which may not be passed on, and posts."""
        for number in numbers:
            draw = random.Random(number)
            note, label = f"批{sha256(str(number).encode()).hexdigest()[:12]}", ("甲类", "乙类", "丙类")[number % 3]
            text, kind = planted.synthetic(draw, 150), ("free", "kept", "posts")[number % 4 % 3]
            if kind == "posts":
                name, data = f"p{number}.md", f"---\nlabel: {label}\nnote: {note}\n旁注: 旁{note}\n---\n\n{text}\n"
                (self.seeds / name).write_text(data, encoding="utf-8")
            else:
                name = f"{kind}.jsonl#r{number}"
                row = {"id": f"r{number}", "text": text, "类别": label, "批注": note, "旁注": f"旁{note}"}
                data = json.dumps(row, ensure_ascii=False)
                with (self.seeds / f"{kind}.jsonl").open("a", encoding="utf-8") as file:
                    file.write(f"{data}\n")
            self.notes[name] = note
            self.digests[name] = [sha256(piece.encode()).hexdigest() for piece in (data, data.strip(), f"{data}\n")]

    def round(self, version: str, ratios: str, splits: str) -> None:
        """Write the configuration of a round."""
        text = CONFIG.format(version=version, ratios=ratios, splits=splits)
        (self.folder / "corpus.toml").write_text(text, encoding="utf-8")

    def silent(self, release: Path) -> dict[str, str]:
        """Assert that nothing tells an answer, nor a row that is not there; return the split of each that is."""
        rows = {
            row["id"]: row | {"split": path.name.split("-")[0]}
            for path in sorted(release.glob("documents/*.parquet"))
            for row in pq.read_table(path, partitioning=None).to_pylist()
        }
        spoken = {"all": b"\0".join(all_bytes(release).values())}
        told = {name for name, note in self.notes.items() if heard(note, spoken)}
        assert told == {name for name, row in rows.items() if row["split"] not in SHARES}
        for name in self.notes.keys() - told:
            assert [digest for digest in self.digests[name] if heard(digest, spoken)] == []
        for path in {name.partition("#")[0] for name in self.notes.keys() - told}:
            digest = sha256((self.seeds / path).read_bytes()).hexdigest()
            assert heard(digest, spoken) == [], path
        secret = (self.folder / "private" / "contest.secret").read_text().strip()
        assert heard(secret, spoken) == []
        return {name: str(row["split"]) for name, row in rows.items()}


@pytest.mark.parametrize("withdraw", [False, True], ids=["", "withdrawn"])
@pytest.mark.parametrize("only_redistributable", [False, True], ids=["all", "redistributable"])
@pytest.mark.parametrize("freeze", [False, True], ids=["provisional", "frozen"])
def test_no_answer_is_in_a_public_byte(
    tmp_path: Path, *, freeze: bool, only_redistributable: bool, withdraw: bool
) -> None:
    """One round, what is withdrawn of it, a second round, and that built again: each is silent."""
    contest = Contest(tmp_path)

    def made(*, freeze: bool = freeze) -> dict[str, str]:
        out = tmp_path / "release"
        result = build(tmp_path, out=out, workers=1, freeze=freeze, only_redistributable=only_redistributable)
        return contest.silent(result.release)

    contest.add(range(32))
    contest.round(*FIRST)
    first = made(freeze=freeze or withdraw)
    assert {"test", "train", "validation"} <= set(first.values())
    if withdraw:
        for split in ("test", "train"):
            withdraw_document(tmp_path, min(name for name, own in first.items() if own == split), "rights")
        contest.round("0.1.1", *FIRST[1:])
        assert len(made()) == len(first) - 2
    contest.add(range(32, 56))
    contest.round(*SECOND)
    last = made()
    assert "test2" in last.values()
    assert made() == last
    assert [str(problem) for problem in check(tmp_path / "release" / "contest").problems] == []
