"""Bundles: a competition in the form of the places where competitions run, from the same release.

To add a form, write a module with a function that keeps the contract ``Maker``, and name it in ``MAKERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bdci_corpus.publishing.bundles import codabench, hub, kaggle, mlebench, plain
from bdci_corpus.publishing.bundles.parts import BundleFiles, Parts

Maker = Callable[[Parts], BundleFiles]
"""Makes the files of a bundle, by path, from what every bundle is made of."""

MAKERS: Mapping[str, Maker] = {
    "kaggle": kaggle.files,
    "codabench": codabench.files,
    "hub": hub.files,
    "mle-bench": mlebench.files,
    "zip": plain.files,
}

NEXT: Mapping[str, str] = {
    "kaggle": kaggle.NEXT,
    "codabench": codabench.NEXT,
    "hub": hub.NEXT,
    "mle-bench": mlebench.NEXT,
    "zip": plain.NEXT,
}
"""What a person does with each bundle, line by line; NAME and SLUG stand for the competition's."""
