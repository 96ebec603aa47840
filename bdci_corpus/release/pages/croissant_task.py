"""croissant-task.json: what a competition asks, in the vocabulary of Croissant Tasks.

It stands apart from ``croissant.json``, whose reader does not know it. Evaluation and execution are in the description
only: the shapes of the vocabulary contradict each other about how they are written.
"""

from __future__ import annotations

import json

from bdci_corpus.release.competition import CompetitionSummary
from bdci_corpus.release.pages.croissant import CROISSANT

CROISSANT_TASK = "croissant-task.json"

_TYPES = {"int64": "sc:Integer", "float64": "sc:Float", "bool": "sc:Boolean", "date": "sc:Date"}


def croissant_task(asked: CompetitionSummary) -> str:
    """Return the task as JSON-LD: a problem with its data set, and what a solution has to give."""
    competition = asked.competition
    kinds = {name: competition.submitted_type(name, asked.columns) for name in competition.answer}
    fields = [_field(competition.id, "string"), *(_field(name, kind) for name, kind in kinds.items())]
    better = "More" if asked.higher else "Less"
    value = {
        "@context": {
            "croissant": "http://mlcommons.org/croissant/",
            "sc": "https://schema.org/",
            "schema": "https://schema.org/",
        },
        "@id": "#competition",
        "@type": "croissant:TaskProblem",
        "schema:name": f"Predict {', '.join(competition.answer)} of {', '.join(competition.splits)}",
        "schema:description": f"{asked.task}, scored by {competition.metric}: {asked.words} {better} is better.",
        "croissant:input": {"@id": CROISSANT, "@type": "schema:Dataset", "schema:name": "The release"},
        "croissant:output": {
            "@id": "#submission",
            "@type": "croissant:OutputSpec",
            "croissant:schema": {
                "@id": "#rows",
                "@type": "croissant:RecordSet",
                "schema:name": "A row for each row to predict",
                "croissant:field": fields,
            },
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _field(name: str, kind: str) -> dict[str, object]:
    item = kind.removeprefix("list[").removesuffix("]")
    return {
        "@id": f"#rows/{name}",
        "@type": "croissant:Field",
        "schema:name": name,
        "croissant:dataType": {"@id": _TYPES.get(item, "sc:Text")},
        **({"croissant:isArray": "true"} if kind != item else {}),
    }
