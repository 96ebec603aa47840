"""Targets: the kinds of place a release is published to, by scheme.

To add a kind, write a module with a class that keeps the contract ``Target``, and name it in ``TARGETS``.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from typing import ClassVar, Protocol

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.plan import Action, Job, Plan, Remote
from bdci_corpus.publishing.targets.folder import Folder
from bdci_corpus.publishing.targets.hub import Hub
from bdci_corpus.publishing.targets.kaggle import Kaggle
from bdci_corpus.publishing.targets.modelscope import ModelScope


class Target(Protocol):
    """One place where a release is to go. What it is asked for stands in the job; it keeps nothing between actions.

    Methods raise ``Trouble`` where the place fails, which is tried again if it passes.
    """

    scheme: ClassVar[str]
    """What stands before the colon of ``--to``."""

    form: ClassVar[str]
    """How ``--to`` is written, for messages."""

    addresses: ClassVar[str]
    """The pattern of what may stand after the colon."""

    job: Job

    def __init__(self, address: str, job: Job) -> None:
        """Take what stands after the colon; ask nothing of the place yet."""

    @property
    def url(self) -> str:
        """Where people look at it."""

    @property
    def load_line(self) -> str:
        """The line of Python that loads what was published, or nothing."""

    def session(self) -> AbstractContextManager[None]:
        """Return the context within which the place is read and changed."""

    def redacted(self, text: str) -> str:
        """Return a text without secrets of the place."""

    def read(self) -> Remote:
        """Look at the place: return all that the plan depends on."""

    def plan(self, remote: Remote) -> Plan:
        """Return what is left to do, in order, and what stands against it; usually ``publishing.plan.plan``."""

    def perform(self, action: Action, left: Plan, remote: Remote) -> None:
        """Take one action of those that are left, upon what was read; the next look says whether it had its effect."""

    def hide(self) -> None:
        """Let nobody but the owner read the place, whatever it was."""


TARGETS: tuple[type[Target], ...] = (Hub, Folder, Kaggle, ModelScope)


def target_named(to: str, targets: tuple[type[Target], ...] = TARGETS) -> tuple[type[Target], str]:
    """Return the kind of place that ``to`` names, as ``scheme:address``, and the address.

    Raises:
        PublishError: it names none.
    """
    scheme, _, address = to.partition(":")
    found = {kind.scheme: kind for kind in targets}.get(scheme)
    if found is None or not re.fullmatch(found.addresses, address):
        forms = [kind.form for kind in targets]
        raise PublishError(to, f"This is neither {' nor '.join(forms)}.", "Write one of these, with names of your own.")
    return found, address
