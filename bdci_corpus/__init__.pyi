from .auditing import audit as audit
from .building import build as build
from .checking import check as check
from .documents import normalize as normalize
from .errors import CorpusError as CorpusError, LoaderError as LoaderError
from .finding import find as find
from .neardup import find_near_duplicates as find_near_duplicates
from .publishing import publish as publish
from .records import (
    BadRecord as BadRecord,
    Document as Document,
    Edit as Edit,
    Field as Field,
    Layer as Layer,
    Mark as Mark,
    Pair as Pair,
    Reading as Reading,
    Record as Record,
)
from .release import load_dataset as load_dataset
from .splitting import LedgerSplit as LedgerSplit, assign_splits as assign_splits
from .trace import undo as undo
from .version import __version__ as __version__
