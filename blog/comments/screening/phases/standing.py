"""Whether the author's comments are read before others see them."""

from blog.accounts.models import User
from blog.comments.moderation.standing import is_newcomer
from blog.comments.policy.effective import policy_of
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct
from blog.posts.models import CommentPolicy

STANDING = "standing"


def of_author(draft: Draft, *, by: User) -> list[Finding]:
    """Hold what newcomers write, unless the thread is open to them."""
    if policy_of(draft.post).kind is not CommentPolicy.OPEN and is_newcomer(by):
        return [Finding(STANDING, ScreeningAct.HOLD, "None of this person’s comments was published yet.")]
    return []
