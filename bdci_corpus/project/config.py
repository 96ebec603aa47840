"""corpus.toml: its tables, their keys, and errors that say which key is wrong and what to write."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from bdci_corpus.errors import ProjectError, raise_together
from bdci_corpus.licenses import STRICTNESS, Restriction, license_problem, restriction_of
from bdci_corpus.project.columns import OwnColumn
from bdci_corpus.project.competition import Competition, competition_problems
from bdci_corpus.records import USUAL_LIMITS
from bdci_corpus.rules import RULE_NAMES
from bdci_corpus.splitting import Policy
from bdci_corpus.text import Script, is_text_codec, is_time_zone

CONFIG = "corpus.toml"

Synthetic = Literal["none", "rewritten", "generated", "unknown"]

TABLE_ROLES = ("text", "id", "title", "author", "published", "publisher", "outlet", "url")
"""What a column of a table may be, beside one under ``[columns]``."""

_LONGEST_MESSAGE = 200
"""How much of a library's own words is shown, in characters."""

_LONGEST_SHOWN = 60
"""How much of a value or message is shown, in characters: it fits a line."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")

_SPLIT_NAME = re.compile(r"\w+(?:\.\w+)*", re.ASCII)

_VERSION = re.compile(r"\d+\.\d+\.\d+")

_DOI = re.compile(r"10\.\d{4,9}/\S+|", re.ASCII)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

GROUPING = (
    *("source", "path", "title", "author", "publisher", "outlet", "kicker", "dateline", "url", "published"),
    *("language", "original_language", "license", "restriction", "rights_holder", "synthetic", "derived_from"),
    *("retrieved", "encoding", "loader"),
)
"""The columns that every release has and that splits may go by, beside those under ``[columns]``."""


def _inside(pattern: str) -> str:
    path = PurePosixPath(pattern)
    if not pattern:
        message = "must name something"
        raise ValueError(message)
    if path.is_absolute() or ".." in path.parts or "\\" in pattern or "\0" in pattern:
        message = "must stay inside the project: no leading slash, no .., no backslash"
        raise ValueError(message)
    if any("**" in part and part != "**" for part in path.parts):
        message = "** must stand alone between slashes, such as raw/**/*.txt"
        raise ValueError(message)
    return pattern


def _matching(pattern: re.Pattern[str], what: str) -> AfterValidator:
    def validate(value: str) -> str:
        if not pattern.fullmatch(value):
            message = f"must be {what}"
            raise ValueError(message)
        return value

    return AfterValidator(validate)


def _text_codec(name: str) -> str:
    if not is_text_codec(name):
        message = "must be an encoding of text that Python knows, such as utf-8, gb18030 or big5"
        raise ValueError(message)
    return name


Pattern = Annotated[str, AfterValidator(_inside)]

Name = Annotated[str, _matching(_NAME, "lower-case letters, digits, dots, dashes and underscores")]

Day = Annotated[str, _matching(_DAY, "a day, such as 2023-07-01")]

SplitName = Annotated[
    str,
    _matching(_SPLIT_NAME, "letters, digits, underscores and dots (a dash breaks load_dataset)"),
]


class ConfigTable(BaseModel):
    """A table of corpus.toml. A key's docstring, type, default and example are its row in the reference."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Corpus(ConfigTable):
    """``[corpus]``: name, version, and what holds for all of it."""

    name: Annotated[Name, Field(examples=["city-news"])]
    """Name of the corpus and of its release folder: lower-case letters, digits, dots, dashes and underscores."""

    version: Annotated[str, _matching(_VERSION, "three numbers, such as 0.1.0"), Field(examples=["0.2.0"])] = "0.1.0"
    """Version of the release: three numbers. `bdci-corpus diff` says which one comes next."""

    script: Annotated[Script, Field(examples=["zh-Hans"])] = "keep"
    """Script that `text` is converted to; `original_text` has it as written."""

    timezone: Annotated[str | None, Field(examples=["Asia/Shanghai"])] = None
    """Time zone of the IANA database, for times that pages print without one. Without it they stay without."""

    raw: Annotated[Pattern, Field(examples=["raw"])] = "seeds"
    """Folder of the raw files, from which ids are counted; `metadata.csv` lies in it."""

    description: Annotated[str, Field(examples=["News of one city, 2019 to 2024."])] = ""
    """What the corpus is, for card and `croissant.json`."""

    homepage: Annotated[str, Field(examples=["https://example.org/city-news"])] = ""
    """Address of the corpus, for the same."""

    citation: Annotated[str, Field(examples=["The city news corpus, 2024."])] = ""
    """How to cite it. Without it, an entry for BibTeX with authors, title, year, version, address and hash."""

    title: Annotated[str, Field(examples=["城市新闻语料"])] = ""
    """What people call it, in any script: it heads card, report and citation. Without it, the name."""

    authors: Annotated[list[str], Field(examples=[["王小明", "Li, Hua"]])] = []
    """Who made it, for citations. With them, the release has a `CITATION.cff`, and with the year a `datacite.json`."""

    year: Annotated[int, Field(ge=1900, le=2999, examples=[2024])] | None = None
    """Year of publication, for the same. Nothing else in a release tells time."""

    publisher: Annotated[str, Field(examples=["某某大学"])] = ""
    """Who publishes it, for the same."""

    doi: Annotated[
        str, _matching(_DOI, "a DOI, such as 10.5281/zenodo.1234"), Field(examples=["10.5281/zenodo.1234"])
    ] = ""
    """DOI, once it has one, for the same."""

    keywords: Annotated[list[str], Field(examples=[["news", "Chinese"]])] = []
    """Tags on a hub, and keywords of the citation."""


class Source(ConfigTable):
    """``[[sources]]``: where some of the files come from, and under what terms."""

    name: Annotated[Name, Field(examples=["paper"])]
    """Name of the source, which the column `source` repeats. No two sources share one."""

    files: Annotated[list[Pattern], Field(min_length=1, examples=[["seeds/paper/*.txt"]])]
    """Patterns of its files, from the project's folder; `**` is any number of folders. Each matches a file, and no
    file belongs to two sources."""

    exclude: Annotated[list[Pattern], Field(examples=[["seeds/paper/drafts/**"]])] = []
    """Patterns of files that are not its, though `files` match them. Another source may have them, or none."""

    loader: Annotated[str | None, Field(examples=["plain_text"])] = None
    """Loader of its files. Without it, the loader that is surest of a file reads it."""

    encoding: Annotated[str, AfterValidator(_text_codec), Field(examples=["gb18030"])] | None = None
    """Encoding of its files, as Python names it. Without it, each file's bytes tell."""

    columns: Annotated[
        dict[str, str], Field(examples=[{"text": ["问题", "答案"], "title": "问题", "id": "编号", "label": "类别"}])
    ] = {}
    """Which column of a table is the `text`, the `title` and so on, and what each column under `[columns]` is called
    here, in tables and front matter. Without it, they are known by common names, or by their own. The text may be
    joined from several: a list of columns, or a template such as `"问：{问题} 答：{答案}"`."""

    notice: Annotated[str | None, Field(examples=["paper-only"])] = None
    """Id of the notice whose terms hold for its files, also for those that do not carry it."""

    license: Annotated[str | None, Field(examples=["CC-BY-4.0"])] = None
    """SPDX expression; `LicenseRef-…` is a name of your own."""

    restriction: Annotated[Restriction | None, Field(examples=["attribution"])] = None
    """What the license comes down to. It follows from a common license; no freer one is allowed."""

    rights_holder: Annotated[str | None, Field(examples=["某某日报社"])] = None
    """Who holds the rights."""

    attribution: Annotated[str | None, Field(examples=["某某日报，https://paper.example"])] = None
    """How to credit. Without it, the rights holder."""

    synthetic: Annotated[Synthetic | None, Field(examples=["none"])] = None
    """Whether a model rewrote or generated the texts. Without it: unknown."""

    @field_validator("columns", mode="before")
    @classmethod
    def _joined(cls, value: object) -> object:
        if not isinstance(value, dict) or not isinstance(several := value.get("text"), list):
            return value
        return {**value, "text": "\n\n".join(f"{{{name}}}" for name in several)}


class NoticeEntry(ConfigTable):
    """``[[notices]]``: a license notice that raw files carry, and what it means."""

    id: Annotated[Name, Field(examples=["paper-only"])]
    """Name of the notice, for `sources.notice`."""

    match: Annotated[str, Field(min_length=4, examples=["未经本报书面授权不得转载"])]
    """Words that tell it; blanks, line breaks and pinyin readings do not matter. The sentence that holds them leaves
    the text and stands in `notice_text`."""

    license: Annotated[str, Field(examples=["LicenseRef-Paper"])]
    """SPDX expression of the documents that carry it."""

    restriction: Annotated[Restriction, Field(examples=["all-rights-reserved"])]
    """What it comes down to."""

    rights_holder: Annotated[str | None, Field(examples=["某某日报社"])] = None
    """Who holds the rights."""

    attribution: Annotated[str | None, Field(examples=["某某日报"])] = None
    """How to credit. Without it, the rights holder."""

    synthetic: Annotated[Synthetic | None, Field(examples=["none"])] = None
    """Whether a model rewrote or generated the texts, if the notice says so. Without it, what the source says."""


class Quotation(ConfigTable):
    """``[[quotations]]``: words that read like a license notice, and are the document's own."""

    match: Annotated[str, Field(min_length=4, examples=["版权所有"])]
    """The words, which stay in the text."""

    reason: Annotated[str, Field(examples=["the title of the story"])] = ""
    """Why they are no notice, for who reads this file."""


class RepairEntry(ConfigTable):
    """``[[repairs]]``: a person's word for what damaged characters stood for."""

    file: Annotated[Pattern, Field(examples=["seeds/page.txt"])]
    """Pattern of the files in which it holds, from the project's folder."""

    damaged: Annotated[str, Field(min_length=1, examples=["異;鸨。"])]
    """The damaged characters as the file has them."""

    original: Annotated[str, Field(min_length=1, examples=["異常火爆。"])]
    """What stood there. It is believed only if replaying the damage gives the damaged characters."""


class RulesTable(ConfigTable):
    """``[rules]``: which rules are off."""

    disable: Annotated[list[str], Field(examples=[["punctuation"]])] = []
    """Names of rules that do not run; all of them are [here](rules.md)."""


class NearDuplicateSettings(ConfigTable):
    """``[near_duplicates]``: from which exact Jaccard on documents count as near-duplicates."""

    threshold: Annotated[float, Field(ge=0.3, le=1.0, examples=[0.8])] = 0.7
    """Documents with at least this exact Jaccard are near-duplicates: shingles that both have, through those of
    either."""


class Splits(ConfigTable):
    """``[splits]``: the ratios, and what no split may separate."""

    ratios: Annotated[
        dict[SplitName, Annotated[float, Field(ge=0, le=1)]],
        Field(min_length=1, examples=[{"train": 0.6, "validation": 0.1, "test": 0.2, "unseen": 0.1}]),
    ] = {
        "train": 0.8,
        "validation": 0.2,
    }
    """Share of the documents of each split; they add up to 1. A split with 0 keeps what it has and gets nothing new."""

    salt: Annotated[str, Field(examples=["city-news"])] = ""
    """Key of the order in which groups are assigned. Another one gives other splits; what is released stays."""

    stratify: Annotated[list[str], Field(examples=[["source", "label"]])] = []
    """Columns whose values every split gets its share of: any of `documents`, or one under `[columns]`."""

    group_by: Annotated[list[str], Field(examples=[["author"]])] = []
    """Columns, such as author, thread or question, of which documents with one value stay together. Those without a
    value are not joined by it."""

    from_column: Annotated[str | None, Field(alias="from", examples=["part"])] = None
    """Column that names the split of each document: splits that there are already are taken over. Documents without
    a value are assigned by the ratios, which name all of these splits."""

    crossing: Annotated[Literal["leave-out", "keep"], Field(examples=["keep"])] = "leave-out"
    """Of documents that belong together and stand in different splits that were taken over, whether the less
    protected one is left out, or both are kept and listed."""

    by_date: Annotated[dict[SplitName, Day], Field(examples=[{"validation": "2023-01-01", "test": "2023-07-01"}])] = {}
    """Splits in time: the day on which each split but the first begins. A group goes by its latest document; ratios do
    not count."""

    date: Annotated[str, Field(examples=["retrieved"])] = "published"
    """Column that `by_date` goes by: ISO dates, as exact as they are known."""

    group_by_overlaps: Annotated[bool, Field(examples=[True])] = False
    """Whether documents that share a passage stay together, too."""

    group_by_containment: Annotated[float, Field(ge=0, le=1, examples=[0.6])] = 0.8
    """Documents of which so much stands in another stay with it, too: excerpts, first halves, pieces of a digest
    (the share of the smaller one's shingles). 0 looks for none."""

    folds: Annotated[int, Field(ge=0, le=100, examples=[5])] = 0
    """Cross-validation folds that train is numbered by; 0 is none."""

    hidden: Annotated[list[str], Field(examples=[["unseen"]])] = []
    """Splits that are written to `private/<name>` and of which nothing enters the release."""

    @model_validator(mode="after")
    def _consistent(self) -> Splits:
        if abs(sum(self.ratios.values()) - 1) > 1e-9:  # noqa: PLR2004 - rounding of decimal fractions
            message = f"ratios must add up to 1, and these add up to {sum(self.ratios.values()):g}"
            raise ValueError(message)
        if unknown := [name for name in self.hidden if name not in self.ratios]:
            message = f"hidden names {unknown[0]!r}, which is not one of ratios"
            raise ValueError(message)
        if self.hidden and not any(ratio for name, ratio in self.ratios.items() if name not in self.hidden):
            message = "every split that gets documents is hidden, so nothing would be published"
            raise ValueError(message)
        if unknown := [name for name in self.by_date if name not in self.ratios]:
            message = f"by_date names {unknown[0]!r}, which is not one of ratios"
            raise ValueError(message)
        if self.by_date and len(self.by_date) == len(self.ratios):
            message = "by_date gives every split a beginning, and the first has none: leave it out"
            raise ValueError(message)
        return self

    def policy(self, corpus: str) -> Policy:
        """Return how newcomers are placed; the corpus's name is the salt where none is given."""
        return Policy(ratios=self.ratios, salt=self.salt or corpus, folds=self.folds, since=self.by_date)

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The columns that splits go by, by the key that names them."""
        return {
            "stratify": self.stratify,
            "group_by": self.group_by,
            "from": [self.from_column] if self.from_column else [],
            "date": [self.date] if self.by_date else [],
        }


class LimitsTable(ConfigTable):
    """``[limits]``: what reading one file may take; a file that takes more is left out, with the reason."""

    seconds: Annotated[float, Field(gt=0, le=86_400, examples=[60.0])] = USUAL_LIMITS.seconds
    """Seconds of the processor for a file, or for the next part of a table. By the clock it may take six times as
    long."""

    seconds_per_megabyte: Annotated[float, Field(ge=0, le=86_400, examples=[5.0])] = USUAL_LIMITS.seconds_per_megabyte
    """Seconds more for each million bytes of the file, up to twenty minutes: some 500 times what is usual."""

    memory: Annotated[int, Field(ge=16_000_000, examples=[4_000_000_000])] = USUAL_LIMITS.memory
    """Bytes of memory for a PDF or another binary file, which is read in a process of its own."""

    size: Annotated[int, Field(ge=1, examples=[200_000_000])] = USUAL_LIMITS.size
    """Bytes of the largest file that is read whole, which all are but tables: some thirty novels."""


class Config(ConfigTable):
    """All of corpus.toml."""

    corpus: Corpus
    sources: list[Source] = []
    notices: list[NoticeEntry] = []
    quotations: list[Quotation] = []
    repairs: list[RepairEntry] = []
    rules: RulesTable = RulesTable()
    columns: Annotated[
        dict[Name, OwnColumn],
        Field(
            examples=[
                {
                    "label": {"type": "class_label", "names": ["支持", "反对"]},
                    "number": "string",
                    "part": "string",
                    "tags": {"type": "list[string]", "separator": "、"},
                    "year": "int64",
                }
            ]
        ),
    ] = {}
    """``[columns]``: columns of the corpus's own and their types. Values come from `metadata.csv`, or
    from what a loader found under that name, or under the one that `columns` of the source gives. Classes are
    numbered in the order of `names`; without `names`, in the order of those found, which `build --freeze` keeps in
    `splits/classes.json`. A list is JSON, or has `separator` (`|`) between its values."""

    near_duplicates: NearDuplicateSettings = NearDuplicateSettings()
    splits: Splits = Splits()
    competition: Competition | None = None
    limits: LimitsTable = LimitsTable()


def parse_config(text: str) -> Config:
    """Read corpus.toml.

    Raises:
        ProjectError: it is not valid; all problems together.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError; numbers and nesting beyond all measure
        problem = f"This is not TOML: {str(error)[:_LONGEST_MESSAGE]}."
        raise ProjectError(CONFIG, problem, "Correct that line.") from None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise_together([_problem(item) for item in error.errors()], f"reading {CONFIG}")
        raise
    raise_together(list(_contradictions(config)), f"reading {CONFIG}")
    return config


def _problem(item: Mapping[str, object]) -> ProjectError:
    """Say a validation error in our words: which key, what is wrong, what to write instead."""
    location = item["loc"]
    parts: Sequence[object] = location if isinstance(location, tuple) else ()
    where = f"{CONFIG} > {_breadcrumb(parts)}" if parts else CONFIG
    message = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(parts[-1]), _keys_beside(parts), n=1, cutoff=0.5)
        remedy = f'Did you mean "{near[0]}"?' if near else f"Known here: {', '.join(_keys_beside(parts))}."
        return ProjectError(where, "This key is unknown.", remedy)
    if item["type"] == "missing":
        return ProjectError(where, "This key is missing.", "Add it.")
    return ProjectError(
        where,
        f"{message[:1].upper()}{message[1:]}; found {_shown(item.get('input'))}.",
        "Correct it.",
    )


def _breadcrumb(parts: Sequence[object]) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _keys_beside(parts: Sequence[object]) -> list[str]:
    """Return the keys that are known where an unknown one was found."""
    tables: Mapping[str, type[BaseModel]] = {
        "corpus": Corpus,
        "sources": Source,
        "notices": NoticeEntry,
        "quotations": Quotation,
        "repairs": RepairEntry,
        "rules": RulesTable,
        "near_duplicates": NearDuplicateSettings,
        "splits": Splits,
        "competition": Competition,
        "limits": LimitsTable,
    }
    model = tables.get(str(parts[0]), Config) if len(parts) > 1 else Config
    return sorted(model.model_fields)


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # of a number of thousands of digits
        return f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "…"


def _contradictions(config: Config) -> Iterator[ProjectError]:
    """Yield what pydantic cannot see: names that refer to nothing, and names given twice."""
    notices = [notice.id for notice in config.notices]
    for number, source in enumerate(config.sources):
        if source.notice is not None and source.notice not in notices:
            near = difflib.get_close_matches(source.notice, notices, n=1)
            remedy = f'Did you mean "{near[0]}"?' if near else "Declare it under [[notices]]."
            yield ProjectError(
                f"{CONFIG} > sources[{number}].notice",
                f'There is no notice "{source.notice}".',
                remedy,
            )
    yield from _license_problems(config)
    yield from _column_problems(config)
    yield from _role_problems(config)
    if config.competition is not None:
        yield from competition_problems(config.competition, config.columns, config.splits.ratios, config.splits.hidden)
        yield from _giveaways(config, config.competition.answer)
    for name in config.rules.disable:
        if name not in RULE_NAMES:
            near = difflib.get_close_matches(name, RULE_NAMES, n=1)
            remedy = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(RULE_NAMES)}."
            yield ProjectError(f"{CONFIG} > rules.disable", f'There is no rule "{name}".', remedy)
    for key, names in (("sources", [s.name for s in config.sources]), ("notices", notices)):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield ProjectError(f"{CONFIG} > {key}", f'"{name}" is declared twice.', "Rename one of them.")
    if config.corpus.timezone is not None and not is_time_zone(config.corpus.timezone):
        yield ProjectError(
            f"{CONFIG} > corpus.timezone",
            f'"{config.corpus.timezone}" is no time zone.',
            'Name one of the IANA database, such as "Asia/Shanghai".',
        )


def _column_problems(config: Config) -> Iterator[ProjectError]:
    """Yield the columns that splits are to go by, and that no document has."""
    known = (*config.columns, *GROUPING)
    for key, names in config.splits.columns.items():
        for name in names:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                meant = f'Did you mean "{near[0]}"? Else declare' if near else "Declare"
                problem = f'There is no column "{name}".'
                yield ProjectError(f"{CONFIG} > splits.{key}", problem, f"{meant} it under [columns].")


def _giveaways(config: Config, answers: Sequence[str]) -> Iterator[ProjectError]:
    """Yield where corpus.toml itself would tell answers: in a text, a group or a split."""
    for number, source in enumerate(config.sources):
        for name in answers:
            if f"{{{source.columns.get(name, name)}}}" in source.columns.get("text", ""):
                where = f"{CONFIG} > sources[{number}].columns.text"
                yield ProjectError(where, f'The answer "{name}" would stand in the text.', "Leave it out there.")
    named = ((key, name) for key in ("group_by", "from") for name in config.splits.columns[key])
    for key, name in named:
        if name in answers:
            problem = f'Groups and splits would tell the answer "{name}".'
            yield ProjectError(f"{CONFIG} > splits.{key}", problem, "Take another column.")


def _role_problems(config: Config) -> Iterator[ProjectError]:
    """Yield what columns of sources are to be, and cannot."""
    known = (*TABLE_ROLES, *config.columns)
    for number, source in enumerate(config.sources):
        for role in source.columns:
            if role not in known:
                near = difflib.get_close_matches(role, known, n=1)
                meant = f'Did you mean "{near[0]}"? Else declare' if near else "Declare"
                where = f"{CONFIG} > sources[{number}].columns"
                yield ProjectError(
                    where, f'"{role}" is no column that a table can give.', f"{meant} it under [columns]."
                )


def _license_problems(config: Config) -> Iterator[ProjectError]:
    """Yield the licenses that are no SPDX expression, and restrictions freer than their license."""
    found: list[tuple[str, Source | NoticeEntry]] = []
    found += ((f"{CONFIG} > sources[{number}]", source) for number, source in enumerate(config.sources))
    found += ((f"{CONFIG} > notices[{number}]", notice) for number, notice in enumerate(config.notices))
    for where, table in found:
        license_, restriction = table.license, table.restriction
        if license_ is not None and (problem := license_problem(license_)):
            yield ProjectError(f"{where}.license", *problem)
        elif license_ is not None and restriction is not None and "CC-BY" in license_:
            implied = restriction_of(license_)
            if implied and STRICTNESS.index(restriction) < STRICTNESS.index(implied):
                problem = f'"{license_}" is not as free as "{restriction}".', f'Write "{implied}".'
                yield ProjectError(f"{where}.restriction", *problem)
