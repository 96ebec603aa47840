from .normalized import normalize as normalize
from .prepare import FileFacts as FileFacts, Prepared as Prepared
from .read import PART as PART, read_bytes as read_bytes, read_file as read_file
from .settings import Settings as Settings, settings_for as settings_for
