"""``bdci-corpus dups`` with inputs that are not as they should be: what it says, and that it says it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from bdci_corpus.cli import main
from bdci_corpus.errors import ProjectError
from bdci_corpus.neardup.comparison import find_near_duplicates
from bdci_corpus.neardup.file_comparison import compare_files
from bdci_corpus.neardup.files import read_texts

TEXTS = [
    "智慧助老反诈防骗，提高警惕，谨防上当。",
    "智慧助老反詐防騙,提高警惕,謹防上當!",
    "另一篇文章，讲的是别的事情。",
]


def dups(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["dups", *map(str, arguments)])


def parquet(path: Path, **columns: list[object]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"id": ["a", "b", "c"], "body": TEXTS}, 'There is no column "text". Choose with --text: id, body.'),
        ({"id": ["a", "b", "c"], "text": [1, 2, 3]}, "The texts are int64, not strings."),
        ({"id": ["a", "a", "c"], "text": TEXTS}, 'The id "a" stands at several texts.'),
        ({"id": ["a", None, "c"], "text": TEXTS}, "1 ids are null."),
    ],
)
def test_says_which_file_has_which_problem(tmp_path: Path, columns: dict[str, list[object]], message: str) -> None:
    good, bad = parquet(tmp_path / "good.parquet", text=TEXTS), parquet(tmp_path / "bad.parquet", **columns)
    for arguments in ([bad], [good, "--against", bad]):
        result = dups(*arguments)
        assert result.exit_code == 2
        assert message in result.output
        assert "bad.parquet" in result.output
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.parquet", b""),
        ("text.txt", b"not a table"),
        ("empty.jsonl", b""),
        ("cut.jsonl", b'{"id": "a", "text": "x"}\n{"id": '),
        ("mixed.jsonl", b'{"id": "a", "text": 1}\n{"id": "b", "text": "x"}\n'),
        ("list.json", b'[{"id": "a", "text": "x"}]'),
    ],
)
def test_says_what_cannot_be_read(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    for given in (tmp_path / name, tmp_path):
        result = dups(given)
        assert result.exit_code == 2
        assert "error [" in result.output
        assert "Traceback" not in result.output


def test_says_that_a_file_is_damaged(tmp_path: Path) -> None:
    path = parquet(tmp_path / "in.parquet", text=TEXTS)
    data = bytearray(path.read_bytes())
    data[20:60] = b"x" * 40
    path.write_bytes(data)
    result = dups(path)
    assert result.exit_code == 2
    assert "It cannot be read" in result.output


def test_a_file_without_rows_has_no_pairs(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "in.parquet")
    result = dups(tmp_path / "in.parquet")
    assert result.exit_code == 0
    assert "0 at 0.7 or more" in result.output


def test_the_batches_of_a_file_are_one_input(tmp_path: Path) -> None:
    """Row groups, batches and readers make no difference."""
    table = pa.table({"id": ["c", "b", "a"], "text": TEXTS})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=1)
    expected = find_near_duplicates(table)
    assert expected.pairs.num_rows == 1
    for reader in (read_texts(tmp_path / "in.parquet", "text", "id"), table.to_reader(max_chunksize=2)):
        found = find_near_duplicates(reader)
        assert found.pairs.equals(expected.pairs)
        assert found.sketches().equals(expected.sketches())


@pytest.mark.parametrize(
    ("names", "given", "problem"),
    [
        (["a.txt"], "a.txt", "This is no table of texts."),
        (["a.txt", "b.jsonl"], ".", "This is no table of texts."),
        ([], "nowhere", "There is no such file or folder."),
    ],
)
def test_raw_documents_are_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], given: str, problem: str
) -> None:
    for name in names:
        (tmp_path / name).write_text('{"text": "x"}\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError, match=problem):
        compare_files(Path(given))


def test_a_column_of_ids_that_is_named_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "x"}\n')
    with pytest.raises(ProjectError, match='no column "nope"'):
        compare_files(tmp_path / "a.jsonl", id_column="nope")


@pytest.mark.parametrize("column", ["正文", "text"])
def test_a_release_is_compared_by_its_own_columns(tmp_path: Path, sound: Path, column: str) -> None:
    one = pq.read_table(next((sound / "documents").glob("*.parquet")))
    mine = parquet(tmp_path / "mine.parquet", 编号=["x"], **{column: [one["text"][0].as_py()]})
    result = dups(mine, "--against", sound, "--text", column, "--id", "编号", "--json")
    assert result.exit_code == 0, result.output
    assert f'"id_b": "{one["id"][0].as_py()}"' in result.output


def test_a_column_that_the_first_input_lacks_is_not_guessed(sound: Path) -> None:
    result = dups(sound, "--against", sound, "--text", "正文")
    assert result.exit_code == 2
    assert "There is no column" in result.output
