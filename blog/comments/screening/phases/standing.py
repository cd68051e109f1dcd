"""Whether the author's comments are read before others see them."""

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.moderation.measures import current
from blog.comments.moderation.models import MeasureKind
from blog.comments.moderation.standing import is_newcomer
from blog.comments.policy.effective import policy_of
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct
from blog.posts.models import CommentPolicy

STANDING = "standing"
FIRST = "When it was sent, none of this person’s comments was published yet."


def of_author(draft: Draft, *, by: User) -> list[Finding]:
    """Hold what newcomers write, unless the thread is open to them; hold all where the thread is read first."""
    kind, measures = policy_of(draft.post).kind, current(by)
    if MeasureKind.ALWAYS_HELD in measures:
        return [
            Finding(STANDING, ScreeningAct.HOLD, "A moderator decided to read this person’s comments first.")
        ]
    if kind is CommentPolicy.HOLD_ALL and not by.may(Act.ENTER_DESK):
        return [Finding(STANDING, ScreeningAct.HOLD, "Every comment on this post is read first.")]
    if (
        kind is not CommentPolicy.OPEN
        and not (MeasureKind.TRUSTED in measures or draft.is_official)
        and is_newcomer(by)
    ):
        return [
            Finding(
                STANDING,
                ScreeningAct.HOLD,
                FIRST,
            )
        ]
    return []
