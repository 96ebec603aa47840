"""The rules, in the order they run in."""

from __future__ import annotations

from bdci_corpus.rules import (
    furniture,
    invisible,
    jammer,
    linebreaks,
    mojibake,
    paragraphs,
    pinyin,
    punctuation,
    spacing,
)
from bdci_corpus.rules.rule import Rule

RULES = (
    Rule(invisible.NAME, invisible.find),
    Rule(jammer.NAME, jammer.find, after="code"),  # a fence is one only once the invisible is gone
    Rule(mojibake.NAME, mojibake.find),
    Rule(pinyin.NAME, pinyin.find),
    Rule(furniture.NAME, furniture.find, after="fields"),  # legible by now, but still with its furniture
    Rule(linebreaks.NAME, linebreaks.find),
    Rule(punctuation.NAME, punctuation.find),
    Rule(spacing.NAME, spacing.find),
    Rule(paragraphs.NAME, paragraphs.find),
)

RULE_NAMES = tuple(rule.name for rule in RULES)
