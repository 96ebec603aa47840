"""What the stations of a competition hand to each other: files, tables and names, each said once.

A build of a project with ``[competition]`` promises:

- **The release** holds the rows of the competition's splits without answers: the answer columns and ``extra`` are
  null, and so are ``raw_sha256`` and ``region_sha256``; ``trace_reaches`` is ``none``. Its configuration in
  ``manifest.json`` has ``competition`` (``splits``, ``answer``, ``metric``, ``id``, ``task``, ``public_share``); its
  ``columns`` give the answer columns' types and the names of classes. ``release.SAMPLE`` is a valid
  submission, ``release.BASELINE`` a program that writes one, ``release.COMMITMENT`` the roots by split, and the table
  ``commitments`` the ids in the order of the tree, with a leaf each (``commitment``).
- **``private/<name>``** is a release too, for the organizer, with all answers in ``documents``; ``release.SOLUTION``
  (JSON Lines) has a line a row to predict, sorted by split and id: ``answers`` (an object by column: classes by
  name, dates in ISO form, lists as lists), ``id``, ``split``, and ``usage``, which is ``public`` or ``private``. A
  row's usage follows from its id and the secret, so it never changes.
- **A submission** has the columns ``id`` and those of ``answer``, a row for each row of ``answers``. Classes are
  written by name, lists as JSON or with ``SEPARATOR`` between values, truth values as ``true`` and ``false``.
- **Metrics** are called as ``project.METRICS`` lists them.
"""

from __future__ import annotations

USAGE = "usage"
"""The key of a line of the solution that says for which leaderboard a row counts: one of ``USAGES``."""

USAGES = ("public", "private")

SEPARATOR = "|"
"""Stands between the values of a list where a cell is no JSON."""
