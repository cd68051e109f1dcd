"""A decision as the page shows it to whom it is about, with their appeal and what became of that."""

from dataclasses import dataclass

from markupsafe import Markup

from blog.accounts.models import User
from blog.comments.fairness.answerers import answerers
from blog.comments.fairness.appealing import appeal_against, hindrance, last_moment, own_decision
from blog.comments.fairness.models import Appeal
from blog.comments.models import CommentStatus
from blog.comments.moderation.measures import decided_measure
from blog.comments.moderation.models import Decision
from blog.comments.notifying import sentences
from blog.reading.words import moment_words
from blog.site import Site

ALONE = "Nobody else moderates here: who made the decision will look at it again themself, and answer you in words."
ANOTHER = "Somebody who had no part in the decision looks at it, and answers you in words."
NOT_MAKER = "Somebody other than who made the decision looks at it, and answers you in words."


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """What templates/account/decision.html takes. `why_not` says why it cannot be appealed, empty where it can; `who`,
    who would answer, and `until`, by when it must be sent, are empty where it cannot."""

    id: int
    sentence: str
    at: str
    at_words: str
    words: Markup | None
    is_public: bool
    post: tuple[str, str] | None
    why_not: str
    who: str
    until: str
    appeal: "OwnAppeal | None"


@dataclass(frozen=True, slots=True)
class OwnAppeal:
    """What somebody said against a decision, and what became of it; `outcome` says that in a sentence."""

    words: str
    at_words: str
    outcome: str
    answer: str
    answered_words: str


def decision_view(decision_id: int, person: User, site: Site) -> OwnDecision:
    """The decision of this number, about the person. Raises `NotFound` for another's."""
    decision = own_decision(decision_id, person)
    comment, appeal = decision.comment, appeal_against(decision)
    why_not = "" if appeal else hindrance(decision, person)
    may = not (appeal or why_not)
    measure = decided_measure(decision)
    return OwnDecision(
        decision.id,
        sentences.decided_on_comment(decision, comment)
        if comment
        else sentences.decided_on_person(decision, measure.until if measure else None),
        decision.decided_at.isoformat(),
        moment_words(decision.decided_at, site),
        comment.words if comment else None,
        comment is not None and comment.status is CommentStatus.PUBLISHED,
        (comment.post.title, comment.post.path) if comment and comment.post.is_readable else None,
        why_not,
        _who(decision, person) if may else "",
        moment_words(last_moment(decision), site) if may else "",
        _own(appeal, site) if appeal else None,
    )


def _who(decision: Decision, person: User) -> str:
    found = answerers(decision, person)
    return ALONE if found.is_alone else ANOTHER if found.is_apart else NOT_MAKER


def _own(appeal: Appeal, site: Site) -> OwnAppeal:
    answered = moment_words(appeal.answered_at, site) if appeal.answered_at else ""
    return OwnAppeal(
        appeal.words, moment_words(appeal.made_at, site), _outcome(appeal), appeal.answer, answered
    )


def _outcome(appeal: Appeal) -> str:
    if appeal.resolution is None:
        return "It waits for its answer; you will be told."
    return sentences.appeal_outcome(appeal)
