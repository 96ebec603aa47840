"""What each verb prints with --json, as models.

``python tests/scripts/json_reference.py > docs/reference/json.schema.json``.

A test holds the verbs to them. ``audit`` has a schema of its own, beside this one.
"""

from __future__ import annotations

import json
import sys
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter


class Model(BaseModel):
    """A JSON object with these keys and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Trouble(Model):
    """Where something is wrong, what, and what to do."""

    where: str
    problem: str
    remedy: str


class Errors(Model):
    """What a verb prints where nothing came of it: exit status 2."""

    errors: list[Trouble]


class LicenseFinding(Model):
    """A rule about licenses that fired, the rows that cause it, and those that they cannot stand beside."""

    rule: str
    problem: str
    remedy: str
    rows: list[str]
    beside: list[str]
    blocks_public: bool


class Build(Model):
    """build: what was made, what was left out (id and reason), what blocks publishing, the line that loads it."""

    release: str
    name: str
    version: str
    documents: int
    edits: int
    groups: int
    splits: dict[str, int]
    hidden: dict[str, int]
    crossing: dict[str, int]
    empty_splits: list[str]
    quarantined: list[tuple[str, str]]
    notes: list[str]
    blocking: list[str]
    findings: list[LicenseFinding]
    frozen: int
    withheld: dict[str, int]
    logical_sha256: str
    load: str


class Init(Model):
    """init: the files that were written, how many notices were found, and what is no document by its name."""

    written: list[str]
    notices: int
    beside: list[str]


class Loader(Model):
    """loaders: a list of these."""

    name: str
    summary: str
    path: str
    sha256: str


class NewLoader(Model):
    """loaders new: the script that was written."""

    written: list[str]


class Rule(Model):
    """A step of cleaning, and what it does."""

    name: str
    why: str


class ExplainedEdit(Model):
    """An edit: a span of ``cleaned`` in code points, the raw bytes in hexadecimal, what stands there, the steps."""

    start: int
    end: int
    before: str
    after: str
    rules: list[Rule]


class Span(Model):
    """A span of the text in code points, half-open, and what stands there."""

    start: int
    end: int
    text: str


class Heading(Span):
    """A heading, and what shows that it is one."""

    evidence: str


class FoundNotice(Model):
    """A license notice: its id in corpus.toml, if it has one, and its kind."""

    id: str | None
    kind: str
    text: str


class Part(Model):
    """A stretch of the raw bytes, and whether it was kept, left out or edited."""

    kind: Literal["kept", "left out", "edited"]
    start: int
    end: int
    rules: list[str]


class Explained(Model):
    """explain: a list of these, one a document. Undoing ``edits`` in ``cleaned`` gives the raw bytes back."""

    id: str
    loader: str
    encoding: str
    region: tuple[int, int]
    region_sha256: str
    cleaned: str
    text: str
    fields: dict[str, str]
    places: dict[str, tuple[int, int]]
    editors: list[str]
    headings: list[Heading]
    notices: list[FoundNotice]
    parts: list[Part]
    damage: list[Span]
    edits: list[ExplainedEdit]


class Pair(Model):
    """Two texts that are alike, with the evidence."""

    model_config = ConfigDict(extra="allow", strict=True)
    id_a: str
    id_b: str
    jaccard: float
    containment: float
    kind: str
    stream: str


class Cluster(Model):
    """A document, and the one that represents it."""

    model_config = ConfigDict(extra="allow", strict=True)


class Dups(Model):
    """dups: pairs, clusters and shared passages, and the recall of the comparison."""

    pairs: list[Pair]
    clusters: list[Cluster]
    overlaps: list[Cluster]
    recall: float


class Match(Model):
    """A row in which a text was found: how, how much of the text, and where in the row's text."""

    text: int
    kind: Literal["exact", "near", "excerpt", "passage"]
    release: str
    version: str
    split: str
    id: str
    row: int
    start: int
    end: int
    share: float


class Find(Model):
    """find: the rows, the strongest matches first."""

    matches: list[Match]


class View(Model):
    """view: the address of the page; it is printed before the page is served."""

    url: str


class Problem(Trouble):
    """What is wrong with a release; ``kind`` is the class of the error."""

    kind: str


class CheckFinding(Model):
    """What is worth knowing and no fault; ``flagged`` asks a person to look."""

    where: str
    text: str
    flagged: bool


class Step(Model):
    """A part of a check, what it did, and how long that took."""

    name: str
    did: str
    seconds: float


class Check(Model):
    """check: whether the release is sound, and why not."""

    release: str
    sound: bool
    problems: list[Problem]
    findings: list[CheckFinding]
    steps: list[Step]


class CheckLedger(Model):
    """check --ledger: whether the ledger is whole and was only appended to."""

    ledger: str
    sound: bool
    problems: list[Trouble]


class Diff(Model):
    """diff: documents by what became of them, columns, and the version that may follow."""

    old_version: str
    new_version: str
    added: list[str]
    withdrawn: list[str]
    moved: dict[str, tuple[str, str]]
    relicensed: dict[str, tuple[str, str]]
    changed: dict[str, list[str]]
    untraced: list[str]
    columns_added: list[str]
    columns_retyped: list[str]
    level: str
    next_version: str


class Visibility(Model):
    """Who may read a place, before and after."""

    now: str | None
    then: str


class Reader(Model):
    """A version that will be readable there, by whom, and its rows by restriction."""

    version: list[str]
    commit: str | None
    now: str | None
    then: str
    rows: dict[str, int]
    restricted: list[str]
    untold: list[str]


class File(Model):
    """A file that is sent or stays."""

    path: str
    bytes: int
    change: Literal["added", "changed", "kept"]


class Publish(Model):
    """publish: what was done, or with --dry-run would be, and who can read what."""

    release: str
    version: str
    logical_sha256: str
    to: str
    url: str
    dry_run: bool
    visibility: Visibility
    strictest: str
    restrictions: dict[str, int]
    private_or_gated_only: bool
    why: list[str]
    readable: list[Reader]
    files: list[File]
    deleted: list[str]
    actions: list[str]
    done: list[str]
    load: str
    errors: list[Trouble]


class Event(Model):
    """A line of the split ledger."""

    document_id: str
    event: Literal["assigned", "withdrawn"]
    group_id: str
    split: str
    version: str
    reason: str
    region_sha256: str


class Copy(Model):
    """A document that is like the one that was withdrawn, and stays."""

    id: str
    kind: Literal["duplicate", "contained"]
    jaccard: float
    containment: float


class Withdraw(Model):
    """withdraw: the lines that were appended, and the near-copies that stay."""

    events: list[Event]
    copies: list[Copy]


class Completion(Model):
    """completion: the script."""

    shell: str
    script: str


class CompletionInstalled(Model):
    """completion --install: where the script was written."""

    shell: str
    written: str


FORMS: dict[str, object] = {
    "build": Build,
    "init": Init,
    "loaders": list[Loader],
    "loaders new": NewLoader,
    "explain": list[Explained],
    "dups": Dups,
    "find": Find,
    "view": View,
    "check": Check,
    "check --ledger": CheckLedger,
    "diff": Diff,
    "publish": Publish,
    "withdraw": Withdraw,
    "completion": Completion,
    "completion --install": CompletionInstalled,
    "errors": Errors,
}
"""What is printed by each verb, and by any of them where nothing came of it."""


def reference() -> str:
    """Return the schema: under ``properties``, the form of what each verb prints."""
    inputs = [(name, "validation", TypeAdapter(form)) for name, form in FORMS.items()]
    found, shared = TypeAdapter.json_schemas(inputs, ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What bdci-corpus prints with --json, by verb",
        "type": "object",
        "properties": {name: found[name, "validation"] for name in FORMS},  # type: ignore[index]
        **shared,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
