"""A site of some size to measure: posts on one statement, a short thread and a long one."""

from datetime import timedelta

import sqlalchemy as sa

from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.paths import path_to
from blog.demo.loading import FOLDER, URL
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.publishing.states import publish
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import create, prepare
from blog.sources.adding import Statement, add_pasted
from blog.transactions import writing

POSTS = 60
SHORT_THREAD = 100
LONG_THREAD = 10_000
COMMENT = (
    "<p>A remark of the usual length, which says something about the second paragraph and then stops.</p>"
)


def fill() -> dict[str, str]:
    """Fill an empty site; returns the paths to measure, by what they are."""
    statement = Statement.parse((FOLDER / "letter.html").read_text("utf-8"), url=URL, language="en")
    author = User(
        email="a@example.org", name="A", handle="a", fs_uniquifier="a", grants=[Grant(role=Role.author)]
    )
    with writing():
        db.session.add(author)
        add_pasted(statement, by=None)
    blocks = f"/// statement | {URL}\n///\n\n/// quote | {URL}\nWe will not end the winter sailings\n///\n"
    body = f"Some words of mine.\n\n{blocks}"
    posts = [_published(author, f"Post {number}", body) for number in range(POSTS)]
    _discuss(posts[0], author, SHORT_THREAD)
    _discuss(posts[1], author, LONG_THREAD)
    return {
        "home": "/",
        "post, no comments": posts[2].path,
        "post, short thread": posts[0].path,
        "post, long thread": posts[1].path,
        "statement": "/statements/1/",
        "feed of 20 posts": "/feed.atom",
        "not found": "/nothing-here",
    }


def _published(author: User, title: str, body: str) -> Post:
    prepared = prepare(Draft(title=title, body=body, tags=("Ferries",)), pins={})
    with writing():
        post = create(prepared, by=author)
        publish(post, by=author, at=now() - timedelta(hours=1))
    return post


def _discuss(post: Post, author: User, count: int) -> None:
    """A thread in which every third comment answers the one before."""
    with writing():
        first = (db.session.scalar(sa.select(sa.func.max(Comment.id))) or 0) + 1
        path = b""
        for number in range(first, first + count):
            is_reply = number % 3 == 0 and path
            parent = number - 1 if is_reply else None
            path = path_to(number, path if is_reply else b"")
            db.session.add(
                Comment(
                    id=number,
                    post_id=post.id,
                    parent_id=parent,
                    path=path,
                    depth=len(path) // 4 - 1,
                    author_id=author.id,
                    status=CommentStatus.PUBLISHED,
                    shown=True,
                    body="A remark.",
                    html=COMMENT,
                    form_id=f"bench-{number}",
                )
            )
        post.comment_count = count
