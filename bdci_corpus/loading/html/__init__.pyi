from .content import Content as Content, find_content as find_content
from .edits import Piece as Piece, html_edits as html_edits, markup_edits as markup_edits, piece_of as piece_of
from .elements import Element as Element, Markup as Markup, parse as parse
from .tokens import plain as plain
