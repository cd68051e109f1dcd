"""Commenting while signed out: kept, mailed, and sent by the button of the page that the link opens."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.measures import suspend
from blog.comments.moderation.models import Reason
from blog.comments.policy.choosing import change
from blog.comments.writing.models import UnsentComment
from blog.comments.writing.tasks import purge
from blog.comments.writing.unsent import MOST_FOR_ADDRESS
from blog.extensions import db, limiter
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user
from tests.outbox import link, mails, words

S = CommentStatus
ADDRESS = "tamsin@harbourline.example"
FIELDS = {"body": "The lamp *was* dark.", "email": ADDRESS, "name": "Tamsin Quill"}


class Scene:
    def __init__(self, app: Flask, reader: Reader) -> None:
        self.app, self.reader = app, reader
        with app.app_context():
            post = make_post()
            self.post_id, self.path = post.id, post.path

    def write(self, page: str = "", button: str = "Comment", **more: str) -> Reader:
        return self.reader.get(page or self.path).submit(button, **(FIELDS | more))

    def letter(self) -> str:
        """The path in the newest mail."""
        return link(mails(self.app)[-1])

    def count(self, table: type) -> int:
        with self.app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0

    def comment(self) -> tuple[str, CommentStatus, str]:
        with self.app.app_context():
            found = db.session.scalars(sa.select(Comment).order_by(Comment.id.desc())).first()
            assert found is not None
            return found.body, found.status, found.author.email

    def set_post(self, **values: object) -> None:
        with self.app.app_context(), writing():
            for name, value in values.items():
                setattr(db.session.get_one(Post, self.post_id), name, value)


@pytest.fixture
def scene(app: Flask, reader: Reader) -> Scene:
    return Scene(app, reader)


def test_one_link_confirms_the_address_makes_the_account_and_sends_the_comment(scene: Scene) -> None:
    assert f"sent a mail to {ADDRESS}" in scene.write().text
    assert (scene.count(Comment), scene.count(UnsentComment)) == (0, 1)
    path = scene.letter()
    assert "dark" not in words(mails(scene.app)[-1])
    scene.reader.get(path)
    assert scene.reader.page.xpath("//blockquote//em/text()") == ["was"]
    assert scene.count(Comment) == 0
    scene.reader.submit("Send")
    assert scene.comment() == (FIELDS["body"], S.HELD, ADDRESS)
    assert scene.reader.url == "/comments/1/" and "only you see it" in scene.reader.text
    other = Reader(scene.app).get(path)
    assert "sent already" in other.text and FIELDS["body"] not in other.text
    assert "Tamsin" not in Reader(scene.app).get(scene.path).text


def test_reading_a_post_signed_out_sets_no_cookie(scene: Scene) -> None:
    assert "Set-Cookie" not in scene.reader.get(scene.path).answer.headers


def test_a_thread_that_is_open_shows_it_at_once(scene: Scene) -> None:
    scene.set_post(policy=CommentPolicy.OPEN)
    scene.write()
    scene.reader.get(scene.letter()).submit("Send")
    assert "The lamp was dark." in Reader(scene.app).get(scene.path).text


@pytest.mark.parametrize("known", [True, False])
def test_what_is_answered_and_mailed_tells_nothing_of_accounts(scene: Scene, known: bool) -> None:
    if known:
        with scene.app.app_context():
            make_user(email=ADDRESS, name="Somebody Else")
    said = scene.write(email=ADDRESS.upper()).text
    assert f"sent a mail to {ADDRESS.upper()}" in said
    text = words(mails(scene.app)[-1])
    assert "Tamsin Quill" in text and "Somebody" not in text


def test_an_account_that_was_there_keeps_its_name_and_is_not_signed_in(scene: Scene) -> None:
    with scene.app.app_context():
        make_user(email=ADDRESS, name="Somebody Else")
    scene.write()
    scene.reader.get(scene.letter()).submit("Send")
    assert scene.comment()[2] == ADDRESS
    assert "waits for a moderator" in scene.reader.text and "Sign out" not in scene.reader.text
    with scene.app.app_context():
        assert db.session.scalars(sa.select(User.name).where(User.email == ADDRESS)).all() == [
            "Somebody Else"
        ]


def test_an_account_that_somebody_else_began_is_taken_over(scene: Scene) -> None:
    with scene.app.app_context():
        person = make_user(email=ADDRESS, name="Squatter")
        with writing():
            db.session.merge(person).confirmed_at = None
    scene.write()
    scene.reader.get(scene.letter()).submit("Send")
    with scene.app.app_context():
        found = db.session.scalars(sa.select(User).where(User.email == ADDRESS)).one()
        assert (found.name, found.password) == ("Tamsin Quill", None) and found.confirmed_at


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", "nobody"),
        ("email", ""),
        ("name", " "),
        ("name", "x" * 81),
        ("name", "Mara Lind"),
        ("body", " "),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(
    scene: Scene, field: str, typed: str
) -> None:
    with scene.app.app_context():
        make_user(Role.owner, name="Mara Lind")
    scene.write(**{field: typed})
    assert scene.reader.status == 422 and scene.reader.error_beside(field)
    form = scene.reader.form("Comment")
    fields = {name: str(form.fields[name]).strip("\n") for name in FIELDS}
    assert fields == FIELDS | {field: typed}
    assert scene.count(UnsentComment) == 0


def test_a_reply_stands_below_what_it_answers(scene: Scene) -> None:
    with scene.app.app_context():
        make_comment(db.session.get_one(Post, scene.post_id))
    scene.write("/comments/1/", "Reply")
    scene.reader.get(scene.letter()).submit("Send")
    with scene.app.app_context():
        assert db.session.get_one(Comment, 2).parent_id == 1


def test_a_reply_to_what_was_removed_meanwhile_can_be_sent_alone(scene: Scene) -> None:
    with scene.app.app_context():
        make_comment(db.session.get_one(Post, scene.post_id))
    scene.write("/comments/1/", "Reply")
    with scene.app.app_context(), writing():
        db.session.get_one(Comment, 1).status = S.REMOVED
    scene.reader.get(scene.letter()).submit("Send")
    assert scene.reader.status == 422 and FIELDS["body"] in scene.reader.text
    assert scene.count(User) == 2  # nobody joined by what was refused
    scene.reader.submit("Send it as a comment of its own", body=FIELDS["body"])
    assert scene.comment()[0] == FIELDS["body"]


def test_a_thread_that_closed_meanwhile_gives_the_words_back(scene: Scene) -> None:
    scene.write()
    scene.set_post(policy=CommentPolicy.CLOSED)
    scene.reader.get(scene.letter()).submit("Send")
    assert scene.reader.status == 403 and FIELDS["body"] in scene.reader.text
    assert scene.count(UnsentComment) == 1


@pytest.mark.parametrize("is_suspended", [True, False])
def test_who_is_suspended_or_shut_out_is_told_and_keeps_the_words(scene: Scene, is_suspended: bool) -> None:
    with scene.app.app_context():
        person, moderator = make_user(email=ADDRESS), make_user(Role.moderator)
        with writing():
            person = db.session.merge(person)
            if is_suspended:
                suspend(person, until=now() + timedelta(days=3), by=moderator, reason=Reason.UNKIND)
            else:
                person.active = False
    scene.write()
    path = next(p for p in (link(m) for m in mails(scene.app) if "Send your" in m["Subject"]))
    scene.reader.get(path).submit("Send")
    assert scene.reader.status == 403 and FIELDS["body"] in scene.reader.text
    assert ("unkind" if is_suspended else "closed") in scene.reader.text
    assert scene.count(Comment) == 0


def test_a_link_ends_after_two_days_and_what_it_kept_is_swept(scene: Scene) -> None:
    scene.write()
    path = scene.letter()
    with scene.app.app_context(), writing():
        db.session.execute(sa.update(UnsentComment).values(kept_at=now() - timedelta(days=2)))
    assert scene.reader.get(path).status == 404 and "write it again" in scene.reader.text
    with scene.app.app_context():
        purge()
    assert scene.count(UnsentComment) == 0


@pytest.mark.parametrize("token", ["x", "é", "a%00b", "x" * 500])
def test_a_made_up_link_leads_nowhere(scene: Scene, token: str) -> None:
    assert scene.reader.get(f"/comments/unsent/{token}").status == 404
    assert scene.reader.post(f"/comments/unsent/{token}").status == 404


def test_a_link_that_is_pressed_twice_sends_one_comment(scene: Scene) -> None:
    scene.write()
    path = scene.letter()
    assert scene.reader.post(path).status == 200
    for again in (scene.reader.post(path), Reader(scene.app).post(path), scene.reader.get(path)):
        assert again.status == 200 and "write it again" not in again.text
    assert scene.count(Comment) == 1
    with scene.app.app_context():
        kept = db.session.scalars(sa.select(UnsentComment)).one()
        assert (kept.email, kept.name) == ("", "")


def test_a_form_sent_twice_mails_one_link_which_sends_the_newest_words(scene: Scene) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", **FIELDS)
    for body in ("First words.", "Newer words."):
        scene.reader.send((address, data | {"body": body}))
    assert scene.count(UnsentComment) == 1 and len(mails(scene.app)) == 1
    assert "Newer words." in scene.reader.get(scene.letter()).text


def test_a_form_sent_again_after_a_while_mails_a_link_that_counts(scene: Scene) -> None:
    filled = scene.reader.get(scene.path).filled("Comment", **FIELDS)
    scene.reader.send(filled)
    first = scene.letter()
    with scene.app.app_context(), writing():
        db.session.execute(sa.update(UnsentComment).values(kept_at=now() - timedelta(minutes=11)))
    scene.reader.send(filled)
    assert scene.reader.get(first).status == 404 and "newer mail" in scene.reader.text
    assert scene.reader.get(scene.letter()).status == 200


def test_what_is_taken_from_nobody_is_refused_before_a_mail_is_sent(scene: Scene) -> None:
    assert "letters" in scene.write(body="w" * 2_000).error_beside("body")
    assert scene.count(UnsentComment) == 0 and mails(scene.app) == []


def test_words_that_cannot_be_sent_are_mended_where_the_link_leads(scene: Scene) -> None:
    scene.write()
    with scene.app.app_context():
        owner = make_user(Role.owner)
        with writing():
            change({"banned_words": "lamp"}, by=owner)
    path = scene.letter()
    assert scene.reader.post(path).status == 422 and "no comments with" in scene.reader.text
    scene.reader.submit("Send", body="The lantern was dark.")
    assert scene.comment()[0] == "The lantern was dark."


def test_an_address_has_so_many_waiting_and_no_more(scene: Scene) -> None:
    for _ in range(MOST_FOR_ADDRESS):
        scene.write()
    assert "already" in scene.write().error_beside("email")
    assert scene.count(UnsentComment) == MOST_FOR_ADDRESS


def test_mail_to_one_address_is_limited(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    filled = scene.reader.get(scene.path).filled("Comment", **FIELDS)
    statuses = [scene.reader.send(filled).status for _ in range(7)]
    assert statuses[0] == 200 and statuses[-1] == 429


def test_another_site_cannot_have_mail_sent(scene: Scene) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", **FIELDS)
    assert scene.reader.post(address, data=data, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert scene.count(UnsentComment) == 0


def test_who_signed_in_meanwhile_sends_it_under_their_name(scene: Scene) -> None:
    filled = scene.reader.get(scene.path).filled("Comment", **FIELDS)
    with scene.app.app_context():
        make_user(email=ADDRESS)
    scene.reader.sign_in(ADDRESS).send(filled)
    assert scene.reader.status == 409 and "signed in by now" in scene.reader.error_beside("body")
    scene.reader.submit("Comment", body=FIELDS["body"])
    assert scene.comment() == (FIELDS["body"], S.HELD, ADDRESS)
