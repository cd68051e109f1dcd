"""Files of the library, kept through the rules. Call inside an application context."""

from blog.accounts.models import User
from blog.posts.media import keeping
from blog.posts.media.models import File
from blog.transactions import writing
from tests.posts.media.pictures import draw, saved


def keep_file(by: User, name: str = "Lamps at dusk.jpg", raw: bytes = b"", width: int = 60) -> File:
    prepared = keeping.prepare(raw or saved(draw(width, 40), "PNG"), name)
    with writing():
        return keeping.keep(prepared, by=by)
