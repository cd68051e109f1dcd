"""Whether the same was said before: by the same person, or by others here of late."""

from datetime import timedelta

import sqlalchemy as sa
from rapidfuzz import fuzz

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.folding import folded_words
from blog.comments.screening.models import ScreeningAct
from blog.extensions import db

REPEAT = "repeat"
# Whoever says the same again later may have a reason to.
RECENTLY = timedelta(days=1)
OWN_LOOKED_AT = 20
OTHERS_LOOKED_AT = 100
# “I agree” is said by many, and often.
SHORTEST = 30
# Of 100: what is left when a few words are exchanged in a text that is sent around.
NEARLY = 92


def of_words(draft: Draft, *, by: User) -> list[Finding]:
    """Refuse what the same person has just said; hold what is nearly that, or nearly what others have just said."""
    if by.may(Act.ENTER_DESK):
        return []
    mine = _folded(draft.body)
    if len(mine) < SHORTEST:
        return []
    for body, is_own in _before(draft, by):
        theirs = _folded(body)
        if is_own and theirs == mine and draft.comment is None:
            reason = (
                "You said the same here within a day. Your text is kept below: add what is new, or leave it."
            )
            return [Finding(REPEAT, ScreeningAct.REFUSE, reason, {}, 0.7)]
        if fuzz.ratio(theirs, mine, score_cutoff=NEARLY):
            who = "the same person" if is_own else "somebody else"
            reason = f"Nearly the same was sent by {who} within a day."
            return [Finding(REPEAT, ScreeningAct.HOLD, reason, {}, 0.6)]
    return []


def _before(draft: Draft, by: User) -> list[tuple[str, bool]]:
    """Bodies of the person's newest comments of the last day, then of other people's."""
    recent = sa.select(Comment.body, Comment.author_id).where(Comment.created_at > now() - RECENTLY)
    recent = recent.where(Comment.status != CommentStatus.DELETED).order_by(Comment.id.desc())
    if draft.comment is not None:
        recent = recent.where(Comment.id != draft.comment.id)
    own = recent.where(Comment.author_id == by.id).limit(OWN_LOOKED_AT)
    others = recent.where(Comment.author_id != by.id).limit(OTHERS_LOOKED_AT)
    rows = [*db.session.execute(own), *db.session.execute(others)]
    return [(body, author_id == by.id) for body, author_id in rows]


def _folded(body: str) -> str:
    return " ".join(folded_words(body).split())
