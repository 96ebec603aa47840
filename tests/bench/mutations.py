"""Change a release in 500 ways, most of them with every sum made again, and see what ``check`` says.

    python tests/bench/mutations.py [--count 500] [--seed 1] [RELEASE]

A mutation is of a kind: a *bare* one changes bytes of a file, a *summed* one makes SHA256SUMS again, a *careful*
one also the hashes of manifest, card and croissant.json, and where it changes a table, seals and pages, as a forger
with this tool could. Each is found, does not change what the release says (a mutation of nothing), or is one that
``docs/explanation/check.md`` names; the table counts them, and any other is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

import tampering

from bdci_corpus.checking.derived import check_derived
from bdci_corpus.checking.files import check_files
from bdci_corpus.checking.pages import Whole, check_pages
from bdci_corpus.checking.provenance import check_provenance
from bdci_corpus.checking.rows import check_rows
from bdci_corpus.release.files import write_sums
from bdci_corpus.release.schema import TABLES

NAMED = {
    "documents": frozenset(
        {
            "published", "kicker", "dateline", "author", "editors", "publisher", "outlet", "url", "pages", "captions",
            "figures", "extra", "retrieved", "attribution", "rights_holder", "license", "restriction",
            "license_evidence", "synthetic", "fold", "original_language", "language", "title", "loader", "notice_text",
            "notice_sha256", "derived_from", "damage", "headings", "encoding", "raw_sha256",
        }
    ),
    "traces": frozenset({"edits", "fields", "region_start", "region_end", "encoding"}),
    "files": frozenset({"raw_sha256", "bytes", "encoding", "loader", "loader_sha256"}),
    "near_duplicates": frozenset({"kind"}),
    "passages": frozenset[str](),
}  # fmt: skip
"""The columns that a careful forger can change so that nothing else in the release contradicts it (check.md)."""

VERSION = 4
"""The column of the ledger that says in which version a document was placed, which nothing else tells."""

NAMED_KEYS = frozenset(
    {
        "made_with", "notes", "withdrawn", "description", "homepage", "citation", "salt", "timezone", "disable",
        "script", "threshold", "ratios", "folds", "hidden", "stratify",
        "by_date", "notices", "quotations", "repairs", "sources",
        "license", "format", "raw", "group_by_overlaps", "columns", "version", "name", "pages", "loaders",
        "redistributable_only", "competition", "rai", "released", "license_texts",
    }
)  # fmt: skip
"""Keys of the manifest that no table repeats (check.md)."""


class Mutation(NamedTuple):
    """What was changed, how carefully, and whether check.md names it as one that cannot be found."""

    where: str
    care: str
    is_named: bool


class Outcome(NamedTuple):
    """A mutation, and what was said of it."""

    mutation: Mutation
    found: bool


def mutations(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Change the copy at ``release`` once; yields one mutation, none where the draw changed nothing."""
    kinds: list[tuple[Callable[[Path, random.Random], Iterator[Mutation]], int]] = [
        (_bytes_changed, 4),
        (_file_changed, 4),
        (_page_changed, 6),
        (_line_changed, 6),
        (_manifest_changed, 4),
        (_value_changed, 16),
        (_row_changed, 6),
    ]
    (kind,) = draw.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])
    yield from kind(release, draw)


def _files(release: Path) -> list[Path]:
    return sorted(path for path in release.rglob("*") if path.is_file())


def _summed(release: Path) -> None:
    (release / "SHA256SUMS").unlink(missing_ok=True)
    write_sums(release)


def _bytes_changed(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Change, add or take away a byte; half of the time the sums are made again."""
    path = draw.choice(_files(release))
    data = bytearray(path.read_bytes())
    at = draw.randrange(len(data) + 1)
    before = bytes(data)
    data[at : at + draw.randrange(2)] = bytes([draw.randrange(256)] * draw.randrange(2))
    if bytes(data) == before:
        return
    path.write_bytes(bytes(data))
    again = draw.random() < 0.5 and path.name != "SHA256SUMS"
    if again:
        _summed(release)
    yield Mutation(path.relative_to(release).as_posix(), "summed" if again else "bare", is_named=False)


def _file_changed(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Take a file away, add one, or put one in the place of another."""
    path = draw.choice([path for path in _files(release) if path.name != "SHA256SUMS"])
    what = draw.choice(["gone", "added", "other"])
    if what == "gone":
        path.unlink()
    elif what == "added":
        path = path.with_name(f"more-{path.name}")
        path.write_bytes(draw.choice([b"", b"print(1)\n", b"PAR1"]))
    else:
        other = draw.choice(_files(release))
        if other.read_bytes() == path.read_bytes():
            return
        path.write_bytes(other.read_bytes())
    _summed(release)
    yield Mutation(f"{what} {path.relative_to(release).as_posix()}", "summed", is_named=False)


def _page_changed(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Change a word, a figure or a line of a page, or add markup that runs."""
    names = ["README.md", "report.html", "NOTICE", "REUSE.toml", "croissant.json"]
    path = draw.choice([*(release / name for name in names), *sorted((release / "LICENSES").iterdir())])
    lines = path.read_text("utf-8").split("\n")
    at = draw.randrange(len(lines))
    changes: list[Callable[[str], str]] = [
        lambda line: f"{line}<script>alert(1)</script>",
        lambda line: line.replace("1", "2", 1),
        lambda line: line[: len(line) // 2],
        lambda line: f"{line}\n{line}",
        lambda line: line.replace("CC0", "MIT"),
    ]
    changed = draw.choice(changes)(lines[at])
    if changed == lines[at]:
        return
    lines[at] = changed
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    _summed(release)
    yield Mutation(f"{path.relative_to(release).as_posix()} line {at + 1}", "summed", is_named=False)


def _line_changed(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Change, drop, repeat or add a line of the ledger or of what was left out; pages are made again."""
    path = release / draw.choice(["ledger.tsv", "quarantine.jsonl"])
    lines = path.read_text("utf-8").splitlines()
    what, of_version = draw.choice(["drop", "repeat", "word", "add"]), False
    if what == "add" or not lines:
        what = "add"
        entry = {"id": draw.choice(["other03.txt", "隐藏.txt"]), "reason": 'It is "秘密".', "remedy": "Leave it out."}
        is_ledger = path.name == "ledger.tsv"
        lines.append("x.txt\tassigned\tx.txt\ttest\t0.1.0\tnew\t" + "0" * 64 if is_ledger else json.dumps(entry))
    else:
        at = draw.randrange(len(lines))
        columns = lines[at].split("\t")
        place = draw.randrange(len(columns))
        of_version = what == "word" and path.name == "ledger.tsv" and place == VERSION
        columns[place] = draw.choice(["other02.txt", "validation", "train", "0.0.9", "0" * 64, "", "assigned"])
        changed = {"drop": [], "repeat": [lines[at]] * 2, "word": ["\t".join(columns)]}[what]
        if changed == [lines[at]]:
            return
        lines[at : at + 1] = changed
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    tampering.refresh(release)
    yield Mutation(f"{path.name}: {what}", "careful", is_named=of_version)


def _manifest_changed(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Change or take away a value anywhere in the manifest; half of the time pages are made again."""
    path = release / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    places = list(_places(manifest, ()))
    holder, key, trail = draw.choice(places)
    before = json.dumps(manifest, sort_keys=True)
    if draw.random() < 0.3 and isinstance(holder, dict):
        del holder[key]
    else:
        holder[key] = _other(holder[key], draw)
    if json.dumps(manifest, sort_keys=True) == before:
        return
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    careful = draw.random() < 0.5
    if careful:
        tampering.write_pages(release)
    _summed(release)
    is_named = not NAMED_KEYS.isdisjoint(trail) and trail[0] != "tables"
    yield Mutation("manifest.json > " + " > ".join(map(str, trail)), "careful" if careful else "summed", is_named)


def _places(value: Any, trail: tuple[object, ...]) -> Iterator[tuple[Any, Any, tuple[object, ...]]]:  # noqa: ANN401
    """Yield every key of a JSON value: what holds it, the key, and how one comes to it."""
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in keys:
        yield value, key, (*trail, key)
        yield from _places(inner, (*trail, key))


def _other(value: object, draw: random.Random) -> object:
    """Return another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return f"{value}x" if draw.random() < 0.5 else value[1:]
    return [] if isinstance(value, list) else {}


def _value_changed(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Change one value of one row of a table; seals, hashes and pages are made again."""
    table = draw.choice([name for name in TABLES if (release / name).is_dir()])
    path = draw.choice(sorted((release / table).glob("*.parquet")))
    rows = pq.read_table(path, partitioning=None)
    column = draw.choice([name for name in rows.column_names if not name.endswith("_sha256") or table != "traces"])
    at = draw.randrange(rows.num_rows)
    values = rows.to_pylist()
    kind = rows.schema.field(column).type
    values[at][column] = _changed(values[at][column], kind, [row[column] for row in values], draw)
    changed = pa.Table.from_pylist(values, rows.schema)
    if changed.equals(rows):
        return
    pq.write_table(changed, path)
    _resealed(release)
    yield Mutation(f"{table} > {column}", "careful", is_named=column in NAMED[table])


def _changed(value: object, kind: pa.DataType, others: list[object], draw: random.Random) -> object:
    """Return the value of another row, or another of its type."""
    different = [other for other in others if other != value and other is not None]
    if different and draw.random() < 0.5:
        return draw.choice(different)
    if str(kind) == "double":
        return 0.5 if value is None else float(str(value)) / 2
    return tampering.another(value, kind)


def _resealed(release: Path) -> None:
    for path in sorted((release / "traces").glob("*.parquet")):
        split = path.name.split("-")[0]
        if (release / "documents" / path.name).exists():
            with suppress(ValueError, pa.ArrowException):  # a row without a trace has no seal
                tampering.seal(release, split)
    tampering.refresh(release)


def _row_changed(release: Path, draw: random.Random) -> Iterator[Mutation]:
    """Drop or repeat a row, or change the order of rows."""
    table = draw.choice([name for name in TABLES if (release / name).is_dir()])
    path = draw.choice(sorted((release / table).glob("*.parquet")))
    rows = pq.read_table(path, partitioning=None)
    at, what = draw.randrange(rows.num_rows), draw.choice(["drop", "repeat"])
    order = [n for n in range(rows.num_rows) for _ in range({"drop": 0, "repeat": 2}[what] if n == at else 1)]
    pq.write_table(rows.take(order), path)
    tampering.refresh(release)
    is_named = table == "near_duplicates" and what == "drop"
    yield Mutation(f"{table}: {what} a row", "careful", is_named)


def is_found(release: Path) -> bool:
    """Return whether a check finds something; leaks and giveaways are not looked for, to save time."""
    files = check_files(release)
    if files.problems or files.value is None:
        return True
    opened, whole = files.value, Whole(files.value)
    steps = (
        lambda: check_rows(opened),
        lambda: check_provenance(opened),
        lambda: check_derived(opened, whole),
        lambda: check_pages(opened, whole),
    )
    return any(step().problems for step in steps)


def tried(release: Path, count: int, seed: int, folder: Path) -> Iterator[Outcome]:
    """Mutate copies of a release below ``folder``, one after the other, ``count`` times."""
    draw = random.Random(seed)
    done = 0
    while done < count:
        copy = folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(release, copy)
        for mutation in mutations(copy, draw):
            done += 1
            yield Outcome(mutation, is_found(copy))


def main() -> int:
    """Print the table, and every mutation that is neither found nor named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("release", nargs="?", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as name:
        release = arguments.release or tampering.built(Path(name) / "planted", overlaps=False)
        for mutation, found in tried(release, arguments.count, arguments.seed, Path(name)):
            verdict = "found" if found else "named" if mutation.is_named else "MISSED"
            counts[mutation.care, verdict] += 1
            if verdict != "found":
                print(f"{verdict}: {mutation.where} ({mutation.care})", flush=True)
    for (care, verdict), number in sorted(counts.items()):
        print(f"{care:8} {verdict:8} {number:5,}")
    return int(any(verdict == "MISSED" for _, verdict in counts))


if __name__ == "__main__":
    raise SystemExit(main())
