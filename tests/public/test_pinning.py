"""Pinning: who may change a post says which comment stands first in its thread."""

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user

S = CommentStatus


class Scene:
    """A post of Noor's with three comments, the first of them answered."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            noor = make_user(Role.author, email="noor@harbourline.example")
            post = make_post(author=noor)
            self.post_id, self.path = post.id, post.path
            self.ids = [make_comment(post, words=f"Word {n}.").id for n in range(3)]
            self.reply = make_comment(post, parent=db.session.get_one(Comment, self.ids[0])).id

    def reader(self, *roles: Role, email: str = "") -> Reader:
        if not email:
            with self.app.app_context():
                email = make_user(*roles).email
        return Reader(self.app).sign_in(email)

    def noor(self) -> Reader:
        return self.reader(email="noor@harbourline.example").get(self.path)

    def send(self, reader: Reader, comment_id: int, act: str = "pin") -> int:
        token = reader.get("/account/").page.xpath("//input[@name='csrf_token']/@value")[0]
        return reader.post(f"/comments/{comment_id}/{act}", data={"csrf_token": token}).status

    def pinned(self) -> int | None:
        with self.app.app_context():
            return db.session.get_one(Post, self.post_id).pinned_comment_id

    def order(self, sort: str) -> list[int]:
        page = Reader(self.app).get(f"{self.path}comments/?sort={sort}").page
        return [int(one[1:]) for one in page.xpath("//ol[@class='thread']/li/@id")]


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def test_what_is_pinned_stands_first_in_every_order_and_says_so(scene: Scene) -> None:
    reader = scene.noor()
    button = reader.page.xpath(f"//li[@id='c{scene.ids[1]}']//button[.='Pin']/@formaction")
    assert button == [f"/comments/{scene.ids[1]}/pin"]
    assert scene.send(reader, scene.ids[1]) == 200 and scene.pinned() == scene.ids[1]
    for sort in ("newest", "oldest", "answered"):
        assert scene.order(sort)[0] == scene.ids[1] and len(scene.order(sort)) == 3
    page = scene.noor().page
    assert page.xpath(f"//li[@id='c{scene.ids[1]}']//span[.='pinned']")
    assert page.xpath(f"//li[@id='c{scene.ids[1]}']//button[.='Unpin']")


def test_one_is_pinned_at_a_time_and_unpinning_another_changes_nothing(scene: Scene) -> None:
    reader = scene.noor()
    for comment_id in scene.ids[:2]:
        scene.send(reader, comment_id)
    assert scene.pinned() == scene.ids[1]
    scene.send(reader, scene.ids[0], "unpin")
    assert scene.pinned() == scene.ids[1]
    scene.send(reader, scene.ids[1], "unpin")
    assert scene.pinned() is None


def test_pages_that_are_open_are_told(scene: Scene) -> None:
    with scene.app.app_context():
        before = db.session.get_one(Post, scene.post_id).thread_change
    scene.send(scene.noor(), scene.ids[1])
    with scene.app.app_context():
        assert db.session.get_one(Comment, scene.ids[1]).change == before + 1


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.reader, 403), (Role.moderator, 403), (Role.author, 403), (Role.editor, 200), (Role.owner, 200)],
)
def test_only_who_may_change_the_post_pins(scene: Scene, role: Role, status: int) -> None:
    reader = scene.reader(role)
    offered = reader.get(scene.path).page.xpath("//button[.='Pin']")
    assert bool(offered) == (status == 200)
    assert scene.send(reader, scene.ids[0]) == status
    assert scene.pinned() == (scene.ids[0] if status == 200 else None)


def test_only_what_everyone_sees_and_answers_nothing_can_stand_first(scene: Scene) -> None:
    reader = scene.noor()
    assert not reader.page.xpath(f"//li[@id='c{scene.reply}']//button[.='Pin']")
    assert scene.send(reader, scene.reply) == 422
    with scene.app.app_context(), writing():
        db.session.get_one(Comment, scene.ids[2]).status = S.HELD
    assert scene.send(reader, scene.ids[2]) == 404
    assert scene.pinned() is None


def test_what_was_pinned_and_removed_is_gone_from_the_top(scene: Scene) -> None:
    scene.send(scene.noor(), scene.ids[1])
    with scene.app.app_context(), writing():
        comment = db.session.get_one(Comment, scene.ids[1])
        comment.status, comment.shown = S.REMOVED, False
    assert scene.ids[1] not in scene.order("oldest")
