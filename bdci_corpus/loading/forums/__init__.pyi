from .dates import WHEN as WHEN, Moment as Moment, moment as moment
from .pages import is_thread_page as is_thread_page, posts_of_page as posts_of_page
from .panels import is_panel as is_panel, is_tool as is_tool
from .posts import Post as Post, headers_in as headers_in, posts_in as posts_in
