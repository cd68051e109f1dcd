"""What a person was told, as a page shows it."""

from dataclasses import dataclass

from blog.accounts.models import Notice, Pace, User
from blog.accounts.paces import DIGEST_HOUR
from blog.comments.notifying.seeing import page_of_notices
from blog.database import row_number
from blog.errors import NotFound
from blog.reading.words import moment_words
from blog.site import Site

NOTICES_A_PAGE = 50
PACE_WORDS = [
    (Pace.AT_ONCE.value, "At once"),
    (Pace.DAILY.value, "Daily"),
    (Pace.WEEKLY.value, "Weekly"),
    (Pace.OFF.value, "No mail"),
]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What a line of templates/account/notices.html takes."""

    id: int
    words: str
    path: str
    at: str
    at_words: str
    is_unread: bool


@dataclass(frozen=True, slots=True)
class NoticeList:
    """A page of notices, newest first. `newest` is the number up to which “Mark all read” reads, 0 on later pages."""

    items: list[NoticeView]
    next_url: str
    newest: int
    has_unread: bool


def notice_list(person: User, site: Site, *, before: str) -> NoticeList:
    """A page of what `person` was told. Raises `NotFound` for a cursor that was made up."""
    number = row_number(before) if before else None
    if before and number is None:
        raise NotFound("There is no such page of notices. Begin at the newest.")
    found, following = page_of_notices(person, before=number, most=NOTICES_A_PAGE)
    items = [_view(notice, site) for notice in found]
    next_url = f"/account/notices/?before={following}" if following else ""
    return NoticeList(items, next_url, items[0].id if items else 0, any(item.is_unread for item in items))


def digest_words(site: Site) -> str:
    """When digests go out, in the site's zone."""
    return f"Daily mail goes out at {DIGEST_HOUR}:00, weekly mail on Mondays at {DIGEST_HOUR}:00 ({site.time_zone})."


def _view(notice: Notice, site: Site) -> NoticeView:
    at = notice.made_at
    return NoticeView(
        notice.id, notice.words, notice.path, at.isoformat(), moment_words(at, site), notice.read_at is None
    )
