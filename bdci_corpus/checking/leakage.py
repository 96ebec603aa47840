"""Leakage: does anything in one split give away what is in another?

Nothing here imports the splitter or ``neardup``: what they missed is what this is for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from bdci_corpus.checking import containment
from bdci_corpus.checking.keys import Keyed, read_keys, sampled
from bdci_corpus.checking.ledger import released_before
from bdci_corpus.checking.oracle import COMMON, common_alone, near_duplicates
from bdci_corpus.checking.passages import RUN, SharedPassage, shared_passages
from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import Observation, Outcome, counted
from bdci_corpus.errors import CheckError, Leak
from bdci_corpus.memory import give_back

MOST_CHARACTERS = 20_000_000
"""Key characters in which contained documents and passages are looked for; of larger releases, as many documents."""

MOST_FINDINGS = 20
"""So many pairs that are no leaks are named."""

_PASSED = {"template": "One template with different facts", "boilerplate": "Alike by what many documents share"}
"""The kinds of pairs that are alike and no leak, and what is said of them."""

MOST_NAMED = 20
"""Pairs that are kept on purpose and named one by one; the others are counted."""

REMEDY = "Build again from the raw files; if the pair is published already, withdraw one of the two."

_UNLISTED = "Name the one as derived_from of the other in metadata.csv, and build again."
"""What to do about a pair that the builder did not see: it finds candidates by a sample of what documents hold."""

IdPairs = set[tuple[str, str]]
"""Ids, the smaller first."""


def check_leakage(opened: Opened) -> Outcome[None]:
    """Look for documents that stand in two splits: by key, by lineage, by likeness, by passage."""
    documents = read_keys(opened)
    listed = _listed(opened)
    problems: list[CheckError] = [*_equal_keys(documents), *_lineage(documents)]
    some = sampled(documents, MOST_CHARACTERS)
    near, templates, leaks = _near(documents, opened.manifest.configuration.near_duplicates.threshold, listed)
    share = opened.manifest.configuration.splits.group_by_containment
    found = containment.contained(some, share, COMMON if _complete(opened) else COMMON // 2) if share else ()
    inside = {_pair(pair.one.id, pair.other.id): pair.containment for pair in found}
    give_back()
    passed = leaks.union(*(listed.get(kind, set()) for kind in _PASSED))
    inside = {pair: much for pair, much in inside.items() if pair not in passed}
    contained, known = _contained(documents, inside, listed.get("contained", set()), released_before(opened))
    near += contained
    templates += known
    give_back()
    faults, notes = _overlaps(opened, documents, some, listed.get("overlap", set()), leaks)
    kept, problems = _kept(opened, [*problems, *near, *faults])
    did = (
        f"compared the match keys of {counted(len(documents), 'document')} for equality and near-duplicates, "
        f"and {'all' if len(some) == len(documents) else f'{len(some):,}'} of them by containment and passages"
    )
    return Outcome(did=did, value=None, problems=problems, findings=[*templates, *notes, *kept])


def _kept(opened: Opened, problems: Sequence[CheckError]) -> tuple[list[Observation], list[CheckError]]:
    """Part problems from what crosses splits that were taken over and is kept there on purpose, which are findings."""
    splits = opened.manifest.configuration.splits
    column = splits.from_column
    if splits.crossing != "keep" or column is None:
        return [], list(problems)
    accepted = {
        name
        for split in opened.splits()
        for name, value in opened.columns("documents", split, ["id", column])
        if value is not None
    }
    known = [one for one in problems if isinstance(one, Leak) and not accepted.isdisjoint(_named(one))]
    text = f"Kept on purpose, since splits were taken over from the column {column}. "
    findings = [Observation(where=one.where, text=text + one.problem) for one in known[:MOST_NAMED]]
    if len(known) > MOST_NAMED:
        findings.append(Observation(where="leakage", text=f"Of such pairs, {len(known) - MOST_NAMED:,} more are kept."))
    return findings, [one for one in problems if one not in known]


def _named(leak: CheckError) -> list[str]:
    """Return the ids of the two documents that a leak names."""
    return [name.rpartition(" (")[0] for name in leak.where.split("), ")]


def _leak(one: Keyed, other: Keyed, problem: str) -> Leak:
    return Leak(f"{one.name}, {other.name}", problem, REMEDY)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _listed(opened: Opened) -> dict[str, IdPairs]:
    """Return the pairs of the table near_duplicates by kind."""
    listed: dict[str, IdPairs] = {}
    for split in opened.splits("near_duplicates"):
        for one, other, kind in opened.columns("near_duplicates", split, ["id_a", "id_b", "kind"]):
            listed.setdefault(kind, set()).add(_pair(one, other))
    return listed


def _equal_keys(documents: Sequence[Keyed]) -> Iterator[Leak]:
    """Yield documents of different splits whose match keys are equal: each with the one before it."""
    ordered = sorted((one for one in documents if one.digest), key=lambda one: (one.digest, one.split, one.id))
    for one, other in pairwise(ordered):
        if one.digest == other.digest and one.split != other.split:
            yield _leak(one, other, "Their match keys are equal: but for script, width and punctuation, one text.")


def _lineage(documents: Sequence[Keyed]) -> Iterator[Leak]:
    """Yield documents that stand in another split than their origin, or than another made from it.

    The origin may be a document, a file of several, or not in the release.
    """
    origins = {document.derived_from for document in documents if document.derived_from}
    first: dict[str, Keyed] = {}
    for document in documents:
        for origin in sorted({document.derived_from or "", document.id, document.path} & origins):
            other = first.setdefault(origin, document)
            if other.split != document.split:
                named = {other.id, other.path, document.id, document.path}
                both = f'Both are declared to be derived from "{origin}".'
                one = "The one is declared to be derived from the other."
                yield _leak(other, document, one if origin in named else both)


def _near(
    documents: Sequence[Keyed], threshold: float, listed: dict[str, IdPairs]
) -> tuple[list[Leak], list[Observation], IdPairs]:
    """Return near-duplicates across splits; those listed as templates or boilerplate are findings.

    Such a pair is listed once for all documents of equal keys, so keys are compared.
    """
    digest = {document.id: document.digest for document in documents}
    passed = {
        frozenset((digest[one], digest[other])): kind
        for kind in _PASSED
        for one, other in listed.get(kind, ())
        if one in digest and other in digest
    }
    guarded = {name for pair in listed.get("boilerplate", ()) for name in pair}
    leaks: list[Leak] = []
    findings: list[Observation] = []
    found: IdPairs = set()
    pairs = [pair for pair in near_duplicates(documents, threshold) if pair.one.digest != pair.other.digest]
    asked = [pair for pair in pairs if guarded >= {pair.one.id, pair.other.id}]
    common = common_alone(documents, asked, threshold)
    for one, other, jaccard, stream in pairs:
        kind = passed.get(frozenset((one.digest, other.digest)))
        if kind is None and (one.id, other.id) in common:
            kind = "boilerplate"  # of a document with very many such pairs only some are listed
        of = "" if stream == "all" else " of their Han characters"
        if kind is not None:
            text = f"{_PASSED[kind]}, Jaccard{of} {jaccard:.3f}: listed, and no leak."
            findings.append(Observation(where=f"{one.name}, {other.name}", text=text))
            continue
        problem = f"The Jaccard of their shingles{of} is {jaccard:.3f}, and the threshold {threshold:g}."
        leaks.append(_leak(one, other, problem))
        found.add(_pair(one.id, other.id))
    return leaks, _few(findings), found


def _few(findings: list[Observation]) -> list[Observation]:
    """Return the first findings, and how many more there are."""
    if len(findings) <= MOST_FINDINGS:
        return findings
    rest = len(findings) - MOST_FINDINGS
    text = f"The same is so of {counted(rest, 'more pair')}."
    return [*findings[:MOST_FINDINGS], Observation(where="near_duplicates", text=text)]


def _contained(
    documents: Sequence[Keyed], inside: Mapping[tuple[str, str], float], listed: IdPairs, before: Collection[str]
) -> tuple[list[Leak], list[Observation]]:
    """Return pairs across splits, listed or found, of which one stands in the other; those published before are known.

    ``inside`` says how much of the smaller document does, of pairs that were found.
    """
    named = {document.id: document for document in documents}
    leaks, known = [], []
    for pair in sorted(listed | inside.keys()):
        if not all(name in named for name in pair) or not _apart(named, pair):
            continue
        one, other = named[pair[0]], named[pair[1]]
        much = f"{inside[pair]:.2f}" if pair in inside else "Most"
        problem = f"{much} of the smaller one's text stands in the other."
        if one.id in before and other.id in before:
            text = f"{problem} Known: both were published in their splits before this was looked for."
            known.append(Observation(where=f"{one.name}, {other.name}", text=text))
        else:
            leaks.append(Leak(f"{one.name}, {other.name}", problem, REMEDY if pair in listed else _UNLISTED))
    return leaks, _few(known)


def _overlaps(
    opened: Opened, documents: Sequence[Keyed], kept: Sequence[Keyed], listed: IdPairs, leaks: IdPairs
) -> tuple[list[Leak], list[Observation]]:
    """Count passages across splits; where the release says that overlaps group, they are leaks.

    A passage that the release does not list is a leak only if the builder must have seen it, too: it
    tells boilerplate by all documents, also by those that are hidden or were left out.
    """
    named = {document.id: document for document in documents}
    pairs = [pair for pair in listed if all(name in named for name in pair)]
    why = {pair: "the release lists a passage of both" for pair in pairs if _apart(named, pair)}
    shared = {_pair(found.one.id, found.other.id): found for found in shared_passages(kept)}
    shared = {pair: found for pair, found in shared.items() if _apart(named, pair)}
    findings = list(_counts(shared, len(why)))
    if not opened.manifest.configuration.splits.group_by_overlaps:
        return [], findings
    if _complete(opened):
        for pair, found in shared.items():
            if found.telling:
                why.setdefault(pair, f"they share {found.length} key characters in a row")
    faults = [
        _leak(named[one], named[other], f"Overlaps may not cross splits here, and {reason}.")
        for (one, other), reason in sorted(why.items())
        if (one, other) not in leaks
    ]
    return faults, findings


def _apart(named: Mapping[str, Keyed], pair: tuple[str, str]) -> bool:
    """Tell whether two documents stand in different splits, and not because of equal keys."""
    one, other = named[pair[0]], named[pair[1]]
    return one.split != other.split and one.digest != other.digest


def _complete(opened: Opened) -> bool:
    """Tell whether the release holds all documents that were compared when it was built."""
    left_out = opened.root / "quarantine.jsonl"
    return not opened.manifest.hidden and left_out.is_file() and not left_out.stat().st_size


def _counts(shared: Mapping[tuple[str, str], SharedPassage], listed: int) -> Iterator[Observation]:
    """Say how many overlaps cross splits, and which is the longest."""
    if not shared:
        text = f"No passage of {RUN} key characters or more is in two splits; listed: {listed:,}."
        yield Observation(where="overlaps", text=text)
        return
    longest = max(shared.values(), key=lambda found: found.length)
    text = (
        f"{counted(len(shared), 'pair')} of documents across splits with a common passage of {RUN} key characters "
        f"or more; {listed:,} of them listed. The longest, of {longest.length:,}, stands in {longest.one.name} and "
        f"{longest.other.name}."
    )
    yield Observation(where="overlaps", text=text)
