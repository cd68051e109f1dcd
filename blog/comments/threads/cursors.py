"""Where a page of a thread begins, as an address carries it: signed, so that only what a page said comes back.

A cursor is JSON of a version, and of what the page was: of another version, post or make it leads nowhere.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from blog.comments.models import Voice
from blog.comments.threads.orders import REPLIES, ROOTS, Order, Sorting
from blog.errors import NotFound

VERSION = 1
FIELDS = {"v", "post", "order", "parent", "about", "key", "as_of"}
# Far more than a cursor has: what is longer is not even looked into.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Cursor:
    """A page of the roots of a post's thread, or of the replies to `parent_id` (0: of the roots).

    `key` is the place of the last one shown; empty where the page begins at the first. `as_of` is the number of the
    post's author's last comment when the first page was made: see `blog.comments.threads.answered`.
    """

    post_id: int
    order: Order
    parent_id: int = 0
    about: Voice | None = None
    key: tuple[float, ...] = ()
    as_of: int = 0

    @property
    def sorting(self) -> Sorting:
        return (REPLIES if self.parent_id else ROOTS)[self.order]

    def sealed(self) -> str:
        """The cursor as an address carries it."""
        sealed = _serializer().dumps(
            {
                "v": VERSION,
                "post": self.post_id,
                "order": self.order,
                "parent": self.parent_id,
                "about": self.about or "",
                "key": self.key,
                "as_of": self.as_of,
            }
        )
        return sealed if isinstance(sealed, str) else sealed.decode()


def unsealed(words: str, *, post_id: int) -> Cursor:
    """The cursor that an address carries. Raises `NotFound` for one that was made up, or is of another post."""
    try:
        said: dict[str, Any] = _serializer().loads(words) if len(words) <= LONGEST else {}
        if set(said) != FIELDS or said["v"] != VERSION or said["post"] != post_id:
            raise _no_such_page()
        about = Voice(said["about"]) if said["about"] else None
        cursor = Cursor(
            post_id, Order(said["order"]), said["parent"], about, tuple(said["key"]), said["as_of"]
        )
    except (BadData, ValueError, TypeError):
        raise _no_such_page() from None
    if len(cursor.key) not in (0, len(cursor.sorting.columns)):
        raise _no_such_page()
    return cursor


def read_order(words: str) -> Order:
    """The order that an address names. Raises `NotFound` for one that does not exist."""
    try:
        return Order(words)
    except ValueError:
        raise NotFound("A thread cannot be read in that order. Begin at the post.") from None


def _no_such_page() -> NotFound:
    return NotFound("There is no such page of the thread. Begin at the post.")


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="thread cursor")
