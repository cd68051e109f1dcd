"""Answering a statement: a draft that reposts it, ready to be written in."""

from datetime import timedelta

import sqlalchemy as sa

from blog.accounts.models import User
from blog.clock import now
from blog.extensions import db
from blog.posts.models import TITLE_LIMIT, Pin, Post, PostStatus
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import Prepared, prepare
from blog.sources.models import Text

# Two presses of one button, or a reload that sends the form again: nobody means a second draft so soon.
SAME_PRESS = timedelta(minutes=1)


def prepare_answer(text: Text) -> Prepared:
    """A draft with the statement's block in place, standing on the text given."""
    source = text.snapshot.source
    draft = Draft(title=f"On “{source.title}”"[:TITLE_LIMIT], body=f"/// statement | {source.url}\n///\n")
    return prepare(draft, pins={source.id: text.id})


def just_begun(text: Text, *, by: User) -> Post | None:
    """The untouched draft on this text that the same person began a moment ago."""
    query = (
        sa.select(Post)
        .join(Pin, Pin.post_id == Post.id)
        .where(Pin.text_id == text.id, Post.author_id == by.id, Post.status == PostStatus.DRAFT)
        .where(Post.revision == 1, Post.created_at > now() - SAME_PRESS)
        .order_by(Post.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
