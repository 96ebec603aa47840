from .appending import append_events as append_events, held as held, replace_durably as replace_durably
from .events import (
    COLUMNS as COLUMNS,
    PROVISIONAL as PROVISIONAL,
    Event as Event,
    Ledger as Ledger,
    readmission as readmission,
    withdrawal as withdrawal,
)
from .history import rewritten_since as rewritten_since
from .sketches import Sketch as Sketch, read_sketches as read_sketches, write_sketches as write_sketches
from .text import line as line, read_ledger as read_ledger, unescaped as unescaped
