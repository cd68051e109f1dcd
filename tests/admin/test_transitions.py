"""The table of transitions through HTTP: every cell by everyone who might try it, in the way that they would."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision
from blog.comments.moderation.transitions import CELLS, ModerationAct, Transition, Who, find
from blog.extensions import db
from blog.posts.models import Post
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user

S, A = CommentStatus, ModerationAct
REASON = "off topic"


@dataclass(frozen=True)
class Actor:
    """Somebody who tries: their role, what is theirs, and as what the table should take them."""

    role: Role | None
    whos: tuple[Who, ...] = ()
    writes_post: bool = False
    writes_comments: bool = False


ACTORS = {
    "someone signed out": Actor(None),
    "a reader": Actor(Role.reader),
    "the comment's author": Actor(Role.reader, (Who.COMMENT_AUTHOR,), writes_comments=True),
    "another author": Actor(Role.author),
    "the post's author": Actor(Role.author, (Who.POST_AUTHOR,), writes_post=True),
    "a moderator": Actor(Role.moderator, (Who.MODERATOR,)),
    "an editor under their own post": Actor(Role.editor, (Who.OWN_MODERATOR,), writes_post=True),
    "an editor": Actor(Role.editor, (Who.MODERATOR,)),
    "the owner": Actor(Role.owner, (Who.MODERATOR,)),
}
JUDGES = {Who.MODERATOR, Who.OWN_MODERATOR}


class Scene:
    """A post with comments of one writer, and somebody who tries what they can."""

    def __init__(self, app: Flask, reader: Reader, actor: Actor) -> None:
        self.app, self.reader, self.actor = app, reader, actor
        with app.app_context():
            make_user(Role.moderator)
            person = make_user(actor.role) if actor.role else None
            writer = person if person and actor.writes_comments else make_user(name="Noor Hale")
            post = make_post(author=person if person and actor.writes_post else None)
            self.post_id, self.writer_id = post.id, writer.id
            email = person.email if person else ""
        page = reader.sign_in(email).get("/account/") if email else reader.get("/login")
        self.token = str(page.page.xpath("//input[@name='csrf_token']/@value")[0])

    def comment(self, status: CommentStatus) -> int:
        with self.app.app_context():
            post, writer = db.session.get_one(Post, self.post_id), db.session.get_one(User, self.writer_id)
            return make_comment(post, author=writer, status=status).id

    def state(self, comment_id: int) -> tuple[CommentStatus, int]:
        """Its status, and how many decisions are on record about it."""
        with self.app.app_context():
            count = sa.select(sa.func.count()).where(Decision.comment_id == comment_id)
            return db.session.get_one(Comment, comment_id).status, db.session.scalar(count) or 0

    def attempt(self, comment_id: int, act: ModerationAct, *, seen: CommentStatus) -> int:
        """Send what this person would: their own form where they have one, else the desk's. Returns HTTP's status."""
        if act is A.DELETE and not JUDGES & set(self.actor.whos):
            path, data = f"/comments/{comment_id}/delete", {}
        elif act is A.REMOVE and Who.POST_AUTHOR in self.actor.whos:
            path, data = f"/comments/{comment_id}/report", {"rule": REASON}
        else:
            path, data = f"/admin/comments/{comment_id}/decisions", {"act": act, "seen": seen, "rule": REASON}
        return self.reader.post(path, data=data | {"csrf_token": self.token}).status

    def expected(self, was: CommentStatus, act: ModerationAct) -> Transition | None:
        return find(was, act, self.actor.whos)


@pytest.mark.parametrize("who", ACTORS)
def test_every_cell_does_what_it_says_and_everything_else_is_refused(
    app: Flask, reader: Reader, who: str
) -> None:
    scene = Scene(app, reader, ACTORS[who])
    for was in S:
        for act in A:
            comment_id, cell = scene.comment(was), scene.expected(was, act)
            status = scene.attempt(comment_id, act, seen=was)
            now, decisions = scene.state(comment_id)
            case = f"{who}: {act} of what is {was}, answered {status}"
            assert now is (cell.becomes if cell else was), case
            assert decisions == bool(cell), case
            assert status == 200 if cell or not scene.actor.role else status in {403, 404, 422}, case


@pytest.mark.parametrize("who", [who for who, actor in ACTORS.items() if JUDGES & set(actor.whos)])
def test_who_decided_takes_any_of_it_back_and_nobody_else_does(app: Flask, reader: Reader, who: str) -> None:
    scene = Scene(app, reader, ACTORS[who])
    with app.app_context():
        other = Reader(app).sign_in(make_user(Role.moderator).email)
    token = other.get("/account/").page.xpath("//input[@name='csrf_token']/@value")[0]
    for cell in (cell for cell in CELLS.values() if cell.who in scene.actor.whos):
        comment_id = scene.comment(cell.was)
        scene.attempt(comment_id, cell.act, seen=cell.was)
        undo = {"act": "undo", "seen": cell.becomes, "csrf_token": token}
        assert other.post(f"/admin/comments/{comment_id}/decisions", data=undo).status == 403
        assert scene.state(comment_id) == (cell.becomes, 1)
        assert scene.attempt(comment_id, A.UNDO, seen=cell.becomes or cell.was) == 200
        assert scene.state(comment_id) == (cell.was, 2), f"{who}: undo of {cell.act} of what was {cell.was}"
