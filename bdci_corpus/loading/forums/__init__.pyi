from .dates import moment as moment
from .panels import is_of_page as is_of_page, is_tool as is_tool
from .posts import Post as Post, headers_in as headers_in, posts_in as posts_in
