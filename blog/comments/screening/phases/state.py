"""Whether the thread takes anything now."""

from blog.accounts.models import User
from blog.comments.policy.effective import policy_of
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct

THREAD = "thread"
CLOSED = "Comments on this post are closed. Your text was not stored: copy it before you leave this page."


def of_thread(draft: Draft, *, by: User) -> list[Finding]:
    """Refuse what is written into a closed thread; who was spoken of may answer all the same."""
    if not draft.is_official and policy_of(draft.post).is_closed:
        return [Finding(THREAD, ScreeningAct.REFUSE, CLOSED)]
    return []
