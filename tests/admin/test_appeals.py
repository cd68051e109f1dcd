"""Appeals, from the notice to the answer: once, in time, answered by somebody who had no part in the decision."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import Grant, Notice, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.fairness.models import WORDS_LIMIT, Appeal
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation import log, measures
from blog.comments.moderation.models import Decision, MeasureKind, Reason, Report, Resolution
from blog.comments.moderation.reports import report
from blog.comments.moderation.transitions import TABLE, Who
from blog.comments.notifying import mailing
from blog.comments.policy.models import CommentSettings
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.client import Reader
from tests.comments.deciding import decided
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user
from tests.outbox import mails, words
from tests.queries import counted_queries

S = CommentStatus
ACTS = {S.REJECTED: "reject", S.SPAM: "spam", S.REMOVED: "remove"}
WAS = {S.REJECTED: S.HELD, S.SPAM: S.PUBLISHED, S.REMOVED: S.PUBLISHED}


class Scene:
    """A comment that a moderator took away, its writer, and a second moderator."""

    def __init__(self, app: Flask, *, status: S = S.REMOVED, alone: bool = False) -> None:
        self.app = app
        with app.app_context():
            with writing():
                db.session.add(CommentSettings(id=1, has_appeals=True))
            maker = make_user(Role.owner if alone else Role.moderator, name="Ari Maker")
            writer, post = make_user(name="Noor Hale"), make_post()
            if not alone:
                self.other_email = make_user(Role.moderator, name="Tamsin Other").email
            comment = make_comment(post, author=writer, words="A cormorant.", status=WAS[status])
            self.comment_id, self.writer_id, self.maker_id = comment.id, writer.id, maker.id
            self.writer_email, self.maker_email = writer.email, maker.email
            self.decision_id = decided(comment, ACTS[status], by=maker, words="Twice now.").id
        self.path = f"/account/decisions/{self.decision_id}/"

    def signed_in(self, email: str) -> Reader:
        return Reader(self.app).sign_in(email)

    def appeal(self, said: str = "It was about birds.") -> Reader:
        return self.signed_in(self.writer_email).get(self.path).submit("Send the appeal", words=said)

    def answer(self, button: str, *, email: str = "", said: str = "We read it again.") -> Reader:
        reader = self.signed_in(email or self.other_email).get("/admin/appeals/")
        return reader.submit(button, words=said)

    def status(self) -> S:
        with self.app.app_context():
            return db.session.get_one(Comment, self.comment_id).status

    def stored(self) -> Appeal | None:
        with self.app.app_context():
            return db.session.scalar(sa.select(Appeal))

    def told(self) -> list[str]:
        with self.app.app_context():
            query = sa.select(Notice.words).where(Notice.person_id == self.writer_id).order_by(Notice.id)
            return list(db.session.scalars(query))


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def test_a_notice_leads_to_the_decision_and_an_appeal_overturns_it(scene: Scene) -> None:
    writer = scene.signed_in(scene.writer_email).get("/account/notices/")
    assert "You may appeal once, within 30 days" in writer.text
    page = writer.get(scene.path)
    assert "was removed: unkind. Twice now." in page.text
    assert "A cormorant." in page.text
    assert "Somebody who had no part in the decision looks at it" in page.text
    page.submit("Send the appeal", words="It was about birds.\n\nReally.")
    assert "Sent. You are told when it is answered." in page.text
    assert "It was about birds." in page.text
    desk = scene.signed_in(scene.other_email).get("/admin/")
    assert desk.page.xpath("//a[@href='/admin/appeals/']/span[@class='count']")
    answered = scene.answer("Overturn it", said="So it was.")
    assert "the decision is overturned" in answered.text
    assert scene.status() is S.PUBLISHED
    assert scene.told()[-1].startswith("Your appeal succeeded")
    assert scene.told()[-1].endswith("So it was.")
    assert "So it was." in writer.get(scene.path).text
    assert "So it was." in desk.get("/admin/appeals/?show=answered").text
    assert desk.get("/admin/appeals/").page.xpath("//p[@class='empty']")


@pytest.mark.parametrize("row", [row for row in TABLE if row.who is Who.ANSWERER], ids=str)
def test_the_answers_do_what_the_table_says(app: Flask, row: object) -> None:
    scene = Scene(app, status=row.was)  # type: ignore[attr-defined]
    scene.appeal()
    overturns = row.act.value == "overturn"  # type: ignore[attr-defined]
    scene.answer("Overturn it" if overturns else "Uphold the decision")
    assert scene.status() is row.becomes  # type: ignore[attr-defined]
    stored = scene.stored()
    assert stored
    assert stored.resolution is (Resolution.UPHELD if overturns else Resolution.DISMISSED)
    with app.app_context():
        last = db.session.scalars(sa.select(Decision).order_by(Decision.id.desc())).first()
        assert last
        assert (last.act, last.id) == (row.act.value, stored.answer_decision_id)  # type: ignore[attr-defined]
        found = log.verify()
        assert (found.entries, found.problems) == (2, [])
    assert len(scene.told()) == 2


def test_who_made_the_decision_does_not_answer(scene: Scene) -> None:
    scene.appeal()
    maker = scene.signed_in(scene.maker_email).get("/admin/appeals/")
    assert "You made this decision: somebody else answers." in maker.text
    token = maker.page.xpath("//input[@name='csrf_token']/@value")[0]
    stored = scene.stored()
    assert stored
    data = {"csrf_token": token, "act": "uphold", "words": "No."}
    refused = maker.post(f"/admin/appeals/{stored.id}/answer", data=data)
    assert refused.status == 403
    assert "You had a part in this decision" in refused.text
    assert scene.stored().resolution is None  # type: ignore[union-attr]


def test_where_nobody_else_moderates_the_owner_answers_and_says_so(app: Flask) -> None:
    scene = Scene(app, alone=True)
    page = scene.signed_in(scene.writer_email).get(scene.path)
    assert "Nobody else moderates here: who made the decision will look at it again" in page.text
    scene.appeal()
    desk = scene.signed_in(scene.maker_email).get("/admin/appeals/")
    assert "you answer an appeal against your own decision" in desk.text
    desk.submit("Uphold the decision", words="I read it again.")
    assert scene.status() is S.REMOVED
    assert "by who made it, since nobody else moderates here" in scene.told()[-1]


def test_the_posts_author_answers_only_where_nobody_else_could(scene: Scene) -> None:
    with scene.app.app_context():
        post = db.session.scalars(sa.select(Post)).one()
        with writing():
            db.session.add(Grant(user_id=post.author_id, role=Role.editor))
        author, other = (
            post.author.email,
            db.session.scalar(sa.select(User).where(User.email == scene.other_email)),
        )
        assert other
        number = other.id
    scene.appeal()
    assert "You had a part in this" in scene.signed_in(author).get("/admin/appeals/").text
    with scene.app.app_context(), writing():
        db.session.execute(sa.delete(Grant).where(Grant.user_id == number))
    assert scene.signed_in(author).get("/admin/appeals/").form("Overturn it") is not None


def test_a_decision_is_appealed_once(scene: Scene) -> None:
    first, second = (scene.signed_in(scene.writer_email).get(scene.path) for _ in range(2))
    first.submit("Send the appeal", words="Once.")
    second.submit("Send the appeal", words="Twice.")
    assert second.status == 409
    assert "You have appealed against this decision already." in second.text
    assert "Twice." in second.text, "what was typed is not lost"
    stored = scene.stored()
    assert stored
    assert stored.words == "Once."
    scene.answer("Uphold the decision")
    assert "Send the appeal" not in first.get(scene.path).text


def test_an_appeal_is_answered_once(scene: Scene) -> None:
    scene.appeal()
    first, second = (scene.signed_in(scene.other_email).get("/admin/appeals/") for _ in range(2))
    first.submit("Overturn it", words="Wrong.")
    second.submit("Uphold the decision", words="Right, for these reasons.")
    assert second.status == 409
    assert "answered meanwhile" in second.text
    assert "Right, for these reasons." in second.text, "what was typed is not lost"
    assert scene.status() is S.PUBLISHED


@pytest.mark.parametrize("said", ["", "  \n ", "\u200b", "x" * (WORDS_LIMIT + 1)])
def test_words_are_needed_on_both_sides_and_errors_stand_beside_them(scene: Scene, said: str) -> None:
    refused = scene.appeal(said)
    assert refused.status == 422
    assert refused.error_beside("words")
    assert scene.stored() is None
    scene.appeal()
    answered = scene.answer("Uphold the decision", said=said)
    assert answered.status == 422
    assert answered.error_beside("words")
    assert scene.stored().resolution is None  # type: ignore[union-attr]


def test_a_made_up_button_answers_nothing(scene: Scene) -> None:
    scene.appeal()
    desk = scene.signed_in(scene.other_email).get("/admin/appeals/")
    stored, token = scene.stored(), desk.page.xpath("//input[@name='csrf_token']/@value")[0]
    assert stored
    for act in ("", "remove", "restore", "approve"):
        data = {"csrf_token": token, "act": act, "words": "Hm."}
        assert desk.post(f"/admin/appeals/{stored.id}/answer", data=data).status == 422
    assert desk.post("/admin/appeals/999/answer", data=data | {"act": "uphold"}).status == 404
    assert desk.get("/admin/appeals/?after=x").status == 404


def test_another_persons_decision_does_not_exist(scene: Scene) -> None:
    with scene.app.app_context():
        stranger = make_user().email
    reader = scene.signed_in(stranger)
    assert reader.get(scene.path).status == 404
    token = reader.get("/account/").page.xpath("//input[@name='csrf_token']/@value")[0]
    assert reader.post(f"{scene.path}appeal", data={"csrf_token": token, "words": "Me."}).status == 404
    assert scene.stored() is None


def test_the_signed_out_sign_in_first(scene: Scene) -> None:
    assert Reader(scene.app).get(scene.path).url == "/login"


def _off(scene: Scene) -> str:
    with scene.app.app_context(), writing():
        db.session.get_one(CommentSettings, 1).has_appeals = False
    return "This site takes no appeals."


def _shown_again(scene: Scene) -> str:
    with scene.app.app_context():
        maker = db.session.get_one(User, scene.maker_id)
        decided(db.session.get_one(Comment, scene.comment_id), "restore", by=maker)
    return "There is nothing to appeal"


@pytest.mark.parametrize("change", [_off, _shown_again])
def test_what_cannot_be_appealed_is_refused_with_the_reason_though_the_page_had_a_form(
    scene: Scene, change: Callable[[Scene], str]
) -> None:
    open_page = scene.signed_in(scene.writer_email).get(scene.path)
    why = change(scene)
    assert why in open_page.submit("Send the appeal", words="Kept words.").text
    assert open_page.status == 403
    assert "Kept words." in open_page.text
    assert why in open_page.get(scene.path).text
    assert not open_page.page.xpath("//textarea")
    assert scene.stored() is None


def test_an_appeal_that_comes_too_late_is_refused(app: Flask, stopped_clock: Clock) -> None:
    scene = Scene(app)
    stopped_clock.move(days=30, minutes=-1)
    assert scene.signed_in(scene.writer_email).get(scene.path).form("Send the appeal") is not None
    stopped_clock.move(minutes=2)
    assert "Appeals were taken until 2025-06-14." in scene.signed_in(scene.writer_email).get(scene.path).text


def test_a_decision_that_is_taken_back_closes_the_appeal(scene: Scene) -> None:
    scene.appeal()
    _shown_again(scene)
    stored = scene.stored()
    assert stored
    assert stored.resolution is Resolution.UPHELD
    desk = scene.signed_in(scene.other_email)
    assert "Nobody waits" in desk.get("/admin/appeals/").text
    assert "taken back before anyone answered" in desk.get("/admin/appeals/?show=answered").text
    assert "Your appeal succeeded" in scene.signed_in(scene.writer_email).get(scene.path).text


def test_an_overturned_decision_gives_the_reporters_no_credit(app: Flask) -> None:
    scene = Scene(app)
    with app.app_context():
        maker, reporter = db.session.get_one(User, scene.maker_id), make_user()
        comment = make_comment(make_post(), author=db.session.get_one(User, scene.writer_id))
        with writing():
            report(comment, reason=Reason.SPAM, words="", by=reporter)
        scene.path = f"/account/decisions/{decided(comment, 'remove', by=maker).id}/"
    scene.appeal()
    scene.answer("Overturn it")
    with app.app_context():
        assert db.session.scalars(sa.select(Report.resolution)).one() is Resolution.DISMISSED
        assert [c.open_reports for c in db.session.scalars(sa.select(Comment))] == [0, 0]


@pytest.mark.parametrize("button", ["Overturn it", "Uphold the decision"])
def test_a_suspended_person_appeals_and_what_is_overturned_ends(app: Flask, button: str) -> None:
    scene = Scene(app)
    with app.app_context():
        writer, maker = db.session.get_one(User, scene.writer_id), db.session.get_one(User, scene.maker_id)
        with writing():
            measures.suspend(writer, until=now() + timedelta(days=9), by=maker, reason=Reason.UNKIND)
        number = db.session.scalars(sa.select(sa.func.max(Decision.id))).one()
        post = db.session.scalars(sa.select(Post)).one().path
    scene.path = f"/account/decisions/{number}/"
    writer_page = scene.signed_in(scene.writer_email).get(post)
    assert "and appeal: your notices lead" in writer_page.text
    assert writer_page.page.xpath("//textarea[@name='body']") == []
    assert "your account: suspended until" in writer_page.get(scene.path).text
    scene.appeal()
    scene.answer(button)
    with app.app_context():
        held = measures.current(db.session.get_one(User, scene.writer_id))
        assert (MeasureKind.SUSPENDED in held) is (button != "Overturn it")
        assert log.verify().problems == []


def test_lifting_a_measure_closes_the_appeal_against_it(app: Flask) -> None:
    scene = Scene(app)
    with app.app_context():
        writer, maker = db.session.get_one(User, scene.writer_id), db.session.get_one(User, scene.maker_id)
        with writing():
            measures.hold_always(writer, by=maker, reason=Reason.SPAM)
        number = db.session.scalars(sa.select(sa.func.max(Decision.id))).one()
    scene.path = f"/account/decisions/{number}/"
    scene.appeal()
    with app.app_context(), writing():
        measures.lift(
            db.session.get_one(User, scene.writer_id),
            MeasureKind.ALWAYS_HELD,
            by=db.session.get_one(User, scene.maker_id),
        )
    stored = scene.stored()
    assert stored
    assert stored.resolution is Resolution.UPHELD


def test_answers_cannot_be_undone(scene: Scene) -> None:
    scene.appeal()
    desk = scene.answer("Overturn it")
    token = desk.page.xpath("//input[@name='csrf_token']/@value")
    token = token or desk.get("/account/").page.xpath("//input[@name='csrf_token']/@value")
    data = {"csrf_token": token[0], "act": "undo"}
    assert desk.post(f"/admin/comments/{scene.comment_id}/decisions", data=data).status == 422
    assert scene.status() is S.PUBLISHED


def _mailed(app: Flask, clock: Clock) -> list[EmailMessage]:
    """All mail until ten minutes later."""
    clock.move(minutes=10)
    with app.app_context():
        mailing.sweep()
    return mails(app)


def test_who_may_answer_is_told_by_mail_unless_it_is_answered_before(
    app: Flask, stopped_clock: Clock
) -> None:
    scene = Scene(app)
    scene.appeal()
    told = [mail for mail in _mailed(app, stopped_clock) if "appeals against a decision" in words(mail)]
    assert [mail["To"] for mail in told] == [scene.other_email]
    assert "birds" not in words(told[0])
    scene.answer("Uphold the decision", said="We read it again.")
    answered = [mail for mail in _mailed(app, stopped_clock) if "We read it again" in words(mail)]
    assert [mail["To"] for mail in answered] == [scene.writer_email]


def test_a_site_without_appeals_shows_no_room_for_them_unless_one_still_waits(scene: Scene) -> None:
    _off(scene)
    desk = scene.signed_in(scene.other_email)
    room = "//nav[@aria-label='Desk']//a[@href='/admin/appeals/']"
    assert not desk.get("/admin/").page.xpath(room)
    with scene.app.app_context(), writing():
        db.session.add(Appeal(decision_id=scene.decision_id, person_id=scene.writer_id, words="Why?"))
    assert desk.get("/admin/").page.xpath(room)
    assert "takes no new appeals" in desk.get("/admin/appeals/").text
    scene.answer("Overturn it")
    assert scene.status() is S.PUBLISHED


def test_the_desk_asks_as_much_however_many_wait(app: Flask) -> None:
    scene, asked = Scene(app), []
    desk = scene.signed_in(scene.other_email)
    for number in (1, 6):
        with app.app_context():
            maker, post = db.session.get_one(User, scene.maker_id), make_post()
            made = [decided(make_comment(post), "remove", by=maker) for _ in range(number)]
            with writing():
                appeals = [
                    Appeal(decision_id=one.id, person_id=scene.writer_id, words="It was about birds.")
                    for one in made
                ]
                db.session.add_all(appeals)
        with app.app_context(), counted_queries() as seen:
            desk.get("/admin/appeals/")
        asked.append(len(seen))
    assert len(desk.page.xpath("//article")) == 7
    assert asked[0] == asked[1]


def test_what_was_typed_outlives_the_session(scene: Scene) -> None:
    page = scene.signed_in(scene.writer_email).get(scene.path)
    filled = page.filled("Send the appeal", words="Words of the appeal.")
    page.client.delete_cookie("session")
    page.send(filled).submit("Sign in", email=scene.writer_email, password="correct horse battery")
    assert page.get(scene.path).page.xpath("//textarea")[0].text.strip() == "Words of the appeal."
    scene.appeal()
    desk = scene.signed_in(scene.other_email).get("/admin/appeals/")
    filled = desk.filled("Uphold the decision", words="Words of the answer.")
    desk.client.delete_cookie("session")
    desk.send(filled).submit("Sign in", email=scene.other_email, password="correct horse battery")
    assert desk.get("/admin/appeals/").page.xpath("//textarea")[0].text.strip() == "Words of the answer."
