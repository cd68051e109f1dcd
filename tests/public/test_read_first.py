"""“Read first”: who comments under a post for the first time answers its questions, and is told no answer."""

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.comments.models import Comment
from blog.comments.moderation.measures import trust
from blog.comments.policy.models import CommentSettings, Question, ReadPass
from blog.comments.policy.questions import questions_of, write_questions
from blog.comments.policy.read_first import TRUSTED_AFTER, WRONG
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user
from tests.outbox import link, mails
from tests.queries import counted_queries

TYPED = [
    ("When does the fee begin?", "In May\nIn June\nNever"),
    ("Who signed?", "The harbour master\nNobody"),
]
BODY = "A word on that."


class Scene:
    """A post that asks two questions, and somebody who has not answered them."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            author = make_user(Role.author)
            post = make_post(author=author, policy=CommentPolicy.OPEN)
            self.path, self.post_id = post.path, post.id
            with writing():
                db.session.add(CommentSettings(id=1, has_read_first=True))
                write_questions(post, TYPED, by=author)
            self.right = {f"answer-{each.id}": str(each.right) for each in questions_of(post)}
            self.wrong = self.right | {
                f"answer-{each.id}": str(each.right ^ 1) for each in questions_of(post)[1:]
            }
            self.email = make_user(email="tess@harbourline.example").email
        self.reader = Reader(app).sign_in(self.email)

    def count(self, model: type) -> int:
        with self.app.app_context():
            return db.session.query(model).count()

    def asked(self, reader: Reader | None = None) -> list[str]:
        page = (reader or self.reader).get(self.path).page
        return [each.text_content() for each in page.xpath("//fieldset[@class='questions']/fieldset/legend")]


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def test_right_answers_are_asked_for_once_and_let_the_comment_through(scene: Scene) -> None:
    assert scene.asked() == ["When does the fee begin?", "Who signed?"]
    scene.reader.submit("Comment", body=BODY, **scene.right)
    assert (scene.count(Comment), scene.count(ReadPass)) == (1, 1)
    assert scene.asked() == []
    scene.reader.get(scene.path).submit("Comment", body="And another.")
    assert scene.count(Comment) == 2


def test_a_wrong_answer_is_refused_without_telling_which_and_nothing_is_lost(scene: Scene) -> None:
    scene.reader.get(scene.path).submit("Comment", body=BODY, **scene.wrong)
    assert scene.reader.status == 422 and scene.count(Comment) == 0
    page = scene.reader.page
    assert page.xpath("//p[@id='questions-error']/text()") == [WRONG]
    assert page.xpath("//textarea[@name='body']")[0].text.strip() == BODY
    chosen = {each.get("name"): each.get("value") for each in page.xpath("//input[@type='radio'][@checked]")}
    assert scene.wrong.items() <= chosen.items()


@pytest.mark.parametrize("value", ["", "-1", "99", "x", "١"])
def test_no_answer_or_a_made_up_one_is_not_right(scene: Scene, value: str) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", body=BODY)
    made_up = dict.fromkeys(scene.right, value) if value else {}
    assert scene.reader.post(address, data=data | made_up).status == 422
    assert scene.count(Comment) == 0


def test_the_page_does_not_tell_which_answer_is_right(scene: Scene) -> None:
    choices = scene.reader.get(scene.path).page.xpath("//fieldset[@class='questions']//input")
    assert {tuple(sorted(each.keys())) for each in choices} == {("name", "required", "type", "value")}


def test_staff_and_trusted_people_and_those_who_were_let_stand_before_are_not_asked(scene: Scene) -> None:
    with scene.app.app_context():
        owner, trusted, known, new = (make_user(Role.owner), make_user(), make_user(), make_user())
        other = make_post()
        for person, times in ((known, TRUSTED_AFTER), (new, TRUSTED_AFTER - 1)):
            for _ in range(times):
                make_comment(other, author=person)
        with writing():
            trust(trusted, by=owner)
        emails = [person.email for person in (owner, trusted, known, new)]
    asked = [bool(scene.asked(Reader(scene.app).sign_in(email))) for email in emails]
    assert asked == [False, False, False, True]


def test_a_post_without_questions_asks_nothing_and_neither_does_a_site_that_is_not_set_to(
    scene: Scene,
) -> None:
    with scene.app.app_context(), writing():
        db.session.get_one(CommentSettings, 1).has_read_first = False
    assert scene.asked() == []
    scene.reader.submit("Comment", body=BODY)
    assert scene.count(Comment) == 1


def test_someone_signed_out_answers_with_the_comment_that_waits_for_the_mail(scene: Scene) -> None:
    stranger = Reader(scene.app)
    fields = {"body": BODY, "email": "ines@harbourline.example", "name": "Ines Vale"}
    stranger.get(scene.path).submit("Comment", **fields, **scene.wrong)
    assert stranger.status == 422 and WRONG in stranger.text
    stranger.submit("Comment", **fields, **scene.right)
    [letter] = mails(scene.app)
    stranger.get(link(letter)).submit("Send")
    assert (scene.count(Comment), scene.count(ReadPass)) == (1, 1)


def test_the_questions_cost_a_fixed_number_of_queries(scene: Scene) -> None:
    counts = []
    for most in (2, 1):
        with scene.app.app_context(), writing():
            post = db.session.get_one(Post, scene.post_id)
            write_questions(post, TYPED[:most], by=post.author)
        scene.reader.get(scene.path)
        with scene.app.app_context(), counted_queries() as queries:
            scene.reader.get(scene.path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


class TestDesk:
    """Writing the questions."""

    def test_the_right_answer_is_typed_first_and_shown_in_any_order(self, scene: Scene) -> None:
        with scene.app.app_context():
            author = db.session.get_one(Post, scene.post_id).author.email
        desk = Reader(scene.app).sign_in(author).get(f"/admin/posts/{scene.post_id}/questions")
        desk.submit("Save", **{"words-2": "How long?", "choices-2": " A year \n\nA month"})
        with scene.app.app_context():
            question = questions_of(db.session.get_one(Post, scene.post_id))[2]
            assert question.choices[question.right] == "A year" and sorted(question.choices) == [
                "A month",
                "A year",
            ]
        assert desk.page.xpath("//textarea[@name='choices-2']")[0].text.strip() == "A year\nA month"
        desk.submit("Save", **{"words-2": "", "choices-2": ""})
        assert scene.count(Question) == 2

    @pytest.mark.parametrize(
        ("field", "value"),
        [("words-0", ""), ("words-1", "x" * 301), ("choices-0", "One"), ("choices-0", "A\nA"),
         ("choices-1", "1\n2\n3\n4\n5\n6"), ("choices-1", f"A\n{'x' * 201}")],
    )  # fmt: skip
    def test_what_is_wrong_is_said_beside_its_field_and_kept(
        self, scene: Scene, field: str, value: str
    ) -> None:
        with scene.app.app_context():
            author = db.session.get_one(Post, scene.post_id).author.email
        desk = Reader(scene.app).sign_in(author).get(f"/admin/posts/{scene.post_id}/questions")
        desk.submit("Save", **{field: value})
        assert desk.status == 422 and desk.error_beside(field)
        assert scene.count(Question) == 2

    def test_another_authors_questions_are_not_there(self, scene: Scene) -> None:
        with scene.app.app_context():
            other = make_user(Role.author).email
        assert Reader(scene.app).sign_in(other).get(f"/admin/posts/{scene.post_id}/questions").status == 404
