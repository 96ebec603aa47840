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
    Rule(invisible.NAME, invisible.find, invisible.quiet),
    Rule(jammer.NAME, jammer.find, jammer.quiet, after="code"),  # a fence is one only once the invisible is gone
    Rule(mojibake.NAME, mojibake.find, mojibake.quiet),
    Rule(pinyin.NAME, pinyin.find, pinyin.quiet),
    Rule(furniture.NAME, furniture.find, furniture.quiet, after="fields"),  # legible, but with its furniture
    Rule(linebreaks.NAME, linebreaks.find, linebreaks.quiet),
    Rule(punctuation.NAME, punctuation.find, punctuation.quiet),
    Rule(spacing.NAME, spacing.find, spacing.quiet),
    Rule(paragraphs.NAME, paragraphs.find, paragraphs.quiet),
)

RULE_NAMES = tuple(rule.name for rule in RULES)
