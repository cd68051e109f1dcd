"""A thread's pages hold, together, what the asker may see: each comment once, in reading order."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.threads import pages
from blog.comments.threads.pages import find_comment, in_its_place, page_of_thread
from blog.comments.threads.paths import MOST_LEVELS
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.transactions import writing
from tests.comments.growing import GROWN, Decide, Say, grow, histories, seen_by
from tests.factories import make_comment, make_post, make_user

UNSEEN = [CommentStatus.REJECTED, CommentStatus.SPAM, CommentStatus.REMOVED]
page_sizes = st.sampled_from([1, 2, 3, 5])
each_thread = settings(GROWN, max_examples=25)


def all_pages(post: Post, asker: User | None) -> list[Comment]:
    found, page = [], page_of_thread(post, asker)
    while True:
        assert len(page.comments) <= pages.COMMENTS_A_PAGE
        found += page.comments
        if not page.next_cursor:
            return found
        assert len(page.comments) == pages.COMMENTS_A_PAGE
        last, page = page.next_cursor, page_of_thread(post, asker, after=page.next_cursor)
        assert page.next_cursor != last


def ids(comments: list[Comment]) -> list[int]:
    return [comment.id for comment in comments]


@each_thread
@given(histories, page_sizes)
def test_all_pages_together_are_the_thread_as_each_asker_sees_it(
    context: Flask, history: list[Say | Decide], size: int
) -> None:
    post, newcomer, moderator = make_post(), make_user(), make_user(Role.moderator)
    comments = grow(post, history, newcomer=newcomer, moderator=moderator)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "COMMENTS_A_PAGE", size)
        for asker in (None, newcomer, moderator):
            assert ids(all_pages(post, asker)) == ids(seen_by(asker, comments))


@each_thread
@given(histories, page_sizes)
def test_one_comment_stands_between_all_above_it_and_all_below_it(
    context: Flask, history: list[Say | Decide], size: int
) -> None:
    post, newcomer = make_post(), make_user()
    comments = grow(post, history, newcomer=newcomer, moderator=make_user(Role.moderator))
    seen = seen_by(newcomer, comments)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "COMMENTS_A_PAGE", size)
        for comment in seen:
            above = [c for c in seen if comment.path.startswith(c.path) and c is not comment]
            at_or_below = [c for c in seen if c.path.startswith(comment.path)]
            page = in_its_place(comment, newcomer)
            assert ids(page.comments) == ids(above) + ids(at_or_below)[:size]
            assert bool(page.next_cursor) == (len(at_or_below) > size)


def test_the_cursor_of_one_comment_leads_on_in_the_thread(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "COMMENTS_A_PAGE", 2)
    post = make_post()
    root = make_comment(post)
    replies = [make_comment(post, parent=root) for _ in range(3)]
    page = in_its_place(root, None)
    further = page_of_thread(post, None, after=page.next_cursor)
    assert ids(page.comments + further.comments) == [root.id, *ids(replies)]
    assert further.earlier == {root.id}


def test_nobody_is_sent_to_a_gap_for_what_a_page_answers(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "COMMENTS_A_PAGE", 1)
    post = make_post()
    gap = make_comment(post, status=CommentStatus.REMOVED)
    make_comment(post, parent=gap)
    first = page_of_thread(post, None)
    assert ids(first.comments) == [gap.id]
    assert page_of_thread(post, None, after=first.next_cursor).earlier == frozenset()


def test_a_held_comment_is_seen_by_its_author_alone(context: Flask) -> None:
    post, person = make_post(), make_user()
    held = make_comment(post, author=person, status=CommentStatus.HELD)
    assert ids(page_of_thread(post, person).comments) == [held.id]
    assert find_comment(held.id, person) is held
    for asker in (None, make_user(), make_user(Role.owner), post.author):
        assert page_of_thread(post, asker).comments == []
        with pytest.raises(NotFound):
            find_comment(held.id, asker)


@pytest.mark.parametrize("status", UNSEEN)
def test_what_was_taken_away_is_not_there_even_for_its_author(context: Flask, status: CommentStatus) -> None:
    post, person = make_post(), make_user()
    gone = make_comment(post, author=person, status=status)
    make_comment(post, parent=gone)
    for asker in (None, person, make_user(Role.owner)):
        with pytest.raises(NotFound):
            find_comment(gone.id, asker)


def test_a_comment_found_is_one_that_is_published(context: Flask) -> None:
    comment = make_comment(make_post())
    assert find_comment(comment.id, None) is comment
    with pytest.raises(NotFound):
        find_comment(comment.id + 1, None)


@pytest.mark.parametrize("status", [PostStatus.DRAFT, PostStatus.WITHDRAWN])
def test_comments_are_not_there_where_their_post_is_not(context: Flask, status: PostStatus) -> None:
    post, person = make_post(), make_user()
    comments = [make_comment(post), make_comment(post, author=person, status=CommentStatus.HELD)]
    with writing():
        post.status = status
    for comment in comments:
        with pytest.raises(NotFound):
            find_comment(comment.id, person)


@pytest.mark.parametrize(
    "cursor",
    ["x", "0", "00", "000000", "0000000g", "-1", "٣٣٣٣٣٣٣٣", "00" * 4 * (MOST_LEVELS + 1), "' OR 1=1 --"],
)
def test_a_made_up_cursor_leads_nowhere(context: Flask, cursor: str) -> None:
    with pytest.raises(NotFound, match="no such page"):
        page_of_thread(make_post(), None, after=cursor)


def test_a_cursor_behind_the_end_is_an_empty_page(context: Flask) -> None:
    post = make_post()
    make_comment(post)
    page = page_of_thread(post, None, after="ff" * 4)
    assert (page.comments, page.next_cursor) == ([], "")


def test_a_page_needs_no_further_query_for_the_authors(context: Flask) -> None:
    post = make_post()
    for _ in range(3):
        make_comment(post)
    db.session.expunge_all()
    page = page_of_thread(db.session.get_one(Post, post.id), None)
    db.session.close()
    assert len({comment.author.name for comment in page.comments}) == 3
