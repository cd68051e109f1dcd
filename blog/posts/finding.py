"""Finding posts at the desk: by words, state, author, tag and statement, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from blog.database import row_number
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Pin, Post, PostStatus, Tag
from blog.sources.models import Source
from blog.typed import printable

A_PAGE = 50
# More words than anyone remembers of a post; each is one more comparison.
MOST_WORDS = 8
NOWHERE = "This list goes on nowhere: begin it again."


class Sort(StrEnum):
    NEWEST = "newest"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for; empty (0) where it does not matter. `words` stand in the title, the gist or the body, all."""

    words: str = ""
    status: str = ""
    author: int = 0
    tag: str = ""
    source: int = 0
    sort: Sort = Sort.NEWEST

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.status or self.author or self.tag or self.source)


def page_of_posts(posts: sa.Select[Post], wish: Wish, *, after: str = "") -> tuple[list[Post], str]:
    """A page of those among `posts` that are wished for, and the cursor of the next one (empty on the last).

    Raises `NotFound` for a made-up cursor.
    """
    query = _wished(posts, wish)
    if wish.sort is Sort.CHANGED:
        query = query.order_by(Post.updated_at.desc(), Post.id.desc())
        behind = sa.tuple_(Post.updated_at, Post.id) < sa.tuple_(*_moment(after)) if after else sa.true()
    else:
        query = query.order_by(Post.id.desc())
        behind = Post.id < _number(after) if after else sa.true()
    found = list(db.session.scalars(query.where(behind).limit(A_PAGE + 1)))
    last = found[A_PAGE - 1] if len(found) > A_PAGE else None
    return found[:A_PAGE], _cursor(last, wish.sort) if last else ""


def _wished(posts: sa.Select[Post], wish: Wish) -> sa.Select[Post]:
    for word in printable(wish.words).split()[:MOST_WORDS]:
        fields = (Post.title, Post.gist, Post.body)
        posts = posts.where(sa.or_(*(field.icontains(word, autoescape=True) for field in fields)))
    if wish.status in set(PostStatus):
        posts = posts.where(Post.status == PostStatus(wish.status))
    if wish.author:
        posts = posts.where(Post.author_id == wish.author)
    if wish.tag:
        posts = posts.where(Post.tags.any(Tag.slug == wish.tag))
    if wish.source:
        posts = posts.where(Post.pins.any(Pin.source_id == wish.source))
    return posts


def statements_answered() -> list[tuple[int, str]]:
    """The statements that posts stand on: numbers and titles, by title."""
    answered = sa.select(Pin.source_id)
    query = sa.select(Source.id, Source.title).where(Source.id.in_(answered)).order_by(Source.title)
    return [(number, title) for number, title in db.session.execute(query)]


def _cursor(post: Post, sort: Sort) -> str:
    return f"{post.updated_at.isoformat()}~{post.id}" if sort is Sort.CHANGED else str(post.id)


def _number(words: str) -> int:
    number = row_number(words)
    if number is None:
        raise NotFound(NOWHERE)
    return number


def _moment(words: str) -> tuple[sa.ColumnElement[datetime], int]:
    at, _, number = words.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise NotFound(NOWHERE) from None
    if moment.tzinfo is None:
        raise NotFound(NOWHERE)
    return sa.literal(moment, Post.updated_at.type), _number(number)
