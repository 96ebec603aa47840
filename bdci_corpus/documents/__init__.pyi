from .ahead import MOST_BYTES as MOST_BYTES, groups_of as groups_of, looking_ahead as looking_ahead
from .limits import OutOfBounds as OutOfBounds, is_expendable as is_expendable, limited as limited
from .normalized import normalize as normalize
from .packed import name_within as name_within, unpack as unpack
from .prepare import FileFacts as FileFacts, Prepared as Prepared
from .read import (
    MAX_PROBLEMS as MAX_PROBLEMS,
    PART as PART,
    layout_of as layout_of,
    read_bytes as read_bytes,
    read_file as read_file,
    read_lines as read_lines,
    too_large as too_large,
)
from .settings import Settings as Settings, headers_of as headers_of, settings_for as settings_for
