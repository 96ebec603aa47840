"""Which columns of a competition's rows everybody may read: each is decided, none passes through unseen."""

from __future__ import annotations

import inspect

from bdci_corpus.release import withheld
from bdci_corpus.release.schema import DOCUMENTS

OF_THE_TEXT = {
    *("id", "split", "text", "title", "source", "published", "language", "original_text", "original_language"),
    *("kicker", "dateline", "author", "editors", "publisher", "outlet", "url"),
    *("pages", "headings", "captions", "figures", "damage"),
}
"""What is asked about: a participant reads the document itself, and what its page says beside it."""

OF_THE_TERMS = {
    *("license", "restriction", "redistributable", "notice_text", "notice_sha256", "attribution", "rights_holder"),
    *("license_evidence", "synthetic"),
}
"""Under what terms it stands, which whoever reads the document must know."""

OF_THE_CORPUS = {
    *("group_id", "is_duplicate", "duplicate_of", "fold", "path", "encoding", "loader", "retrieved", "derived_from"),
}
"""Where it lies and what it is alike: made from texts, places and declarations, never from answers."""

WITHHELD = {"extra", "raw_sha256", "region_sha256", "trace_reaches"}
"""What answers could be read or guessed from."""


def test_every_column_is_either_shown_for_a_reason_or_withheld() -> None:
    decided = OF_THE_TEXT | OF_THE_TERMS | OF_THE_CORPUS | WITHHELD
    assert [column.name for column in DOCUMENTS if column.name not in decided] == []
    assert decided == {column.name for column in DOCUMENTS}


def test_what_is_withheld_is_named_where_rows_are_withheld() -> None:
    source = inspect.getsource(withheld.without_answers)
    assert {name for name in WITHHELD if f'"{name}"' not in source} == set()
