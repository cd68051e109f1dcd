"""The dry run: what other rules would have done with the comments of the last days, and what people decided on those.

Tried are the rules about words: the lists, the links and the spam score, which is the one that each comment had then.
Who writes, and when, is not tried: what was first then is first under any rules. Nothing is changed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision
from blog.comments.policy.settings import as_if
from blog.comments.screening.findings import Draft, Finding, strictest
from blog.comments.screening.models import ScreeningAct, SpamModel
from blog.comments.screening.phases import links, spam, words
from blog.comments.screening.spam.keeping import current
from blog.extensions import db
from blog.posts.models import Post

# The newest of them, within what a page may take.
MOST_TRIED = 2_000


class Fate(StrEnum):
    """What people made of a comment then."""

    LET_STAND = "let stand by a moderator"
    TAKEN_AWAY = "taken away by a moderator"
    UNDECIDED = "decided on by nobody"


@dataclass(frozen=True, slots=True)
class Tried:
    """A comment that the rules would treat otherwise, why, and what became of it."""

    comment: Comment
    fate: Fate
    findings: list[Finding]


@dataclass(slots=True)
class Trial:
    """What was tried, and what the rules would do otherwise than those that hold now: by what they would ask for.

    `is_cut` says that there were more comments than are tried.
    """

    days: int
    tried: int
    is_cut: bool
    otherwise: dict[ScreeningAct, list[Tried]] = field(default_factory=dict)

    def fates(self, act: ScreeningAct) -> list[tuple[Fate, int]]:
        """How many of those met which fate."""
        counts = Counter(tried.fate for tried in self.otherwise.get(act, []))
        return [(fate, counts[fate]) for fate in Fate if counts[fate]]


def try_out(chosen: Mapping[str, Any], *, days: int, by: User) -> Trial:
    """Try the choices (as `policy.choosing.parse` gives them) on the comments of the last `days` days."""
    by.require(Act.MANAGE_SITE)
    comments = _comments(days)
    trial = Trial(days, min(len(comments), MOST_TRIED), len(comments) > MOST_TRIED)
    comments = comments[:MOST_TRIED]
    fates, found = _fates(comments), current()
    model = found[0] if found else None
    before = [strictest(_findings(comment, model)) for comment in comments]
    with as_if(chosen):
        after = [_findings(comment, model) for comment in comments]
    for comment, was, findings in zip(comments, before, after, strict=True):
        if (act := strictest(findings)) is not was:
            trial.otherwise.setdefault(act, []).append(Tried(comment, fates[comment.id], findings))
    return trial


def _comments(days: int) -> list[Comment]:
    query = sa.select(Comment).where(
        Comment.created_at > now() - timedelta(days=days), Comment.status != CommentStatus.DELETED
    )
    post = joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered))
    query = query.options(joinedload(Comment.author), post, defer(Comment.html))
    return list(db.session.scalars(query.order_by(Comment.id.desc()).limit(MOST_TRIED + 1)))


def _findings(comment: Comment, model: SpamModel | None) -> list[Finding]:
    draft = Draft(comment.post, comment.body, "", comment=comment)
    found = [*words.of_lists(draft, by=comment.author), *links.to_others(draft, by=comment.author)]
    score = comment.spam_score
    if score is not None and model is not None and spam.is_held(score, model):
        reason = f"It read like spam to {score:.0%}."
        found.append(Finding(spam.SPAM, ScreeningAct.HOLD, reason, weight=score))
    return found


def _fates(comments: list[Comment]) -> dict[int, Fate]:
    """By comment; the last decision counts that a person made."""
    fates = {comment.id: Fate.UNDECIDED for comment in comments}
    if not comments:
        return fates
    query = sa.select(Decision.comment_id, Decision.now).join(Comment, Comment.id == Decision.comment_id)
    query = query.where(Comment.id >= comments[-1].id, Decision.decided_by_id.is_not(None))
    for number, status in db.session.execute(query.order_by(Decision.id)):
        if number in fates:
            fates[number] = Fate.LET_STAND if status is CommentStatus.PUBLISHED else Fate.TAKEN_AWAY
    return fates
