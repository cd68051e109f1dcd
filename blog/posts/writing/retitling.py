"""A published post has got another title: what may go with that is its address, and a correction that says so."""

import sqlalchemy as sa

from blog.accounts.models import User
from blog.errors import Conflict
from blog.extensions import db
from blog.posts.models import READABLE, Post, Revision
from blog.posts.visibility import require_editor
from blog.posts.writing.saving import record, take_turn
from blog.posts.writing.slugs import choose_slug, is_made_of_title, made_of, rename
from blog.transactions import take_turn_at


def title_before(post: Post) -> str:
    """The last other title that readers saw; empty where the post was published under no other."""
    query = sa.select(Revision.title).where(
        Revision.post_id == post.id, Revision.status.in_(READABLE), Revision.title != post.title
    )
    return db.session.scalar(query.order_by(Revision.number.desc()).limit(1)) or ""


def slug_of_title(post: Post) -> str:
    """The slug that its title would make; empty where it has that one already."""
    if is_made_of_title(post.slug, post.title):
        return ""
    return choose_slug("", title=post.title, post=None)


def follow_title(post: Post, *, by: User) -> None:
    """Move the post to the address that its title makes; the old one leads there. Raises `Conflict` where it does."""
    require_editor(post, by)
    take_turn_at("names of posts")
    take_turn(post)
    slug = slug_of_title(post)
    if not slug:
        raise Conflict(
            f"The address already is that of its title, “{made_of(post.title)}”. Nothing was changed."
        )
    rename(post, slug)
    record(post, by=by, reason="address follows the title")
