"""Whether words of the site's lists stand in it: banned ones are refused, suspect ones held."""

from blog.accounts.models import User
from blog.comments.policy.settings import comment_settings
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct
from blog.comments.screening.word_lists import word_list

BANNED, SUSPECT = "banned words", "suspect words"
MOST_TOLD = 5


def of_lists(draft: Draft, *, by: User | None = None) -> list[Finding]:
    """One finding a list, with every place; a writer is told which of their words it is about."""
    settings = comment_settings()
    found = []
    if banned := word_list(settings.banned_words).found_in(draft.body):
        said = _said(draft.body, banned)
        reason = f"This site takes no comments with {said}. Your text is kept below: write it otherwise."
        found.append(Finding(BANNED, ScreeningAct.REFUSE, reason, _spans(banned), 1.0))
    if suspect := word_list(settings.suspect_words).found_in(draft.body):
        reason = f"It has {_said(draft.body, suspect)}, of the list of suspect words."
        found.append(Finding(SUSPECT, ScreeningAct.HOLD, reason, _spans(suspect), 0.5))
    return found


def _said(body: str, hits: list[tuple[int, int, str]]) -> str:
    words = list(dict.fromkeys(body[start:end] for start, end, _ in hits))
    return ", ".join(f"“{word}”" for word in words[:MOST_TOLD])


def _spans(hits: list[tuple[int, int, str]]) -> dict[str, list[list[int]]]:
    return {"spans": [[start, end] for start, end, _ in hits]}
