from .docx import read_docx as read_docx
from .epub import read_epub as read_epub
