"""How often mail about a kind of notice is sent: at once (after a short delay), daily, weekly, or never.

The delay lets what happens within minutes go out as one mail, and what was removed meanwhile not go out at all.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from blog.accounts.models import Notice, NoticeKind, NoticePreference, Pace, User
from blog.accounts.roles import Act
from blog.clock import now
from blog.errors import Invalid
from blog.extensions import db
from blog.site import current_site

DELAY = timedelta(minutes=5)
# On this site's clock: before work, when there is time to read.
DIGEST_HOUR = 8
# As `date.weekday()` counts: Monday.
DIGEST_WEEKDAY = 0
DEFAULTS: dict[NoticeKind, Pace] = {
    NoticeKind.REPLY: Pace.AT_ONCE,
    NoticeKind.MENTION: Pace.AT_ONCE,
    NoticeKind.THREAD: Pace.DAILY,
    NoticeKind.DECISION: Pace.AT_ONCE,
    NoticeKind.CORRECTION: Pace.AT_ONCE,
    NoticeKind.POST_COMMENT: Pace.AT_ONCE,
    NoticeKind.MODERATION: Pace.AT_ONCE,
    NoticeKind.SOURCE: Pace.AT_ONCE,
}
# What each kind is, in the words of the settings.
NAMES: dict[NoticeKind, str] = {
    NoticeKind.REPLY: "Replies to you",
    NoticeKind.MENTION: "Comments that mention you",
    NoticeKind.THREAD: "Comments in threads you follow",
    NoticeKind.DECISION: "Decisions about your comments",
    NoticeKind.CORRECTION: "Answers to errors you reported",
    NoticeKind.POST_COMMENT: "Comments on your posts",
    NoticeKind.MODERATION: "Comments that wait for a moderator",
    NoticeKind.SOURCE: "Changes of statements you answered",
}
# Kinds that concern only those who may do this.
NEEDS: dict[NoticeKind, Act] = {
    NoticeKind.POST_COMMENT: Act.WRITE,
    NoticeKind.MODERATION: Act.MODERATE,
    NoticeKind.SOURCE: Act.WRITE,
}


def kinds_for(person: User) -> list[NoticeKind]:
    """The kinds of notice that `person` can get, in the order they are offered."""
    return [kind for kind in NoticeKind if kind not in NEEDS or person.may(NEEDS[kind])]


def paces_of(person_id: int) -> dict[NoticeKind, Pace]:
    """How a person wants to hear of each kind."""
    chosen = sa.select(NoticePreference.kind, NoticePreference.pace).where(
        NoticePreference.person_id == person_id
    )
    return DEFAULTS | dict(db.session.execute(chosen).all())


def chosen_paces(kind: NoticeKind, person_ids: Collection[int]) -> dict[int, Pace]:
    """How each of these people wants to hear of one kind."""
    query = sa.select(NoticePreference.person_id, NoticePreference.pace).where(
        NoticePreference.kind == kind, NoticePreference.person_id.in_(person_ids)
    )
    chosen = dict(db.session.execute(query).all())
    return {person_id: chosen.get(person_id, DEFAULTS[kind]) for person_id in person_ids}


def choose(person: User, paces: Mapping[NoticeKind, Pace]) -> None:
    """Keep how `person` wants to hear of these kinds; what waits to be mailed follows the new choice."""
    for kind, pace in paces.items():
        db.session.merge(NoticePreference(person_id=person.id, kind=kind, pace=pace))
        waits = sa.update(Notice).where(
            Notice.person_id == person.id, Notice.kind == kind, Notice.mail_at.is_not(None)
        )
        db.session.execute(waits.values(mail_at=mail_moment(pace)))
    db.session.flush()


def read_pace(typed: str, kind: NoticeKind) -> Pace:
    """The pace that a form names. Raises `Invalid` beside the kind's field."""
    try:
        return Pace(typed)
    except ValueError:
        raise Invalid("Choose one of the paces offered.", field=field_of(kind)) from None


def field_of(kind: NoticeKind) -> str:
    """The name of the kind's field in a form."""
    return kind.value.replace(" ", "-")


def mail_moment(pace: Pace, at: datetime | None = None, zone: ZoneInfo | None = None) -> datetime | None:
    """When a notice made at `at` (now) may be mailed; None for never. Digests keep the hour of the site's zone."""
    at = at or now()
    if pace is Pace.OFF:
        return None
    if pace is Pace.AT_ONCE:
        return at + DELAY
    zone = zone or current_site().zone
    local = at.astimezone(zone)
    day = local.date()
    if pace is Pace.WEEKLY:
        day += timedelta(days=(DIGEST_WEEKDAY - day.weekday()) % 7)
    moment = _digest_on(day, zone)
    return moment if moment > at else _digest_on(day + timedelta(days=7 if pace is Pace.WEEKLY else 1), zone)


def _digest_on(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(DIGEST_HOUR), zone).astimezone(UTC)
