"""The answers of a competition: collected, promised, and told apart for two leaderboards."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.competing import Answer, AnswerColumn, Wrong, fitting, promise, secret_of, solution_line
from bdci_corpus.errors import CorpusError, ProjectError, SplitError, raise_together
from bdci_corpus.ledger import Ledger
from bdci_corpus.project import CONFIG, Competition, OwnColumn, Project
from bdci_corpus.release import Committed, Draft, passages_table, schema_of

RECORD = "commitments.tsv"
"""Beside the ledger: the root of each split by version, as it was frozen."""

_MOST_NAMED = 20
"""So many rows are named at once."""

_USAGE = b"bdci-corpus/usage/1\0"

Frozen = Sequence[tuple[str, str, int, str]]
"""What was promised before: ``(version, split, rows, root)``."""


def committed(project: Project, draft: Draft, ledger: Ledger) -> Committed | None:
    """Return what is promised of the answers of a draft; None where nothing is asked.

    Raises:
        CorpusError: rows have no answer, or share a name; what was promised with this version was another.
    """
    asked = draft.config.competition
    if asked is None:
        return None
    secret = secret_of(project)
    known = _ids_shown(draft, asked)
    tables: dict[str, pa.Table] = {}
    roots: dict[str, str] = {}
    solution: list[str] = []
    boards: dict[str, Mapping[str, int]] = {}
    for split in asked.splits:
        rows = draft.arranged.published.filter(pc.equal(draft.arranged.published["split"], split))
        raise_together(list(_faults(rows, asked, draft.config.columns, known)), f"reading the answers of {split}")
        answers = _answers(rows, asked)
        promised = promise(answers, asked.answer, secret)
        leaves = [leaf.hex() for leaf in promised.leaves]
        tables[split] = pa.table([pa.array(promised.ids), pa.array(leaves)], schema_of("commitments"))
        roots[split] = promised.root.hex()
        usage = _usages(rows, asked, ledger, secret)
        boards[split] = Counter(usage.values())
        solution += [solution_line(name, split, answers[name], usage[name]) for name in promised.ids]
    frozen = _record(project.root / "splits" / RECORD)
    if not draft.redistributable_only:
        _refuse_nothing(asked, tables)
        _refuse_others(project.config.corpus.version, roots, frozen)
    earlier = (
        [one for one in frozen if one[0] != project.config.corpus.version] if not draft.redistributable_only else []
    )
    return Committed(
        tables={split: table for split, table in tables.items() if table.num_rows},
        roots={split: root for split, root in roots.items() if tables[split].num_rows},
        earlier=earlier,
        solution=solution,
        boards=boards,
    )


def _ids_shown(draft: Draft, asked: Competition) -> frozenset[str]:
    """Return the ids of documents that everybody sees, and of their passages."""
    shown = draft.shown()
    needed = {asked.role(name, draft.config.columns) for name in asked.answer}
    passages = passages_table(shown)["id"].to_pylist() if needed & {"ranking", "ids"} else []
    return frozenset([*shown["id"].to_pylist(), *passages])


def _faults(
    rows: pa.Table, asked: Competition, columns: Mapping[str, OwnColumn], known: Collection[str]
) -> Iterator[CorpusError]:
    """Yield the rows that cannot be asked: without an answer, or without a name of their own."""
    names = rows["id"].to_pylist()
    for column in asked.answer:
        missing = [name for name, value in zip(names, rows[column].to_pylist(), strict=True) if value is None]
        for name in missing[:_MOST_NAMED]:
            problem = "The row is to be predicted, and has no answer."
            remedy = "Give it one, or leave the row out."
            if "#" in name:
                remedy = (
                    f'{remedy[:-1]}; if the table calls it otherwise, say columns = {{ {column} = "…" }} in its source.'
                )
            yield SplitError(f"{name} > {column}", problem, remedy)
        if len(missing) > _MOST_NAMED:
            yield SplitError(column, f"{len(missing) - _MOST_NAMED} more rows have no answer.", "Give them one.")
    yield from _unfit(rows, asked, columns, known)
    first: dict[object, str] = {}
    for name, value in zip(names, rows[asked.id].to_pylist(), strict=True):
        other = first.setdefault(value, name)
        if value is None or other != name:
            problem = "It names no row." if value is None else f'"{value}" names "{other}", too.'
            yield SplitError(f"{name} > {asked.id}", problem, "Give each row a name of its own.")


def _unfit(
    rows: pa.Table, asked: Competition, columns: Mapping[str, OwnColumn], known: Collection[str]
) -> Iterator[CorpusError]:
    """Yield the answers that nobody could give: spans outside of their text, ids of nothing that is published."""
    for column in asked.answer:
        if not (role := asked.role(column, columns)):
            continue
        kind = AnswerColumn(type=columns[column].type, role=role)
        for name, text, value in zip(*(rows[one].to_pylist() for one in ("id", "text", column)), strict=True):
            try:
                fitting(value or [], kind, len(text), known)
            except Wrong as wrong:
                yield SplitError(f"{name} > {column}", wrong.problem, wrong.remedy)


def _answers(rows: pa.Table, asked: Competition) -> dict[str, Answer]:
    columns = [[_plain(value) for value in rows[name].to_pylist()] for name in asked.answer]
    names = map(str, rows[asked.id].to_pylist())
    return {
        name: dict(zip(asked.answer, row, strict=True))
        for name, row in zip(names, zip(*columns, strict=True), strict=True)
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _usages(rows: pa.Table, asked: Competition, ledger: Ledger, secret: bytes) -> dict[str, str]:
    """Return for which leaderboard each row counts: rows of one group for the same, by the group they came with."""
    usages: dict[str, str] = {}
    columns = (rows[name].to_pylist() for name in ("id", asked.id, "group_id"))
    for document, name, group in zip(*columns, strict=True):
        known = ledger.first.get(document)
        digest = hmac.digest(secret, _USAGE + (known[1].group_id if known else group).encode(), "sha256")
        share = int.from_bytes(digest[:8], "big") / 2**64
        usages[str(name)] = "public" if share < asked.public_share else "private"
    return usages


def _record(path: Path) -> list[tuple[str, str, int, str]]:
    """Return what was promised before.

    Raises:
        ProjectError: the file is malformed.
    """
    if not path.is_file():
        return []
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    try:
        return [(version, split, int(count), root) for version, split, count, root in rows]
    except ValueError:
        where = f"splits/{RECORD}"
        raise ProjectError(where, "It is no list of promises.", "Restore it from version control.") from None


def board_notes(draft: Draft) -> Iterator[str]:
    """Yield which leaderboard is empty though it was to have rows: what the organizer has to know, and nobody else."""
    asked, made = draft.config.competition, draft.committed
    if asked is None or made is None:
        return
    wanted = {"public": asked.public_share > 0, "private": asked.public_share < 1}
    for split, counts in made.boards.items():
        for board in (name for name, has in wanted.items() if has and counts and not counts.get(name)):
            total = sum(counts.values())
            yield (
                f"None of the {total} rows of {split} counts for the {board} leaderboard: rows are drawn group by "
                f"group, public_share is {asked.public_share:g}. More rows, or another share, fill it."
            )


def _refuse_nothing(asked: Competition, tables: Mapping[str, pa.Table]) -> None:
    """Refuse a competition of which no split has a row; one that waits for its documents may stand beside another."""
    if not any(table.num_rows for table in tables.values()):
        problem = f"No document is in {' or '.join(asked.splits)}, so that nothing is asked."
        remedy = "Give it a share under [splits], or the column that decides a value that names it."
        where = f"{CONFIG} > competition.splits"
        raise SplitError(where, problem, remedy)


def _refuse_others(version: str, roots: Mapping[str, str], frozen: Frozen) -> None:
    """Refuse to replace what was promised with this version by another."""
    before = {split: root for known, split, _, root in frozen if known == version}
    errors = [
        SplitError(
            f"corpus.toml > competition > {split}",
            f"Version {version} promised other answers, or those of other rows: its root is {before[split][:16]}….",
            "Restore them, or raise corpus.version: the new promise then stands beside the old one.",
        )
        for split, root in roots.items()
        if split in before and before[split] != root
    ]
    raise_together(errors, "promising answers")


def record_commitment(project: Project, made: Committed) -> None:
    """Keep what is promised with this version, once."""
    path, version = project.root / "splits" / RECORD, project.config.corpus.version
    known = {(one[0], one[1]) for one in _record(path)}
    new = [
        f"{version}\t{split}\t{made.tables[split].num_rows}\t{root}\n"
        for split, root in made.roots.items()
        if (version, split) not in known
    ]
    if new:
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(new)


def baseline_of(project: Project) -> str | None:
    """Return the baseline that the organizer wrote, None where there is none.

    Raises:
        ProjectError: it is named, and cannot be read.
    """
    asked = project.config.competition
    if asked is None or asked.baseline is None:
        return None
    try:
        return (project.root / asked.baseline).read_text("utf-8")
    except (OSError, UnicodeError):
        where = "corpus.toml > competition.baseline"
        raise ProjectError(where, f'"{asked.baseline}" cannot be read.', "Name a file of the project.") from None
