"""A scheduled post appears at its moment, or at the next start after it, and not before; clocks that jump are told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.errors import Conflict, Forbidden, Invalid
from blog.jobs import run_due, run_sweeps
from blog.posts.models import PostStatus
from blog.posts.publishing.moments import FIRST, SECOND, Twice, offset_words, read_moment
from blog.posts.publishing.scheduling import publish_due, schedule, unschedule
from blog.posts.publishing.states import publish
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_user
from tests.statements import keep_draft, keep_post

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_scheduled_post_appears_at_its_moment_and_not_before(context: Flask, stopped_clock: Clock) -> None:
    post = keep_draft(make_user(Role.author))
    with writing():
        schedule(post, stopped_clock.moment + timedelta(hours=2), by=post.author)
    stopped_clock.move(hours=1, minutes=59)
    run_due()
    assert (post.status, post.path) == (PostStatus.SCHEDULED, "")
    stopped_clock.move(minutes=1)
    run_due()
    assert (post.status, post.published_at) == (PostStatus.PUBLISHED, stopped_clock.moment)
    assert post.publish_at is None


def test_a_missed_moment_is_made_up_for_at_the_next_start(context: Flask, stopped_clock: Clock) -> None:
    post = keep_draft(make_user(Role.author))
    with writing():
        schedule(post, stopped_clock.moment + timedelta(hours=2), by=post.author)
    stopped_clock.move(days=3)
    run_sweeps()
    assert (post.status, post.published_at) == (PostStatus.PUBLISHED, stopped_clock.moment)
    revision = post.revision
    run_due()
    assert (publish_due(), post.revision) == (0, revision)


def test_a_later_moment_replaces_an_earlier_one(context: Flask, stopped_clock: Clock) -> None:
    post = keep_draft(make_user(Role.author))
    for hours in (2, 5):
        with writing():
            schedule(post, stopped_clock.moment + timedelta(hours=hours), by=post.author)
    stopped_clock.move(hours=3)
    run_due()
    assert post.status is PostStatus.SCHEDULED
    stopped_clock.move(hours=3)
    run_due()
    assert post.is_published


def test_a_post_that_waits_no_more_is_a_draft_and_stays_one(context: Flask, stopped_clock: Clock) -> None:
    post = keep_draft(make_user(Role.author))
    with writing():
        schedule(post, stopped_clock.moment + timedelta(hours=2), by=post.author)
    with writing():
        unschedule(post, by=post.author)
    stopped_clock.move(hours=3)
    run_due()
    assert post.status is PostStatus.DRAFT
    with pytest.raises(Conflict), writing():
        unschedule(post, by=post.author)


def test_publishing_now_ends_the_wait(context: Flask, stopped_clock: Clock) -> None:
    post = keep_draft(make_user(Role.author))
    with writing():
        schedule(post, stopped_clock.moment + timedelta(hours=2), by=post.author)
    with writing():
        publish(post, by=post.author)
    assert (post.is_published, post.publish_at) == (True, None)
    with pytest.raises(Conflict, match="published already"), writing():
        schedule(post, stopped_clock.moment + timedelta(hours=2), by=post.author)


@pytest.mark.parametrize(
    ("delta", "field"), [({"seconds": 0}, "at"), ({"days": -1}, "at"), ({"days": 4000}, "on")]
)
def test_a_moment_that_is_past_or_too_far_off_is_refused(
    context: Flask, stopped_clock: Clock, delta: dict[str, float], field: str
) -> None:
    post = keep_draft(make_user(Role.author))
    with pytest.raises(Invalid) as refused, writing():
        schedule(post, stopped_clock.moment + timedelta(**delta), by=post.author)
    assert (refused.value.field, post.status) == (field, PostStatus.DRAFT)


def test_only_its_author_or_an_editor_schedules_a_post(context: Flask, stopped_clock: Clock) -> None:
    post, other = keep_draft(make_user(Role.author)), make_user(Role.author)
    with pytest.raises(Forbidden), writing():
        schedule(post, stopped_clock.moment + timedelta(hours=2), by=other)
    published = keep_post(other)
    with pytest.raises(Conflict), writing():
        schedule(published, stopped_clock.moment + timedelta(hours=2), by=other)


def test_a_moment_is_that_of_the_zones_clocks() -> None:
    assert read_moment("2026-07-01", "14:30", zone=BERLIN) == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    assert read_moment(" 2026-01-01 ", "14:30:59", zone=BERLIN) == datetime(2026, 1, 1, 13, 30, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_is_refused_with_one_that_they_show() -> None:
    with pytest.raises(Invalid, match="02:30 is left out") as refused:
        read_moment("2026-03-29", "02:30", zone=BERLIN)
    assert refused.value.field == "at"
    assert read_moment("2026-03-29", "03:30", zone=BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_the_clocks_show_twice_asks_which() -> None:
    with pytest.raises(Twice) as asked:
        read_moment("2026-10-25", "02:30", zone=BERLIN)
    assert asked.value.choices == [
        (FIRST, "The first 02:30 (UTC+2)"),
        (SECOND, "The second 02:30 (UTC+1)"),
    ]
    moments = [read_moment("2026-10-25", "02:30", zone=BERLIN, which=which) for which in (FIRST, SECOND)]
    assert moments == [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]


@pytest.mark.parametrize(
    ("on", "at", "field"),
    [
        ("", "14:30", "on"),
        ("tomorrow", "14:30", "on"),
        ("2026-02-30", "14:30", "on"),
        ("0001-01-01", "14:30", "on"),
        ("9999-12-31", "23:59", "on"),
        ("2026-07-01", "", "at"),
        ("2026-07-01", "25:00", "at"),
        ("2026-07-01", "14:30+02:00", "at"),
        ("2026-07-01", "٣:30", "at"),
    ],
)
def test_what_is_no_day_or_time_is_refused_beside_it(on: str, at: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_moment(on, at, zone=BERLIN)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("zone", "words"), [("Europe/Berlin", "UTC+1"), ("America/St_Johns", "UTC−3:30"), ("UTC", "UTC+0")]
)
def test_the_distance_from_utc_is_told(zone: str, words: str) -> None:
    assert offset_words(datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))) == words
