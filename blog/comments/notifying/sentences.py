"""What a notice says: one sentence that tells who did what, where. Never the words of a comment."""

from datetime import datetime

from blog.comments.fairness.models import Appeal
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision, Resolution
from blog.posts.models import Correction, CorrectionState, Post
from blog.typed import one_line

TITLE_SHOWN = 80
NAME_SHOWN = 40
# What became of a comment, by its status after the decision.
BECAME = {
    CommentStatus.PUBLISHED: "is published",
    CommentStatus.HELD: "waits for a moderator",
    CommentStatus.HIDDEN: "is hidden until it has been looked at",
    CommentStatus.REJECTED: "was not published",
    CommentStatus.SPAM: "was taken for spam, and is not shown",
    CommentStatus.REMOVED: "was removed",
    CommentStatus.DELETED: "was deleted",
}


def replied(comment: Comment) -> str:
    return f"{_name(comment)} replied to you under {title(comment.post)}."


def mentioned(comment: Comment) -> str:
    return f"{_name(comment)} mentioned you under {title(comment.post)}."


def commented(comment: Comment) -> str:
    return f"{_name(comment)} commented on your post {title(comment.post)}."


def followed(comment: Comment) -> str:
    return f"{_name(comment)} commented under {title(comment.post)}, which you follow."


def held(comment: Comment) -> str:
    return f"A comment by {_name(comment)} under {title(comment.post)} waits for a decision."


def reported(comment: Comment) -> str:
    return f"Readers reported a comment by {_name(comment)} under {title(comment.post)}."


def second_look(comment: Comment) -> str:
    return (
        f"The author of {title(comment.post)} hid a comment by {_name(comment)}: confirm that, or restore it."
    )


def report_answered(decision: Decision, comment: Comment) -> str:
    """What became of a comment that the reader reported. Why is its author’s to know."""
    stays = "stays: a moderator found it within the rules"
    became = stays if decision.now is CommentStatus.PUBLISHED else "is no longer shown. Thank you"
    return f"The comment you reported under {title(comment.post)} {became}."


def decided_on_comment(decision: Decision, comment: Comment) -> str:
    """What was decided about the reader's own comment, and why."""
    became = BECAME[decision.now or comment.status]
    if decision.now is CommentStatus.PUBLISHED and decision.was is not CommentStatus.HELD:
        became = "is shown again"
    if decision.decided_by_id is None and decision.now is CommentStatus.HIDDEN:
        became = "was reported by readers, and is hidden until a moderator has looked at it"
    return f"Your comment under {title(comment.post)} {became}{_why(decision)}"


def decided_on_person(decision: Decision, until: datetime | None = None) -> str:
    """What was decided about the reader; a suspension says until when."""
    upto = f" until {until:%Y-%m-%d %H:%M} UTC" if until else ""
    return f"A moderator decided about your account: {decision.act}{upto}{_why(decision)}"


def corrected(correction: Correction, post: Post) -> str:
    said = "was accepted" if correction.state is CorrectionState.ACCEPTED else "was declined"
    answer = one_line(correction.answer)
    return f"The error you reported in {title(post)} {said}" + (f": {answer}" if answer else ".")


def title(post: Post) -> str:
    """A post's title among other words."""
    return f"“{_cut(one_line(post.title), TITLE_SHOWN)}”"


def _name(comment: Comment) -> str:
    return _cut(one_line(comment.author.name), NAME_SHOWN)


def may_appeal(days: int) -> str:
    """What is added to a decision that took a comment away, where the site takes appeals."""
    return f" You may appeal once, within {days} days: the page of the decision has the form."


def appealed(comment: Comment | None) -> str:
    about = f"about a comment under {title(comment.post)}" if comment else "about their account"
    return f"Somebody appeals against a decision {about}: it waits for your answer."


def appeal_answered(appeal: Appeal) -> str:
    """What became of the reader's appeal, and the answer to it."""
    outcome, answer = appeal_outcome(appeal), one_line(appeal.answer)
    return f"{outcome.removesuffix('.')}: {answer}" if answer else outcome


def appeal_outcome(appeal: Appeal) -> str:
    """What became of an appeal, and in whose eyes."""
    comment = appeal.decision.comment
    about = f"your comment under {title(comment.post)}" if comment else "your account"
    if appeal.resolution is Resolution.UPHELD:
        return f"Your appeal succeeded: the decision about {about} holds no longer."
    return f"Your appeal was looked at{_by_whom(appeal)}, and the decision about {about} stands."


def _by_whom(appeal: Appeal) -> str:
    answered = appeal.answer_decision.decided_by_id if appeal.answer_decision else None
    if answered == appeal.decision.decided_by_id:
        return " again by who made it, since nobody else moderates here"
    return " by somebody who did not make it"


def _why(decision: Decision) -> str:
    parts = [decision.reason.value if decision.reason else "", one_line(decision.words)]
    why = ". ".join(part for part in parts if part)
    return f": {why.removesuffix('.')}." if why else "."


def _cut(words: str, limit: int) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"
