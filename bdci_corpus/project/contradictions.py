"""What tables of corpus.toml say against each other, which no key shows by itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from bdci_corpus.errors import ProjectError
from bdci_corpus.licenses import STRICTNESS, license_problem, restriction_of
from bdci_corpus.project.competition import Competition, competition_problems
from bdci_corpus.project.splits import GROUPING
from bdci_corpus.project.tables import CONFIG, TABLE_ROLES, Config, NoticeEntry, Source
from bdci_corpus.rules import RULE_NAMES
from bdci_corpus.text import is_time_zone


def contradictions(config: Config) -> Iterator[ProjectError]:
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
        yield from _giveaways(config, config.competition)
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


def _giveaways(config: Config, asked: Competition) -> Iterator[ProjectError]:
    """Yield where corpus.toml itself would tell what is kept back: in a text, a group or a split."""
    kept_back = {name: "answer" if name in asked.answer else "withheld column" for name in asked.kept_back}
    for number, source in enumerate(config.sources):
        for name, kind in kept_back.items():
            if f"{{{source.columns.get(name, name)}}}" in source.columns.get("text", ""):
                where = f"{CONFIG} > sources[{number}].columns.text"
                yield ProjectError(where, f'The {kind} "{name}" would stand in the text.', "Leave it out there.")
    named = ((key, name) for key in ("group_by", "from") for name in config.splits.columns[key])
    for key, name in named:
        if name in kept_back:
            problem = f'Groups and splits would tell the {kept_back[name]} "{name}".'
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
