"""Watching: sixty days of a site that edits, re-dates, reorders, hides behind a wall, disappears and returns."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import Notice, User
from blog.accounts.roles import Role
from blog.embed.models import Quotation, Repost, Stand, Standing
from blog.extensions import db
from blog.jobs import run_due, run_sweeps
from blog.posts.publishing.states import publish
from blog.posts.rounds import sweep
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import create, prepare
from blog.sources.capturing import ask
from blog.sources.chain import verify_chain
from blog.sources.models import Capture, Check, Outcome, Snapshot, Source, SourceState
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_user
from tests.sites import Site, page, running_site

LAMPS = "We have never dimmed a lamp to save oil, and we will not begin this year or in any year to come."
MOLE = "The lamps on the west mole burn from dusk to dawn; those on the east mole when a boat is expected."
FOG = "From June the east mole will be lit on every night of fog, whether a boat is expected or not."
FARES = "Fares stay as they are until the end of September, for keepers and for everyone else on the water."
MORE = (
    "We answer every letter that keepers send us within two weeks, and we keep a copy of each of them here."
)
LETTER = (LAMPS, MOLE, FOG, FARES, MORE)
EDITED = (LAMPS.replace("never dimmed a lamp", "rarely dimmed a lamp"), MOLE, FOG, FARES, MORE)
AGAIN = (*EDITED[:3], FARES.replace("September", "October, and the harbour office may raise them then"), MORE)
WALL = (
    "<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
    "<p>We value your privacy. We and our partners use cookies. Accept all cookies to continue to this site.</p>"
    "<button>Accept all</button><button>Reject</button></body></html>"
)
ERROR = "<html><body><h1>Page not found</h1><p>Sorry, the page that you asked for does not exist.</p></body></html>"
HOUR = timedelta(hours=1)


@pytest.fixture
def site(context: Flask, stopped_clock: Clock) -> Iterator[Site]:
    with running_site() as running:
        settings = context.config["SETTINGS"]
        context.config["SETTINGS"] = replace(settings, fetch_allow=(running.host,))
        yield running
        context.config["SETTINGS"] = settings


def captured(site: Site, author: User) -> Source:
    site.show(page(*LETTER))
    with writing():
        number = ask(site.url(), by=author).id
    run_due()
    capture = db.session.get_one(Capture, number)
    assert not capture.message
    return db.session.scalars(sa.select(Source)).one()


def answered(site: Site, author: User) -> Source:
    """The letter, captured, reposted and quoted in a published post."""
    source = captured(site, author)
    body = f"/// statement | {source.url}\n///\n\n/// quote | {source.url}\n{LAMPS[:40]}\n///\n"
    prepared = prepare(Draft(title="On lamps", body=body), pins={})
    with writing():
        post = create(prepared, by=author)
        publish(post, by=author)
    return source


def pass_time(clock: Clock, days: float) -> None:
    """Let time pass, hour by hour, as the worker sees it."""
    for _ in range(round(days * 24)):
        clock.moment += HOUR
        run_sweeps()
        run_due()


def outcomes() -> list[Outcome]:
    return list(db.session.scalars(sa.select(Check.outcome).order_by(Check.id)))


def versions() -> int:
    return db.session.scalar(sa.select(sa.func.count(Snapshot.id))) or 0


def notices() -> list[str]:
    return list(db.session.scalars(sa.select(Notice.words).order_by(Notice.id)))


def test_sixty_days_find_every_edit_once_and_no_version_in_noise(site: Site, stopped_clock: Clock) -> None:
    author = make_user(Role.author)
    source = answered(site, author)
    show: Callable[..., str] = site.show
    days: list[tuple[int, Callable[[], object]]] = [
        (3, lambda: show(page(*LETTER, around="<p>Last updated: 18 May 2025</p>"))),
        (5, lambda: show(page(*LETTER, around="<aside><p>Read next: our new ferry</p></aside>"))),
        (8, lambda: show(page(*EDITED))),  # the first edit, of what is quoted
        (11, lambda: show(WALL)),
        (13, lambda: show(page(*EDITED, around="<p>1,204 views</p>"))),
        (18, lambda: show(page(EDITED[0], EDITED[2], EDITED[1], *EDITED[3:]))),
        (22, lambda: show(page(*EDITED).replace("’", "'").replace(" to ", "&nbsp;to "))),
        (27, lambda: show(ERROR, status=404)),
        (34, lambda: show(page(*EDITED))),
        (41, lambda: show(page(*AGAIN))),  # the second edit
        (60, lambda: None),
    ]
    before = 0
    for day, happens in days:
        pass_time(stopped_clock, day - before)
        happens()
        before = day
    db.session.refresh(source)
    assert versions() == 3
    assert outcomes().count(Outcome.VERSION) == 3  # the first copy, and the two edits
    assert verify_chain(source) == []
    assert source.state is SourceState.CHANGED
    told = notices()
    assert len(told) == len(set(told)) == 4
    assert ["edited" in told[0], "no longer" in told[1], "is back" in told[2], "edited" in told[3]] == [
        True
    ] * 4
    assert {Outcome.QUIET, Outcome.BLOCKED, Outcome.GONE} <= set(outcomes())


def test_an_edit_of_what_is_quoted_is_told_beside_the_quotation(site: Site, stopped_clock: Clock) -> None:
    answered(site, make_user(Role.author))
    site.show(page(*EDITED))
    pass_time(stopped_clock, 1)
    (standing,) = db.session.scalars(sa.select(Standing))
    assert standing.stand is Stand.EDITED
    assert db.session.scalars(sa.select(Repost.edited_passages)).one() == 1


def test_an_edit_elsewhere_leaves_the_quotation_standing(site: Site, stopped_clock: Clock) -> None:
    answered(site, make_user(Role.author))
    site.show(page(LAMPS, MOLE, FOG, AGAIN[3], MORE))
    pass_time(stopped_clock, 1)
    (standing,) = db.session.scalars(sa.select(Standing))
    assert (standing.stand, standing.how) == (Stand.STANDS, "exact")


def test_a_post_that_is_saved_later_knows_the_versions_that_came_since(
    site: Site, stopped_clock: Clock
) -> None:
    author = make_user(Role.author)
    source = answered(site, author)
    quotation = db.session.scalars(sa.select(Quotation)).one()
    site.show(page(*EDITED))
    pass_time(stopped_clock, 1)
    body = f"/// quote | {source.url}\n{LAMPS[:40]}\n///\n"
    prepared = prepare(Draft(title="On lamps, again", body=body), pins={source.id: quotation.text_id})
    with writing():
        create(prepared, by=author)
    assert db.session.scalar(sa.select(sa.func.count(Standing.id))) == 2


def test_one_host_is_asked_one_thing_at_a_time(site: Site, stopped_clock: Clock) -> None:
    author = make_user(Role.author)
    captured(site, author)
    site.show(page(*LETTER, title="Another letter"), "/other")
    with writing():
        ask(site.url("/other"), by=author)
    run_due()
    stopped_clock.moment += timedelta(days=1)
    assert [sweep(), sweep()] == [1, 0]
    run_due()
    stopped_clock.moment += timedelta(minutes=2)
    assert sweep() == 1


def test_what_was_not_modified_is_not_sent_again(site: Site, stopped_clock: Clock) -> None:
    author = make_user(Role.author)
    site.show(page(*LETTER), ETag='"1"')
    with writing():
        ask(site.url(), by=author)
    run_due()
    pass_time(stopped_clock, 1)
    last = db.session.scalars(sa.select(Check).order_by(Check.id.desc()).limit(1)).one()
    assert (last.outcome, last.http_status) == (Outcome.UNCHANGED, 304)
