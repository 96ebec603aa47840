"""Files: the bytes are those of SHA256SUMS, the rows those of the manifest, the card says what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from bdci_corpus.check.cards import card_problems
from bdci_corpus.check.opened import MANIFEST, Manifest, Opened
from bdci_corpus.check.parts import read_parts
from bdci_corpus.check.report import REMEDY, Outcome, counted
from bdci_corpus.errors import CheckError, MissingFile, UnexpectedFile
from bdci_corpus.opening import file_problems
from bdci_corpus.writing import SUMS


def check_files(root: Path) -> Outcome[Opened | None]:
    """Check bytes, rows and card; the value is None where nothing further can be checked."""
    problems = [*_byte_problems(root), *_link_problems(root)]
    manifest = _manifest(root, problems)
    if manifest is None:
        return Outcome(did="found no manifest to go by", value=None, problems=problems)
    readable = frozenset(read_parts(root, manifest, problems))
    opened = Opened(root=root, manifest=manifest, readable=readable)
    said = {error.args for error in problems}
    problems += (error for error in card_problems(opened) if error.args not in said)
    files = sum(path.is_file() for path in root.rglob("*")) - 1
    rows = sum(manifest.tables[name].rows for name in readable)
    did = (
        f"hashed {counted(files, 'file')} and the {counted(rows, 'row')} of {counted(len(readable), 'table part')}; "
        "compared card and croissant.json with the Parquet footers"
    )
    return Outcome(did=did, value=opened, problems=problems)


def _byte_problems(root: Path) -> Iterator[CheckError]:
    """Yield files that are missing, changed or unexpected."""
    try:
        yield from file_problems(root)
    except (OSError, UnicodeError) as error:
        yield CheckError(SUMS, f"The files cannot be compared with it: {error}.", REMEDY)


def _link_problems(root: Path) -> Iterator[CheckError]:
    for path in sorted(root.rglob("*")):
        if path.is_symlink():
            name = path.relative_to(root).as_posix()
            yield UnexpectedFile(name, "It is a link, and a release holds nothing but files.", "Remove it.")


def _manifest(root: Path, problems: list[CheckError]) -> Manifest | None:
    """Return the manifest, or add to ``problems`` why it cannot be read."""
    try:
        return Manifest.model_validate_json((root / MANIFEST).read_bytes())
    except FileNotFoundError:
        # Said already where SHA256SUMS names it, or is itself missing: then the folder is no release.
        if not problems:
            problems.append(MissingFile(MANIFEST, "The file is missing.", REMEDY))
    except OSError as error:
        problems.append(CheckError(MANIFEST, f"It cannot be read: {error.strerror}.", REMEDY))
    except ValidationError as error:
        for item in error.errors():
            where = " > ".join([MANIFEST, *map(str, item["loc"])])
            problems.append(CheckError(where, f"{item['msg']}.", REMEDY))
    return None
