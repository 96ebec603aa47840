"""What is wrong, or missing, in the columns that a corpus declares: what a person has to hear of."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.errors import ProjectError
from bdci_corpus.project import Project
from bdci_corpus.release import Draft


def unheard_columns(project: Project, documents: pa.Table) -> Iterator[ProjectError]:
    """Yield the headers that corpus.toml gives for a column, and that no document of the source has."""
    for number, source in enumerate(project.config.sources):
        rows = documents.filter(pc.equal(documents["source"], source.name))
        for name in project.config.columns:
            header = source.columns.get(name)
            if header is not None and rows.num_rows and rows[name].null_count == rows.num_rows:
                where = f"corpus.toml > sources[{number}].columns.{name}"
                problem = f'No document of "{source.name}" has a value in a column "{header}".'
                yield ProjectError(where, problem, "Correct the header: blanks and case count.")


def column_notes(draft: Draft) -> Iterator[str]:
    """Yield what the organizer has to know of classes: rows without one, and names that nobody else may read."""
    documents = draft.arranged.published
    if not draft.classes:
        return
    public = draft.public().config.columns
    for name, names in draft.classes.items():
        values = documents[name]
        if missing := values.null_count:
            first = documents["id"].filter(pc.is_null(values))[0].as_py()
            count = f"{missing} of {documents.num_rows} documents"
            yield f'{count} have no {name}, such as "{first}".{_of_tables(draft, name)}'
        kept = [one for one in names if name in public and one not in public[name].names]
        if kept:
            quoted = ", ".join(f'"{one}"' for one in kept[:3])
            remedy = f"Give names under [columns] to publish {'it' if len(kept) == 1 else 'them'}."
            yield f"Only hidden documents have the {name} {quoted}: no name is published. {remedy}"


def _of_tables(draft: Draft, name: str) -> str:
    """Return what to look at where all rows of tables in a source lack a column, which they may call otherwise."""
    documents = draft.arranged.published
    lacking = pc.unique(documents.filter(pc.equal(documents["trace_reaches"], "record"))["source"]).to_pylist()
    for source in lacking:
        own = documents.filter(pc.equal(documents["source"], source))
        if own[name].null_count == own.num_rows:
            return f' None of "{source}" has: if its tables call it otherwise, say columns = {{ {name} = "…" }} there.'
    return ""
