"""Which posts someone may see: what is not among them does not exist for them."""

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import Forbidden
from blog.posts.models import READABLE, Post, PostStatus


def readable() -> sa.Select[Post]:
    """The posts that everyone may read who has their address."""
    return sa.select(Post).where(Post.status.in_(READABLE))


def listed() -> sa.Select[Post]:
    """The posts that stand in lists, feeds and searches, and are told of by the statements that they answer."""
    return sa.select(Post).where(Post.status == PostStatus.PUBLISHED)


def editable_by(person: User) -> sa.Select[Post]:
    """The posts that `person` may edit: an editor's are all, an author's their own."""
    posts = sa.select(Post)
    return posts if person.may(Act.EDIT) else posts.where(Post.author_id == person.id)


def may_edit_post(post: Post, person: User) -> bool:
    """Whether `person` may edit `post`: the rule that `editable_by` selects by."""
    return person.may(Act.EDIT) or (person.may(Act.WRITE) and post.author_id == person.id)


def require_editor(post: Post, person: User) -> None:
    """Raise `Forbidden` unless `person` may edit `post`."""
    if not may_edit_post(post, person):
        raise Forbidden("This is another author’s post. An editor may change it.")
