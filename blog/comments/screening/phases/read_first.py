"""Whether the author has shown that they read the statement, where the post asks for that."""

from blog.accounts.models import User
from blog.comments.policy.read_first import ASKED, asked_of
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct

READ_FIRST = "read first"


def of_author(draft: Draft, *, by: User) -> list[Finding]:
    """Refuse a new comment of who has questions to answer; an edit is of somebody who was let in."""
    if draft.comment is None and not draft.is_official and asked_of(draft.post, by):
        return [Finding(READ_FIRST, ScreeningAct.REFUSE, ASKED)]
    return []
