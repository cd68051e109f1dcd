"""When to look at an original again: often while it is fresh or changing, in the end once a month.

The steps are those of NewsDiffs (its `scraper.py`), made slower by what statements are: a page that was edited an
hour ago is edited again today more often than one that has stood for a year, and no reader waits for the minute.
"""

from datetime import datetime, timedelta

from blog.sources.models import Outcome

# The time since the words last changed, and the pause that goes with it.
STEPS = (
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=3), timedelta(hours=6)),
    (timedelta(days=14), timedelta(days=1)),
    (timedelta(days=90), timedelta(days=7)),
)
LONGEST = timedelta(days=30)
# After a look that found nothing to read: soon, since most of it passes, then ever later.
FIRST_RETRY = timedelta(hours=1)
# One look at a host, then the others wait their turn: a person who reads leaves about as much between two pages.
HOST_PAUSE = timedelta(seconds=20)
# The most that a robots.txt may ask for by Crawl-delay: with a day between two looks, a hundred letters take months.
LONGEST_HOST_PAUSE = timedelta(minutes=10)
# What a site asks programs not to fetch, it seldom offers the day after.
REFUSED_PAUSE = timedelta(days=7)


def next_look(at: datetime, *, changed_at: datetime, outcome: Outcome, failures: int) -> datetime:
    """The moment of the look after the one `at`, that came to `outcome`.

    `changed_at` is when the words last changed, as far as known; `failures` counts the looks in a row, this one
    included, that could not be used.
    """
    if outcome in (Outcome.GONE, Outcome.BLOCKED, Outcome.FAILED):
        return at + min(FIRST_RETRY * 2 ** min(max(failures - 1, 0), 16), LONGEST)
    return at + next((pause for age, pause in STEPS if at - changed_at < age), LONGEST)
