from .post import read_post as read_post
from .sniff import sureness as sureness
