"""What the rules tell of: each function is called in the transaction of the act, and makes rows, never mail.

A person hears of a comment once: as a reply before a mention, as a mention before a comment on their post, and as
that before one in a thread they follow. One key a comment sees to that, whatever is told first wins, and the
followers, who may be many, are told last, by a job.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from blog.accounts.models import Grant, NoticeKind, User
from blog.accounts.notices import tell, tell_all
from blog.accounts.roles import Act, Role, acts_of
from blog.clock import now
from blog.comments.fairness.models import Appeal
from blog.comments.fairness.settling import TAKEN_AWAY, WEIGHING
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision
from blog.comments.notifying import sentences
from blog.comments.notifying.following import follow_from_now, followers, not_silenced
from blog.comments.notifying.mentions import people_in
from blog.comments.policy.settings import comment_settings
from blog.extensions import db
from blog.jobs import enqueue
from blog.posts.models import Correction, Post

FAN_OUT = "notices.followers"
# How many followers one transaction tells: a moment, even where other writers wait for it.
FOLLOWERS_AT_ONCE = 200
MODERATORS = frozenset(role for role in Role if Act.MODERATE in acts_of({role}))
# Where a person looks at what was decided about them.
OWN_NOTICES = "/account/notices/"


def comment_published(comment: Comment) -> None:
    """Everyone may read the comment from now on: tell those it answers, names or concerns."""
    parent = db.session.get(Comment, comment.parent_id) if comment.parent_id else None
    if parent is not None:
        _tell(comment, [parent.author_id], NoticeKind.REPLY, sentences.replied(comment))
    mentioned(comment)
    _tell(comment, [comment.post.author_id], NoticeKind.POST_COMMENT, sentences.commented(comment))
    if followers(comment.post_id, since=now(), after=0, most=1):
        enqueue(FAN_OUT, comment_id=comment.id, since=now().isoformat())
    follow_from_now(comment.post_id, comment.author_id)


def mentioned(comment: Comment) -> None:
    """Tell those whom a published comment names and who have not heard of it, also after an edit."""
    if comment.status is CommentStatus.PUBLISHED:
        named = [person.id for person in people_in(comment.body)]
        _tell(comment, named, NoticeKind.MENTION, sentences.mentioned(comment))


def comment_held(comment: Comment) -> None:
    """Tell the moderators of a comment that waits for them."""
    _tell_moderators(comment, f"held-{comment.id}-{comment.version}", sentences.held(comment))


def comment_reported(comment: Comment) -> None:
    """Tell the moderators of a comment that a reader reported; once, however many readers do."""
    _tell_moderators(comment, f"reported-{comment.id}-{comment.version}", sentences.reported(comment))


def decided(decision: Decision, *, until: datetime | None = None) -> None:
    """Tell whom a decision is about what was decided, and why; not those who decided about themselves."""
    db.session.flush()  # a new decision has its number from here on
    comment = db.session.get(Comment, decision.comment_id) if decision.comment_id else None
    person_id = comment.author_id if comment else decision.person_id
    person = db.session.get(User, person_id) if person_id else None
    if person is None or not person.active or person.id == decision.decided_by_id:
        return
    words = (
        sentences.decided_on_comment(decision, comment)
        if comment
        else sentences.decided_on_person(decision, until)
    )
    weighs = decision.now in TAKEN_AWAY or (comment is None and decision.act in WEIGHING)
    if weighs and comment_settings().has_appeals:
        words += sentences.may_appeal(comment_settings().appeal_days)
    tell(
        person,
        kind=NoticeKind.DECISION,
        key=f"decision-{decision.id}",
        words=words,
        path=_where(decision, comment, weighs=weighs),
        about=comment.id if comment else None,
        post_id=comment.post_id if comment else None,
    )


def _where(decision: Decision, comment: Comment | None, *, weighs: bool) -> str:
    if weighs:
        return f"/account/decisions/{decision.id}/"
    shown = comment is not None and decision.now is CommentStatus.PUBLISHED
    return f"/comments/{decision.comment_id}/" if shown else OWN_NOTICES


def appealed(appeal: Appeal, comment: Comment | None, *, to: Collection[int]) -> None:
    """Tell those who may answer the appeal of it; `comment` is what its decision is about, if it is about one."""
    tell_all(
        to,
        kind=NoticeKind.MODERATION,
        key=f"appeal-{appeal.id}",
        words=sentences.appealed(comment),
        path="/admin/appeals/",
        post_id=comment.post_id if comment else None,
    )


def appeal_answered(appeal: Appeal) -> None:
    """Tell who appealed what became of it."""
    comment = appeal.decision.comment
    if appeal.person.active:
        tell(
            appeal.person,
            kind=NoticeKind.DECISION,
            key=f"appeal-{appeal.id}",
            words=sentences.appeal_answered(appeal),
            path=f"/account/decisions/{appeal.decision_id}/",
            post_id=comment.post_id if comment else None,
        )


def second_look(comment: Comment, decision: Decision) -> None:
    """Ask the other moderators to look at what the post's author hid."""
    _tell_moderators(
        comment, f"second-{decision.id}", sentences.second_look(comment), but=decision.decided_by_id
    )


def report_answered(comment: Comment, decision: Decision, *, report_id: int, person_id: int) -> None:
    """Tell who reported a comment what was decided; not whoever decided it."""
    reporter = db.session.get_one(User, person_id)
    if not reporter.active or reporter.id == decision.decided_by_id:
        return
    tell(
        reporter,
        kind=NoticeKind.DECISION,
        key=f"report-{report_id}-{decision.id}",
        words=sentences.report_answered(decision, comment),
        path=f"/comments/{comment.id}/" if decision.now is CommentStatus.PUBLISHED else comment.post.path,
        post_id=comment.post_id,
    )


def correction_decided(correction: Correction) -> None:
    """Tell who reported an error what became of it."""
    reporter = db.session.get(User, correction.reported_by_id) if correction.reported_by_id else None
    if reporter is None or not reporter.active or reporter.id == correction.decided_by_id:
        return
    post = db.session.get_one(Post, correction.post_id)
    tell(
        reporter,
        kind=NoticeKind.CORRECTION,
        key=f"correction-{correction.id}-{correction.state.value}",
        words=sentences.corrected(correction, post),
        path=post.path,
        about=correction.id,
        post_id=post.id,
    )


def tell_followers(comment: Comment, *, since: datetime, after: int) -> int | None:
    """Tell a batch of those who followed the thread when the comment appeared, above the person `after`.

    Returns the last one of the batch, None at the end.
    """
    found = followers(comment.post_id, since=since, after=after, most=FOLLOWERS_AT_ONCE)
    _tell(comment, found, NoticeKind.THREAD, sentences.followed(comment))
    return found[-1] if len(found) == FOLLOWERS_AT_ONCE else None


def _tell(comment: Comment, person_ids: list[int], kind: NoticeKind, words: str) -> None:
    """Tell people of a comment: never its author, and nobody who silenced the thread."""
    others = [person_id for person_id in person_ids if person_id != comment.author_id]
    tell_all(
        not_silenced(comment.post_id, others) if others else [],
        kind=kind,
        key=f"comment-{comment.id}",
        words=words,
        path=f"/comments/{comment.id}/",
        about=comment.id,
        post_id=comment.post_id,
    )


def _tell_moderators(comment: Comment, key: str, words: str, *, but: int | None = None) -> None:
    moderating = sa.select(Grant.user_id).where(Grant.role.in_(MODERATORS))
    query = sa.select(User.id).where(
        User.id.in_(moderating), User.active, User.id.not_in({comment.author_id, but} - {None})
    )
    tell_all(
        list(db.session.scalars(query)),
        kind=NoticeKind.MODERATION,
        key=key,
        words=words,
        path="/admin/comments/",
        about=comment.id,
        post_id=comment.post_id,
    )
