"""What an address of this site shows that somebody may complain about."""

import re
from urllib.parse import urlsplit

import sqlalchemy as sa

from blog.accounts.links import site_url
from blog.comments.fairness.complaining import Target
from blog.comments.threads.pages import find_comment
from blog.database import row_number
from blog.embed.models import Repost
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import readable
from blog.reading.sources import find_source
from blog.sources.models import Source
from blog.typed import line

ADDRESS_LIMIT = 2_000
COMMENT = re.compile(r"/comments/(\d+)/")
STATEMENT = re.compile(r"/statements/(\d+)/")
POST = re.compile(r"/\d+/\d+/\d+/([^/]+)/")
IN_THREAD = re.compile(r"c(\d+)")
NOTHING = (
    "Nothing that everyone can see here has this address. Copy that of the statement’s page, of the post that reposts "
    "it, or of the comment (its “Link” leads there)."
)


def find_target(typed: str) -> Target:
    """What the address shows to everyone. Raises `Invalid` beside address, saying which one to take instead."""
    address = line(typed, field="address", limit=ADDRESS_LIMIT, what="The address")
    try:
        parts = urlsplit(address)
    except ValueError:
        raise Invalid(NOTHING, field="address") from None
    if parts.netloc and parts.netloc.lower() != urlsplit(site_url()).netloc.lower():
        raise Invalid(
            f"That is an address of {parts.netloc}, not of this site: complain there.", field="address"
        )
    try:
        return _target(parts.path, parts.fragment)
    except NotFound:
        raise Invalid(NOTHING, field="address") from None


def _target(path: str, fragment: str) -> Target:
    if found := COMMENT.match(path) or IN_THREAD.fullmatch(fragment):
        comment = find_comment(row_number(found[1]) or 0, None)  # as the signed-out see it: what is published
        return Target(comment=comment, post=comment.post)
    if found := STATEMENT.match(path):
        return Target(source=find_source(row_number(found[1]) or 0))
    if found := POST.match(path):
        post = db.session.scalar(readable().where(Post.slug == found[1]))
        if post is not None:
            return Target(source=_only_statement(post), post=post)
    raise NotFound(NOTHING)


def _only_statement(post: Post) -> Source:
    shown = sa.select(Repost.source_id).where(Repost.post_id == post.id)
    found = list(db.session.scalars(sa.select(Source).where(Source.id.in_(shown))))
    if not found:
        raise Invalid(
            "This post reposts no statement. An error in the post itself is reported at the end of its page.",
            field="address",
        )
    if len(found) > 1:
        raise Invalid(
            "This post reposts several statements. Open the page of the one you mean (“Versions, and posts on it”), "
            "and copy that address.",
            field="address",
        )
    return found[0]
