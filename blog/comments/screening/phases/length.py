"""Whether there is a word in it that is none: a line nobody can read, and no page can wrap."""

import re

from blog.accounts.models import User
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct

LENGTH = "length"
# The longest words of natural languages have some 80 letters; an address may be longer, and is one.
LONGEST_WORD = 200
WORD = re.compile(r"\S+")
ADDRESS = re.compile(r"https?://|www\.|\]\(")


def of_words(draft: Draft, *, by: User | None = None) -> list[Finding]:
    """Refuse a comment with a word over the limit."""
    for match in WORD.finditer(draft.body):
        if len(match[0]) > LONGEST_WORD and not ADDRESS.search(match[0]):
            reason = (
                f"One word here has {len(match[0]):,} letters; a word may have {LONGEST_WORD}. Your text is kept "
                "below: put spaces into it."
            )
            return [Finding(LENGTH, ScreeningAct.REFUSE, reason, {"spans": [list(match.span())]}, 0.6)]
    return []
