"""The post that a page of the desk is about, looked up through what the asker may edit."""

from flask_login import current_user

from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import editable_by


def find_post(post_id: int) -> Post:
    """The post of that number. Raises `NotFound` where there is none, or it is another author's."""
    post = db.session.scalar(editable_by(current_user).where(Post.id == post_id))
    if post is None:
        raise NotFound("There is no post here that you may edit.")
    return post
