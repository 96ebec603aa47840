from .arrow import edits_column as edits_column
from .changes import (
    Change as Change,
    Changes as Changes,
    apply as apply,
    apply_apart as apply_apart,
    compose as compose,
    merged as merged,
    trace_of as trace_of,
    undo as undo,
)
from .edit_arrays import (
    NO_EDITS as NO_EDITS,
    Edits as Edits,
    Rows as Rows,
    deletions as deletions,
    edits_of as edits_of,
    substitutions as substitutions,
)
from .forms import (
    applied as applied,
    carried as carried,
    carried_back as carried_back,
    composed as composed,
    outside as outside,
)
from .raw_spans import CutSpanError as CutSpanError, RawSpans as RawSpans
