"""Posting: who is held, what is refused, and that a form makes one comment."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.standing import is_newcomer
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.threads.paths import MOST_LEVELS
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.errors import Closed, Conflict, Forbidden, Invalid
from blog.extensions import db
from blog.markup.limits import COMMENT_CHARACTERS, MOST_COSTLY, MOST_OPEN
from blog.posts.models import CommentPolicy, Post, PostStatus
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user

S = CommentStatus


def say(post: Post, by: User, body: str = "Aye.", *, parent: int | None = None, form_id: str = "") -> Comment:
    prepared = prepare_comment(body)
    with writing():
        return post_comment(post, prepared, parent_id=parent, form_id=form_id or str(uuid4()), by=by)


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) or 0


def test_a_newcomer_is_held_until_something_of_theirs_is_published(context: Flask) -> None:
    post, newcomer, moderator = make_post(), make_user(), make_user(Role.moderator)
    first, second = say(post, newcomer), say(post, newcomer)
    assert (first.status, second.status, post.comment_count) == (S.HELD, S.HELD, 0)
    with writing():
        decide(first, ModerationAct.APPROVE, by=moderator)
    assert say(post, newcomer).status is S.PUBLISHED
    assert db.session.get_one(Comment, second.id).status is S.HELD


@pytest.mark.parametrize("status", list(S))
def test_only_a_published_comment_makes_someone_known(context: Flask, status: S) -> None:
    person = make_user()
    make_comment(make_post(), author=person, status=status)
    assert is_newcomer(person) is (status is not S.PUBLISHED)


@pytest.mark.parametrize("role", list(Role))
def test_who_works_at_the_desk_is_not_held(context: Flask, role: Role) -> None:
    status = say(make_post(), make_user(role)).status
    assert status is (S.HELD if role is Role.reader else S.PUBLISHED)


def test_a_reply_stands_below_what_it_answers(context: Flask) -> None:
    post, author = make_post(), make_user(Role.author)
    root = say(post, author)
    reply = say(post, author, parent=root.id)
    assert (reply.parent_id, reply.depth, reply.path[:4]) == (root.id, 1, root.path)


@pytest.mark.parametrize("body", ["", " \n\t ", "\0\x07"])
def test_an_empty_comment_is_refused_beside_its_field(context: Flask, body: str) -> None:
    with pytest.raises(Invalid, match="empty") as refused:
        prepare_comment(body)
    assert refused.value.field == "body"


@pytest.mark.parametrize(
    "body",
    [
        "[a]: http://harbourline.example",
        "[](http://harbourline.example)",
        "---",
        "- ",
        "&nbsp;",
        "**\u200b**",
    ],
)
def test_a_comment_of_which_nothing_would_be_seen_is_refused(context: Flask, body: str) -> None:
    with pytest.raises(Invalid, match="as readers would see it, is empty") as refused:
        prepare_comment(body)
    assert refused.value.field == "body"


@pytest.mark.parametrize("body", ["<!-- a -->", "![](http://harbourline.example/a.png)", "`-`", "🦀"])
def test_a_comment_of_which_something_is_seen_is_taken(context: Flask, body: str) -> None:
    assert prepare_comment(body).body == body


def test_a_comment_has_a_greatest_length_which_is_named(context: Flask) -> None:
    assert len(prepare_comment("🦀" * COMMENT_CHARACTERS).body) == COMMENT_CHARACTERS == 20_000
    with pytest.raises(Invalid, match=r"20,001 characters; at most 20,000") as refused:
        prepare_comment("x" * (COMMENT_CHARACTERS + 1))
    assert refused.value.field == "body"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("bell\x07 and \0nothing\x9f", "bell and nothing"),
        ("𝓛 🦀 👩‍👩‍👧", "𝓛 🦀 👩‍👩‍👧"),
        ("שלום, مرحبا \u202eback\u202c", "שלום, مرحبا \u202eback\u202c"),
        ("Z\u0351\u036b\u0343a\u0301", "Z\u0351\u036b\u0343a\u0301"),
    ],
)
def test_what_people_write_is_stored_as_they_write_it(context: Flask, typed: str, kept: str) -> None:
    comment = say(make_post(), make_user(), typed)
    db.session.expire_all()
    assert db.session.get_one(Comment, comment.id).body == kept


def test_lone_surrogates_are_refused(context: Flask) -> None:
    with pytest.raises(Invalid, match="not text"):
        prepare_comment("half \ud83e a crab")


def test_a_form_sent_twice_makes_one_comment(context: Flask) -> None:
    post, person = make_post(), make_user(Role.author)
    first = say(post, person, "Aye.\r\n", form_id="one")
    assert say(post, person, "Aye.\n", form_id="one").id == first.id
    assert (count(), post.comment_count) == (1, 1)
    assert say(post, make_user(Role.author), form_id="one").id != first.id


def test_a_form_sent_again_with_other_words_loses_none_of_them(context: Flask) -> None:
    post, person = make_post(), make_user(Role.author)
    say(post, person, "Aye.", form_id="one")
    with pytest.raises(Conflict, match="send it again") as refused:
        say(post, person, "Nay.", form_id="one")
    assert (refused.value.field, count()) == ("form_id", 1)


@pytest.mark.parametrize("form_id", [" ", "a\0b", "x" * 37, "<b>", "🦀"])
def test_a_damaged_form_is_refused(context: Flask, form_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        say(make_post(), make_user(), form_id=form_id)
    assert (refused.value.field, count()) == ("form_id", 0)


@pytest.mark.parametrize("status", [s for s in S if s is not S.PUBLISHED])
def test_what_cannot_be_read_cannot_be_answered(context: Flask, status: S) -> None:
    post, person = make_post(), make_user(Role.author)
    parent = make_comment(post, author=person, status=status)
    with pytest.raises(Invalid, match="removed meanwhile") as refused:
        say(post, person, parent=parent.id)
    assert (refused.value.field, count()) == ("parent", 1)


def test_another_posts_comment_cannot_be_answered_here(context: Flask) -> None:
    elsewhere = make_comment(make_post())
    with pytest.raises(Invalid) as refused:
        say(make_post(), make_user(), parent=elsewhere.id)
    assert refused.value.field == "parent"


@pytest.mark.parametrize(
    ("status", "policy"),
    [
        (PostStatus.PUBLISHED, CommentPolicy.CLOSED),
        (PostStatus.WITHDRAWN, CommentPolicy.HOLD_FIRST),
        (PostStatus.DRAFT, CommentPolicy.HOLD_FIRST),
    ],
)
def test_a_closed_thread_takes_nothing_from_anyone(
    context: Flask, status: PostStatus, policy: CommentPolicy
) -> None:
    with pytest.raises(Closed):
        say(make_post(status=status, policy=policy), make_user(Role.owner))
    assert count() == 0


def test_who_was_shut_out_cannot_comment(context: Flask) -> None:
    person = make_user()
    with writing():
        db.session.merge(person).active = False
    with pytest.raises(Forbidden):
        say(make_post(), person)


def test_two_hundred_levels_are_refused_at_the_greatest_depth(context: Flask) -> None:
    post, person = make_post(), make_user(Role.author)
    parent = None
    for _ in range(MOST_LEVELS):
        parent = say(post, person, parent=parent.id if parent else None)
    with pytest.raises(Invalid, match="answers deep"):
        say(post, person, parent=parent.id if parent else None)
    assert count() == MOST_LEVELS


def test_writers_and_moderators_at_once_lose_nothing_and_never_block_one_another(app: Flask) -> None:
    """Replies are sent while what they answer is removed and restored, by several at once."""
    with app.app_context():
        post, moderator = make_post(), make_user(Role.moderator)
        root = make_comment(post)
        post_id, root_id, moderator_id = post.id, root.id, moderator.id
    failed: list[BaseException] = []

    def work(turns: int, act: bool) -> None:
        try:
            for _ in range(turns):
                with app.app_context():
                    reply_or_decide(act)
        except BaseException as error:  # a thread must not fail unseen
            failed.append(error)

    def reply_or_decide(act: bool) -> None:
        by = db.session.get_one(User, moderator_id)
        if not act:
            try:
                say(db.session.get_one(Post, post_id), by, parent=root_id)
            except Invalid as refused:
                assert refused.field == "parent"
            return
        with writing():
            comment = db.session.get_one(Comment, root_id)
            removed = comment.status is S.REMOVED
            decision = ModerationAct.RESTORE if removed else ModerationAct.REMOVE
            with contextlib.suppress(Conflict):
                decide(
                    comment,
                    decision,
                    by=by,
                    reason=Reason.OTHER,
                    words="Off topic",
                    seen_status=comment.status,
                )

    threads = [threading.Thread(target=work, args=(8, n % 2 == 0)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with app.app_context():
        published = sa.select(sa.func.count()).where(Comment.status == S.PUBLISHED)
        assert db.session.get_one(Post, post_id).comment_count == db.session.scalar(published)


def test_a_form_sent_from_two_threads_at_once_makes_one_comment(app: Flask) -> None:
    with app.app_context():
        post_id, person_id = make_post().id, make_user(Role.author).id
    together = threading.Barrier(2)

    def send(_: int) -> int:
        with app.app_context():
            post, person = db.session.get_one(Post, post_id), db.session.get_one(User, person_id)
            together.wait(timeout=10)
            return say(post, person, form_id="one").id

    with ThreadPoolExecutor(2) as pool:
        ids = set(pool.map(send, range(2)))
    with app.app_context():
        assert (len(ids), count(), db.session.get_one(Post, post_id).comment_count) == (1, 1, 1)


def test_a_form_sent_again_is_no_error_though_the_thread_was_closed_between(context: Flask) -> None:
    post, person = make_post(), make_user()
    first = say(post, person, form_id="one")
    with writing():
        post.policy = CommentPolicy.CLOSED
    assert say(post, person, form_id="one").id == first.id


@pytest.mark.parametrize("character", ["[", "<", ">", "`"])
def test_what_would_take_too_long_to_render_is_refused_with_the_limit(character: str) -> None:
    with pytest.raises(Invalid, match=f"more than {MOST_COSTLY} of the character") as refused:
        prepare_comment(f"{character} " * (MOST_COSTLY + 1))
    assert refused.value.field == "body"


def test_brackets_open_at_once_are_limited() -> None:
    with pytest.raises(Invalid, match=f"more than {MOST_OPEN} brackets"):
        prepare_comment("(" * (MOST_OPEN + 1))
