"""Looks that nobody asked for are held to robots.txt (RFC 9309), and one host is left in peace between two of them."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import Notice
from blog.accounts.roles import Role
from blog.embed.checking.schedule import HOST_PAUSE, LONGEST_HOST_PAUSE, REFUSED_PAUSE
from blog.extensions import db
from blog.jobs import run_due
from blog.posts.capturing import capture
from blog.posts.rounds import in_turn, sweep, watched
from blog.posts.watching import check_source, check_unasked
from blog.sources.models import Check, Outcome, Source, SourceState
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_user
from tests.sites import Answer, Site, page, running_site

LAMPS = "We have never dimmed a lamp to save oil, and we will not begin this year or in any year to come."
NOT_THE_LETTER = "User-agent: Rejoinder\nDisallow: /letter\n"
DAY = timedelta(days=1)


@pytest.fixture
def sites(context: Flask, stopped_clock: Clock) -> Iterator[list[Site]]:
    """Two sites, which two names of this machine tell apart."""
    with ExitStack() as running:
        sites = [running.enter_context(running_site()) for _ in range(2)]
        sites[1].name = "localhost"
        settings = context.config["SETTINGS"]
        context.config["SETTINGS"] = replace(settings, fetch_allow=tuple(site.host for site in sites))
        yield sites
        context.config["SETTINGS"] = settings


@pytest.fixture
def site(sites: list[Site]) -> Site:
    return sites[0]


def captured(site: Site, path: str = "/letter") -> Source:
    text_id, _ = capture(site.show(page(LAMPS, title=f"Letter {path} of {site.name}"), path), by=None)
    assert text_id
    return db.session.scalars(sa.select(Source).order_by(Source.id.desc()).limit(1)).one()


def ask_robots(site: Site, rules: str, status: int = 200) -> None:
    site.answers["/robots.txt"] = Answer(rules, status, {"Content-Type": "text/plain"})


def look(source: Source) -> Outcome | None:
    result = check_unasked(source)
    return result.check.outcome if result else None


def outcomes() -> list[Outcome]:
    return list(db.session.scalars(sa.select(Check.outcome).order_by(Check.id)))


def pages(site: Site) -> list[str]:
    return [path for path in site.asked if path != "/robots.txt"]


def pass_days(clock: Clock, days: int) -> None:
    for _ in range(days * 24):
        clock.move(hours=1)
        sweep()
        run_due()


def test_what_robots_txt_refuses_is_not_looked_at_and_says_so(site: Site, stopped_clock: Clock) -> None:
    source = captured(site)
    ask_robots(site, NOT_THE_LETTER)
    stopped_clock.move(days=1)
    seen = source.checked_at
    assert look(source) is Outcome.ROBOTS
    assert pages(site) == ["/letter"]
    db.session.refresh(source)
    check = db.session.scalars(sa.select(Check).order_by(Check.id.desc()).limit(1)).one()
    assert check.detail == "robots.txt of 127.0.0.1 asks programs not to fetch this page"
    assert (source.state, source.failures, source.checked_at) == (SourceState.LIVE, 0, seen)
    assert source.next_check_at == stopped_clock.moment + REFUSED_PAUSE
    assert source.facts["refuses_robots"] is True


def test_a_refusal_is_told_once(site: Site, stopped_clock: Clock) -> None:
    author = make_user(Role.author)
    url = site.show(page(LAMPS))
    capture(url, by=author)
    ask_robots(site, NOT_THE_LETTER)
    pass_days(stopped_clock, 16)
    assert outcomes()[1:] == [Outcome.ROBOTS] * 3
    (words,) = db.session.scalars(sa.select(Notice.words))
    assert "is not looked at for changes: robots.txt of 127.0.0.1 asks programs not to fetch" in words


def test_a_look_that_a_person_asks_for_goes_whatever_robots_txt_says(site: Site) -> None:
    ask_robots(site, NOT_THE_LETTER)
    source = captured(site)
    assert check_source(source, by=None).check.outcome is Outcome.UNCHANGED
    capture(source.url, by=None)
    assert site.asked == ["/letter"] * 3


def test_what_robots_txt_offers_again_is_looked_at_again(site: Site, stopped_clock: Clock) -> None:
    source = captured(site)
    ask_robots(site, NOT_THE_LETTER)
    stopped_clock.move(days=1)
    look(source)
    ask_robots(site, "")
    stopped_clock.move(days=1)
    assert look(source) is Outcome.UNCHANGED
    db.session.refresh(source)
    assert "refuses_robots" not in source.facts


def test_robots_txt_is_kept_for_a_day(site: Site, stopped_clock: Clock) -> None:
    source = captured(site)
    for hours in (1, 12, 10):
        stopped_clock.move(hours=hours)
        look(source)
    assert site.asked.count("/robots.txt") == 1
    stopped_clock.move(hours=2)
    look(source)
    assert site.asked.count("/robots.txt") == 2


def test_a_site_whose_robots_txt_cannot_be_read_is_left_alone(site: Site, stopped_clock: Clock) -> None:
    source = captured(site)
    ask_robots(site, "", status=503)
    stopped_clock.move(days=1)
    assert look(source) is Outcome.FAILED
    assert pages(site) == ["/letter"]
    detail = db.session.scalars(sa.select(Check.detail).order_by(Check.id.desc()).limit(1)).one()
    assert (
        detail
        == "robots.txt of 127.0.0.1 could not be read (503 Service Unavailable), so the page was left alone"
    )
    ask_robots(site, "")
    stopped_clock.move(hours=1)
    assert look(source) is Outcome.UNCHANGED


def test_a_site_that_cannot_be_asked_today_is_held_to_the_rules_it_had(
    site: Site, stopped_clock: Clock
) -> None:
    source = captured(site)
    ask_robots(site, "User-agent: *\nDisallow: /drafts/\n")
    stopped_clock.move(days=1)
    look(source)
    ask_robots(site, "", status=500)
    stopped_clock.move(days=2)
    assert look(source) is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("asked", "pause"),
    [("", HOST_PAUSE), ("90", timedelta(seconds=90)), ("86400", LONGEST_HOST_PAUSE), ("nan", HOST_PAUSE)],
)
def test_a_host_is_left_in_peace_for_as_long_as_it_asks_within_reason(
    site: Site, stopped_clock: Clock, asked: str, pause: timedelta
) -> None:
    first, second = captured(site, "/letter/1"), captured(site, "/letter/2")
    ask_robots(site, f"User-agent: *\nCrawl-delay: {asked}\n")
    stopped_clock.move(days=1)
    assert look(first) is Outcome.UNCHANGED
    assert look(second) is None
    assert second.next_check_at == stopped_clock.moment + pause
    stopped_clock.moment = second.next_check_at
    assert look(second) is Outcome.UNCHANGED


def test_no_host_has_two_checks_waiting(site: Site, stopped_clock: Clock) -> None:
    for number in range(3):
        captured(site, f"/letter/{number}")
    stopped_clock.move(days=1)
    assert [sweep(), sweep()] == [1, 0]
    stopped_clock.move(hours=2)
    assert sweep() == 0  # the first one is not done
    run_due()
    stopped_clock.move(minutes=1)
    assert sweep() == 1


def test_none_of_many_on_a_host_waits_for_ever(site: Site, stopped_clock: Clock) -> None:
    sources = [captured(site, f"/letter/{number}") for number in range(4)]
    for _ in range(8):  # each of them is due again before all had their turn
        stopped_clock.move(minutes=1)
        with writing():
            db.session.execute(sa.update(Source).values(next_check_at=stopped_clock.moment))
        sweep()
        run_due()
    looks = sa.select(sa.func.count(Check.id)).group_by(Check.source_id)
    assert list(db.session.scalars(looks)) == [3] * len(sources)  # the capture, and two more


def test_a_round_goes_from_host_to_host_and_waits_only_for_the_last(
    sites: list[Site], stopped_clock: Clock
) -> None:
    busy, other = sites
    for number in range(3):
        captured(busy, f"/letter/{number}")
    captured(other)
    stopped_clock.move(days=1)
    began = stopped_clock.moment
    told: list[tuple[str, timedelta]] = []
    for source in in_turn(watched(due_only=False)):
        assert look(source) is Outcome.UNCHANGED
        told.append((source.url.split("/")[2].split(":")[0], stopped_clock.moment - began))
    assert told == [
        ("127.0.0.1", timedelta(0)),
        ("localhost", timedelta(0)),
        ("127.0.0.1", HOST_PAUSE),
        ("127.0.0.1", 2 * HOST_PAUSE),
    ]


def test_a_round_waits_as_long_as_crawl_delay_asks(site: Site, stopped_clock: Clock) -> None:
    ask_robots(site, "User-agent: *\nCrawl-delay: 45\n")
    for number in range(2):
        captured(site, f"/letter/{number}")
    moments: list[datetime] = []
    for source in in_turn(watched(due_only=False)):
        assert look(source) is Outcome.UNCHANGED
        moments.append(stopped_clock.moment)
    assert moments[1] - moments[0] == timedelta(seconds=45)
