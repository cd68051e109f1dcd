"""Mail of notices: batched, looked at again when it is sent, over a real mail server, with headers that hold."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts import notices
from blog.accounts.models import Notice, NoticeKind, Pace, User
from blog.accounts.paces import choose
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.notifying import events, following, mailing
from blog.comments.threads.places import status_changed
from blog.extensions import db
from blog.jobs import Job, run_due
from blog.posts.models import Post, PostStatus
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user
from tests.postbox import Postbox, running_postbox

HOST = "notes.harbourline.example"


@pytest.fixture
def postbox(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with running_postbox() as (box, address):
        settings = replace(
            context.config["SETTINGS"], mail_url=f"smtp://{address}", site_url=f"https://{HOST}"
        )
        monkeypatch.setitem(context.config, "SETTINGS", settings)
        yield box


def later(clock: Clock, **delta: float) -> None:
    """Let time pass, and everything be done that is then due."""
    clock.move(**delta)
    mailing.sweep()
    run_due()
    db.session.expire_all()


def answered(
    reader: User | None = None, words: str = "Aye.", post: Post | None = None, name: str = ""
) -> Comment:
    """A reply to `reader`, told of."""
    post = post or make_post()
    first = make_comment(post, author=reader or make_user(name="Ada"))
    reply = make_comment(post, parent=first, words=words, author=make_user(name=name))
    with writing():
        events.comment_published(reply)
    return reply


def become(comment: Comment, status: CommentStatus) -> None:
    with writing():
        was, comment.status = comment.status, status
        status_changed(comment, was)


def to(postbox: Postbox, person: User) -> list[Any]:
    return [message for message in postbox.received if message["To"] == person.email]


def text(message: Any, kind: str = "plain") -> str:
    return str(message.get_body((kind,)).get_content())


def test_what_happens_within_minutes_is_one_mail(postbox: Postbox, stopped_clock: Clock) -> None:
    reader = make_user(name="Ada")
    answered(reader, "The first answer.")
    later(stopped_clock, minutes=3)
    answered(reader, "The second answer.")
    later(stopped_clock, minutes=1)
    assert to(postbox, reader) == []
    later(stopped_clock, minutes=5)
    (mail,) = to(postbox, reader)
    for kind in ("plain", "html"):
        assert "The first answer." in text(mail, kind)
        assert "The second answer." in text(mail, kind)
    later(stopped_clock, days=8)
    assert len(to(postbox, reader)) == 1


@pytest.mark.parametrize(
    "status", [CommentStatus.REMOVED, CommentStatus.HIDDEN, CommentStatus.SPAM, CommentStatus.DELETED]
)
def test_a_comment_that_is_gone_is_not_mailed(
    postbox: Postbox, stopped_clock: Clock, status: CommentStatus
) -> None:
    reply = answered()
    become(reply, status)
    later(stopped_clock, minutes=6)
    assert postbox.received == []
    become(reply, CommentStatus.PUBLISHED)
    later(stopped_clock, days=8)
    assert postbox.received == []


@pytest.mark.parametrize("change", ["off", "inactive", "unconfirmed", "silenced", "withdrawn", "read"])
def test_what_is_not_wanted_any_more_is_not_mailed(
    postbox: Postbox, stopped_clock: Clock, change: str
) -> None:
    reader = make_user()
    reply = answered(reader)
    with writing():
        notice = db.session.scalars(sa.select(Notice).where(Notice.person_id == reader.id)).one()
        match change:
            case "off":
                choose(reader, {NoticeKind.REPLY: Pace.OFF})
            case "inactive":
                db.session.get_one(User, reader.id).active = False
            case "unconfirmed":
                db.session.get_one(User, reader.id).confirmed_at = None
            case "silenced":
                following.hear(reply.post_id, "silence", by=reader)
            case "withdrawn":
                db.session.get_one(Post, reply.post_id).status = PostStatus.WITHDRAWN
            case "read":
                notices.put_away(notice.id, by=reader)
    later(stopped_clock, minutes=6)
    assert to(postbox, reader) == []


def test_what_was_decided_meanwhile_is_not_mailed_to_moderators(
    postbox: Postbox, stopped_clock: Clock
) -> None:
    moderator = make_user(Role.moderator)
    held = make_comment(make_post(), status=CommentStatus.HELD)
    with writing():
        events.comment_held(held)
    become(held, CommentStatus.PUBLISHED)
    later(stopped_clock, minutes=6)
    assert to(postbox, moderator) == []


def test_daily_and_weekly_mail_keeps_the_hour_of_the_site(postbox: Postbox, stopped_clock: Clock) -> None:
    daily, weekly = make_user(), make_user()  # Thursday, 15 May 2025, 09:14 UTC
    with writing():
        choose(daily, {NoticeKind.REPLY: Pace.DAILY})
        choose(weekly, {NoticeKind.REPLY: Pace.WEEKLY})
    answered(daily)
    answered(weekly)
    later(stopped_clock, hours=22, minutes=45)  # Friday, 07:59
    assert to(postbox, daily) == []
    later(stopped_clock, minutes=2)
    assert len(to(postbox, daily)) == 1
    later(stopped_clock, days=2, hours=23)
    assert to(postbox, weekly) == []
    later(stopped_clock, hours=2)
    assert len(to(postbox, weekly)) == 1


def test_a_worker_that_dies_in_between_sends_nothing_twice(postbox: Postbox, stopped_clock: Clock) -> None:
    reply = answered()
    stopped_clock.move(minutes=6)
    mailing.sweep()
    mailing.sweep()  # another worker, or the same one after it died
    ids = list(db.session.scalars(sa.select(Notice.id).where(Notice.about == reply.id)))
    person = db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == NoticeKind.REPLY)).one()
    mailing.mail_notices(person, ids)
    mailing.mail_notices(person, ids)
    run_due()
    assert len([m for m in postbox.received if "comment-" in m["Message-ID"]]) == 2  # reply, and on the post


def test_what_was_asked_for_and_never_done_is_asked_for_again(postbox: Postbox, stopped_clock: Clock) -> None:
    reader = make_user()
    answered(reader)
    stopped_clock.move(minutes=6)
    mailing.sweep()
    with writing():
        db.session.execute(sa.delete(Job))
    later(stopped_clock, minutes=61)
    assert len(to(postbox, reader)) == 1


def test_nobody_gets_more_than_so_many_mails_a_day(
    postbox: Postbox, stopped_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "MOST_MAILS_A_DAY", 3)
    reader, post = make_user(), make_post()
    for _ in range(6):
        answered(reader, post=post)
        later(stopped_clock, minutes=6)
    assert len(to(postbox, reader)) == 3
    later(stopped_clock, hours=24)
    assert len(to(postbox, reader)) == 4
    assert text(to(postbox, reader)[-1]).count("replied to you") == 3


def test_one_person_of_a_thousand_followers_costs_the_request_as_much_as_none(
    postbox: Postbox, stopped_clock: Clock
) -> None:
    post = make_post()
    comment = make_comment(post)
    with writing():
        people = [
            {"email": f"f{n}@example.org", "name": "F", "handle": f"f{n}", "fs_uniquifier": f"f{n}",
             "confirmed_at": now()} for n in range(1000)
        ]  # fmt: skip
        ids = db.session.scalars(sa.insert(User).returning(User.id), people).all()
        rows = [{"post_id": post.id, "person_id": n} for n in ids]
        db.session.execute(sa.insert(following.Follow), rows)
    before = db.session.scalar(sa.select(sa.func.count(Notice.id)))
    asked: list[str] = []
    listen = sa.event.listens_for(db.engine, "before_cursor_execute")

    @listen
    def _count(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    try:
        with writing():
            events.comment_published(comment)
        in_the_request = len(asked)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", _count)
    assert in_the_request < 25
    told = sa.select(sa.func.count(Notice.id)).where(Notice.kind == NoticeKind.THREAD)
    assert (before, db.session.scalar(told)) == (0, 0)
    run_due()
    assert db.session.scalar(told) == 1000
    jobs = db.session.scalar(sa.select(sa.func.count(Job.id)).where(Job.task == events.FAN_OUT))
    assert jobs == 1000 // events.FOLLOWERS_AT_ONCE + 1


def test_followers_are_not_told_of_what_was_removed_meanwhile(postbox: Postbox, stopped_clock: Clock) -> None:
    post, follower = make_post(), make_user()
    comment = make_comment(post)
    with writing():
        following.hear(post.id, "follow", by=follower)
        events.comment_published(comment)
    become(comment, CommentStatus.REMOVED)
    run_due()
    assert db.session.scalar(sa.select(Notice.id).where(Notice.person_id == follower.id)) is None


def test_the_headers_say_what_it_is_and_how_it_ends(postbox: Postbox, stopped_clock: Clock) -> None:
    reader = make_user()
    answered(reader)
    later(stopped_clock, minutes=6)
    (mail,) = to(postbox, reader)
    assert mail["List-Id"] == f"<notices.{HOST}>"
    assert mail["List-Unsubscribe"].startswith(f"<https://{HOST}/u/{reader.id}r.")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert "@" not in mail["List-Unsubscribe"]


def test_mails_of_a_thread_name_what_they_answer(postbox: Postbox, stopped_clock: Clock) -> None:
    reader, post = make_user(), make_post()
    first = make_comment(post, author=reader)
    with writing():
        following.hear(post.id, "follow", by=reader)
        choose(reader, {NoticeKind.THREAD: Pace.AT_ONCE})
    second = make_comment(post, parent=first)
    third = make_comment(post, parent=second)
    for comment in (second, third):
        with writing():
            events.comment_published(comment)
        later(stopped_clock, minutes=6)
        later(stopped_clock, minutes=6)
    one, two = to(postbox, reader)
    assert two["In-Reply-To"] == one["Message-ID"] == f"<comment-{second.id}.{reader.id}@{HOST}>"
    assert two["References"].split() == [
        f"<post-{post.id}.{reader.id}@{HOST}>", f"<comment-{first.id}.{reader.id}@{HOST}>", one["Message-ID"]
    ]  # fmt: skip


def test_long_headers_arrive_as_they_are(
    postbox: Postbox, stopped_clock: Clock, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = ".".join(["a" * 60, "b" * 60, "harbourline.example"])
    settings = replace(context.config["SETTINGS"], site_url=f"https://{host}")
    monkeypatch.setitem(context.config, "SETTINGS", settings)
    post = make_post()
    parent = make_comment(post)
    for _ in range(14):
        parent = make_comment(post, parent=parent)
    reply = make_comment(post, parent=parent)
    with writing():
        events.comment_published(reply)
    later(stopped_clock, minutes=6)
    (mail,) = to(postbox, parent.author)
    assert mail["List-Unsubscribe"].startswith(f"<https://{host}/u/")
    assert mail["Message-ID"] == f"<comment-{reply.id}.{parent.author_id}@{host}>"
    assert len(mail["References"].split()) == 11
    assert all(name.startswith("<") and name.endswith(">") for name in mail["References"].split())


@pytest.mark.parametrize(
    "name",
    ["Eve\r\nBcc: all@x.example", "http://evil.example/a", "www.evil.example", "evil.example",
     "Eve\u202egro.elpmaxe", "<script>alert(1)</script>", "eve@evil.example", "mailto:eve@evil.example",
     "evil。example", "javascript:alert(1)", "𝔥ttps://evil.example", "{{ 7*7 }}"],
)  # fmt: skip
def test_a_hostile_name_or_comment_is_words(postbox: Postbox, stopped_clock: Clock, name: str) -> None:
    reader, post = make_user(), make_post()
    with writing():
        db.session.get_one(Post, post.id).title = name
    reply = answered(reader, words="Look.", post=post, name=name)
    with writing():
        db.session.get_one(
            Comment, reply.id
        ).html = '<p><a href="https://evil.example/">click</a> http://evil.example/x evil.example</p>'
    later(stopped_clock, minutes=6)
    (mail,) = to(postbox, reader)
    assert mail["Bcc"] is None
    assert "evil" not in mail["Subject"]
    for kind in ("plain", "html"):
        words = text(mail, kind)
        assert "evil.example" not in words
        assert "evil。example" not in words
        assert "://evil" not in words
        assert "<script" not in text(mail, "html")
        assert "<img" not in words
        assert "\u202e" not in words
        assert "click" in words


def test_a_source_that_changed_is_mailed_like_everything_else(postbox: Postbox, stopped_clock: Clock) -> None:
    author = make_user(Role.author)
    with writing():
        notices.tell(author, key="check-1", words="Harbourline edited “Fares”.", path="/statements/1/")
    later(stopped_clock, minutes=6)
    (mail,) = to(postbox, author)
    assert "Harbourline edited “Fares”." in text(mail)
    assert f"https://{HOST}/statements/1/" in text(mail)
