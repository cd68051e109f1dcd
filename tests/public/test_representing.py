"""The right of reply: who reads mail at the domain of a quoted statement gives one official answer under the post."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.fairness.models import Representative
from blog.comments.fairness.representing import organizations_of
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.measures import hold_always
from blog.comments.policy.models import CommentSettings
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.client import Reader
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user
from tests.outbox import link, mails
from tests.queries import counted_queries
from tests.statements import keep_post, keep_statement, statement_block

DOMAIN = "harbourline.example"
ADDRESS = f"press@mail.{DOMAIN}"
WORDS = "We had reasons, and here they are."
BADGE = f"for {DOMAIN}"


class Scene:
    """A post that quotes Harbourline, on a site with a right of reply, and Petra, who speaks for it."""

    def __init__(self, app: Flask, policy: CommentPolicy = CommentPolicy.HOLD_FIRST) -> None:
        self.app = app
        with app.app_context():
            author = make_user(Role.author)
            keep_statement(by=author)
            post = keep_post(author, body=statement_block(), policy=policy.value)
            self.post_id, self.path = post.id, post.path
            with writing():
                db.session.add(CommentSettings(id=1, has_right_of_reply=True))
            self.email = make_user(name="Petra Holm").email
        self.page = f"{self.path}official-answer"
        self.petra = Reader(app).sign_in(self.email)

    def verified(self) -> Reader:
        self.petra.get(self.page).submit("Send the link", email=ADDRESS)
        self.petra.get(link(mails(self.app)[-1])).submit("Confirm")
        return self.petra

    def answered(self, words: str = WORDS) -> Reader:
        return self.verified().get(self.page).submit(f"Answer for {DOMAIN}", body=words)

    def count(self, model: type) -> int:
        with self.app.app_context():
            return db.session.query(model).count()

    def thread(self, sort: str = "newest") -> list[tuple[str, str]]:
        """Badge and words of each root, as everyone reads them."""
        items = (
            Reader(self.app).get(f"{self.path}comments/?sort={sort}").page.xpath("//ol[@class='thread']/li")
        )
        return [
            (
                one.xpath("string(.//span[contains(@class, 'badge')])"),
                one.xpath("string(.//div[contains(@class, 'body')])").strip(),
            )
            for one in items
        ]


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def test_mail_at_the_domain_shows_who_speaks_and_the_answer_stands_first_with_its_badge(scene: Scene) -> None:
    with scene.app.app_context():
        post = db.session.get_one(Post, scene.post_id)
        assert list(organizations_of(post)) == [DOMAIN]
        make_comment(post, words="Before.")
    scene.answered()
    with scene.app.app_context():
        make_comment(db.session.get_one(Post, scene.post_id), words="After.")
    for sort in ("newest", "oldest", "answered"):
        assert scene.thread(sort)[0] == (BADGE, WORDS)
        assert len(scene.thread(sort)) == 3


def test_the_post_leads_to_it_only_where_the_site_takes_official_answers(scene: Scene) -> None:
    stranger = Reader(scene.app)
    assert stranger.get(scene.path).page.xpath("//a[contains(@href, 'official-answer')]")
    with scene.app.app_context(), writing():
        db.session.get_one(CommentSettings, 1).has_right_of_reply = False
    assert not stranger.get(scene.path).page.xpath("//a[contains(@href, 'official-answer')]")
    assert scene.petra.get(scene.page).status == 404


def test_a_post_that_quotes_nobody_takes_no_official_answer(scene: Scene) -> None:
    with scene.app.app_context():
        path = make_post().path
    assert scene.petra.get(f"{path}official-answer").status == 404


@pytest.mark.parametrize(
    "email",
    [
        "petra@other.example",
        f"petra@{DOMAIN}.other.example",
        f"petra@not{DOMAIN}",
        "petra@example",
        "petra",
        "",
        f"p@{DOMAIN}@x.example",
    ],
)
def test_an_address_elsewhere_shows_nothing(scene: Scene, email: str) -> None:
    scene.petra.get(scene.page).submit("Send the link", email=email)
    assert scene.petra.status == 422 and scene.petra.error_beside("email")
    assert scene.petra.page.xpath("//input[@name='email']/@value") == [email]
    assert (scene.count(Representative), len(mails(scene.app))) == (0, 0)


def test_the_link_is_good_for_the_account_that_asked_alone_and_only_its_button_does_anything(
    scene: Scene,
) -> None:
    scene.petra.get(scene.page).submit("Send the link", email=ADDRESS)
    href = link(mails(scene.app)[-1])
    with scene.app.app_context():
        other = make_user().email
    assert Reader(scene.app).sign_in(other).get(href).status == 404
    scene.petra.get(href)
    assert scene.petra.get(scene.page).page.xpath("//input[@name='email']")
    scene.petra.get(href).submit("Confirm")
    assert scene.petra.get(href).status == 404
    assert scene.petra.get(scene.page).page.xpath("//textarea[@name='body']")


def test_a_link_ends_after_two_days_or_when_another_is_asked_for(scene: Scene, stopped_clock: Clock) -> None:
    for _ in range(2):
        scene.petra.get(scene.page).submit("Send the link", email=ADDRESS)
    old, new = (link(mail) for mail in mails(scene.app))
    assert scene.petra.get(old).status == 404 and scene.petra.get(new).status == 200
    stopped_clock.move(days=2, seconds=1)
    assert scene.petra.get(new).status == 404


def test_an_organization_answers_once_a_post(scene: Scene) -> None:
    scene.answered()
    assert "has answered this post" in scene.petra.get(scene.page).text
    token = scene.petra.get("/account/").page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "form_id": "another", "body": "Another one."}
    assert scene.petra.post(scene.page, data=data).status == 409
    assert "Another one." in scene.petra.text and scene.count(Comment) == 1


def test_a_form_sent_twice_answers_once(scene: Scene) -> None:
    address, data = scene.verified().get(scene.page).filled(f"Answer for {DOMAIN}", body=WORDS)
    assert [scene.petra.post(address, data=data).status for _ in range(2)] == [200, 200]
    assert scene.count(Comment) == 1


def test_who_was_spoken_of_may_answer_in_a_closed_thread(app: Flask) -> None:
    scene = Scene(app, CommentPolicy.CLOSED)
    scene.answered()
    assert scene.thread() == [(BADGE, WORDS)]


def test_who_speaks_for_nobody_answers_nothing_officially(scene: Scene) -> None:
    token = scene.petra.get("/account/").page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "form_id": "one", "body": WORDS}
    assert scene.petra.post(scene.page, data=data).status == 403
    assert WORDS in scene.petra.text and scene.count(Comment) == 0


def test_an_answer_is_screened_and_a_measure_against_its_writer_holds_it(scene: Scene) -> None:
    with scene.app.app_context():
        owner, petra = make_user(Role.owner), db.session.query(User).filter_by(email=scene.email).one()
        with writing():
            hold_always(petra, by=owner)
    scene.answered()
    assert scene.thread() == [] and scene.count(Comment) == 1
    assert "waits for a moderator" in scene.petra.text


def test_a_moderator_takes_the_badge_back_and_the_words_stay_in_their_place(scene: Scene) -> None:
    scene.answered()
    with scene.app.app_context():
        moderator = make_user(Role.moderator).email
        petra = db.session.query(Representative).one().person_id
        make_comment(db.session.get_one(Post, scene.post_id), words="After.")
    desk = Reader(scene.app).sign_in(moderator).get(f"/admin/comments/people/{petra}/")
    assert ADDRESS in desk.text
    desk.submit(f"No longer speaks for {DOMAIN}")
    assert scene.thread() == [("", "After."), ("", WORDS)]
    assert scene.petra.get(scene.page).page.xpath("//input[@name='email']")


def test_it_is_not_for_the_posts_author_to_move(scene: Scene) -> None:
    scene.answered()
    with scene.app.app_context():
        author = db.session.get_one(Post, scene.post_id).author.email
    page = Reader(scene.app).sign_in(author).get(scene.path).page
    assert not page.xpath("//button[.='Pin' or .='Unpin']")


def test_what_a_moderator_removes_is_no_longer_first(scene: Scene) -> None:
    scene.answered()
    with scene.app.app_context(), writing():
        comment = db.session.query(Comment).one()
        comment.status, comment.shown = CommentStatus.REMOVED, False
    assert scene.thread() == []


def test_the_thread_costs_the_same_number_of_queries_with_an_official_answer(scene: Scene) -> None:
    counts = []
    with scene.app.app_context():
        make_comment(db.session.get_one(Post, scene.post_id), words="Before.")
    for _ in range(2):
        with scene.app.app_context(), counted_queries() as queries:
            Reader(scene.app).get(scene.path)
        counts.append(len(queries))
        scene.answered() if len(counts) == 1 else None
    assert counts[1] <= counts[0] + 1, "the answer itself"
