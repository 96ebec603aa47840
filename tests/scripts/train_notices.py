"""Learn from the cases how much each word of a notice counts, and write ``licenses/wording_weights.json``.

usage: python tests/scripts/train_notices.py [--write] [FOLDER...]

Every sentence of ``tests/licenses/cases`` in which a family of ``licenses.composed`` finds its words is an example:
of a notice in ``notices.json``, of none in ``prose.json``; what is not read right yet is in ``known-failures.json``.
Figures are of cases that were not learned from (cross-validation).

Each FOLDER holds texts (``.txt``, ``.md``) without notices, or with few: what reads like one there, and that no surer
family knows, is an example of none. The weights in the tree were learned with three: the statutes, posts and articles
that the figures of ``docs/explanation/licenses.md`` are measured on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from noise.notices import english_notice, english_other, named_notice, named_other, notice, other

from bdci_corpus.licenses.candidates import find_candidates
from bdci_corpus.licenses.composed import COMPOSED
from bdci_corpus.licenses.folding import View
from bdci_corpus.licenses.joining import family_of
from bdci_corpus.licenses.naming import features as features_of_name, names_own_license
from bdci_corpus.licenses.sentences import is_quoted, lead_of, tail_of
from bdci_corpus.licenses.vocabulary import FAMILIES
from bdci_corpus.licenses.wording import CHINESE, ENGLISH, WEIGHTS, Wording, wording_of

FILES = ("notices", "prose", "known-failures")

ROOT = Path(__file__).resolve().parents[2]

CASES = ROOT / "tests" / "licenses" / "cases"

EXACT = ROOT / "tests" / "rules" / "cases" / "notices.json"
"""Cases with every notice and its span."""

BEFORE = "甲城在河边，街道走访了三百户。\n\n"

FOLDS = 10

MADE = 500
"""So many made sentences of each kind are learned from."""

SEEN = 8
"""A feature that fewer examples show is not learned from."""

PENALTY = 0.5
"""The inverse of how much evidence a weight needs, as scikit-learn counts it."""

CAUTION = {"chinese": 0.7, "english": 0.7, "naming": 1.0}
"""By so much a sentence has to be surer than even, in logits: a false notice costs more than one that is missed."""

REAL = 2.0
"""What a sentence that somebody wrote counts beside a made one."""

MOST = 1_000
"""So many sentences of the cases all those of a folder count at most."""

NEAR = 200
"""So near a surer notice, in characters, a sentence of a folder may be part of it."""

MAKERS = (notice, other, english_notice, english_other)

NAMING = [family for family in FAMILIES if family.fits is names_own_license]
"""The families whose words name licenses."""


@dataclass(frozen=True)
class Example:
    """A sentence: the case it is of, whether that is a notice, and what it shows."""

    case: str
    notice: bool
    weight: float
    features: tuple[tuple[str, float], ...]


def sentences(text: str) -> Iterator[tuple[Wording, tuple[tuple[str, float], ...]]]:
    """Yield what each sentence of a text shows in which two words of a notice are near each other."""
    for _, wording, features in _placed(f"{BEFORE}{text}\n"):
        yield wording, features


def _placed(text: str) -> Iterator[tuple[int, Wording, tuple[tuple[str, float], ...]]]:
    """Yield the same for a text as it is, with the place of the words; what has no word of the topic is never read."""
    view = View(text)
    for family in COMPOSED:
        for match in family.pattern.finditer(view.folded):
            start, end = int(view.places[match.start()]), int(view.places[match.end() - 1]) + 1
            lead, tail = lead_of(text, start), tail_of(text, end)
            wording = wording_of(match.group())
            if not is_quoted(lead, tail) and wording.is_on_topic(lead, match.group(), tail):
                yield start, wording, tuple(wording.features(lead, match.group(), tail))


def others(folder: Path) -> list[tuple[Wording, Example]]:
    """Return what reads like a notice in the texts of a folder, as examples of none."""
    found: list[tuple[str, Wording, tuple[tuple[str, float], ...]]] = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".txt", ".md"}):
        text = path.read_text("utf-8", "replace")
        surer = [(c.start - NEAR, c.end + NEAR) for c in find_candidates(text) if not c.yields]
        found += [
            (text[start : start + NEAR], wording, features)
            for start, wording, features in _placed(text)
            if not any(low < start < high for low, high in surer)
        ]
    weight = min(REAL, MOST / max(len(found), 1))
    return [
        (wording, Example(words, notice=False, weight=weight, features=features)) for words, wording, features in found
    ]


def examples(wording: Wording, more: Sequence[tuple[Wording, Example]]) -> list[Example]:
    """Return all different sentences of the cases in a language."""
    known, prose, failures = (json.loads((CASES / f"{name}.json").read_text("utf-8")) for name in FILES)
    notices = [case["text"] for case in (*known, *failures) if "prose" not in case]
    prose += [case["text"] for case in failures if "prose" in case]
    exact = json.loads(EXACT.read_text("utf-8"))
    notices += [case["text"] for case in exact if case["notices"]]
    prose += [case["text"] for case in exact if not case["notices"]]
    draw = Random(7)
    made = [(make(draw), make in {notice, english_notice}, 1.0) for make in MAKERS for _ in range(MADE)]
    labeled = [*((text, True, REAL) for text in notices), *((text, False, REAL) for text in prose), *made]
    found = {Example(*one, f) for one in labeled for w, f in sentences(one[0]) if w is wording}
    found |= {one for w, one in more if w is wording}
    return sorted(found, key=lambda one: (one.case, one.features))


def named(text: str) -> Iterator[tuple[int, str | None, tuple[tuple[str, float], ...]]]:
    """Yield where a text names a license, which, and what the sentence shows."""
    view = View(text)
    for family in NAMING:
        for match in family.pattern.finditer(view.folded):
            start, end = int(view.places[match.start()]), int(view.places[match.end() - 1]) + 1
            lead, tail = lead_of(text, start), tail_of(text, end)
            known = family.terms(match.group(), "")
            if known and not is_quoted(lead, tail):
                yield start, known[0], tuple(features_of_name(lead, match.group(), tail))


def examples_of_names(folders: Sequence[Path]) -> list[Example]:
    """Return all different sentences of the cases that name a license, and those of folders as examples of none."""
    known, prose, failures = (json.loads((CASES / f"{name}.json").read_text("utf-8")) for name in FILES)
    labeled: list[tuple[str, str | None, bool, float]] = [
        (case["text"], case.get("license"), "prose" not in case, REAL) for case in (*known, *failures)
    ]
    labeled += [(text, None, False, REAL) for text in prose]
    for case in json.loads(EXACT.read_text("utf-8")):
        ids = [one["license"] for one in case["notices"] if one["license"]]
        if ids or not case["notices"]:
            labeled.append((case["text"], ids[0] if len(ids) == 1 else None, bool(ids), REAL))
    draw = Random(7)
    labeled += [
        (make(draw), None, make is named_notice, 1.0) for make in (named_notice, named_other) for _ in range(MADE)
    ]
    found = {
        Example(text, notice, weight, shown)
        for text, license_, notice, weight in labeled
        for _, name, shown in named(f"{BEFORE}{text}\n")
        if not notice or license_ is None or family_of(name or "") == family_of(license_)
    }
    return sorted(found | set(_names_in(folders)), key=lambda one: (one.case, one.features))


def _names_in(folders: Sequence[Path]) -> Iterator[Example]:
    """Yield what names a license in the texts of folders and is of no form that is known."""
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in {".txt", ".md"}):
        text = path.read_text("utf-8", "replace")
        surer = [(c.start - NEAR, c.end + NEAR) for c in find_candidates(text) if c.license]
        for start, _, shown in named(text):
            if not any(low < start < high for low, high in surer):
                yield Example(text[start : start + NEAR], notice=False, weight=REAL, features=shown)


def learned(every: Sequence[Example], caution: float) -> tuple[dict[str, float], str]:
    """Return the weights, and the figures of cases that were held out."""
    often = Counter(name for one in every for name, _ in one.features)
    vectors = DictVectorizer(sparse=False)
    table = vectors.fit_transform([{n: v for n, v in one.features if often[n] >= SEEN} for one in every])
    wanted = np.array([one.notice for one in every])
    weights = np.array([one.weight for one in every])
    folds = np.array([sum(one.case.encode()) % FOLDS for one in every])
    scores = np.zeros(len(every))
    for fold in range(FOLDS):
        out = folds == fold
        scores[out] = _fitted(table[~out], wanted[~out], weights[~out]).decision_function(table[out]) - caution
    best: dict[tuple[str, bool], float] = {}
    real = ((one, score) for one, score in zip(every, scores, strict=True) if one.weight == REAL)
    for one, score in real:
        best[one.case, one.notice] = max(score, best.get((one.case, one.notice), -99.0))
    seen = [value > 0 for (_, notice), value in best.items() if notice]
    false = [case for (case, notice), value in best.items() if not notice and value > 0]
    model = _fitted(table, wanted, weights)
    learned_weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0].round(2).tolist(), strict=True))
    learned_weights["bias"] = round(learned_weights["bias"] - caution, 2)
    prose = sum(not notice for _, notice in best)
    return learned_weights, f"seen {sum(seen)} of {len(seen)}, false {len(false)} of {prose}"


def _fitted(table: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=PENALTY, max_iter=5000, fit_intercept=False).fit(table, wanted, sample_weight=weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("folders", nargs="*", type=Path, help="texts without notices")
    options = parser.parse_args()
    more = [one for folder in options.folders for one in others(folder)]
    every: dict[str, dict[str, float]] = {}
    of_kind = {
        "chinese": examples(CHINESE, more),
        "english": examples(ENGLISH, more),
        "naming": examples_of_names(options.folders),
    }
    for name, known in of_kind.items():
        weights, figures = learned(known, CAUTION[name])
        sys.stdout.write(f"{name}: {figures}\n")
        every[name] = {key: value for key, value in sorted(weights.items()) if value}
    if options.write:
        WEIGHTS.write_text(json.dumps(every, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
