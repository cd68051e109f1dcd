"""The newest posts as a feed holds them; the demo is never among them."""

from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import listed
from blog.reading.posts import PostView, stored_posts
from blog.site import Site

POSTS_IN_FEED = 20


def newest(site: Site) -> list[PostView]:
    """The newest posts, newest first."""
    query = listed().where(Post.is_demo.is_(False)).order_by(Post.published_at.desc(), Post.id.desc())
    query = query.options(joinedload(Post.author), selectinload(Post.tags)).limit(POSTS_IN_FEED)
    return stored_posts(list(db.session.scalars(query)), site)
