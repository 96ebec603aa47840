"""What holds for one raw file: its loader, terms, repairs, script."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bdci_corpus.project import Project, RawFile
from bdci_corpus.records import USUAL_LIMITS, Limits
from bdci_corpus.rules import Repair
from bdci_corpus.text import (
    Script,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a corpus wants its documents: in which script, and in which time zone times are meant."""

    script: Script = "keep"
    timezone: str | None = None


def settings_for(project: Project, file: RawFile) -> Settings:
    """Return what a project declares that bears on how one of its files is read."""
    corpus = project.config.corpus
    return Settings(
        wishes=Wishes(script=corpus.script, timezone=corpus.timezone),
        disable=tuple(project.config.rules.disable),
        notices=tuple((notice.id, notice.match) for notice in project.config.notices),
        quotations=tuple(entry.match for entry in project.config.quotations),
        repairs=tuple(Repair(damaged=r.damaged, original=r.original) for r in project.repairs_for(file)),
        loader=file.source.loader if file.source else None,
        encoding=file.source.encoding if file.source else None,
        columns=tuple(sorted((headers_of(project, file) | (file.source.columns if file.source else {})).items())),
        limits=Limits(**project.config.limits.model_dump()),
    )


def headers_of(project: Project, file: RawFile) -> dict[str, str]:
    """Return what each declared column is called in a file: as its source says, or as it is declared."""
    named = file.source.columns if file.source else {}
    return {name: named.get(name, name) for name in project.config.columns}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a corpus declares that bears on how a file is read. Hashable and picklable."""

    wishes: Wishes = field(default_factory=Wishes)
    disable: tuple[str, ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    quotations: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    loader: str | None = None
    encoding: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    limits: Limits = USUAL_LIMITS

    def with_wishes(self, wishes: Wishes, disable: tuple[str, ...]) -> Settings:
        """Return the same settings with other wishes and rules left out."""
        return replace(self, wishes=wishes, disable=disable)

    def with_loader(self, loader: str) -> Settings:
        """Return the same settings with a loader named."""
        return replace(self, loader=loader)
