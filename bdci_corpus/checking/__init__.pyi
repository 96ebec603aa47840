from .adversary import (
    FEWEST_GROUPS as FEWEST_GROUPS,
    MOST_DOCUMENTS as MOST_DOCUMENTS,
    Giveaway as Giveaway,
    by_rank as by_rank,
    told_apart as told_apart,
)
from .release import Manifest as Manifest
from .statement import statement_of as statement_of
from .steps import check as check
