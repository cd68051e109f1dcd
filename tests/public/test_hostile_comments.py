"""What nobody types by hand, sent through every form that takes a comment's words: an answer with words, in time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import Notice, NoticeKind, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation import measures
from blog.comments.moderation.models import Reason
from blog.comments.notifying.mentions import MOST_MENTIONS
from blog.comments.policy.models import CommentSettings
from blog.extensions import db
from blog.markup.limits import COMMENT_CHARACTERS, DEEPEST
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user
from tests.queries import everything

S = CommentStatus
# Of the processor's time, for one form: rendering, screening, storing and the page that answers.
SECONDS = 4.0


def long(unit: str, times: int = COMMENT_CHARACTERS) -> str:
    return (unit * times)[:COMMENT_CHARACTERS]


# What is sent, and what the refusal names.
REFUSED = {
    "a word of 20,000 letters": (long("x"), "One word here has 20,000 letters"),
    "500 links": (long("https://a.example/ ", 500), "It has 500 links; at most 50"),
    "200 quotations in each other": (long("> ", 200) + "a", f"more than {DEEPEST} levels"),
    "200 lists in each other": (
        "\n".join(" " * 4 * n + "- a" for n in range(66)),
        f"more than {DEEPEST} levels",
    ),
    "20,000 brackets": (long("["), "more than 500 of the character ["),
    "10,000 links without ends": (long("[a]("), "more than 500 of the character ["),
    "code fences that never end": (long("`"), "more than 500 of the character `"),
    "6,000 lines": (long("a\n=\n"), "more than 2,000 lines"),
    "one character too many": (long("a ") + "a", "at most 20,000"),
    "nothing that is seen": (long("\u200b\u2060 "), "empty"),
}
# What is odd, slow to read for naive patterns, and still somebody's words.
TAKEN = {
    "1,000 mentions": long("@ada-quay, @mo ", 1000),
    "5,000 stars": long("a *b"),
    "emphasis that never ends": long("*a **a "),
    "underscores": long("_a __a "),
    "100 brackets, again and again": (("[" * 99 + "\n\n") * 5),
    "quotations as deep as they go": long("> ", DEEPEST) + "a",
    "entities": long("&amp; &#x26; &"),
    "addresses that are none": long("a@b.c x:// http:/ "),
    "backslashes": long("\\ \\\\ "),
    "letters with 200 marks": long("z" + "\u0335" * 190 + " "),
    "right to left and back": long("\u202eabc\u202c \u2067x\u2069 "),
}


class Scene:
    """Ada, known here and signed in, and a published comment of somebody else's."""

    def __init__(self, app: Flask, reader: Reader) -> None:
        self.app, self.reader = app, reader
        with app.app_context():
            post = make_post(policy=CommentPolicy.OPEN)
            self.email = make_user(email="ada@harbourline.example").email
            self.post_id, self.path, self.root = post.id, post.path, make_comment(post).id
        reader.sign_in(self.email)

    def ada(self) -> User:
        return db.session.query(User).filter_by(email=self.email).one()

    def of_ada(self) -> int:
        with self.app.app_context():
            return make_comment(db.session.get_one(Post, self.post_id), author=self.ada()).id

    def elsewhere(self, **more: object) -> int:
        with self.app.app_context():
            return make_comment(make_post(), words="Words of another thread.", **more).id  # type: ignore[arg-type]

    def forms(self, body: str) -> Iterator[tuple[str, int]]:
        """Each form of somebody signed in that takes words, sent with these: its button, and the answer's status."""
        pages = {
            "Preview": self.path,
            "Reply": f"/comments/{self.root}/",
            "Save": f"/comments/{self.of_ada()}/edit",
        }
        for button, page in pages.items():
            self.reader.get(page)
            with in_time(button):
                self.reader.submit(button, body=body)
            yield button, self.reader.status

    def typed(self) -> str:
        return str(self.reader.page.xpath("//textarea[@name='body' or @id='body']")[0].text_content()).strip(
            "\n"
        )

    def count(self) -> int:
        with self.app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) or 0


@contextmanager
def in_time(what: str) -> Iterator[None]:
    before = time.process_time()
    yield
    assert time.process_time() - before < SECONDS, what


@pytest.fixture
def scene(app: Flask, reader: Reader) -> Scene:
    return Scene(app, reader)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_too_much_is_refused_with_its_limit_and_kept_in_the_form(scene: Scene, what: str) -> None:
    body, said = REFUSED[what]
    # The screening, which knows the writer, looks when the comment is sent: only then is there one.
    at_sending = what in ("a word of 20,000 letters", "500 links")
    for form, status in scene.forms(body):
        if at_sending and form == "Preview":
            assert status == 200, form
            continue
        assert status == 422, form
        assert said in scene.reader.error_beside("body"), form
        assert scene.typed() == body.strip("\n"), form
    assert scene.count() == 2


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_odd_is_taken_in_time(scene: Scene, what: str) -> None:
    for form, status in scene.forms(TAKEN[what]):
        assert status == 200, form
    assert scene.count() == 3
    assert scene.reader.get(scene.path).status == 200


def test_of_a_thousand_people_who_are_mentioned_the_first_few_are_told(scene: Scene) -> None:
    with scene.app.app_context():
        handles = [make_user().handle for _ in range(2 * MOST_MENTIONS)]
    body = " ".join(f"@{handle}" for handle in [*handles, *(f"nobody-{n}" for n in range(980))])
    scene.reader.get(scene.path).submit("Comment", body=body)
    assert scene.reader.status == 200
    with scene.app.app_context():
        told = sa.select(User.handle).join(Notice, Notice.person_id == User.id)
        told = told.where(Notice.kind == NoticeKind.MENTION)
        assert set(db.session.scalars(told)) == set(handles[:MOST_MENTIONS])


def test_much_that_was_said_before_slows_nobody_down(scene: Scene) -> None:
    """What was said of late is compared with what is sent now, while the thread waits for it."""
    with scene.app.app_context():
        post = db.session.get_one(Post, scene.post_id)
        people = [scene.ada(), make_user(), make_user(), make_user()]
        with writing():
            for number in range(120):
                author = people[number % 4]
                words = long(f"the quay {number} was shut at nine ")
                db.session.add(
                    Comment(
                        post_id=post.id,
                        author_id=author.id,
                        status=S.HELD,
                        body=words,
                        html="",
                        form_id=f"x-{number}",
                    )
                )
    scene.reader.get(scene.path)
    with in_time("repeats"):
        scene.reader.submit("Comment", body=long("the quay 7 was open at nine "))
    assert scene.reader.status == 200


@pytest.mark.parametrize("status", [S.PUBLISHED, S.HELD])
def test_another_posts_comment_is_not_answered_here_and_nothing_of_it_is_told(
    scene: Scene, status: CommentStatus
) -> None:
    other = scene.elsewhere(status=status)
    address, data = scene.reader.get(scene.path).filled("Comment", body="Aye, so.", parent=str(other))
    for where in (address, f"{scene.path}comments/preview"):
        scene.reader.post(where, data=data)
        assert scene.reader.status == 422
        assert "removed meanwhile" in scene.reader.error_beside("body")
        assert scene.typed() == "Aye, so." and "another thread" not in scene.reader.text
    assert scene.count() == 2


def test_what_is_held_cannot_be_answered_even_by_its_writer(scene: Scene) -> None:
    with scene.app.app_context():
        post = db.session.get_one(Post, scene.post_id)
        held = make_comment(post, author=scene.ada(), status=S.HELD).id
    address, data = scene.reader.get(scene.path).filled("Comment", body="Aye, so.", parent=str(held))
    for where in (address, f"{scene.path}comments/preview"):
        assert scene.reader.post(where, data=data).status == 422
        assert scene.typed() == "Aye, so."


def test_a_reply_to_what_was_removed_while_it_was_written_is_told_so_at_its_preview(scene: Scene) -> None:
    filled = scene.reader.get(f"/comments/{scene.root}/").filled("Preview", body="But why?")
    with scene.app.app_context(), writing():
        db.session.get_one(Comment, scene.root).status = S.REMOVED
    assert scene.reader.send(filled).status == 422
    assert "removed meanwhile" in scene.reader.error_beside("body") and scene.typed() == "But why?"
    scene.reader.submit("Preview")
    assert scene.reader.status == 200
    scene.reader.submit("Comment")
    assert scene.count() == 2


@pytest.mark.parametrize("button", ["Reply", "Preview"])
def test_a_reply_in_a_thread_that_closed_meanwhile_gives_the_text_back(scene: Scene, button: str) -> None:
    filled = scene.reader.get(f"/comments/{scene.root}/").filled(button, body="But why?")
    with scene.app.app_context(), writing():
        db.session.get_one(Post, scene.post_id).policy = CommentPolicy.CLOSED
    assert (scene.reader.send(filled).status, scene.typed()) == (403, "But why?")
    assert "closed" in scene.reader.text and scene.count() == 1


def test_who_is_suspended_is_told_until_when_and_why_on_every_way_to_write(scene: Scene) -> None:
    mine = scene.of_ada()
    with scene.app.app_context():
        moderator, until = make_user(Role.moderator), now() + timedelta(days=7)
        with writing():
            db.session.add(CommentSettings(id=1, has_votes=True))
            measures.suspend(scene.ada(), until=until, by=moderator, reason=Reason.ATTACK)
    token = scene.reader.get(scene.path).page.xpath("//input[@name='csrf_token']/@value")[0]
    before = everything(scene.app)
    fields = {
        "csrf_token": token,
        "body": "Other words.",
        "form_id": "a-form",
        "seen": "1",
        "reason": "unkind",
    }
    for address in (
        f"{scene.path}comments/",
        f"/comments/{mine}/edit",
        f"/comments/{scene.root}/vote",
        f"/comments/{scene.root}/unvote",
        f"/comments/{scene.root}/report",
    ):
        scene.reader.post(address, data=fields)
        assert scene.reader.status == 403, address
        assert "suspended until" in scene.reader.text and "personal attack" in scene.reader.text, address
        if address.endswith(("comments/", "edit")):
            assert scene.typed() == "Other words.", address
        assert everything(scene.app) == before, address
    assert scene.reader.post(f"/comments/{mine}/delete", data=fields).status == 200
    assert scene.count() == 2
