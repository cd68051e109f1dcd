"""Editing and deleting: the same rules as for a new comment, nothing lost, nothing shown that was never published."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus, CommentVersion, PassageCount
from blog.comments.policy.models import CommentSettings
from blog.comments.screening.models import Assessment
from blog.comments.writing.editing import (
    MOST_EDITS,
    delete_comment,
    edit_comment,
    may_delete,
    may_edit,
    older_replies,
    published_versions,
)
from blog.comments.writing.passages import check_passage
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.errors import Closed, Conflict, DomainError, Forbidden, Invalid, NotFound
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user
from tests.statements import QUOTE, keep_post, keep_statement, statement_block

S = CommentStatus


@pytest.fixture
def author(context: Flask) -> User:
    return make_user()


@pytest.fixture
def comment(author: User) -> Comment:
    return make_comment(make_post(), author=author, words="The lamp is lit.")


def edit(comment: Comment, words: str, *, by: User, seen: int = 0) -> Comment:
    prepared = prepare_comment(words)
    with writing():
        return edit_comment(comment, prepared, seen_version=seen or comment.version, by=by)


def settle(**values: object) -> None:
    with writing():
        db.session.merge(CommentSettings(id=1, **values))


def age(comment: Comment, minutes: float) -> None:
    with writing():
        db.session.merge(comment).created_at = now() - timedelta(minutes=minutes)


def test_an_edit_keeps_the_words_there_were_and_tells_open_pages(comment: Comment, author: User) -> None:
    before = comment.change
    edit(comment, "The lamp is **out**.", by=author)
    assert (comment.version, comment.html) == (2, "<p>The lamp is <strong>out</strong>.</p>")
    assert comment.edited_at and comment.change > before
    assert [(v.number, v.body) for v in published_versions(comment)] == [(1, "The lamp is lit.")]


def test_the_same_words_again_are_no_edit(comment: Comment, author: User) -> None:
    edit(comment, "The lamp is lit.", by=author)
    assert (comment.version, comment.edited_at) == (1, None)


def test_an_edit_from_a_stale_page_is_refused(comment: Comment, author: User) -> None:
    edit(comment, "One.", by=author)
    with pytest.raises(Conflict, match="another tab"):
        edit(comment, "Two.", by=author, seen=1)
    assert (comment.body, comment.version) == ("One.", 2)


def test_the_time_for_edits_ends(comment: Comment, author: User) -> None:
    age(comment, 14.9)
    assert may_edit(comment, author)
    age(comment, 15)
    assert not may_edit(comment, author) and may_delete(comment, author)
    with pytest.raises(Closed, match="15 minutes"):
        edit(comment, "Late.", by=author)


def test_a_site_may_take_no_edits(comment: Comment, author: User) -> None:
    settle(edit_minutes=0)
    with pytest.raises(Closed, match="cannot be changed on this site"):
        edit(comment, "Other.", by=author)


def test_nobody_edits_or_deletes_what_is_somebody_elses(comment: Comment) -> None:
    owner = make_user(Role.owner)
    assert not may_edit(comment, owner) and not may_edit(comment, None) and not may_delete(comment, owner)
    with pytest.raises(Forbidden):
        edit(comment, "Mine now.", by=owner)
    with pytest.raises(Forbidden), writing():
        delete_comment(comment, by=owner)
    assert comment.body == "The lamp is lit."


@pytest.mark.parametrize("status", [s for s in S if s not in (S.PUBLISHED, S.HELD)])
def test_what_was_taken_away_is_neither_edited_nor_deleted(author: User, status: S) -> None:
    comment = make_comment(make_post(), author=author, status=status)
    with pytest.raises(NotFound):
        edit(comment, "Again.", by=author)
    if status is not S.HIDDEN:
        with pytest.raises(Forbidden), writing():
            delete_comment(comment, by=author)


def test_an_edit_that_would_be_held_as_a_comment_is_held(comment: Comment, author: User) -> None:
    reply = make_comment(comment.post, parent=comment)
    settle(suspect_words="casino")
    edit(comment, "The casino is lit.", by=author)
    assert (comment.status, comment.post.comment_count) == (S.HELD, 1)
    assert db.session.get_one(Comment, reply.id).status is S.PUBLISHED
    found = db.session.scalars(sa.select(Assessment.version).where(Assessment.comment_id == comment.id))
    assert set(found) == {2}
    assert [(d.act, d.decided_by_id, d.version) for d in comment.decisions] == [("hold", None, 2)]


def test_an_edit_that_would_be_refused_as_a_comment_changes_nothing(comment: Comment, author: User) -> None:
    settle(banned_words="casino")
    with pytest.raises(Invalid):
        edit(comment, "The casino is lit.", by=author)
    assert (comment.version, comment.body) == (1, "The lamp is lit.")


def test_a_closed_thread_takes_no_edits(comment: Comment, author: User) -> None:
    with writing():
        comment.post.policy = CommentPolicy.CLOSED
    with pytest.raises(Closed):
        edit(comment, "Other.", by=author)


def test_what_is_held_stays_held_and_its_older_words_are_nobodys_to_read(author: User) -> None:
    comment = make_comment(make_post(policy=CommentPolicy.OPEN), author=author, status=S.HELD, words="Oaf!")
    edit(comment, "Sir.", by=author)
    assert (comment.status, comment.version, comment.edited_at) == (S.HELD, 2, None)
    assert published_versions(comment) == []
    assert db.session.get_one(CommentVersion, (comment.id, 1)).body == "Oaf!"


def test_edits_are_limited_in_number(comment: Comment, author: User) -> None:
    for number in range(MOST_EDITS):
        edit(comment, f"Edit {number}.", by=author)
    with pytest.raises(Closed, match=f"{MOST_EDITS} times"):
        edit(comment, "One more.", by=author)


def test_replies_that_are_older_than_an_edit_are_counted(comment: Comment, author: User) -> None:
    for status in (S.PUBLISHED, S.PUBLISHED, S.HELD, S.REMOVED):
        make_comment(comment.post, parent=comment, status=status)
    assert older_replies([comment]) == {}
    edit(comment, "The lamp is out.", by=author)
    make_comment(comment.post, parent=comment)
    assert older_replies([comment]) == {comment.id: 2}


def test_deleting_takes_all_of_the_words(context: Flask) -> None:
    keep_statement()
    post, author = keep_post(make_user(Role.author), body=statement_block()), make_user(Role.moderator)
    prepared = prepare_comment("The lamp is lit.", passage=check_passage(post, QUOTE))
    with writing():
        comment = post_comment(post, prepared, parent_id=None, form_id="1", by=author)
    edit(comment, "The lamp is out.", by=author)
    with writing():
        delete_comment(comment, by=author)
    db.session.expire_all()
    gone = db.session.get_one(Comment, comment.id)
    assert (gone.status, gone.body, gone.html, gone.passage, gone.shown) == (S.DELETED, "", "", None, False)
    for table in (CommentVersion, Assessment):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert db.session.scalar(sa.select(PassageCount.comments)) == 0
    assert db.session.get_one(Post, post.id).comment_count == 0


def test_a_deleted_comment_with_replies_leaves_its_place(comment: Comment, author: User) -> None:
    make_comment(comment.post, parent=comment)
    with writing():
        delete_comment(comment, by=author)
    assert (comment.status, comment.shown, comment.post.comment_count) == (S.DELETED, True, 1)


def test_who_was_shut_out_edits_nothing_but_may_delete(comment: Comment, author: User) -> None:
    with writing():
        db.session.merge(author).active = False
    with pytest.raises(DomainError):
        edit(comment, "Other.", by=author)
    with writing():
        delete_comment(comment, by=author)
    assert comment.body == ""
