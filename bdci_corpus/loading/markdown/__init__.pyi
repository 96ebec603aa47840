from .copies import copied_from as copied_from
from .fields import Entry as Entry, stated as stated
from .headers import Header as Header, header_of_plain as header_of_plain
from .post import read_post as read_post
from .sniff import sureness as sureness
