from .alphabet import (
    FINAL_MARKS as FINAL_MARKS,
    HAN_BLOCK as HAN_BLOCK,
    HAN_CLASS as HAN_CLASS,
    HAN_RANGES as HAN_RANGES,
    KANA_CLASS as KANA_CLASS,
    KANA_RANGES as KANA_RANGES,
    SENTENCE_END as SENTENCE_END,
)
from .anchors import (
    LONE as LONE,
    LONGEST as LONGEST,
    TOLD as TOLD,
    Anchors as Anchors,
    child as child,
    mixed as mixed,
    trie_of as trie_of,
)
from .authors import (
    author_below as author_below,
    author_stated as author_stated,
    authors_below as authors_below,
    is_personal_name as is_personal_name,
)
from .batch import Answers as Answers, TextBatch as TextBatch, batch_of as batch_of
from .brackets import (
    ASCII as ASCII,
    LETTERS as LETTERS,
    MISREAD as MISREAD,
    PARTS as PARTS,
    READING as READING,
    TONED_READING as TONED_READING,
    brackets_in as brackets_in,
    is_reading as is_reading,
)
from .charsets import is_text_codec as is_text_codec
from .code import (
    is_code as is_code,
    is_code_file as is_code_file,
    is_code_line as is_code_line,
    is_drawn as is_drawn,
    is_framed as is_framed,
    names_code as names_code,
)
from .dates import is_time_zone as is_time_zone, to_iso as to_iso
from .encoding import (
    RULE as RULE,
    Decoded as Decoded,
    OddSpan as OddSpan,
    decode as decode,
    guess_encoding as guess_encoding,
    plain_utf8 as plain_utf8,
)
from .flags import (
    BLANK as BLANK,
    BRACKET as BRACKET,
    CHINESE as CHINESE,
    CLOSER as CLOSER,
    CREDIT_END as CREDIT_END,
    DIGIT as DIGIT,
    EITHER_MARK as EITHER_MARK,
    FULL_MARK as FULL_MARK,
    HAN as HAN,
    INVISIBLE as INVISIBLE,
    KANA as KANA,
    LATIN as LATIN,
    LATIN_LEAD as LATIN_LEAD,
    LINE_END as LINE_END,
    LOST as LOST,
    MARK as MARK,
    NON_ASCII as NON_ASCII,
    OPENS_READING as OPENS_READING,
    QUOTE as QUOTE,
    SIMPLIFIED as SIMPLIFIED,
    SPACE as SPACE,
    SYMBOL as SYMBOL,
    TEN_THOUSAND as TEN_THOUSAND,
    TONED as TONED,
    TRADITIONAL as TRADITIONAL,
    UNSTABLE as UNSTABLE,
    Flags as Flags,
    table as table,
)
from .headlines import (
    headings as headings,
    is_furniture as is_furniture,
    may_be_title as may_be_title,
    numbering as numbering,
    says_what_follows as says_what_follows,
    title_of as title_of,
)
from .latest import Latest as Latest, forget as forget
from .layout import verses as verses
from .letters import half_title as half_title
from .line_kernels import (
    BODY as BODY,
    CHROME as CHROME,
    CREDIT as CREDIT,
    DIRECT as DIRECT,
    FIGURES as FIGURES,
    MAX_CHROME as MAX_CHROME,
    MOST_FIGURES as MOST_FIGURES,
    NUMBER_LEFT as NUMBER_LEFT,
    NUMBER_RIGHT as NUMBER_RIGHT,
    OPEN as OPEN,
    RAGGED as RAGGED,
    Places as Places,
    lines_together as lines_together,
    paragraph_gaps as paragraph_gaps,
)
from .lines import (
    HEADED as HEADED,
    LIST_ITEM as LIST_ITEM,
    Line as Line,
    Lines as Lines,
    ends_open as ends_open,
    is_row as is_row,
    lines_in as lines_in,
    lines_of as lines_of,
    stripped as stripped,
)
from .matchkey import (
    KEY_HAN as KEY_HAN,
    KEY_VERSION as KEY_VERSION,
    key_points as key_points,
    key_table as key_table,
    key_text as key_text,
    learn_keys as learn_keys,
    match_key as match_key,
    match_keys as match_keys,
)
from .misread import may_be_misread as may_be_misread, reread as reread
from .nesting import nested as nested
from .radicals import RADICAL as RADICAL, united as united
from .readings import pinyin_dictionary as pinyin_dictionary
from .scan import LAST_TEXT as LAST_TEXT, Scan as Scan, scan_of as scan_of
from .script import (
    Script as Script,
    common_han as common_han,
    one_script_only as one_script_only,
    simplified_characters as simplified_characters,
    to_simplified as to_simplified,
    to_traditional as to_traditional,
)
from .vocabulary import (
    BREADCRUMBS as BREADCRUMBS,
    BYLINE as BYLINE,
    CREDIT_PATTERN as CREDIT_PATTERN,
    CREDIT_SOURCES as CREDIT_SOURCES,
    FOLLOW as FOLLOW,
    LABELED as LABELED,
    NAVIGATION as NAVIGATION,
    ORDINARY as ORDINARY,
    PAGE_NUMBER as PAGE_NUMBER,
)
from .words import Words as Words, holds as holds
from .wraps import Wraps as Wraps, width as width, wraps_of as wraps_of
