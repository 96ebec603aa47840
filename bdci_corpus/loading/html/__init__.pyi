from .article import article_of as article_of, page_title as page_title, with_title as with_title
from .blocks import shown_of as shown_of
from .content import choose as choose
from .edits import html_edits as html_edits
from .elements import TextBlock as TextBlock, WebPage as WebPage
from .meta import stated_fields as stated_fields
from .page import page_reading as page_reading, page_readings as page_readings
from .parser import parse as parse
from .thread import ThreadPost as ThreadPost, posts_of as posts_of
from .visible import visible as visible
from .writer import Kinds as Kinds, write as write
