"""A gap names no one anywhere, a page's cost is fixed, machines are answered in JSON."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.threads import choosing
from blog.comments.threads.cursors import Cursor
from blog.comments.threads.orders import Order
from blog.comments.threads.places import give_place
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries

JSON = {"Accept": "application/json"}


def gap_with_an_answer(post: Post, answerer: User) -> list[str]:
    """A removed comment with an answer below it; returns all that would tell whose it was, and who removed it."""
    author = make_user(name="Ẑebedee Ẍuince")
    moderator = make_user(Role.moderator, name="Xenia Yarrow")
    gone = make_comment(post, author=author, words="Unkind words.")
    make_comment(post, author=answerer, parent=gone, words="A kind answer.")
    with writing():
        decide(gone, ModerationAct.REMOVE, by=moderator, reason=Reason.OTHER, words="Most unkind.")
    return [
        "Ẑebedee", "Ẍuince", "ẐẌ", author.handle, author.email, "Unkind", f"/comments/{gone.id}/",
        "Xenia", "Yarrow", "Most unkind",
    ]  # fmt: skip


def test_a_gap_names_no_one_anywhere_in_any_page(
    app: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        post, answerer = make_post(), make_user(Role.author)
        never = gap_with_an_answer(post, answerer)
        first, answer = sorted(db.session.scalars(sa.select(Comment.id)))
        path, email = post.path, answerer.email
        below = Cursor(post.id, Order.NEWEST, first).sealed()
    monkeypatch.setattr(choosing, "REPLIES_SHOWN", ())
    reader.sign_in(email)
    for person in (reader, Reader(app)):
        for page in (path, f"{path}comments/?after={below}", f"/comments/{answer}/"):
            source = person.get(page).answer.get_data(as_text=True)
            assert person.status == 200
            assert [words for words in never if words in source] == []
    assert "A kind answer." in reader.text and "Removed by a moderator" in reader.text


def grown(size: int) -> tuple[str, int]:
    """A post with so many comments by thirty people, nested three deep; returns its path and its first comment."""
    post, people = make_post(), [make_user(Role.author if n % 2 else Role.reader) for n in range(30)]
    made: list[Comment] = []
    with writing():
        for n in range(size):
            parent = made[-1] if n % 3 else None
            comment = Comment(
                post_id=post.id, author_id=people[n % 30].id,
                status=CommentStatus.PUBLISHED, shown=True, body="Aye.", html="<p>Aye.</p>", form_id=f"grown-{n}",
            )  # fmt: skip
            db.session.add(comment)
            db.session.flush()
            give_place(comment, parent)
            if parent:
                parent.replies += 1
            made.append(comment)
    return post.path, made[0].id


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_no_page_costs_more_queries_where_the_thread_is_longer(
    app: Flask, reader: Reader, is_signed_in: bool
) -> None:
    costs = []
    with app.app_context():
        grown_ones, email = [grown(5), grown(300)], make_user().email
    if is_signed_in:
        reader.sign_in(email)
    for path, first in grown_ones:
        for page in (path, f"{path}comments/?sort=oldest", f"/comments/{first}/"):
            with app.app_context(), counted_queries() as asked:
                assert reader.get(page).status == 200
            costs.append(len(asked))
    assert costs[:3] == costs[3:]


def sent(reader: Reader, page: str, button: str, **fields: str) -> dict[str, object]:
    """The problem that a form's answer is for who asks for JSON."""
    address, data = reader.get(page).filled(button, **fields)
    reader.post(address, data=data, headers=JSON)
    assert reader.answer.mimetype == "application/problem+json"
    problem: dict[str, object] = reader.answer.get_json()
    assert problem["status"] == reader.status
    return problem


def test_who_asks_for_json_is_answered_with_problems(app: Flask, reader: Reader) -> None:
    with app.app_context():
        post, person = make_post(), make_user(Role.owner)
        gone = gap_with_an_answer(post, person)[6]
        path, email = post.path, person.email
    stranger = Reader(app)
    for address in (gone, f"{path}comments/?after=zz", "/comments/99999999999/"):
        answer = stranger.get(address, headers=JSON).answer
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert stranger.post(f"{path}comments/", data={"body": "Aye."}, headers=JSON).status in (400, 401)
    assert stranger.answer.mimetype == "application/problem+json"
    reader.sign_in(email)
    assert "empty" in str(sent(reader, path, "Comment", body=" ")["detail"])
    assert "removed meanwhile" in str(sent(reader, path, "Comment", body="Aye.", parent="1")["detail"])
