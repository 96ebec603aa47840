"""The tables of corpus.toml and their keys. A key's docstring is its row in the reference."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from bdci_corpus.licenses import Restriction
from bdci_corpus.project.columns import OwnColumn
from bdci_corpus.project.competition import Competition
from bdci_corpus.project.splits import Splits
from bdci_corpus.project.values import DOI, VERSION, ConfigTable, Day, Name, Pattern, matching, text_codec
from bdci_corpus.records import USUAL_LIMITS
from bdci_corpus.text import Script

CONFIG = "corpus.toml"

Synthetic = Literal["none", "rewritten", "generated", "unknown"]

TABLE_ROLES = ("text", "id", "title", "author", "published", "publisher", "outlet", "url")
"""What a column of a table may be, beside one under ``[columns]``."""


class Corpus(ConfigTable):
    """``[corpus]``: name, version, and what holds for all of it."""

    name: Annotated[Name, Field(examples=["city-news"])]
    """Name of the corpus and of its release folder: lower-case letters, digits, dots, dashes and underscores."""

    version: Annotated[str, matching(VERSION, "three numbers, such as 0.1.0"), Field(examples=["0.2.0"])] = "0.1.0"
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
    """Year of publication, for the same. Nothing else in a release tells time but `released`."""

    released: Annotated[Day | None, Field(examples=["2024-05-01"])] = None
    """Day of publication, for `croissant.json` and the same; `year` follows from it."""

    publisher: Annotated[str, Field(examples=["某某大学"])] = ""
    """Who publishes it, for the same."""

    doi: Annotated[
        str, matching(DOI, "a DOI, such as 10.5281/zenodo.1234"), Field(examples=["10.5281/zenodo.1234"])
    ] = ""
    """DOI, once it has one, for the same."""

    keywords: Annotated[list[str], Field(examples=[["news", "Chinese"]])] = []
    """Tags on a hub, and keywords of the citation."""

    @model_validator(mode="before")
    @classmethod
    def _year_of_the_day(cls, value: object) -> object:
        if not isinstance(value, dict) or not isinstance(day := value.get("released"), str) or not day[:4].isdecimal():
            return value
        if value.get("year", int(day[:4])) != int(day[:4]):
            message = f"year must be that of released, {day[:4]}, or left out"
            raise ValueError(message)
        return {**value, "year": int(day[:4])}


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

    encoding: Annotated[str, AfterValidator(text_codec), Field(examples=["gb18030"])] | None = None
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


class RaiTable(ConfigTable):
    """``[rai]``: what only people know of the data, for the ``rai:`` fields of ``croissant.json``; it is published."""

    collection: Annotated[str, Field(examples=["Copied by hand from the paper's site, a page a day."])] = ""
    """How the raw files came together. What the build knows (sources, rules, splits) is said by itself, here too."""

    annotation: Annotated[str, Field(examples=["Two students each; a third decided."])] = ""
    """How labels were made: by whom, how many a row, and who decided."""

    biases: Annotated[str, Field(examples=["One city, mostly official news."])] = ""
    """Known biases. Counts of classes are said by themselves."""

    limitations: Annotated[str, Field(examples=["No text after 2024."])] = ""
    """What the data is not good for. Damage and other limits that the build finds are said by themselves."""

    personal: Annotated[str, Field(examples=["Names of officials in office."])] = ""
    """Personal or sensitive information in the texts, and what was done about it."""

    uses: Annotated[str, Field(examples=["Training and evaluation of classifiers."])] = ""
    """What the data is for."""

    impact: Annotated[str, Field(examples=["Fewer errors in services for the old."])] = ""
    """What good or harm its use may do."""

    maintenance: Annotated[str, Field(examples=["Yearly; corrections by mail to the authors."])] = ""
    """Who keeps it, how long, and how to report an error."""


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
                    "places": {"type": "list[string]", "spans": "raw"},
                    "year": "int64",
                }
            ]
        ),
    ] = {}
    """``[columns]``: columns of the corpus's own and their types. Values come from `metadata.csv`, or
    from what a loader found under that name, or under the one that `columns` of the source gives. Classes are
    numbered in the order of `names`; without `names`, in the order of those found, which `build --freeze` keeps in
    `splits/classes.json`. A list is JSON, or has `separator` (`|`) between its values. Spans (`3:9`,
    `3:9:kind`) count characters of `text`, or with `spans = "raw"` of the raw text that `undo` gives (a file, or a
    row's text, line ends as they are): the trace carries them, and a span with an edge inside of an edit is refused."""

    near_duplicates: NearDuplicateSettings = NearDuplicateSettings()
    splits: Splits = Splits()
    competition: Competition | None = None
    rai: RaiTable = RaiTable()
    limits: LimitsTable = LimitsTable()
