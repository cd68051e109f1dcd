"""The comment that stands first in a post's thread, in every order: chosen by who may change the post."""

from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.places import words_changed
from blog.comments.threads.turns import take_turn
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import may_edit_post, require_editor


def may_pin(comment: Comment, post: Post, person: User | None) -> bool:
    """Whether it is offered to `person` to pin the comment: one that everyone sees, that answers no other.

    An official answer stands first anyway, and is not for the post's author to move.
    """
    begins = comment.parent_id is None and comment.status is CommentStatus.PUBLISHED
    return begins and not comment.is_official and person is not None and may_edit_post(post, person)


def pin(comment: Comment, *, by: User) -> None:
    """Let the comment stand first, in the place of the one that does now. Raises `Forbidden`, `Invalid`, `NotFound`."""
    require_editor(comment.post, by)
    if comment.parent_id is not None:
        raise Invalid("Only a comment that answers no other one can stand first. Nothing was done.")
    take_turn(comment.post)
    db.session.refresh(comment, ["status"])
    if comment.status is not CommentStatus.PUBLISHED:
        raise NotFound("This comment was removed meanwhile. Nothing was done.")
    before = db.session.get(Comment, comment.post.pinned_comment_id or 0)
    comment.post.pinned_comment_id = comment.id
    for changed in filter(None, (before, comment)):
        words_changed(changed)


def unpin(comment: Comment, *, by: User) -> None:
    """Let the comment stand in its own place again; nothing is done where it does. Raises `Forbidden`."""
    require_editor(comment.post, by)
    take_turn(comment.post)
    if comment.post.pinned_comment_id == comment.id:
        comment.post.pinned_comment_id = None
        words_changed(comment)
