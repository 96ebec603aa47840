from .columns import (
    MIN_WORDS as MIN_WORDS,
    flat as flat,
    named_column as named_column,
    text_column as text_column,
    text_weights as text_weights,
)
from .delimited import line_end as line_end
from .dialect import layout_of as layout_of
from .header import NAMES as NAMES
from .parquet import (
    may_be_parted as may_be_parted,
    parquet_batches as parquet_batches,
    parquet_columns as parquet_columns,
)
from .rows import (
    CellLayout as CellLayout,
    Form as Form,
    TableRow as TableRow,
    cell_layout as cell_layout,
    cells_of as cells_of,
    columns_in as columns_in,
    form_of as form_of,
    is_named_table as is_named_table,
    is_text as is_text,
    line_codec as line_codec,
    rows_in_batches as rows_in_batches,
    rows_in_cells as rows_in_cells,
    rows_in_lines as rows_in_lines,
    rows_of as rows_of,
)
from .turns import (
    CHOICES as CHOICES,
    choices_in as choices_in,
    conversation_column as conversation_column,
    example_columns as example_columns,
    lines_column as lines_column,
    lines_in as lines_in,
    spoken as spoken,
    turns_of as turns_of,
)
