"""An archive is told of new versions that were fetched, where the owner chose so; its answer changes nothing here."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.jobs import Job, run_due
from blog.posts.archiving import TASK, is_told_of, tell
from blog.posts.capturing import capture, keep_given
from blog.site import choose_keeping, current_site
from blog.sources.capturing import ask, copy_of_file
from blog.sources.keeping import find
from blog.sources.models import Capture, Method, Progress, Text
from blog.transactions import writing
from tests.factories import make_user
from tests.sites import Site, page, running_site

LAMPS = "We have never dimmed a lamp to save oil, and we will not begin this year."


@pytest.fixture
def site(context: Flask) -> Iterator[Site]:
    with running_site() as running:
        settings = context.config["SETTINGS"]
        context.config["SETTINGS"] = replace(settings, fetch_allow=(running.host,))
        yield running
        context.config["SETTINGS"] = settings


def choose(*, tells_archive: bool) -> None:
    with writing():
        choose_keeping(share_limit="75", tells_archive=tells_archive)


def told() -> list[str]:
    return [job.arguments["url"] for job in db.session.scalars(sa.select(Job).where(Job.task == TASK))]


def test_a_new_version_is_told_and_an_unchanged_page_is_not(site: Site) -> None:
    choose(tells_archive=True)
    url = site.show(page(LAMPS))
    capture(url, by=make_user(Role.author))
    assert told() == [url]
    capture(url, by=None)
    assert told() == [url]
    site.show(page(LAMPS, "From June the east mole will be lit on every night of fog."))
    capture(url, by=None)
    assert told() == [url, url]


def test_no_archive_is_told_where_nobody_chose_so(site: Site) -> None:
    capture(site.show(page(LAMPS)), by=None)
    choose(tells_archive=False)
    capture(site.show(page(LAMPS), "/other"), by=None)
    assert told() == []


@pytest.mark.parametrize(
    ("head", "header"),
    [('<meta name="robots" content="noarchive">', "noindex"), ("", "noarchive")],
)
def test_no_archive_is_told_of_a_page_that_asks_for_none(site: Site, head: str, header: str) -> None:
    choose(tells_archive=True)
    url = site.show(page(LAMPS).replace("</head>", f"{head}</head>"), X_Robots_Tag=header)
    text_id, _ = capture(url, by=None)
    assert told() == []
    assert not is_told_of(db.session.get_one(Text, text_id), current_site())


def test_what_was_given_or_came_from_an_archive_is_not_told(site: Site) -> None:
    choose(tells_archive=True)
    copy = copy_of_file(page(LAMPS).encode(), url=site.url(), name="letter.html")
    with writing():
        keep_given(site.url(), copy, by=None)
    path = f"/web/20240301id_/{site.url()}"
    site.show(page(LAMPS), path)
    capture(site.url(path), by=None)
    assert told() == []


def test_a_copy_in_an_archive_may_be_asked_for_at_the_desk(site: Site) -> None:
    url, author = site.url(), make_user(Role.author)
    path = f"/web/20240301120000id_/{url}"
    site.show(page(LAMPS), path)
    with writing():
        number = ask(site.url(f"/web/20240301120000/{url}"), by=author).id
    run_due()
    done = db.session.get_one(Capture, number)
    assert (done.progress, done.is_new) == (Progress.DONE, True)
    source = find(url)
    assert source is not None
    assert [(s.method, str(s.stated_on)) for s in source.snapshots] == [(Method.ARCHIVED, "2024-03-01")]


def test_an_archive_that_saves_the_page_says_where(site: Site) -> None:
    site.show(
        "",
        "/save/https://press.harbourline.example/letter",
        Content_Location="/web/20250515/https://a.example/",
    )
    base = site.url("")
    assert (
        tell("https://press.harbourline.example/letter", base=base)
        == f"{base}/web/20250515/https://a.example/"
    )


def test_an_archive_that_is_silent_or_refuses_fails_nothing(site: Site) -> None:
    assert tell("https://press.harbourline.example/letter", base=site.url("")) is None
    assert tell("https://press.harbourline.example/letter", base="http://127.0.0.1:1") is None
