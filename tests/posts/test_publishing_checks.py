"""What the dialogue finds in a post: pictures without words, links that lead nowhere, addresses that say nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.jobs import Job, run_due
from blog.posts.attribution.remarks import Kind, Remark
from blog.posts.media.models import KEY_BYTES, File, FileKind
from blog.posts.models import Post
from blog.posts.publishing.checks import key_of, links_in, own_remarks
from blog.posts.publishing.links import MOST, TASK, are_being_tried, ask_for, looked_at
from blog.posts.publishing.models import LinkState
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_user
from tests.sites import Site, running_site
from tests.statements import keep_draft, keep_post


@pytest.fixture
def site(context: Flask) -> Iterator[Site]:
    with running_site() as running:
        settings = context.config["SETTINGS"]
        context.config["SETTINGS"] = replace(settings, fetch_allow=(running.host,))
        yield running
        context.config["SETTINGS"] = settings


def found(post: Post, kind: Kind) -> list[tuple[int, bool]]:
    return [(remark.line, remark.is_quiet) for remark in own_remarks(post) if remark.kind is kind]


def try_links(post: Post) -> None:
    with writing():
        ask_for(links_in(post))
    run_due()


def test_a_picture_without_words_is_told_with_its_line(context: Flask) -> None:
    body = "Mine.\n\n![](/media/mole.jpg)\n\n![The west mole](/media/west.jpg)\n\n`![](/media/code.jpg)`\n"
    assert found(keep_draft(make_user(Role.author), body=body), Kind.PICTURE) == [(3, False)]


def test_a_picture_that_the_library_describes_or_calls_decoration_needs_no_more(context: Flask) -> None:
    author, keys = make_user(Role.author), ["a" * 2 * KEY_BYTES, "b" * 2 * KEY_BYTES, "c" * 2 * KEY_BYTES]
    known: list[dict[str, Any]] = [{"alt": "The mole"}, {"is_decorative": True}, {}]
    with writing():
        for key, given in zip(keys, known, strict=True):
            db.session.add(_picture(key, author, **given))
    body = "\n\n".join(["Mine.", *(f"![](/media/{key}/mole.jpg)" for key in keys)])
    assert found(keep_draft(author, body=body), Kind.PICTURE) == [(7, False)]


def _picture(key: str, by: User, **given: Any) -> File:
    return File(
        key=key,
        kind=FileKind.PICTURE,
        name="mole.jpg",
        title="Mole",
        sha256=key.ljust(64, "0"),
        byte_count=1,
        variants=[],
        uploaded_by_id=by.id,
        **given,
    )


def test_a_link_that_leads_nowhere_is_told_and_one_that_leads_somewhere_is_not(
    context: Flask, site: Site
) -> None:
    there, gone = site.show("<p>Here.</p>", "/there"), site.url("/gone")
    post = keep_draft(make_user(Role.author), body=f"Of [this]({there}).\n\nAnd of [that]({gone}).")
    assert found(post, Kind.LINK) == []
    try_links(post)
    assert found(post, Kind.LINK) == [(3, False)]
    assert sorted(site.asked) == ["/gone", "/there"]


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, LinkState.FOUND), (410, LinkState.DEAD), (403, LinkState.UNCLEAR), (503, LinkState.UNCLEAR)],
)
def test_only_an_answer_that_nothing_is_there_makes_a_link_dead(
    context: Flask, site: Site, status: int, state: LinkState
) -> None:
    url = site.show("<p>x</p>", "/it", status=status)
    try_links(keep_draft(make_user(Role.author), body=f"Of [this]({url})."))
    assert [link.state for link in looked_at([url])] == [state]


def test_a_link_into_this_network_is_not_opened(context: Flask) -> None:
    with running_site() as inside:
        post = keep_draft(make_user(Role.author), body=f"Of [this]({inside.url('/secret')}).")
        try_links(post)
        assert inside.asked == []
    assert found(post, Kind.LINK) == [(1, True)]


def test_a_link_is_tried_once_a_day(context: Flask, site: Site, stopped_clock: Clock) -> None:
    url = site.show("<p>Here.</p>", "/there")
    post = keep_draft(make_user(Role.author), body=f"Of [this]({url}) and [again]({url}).")
    for _ in range(2):
        with writing():
            ask_for(links_in(post))
    assert are_being_tried([url])
    run_due()
    try_links(post)
    assert (site.asked, are_being_tried([url])) == (["/there"], False)
    stopped_clock.move(days=1, seconds=1)
    try_links(post)
    assert len(site.asked) == 2


def test_a_list_of_links_is_not_tried_to_its_end(context: Flask) -> None:
    with writing():
        assert ask_for([f"https://harbourline.example/{n}" for n in range(MOST + 50)]) == MOST
    jobs = db.session.scalars(sa.select(Job.arguments).where(Job.task == TASK)).all()
    assert max(len(job["urls"]) for job in jobs) <= 20


def test_an_address_that_says_nothing_is_told_while_it_can_be_changed(context: Flask) -> None:
    author = make_user(Role.author)
    assert found(keep_draft(author, title="!!!"), Kind.SLUG) == [(0, False)]
    assert found(keep_draft(author, title=" ".join(["lamp"] * 9)), Kind.SLUG) == [(0, True)]
    assert found(keep_post(author, title="???"), Kind.SLUG) == []


def test_what_is_shared_is_told_where_it_would_be_cut_or_empty(context: Flask) -> None:
    author = make_user(Role.author)
    assert found(keep_draft(author), Kind.CARD) == [(0, True)]
    assert found(keep_draft(author, gist="Mine."), Kind.CARD) == []
    assert found(keep_draft(author, title="x" * 71, gist="Mine."), Kind.CARD) == [(0, True)]


def test_a_remark_is_known_again_on_another_line_and_no_other_is_taken_for_it() -> None:
    remark = Remark(Kind.LINK, "A link leads nowhere.", line=3)
    assert key_of(remark) == key_of(replace(remark, line=9))
    assert key_of(remark) != key_of(replace(remark, message="Another leads nowhere."))
    assert key_of(remark) != key_of(replace(remark, kind=Kind.PICTURE))
