from .docx import read_docx as read_docx
