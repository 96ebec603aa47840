from .dialects import dialect_of as dialect_of
from .manual import is_manual as is_manual, read_manual as read_manual
from .printed_manual import is_printed_manual as is_printed_manual, read_printed_manual as read_printed_manual
from .reading import read_lightweight as read_lightweight
