"""The one way into a thread: every comment, edit and import is looked at by the same phases.

No phase knows of another, so their order matters to nobody; the strictest act is done, and all that was found is kept.
"""

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.comments.moderation.measures import refuse_suspended
from blog.comments.moderation.urgency import set_due
from blog.comments.screening.findings import Draft, Finding, Verdict, strictest
from blog.comments.screening.models import Assessment, ScreeningAct
from blog.comments.screening.phases import (
    length,
    links,
    pace,
    read_first,
    repeat,
    spam,
    standing,
    state,
    words,
)
from blog.errors import Closed, DomainError, Invalid
from blog.extensions import db

__all__ = ["Draft", "Finding", "Verdict", "keep", "screen", "screen_or_refuse"]

PHASES = (
    state.of_thread,
    read_first.of_author,
    length.of_words,
    pace.of_author,
    repeat.of_words,
    words.of_lists,
    links.to_others,
    standing.of_author,
    spam.of_words,
)
# What a refusal is raised as, by the phase that refused; others are about what was typed.
REFUSALS: dict[str, type[DomainError]] = {state.THREAD: Closed}


def refuse_words(draft: Draft) -> None:
    """Raise `Invalid` beside body for words that are taken from nobody, whoever will turn out to send them."""
    for phase in (length.of_words, words.of_lists):
        for finding in phase(draft):
            if finding.act is ScreeningAct.REFUSE:
                raise Invalid(finding.reason, field="body")


def screen(draft: Draft, *, by: User) -> Verdict:
    """What is to become of the words, if `by` sends them now. Reads the database and writes nothing."""
    findings = [finding for phase in PHASES for finding in phase(draft, by=by)]
    score = next((finding.weight for finding in findings if finding.phase == spam.SPAM), None)
    return Verdict(strictest(findings), findings, score)


def screen_or_refuse(draft: Draft, *, by: User) -> Verdict:
    """As `screen`. Raises the first refusal: `Closed`, `Forbidden`, or `Invalid` beside body."""
    refuse_suspended(by)
    verdict = screen(draft, by=by)
    for finding in verdict.findings:
        if finding.act is not ScreeningAct.REFUSE:
            continue
        if finding.phase in REFUSALS:
            raise REFUSALS[finding.phase](finding.reason)
        raise Invalid(finding.reason, field="body")
    return verdict


def keep(comment: Comment, verdict: Verdict) -> None:
    """Keep what was found with the comment, which has its number, its status and the version that was screened."""
    comment.spam_score = verdict.spam_score
    db.session.add_all(
        Assessment(
            comment_id=comment.id,
            version=comment.version,
            phase=finding.phase,
            act=finding.act,
            reason=finding.reason,
            evidence=finding.evidence,
            weight=finding.weight,
        )
        for finding in verdict.findings
    )
    set_due(comment)
