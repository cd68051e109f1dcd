"""How the words read to what was learned from the moderators here. A score orders and holds; it never refuses."""

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.policy.settings import comment_settings
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct, SpamModel
from blog.comments.screening.spam.keeping import current

SPAM = "spam"


def is_held(score: float, model: SpamModel) -> bool:
    """Whether a score holds a comment, by the site's mark.

    Where the model itself would hold more than one good comment in a hundred at that mark, its own stricter one counts.
    """
    return score >= max(comment_settings().spam_hold_at, model.hold_at)


def of_words(draft: Draft, *, by: User) -> list[Finding]:
    """The score as the finding's weight, with the words that made it; held from the site's mark on."""
    found = current()
    if found is None or by.may(Act.ENTER_DESK):
        return []
    model, learned = found
    score = learned.score(draft.body)
    telling = learned.telling(draft.body)
    evidence = {
        "spans": [[start, end] for start, end, _ in telling],
        "words": [[draft.body[start:end], round(weight, 3)] for start, end, weight in telling],
    }
    reason = f"It reads like spam to {score:.0%}, by what was decided here before."
    return [
        Finding(
            SPAM, ScreeningAct.HOLD if is_held(score, model) else ScreeningAct.PASS, reason, evidence, score
        )
    ]
