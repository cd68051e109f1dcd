"""Complaints: acknowledged, held, answered by the other side, decided with reasons, on time."""

from urllib.parse import unquote

import pytest
from flask import Flask

from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.comments.fairness.forgetting import forget_complainants
from blog.comments.fairness.models import Complaint, ComplaintState
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.demo.removing import remove
from blog.extensions import db
from blog.posts.models import Post
from blog.sources.models import Source, Takedown
from blog.transactions import writing
from tests import outbox
from tests.client import Reader
from tests.conftest import Clock
from tests.factories import make_comment, make_user
from tests.queries import counted_queries
from tests.statements import fetch_statement, keep_post, keep_statement, statement_block

RUDE = "The harbour master lives at Quay Street 5."
WORDS = "That is my home, and nobody’s business."
SENT = {
    "kind": "personal data", "words": WORDS, "name": "Ines Okafor", "email": "Ines@harbourline.example",
    "is_true": "yes",
}  # fmt: skip
OWNER, WRITER, MODERATOR, EDITOR = (
    f"{name}@rejoinder.example" for name in ("owner", "writer", "moderator", "editor")
)


class Scene:
    """A post with a statement and a comment; who owns, moderates and wrote."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            owner = make_user(Role.owner, email=OWNER)
            make_user(Role.moderator, email=MODERATOR)
            make_user(Role.editor, email=EDITOR)
            keep_statement(by=owner)
            post = keep_post(owner, title="On lamps", body=f"Mine.\n\n{statement_block()}")
            comment = make_comment(post, author=make_user(email=WRITER, name="Tam Quill"), words=RUDE)
            self.path, self.comment_id = post.path, comment.id
            self.statement = f"/statements/{db.session.scalars(db.select(Source.id)).one()}/"
            self.comment = f"/comments/{comment.id}/"


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def complain(app: Flask, about: str, **changed: str) -> Reader:
    return Reader(app).get(f"/rights/?address={about}").submit("Send the complaint", **(SENT | changed))


def only(app: Flask) -> Complaint:
    with app.app_context():
        return db.session.scalars(db.select(Complaint)).one()


def status(app: Flask, scene: Scene) -> tuple[CommentStatus, HiddenFor | None]:
    with app.app_context():
        comment = db.session.get_one(Comment, scene.comment_id)
        return comment.status, comment.hidden_for


def mailed(app: Flask, to: str) -> list[str]:
    return [outbox.words(mail) for mail in outbox.mails(app) if mail["To"] == to]


def test_a_comment_is_held_its_author_answers_and_it_is_shown_again(app: Flask, scene: Scene) -> None:
    assert "acknowledged it by mail" in complain(app, scene.comment).text
    kept = only(app)
    (acknowledged,) = mailed(app, "ines@harbourline.example")
    assert kept.reference in acknowledged
    assert kept.reference in mailed(app, MODERATOR)[0] and kept.reference in mailed(app, OWNER)[0]
    desk = Reader(app).sign_in(MODERATOR).get("/admin/complaints/")
    assert WORDS in desk.text and "to be answered within 14 days" in desk.text
    desk.submit("Hide it and ask the other side")
    assert status(app, scene) == (CommentStatus.HIDDEN, HiddenFor.COMPLAINT)
    assert RUDE not in Reader(app).get(scene.path).text
    asked = next(mail for mail in outbox.mails(app) if mail["To"] == WRITER)
    writer = Reader(app).get(outbox.link(asked))
    assert WORDS in writer.text
    assert "Ines" not in writer.answer.text and "harbourline" not in writer.answer.text
    writer.submit("Send the answer", words="It is the office, and public.")
    assert "Your answer is kept" in writer.text
    assert Reader(app).get(outbox.link(asked)).status == 404
    assert status(app, scene)[0] is CommentStatus.HIDDEN
    desk.get("/admin/complaints/")
    assert "It is the office, and public." in desk.text
    desk.submit("Dismiss: show it again", answer="The office’s address is public.")
    assert status(app, scene)[0] is CommentStatus.PUBLISHED
    assert only(app).state is ComplaintState.DISMISSED
    assert "The office’s address is public." in mailed(app, "ines@harbourline.example")[-1]
    assert "The office’s address is public." in mailed(app, WRITER)[-1]


def test_a_comment_is_removed_at_once_and_both_sides_are_told_why(app: Flask, scene: Scene) -> None:
    complain(app, f"{scene.path}%23c{scene.comment_id}")
    desk = Reader(app).sign_in(MODERATOR).get("/admin/complaints/")
    desk.submit("Uphold: take it away", answer="A private address.")
    assert status(app, scene)[0] is CommentStatus.REMOVED
    assert "upheld" in mailed(app, "ines@harbourline.example")[-1]
    assert "A private address." in mailed(app, WRITER)[-1]
    assert "upheld" in desk.text


def test_a_statement_is_hidden_and_shown_again_in_all_its_versions(app: Flask, scene: Scene) -> None:
    shown = Reader(app).get(scene.path).text
    complain(app, scene.path, kind="copyright")
    desk = Reader(app).sign_in(EDITOR).get("/admin/complaints/")
    desk.submit("Hide it and ask the other side")
    held = Reader(app).get(scene.path).text
    assert f"A complaint about it is being looked at ({only(app).reference})." in held
    assert len(held) < len(shown)
    assert mailed(app, OWNER)[-1].count("/rights/answer/") == 1
    desk.get("/admin/complaints/").submit(
        "Dismiss: show it again", answer="A quotation with an answer to it."
    )
    assert Reader(app).get(scene.path).text == shown


def test_no_page_has_a_word_of_a_statement_that_is_hidden(app: Flask, scene: Scene) -> None:
    complain(app, scene.path, kind="copyright")
    feeds, passages = ("/", "/feed.atom", "/feed.json"), ("s1", "s2")
    pages = [scene.path, scene.statement, f"{scene.statement}versions/1/", *feeds]
    pages += [f"{scene.path}comments/?passage={passage}" for passage in passages]
    shown = [unquote(Reader(app).get(page).answer.text) for page in pages]
    desk = Reader(app).sign_in(EDITOR).get("/admin/complaints/")
    desk.submit("Hide it and ask the other side")
    hidden = [unquote(Reader(app).get(page).answer.text) for page in pages]
    said = ("keepers", "to save oil", "west mole", "night of fog")
    assert all(any(words in page for page in shown) for words in said)
    assert [page for page, text in zip(pages, hidden, strict=True) for words in said if words in text] == []
    assert Reader(app).get(pages[-1]).status == 404


def test_a_version_that_comes_while_its_statement_is_hidden_is_hidden_too(app: Flask, scene: Scene) -> None:
    newer = "A lamp stays lit, said the harbour."
    complain(app, scene.path, kind="copyright")
    desk = Reader(app).sign_in(EDITOR).get("/admin/complaints/")
    desk.submit("Hide it and ask the other side")
    with app.app_context():
        fetch_statement(f"# A newer letter\n\n{newer}")
    pages = (scene.statement, f"{scene.statement}versions/2/")
    assert all(newer not in Reader(app).get(page).text for page in pages)
    desk.get("/admin/complaints/").submit("Dismiss: show it again", answer="It is a quotation.")
    assert newer in Reader(app).get(pages[1]).text


def test_a_statement_is_taken_away_with_the_reason_in_its_place(app: Flask, scene: Scene) -> None:
    complain(app, scene.statement, kind="copyright")
    desk = Reader(app).sign_in(EDITOR).get("/admin/complaints/")
    desk.submit("Hide it and ask the other side")
    desk.get("/admin/complaints/").submit("Uphold: take it away", answer="Reposted without leave.")
    page = Reader(app).get(scene.statement).text
    assert "Reposted without leave." in page and "being looked at" not in page


def test_what_was_taken_down_before_stays_so(app: Flask, scene: Scene) -> None:
    desk = Reader(app).sign_in(EDITOR)
    complain(app, scene.statement, kind="copyright")
    desk.get("/admin/complaints/").submit("Hide it and ask the other side")
    with app.app_context(), writing():
        for takedown in db.session.scalars(db.select(Takedown)):
            takedown.reason = "By a court."
    desk.get("/admin/complaints/").submit("Dismiss: show it again", answer="It is a quotation.")
    assert "By a court." in Reader(app).get(scene.statement).text


def test_moderators_decide_about_comments_and_editors_about_statements(app: Flask, scene: Scene) -> None:
    complain(app, scene.statement)
    moderator = Reader(app).sign_in(MODERATOR).get("/admin/complaints/")
    assert "No complaint waits for you" in moderator.text
    assert not mailed(app, MODERATOR)
    filled = Reader(app).sign_in(EDITOR).get("/admin/complaints/").filled("Dismiss: it stays", answer="No.")
    (token,) = {form.fields["csrf_token"] for form in moderator.page.forms if "csrf_token" in form.fields}
    moderator.send((filled[0], filled[1] | {"csrf_token": token}))
    assert moderator.status == 404
    assert only(app).state is ComplaintState.OPEN


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("address", {"address": "/nothing/"}),
        ("address", {"address": "https://press.harbourline.example/x"}),
        ("address", {"address": "http://[::1/"}),
        ("address", {"address": "/comments/99999999999999999999/"}),
        ("kind", {"kind": "odd"}),
        ("words", {"words": "\u200b"}),
        ("words", {"words": "x" * 5001}),
        ("name", {"name": " "}),
        ("email", {"email": "ines"}),
        ("is_true", {"is_true": ""}),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(
    app: Flask, scene: Scene, field: str, wrong: dict[str, str]
) -> None:
    page = complain(app, scene.comment, **wrong)
    assert page.status == 422
    assert page.error_beside(field)
    if field != "words":
        assert WORDS in page.text
    with app.app_context():
        assert db.session.scalar(db.select(Complaint)) is None


@pytest.mark.parametrize("unseen", [each for each in CommentStatus if each is not CommentStatus.PUBLISHED])
def test_what_nobody_may_see_cannot_be_complained_about(
    app: Flask, scene: Scene, unseen: CommentStatus
) -> None:
    with app.app_context(), writing():
        db.session.get_one(Comment, scene.comment_id).status = unseen
    assert "Nothing that everyone can see" in complain(app, scene.comment).error_beside("address")


def test_the_same_complaint_twice_is_one_and_is_acknowledged_once(app: Flask, scene: Scene) -> None:
    complain(app, scene.comment)
    complain(app, scene.comment)
    assert only(app).reference
    assert len(mailed(app, "ines@harbourline.example")) == 1


def test_two_who_decide_at_once_decide_once(app: Flask, scene: Scene) -> None:
    complain(app, scene.comment)
    first = Reader(app).sign_in(MODERATOR).get("/admin/complaints/")
    second = Reader(app).sign_in(EDITOR).get("/admin/complaints/")
    late = second.filled("Uphold: take it away", answer="Away with it.")
    first.submit("Dismiss: it stays", answer="It is public.")
    assert second.send(late).status == 409
    assert "dismissed meanwhile" in second.text
    assert status(app, scene)[0] is CommentStatus.PUBLISHED


def test_reasons_are_asked_for(app: Flask, scene: Scene) -> None:
    complain(app, scene.comment)
    desk = Reader(app).sign_in(MODERATOR).get("/admin/complaints/").submit("Dismiss: it stays", answer=" ")
    assert desk.status == 422
    assert "is empty" in desk.error_beside("answer")


def test_an_overdue_complaint_says_so(app: Flask, scene: Scene) -> None:
    complain(app, scene.comment)
    with app.app_context(), writing():
        kept = db.session.scalars(db.select(Complaint)).one()
        kept.due_at = kept.made_at.replace(year=kept.made_at.year - 1)
    assert "overdue for 36" in Reader(app).sign_in(MODERATOR).get("/admin/complaints/").text


def test_a_comment_that_its_author_deleted_meanwhile_can_still_be_decided(app: Flask, scene: Scene) -> None:
    complain(app, scene.comment)
    with app.app_context(), writing():
        db.session.get_one(Comment, scene.comment_id).status = CommentStatus.DELETED
    desk = Reader(app).sign_in(MODERATOR).get("/admin/complaints/")
    desk.submit("Uphold: take it away", answer="It is gone anyway.")
    assert only(app).state is ComplaintState.UPHELD


def test_a_complaint_does_not_keep_the_demo_from_going(app: Flask, scene: Scene) -> None:
    complain(app, scene.statement)
    with app.app_context():
        with writing():
            db.session.scalars(db.select(Source)).one().is_demo = True
            db.session.scalars(db.select(Post)).one().is_demo = True
        with writing():
            remove(by=db.session.scalars(db.select(User).where(User.email == OWNER)).one())
        assert db.session.scalar(db.select(Source)) is None
    assert only(app).source_id is None


def test_nobody_decides_about_what_they_reposted_where_somebody_else_may(app: Flask, scene: Scene) -> None:
    complain(app, scene.statement)
    filled = Reader(app).sign_in(EDITOR).get("/admin/complaints/").filled("Dismiss: it stays", answer="No.")
    desk = Reader(app).sign_in(OWNER).get("/admin/complaints/")
    assert WORDS in desk.text and "somebody else decides it" in desk.text
    assert "Okafor" not in desk.text and "harbourline" not in desk.text
    desk.get("/admin/posts/new")
    desk.send((filled[0], filled[1] | {"csrf_token": desk.form("Preview").fields["csrf_token"]}))
    assert desk.status == 403
    assert only(app).state is ComplaintState.OPEN


def test_who_is_alone_decides_about_their_own(app: Flask, scene: Scene) -> None:
    with app.app_context(), writing():
        db.session.scalars(db.select(User).where(User.email == EDITOR)).one().active = False
    complain(app, scene.statement)
    desk = Reader(app).sign_in(OWNER).get("/admin/complaints/")
    desk.submit("Uphold: take it away", answer="We took it down.")
    assert only(app).state is ComplaintState.UPHELD


def test_a_comments_author_who_moderates_does_not_decide_about_it(app: Flask, scene: Scene) -> None:
    with app.app_context(), writing():
        writer = db.session.scalars(db.select(User).where(User.email == WRITER)).one()
        writer.grants.append(Grant(role=Role.moderator))
    complain(app, scene.comment)
    desk = Reader(app).sign_in(WRITER).get("/admin/complaints/")
    assert "somebody else decides it" in desk.text and "Okafor" not in desk.text


def test_the_desk_asks_the_database_as_often_for_many_as_for_one(app: Flask, scene: Scene) -> None:
    desk, counts = Reader(app).sign_in(OWNER), []
    for number in range(3):
        complain(app, scene.statement, words=f"Statement {number}")
        complain(app, scene.comment, words=f"Comment {number}")
        desk.get("/admin/complaints/")
        with app.app_context(), counted_queries() as queries:
            desk.get("/admin/complaints/")
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_who_complained_is_forgotten_a_year_after_the_answer(
    scene: Scene, app: Flask, stopped_clock: Clock
) -> None:
    complain(app, scene.comment)
    desk = Reader(app).sign_in(MODERATOR).get("/admin/complaints/")
    desk.submit("Dismiss: it stays", answer="That is the harbour’s address.")
    for days, is_known in ((360, True), (10, False)):
        stopped_clock.move(days=days)
        with app.app_context(), writing():
            forget_complainants()
        assert bool(only(app).email or only(app).name) is is_known
    assert only(app).words == WORDS


def test_who_still_waits_for_an_answer_is_not_forgotten(
    scene: Scene, app: Flask, stopped_clock: Clock
) -> None:
    complain(app, scene.comment)
    stopped_clock.move(days=800)
    with app.app_context(), writing():
        forget_complainants()
    assert only(app).email
