from .context import Context as Context, Repair as Repair
from .jammer import count_jammers as count_jammers
from .order import RULE_NAMES as RULE_NAMES
from .pinyin import is_annotated as is_annotated
from .pipeline import (
    Cleaned as Cleaned,
    Item as Item,
    clean as clean,
    item_of as item_of,
    move as move,
    quiet_rules as quiet_rules,
    steps as steps,
)
