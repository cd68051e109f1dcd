"""What helps while a comment is written: how it will be read, what it is about, whom it can mention."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus, Voice
from blog.comments.writing.models import UnsentComment
from blog.comments.writing.naming import MOST_OFFERED
from blog.extensions import db, limiter
from blog.posts.models import CommentPolicy, Post, PostStatus
from blog.public.composing import PREVIEWS
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries, everything
from tests.statements import keep_post, keep_statement, statement_block

S = CommentStatus
READ = "//form[@id='reply']//*[contains(@class, 'as-read')]"


class Scene:
    """A published post on a statement, and someone who was published before, signed in."""

    def __init__(self, app: Flask, reader: Reader) -> None:
        self.app, self.reader = app, reader
        with app.app_context():
            keep_statement()
            person = make_user(Role.moderator, name="Ada Quay")
            post = keep_post(make_user(Role.author, name="Mara Lind"), body=statement_block())
            self.post_id, self.path, self.email, self.handle = post.id, post.path, person.email, person.handle
        reader.sign_in(self.email)

    def post(self) -> Post:
        return db.session.get_one(Post, self.post_id)

    def comment(self, **more: object) -> int:
        with self.app.app_context():
            return make_comment(self.post(), **more).id  # type: ignore[arg-type]

    def typed(self, name: str = "body") -> str:
        return str(self.reader.page.xpath("//textarea[@name=$name]", name=name)[0].text_content()).strip("\n")

    def set_post(self, **values: object) -> None:
        with self.app.app_context(), writing():
            for name, value in values.items():
                setattr(self.post(), name, value)

    def abouts(self) -> list[Voice]:
        with self.app.app_context():
            return [comment.about for comment in db.session.query(Comment).order_by(Comment.id)]

    def names(self, begun: str, *, reader: Reader | None = None, **more: object) -> list[str]:
        query = {"begun": begun, **more}
        answer = (reader or self.reader).client.get(f"{self.path}comments/names", query_string=query)
        assert answer.status_code == 200 and answer.json is not None
        return [person["name"] for person in answer.json["people"]]


@pytest.fixture
def scene(app: Flask, reader: Reader) -> Scene:
    return Scene(app, reader)


def test_a_preview_shows_the_comment_and_keeps_all_that_was_typed_and_stores_nothing(scene: Scene) -> None:
    page = scene.reader.get(scene.path)
    before = everything(scene.app)
    fields = {"body": "Read **it** twice.\n<b>", "passage": "the lamps", "about": "statement"}
    address, data = page.filled("Preview", **fields)
    with scene.app.app_context():
        words = fields["passage"] = " ".join(
            page.page.xpath("//*[@id='s1']/p//text() | //p[@id='s1']/text()")
        )[:40]
    page.post(address, data=data | {"passage": words})
    assert page.status == 200
    assert page.page.xpath(f"{READ}//strong/text()") == ["it"] and "<b>" in page.text
    assert page.page.xpath(f"{READ}//q/text()") == [words]
    assert (scene.typed(), scene.typed("passage")) == (fields["body"], words)
    assert page.page.xpath("//input[@name='about'][@checked]/@value") == ["statement"]
    assert everything(scene.app) == before
    page.submit("Comment")
    assert page.url == "/comments/1/" and "Read it twice." in page.text


def test_a_preview_of_a_reply_stays_below_what_it_answers(scene: Scene) -> None:
    root = scene.comment(words="The first.")
    scene.reader.get(f"/comments/{root}/").submit("Preview", body="The *second*.")
    assert "The first." in scene.reader.text and scene.reader.page.xpath(f"{READ}//em/text()") == ["second"]
    scene.reader.submit("Reply")
    assert scene.reader.page.xpath("//li[@id='c1']//li[@id='c2']")


def test_a_preview_signed_out_asks_for_no_address_and_sets_no_cookie(scene: Scene) -> None:
    stranger = Reader(scene.app).get(scene.path)
    stranger.submit("Preview", body="The *lamp*.", email="tamsin@harbourline.example", name="")
    assert stranger.status == 200 and stranger.page.xpath(f"{READ}//em/text()") == ["lamp"]
    assert stranger.page.xpath("//input[@name='email']/@value") == ["tamsin@harbourline.example"]
    assert "Set-Cookie" not in stranger.answer.headers


@pytest.mark.parametrize(("body", "said"), [("  ", "empty"), ("x" * 20_001, "at most 20,000")])
def test_what_cannot_be_read_is_said_beside_its_field(scene: Scene, body: str, said: str) -> None:
    scene.reader.get(scene.path).submit("Preview", body=body)
    assert scene.reader.status == 422 and said in scene.reader.error_beside("body")
    assert scene.typed() == body and not scene.reader.page.xpath(READ)


def test_a_preview_with_a_passage_that_nobody_said_says_so(scene: Scene) -> None:
    scene.reader.get(scene.path).submit("Preview", body="Aye.", passage="Nobody said this in any letter.")
    assert scene.reader.status == 422 and "not in the statement" in scene.reader.error_beside("passage")
    assert scene.typed() == "Aye."


@pytest.mark.parametrize(
    ("values", "status"), [({"policy": CommentPolicy.CLOSED}, 403), ({"status": PostStatus.WITHDRAWN}, 404)]
)
def test_where_nothing_is_taken_any_more_the_text_is_given_back(
    scene: Scene, values: dict[str, object], status: int
) -> None:
    filled = scene.reader.get(scene.path).filled("Preview", body="Long & <considered>.")
    scene.set_post(**values)
    assert scene.reader.send(filled).status == status
    page = scene.reader.page
    assert page.xpath("//textarea[@id='body']")[0].text_content().strip() == "Long & <considered>."


def test_a_script_gets_the_preview_or_the_reason_as_json(scene: Scene) -> None:
    address, headers = f"{scene.path}comments/preview", {"Accept": "application/json"}
    answer = scene.reader.client.post(address, data={"body": "Read **it**."}, headers=headers)
    assert answer.json is not None and "<strong>it</strong>" in answer.json["html"]
    answer = scene.reader.client.post(address, data={"body": ""}, headers=headers)
    assert answer.status_code == 422 and "empty" in answer.get_json(force=True)["detail"]


def test_another_site_previews_nothing_here(scene: Scene) -> None:
    address, headers = f"{scene.path}comments/preview", {"Sec-Fetch-Site": "cross-site"}
    answer = scene.reader.post(address, data={"body": "Buy now."}, headers=headers)
    assert answer.status == 403 and not answer.page.xpath(READ)


def test_previews_are_limited(scene: Scene) -> None:
    limiter.enabled = True
    limiter.reset()
    address, headers = f"{scene.path}comments/preview", {"Accept": "application/json"}
    answers = [
        scene.reader.client.post(address, data={"body": "Aye."}, headers=headers).status_code
        for _ in range(int(PREVIEWS.split()[0]) + 1)
    ]
    limiter.enabled = False
    assert set(answers[:-1]) == {200} and answers[-1] == 429


@pytest.mark.parametrize("about", list(Voice))
def test_a_comment_is_about_what_its_writer_says(scene: Scene, about: Voice) -> None:
    scene.reader.get(scene.path).submit("Comment", body="Aye, so it is.", about=about.value)
    assert scene.abouts() == [about]
    assert "Aye, so it is." in scene.reader.get(f"{scene.path}comments/?about={about}").text


def test_a_comment_that_does_not_say_is_about_the_commentary(scene: Scene) -> None:
    scene.reader.get(scene.path).submit("Comment", body="Aye, so it is.")
    assert scene.abouts() == [Voice.COMMENTARY]


def test_a_reply_is_about_what_the_answered_one_is_and_is_not_asked(scene: Scene) -> None:
    scene.reader.get(scene.path).submit("Comment", body="On the letter.", about="statement")
    scene.reader.get("/comments/1/")
    assert not scene.reader.page.xpath("//input[@name='about']")
    scene.reader.submit("Reply", body="On it too.")
    assert scene.abouts() == [Voice.STATEMENT] * 2


def test_who_answers_a_passage_speaks_about_the_statement(scene: Scene) -> None:
    (link,) = scene.reader.get(scene.path).page.xpath("//*[@id='s1']//a[@class='talk']/@href")
    scene.reader.get(link)
    assert scene.reader.page.xpath("//input[@name='about'][@checked]/@value") == ["statement"]
    scene.reader.submit("Comment", body="On the passage.", about="commentary")
    assert scene.abouts() == [Voice.STATEMENT]


def test_a_comment_about_something_made_up_is_refused_and_kept_in_the_form(scene: Scene) -> None:
    address, data = scene.reader.get(scene.path).filled("Comment", body="Aye, so it is.")
    scene.reader.post(address, data=data | {"about": "the weather"})
    assert (scene.reader.status, scene.typed(), scene.abouts()) == (422, "Aye, so it is.", [])
    assert "Choose one" in scene.reader.text
    scene.reader.submit("Comment", about="statement")
    assert scene.abouts() == [Voice.STATEMENT]


def test_what_someone_signed_out_says_it_is_about_is_kept_with_it(scene: Scene) -> None:
    stranger = Reader(scene.app).get(scene.path)
    fields = {"email": "tamsin@harbourline.example", "name": "Tamsin Quill", "body": "Aye."}
    stranger.submit("Comment", **fields, about="statement")
    with scene.app.app_context():
        assert db.session.query(UnsentComment).one().fields["about"] == "statement"


def test_a_post_without_a_statement_does_not_ask(scene: Scene) -> None:
    with scene.app.app_context():
        path = make_post().path
    address, data = scene.reader.get(path).filled("Comment", body="Aye, so it is.")
    assert "about" not in data
    scene.reader.post(address, data=data | {"about": "statement"})
    assert scene.abouts() == [Voice.COMMENTARY]


@pytest.mark.parametrize("signed_in", [True, False])
def test_what_was_sent_is_named_to_the_browser_so_that_its_draft_goes(scene: Scene, signed_in: bool) -> None:
    reader = scene.reader if signed_in else Reader(scene.app)
    more = {} if signed_in else {"email": "tamsin@harbourline.example", "name": "Tamsin Quill"}
    address, data = reader.get(scene.path).filled("Comment", body="Aye, so it is.", **more)
    answer = reader.client.post(address, data=data)
    (form_id,) = data["form_id"]
    assert any(
        cookie.startswith(f"sent={form_id};") and "HttpOnly" not in cookie
        for cookie in answer.headers.getlist("Set-Cookie")
    )
    refused = reader.client.post(address, data=data | {"body": "", "form_id": "other"})
    assert not any(cookie.startswith("sent=") for cookie in refused.headers.getlist("Set-Cookie"))


def test_names_are_those_of_the_thread_whoever_is_answered_first(scene: Scene) -> None:
    with scene.app.app_context():
        marc, marlo = make_user(name="Marc Ives"), make_user(name="Ona Marlo")
        other = make_user(name="Marten Elsewhere")
        make_comment(make_post(), author=other)
        first = make_comment(scene.post(), author=marc).id
        make_comment(scene.post(), author=marlo)
    assert scene.names("mar") == ["Mara Lind", "Ona Marlo", "Marc Ives"]
    assert scene.names("MAR", parent=first) == ["Marc Ives", "Mara Lind", "Ona Marlo"]
    assert scene.names("person-", reader=Reader(scene.app)) == scene.names("person-")
    assert scene.names("%") == scene.names("_") == scene.names("arc") == []


def test_nobody_is_offered_themself(scene: Scene) -> None:
    with scene.app.app_context():
        make_comment(scene.post(), author=db.session.query(User).filter_by(email=scene.email).one())
    assert scene.names("ada") == []
    assert scene.names("ada", reader=Reader(scene.app)) == ["Ada Quay"]


@pytest.mark.parametrize("status", [s for s in S if s is not S.PUBLISHED])
def test_nobody_is_named_who_is_not_seen(scene: Scene, status: CommentStatus) -> None:
    with scene.app.app_context():
        unseen = make_comment(scene.post(), author=make_user(name="Zed Hale"), status=status)
        make_comment(scene.post(), parent=unseen, words="Below it.")
        number = unseen.id
    for reader in (scene.reader, Reader(scene.app)):
        assert scene.names("zed", reader=reader) == scene.names("zed", reader=reader, parent=number) == []


def test_who_was_shut_out_is_not_named(scene: Scene) -> None:
    with scene.app.app_context():
        person = make_user(name="Zed Hale")
        make_comment(scene.post(), author=person)
        with writing():
            person.active = False
    assert scene.names("zed") == []


@pytest.mark.parametrize("parent", ["x", "0", "99", "9" * 30, "-1"])
def test_a_made_up_parent_names_nobody_more(scene: Scene, parent: str) -> None:
    assert scene.names("mara", parent=parent) == ["Mara Lind"]


def test_a_thread_that_is_not_published_names_nobody(scene: Scene) -> None:
    scene.set_post(status=PostStatus.DRAFT)
    assert scene.reader.client.get(f"{scene.path}comments/names?begun=m").status_code == 404


def test_so_many_are_named_and_asking_costs_the_same_however_many_there_are(scene: Scene) -> None:
    counts = []
    for _ in range(2):
        with scene.app.app_context():
            for number in range(MOST_OFFERED):
                make_comment(scene.post(), author=make_user(name=f"Ives {number}"))
        with scene.app.app_context(), counted_queries() as seen:
            found = scene.names("ives", parent=1)
        counts.append(len(seen))
        assert len(found) == MOST_OFFERED
    assert counts[0] == counts[1] <= 10, counts
