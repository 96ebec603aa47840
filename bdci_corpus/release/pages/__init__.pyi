from .card import (
    CARD as CARD,
    CARD_COLUMNS as CARD_COLUMNS,
    DEFAULT_CONFIG as DEFAULT_CONFIG,
    Identity as Identity,
    card_data as card_data,
)
from .credits import LICENSES as LICENSES
from .croissant import CROISSANT as CROISSANT, croissant_node as croissant_node
