"""Who is offered to someone who begins to type a mention: those whose words stand in this thread, and nobody else."""

from dataclasses import dataclass

import sqlalchemy as sa

from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.paths import ancestors
from blog.extensions import db
from blog.posts.models import Post

# Those who spoke last; further back nobody is talked to.
MOST_READ = 1_000
# What fits below a field without being scrolled.
MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Named:
    """Someone who can be mentioned: `@handle`."""

    handle: str
    name: str

    def begins_with(self, begun: str) -> bool:
        """Whether the handle, or a word of the name, begins as `begun` does; case is left out of account."""
        words = [self.handle, *self.handle.split("-"), self.name, *self.name.split()]
        return any(word.casefold().startswith(begun.casefold()) for word in words)


def people_to_mention(
    post: Post, begun: str, *, asker: User | None, answered: Comment | None = None
) -> list[Named]:
    """Those of the thread whom `begun` may mean: who is answered first, then the post's author, then who spoke last.

    Only published comments make somebody known here, so that nothing is told of anyone who is not seen. `asker` is left
    out.
    """
    people = dict.fromkeys(_above(answered) if answered else [])
    people |= dict.fromkeys(_named(sa.select(User).where(User.id == post.author_id, User.active)))
    people |= dict.fromkeys(_speakers(post))
    if asker:
        people.pop(Named(asker.handle, asker.name), None)
    return [named for named in people if named.begins_with(begun)][:MOST_OFFERED]


def _above(answered: Comment) -> list[Named]:
    ids = [*ancestors(answered.path), answered.id]
    query = sa.select(User).join(Comment, Comment.author_id == User.id).where(Comment.id.in_(ids))
    query = query.where(Comment.status == CommentStatus.PUBLISHED, User.active)
    return _named(query.order_by(Comment.depth.desc()))


def _speakers(post: Post) -> list[Named]:
    last = sa.select(Comment.id, Comment.author_id, Comment.status)
    last = last.where(Comment.post_id == post.id, Comment.shown).order_by(Comment.path.desc())
    read = last.limit(MOST_READ).subquery()
    query = sa.select(User).join(read, read.c.author_id == User.id)
    query = query.where(read.c.status == CommentStatus.PUBLISHED, User.active)
    return _named(query.group_by(User.id).order_by(sa.func.max(read.c.id).desc()))


def _named(query: sa.Select[User]) -> list[Named]:
    return [Named(*row) for row in db.session.execute(query.with_only_columns(User.handle, User.name))]
