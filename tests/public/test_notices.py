"""Notices in the browser: the list, the number in the masthead, the paces, and links that end mail."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts import notices
from blog.accounts.models import Grant, NoticeKind, Pace, User
from blog.accounts.paces import paces_of
from blog.accounts.roles import Role
from blog.accounts.unsubscribing import renew_links, token_for
from blog.comments.models import Comment, CommentStatus
from blog.comments.notifying import events, following
from blog.comments.threads.places import status_changed
from blog.extensions import db
from blog.posts.models import PostStatus
from blog.reading.notices import NOTICES_A_PAGE
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user
from tests.queries import everything


def told(person: User, count: int) -> None:
    with writing():
        for number in range(count):
            notices.tell(person, key=f"n-{number}", words=f"Event {number}.", path="/statements/")


def rows(reader: Reader) -> list[str]:
    return [" ".join(li.text_content().split()) for li in reader.page.xpath("//ol[@class='notices']/li")]


def number(reader: Reader) -> str:
    return "".join(reader.page.xpath("//header//b[@class='count']/text()"))


def test_what_was_told_is_listed_and_numbered_until_it_is_read(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person = make_user()
        told(person, 3)
    reader.sign_in(person.email).get("/account/notices/")
    assert number(reader) == "3"
    assert len(rows(reader)) == 3
    assert rows(reader)[0].startswith("Event 2. New")
    reader.submit("Mark read")
    assert number(reader) == "2"
    reader.submit("Event 1.")
    assert reader.url == "/statements/"
    reader.get("/account/notices/").submit("Mark all read")
    assert number(reader) == ""
    assert len(rows(reader)) == 3


def test_pages_hold_each_notice_once(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person = make_user()
        told(person, NOTICES_A_PAGE + 7)
    reader.sign_in(person.email).get("/account/notices/")
    first = rows(reader)
    reader.get(reader.page.xpath("//a[@rel='next']/@href")[0])
    assert len({*first, *rows(reader)}) == NOTICES_A_PAGE + 7
    assert reader.get("/account/notices/?before=x").status == 404


def test_marking_all_read_leaves_what_came_in_since(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person = make_user()
        told(person, 1)
    reader.sign_in(person.email).get("/account/notices/")
    with app.app_context():
        told(db.session.get_one(User, person.id), 2)
    reader.submit("Mark all read")
    assert number(reader) == "1"


def test_another_persons_notice_is_not_there(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person, other = make_user(), make_user()
        told(other, 1)
        told(person, 1)
        theirs = notices.unread(other)[0].id
    reader.sign_in(person.email).get("/account/notices/")
    address, data = reader.filled("Mark read")
    reader.post(address.rpartition("/")[0] + f"/{theirs}", data=data)
    assert reader.status == 404


def test_a_comment_that_is_gone_is_in_no_list_and_no_number(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person, post = make_user(), make_post()
        first = make_comment(post, author=person)
        reply = make_comment(post, parent=first)
        with writing():
            events.comment_published(reply)
    reader.sign_in(person.email).get("/account/notices/")
    assert (number(reader), len(rows(reader))) == ("1", 1)
    with app.app_context(), writing():
        removed = db.session.get_one(Comment, reply.id)
        removed.status = CommentStatus.REMOVED
        status_changed(removed, CommentStatus.PUBLISHED)
    reader.get("/account/notices/")
    assert (number(reader), rows(reader)) == ("", [])


def test_who_moderates_no_more_sees_nothing_of_the_queue(app: Flask, reader: Reader) -> None:
    with app.app_context():
        moderator, held = make_user(Role.moderator), make_comment(make_post(), status=CommentStatus.HELD)
        with writing():
            events.comment_held(held)
    reader.sign_in(moderator.email).get("/account/notices/")
    assert len(rows(reader)) == 1
    with app.app_context(), writing():
        db.session.execute(sa.delete(Grant).where(Grant.user_id == moderator.id))
    assert rows(reader.get("/account/notices/")) == []


def test_paces_are_chosen_by_kind_and_kept(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person = make_user()
    reader.sign_in(person.email).get("/account/notices/settings")
    assert "Comments that wait for a moderator" not in reader.text
    assert "8:00 (UTC)" in reader.text
    reader.submit("Save", reply="weekly", thread="off")
    with app.app_context():
        paces = paces_of(person.id)
    assert (paces[NoticeKind.REPLY], paces[NoticeKind.THREAD]) == (Pace.WEEKLY, Pace.OFF)
    reader.submit("Save", reply="hourly")
    assert reader.status == 422
    assert reader.error_beside("reply") == "Choose one of the paces offered."


def test_a_thread_is_followed_and_silenced_at_the_post(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person, post = make_user(), make_post()
        draft = make_post(status=PostStatus.DRAFT)
    reader.sign_in(person.email)
    token = reader.get("/account/notices/settings").page.xpath("//input[@name='csrf_token']/@value")[0]
    for wish in ("follow", "silence", "neither"):
        reader.post(f"/threads/{post.id}/hearing", data={"wish": wish, "csrf_token": token})
        assert reader.url == post.path
        with app.app_context():
            assert following.hearing_of(post.id, person) == wish
    for post_id, wish, status in [(post.id, "shout", 422), (draft.id, "follow", 404), (999, "follow", 404)]:
        reader.post(f"/threads/{post_id}/hearing", data={"wish": wish, "csrf_token": token})
        assert reader.status == status


@pytest.fixture
def link(app: Flask) -> dict[str, Any]:
    with app.app_context():
        person = make_user()
        return {"person": person.id, "url": f"/u/{token_for(person, [NoticeKind.REPLY, NoticeKind.THREAD])}"}


def test_looking_at_a_link_ends_nothing(app: Flask, reader: Reader, link: dict[str, Any]) -> None:
    before = everything(app)
    for method in ("GET", "HEAD", "OPTIONS"):
        reader.client.open(link["url"], method=method)
    assert everything(app) == before
    assert "End this mail?" in reader.get(link["url"]).text


def test_one_click_ends_it_without_session_token_or_redirect(
    app: Flask, reader: Reader, link: dict[str, Any]
) -> None:
    for _ in range(2):
        answer = reader.client.post(link["url"], data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    with app.app_context():
        paces = paces_of(link["person"])
    assert [kind for kind, pace in paces.items() if pace is Pace.OFF] == [NoticeKind.REPLY, NoticeKind.THREAD]
    assert "This mail has ended" in reader.get(link["url"]).text


def test_the_button_on_the_page_does_the_same(app: Flask, reader: Reader, link: dict[str, Any]) -> None:
    assert "This mail has ended" in reader.get(link["url"]).submit("End this mail").text


def test_a_link_that_was_changed_or_renewed_ends_nothing(
    app: Flask, reader: Reader, link: dict[str, Any]
) -> None:
    url = link["url"]
    with app.app_context():
        other = make_user()
    last = "A" if url[-1] != "A" else "B"
    forged = [
        url[:-1] + last,
        url.replace("rt.", "rtq."),
        url.replace(f"/{link['person']}r", f"/{other.id}r"),
    ]
    for made_up in [*forged, "/u/x", "/u/99999999999999r." + "A" * 43, "/u/1r." + "A" * 43]:
        assert reader.client.get(made_up).status_code == 404, made_up
        assert reader.client.post(made_up).status_code == 404, made_up
    with app.app_context(), writing():
        renew_links(by=db.session.get_one(User, link["person"]))
    assert reader.client.post(url).status_code == 404


def test_signed_out_nothing_of_it_is_shown(reader: Reader) -> None:
    assert reader.get("/account/notices/").url == "/login"
    assert "Notices" not in reader.get("/").text
