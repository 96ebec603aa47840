"""What a step of cleaning does, in a sentence."""

from __future__ import annotations

from importlib import import_module

from bdci_corpus.rules import RULE_NAMES

OTHERS = {
    "encoding": "Bytes to text: marks, line ends, and what does not encode back.",
}
"""Steps that are no rule, and what they do."""


def why(rule: str) -> str:
    """Return in one sentence what a rule, or a loader, does."""
    if rule in RULE_NAMES:
        module = import_module(f"bdci_corpus.rules.{rule}")
        return (module.__doc__ or "").strip().partition("\n")[0]
    return OTHERS.get(rule, "Structure: containers and markup of this kind of file.")
