from .bylines import (
    article_fields as article_fields,
    body_fields as body_fields,
    source_fields as source_fields,
    source_line as source_line,
)
from .cells import markup_of_cell as markup_of_cell, page_of_cell as page_of_cell
from .dated import (
    byline_fields as byline_fields,
    dated_top as dated_top,
    is_byline as is_byline,
    stated_below as stated_below,
)
from .heads import HEAD as HEAD, SNIFF_CHARACTERS as SNIFF_CHARACTERS, peek as peek
from .kinds import kind_of_binary as kind_of_binary, zip_kind as zip_kind
from .listings import (
    apart as apart,
    contents as contents,
    framed_title as framed_title,
    is_program as is_program,
    numbered_listings as numbered_listings,
    rules_drawn as rules_drawn,
    running_heads as running_heads,
    spaced_title as spaced_title,
)
from .member_names import member_name as member_name
from .plain import plain_fields as plain_fields, plain_part as plain_part, plain_reading as plain_reading
from .scripts import (
    Annotate as Annotate,
    Loader as Loader,
    batches_with as batches_with,
    checked_layers as checked_layers,
    find_loaders as find_loaders,
    layers_with as layers_with,
    layout_with as layout_with,
    lines_with as lines_with,
    load_loader as load_loader,
    named_loader as named_loader,
    quoting_with as quoting_with,
    read_with as read_with,
    records_with as records_with,
    surest_loader as surest_loader,
    unnamed_with as unnamed_with,
)
from .sites import (
    calls_of_sites as calls_of_sites,
    copied_head as copied_head,
    offers_to_edit as offers_to_edit,
    tail_of_page as tail_of_page,
)
from .stray_tags import tags_left as tags_left
from .wiki_text import empty_brackets as empty_brackets
