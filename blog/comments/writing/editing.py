"""Changing one's own comment for a while, and taking it back.

An edit goes the way that a new comment goes: what would be held as one is held as an edit.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import Comment, CommentStatus, CommentVersion
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.notifying import events
from blog.comments.policy.settings import comment_settings
from blog.comments.screening import pipeline
from blog.comments.screening.models import Assessment, ScreeningAct
from blog.comments.threads.places import words_changed
from blog.comments.threads.turns import take_turn
from blog.comments.writing.posting import PreparedComment
from blog.errors import Closed, Conflict, Forbidden, NotFound
from blog.extensions import db

# More than anyone mends in the time there is; each is kept, and the page of versions shows them all.
MOST_EDITS = 20
# What is hidden is judged as it stands.
EDITABLE = frozenset({CommentStatus.PUBLISHED, CommentStatus.HELD})


def editable_until(comment: Comment) -> datetime:
    """Until when its author may change the comment's words."""
    return comment.created_at + timedelta(minutes=comment_settings().edit_minutes)


def may_edit(comment: Comment, person: User | None) -> bool:
    """Whether the comment is offered to be changed."""
    return may_delete(comment, person) and comment.status in EDITABLE and now() < editable_until(comment)


def may_delete(comment: Comment, person: User | None) -> bool:
    """Whether the comment is offered to be taken back: at any time, by who wrote it."""
    is_own = person is not None and comment.author_id == person.id
    return is_own and comment.status in EDITABLE | {CommentStatus.HIDDEN}


def refuse_edit(comment: Comment, by: User) -> None:
    """Raise `Forbidden` for anyone but the author, `NotFound` for what is gone, `Closed` when the time is over."""
    _refuse_others(comment, by)
    if comment.status not in EDITABLE:
        raise NotFound("This comment was removed meanwhile, so there is nothing left to change.")
    by.require(Act.COMMENT)
    if now() >= editable_until(comment):
        raise Closed(_over(comment_settings().edit_minutes))
    if comment.version > MOST_EDITS:
        raise Closed(
            f"A comment can be changed {MOST_EDITS} times, and this one was. It stays as it stands: answer it to add "
            "more."
        )


def edit_comment(comment: Comment, prepared: PreparedComment, *, seen_version: int, by: User) -> Comment:
    """Give the comment other words, and keep those it had. The same words again change nothing.

    One that is held stays held: who held it looks at the new words. Raises as `refuse_edit` and the screening do, and
    `Conflict` beside body where the words are not those that `by` saw.
    """
    take_turn(comment.post)
    db.session.refresh(comment)
    refuse_edit(comment, by)
    if comment.body == prepared.body:
        return comment
    if comment.version != seen_version:
        raise Conflict(
            "You changed this comment meanwhile, in another tab. What you wrote now is kept below and was not stored: "
            "compare the two, then save again.",
            field="body",
        )
    draft = pipeline.Draft(comment.post, prepared.body, prepared.html, comment.parent, comment=comment)
    verdict = pipeline.screen_or_refuse(draft, by=by)
    _replace(comment, prepared)
    db.session.flush()
    pipeline.keep(comment, verdict)
    if comment.status is CommentStatus.PUBLISHED and verdict.act is ScreeningAct.HOLD:
        decide(comment, ModerationAct.HOLD, by=None)
    if comment.status is CommentStatus.HELD:
        events.comment_held(comment)
    else:
        words_changed(comment)
        events.mentioned(comment)
    return comment


def delete_comment(comment: Comment, *, by: User) -> None:
    """Take the comment's words away for good, with its older ones. Its place stays while replies stand below it.

    Raises `Forbidden` for anyone but the author, and for what was taken away before.
    """
    take_turn(comment.post)
    db.session.refresh(comment)
    _refuse_others(comment, by)
    decide(comment, ModerationAct.DELETE, by=by)
    comment.body = comment.html = ""
    comment.passage = None
    comment.edited_at = None
    db.session.execute(sa.delete(CommentVersion).where(CommentVersion.comment_id == comment.id))
    # What was found in the words tells them.
    db.session.execute(sa.delete(Assessment).where(Assessment.comment_id == comment.id))


def published_versions(comment: Comment) -> list[CommentVersion]:
    """The words that others could read before an edit replaced them, oldest first."""
    mine = sa.select(CommentVersion).where(
        CommentVersion.comment_id == comment.id, CommentVersion.was_published
    )
    return list(db.session.scalars(mine.order_by(CommentVersion.number)))


def older_replies(comments: Iterable[Comment]) -> dict[int, int]:
    """How many published replies are older than the last edit of what they answer; without those that have none."""
    edited = [comment.id for comment in comments if comment.edited_at]
    if not edited:
        return {}
    above = aliased(Comment)
    query = sa.select(Comment.parent_id, sa.func.count()).join(above, above.id == Comment.parent_id)
    query = query.where(Comment.parent_id.in_(edited), Comment.status == CommentStatus.PUBLISHED)
    query = query.where(Comment.created_at < above.edited_at).group_by(Comment.parent_id)
    return {number: count for number, count in db.session.execute(query) if number is not None}


def _replace(comment: Comment, prepared: PreparedComment) -> None:
    was_published = comment.status is CommentStatus.PUBLISHED
    before = CommentVersion(
        comment_id=comment.id,
        number=comment.version,
        body=comment.body,
        html=comment.html,
        was_published=was_published,
    )
    db.session.add(before)
    comment.body, comment.html = prepared.body, prepared.html
    comment.version += 1
    if was_published:
        comment.edited_at = now()


def _refuse_others(comment: Comment, by: User) -> None:
    if comment.author_id != by.id:
        raise Forbidden("Only who wrote a comment can change it or take it back.")


def _over(minutes: int) -> str:
    if not minutes:
        return "Comments cannot be changed on this site. You can delete yours, or answer it to add more."
    time = "a minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"A comment can be changed for {time} after it was sent, and that time is over. It stays as it stands: answer "
        "it to add more, or delete it."
    )
