"""The calendar: what is scheduled, and what appeared, day by day of a month."""

import calendar
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import defer, joinedload

from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.clock import now
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import READABLE, Post, PostStatus
from blog.posts.publishing.moments import YEARS, offset_words
from blog.posts.visibility import editable_by
from blog.site import current_site

blueprint = room("calendar", Act.WRITE)
# More in one month are not shown: nobody could read them in a table.
MOST = 500


@blueprint.get("/calendar/")
def month() -> ResponseReturnValue:
    site = current_site()
    today = now().astimezone(site.zone)
    first = _first_of(request.args.get("month", "")) or today.date().replace(day=1)
    by_day: dict[date, list[tuple[datetime, Post]]] = {}
    for post in _posts_of(first):
        moment = post.publish_at or post.published_at
        if moment is not None:
            local = moment.astimezone(site.zone)
            by_day.setdefault(local.date(), []).append((local, post))
    return render_template(
        "admin/calendar.html",
        first=first,
        before=first - timedelta(days=1),
        after=_next(first),
        weeks=calendar.Calendar().monthdatescalendar(first.year, first.month),
        posts=by_day,
        today=today.date(),
        clock=f"{today:%H:%M}, {offset_words(today)}",
    )


def _first_of(typed: str) -> date | None:
    """The first day of a month typed as 2026-03; None where none is named. Raises `NotFound` for what is no month."""
    if not typed:
        return None
    try:
        first = datetime.strptime(typed, "%Y-%m").date()
    except ValueError:
        first = None
    if first is None or first.year not in YEARS:
        raise NotFound("There is no such month. Begin at this one.")
    return first


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _posts_of(first: date) -> list[Post]:
    """The posts that the asker may edit which appear in this month, or have, by their moment."""
    zone = current_site().zone
    start, end = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, _next(first)))
    waits = (Post.status == PostStatus.SCHEDULED) & Post.publish_at.between(
        start, end - timedelta(microseconds=1)
    )
    appeared = Post.status.in_(READABLE) & Post.published_at.between(start, end - timedelta(microseconds=1))
    query = editable_by(current_user).where(sa.or_(waits, appeared)).limit(MOST)
    shown_with = (joinedload(Post.author), defer(Post.body), defer(Post.rendered))
    order = sa.func.coalesce(Post.publish_at, Post.published_at)
    return list(db.session.scalars(query.options(*shown_with).order_by(order, Post.id)))
