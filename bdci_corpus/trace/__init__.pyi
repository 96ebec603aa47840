from .arrow import edits_column as edits_column
from .changes import (
    Change as Change,
    Changes as Changes,
    apply as apply,
    carry as carry,
    compose as compose,
    trace_of as trace_of,
    undo as undo,
)
from .edit_arrays import (
    NO_EDITS as NO_EDITS,
    Edits as Edits,
    Rows as Rows,
    apply_columns as apply_columns,
    carry_columns as carry_columns,
    compose_columns as compose_columns,
    deletions as deletions,
    edits_of as edits_of,
    rows_of as rows_of,
    substitutions as substitutions,
)
