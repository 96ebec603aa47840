"""Open a release, wherever it is: hold its files against its own sums, then let ``datasets`` load it."""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bdci_corpus.errors import CheckError, nearest_path, raise_together
from bdci_corpus.release.repository import verified
from bdci_corpus.release.sums import file_problems

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, IterableDataset, IterableDatasetDict

_OWN_FILES = frozenset({"data_files", "data_dir"})
"""What names the files that a builder of ``datasets``, such as ``"csv"``, is to read."""

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


def load_dataset(
    path: str | Path,
    *args: Any,  # noqa: ANN401 - they are datasets' own
    **kwargs: Any,  # noqa: ANN401 - they are datasets' own
) -> DatasetDict | Dataset | IterableDatasetDict | IterableDataset:
    """Verify a release, then return ``datasets.load_dataset(path, *args, **kwargs)``.

    A folder is verified whole. ``owner/name`` is a repository of the hub: the files of its commit are compared with
    its SHA256SUMS, those that are downloaded to be loaded by their bytes, and those that are not (other tables, or
    all where rows are streamed) by the hash that the hub keeps of them; that commit is then loaded, and no other.
    Anything else has no sums: with files of its own (``data_files``, ``data_dir``) it is passed on as it is.

    Raises:
        CheckError: a file was changed, is missing, or does not belong, all problems together; or there is no such
            folder, and no repository is called so.
    """
    import datasets

    folder = Path(path)
    if folder.is_dir():
        raise_together(list(file_problems(folder)), f"verifying {folder.name}")
    elif folder.is_file():
        remedy = "Name the folder of a release; an archive has to be unpacked first."
        raise CheckError(str(path), "It is a file.", remedy)
    elif _REPOSITORY.fullmatch(str(path)):
        # Bound to their names, because the commit is passed on whichever way a revision was given.
        bound = signature(datasets.load_dataset).bind_partial(str(path), *args, **kwargs)
        bound.arguments |= verified(str(path), bound.arguments)
        return datasets.load_dataset(*bound.args, **bound.kwargs)
    elif not _OWN_FILES.intersection(kwargs):
        remedy = f"{nearest_path(folder)}Name a folder, or a repository with its owner: owner/name."
        raise CheckError(str(path), "There is no such folder.", remedy)
    return datasets.load_dataset(str(path), *args, **kwargs)
