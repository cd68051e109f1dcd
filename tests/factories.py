"""Things to test with, one function a noun. Each writes and commits; call them inside an application context."""

import itertools

from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.places import give_place, status_changed
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post, PostStatus
from blog.transactions import writing

PASSWORD = "correct horse battery"
# Argon2id of PASSWORD with the least work: tests sign in often, and nobody attacks them.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$Y9K+6Yj7mh+7RSBBNMD5FQ$yEc+1B2kRJ3xM058s1So6n2jVBD4I7KAfUhnU7xCBtY"
)
_count = itertools.count(1)


def make_user(role: Role = Role.reader, *, name: str = "", email: str = "") -> User:
    number = next(_count)
    user = User(
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        handle=f"person-{number}",
        password=PASSWORD_HASH,
        fs_uniquifier=f"uniquifier-{number}",
        confirmed_at=now(),
        grants=[] if role is Role.reader else [Grant(role=role)],
    )
    with writing():
        db.session.add(user)
    return user


def make_post(
    *,
    author: User | None = None,
    status: PostStatus = PostStatus.PUBLISHED,
    policy: CommentPolicy = CommentPolicy.HOLD_FIRST,
) -> Post:
    """A post without statements. Its body is not rendered: what is shown is given."""
    number, at, author = next(_count), now(), author or make_user(Role.author)
    dated = status is not PostStatus.DRAFT
    with writing():
        post = Post(
            slug=f"post-{number}",
            title=f"Post {number}",
            body="The quay is open.",
            rendered=[["html", "<p>The quay is open.</p>"]],
            status=status,
            policy=policy,
            author_id=author.id,
            published_at=at if dated else None,
            day=at.date() if dated else None,
        )
        db.session.add(post)
    return post


def make_comment(
    post: Post,
    *,
    author: User | None = None,
    parent: Comment | None = None,
    status: CommentStatus = CommentStatus.PUBLISHED,
    words: str = "Aye.",
) -> Comment:
    """A comment that has been in `status` from the first, its words shown as they are given: mark nothing up."""
    author = author or make_user()
    with writing():
        comment = Comment(
            post_id=post.id,
            author_id=author.id,
            status=status,
            body=words,
            html=f"<p>{words}</p>",
            form_id=f"form-{next(_count)}",
        )
        db.session.add(comment)
        db.session.flush()
        give_place(comment, parent)
        status_changed(comment, was=None)
    return comment
