from .appending import append_events as append_events
from .events import COLUMNS as COLUMNS, Event as Event, Ledger as Ledger, PROVISIONAL as PROVISIONAL, withdrawal as withdrawal
from .sketches import Sketch as Sketch, read_sketches as read_sketches, write_sketches as write_sketches
from .text import line as line, read_ledger as read_ledger, unescaped as unescaped
