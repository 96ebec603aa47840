from .findings import Finding as Finding, Licensed as Licensed, roll_up as roll_up
from .matches import find_notices as find_notices, notice_span as notice_span
from .notices import (
    FoundNotice as FoundNotice,
    Near as Near,
    by_region as by_region,
    near_each as near_each,
    notices_in as notices_in,
    notices_of_facts as notices_of_facts,
    settle as settle,
)
from .pictures import PICTURE as PICTURE
from .spdx import (
    REF as REF,
    expression_of as expression_of,
    license_ids as license_ids,
    license_problem as license_problem,
    restriction_of as restriction_of,
    shipped_text as shipped_text,
)
from .terms import (
    BLOCKS_PUBLIC as BLOCKS_PUBLIC,
    STRICTNESS as STRICTNESS,
    UNKNOWN as UNKNOWN,
    Restriction as Restriction,
    Terms as Terms,
    may_redistribute as may_redistribute,
    strictest as strictest,
)
