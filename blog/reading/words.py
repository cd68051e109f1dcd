"""Moments, lengths and hosts as a page words them."""

from datetime import datetime

from blog.site import Site, day_words

# Brysbaert 2019 (Journal of Memory and Language 109): 238 words a minute for silent reading of English.
WORDS_A_MINUTE = 238


def minutes(words: int) -> int:
    """How long that many words take to read; at least one minute."""
    return max(1, round(words / WORDS_A_MINUTE))


def moment_words(moment: datetime, site: Site) -> str:
    """A moment in the site's zone, such as “15 May 2025, 09:14 UTC”."""
    local = moment.astimezone(site.zone)
    return f"{day_words(moment, site)}, {local:%H:%M %Z}"


def counted(count: int, singular: str, plural: str = "") -> str:
    """“1 comment”, “14 comments”."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"
