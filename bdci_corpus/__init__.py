"""Turn a folder of messy raw documents into a clean, audited dataset whose splits do not leak."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from bdci_corpus.errors import CorpusError, LoaderError
from bdci_corpus.records import BadRecord, Document, Edit, Field, Layer, Mark, Pair, Reading, Record
from bdci_corpus.version import __version__

if TYPE_CHECKING:
    from bdci_corpus.build import build
    from bdci_corpus.neardup import find_near_duplicates
    from bdci_corpus.normalizing import normalize
    from bdci_corpus.opening import load_dataset
    from bdci_corpus.publish import publish
    from bdci_corpus.splitting import assign_splits
    from bdci_corpus.trace import undo

__all__ = [
    "BadRecord",
    "CorpusError",
    "Document",
    "Edit",
    "Field",
    "Layer",
    "LoaderError",
    "Mark",
    "Pair",
    "Reading",
    "Record",
    "__version__",
    "assign_splits",
    "build",
    "find_near_duplicates",
    "load_dataset",
    "normalize",
    "publish",
    "undo",
]

_LAZY = {
    "assign_splits": "splitting",
    "build": "build",
    "find_near_duplicates": "neardup",
    "load_dataset": "opening",
    "normalize": "normalizing",
    "publish": "publish",
    "undo": "trace",
}
"""What is imported when first asked for, so that ``bdci-corpus --help`` need not wait for it."""


def __getattr__(name: str) -> object:
    """Import a public function from the module that holds it."""
    if name not in _LAZY:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)


class _Package(ModuleType):
    """This package: where a function and a module have one name, the name stays the function's."""

    def __setattr__(self, name: str, value: object) -> None:
        """Keep the import of a module, which binds its name here, from hiding the function."""
        if not (name in _LAZY and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
