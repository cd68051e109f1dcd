"""Comments as readers write and read them."""

from urllib.parse import quote

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.threads import choosing
from blog.comments.threads.paths import MOST_LEVELS
from blog.extensions import db, limiter
from blog.posts.models import CommentPolicy, Post, PostStatus
from blog.public.comments import POSTING
from blog.transactions import writing
from tests.client import Reader
from tests.factories import PASSWORD, make_comment, make_post, make_user


class Scene:
    """A published post, its path, and someone who was published before, signed in."""

    def __init__(self, app: Flask, reader: Reader) -> None:
        self.app, self.reader = app, reader
        with app.app_context():
            post, person = make_post(), make_user(Role.author, name="Ada Quay")
            self.post_id, self.path, self.email = post.id, post.path, person.email
        reader.sign_in(self.email)

    def comment(self, **more: object) -> int:
        """A comment of someone else's, from before."""
        with self.app.app_context():
            parent = more.pop("parent", None)
            above = db.session.get(Comment, parent) if parent else None
            return make_comment(db.session.get_one(Post, self.post_id), parent=above, **more).id  # type: ignore[arg-type]

    def decide(self, comment_id: int, act: ModerationAct) -> None:
        with self.app.app_context():
            moderator = make_user(Role.moderator)
            with writing():
                comment = db.session.get_one(Comment, comment_id)
                decide(comment, act, by=moderator, reason=Reason.OTHER, words="Off topic")

    def set_post(self, **values: object) -> None:
        with self.app.app_context(), writing():
            for name, value in values.items():
                setattr(db.session.get_one(Post, self.post_id), name, value)

    def bodies(self) -> list[str]:
        with self.app.app_context():
            return [c.body for c in db.session.query(Comment).order_by(Comment.id)]

    def typed(self) -> str:
        """What stands in the form."""
        return str(self.reader.page.xpath("//textarea[@name='body' or @id='body']")[0].text_content()).strip(
            "\n"
        )


@pytest.fixture
def scene(app: Flask, reader: Reader) -> Scene:
    return Scene(app, reader)


def test_a_comment_is_shown_in_its_place_and_on_the_post(scene: Scene) -> None:
    scene.reader.get(scene.path).submit("Comment", body="Read **it** twice.")
    assert scene.reader.answer.request.path == "/comments/1/"
    assert scene.reader.page.xpath("//li[@id='c1']//strong/text()") == ["it"]
    stranger = Reader(scene.app).get(scene.path)
    assert "1 comment" in stranger.text and "Read it twice." in stranger.text


def test_a_reply_is_nested_and_leads_back_to_the_post(scene: Scene) -> None:
    root = scene.comment(words="The first.")
    scene.reader.get(f"/comments/{root}/").submit("Reply", body="The second.")
    assert scene.reader.page.xpath("//li[@id='c1']//li[@id='c2']")
    assert scene.reader.get(scene.path).page.xpath("//li[@id='c1']//li[@id='c2']")


def test_a_newcomers_comment_is_held_and_says_so(scene: Scene) -> None:
    with scene.app.app_context():
        email = make_user().email
    newcomer = Reader(scene.app).sign_in(email).get(scene.path)
    assert "A first comment is read by a moderator" in newcomer.text
    newcomer.submit("Comment", body="My first.")
    assert "waits for a moderator" in newcomer.text and "only you see it" in newcomer.text
    assert "My first." in newcomer.get(scene.path).text
    for other in (Reader(scene.app), scene.reader):
        assert "My first." not in other.get(scene.path).text
        assert other.get("/comments/1/").status == 404
    scene.decide(1, ModerationAct.APPROVE)
    assert "My first." in scene.reader.get(scene.path).text


@pytest.mark.parametrize(
    ("body", "said"), [("  ", "empty"), ("x" * 20_001, "at most 20,000"), ("[" * 501, "500")]
)
def test_a_refused_comment_stays_in_its_form(scene: Scene, body: str, said: str) -> None:
    scene.reader.get(scene.path).submit("Comment", body=body)
    assert scene.reader.status == 422
    assert said in scene.reader.error_beside("body")
    assert (scene.typed(), scene.bodies()) == (body, [])
    scene.reader.submit("Comment", body="Short enough.")
    assert scene.bodies() == ["Short enough."]


def test_a_refused_reply_stays_below_what_it_answers(scene: Scene) -> None:
    root = scene.comment(words="The first.")
    scene.reader.get(f"/comments/{root}/").submit("Reply", body="x" * 20_001)
    assert (scene.reader.status, "The first." in scene.reader.text) == (422, True)
    scene.reader.submit("Reply", body="Shorter.")
    assert scene.reader.page.xpath("//li[@id='c1']//li[@id='c2']")


def test_a_reply_to_what_was_removed_meanwhile_keeps_its_text(scene: Scene) -> None:
    root = scene.comment()
    scene.reader.get(f"/comments/{root}/")
    scene.decide(root, ModerationAct.REMOVE)
    scene.reader.submit("Reply", body="But why?")
    assert scene.reader.status == 422
    assert "removed meanwhile" in scene.reader.error_beside("body")
    assert (scene.typed(), scene.bodies()) == ("But why?", ["Aye."])
    scene.reader.submit("Comment", body="But why?")
    assert scene.bodies() == ["Aye.", "But why?"]


def test_too_long_a_reply_to_what_was_removed_meanwhile_keeps_its_text_too(scene: Scene) -> None:
    root = scene.comment()
    scene.reader.get(f"/comments/{root}/")
    scene.decide(root, ModerationAct.REMOVE)
    scene.reader.submit("Reply", body="x" * 20_001)
    assert (scene.reader.status, scene.typed()) == (422, "x" * 20_001)


@pytest.mark.parametrize("parent", ["2147483648", "99999999999999999999", "-1", "x", "٣", "1 OR 1=1", "1\0"])
def test_a_made_up_parent_is_refused(scene: Scene, parent: str) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", body="Aye.", parent=parent)
    assert scene.reader.post(address, data=data).status == 422
    assert (scene.typed(), scene.bodies()) == ("Aye.", [])


def test_a_form_sent_twice_makes_one_comment(scene: Scene) -> None:
    filled = scene.reader.get(scene.path).filled("Comment", body="Once.")
    for _ in range(2):
        assert scene.reader.send(filled).url == "/comments/1/"
    assert scene.bodies() == ["Once."]


def test_going_back_and_writing_something_else_loses_nothing(scene: Scene) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", body="One.")
    scene.reader.post(address, data=data)
    scene.reader.post(address, data={**data, "body": "Two."})
    assert (scene.reader.status, scene.typed()) == (409, "Two.")
    assert "send it again" in scene.reader.error_beside("body")
    scene.reader.submit("Comment", body="Two.")
    assert scene.bodies() == ["One.", "Two."]


@pytest.mark.parametrize("form_id", ["", "\0", "x" * 100, "<b>"])
def test_a_damaged_form_works_the_second_time(scene: Scene, form_id: str) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", body="Aye.")
    scene.reader.post(address, data={**data, "form_id": form_id})
    assert scene.reader.status == 422
    scene.reader.submit("Comment", body="Aye.")
    assert scene.bodies() == ["Aye."]


def test_a_form_sent_again_after_a_decision_says_so(scene: Scene) -> None:
    filled = scene.reader.get(scene.path).filled("Comment", body="Once.")
    scene.reader.send(filled)
    scene.decide(1, ModerationAct.REMOVE)
    assert "was decided on since" in scene.reader.send(filled).text
    assert scene.bodies() == ["Once."]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"policy": CommentPolicy.CLOSED}, 403),
        ({"status": PostStatus.WITHDRAWN}, 404),
        ({"slug": "renamed"}, 404),
    ],
)
def test_a_thread_that_closed_meanwhile_gives_the_text_back(
    scene: Scene, values: dict[str, object], status: int
) -> None:
    filled = scene.reader.get(scene.path).filled("Comment", body="Long & <considered>.")
    scene.set_post(**values)
    assert scene.reader.send(filled).status == status
    assert (scene.typed(), scene.bodies()) == ("Long & <considered>.", [])


def test_a_closed_thread_can_be_read_and_says_that_it_is_closed(scene: Scene) -> None:
    root = scene.comment(words="From before.")
    scene.set_post(policy=CommentPolicy.CLOSED)
    for page in (scene.path, f"/comments/{root}/"):
        for person in (scene.reader, Reader(scene.app)):
            assert "From before." in person.get(page).text
            assert "Comments are closed." in person.text
            assert not person.page.xpath("//textarea[@name='body']")


def test_the_signed_out_are_offered_to_sign_in_and_come_back(scene: Scene) -> None:
    root = scene.comment()
    stranger = Reader(scene.app)
    for page in (scene.path, f"/comments/{root}/"):
        stranger.get(page)
        href = stranger.page.xpath("//form[@id='reply']//a[starts-with(@href, '/login')]/@href")[0]
        assert href == f"/login?next={quote(page)}"
    stranger.get(href).submit("Sign in", email=scene.email, password=PASSWORD)
    assert stranger.url == f"/comments/{root}/" and not stranger.page.xpath("//input[@name='email']")


@pytest.mark.parametrize("referer", [True, False])
def test_a_lost_session_keeps_the_comment_and_what_it_answers(scene: Scene, referer: bool) -> None:
    root = scene.comment()
    page = f"/comments/{root}/"
    address, data = scene.reader.get(page).filled("Reply", body="Typed at length.")
    scene.reader.client.delete_cookie("session")
    headers = {"Referer": f"http://localhost{page}"} if referer else {}
    scene.reader.post(address, data=data, headers=headers)
    assert scene.reader.url == "/login"
    scene.reader.submit("Sign in", email=scene.email, password=PASSWORD)
    assert scene.typed() == "Typed at length."
    button = "Reply" if referer else "Comment"
    scene.reader.submit(button, body=scene.typed())
    assert scene.bodies() == ["Aye.", "Typed at length."]
    with scene.app.app_context():
        assert db.session.get_one(Comment, 2).parent_id == root


def test_a_stale_tab_gets_its_text_back(scene: Scene) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", body="Typed at length.")
    headers = {"Referer": f"http://localhost{scene.path}"}
    scene.reader.post(address, data={**data, "csrf_token": "stale"}, headers=headers)
    assert (scene.reader.url, scene.typed(), scene.bodies()) == (scene.path, "Typed at length.", [])


def test_a_person_comments_only_so_often(scene: Scene) -> None:
    limiter.enabled = True
    limiter.reset()
    most = int(POSTING.split()[0])
    page = scene.reader.get(scene.path)
    for number in range(most):
        assert page.get(scene.path).submit("Comment", body=f"Number {number}.").status == 200
    assert page.get(scene.path).submit("Comment", body="One more.").status == 429
    assert len(scene.bodies()) == most
    with scene.app.app_context():
        other = make_user(Role.author).email
    assert Reader(scene.app).sign_in(other).get(scene.path).submit("Comment", body="Mine.").status == 200
    limiter.enabled = False


def test_a_further_page_goes_on_where_the_first_ended(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "WIDTH", 2)
    for words in ("One.", "Two.", "Three."):
        scene.comment(words=words)
    first = scene.reader.get(scene.path)
    assert "Two." in first.text and "One." not in first.text
    further = first.get(first.page.xpath("//a[@rel='next']/@href")[0])
    assert "One." in further.text and "Two." not in further.text
    assert further.submit("Comment", body="Four.").status == 200


def test_the_threads_address_leads_to_the_post(scene: Scene) -> None:
    answer = scene.reader.client.get(f"{scene.path}comments/")
    assert answer.headers["Location"] == f"{scene.path}#comments"


@pytest.mark.parametrize(
    "address",
    [
        "comments/?after=zz",
        "comments/?sort=best&after=00",
        "comments/?sort=worst",
        "comments/?about=me",
        "../../../comments/1/",
        "x/comments/",
    ],
)
def test_made_up_addresses_are_not_found(scene: Scene, address: str) -> None:
    assert scene.reader.get(scene.path + address).status == 404


@pytest.mark.parametrize("number", ["0", "99", "2147483647", "2147483648", "9" * 30])
def test_comments_that_are_not_there_are_not_found(scene: Scene, number: str) -> None:
    assert scene.reader.get(f"/comments/{number}/").status == 404


@pytest.mark.parametrize("status", [PostStatus.DRAFT, PostStatus.WITHDRAWN])
def test_the_comments_of_a_withdrawn_post_go_with_it(scene: Scene, status: PostStatus) -> None:
    root = scene.comment()
    scene.set_post(status=status)
    assert scene.reader.get(f"/comments/{root}/").status == 404
    assert scene.reader.get(f"{scene.path}comments/?after={root:08x}").status == 404


@pytest.mark.parametrize(
    "words", ["𝓛 🦀 👩‍👩‍👧", "שלום, مرحبا", "Z\u0351\u036b\u0343a\u0301", "<b> & \"quotes\" 'n' more"]
)
def test_every_script_is_shown_as_it_was_written(scene: Scene, words: str) -> None:
    scene.reader.get(scene.path).submit("Comment", body=f"{words}\x07\0")
    assert " ".join(words.split()) in scene.reader.get(scene.path).text


def test_a_removed_comment_leaves_a_gap_only_where_something_stands_below(scene: Scene) -> None:
    root = scene.comment(words="Rude.")
    scene.comment(words="Polite.", parent=root)
    alone = scene.comment(words="Alone.")
    for number in (root, alone):
        scene.decide(number, ModerationAct.REMOVE)
    page = Reader(scene.app).get(scene.path)
    assert page.text.count("Removed by a moderator") == 1
    assert "Rude." not in page.text and "Alone." not in page.text and "Off topic" not in page.text
    assert page.page.xpath(f"//li[@id='c{root}']//li[@id='c{root + 1}']")
    assert "1 comment" in page.text


def test_the_deepest_thread_is_read_and_answered_without_an_error(scene: Scene) -> None:
    parent = 0
    for _ in range(MOST_LEVELS):
        parent = scene.comment(parent=parent)
    assert scene.reader.get(scene.path).status == 200
    scene.reader.get(f"/comments/{parent}/").submit("Reply", body="Deeper.")
    assert scene.reader.status == 422
    assert "answers deep" in scene.reader.error_beside("body")
    assert scene.typed() == "Deeper."


def test_what_is_decided_is_nothing_a_reader_may_do(scene: Scene) -> None:
    held = scene.comment(status=CommentStatus.HELD)
    with scene.app.app_context():
        reader = Reader(scene.app).sign_in(make_user().email)
    token = reader.get(scene.path).page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "act": "approve", "seen": "held"}
    assert reader.post(f"/admin/comments/{held}/decisions", data=data).status == 403
