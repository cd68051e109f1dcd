"""Corrections: readers report, the author decides, the post says so."""

import json
from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts.models import Notice, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.moderation.measures import suspend
from blog.comments.moderation.models import Reason
from blog.extensions import db, limiter
from blog.posts.correcting import FULL, MOST_OPEN, accept, decline, report_error
from blog.posts.models import Correction, CorrectionState, OldSlug, Post, PostStatus
from blog.transactions import writing
from tests import outbox
from tests.client import Reader
from tests.factories import make_post, make_user
from tests.queries import counted_queries
from tests.statements import keep_post

ERROR = "The letter says May, the post says March."
MENDED = "This post said March; the letter is of May."


class Scene:
    """A published post, its author and a browser."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            author = make_user(Role.author)
            post = keep_post(author, title="On lamps", body="Mine.")
            self.post_id, self.path, self.author, self.author_id = (
                post.id,
                post.path,
                author.email,
                author.id,
            )

    def report(self, words: str = ERROR, email: str = "ines@harbourline.example") -> int:
        with writing():
            post = db.session.get_one(Post, self.post_id)
            return report_error(post, kind="fact", words=words, email=email, by=None).id


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def only(app: Flask) -> Correction:
    with app.app_context():
        return db.session.scalars(db.select(Correction)).one()


def notices_of(person_id: int) -> list[str]:
    found = db.session.scalars(db.select(Notice).where(Notice.person_id == person_id).order_by(Notice.id))
    return [notice.words for notice in found]


def test_a_reader_signed_out_reports_the_author_accepts_and_the_post_lists_it(
    app: Flask, scene: Scene
) -> None:
    reader, author = Reader(app), Reader(app).sign_in(scene.author)
    (href,) = reader.get(scene.path).page.xpath("//a[normalize-space()='Report an error in this post']/@href")
    reader.get(href).submit("Send the report", kind="fact", words=ERROR, email="Ines@Harbourline.example")
    assert (reader.status, reader.url) == (200, scene.path)
    assert "Thank you" in reader.text
    with app.app_context():
        assert notices_of(scene.author_id) == ["A reader reported an error in “On lamps”."]
    assert outbox.mails(app) == []
    author.get("/admin/corrections/")
    assert ERROR in author.text
    assert "harbourline.example" not in author.text
    author.submit("Accept and list it", answer=MENDED)
    assert "Accepted: the post lists it." in author.text
    kept = only(app)
    assert (kept.state, kept.email, kept.revision) == (CorrectionState.ACCEPTED, "", 2)
    page = reader.get(scene.path).page
    assert MENDED in page.get_element_by_id("corrections").text_content()
    assert ERROR not in reader.text
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert [each["text"] for each in json.loads(script)["correction"]] == [MENDED]
    assert MENDED in reader.get("/feed.atom").answer.text
    (mail,) = outbox.mails(app)
    assert mail["To"] == "ines@harbourline.example"
    assert MENDED in outbox.words(mail)
    assert outbox.link(mail) == scene.path


def test_a_reader_signed_in_is_told_why_not(app: Flask, scene: Scene) -> None:
    with app.app_context():
        person = make_user()
        email, person_id = person.email, person.id
    reader = Reader(app).sign_in(email)
    reader.get(scene.path + "correction")
    assert "Your email address" not in reader.text
    reader.submit("Send the report", kind="quotation", words=ERROR)
    author = Reader(app).sign_in(scene.author).get(f"/admin/posts/{scene.post_id}/corrections")
    author.submit("Decline", answer="The letter has two dates.")
    assert "declined" in author.text
    with app.app_context():
        (told,) = notices_of(person_id)
    assert told == "The error you reported in “On lamps” was declined: The letter has two dates."
    assert "Correction" not in reader.get(scene.path).text


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("kind", {"kind": "odd"}),
        ("words", {"words": " \u200b"}),
        ("words", {"words": "x" * 2001}),
        ("email", {"email": "ines"}),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(
    app: Flask, scene: Scene, field: str, wrong: dict[str, str]
) -> None:
    reader = Reader(app).get(scene.path + "correction")
    sent = {"kind": "fact", "words": ERROR, "email": "ines@harbourline.example"} | wrong
    url, data = reader.filled("Send the report", words="", email="")
    reader.send((url, data | sent))
    assert reader.status == 422
    assert reader.error_beside(field)
    if "words" not in wrong:
        assert ERROR in reader.text
    with app.app_context():
        assert db.session.scalar(db.select(Correction)) is None


def test_the_same_report_twice_is_one(app: Flask, scene: Scene) -> None:
    with app.app_context():
        assert scene.report() == scene.report()
        assert scene.report("Another.") != scene.report()
        assert len(notices_of(scene.author_id)) == 2


def test_no_post_takes_reports_without_end(app: Flask, scene: Scene) -> None:
    with app.app_context(), writing():
        db.session.add_all(
            Correction(post_id=scene.post_id, kind="fact", words=f"{n}", email="a@b.example")
            for n in range(MOST_OPEN)
        )
    reader = Reader(app).get(scene.path + "correction")
    reader.submit("Send the report", words=ERROR, email="ines@harbourline.example", kind="fact")
    assert reader.status == 403
    assert FULL in reader.text
    assert ERROR in reader.text


def test_a_script_is_slowed_down(app: Flask, scene: Scene) -> None:
    reader = Reader(app)
    limiter.enabled = True
    limiter.reset()
    for number in range(11):
        reader.get(scene.path + "correction")
        reader.submit("Send the report", words=f"{number}", email="ines@harbourline.example", kind="fact")
    limiter.enabled = False
    assert reader.status == 429


def test_a_suspended_person_is_told_so(app: Flask, scene: Scene) -> None:
    with app.app_context():
        person, moderator = make_user(), make_user(Role.moderator)
        email = person.email
        with writing():
            suspend(person, until=now() + timedelta(days=3), by=moderator, reason=Reason.UNKIND)
    reader = Reader(app).sign_in(email).get(scene.path + "correction")
    reader.submit("Send the report", words=ERROR, kind="fact")
    assert reader.status == 403
    assert "suspended" in reader.text


def test_two_who_decide_at_once_decide_once(app: Flask, scene: Scene) -> None:
    with app.app_context():
        scene.report()
    first, second = (Reader(app).sign_in(scene.author).get("/admin/corrections/") for _ in range(2))
    late = second.filled("Decline", answer="No.")
    first.submit("Accept and list it", answer=MENDED)
    second.send(late)
    assert second.status == 409
    assert "decided meanwhile" in second.text
    kept = only(app)
    assert (kept.state, kept.answer) == (CorrectionState.ACCEPTED, MENDED)
    assert len(outbox.mails(app)) == 1


def test_another_author_can_neither_see_nor_decide(app: Flask, scene: Scene) -> None:
    with app.app_context():
        number, other = scene.report(), make_user(Role.author).email
    stranger = Reader(app).sign_in(other).get("/admin/corrections/")
    assert ERROR not in stranger.text
    filled = Reader(app).sign_in(scene.author).get("/admin/corrections/").filled("Decline", answer="No.")
    assert filled[0] == f"/admin/corrections/{number}/"
    token = {"csrf_token": stranger.get("/admin/posts/new").form("Preview").fields["csrf_token"]}
    assert stranger.send((filled[0], filled[1] | token)).status == 404
    assert stranger.get(f"/admin/posts/{scene.post_id}/corrections").status == 404
    assert only(app).state is CorrectionState.OPEN


def test_an_answer_is_asked_for(app: Flask, scene: Scene) -> None:
    with app.app_context():
        scene.report()
    author = Reader(app).sign_in(scene.author).get("/admin/corrections/")
    author.submit("Accept and list it", answer="")
    assert author.status == 422
    assert "is empty" in author.error_beside("answer")


def test_an_author_lists_what_nobody_reported(app: Flask, scene: Scene) -> None:
    author = Reader(app).sign_in(scene.author).get(f"/admin/posts/{scene.post_id}/corrections")
    author.submit("List it", kind="attribution", answer=MENDED)
    assert "Found by its author" in author.text
    assert MENDED in author.get(scene.path).text


def test_a_mended_title_offers_address_and_correction_together(app: Flask, scene: Scene) -> None:
    author = Reader(app).sign_in(scene.author).get(f"/admin/posts/{scene.post_id}/")
    author.submit("Save changes", title="On lanterns")
    assert author.url == f"/admin/posts/{scene.post_id}/title"
    assert "Readers knew it as “On lamps”" in author.text
    author.submit("Do that", follow="yes", tell="yes")
    assert "The post moved" in author.text
    with app.app_context():
        post = db.session.get_one(Post, scene.post_id)
        assert post.slug == "on-lanterns"
        assert db.session.get(OldSlug, "on-lamps") is not None
        path = post.path
    author.get(scene.path)
    assert author.url == path
    assert "An earlier title, “On lamps”, was wrong." in author.text


def test_a_title_that_did_not_change_offers_nothing(app: Flask, scene: Scene) -> None:
    author = Reader(app).sign_in(scene.author).get(f"/admin/posts/{scene.post_id}/")
    author.submit("Save changes", body="Mine, mended.")
    assert author.url == f"/admin/posts/{scene.post_id}/"
    assert "under no other title" in author.get(f"/admin/posts/{scene.post_id}/title").text


@pytest.mark.parametrize("status", [PostStatus.DRAFT, PostStatus.WITHDRAWN])
def test_only_what_is_published_can_be_reported(app: Flask, status: PostStatus) -> None:
    with app.app_context():
        post = make_post(status=status)
        path = post.path or f"/2025/5/14/{post.slug}/"
    assert Reader(app).get(path + "correction").status == 404


def test_the_rules_ask_who_decides(context: Flask) -> None:
    post = make_post(author=make_user(Role.author))
    with writing():
        found = report_error(post, kind="fact", words=ERROR, email="a@b.example", by=None)
    stranger = make_user(Role.author)
    for rule in (accept, decline):
        with pytest.raises(Exception, match="another author"), writing():
            rule(found, "x", by=db.session.merge(stranger))
    assert isinstance(stranger, User)


def test_the_desk_asks_the_database_as_often_for_many_as_for_one(app: Flask, scene: Scene) -> None:
    author, counts = Reader(app).sign_in(scene.author), []
    for number in range(3):
        with app.app_context():
            scene.report(f"Report {number}")
        author.get("/admin/corrections/")
        with app.app_context(), counted_queries() as queries:
            author.get("/admin/corrections/")
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
