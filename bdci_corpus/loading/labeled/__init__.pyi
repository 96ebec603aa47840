from .columns import are_columns as are_columns, read_columns as read_columns
from .lines import label_form as label_form, read_lines as read_lines
