"""What a row of a table says of its own license in a column, as the notices of its document."""

from __future__ import annotations

import re
from functools import lru_cache

from bdci_corpus.licenses import license_problem, listed_id, notices_in, restriction_of
from bdci_corpus.records import Notice

_SAYS_NOTHING = re.compile(r"(?:|-+|none|null|nan|n/?a|unknown|other|无|無|未知|其他|不详)\Z", re.IGNORECASE)


@lru_cache(maxsize=1024)
def row_notices(said: str, declared: tuple[tuple[str, str], ...], quotations: tuple[str, ...]) -> tuple[Notice, ...]:
    """Return the notices in a cell of a column of licenses: declared ones, an SPDX id, or words like a page's.

    Words that no license is known by are a notice all the same, unless they say that there is none.
    """
    if _SAYS_NOTHING.match(said.strip()):
        return ()
    notices = tuple(found.notice for found in notices_in(said, declared, quotations, [(0, len(said))]))
    if any(notice.id or notice.license for notice in notices):
        return notices
    spdx = listed_id(said.strip()) or said.strip()
    if license_problem(spdx) is None:
        restriction = restriction_of(spdx) or "all-rights-reserved"
        return (Notice(text=said.strip(), id=None, kind="license", license=spdx, restriction=restriction),)
    return notices
