"""Private links to what is not published yet: a secret address that ends by itself, or when somebody ends it."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.clock import now
from blog.errors import Conflict, Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.posts.publishing.models import PreviewLink
from blog.posts.visibility import require_editor

# Days after which a link may end.
DAYS = (1, 3, 7, 30)
# Open at once for one post: more than a person could keep apart.
MOST = 20
# 256 bits, which nobody guesses.
SECRET_BYTES = 32
NOT_PUBLIC = (PostStatus.DRAFT, PostStatus.SCHEDULED)


class Ended(NotFound):
    """The link was good once."""

    status = 410
    title = "This link has ended"


def make_link(post: Post, *, days: int | None, by: User) -> str:
    """A new link's secret, told this once. Raises `Invalid` beside days, `Conflict` for a post that needs no link."""
    require_editor(post, by)
    if days not in DAYS:
        raise Invalid("Choose one of the times offered.", field="days")
    if post.status not in NOT_PUBLIC:
        raise Conflict("This post has an address already, so it needs no private link. None was made.")
    if len(open_links(post)) >= MOST:
        raise Invalid(f"This post has {MOST} links that are open. End one of them first.", field="days")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    ends_at = now() + timedelta(days=days)
    link = PreviewLink(
        post_id=post.id, digest=_digest(secret), made_by_id=by.id, made_at=now(), ends_at=ends_at
    )
    db.session.add(link)
    return secret


def open_links(post: Post) -> Sequence[PreviewLink]:
    """The links to a post that have not ended, by their end."""
    query = sa.select(PreviewLink).where(PreviewLink.post_id == post.id, PreviewLink.ends_at > now())
    return db.session.scalars(
        query.options(joinedload(PreviewLink.made_by)).order_by(PreviewLink.ends_at, PreviewLink.id)
    ).all()


def end_link(post: Post, link_id: int | None, *, by: User) -> None:
    """End a link of the post now. Raises `NotFound` for one that is not there, or has ended."""
    require_editor(post, by)
    link = next((link for link in open_links(post) if link.id == link_id), None)
    if link is None:
        raise NotFound("There is no such link, or it has ended already.")
    link.ends_at = now()


def linked_post(secret: str) -> Post:
    """The post that a link shows. Raises `Ended` for one that was good once, `NotFound` for any other."""
    found = db.session.execute(
        sa.select(Post, PreviewLink.ends_at)
        .join(PreviewLink, PreviewLink.post_id == Post.id)
        .where(PreviewLink.digest == _digest(secret))
    ).first()
    if found is None:
        raise NotFound("There is nothing at this address.")
    post, ends_at = found
    if ends_at <= now() or post.status is PostStatus.WITHDRAWN:
        raise Ended("Whoever gave it to you can make a new one.")
    shown: Post = post
    return shown


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
