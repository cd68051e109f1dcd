"""Capturing by address: fetched in a job, kept as it came, told in a sentence where it cannot be."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.jobs import run_due
from blog.sources.capturing import ask
from blog.sources.chain import verify_chain
from blog.sources.keeping import find
from blog.sources.models import (
    Capture,
    Check,
    Method,
    Outcome,
    Progress,
    Snapshot,
    Source,
    SourceState,
    Text,
)
from blog.transactions import writing
from tests.factories import make_user
from tests.sites import Site, page, running_site

PARAGRAPHS = (
    "We have never dimmed a lamp to save oil, and we will not begin this year.",
    "The lamps on the west mole burn from dusk to dawn; those on the east mole are lit when a boat is expected.",
    "From June the east mole will be lit on every night of fog, whether a boat is expected or not.",
)


@pytest.fixture
def site(context: Flask) -> Iterator[Site]:
    with running_site() as running:
        settings = context.config["SETTINGS"]
        context.config["SETTINGS"] = replace(settings, fetch_allow=(running.host,))
        yield running
        context.config["SETTINGS"] = settings


def capture(url: str, by: User | None = None) -> Capture:
    with writing():
        number = ask(url, by=by).id
    run_due()
    return db.session.get_one(Capture, number)


def source_at(url: str) -> Source:
    source = find(url)
    assert source is not None
    return source


def test_a_page_is_fetched_kept_and_named_by_what_it_says(site: Site) -> None:
    url = site.show(page(*PARAGRAPHS))
    done = capture(url, make_user(Role.author))
    assert (done.progress, done.message, done.is_new) == (Progress.DONE, "", True)
    source = source_at(url)
    assert (source.publisher, source.title) == ("Harbourline", "A letter about the harbour lamps")
    (snapshot,) = source.snapshots
    assert (snapshot.method, snapshot.http_status, snapshot.charset) == (Method.FETCHED, 200, "utf-8")
    assert [hop["url"] for hop in snapshot.exchanges or []] == [url]
    assert verify_chain(source) == []
    assert source.is_watched
    assert source.next_check_at is not None


def test_a_title_turns_no_words_after_it_around(site: Site) -> None:
    url = site.show(page(*PARAGRAPHS, title="A \u202eletter about lamps"))
    capture(url)
    assert source_at(url).title == "A letter about lamps"


def test_every_word_of_the_page_is_in_the_kept_text(site: Site) -> None:
    done = capture(site.show(page(*PARAGRAPHS)))
    text = db.session.get_one(Text, done.text_id)
    words = [block.text for block in text.blocks]
    assert set(PARAGRAPHS) <= set(words)
    assert any("© Harbourline" in line for line in words)


def test_a_page_that_is_known_and_unchanged_makes_no_second_version(site: Site) -> None:
    url = site.show(page(*PARAGRAPHS))
    first, again = capture(url), capture(url)
    assert (again.progress, again.is_new, again.text_id) == (Progress.DONE, False, first.text_id)
    assert len(source_at(url).snapshots) == 1


def test_a_page_that_is_known_and_edited_makes_a_second_version(site: Site) -> None:
    url = site.show(page(*PARAGRAPHS))
    capture(url)
    site.show(page(PARAGRAPHS[0], "The lamps on both moles burn from dusk to dawn.", PARAGRAPHS[2]))
    assert capture(url).is_new
    assert [snapshot.version for snapshot in source_at(url).snapshots] == [1, 2]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/missing", 404, "404"),
        ("/secret", 403, "403"),
        ("/broken", 500, "500"),
        ("/empty", 200, "empty"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_half_stored(
    site: Site, path: str, status: int, words: str
) -> None:
    url = site.show("" if status == 200 else "<p>No.</p>", path, status=status)
    failed = capture(url)
    assert failed.progress is Progress.FAILED
    assert words in failed.message
    assert "aste" in failed.message  # what to do instead
    assert find(url) is None
    assert db.session.query(Snapshot).count() == 0


def test_an_address_that_leads_to_the_home_page_is_no_statement(site: Site) -> None:
    site.show(page("Welcome to the harbour, where the lamps burn for everyone who comes in at night."), "/")
    url = site.show("", "/gone", status=302, Location="/")
    failed = capture(url)
    assert failed.progress is Progress.FAILED
    assert "home page" in failed.message


def test_an_address_that_is_not_public_is_not_opened(context: Flask) -> None:
    with running_site() as site:
        site.show(page(*PARAGRAPHS))
        failed = capture(site.url())
        assert site.asked == []
    assert failed.progress is Progress.FAILED
    assert "not on the public internet" in failed.message or "port" in failed.message


def test_a_look_that_fails_is_noted_of_a_page_that_is_known(site: Site) -> None:
    url = site.show(page(*PARAGRAPHS))
    capture(url)
    for status in (404, 404, 500):
        site.show("<h1>Not here</h1>", status=status)
        failed = capture(url)
        assert (failed.progress, failed.text_id) == (Progress.FAILED, None)
        assert failed.message.count("so nothing was kept") == 1
    db.session.expire_all()
    source = source_at(url)
    assert source.state is SourceState.GONE
    looks = db.session.scalars(sa.select(Check.outcome).order_by(Check.id))
    assert list(looks) == [Outcome.VERSION, Outcome.GONE, Outcome.GONE, Outcome.FAILED]
    assert len(source.snapshots) == 1


def test_a_page_that_goes_back_to_its_earlier_words_has_that_version_again(site: Site) -> None:
    url = site.show(page(*PARAGRAPHS))
    first = capture(url).text_id
    site.show(page(PARAGRAPHS[0].replace("never", "rarely"), *PARAGRAPHS[1:]))
    second = capture(url).text_id
    assert second != first
    site.show(page(*PARAGRAPHS))
    again = capture(url)
    db.session.expire_all()
    source = source_at(url)
    assert (again.text_id, again.is_new) == (first, False)
    assert (source.current_version, source.state, len(source.snapshots)) == (1, SourceState.LIVE, 2)
