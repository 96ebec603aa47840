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
- **A submission** has the columns ``id`` and those of ``answer``, in any order, and a row for each row of ``answers``.
  Classes are written by name, lists as JSON or with ``SEPARATOR`` between values, truth values as ``true`` and
  ``false``, days as 2026-03-01. Spans are ``start:end`` or ``start:end:kind``, in code points of ``text``, half-open;
  answers of retrieval are ids of documents or passages, best first; of question answering the first column is one
  string, whatever number of answers are right, and a list behind it the ids of its evidence.
- **The score** is the mean of the metric over the answer columns of the task's types; ``joint_f1`` and metrics of one's
  own score all columns together. The others have to be given, and do not count.
- **Metrics** are called as ``project.METRICS`` lists them. One of one's own gets two lists in the order of ids, answers
  and predictions: values of the one answer column, or lists of those of several.
"""

from __future__ import annotations

USAGE = "usage"
"""The key of a line of the solution that says for which leaderboard a row counts: one of ``USAGES``."""

USAGES = ("public", "private")

SEPARATOR = "|"
"""Stands between the values of a list where a cell is no JSON."""
