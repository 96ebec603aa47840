from .apportion import Policy as Policy
from .assigning import Assignment as Assignment, assign as assign, events_for as events_for
from .by_groups import assign_splits as assign_splits
from .cross_validation import LedgerSplit as LedgerSplit
from .graph import Link as Link, LinkReason as LinkReason, value_node as value_node
from .memory import Memory as Memory, recall as recall
from .quarantine import (
    LeftOut as LeftOut,
    Quarantined as Quarantined,
    evidence as evidence,
    report_bridges as report_bridges,
)
from .recognition import LiveDocument as LiveDocument
