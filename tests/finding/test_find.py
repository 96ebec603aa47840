"""A text is found in the row it stands in, and in no other."""

from __future__ import annotations

import json
import random
from pathlib import Path

import planted
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from bdci_corpus.cli import main
from bdci_corpus.errors import FindError
from bdci_corpus.finding import find


def release(folder: Path, texts: list[str], *, version: str = "0.1.0", share: float = 0.8) -> Path:
    """Write what a search reads of a release: the manifest, and documents of two splits."""
    cut = int(len(texts) * share)
    tables = {}
    for split, start, end in (("train", 0, cut), ("test", cut, len(texts))):
        file = f"documents/{split}-00000-of-00001.parquet"
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        rows = {"id": [f"{n}.txt" for n in range(start, end)], "text": texts[start:end]}
        pq.write_table(pa.table(rows), folder / file)
        tables[f"documents/{split}"] = {"files": [file], "rows": end - start}
    manifest = {"name": folder.name, "version": version, "tables": tables}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def excerpts(texts: list[str], count: int, length: int, draw: random.Random) -> list[tuple[int, str]]:
    """Draw excerpts of so many characters, every second in the other script."""
    found = []
    for number in range(count):
        row = draw.randrange(len(texts))
        start = draw.randrange(len(texts[row]) - length)
        text = texts[row][start : start + length]
        found.append((row, planted.converter("s2t")(text) if number % 2 else text))
    return found


@pytest.mark.parametrize("length", [12, 40, 200])
def test_excerpts_are_found_where_they_stand_and_nowhere_else(tmp_path: Path, length: int) -> None:
    draw = random.Random(length)
    texts = [planted.synthetic(draw, 600) for _ in range(60)]
    drawn = excerpts(texts, 200, length, draw)
    found = find([text for _, text in drawn], release(tmp_path / "a", texts))
    told = {(match.text, match.id) for match in found if match.kind == "excerpt"}
    assert len(told & {(n, f"{row}.txt") for n, (row, _) in enumerate(drawn)}) >= 0.99 * len(drawn)
    strangers = [planted.synthetic(draw, 600)[100 : 100 + max(length, 40)] for _ in range(100)]
    assert find(strangers, tmp_path / "a") == []


def test_what_very_many_rows_hold_is_found_in_all_of_them(tmp_path: Path) -> None:
    draw = random.Random(9)
    clause = "违反本条例规定，构成犯罪的，依法追究刑事责任；尚不构成犯罪的，由主管部门给予行政处分。"
    texts = [planted.synthetic(draw, 80) + clause + planted.synthetic(draw, 80) for _ in range(300)]
    found = find(planted.converter("s2t")(clause), release(tmp_path / "a", texts))
    assert {(match.kind, match.id) for match in found} == {("excerpt", f"{n}.txt") for n in range(300)}


def test_what_is_found_says_where(tmp_path: Path) -> None:
    draw = random.Random(3)
    texts = [planted.synthetic(draw, 300) + "这个问题说明了发展。" for _ in range(10)]
    old = release(tmp_path / "old", texts[:5])
    new = release(tmp_path / "new", texts, version="0.2.0")
    (one, other) = find(planted.converter("s2t")(texts[4]), [old, new])
    assert [(one.release, one.version, one.split, one.id), other.release] == [("new", "0.2.0", "train", "4.txt"), "old"]
    assert (one.kind, one.share, one.start, one.end) == ("exact", 1.0, 0, len(texts[4]))
    (near, *_) = find(planted.edited(texts[9], draw, 0.01), new)
    assert (near.kind, near.split, near.row) == ("near", "test", 1)
    (passage,) = find(planted.synthetic(draw, 200) + texts[2][50:100] + planted.synthetic(draw, 200), new)
    assert passage.kind == "passage"
    assert (passage.id, passage.share < 0.3) == ("2.txt", True)
    assert texts[2][50:100].strip() in texts[2][passage.start - 2 : passage.end + 2]


def test_what_cannot_be_looked_for_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(FindError, match="This is no release"):
        find("一二三四五六", tmp_path / "none")
    with pytest.raises(FindError, match="Give at least 5"):
        find(["，，，甲乙"], release(tmp_path / "a", ["一二三四五六"]))


def test_the_command_takes_a_text_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "全面拓展基层治理，智慧助老，反诈防骗，人人有责。"
    release(tmp_path / "release" / "a", [text, "另一篇文章，讲的是别的事情。"], share=0.5)
    (tmp_path / "letter.txt").write_text(planted.converter("s2t")(text), "gb18030")
    monkeypatch.chdir(tmp_path)
    for words, kind in (("智慧助老反诈防骗", "excerpt"), ("letter.txt", "exact")):
        result = CliRunner().invoke(main, ["find", words])
        assert result.exit_code == 0
        assert result.output.startswith(kind)
        assert "a 0.1.0  train  0.txt" in result.output
    result = CliRunner().invoke(main, ["find", "没有这样的一句话", "--json"])
    assert (result.exit_code, json.loads(result.output)) == (1, {"matches": []})
    assert CliRunner().invoke(main, ["find", "甲乙"]).exit_code == 2
