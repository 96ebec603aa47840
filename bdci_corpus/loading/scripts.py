"""Find loader scripts, load them by path, and choose the one that knows a file."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from bdci_corpus.compiling import PACE
from bdci_corpus.errors import CorpusError, LoaderError
from bdci_corpus.loading.heads import SNIFF_CHARACTERS
from bdci_corpus.records import BadRecord, Edit, Field, Layer, Mark, Reading, Record
from bdci_corpus.text import decode, scan_of

if TYPE_CHECKING:
    import pyarrow as pa

Sniff = Callable[[str, str], float]

Read = Callable[[str, str], Iterable[Reading]]

Records = Callable[[Path, Mapping[str, str], str | None], Iterable[Record | BadRecord]]

Layout = Callable[[Path, Mapping[str, str], str | None], str | None]

Lines = Callable[[bytes, str], Iterable[tuple[str | None, Record | BadRecord]]]

Layers = Callable[[bytes], Iterable[Layer]]

Annotate = Callable[[str], Iterator[Field | Mark]]

Batches = Callable[[Path, str], "Iterator[pa.RecordBatch] | None"]

Quoting = Callable[[str], tuple[str, str] | None]

_READERS = ("read", "records", "layers")


@dataclass(frozen=True)
class Loader:
    """A loader script: what it is called, where it lies, and its functions.

    It has one of ``read`` (a kind of text), ``records`` (of table) and ``layers`` (of binary file). One of tables may
    also read lines that stand by themselves (``layout``, ``unnamed``, ``lines``, and ``quoting`` where a row in quotes
    may have several, or ``batches`` where rows are no lines).
    """

    name: str
    path: Path
    sha256: str
    summary: str
    sniff: Sniff
    read: Read | None
    records: Records | None
    layers: Layers | None
    annotate: Annotate | None
    layout: Layout | None = None
    unnamed: Callable[[str], str] | None = None
    lines: Lines | None = None
    quoting: Quoting | None = None
    batches: Batches | None = None


def shipped_folder() -> Path:
    """Return the folder of the loaders that come with the library: in the wheel, or beside the source."""
    package = Path(__file__).parent.parent
    inside = package / "_shipped" / "loaders"
    return inside if inside.is_dir() else package.parent / "loaders"


@cache
def load_loader(path: Path) -> Loader:
    """Run a loader script and return it.

    Raises:
        LoaderError: it cannot be read or run, or lacks ``sniff`` or what reads.
    """
    where = path.name
    try:
        source = path.read_bytes()
    except OSError as error:
        problem = f"The script cannot be read: {error.strerror}."
        raise LoaderError(where, problem, "Name another path.") from None
    digest = sha256(source).hexdigest()
    module = ModuleType(f"_bdci_corpus_loader_{digest[:16]}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102 - a loader is code, named by its user
    except Exception as error:
        line = _line_in(error, path)
        problem = f"The script fails: {error!r}."
        raise LoaderError(where + line, problem, "Correct it.") from error
    readers = [name for name in _READERS if callable(getattr(module, name, None))]
    if not callable(getattr(module, "sniff", None)) or len(readers) != 1:
        problem = f"The script must have a function sniff, and one of {', '.join(_READERS)}."
        raise LoaderError(where, problem, "See `bdci-corpus loaders new`.")
    return Loader(
        name=path.stem,
        path=path,
        sha256=digest,
        summary=(module.__doc__ or "").strip().partition("\n")[0],
        sniff=module.sniff,
        read=getattr(module, "read", None),
        records=getattr(module, "records", None),
        layers=getattr(module, "layers", None),
        annotate=getattr(module, "annotate", None),
        layout=getattr(module, "layout", None),
        unnamed=getattr(module, "unnamed", None),
        lines=getattr(module, "lines", None),
        quoting=getattr(module, "quoting", None),
        batches=getattr(module, "batches", None),
    )


def _line_in(error: Exception, path: Path) -> str:
    if isinstance(error, SyntaxError):
        return f" > line {error.lineno}"
    traceback, line = error.__traceback__, ""
    while traceback:
        if traceback.tb_frame.f_code.co_filename == str(path):
            line = f" > line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return line


def find_loaders(project_loaders: Path | None = None) -> Mapping[str, Loader]:
    """Return the loaders by name: the shipped ones, and a project's own, which come first."""
    folders = [shipped_folder(), *([project_loaders] if project_loaders else [])]
    paths = {
        path.stem: path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.glob("*.py"))
        if not path.name.startswith("_")
    }
    return {name: load_loader(paths[name]) for name in sorted(paths)}


def named_loader(loaders: Mapping[str, Loader], name: str, where: str) -> Loader:
    """Return the loader of that name.

    Raises:
        LoaderError: there is none; names the nearest.
    """
    if name in loaders:
        return loaders[name]
    near = difflib.get_close_matches(name, loaders, n=1)
    remedy = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(loaders)}."
    raise LoaderError(where, f'There is no loader "{name}".', remedy)


def surest_loader(loaders: Mapping[str, Loader], text: str, name: str) -> Loader:
    """Return the loader that is surest that a decoded file is of its kind; ties go by name."""
    head = text[:SNIFF_CHARACTERS]
    if PACE.fast():
        scan_of(head)  # each loader asks whether it holds something
    return max(loaders.values(), key=lambda loader: (_sureness(loader, head, name), loader.name))


def _sureness(loader: Loader, head: str, name: str) -> float:
    try:
        sureness = loader.sniff(head, name)
    except CorpusError:
        raise
    except Exception as error:
        raise _failure(loader, name, error) from error
    if not isinstance(sureness, int | float) or not 0 <= sureness <= 1:
        raise LoaderError(
            loader.path.name,
            f"sniff returned {sureness!r} for {name}.",
            "It must return a number from 0 to 1.",
        )
    return float(sureness)


def read_with(loader: Loader, text: str, name: str) -> list[Reading]:
    """Run a loader over a decoded file and check what it found.

    Raises:
        LoaderError: the script fails, or breaks the contract of ``Reading``.
    """
    read = loader.read
    if read is None:
        raise LoaderError(name, f'The loader "{loader.name}" reads no text.', "Name another loader.")
    readings = list(_guarded(loader, name, lambda: list(read(text, name))))
    last_end = 0
    locators: set[str] = set()
    for number, reading in enumerate(readings):
        problem = _broken(reading, len(text))
        if problem is None and reading.start < last_end:
            problem = "Regions overlap or are out of order"
        if problem is None and (reading.locator in locators or (len(readings) > 1 and not reading.locator)):
            problem = f'Locator "{reading.locator}" is empty or given twice'
        if problem is not None:
            where = f"{name} > {loader.name} > reading {number}"
            raise LoaderError(where, f"{problem}.", "Correct the loader script.")
        locators.add(reading.locator)
        last_end = reading.end
    return readings


def records_with(
    loader: Loader, path: Path, name: str, columns: Mapping[str, str], encoding: str | None
) -> Iterator[Record | BadRecord]:
    """Run a loader of tables, and check what it found.

    Raises:
        LoaderError: the script fails or names two records alike, or the file as a whole cannot be read.
    """
    read, locators = loader.records, set[bytes]()
    if read is None:
        raise LoaderError(name, f'The loader "{loader.name}" reads no tables.', "Name another loader.")
    for found in _each(loader, name, iter(_guarded(loader, name, lambda: read(path, columns, encoding)))):
        if isinstance(found, Record):
            digest = sha256(found.locator.encode()).digest()[:16]
            if not found.locator or digest in locators:
                problem = f'Locator "{found.locator}" is empty or given twice.'
                raise LoaderError(name, problem, "Correct the loader script.")
            locators.add(digest)
        yield found


def layout_with(loader: Loader, path: Path, name: str, columns: Mapping[str, str], encoding: str | None) -> str | None:
    """Return how a loader of tables reads lines of a file by themselves; None if it does not.

    Raises:
        LoaderError: the script fails, or the file as a whole cannot be read.
    """
    tell = loader.layout
    if tell is None or loader.unnamed is None or loader.lines is None:
        return None
    found: str | None = _guarded(loader, name, lambda: tell(path, columns, encoding))
    return found


def unnamed_with(loader: Loader, name: str, layout: str) -> str:
    """Return a layout of which rows are named by their numbers."""
    tell = loader.unnamed
    if tell is None:
        raise LoaderError(name, f'The loader "{loader.name}" reads no lines by themselves.', "Name another loader.")
    return str(_guarded(loader, name, lambda: tell(layout)))


def quoting_with(loader: Loader, name: str, layout: str) -> tuple[str, str] | None:
    """Return what parts cells that may hold line ends in quotes, and the layout of what is not at the file's start.

    None where each line is a row.
    """
    tell = loader.quoting
    if tell is None:
        return None
    found: tuple[str, str] | None = _guarded(loader, name, lambda: tell(layout))
    return found


def batches_with(loader: Loader, path: Path, name: str, layout: str) -> Iterator[pa.RecordBatch] | None:
    """Return the rows of a table that are no lines where they lie, as Arrow's; None where they are.

    Raises:
        LoaderError: the script fails, or not all rows can be read; also once they are asked for.
    """
    tell = loader.batches
    found = None if tell is None else _guarded(loader, name, lambda: tell(path, layout))
    return None if found is None else _each(loader, name, found)


def _each(loader: Loader, name: str, found: Iterator[Any]) -> Iterator[Any]:
    """Yield what a loader's code yields."""
    while (one := _guarded(loader, name, lambda: next(found, None))) is not None:
        yield one


def lines_with(loader: Loader, data: bytes, name: str, layout: str) -> Iterator[tuple[str | None, Record | BadRecord]]:
    """Run a loader of tables over some of a file's lines.

    Yields what each row is, with its name: empty if it has none, None if it needs none.

    Raises:
        LoaderError: the script fails.
    """
    read = loader.lines
    if read is None:
        raise LoaderError(name, f'The loader "{loader.name}" reads no lines by themselves.', "Name another loader.")
    yield from _each(loader, name, iter(_guarded(loader, name, lambda: read(data, layout))))


def layers_with(loader: Loader, raw: bytes, name: str) -> list[Layer]:
    """Run a loader of binary files, and check what it found.

    Raises:
        LoaderError: the script fails, or the file cannot be read.
    """
    read = loader.layers
    if read is None:
        raise LoaderError(name, f'The loader "{loader.name}" reads no binary files.', "Name another loader.")
    layers: list[Layer] = _guarded(loader, name, lambda: list(read(raw)))
    return checked_layers(loader, layers, name)


def checked_layers(loader: Loader, layers: list[Layer], name: str) -> list[Layer]:
    """Return layers if they keep the contract.

    Raises:
        LoaderError: a span is outside of its layer, or edits overlap.
    """
    packed = any(layer.member for layer in layers)
    for number, layer in enumerate(layers):
        broken = _broken_layer(layer, last=packed or number + 1 == len(layers))
        if packed and not broken:
            broken = _broken_member(layer)
        if broken:
            where = f"{name} > {loader.name} > layer {number}"
            raise LoaderError(where, broken, "Correct the loader script.")
    return layers


def _broken_layer(layer: Layer, *, last: bool) -> str | None:
    """Return what breaks the contract of a layer, or None."""
    length, here = len(layer.text), 0
    spans: list[Field | Mark] = [*layer.fields, *layer.marks]
    if any(not 0 <= span.start <= span.end <= length for span in spans):
        return "A mark is outside the text."
    for edit in layer.edits:
        if not here <= edit.start <= edit.end <= length + (not last):
            return "An edit is outside the text, overlaps another or is out of order."
        here = edit.end
    return None


def _broken_member(layer: Layer) -> str | None:
    """Return what breaks the contract of a container's layer, or None."""
    member = layer.member
    if member is None:
        return "Other layers have a member, and this one has none."
    try:
        plain = decode(member.raw, member.name, member.encoding).plain()
    except (CorpusError, LookupError):
        plain = None
    return None if plain == layer.text else f'The text is not what the bytes of "{member.name}" say.'


def _guarded(loader: Loader, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401 - a user's code
    """Run a loader's code, turning its failure into an error that names script, line and file."""
    try:
        return call()
    except CorpusError:
        raise
    except Exception as error:
        raise _failure(loader, name, error) from error


def _failure(loader: Loader, name: str, error: Exception) -> LoaderError:
    where = f"{name} > {loader.path.name}{_line_in(error, loader.path)}"
    return LoaderError(where, f"The loader fails: {error!r}.", "Correct it, or name another loader.")


def _broken(reading: Reading, length: int) -> str | None:
    """Return what breaks the contract, or None."""
    if not 0 <= reading.start <= reading.end <= length:
        return f"Region {reading.start}–{reading.end} is outside the text"
    here = reading.start
    for edit in reading.edits:
        if not here <= edit.start <= edit.end <= reading.end:
            return f"Edit {edit.start}–{edit.end} overlaps another, is out of order or outside the region"
        here = edit.end
    spans: list[Edit | Field | Mark] = [*reading.fields, *reading.marks]
    for span in spans:
        if not 0 <= span.start <= span.end <= length:
            return f"Span {span.start}–{span.end} is outside the text"
    return None
