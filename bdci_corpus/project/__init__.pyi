from .archives import ARCHIVE_SUFFIX as ARCHIVE_SUFFIX
from .columns import (
    CLASSES as CLASSES,
    OwnColumn as OwnColumn,
    read_classes as read_classes,
    write_classes as write_classes,
)
from .competition import Competition as Competition
from .declared import declared_terms as declared_terms, notice_problems as notice_problems, notice_terms as notice_terms
from .files import (
    CACHE as CACHE,
    OUTPUT_FOLDERS as OUTPUT_FOLDERS,
    Project as Project,
    RawFile as RawFile,
    open_project as open_project,
)
from .metrics import (
    ANSWER_TYPES as ANSWER_TYPES,
    CATEGORIES as CATEGORIES,
    METRICS as METRICS,
    Metric as Metric,
    Task as Task,
    is_own as is_own,
    metric_named as metric_named,
    task_of as task_of,
)
from .scaffold import as_schema as as_schema, init as init, new_loader as new_loader, note_notices as note_notices
from .splits import Splits as Splits
from .tables import (
    CONFIG as CONFIG,
    TABLE_ROLES as TABLE_ROLES,
    Config as Config,
    RaiTable as RaiTable,
    RepairEntry as RepairEntry,
    Source as Source,
)
from .withdraw import change_documents as change_documents, withdraw_document as withdraw_document
