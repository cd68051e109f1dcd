"""A person as moderators know them: what they wrote, what was decided about them, what colleagues noted."""

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Comment
from blog.comments.moderation.models import Decision, PersonNote
from blog.extensions import db
from blog.posts.models import Post
from blog.typed import plain, required

NOTE_LIMIT = 2000
SHOWN = 30


def note(person: User, words: str, *, by: User) -> PersonNote:
    """Keep a note on the person for the other moderators. Raises `Invalid` beside words."""
    by.require(Act.MODERATE)
    words = required(
        plain(words, field="words", limit=NOTE_LIMIT, what="The note").strip(), field="words", what="The note"
    )
    kept = PersonNote(person_id=person.id, words=words, made_by_id=by.id)
    db.session.add(kept)
    return kept


def notes_on(person: User) -> list[PersonNote]:
    """The notes on the person, newest first."""
    query = (
        sa.select(PersonNote).where(PersonNote.person_id == person.id).options(joinedload(PersonNote.made_by))
    )
    return list(db.session.scalars(query.order_by(PersonNote.id.desc()).limit(SHOWN)))


def decisions_on(person: User) -> list[Decision]:
    """The last decisions about the person and their comments, newest first."""
    theirs = sa.select(Comment.id).where(Comment.author_id == person.id)
    about = sa.or_(Decision.person_id == person.id, Decision.comment_id.in_(theirs))
    query = sa.select(Decision).where(about).options(joinedload(Decision.decided_by))
    return list(db.session.scalars(query.order_by(Decision.id.desc()).limit(SHOWN)))


def comments_of(person: User) -> list[Comment]:
    """The person's last comments, newest first."""
    post = joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered))
    query = sa.select(Comment).where(Comment.author_id == person.id).options(post)
    return list(db.session.scalars(query.order_by(Comment.id.desc()).limit(SHOWN)))
