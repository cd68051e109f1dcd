"""A thread's pages hold, together, what the asker may see: each comment once, in every order, while others write."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus, Voice
from blog.comments.threads import choosing
from blog.comments.threads.branches import ThreadPage
from blog.comments.threads.cursors import Cursor, unsealed
from blog.comments.threads.orders import Order
from blog.comments.threads.pages import find_comment, in_its_place, is_readable, page_of_thread
from blog.comments.writing.posting import post_comment
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.transactions import writing
from tests.comments.growing import AYE, GROWN, Decide, Say, comments_of, grow, histories, seen_by
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries

S = CommentStatus
TAKEN_AWAY = [S.REJECTED, S.SPAM, S.REMOVED, S.DELETED]
orders = st.sampled_from(list(Order))
# Who answers between two pages, and what: the author, whose answers move roots, or someone else.
interruptions = st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 20)), max_size=8)
each_thread = settings(GROWN, max_examples=40)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages so small that a thread of some twenty comments has many."""
    for name, value in (("WIDTH", 2), ("BUDGET", 5), ("REPLIES_SHOWN", (2, 1))):
        monkeypatch.setattr(choosing, name, value)


def walk(post: Post, asker: User | None, order: Order, about: Voice | None = None) -> Iterator[ThreadPage]:
    """Every page that the links of a page lead to, from the thread's first one."""
    todo = [page_of_thread(post, asker, order=order, about=about)]
    while todo:
        page = todo.pop()
        yield page
        if page.next_cursor:
            todo.append(following(post, asker, page, page.next_cursor))
        for branch in page.walk():
            if branch.rest:
                todo.append(more_of(post, asker, branch.comment, order, branch.rest))


def following(post: Post, asker: User | None, page: ThreadPage, cursor: str) -> ThreadPage:
    if page.is_in_place:
        return more_of(post, asker, page.branches[0].comment, page.order, cursor)
    return page_of_thread(post, asker, after=cursor)


def more_of(post: Post, asker: User | None, comment: Comment, order: Order, cursor: str) -> ThreadPage:
    if is_readable(comment, asker):
        return in_its_place(find_comment(comment.id, asker), asker, order=order, after=cursor)
    return page_of_thread(post, asker, after=cursor)


def new_in(page: ThreadPage) -> list[int]:
    """What the page shows that is no page's before it: not the comment it is about, nor what waits right below that."""
    if not page.is_in_place:
        return [branch.comment.id for branch in page.walk()]
    replies = [branch for branch in page.branches[0].replies if branch.comment.shown]
    return [each.comment.id for branch in replies for each in branch.walk()]


def answer(post: Post, by: User, number: int, to: int | None) -> None:
    seen = [comment.id for comment in comments_of(post) if comment.status is S.PUBLISHED]
    parent = seen[to % len(seen)] if seen and to is not None else None
    with writing():
        post_comment(post, AYE, parent_id=parent, form_id=f"between-{number}", by=by)
    db.session.expire_all()


def ids(comments: list[Comment]) -> list[int]:
    return [comment.id for comment in comments]


@each_thread
@given(histories, orders, interruptions)
def test_all_pages_hold_each_comment_once_while_others_write(
    context: Flask, history: list[Say | Decide], order: Order, between: list[tuple[bool, int | None]]
) -> None:
    owner, newcomer, other = make_user(Role.owner), make_user(), make_user(Role.moderator)
    post = make_post(author=owner)
    before = grow(post, history, newcomer=newcomer, moderator=owner)
    expected = [set(ids(seen_by(asker, before))) for asker in (None, newcomer)]
    waiting = iter(enumerate(between))
    for asker, there in zip((None, newcomer), expected, strict=True):
        shown: Counter[int] = Counter()
        for page in walk(post, asker, order):
            shown.update(new_in(page))
            if (interruption := next(waiting, None)) is not None:
                number, (is_author, to) = interruption
                answer(post, owner if is_author else other, number, to)
        assert max(shown.values(), default=1) == 1
        assert there <= set(shown)
        if not between:
            assert there == set(shown)


@each_thread
@given(histories, orders)
def test_the_roots_of_all_pages_together_are_in_order(
    context: Flask, history: list[Say | Decide], order: Order
) -> None:
    owner = make_user(Role.owner)
    post = make_post(author=owner)
    comments = grow(post, history, newcomer=make_user(), moderator=owner)
    with writing():
        for comment in comments:
            comment.rank = comment.id % 3 / 10
    sort_by = {
        Order.BEST: lambda c: (-c.rank, -c.id),
        Order.NEWEST: lambda c: -c.id,
        Order.OLDEST: lambda c: c.id,
        Order.ANSWERED: lambda c: (-c.author_answers, -c.id),
    }
    found, page = [], page_of_thread(post, None, order=order)
    while True:
        found += [branch.comment.id for branch in page.branches]
        if not page.next_cursor:
            break
        page = page_of_thread(post, None, after=page.next_cursor)
    roots = [comment for comment in comments if comment.parent_id is None and comment.shown]
    assert found == ids(sorted(roots, key=sort_by[order]))


@each_thread
@given(histories)
def test_one_comment_stands_below_all_that_it_answers(context: Flask, history: list[Say | Decide]) -> None:
    post, newcomer = make_post(), make_user()
    comments = grow(post, history, newcomer=newcomer, moderator=make_user(Role.moderator))
    seen = seen_by(newcomer, comments)
    for comment in seen:
        if is_readable(comment, newcomer):
            page = in_its_place(comment, newcomer)
            assert ids(page.above) == [
                c.id for c in seen if comment.path.startswith(c.path) and c is not comment
            ]
            assert page.branches[0].comment.id == comment.id


def test_a_page_is_bounded_however_many_answer(context: Flask) -> None:
    post, person = make_post(), make_user()
    for _ in range(3):
        root = make_comment(post, author=person)
        for _ in range(3):
            make_comment(post, author=person, parent=make_comment(post, author=person, parent=root))
    for page in walk(post, None, Order.BEST):
        assert len(new_in(page)) <= 5


def test_what_is_left_out_is_counted(context: Flask) -> None:
    post = make_post()
    root = make_comment(post)
    replies = [make_comment(post, parent=root) for _ in range(5)]
    below = make_comment(post, parent=make_comment(post, parent=replies[0]))
    [branch] = page_of_thread(post, None, order=Order.OLDEST).branches
    assert ([reply.comment.id for reply in branch.replies], branch.rest_count) == (ids(replies[:2]), 3)
    [deeper] = branch.replies[0].replies
    assert (deeper.replies, deeper.rest_count) == ([], 1)
    page = page_of_thread(post, None, after=deeper.rest)
    assert (ids(page.above), new_in(page)) == ([root.id, replies[0].id], [below.id])


def test_the_authors_answers_move_nothing_to_a_page_already_read(context: Flask) -> None:
    post = make_post()
    roots = [make_comment(post) for _ in range(6)]
    for root in roots[:3]:
        make_comment(post, parent=root, author=post.author)
    first = page_of_thread(post, None, order=Order.ANSWERED)
    assert [branch.comment.id for branch in first.branches] == [roots[2].id, roots[1].id]
    for root in (roots[0], roots[0], roots[5], roots[2]):
        make_comment(post, parent=root, author=post.author)
    second = page_of_thread(post, None, after=first.next_cursor)
    assert [branch.comment.id for branch in second.branches] == [roots[0].id, roots[5].id]
    third = page_of_thread(post, None, after=second.next_cursor)
    assert [branch.comment.id for branch in third.branches] == [roots[4].id, roots[3].id]


@pytest.mark.parametrize("order", list(Order))
def test_a_thread_narrowed_to_one_voice_has_the_roots_about_it(context: Flask, order: Order) -> None:
    post = make_post()
    roots = [make_comment(post) for _ in range(5)]
    with writing():
        for root in roots[::2]:
            root.about = Voice.STATEMENT
    shown = [number for page in walk(post, None, order, Voice.STATEMENT) for number in new_in(page)]
    assert sorted(shown) == ids(roots[::2])


@pytest.mark.parametrize("order", list(Order))
def test_a_pinned_comment_stands_first_and_nowhere_else(context: Flask, order: Order) -> None:
    post = make_post()
    roots = [make_comment(post) for _ in range(5)]
    reply = make_comment(post, parent=roots[2])
    with writing():
        post.pinned_comment_id = roots[2].id
    shown = [number for page in walk(post, None, order) for number in new_in(page)]
    assert shown[:2] == [roots[2].id, reply.id]
    assert sorted(shown) == sorted(ids([*roots, reply]))
    with writing():
        post.pinned_comment_id = reply.id
    assert sorted(n for page in walk(post, None, order) for n in new_in(page)) == sorted(ids([*roots, reply]))


def test_a_held_comment_is_seen_by_its_author_alone(context: Flask) -> None:
    post, person = make_post(), make_user()
    held = make_comment(post, author=person, status=S.HELD)
    for order in Order:
        assert [b.comment.id for b in page_of_thread(post, person, order=order).walk()] == [held.id]
    assert find_comment(held.id, person) is held
    for asker in (None, make_user(), make_user(Role.owner), post.author):
        assert page_of_thread(post, asker).branches == []
        with pytest.raises(NotFound):
            find_comment(held.id, asker)


def test_a_comment_that_waits_again_is_a_gap_to_others_where_it_was_answered(context: Flask) -> None:
    post, person = make_post(), make_user()
    comment = make_comment(post, author=person)
    make_comment(post, parent=comment)
    with writing():
        comment.status = S.HELD
    assert (is_readable(comment, person), is_readable(comment, None)) == (True, False)
    assert find_comment(comment.id, person) is comment
    with pytest.raises(NotFound):
        find_comment(comment.id, make_user(Role.owner))


@pytest.mark.parametrize("status", TAKEN_AWAY)
def test_what_was_taken_away_is_not_there_even_for_its_author(context: Flask, status: CommentStatus) -> None:
    post, person = make_post(), make_user()
    gone = make_comment(post, author=person, status=status)
    make_comment(post, parent=gone)
    for asker in (None, person, make_user(Role.owner)):
        with pytest.raises(NotFound):
            find_comment(gone.id, asker)


@pytest.mark.parametrize("status", [PostStatus.DRAFT, PostStatus.WITHDRAWN])
def test_comments_are_not_there_where_their_post_is_not(context: Flask, status: PostStatus) -> None:
    post, person = make_post(), make_user()
    comments = [make_comment(post), make_comment(post, author=person, status=S.HELD)]
    with writing():
        post.status = status
    for comment in comments:
        with pytest.raises(NotFound):
            find_comment(comment.id, person)


@pytest.mark.parametrize("made_up", ["x", "0", "{}", "-1", "٣", "a.b.c", "x" * 5000, "' OR 1=1 --", "\ud7ff"])
def test_a_made_up_cursor_leads_nowhere(context: Flask, made_up: str) -> None:
    with pytest.raises(NotFound, match="Begin at the post"):
        page_of_thread(make_post(), None, after=made_up)


def test_a_cursor_leads_to_its_own_thread_alone_and_is_kept_whole(context: Flask) -> None:
    post, other = make_post(), make_post()
    root = make_comment(post)
    cursor = Cursor(post.id, Order.BEST, root.id, key=(0.25, 7), as_of=3)
    assert unsealed(cursor.sealed(), post_id=post.id) == cursor
    with pytest.raises(NotFound):
        unsealed(cursor.sealed(), post_id=other.id)
    with pytest.raises(NotFound):
        in_its_place(make_comment(post), None, after=cursor.sealed())
    with pytest.raises(NotFound):
        unsealed(cursor.sealed()[:-1] + "A", post_id=post.id)


def test_replies_to_what_has_gone_altogether_are_not_there(context: Flask) -> None:
    post = make_post()
    gone = make_comment(post, status=S.REMOVED)
    with pytest.raises(NotFound, match="Begin at the post"):
        page_of_thread(post, None, after=Cursor(post.id, Order.BEST, gone.id).sealed())


def test_a_page_needs_no_further_query_for_the_authors(context: Flask) -> None:
    post = make_post()
    for _ in range(2):
        make_comment(post)
    db.session.expunge_all()
    page = page_of_thread(db.session.get_one(Post, post.id), None)
    db.session.close()
    assert len({branch.comment.author.name for branch in page.walk()}) == 2


# What SQLite says of rows that come from another step (older versions name it "(subquery-1)") or from no table.
SCANS_NO_TABLE = re.compile(r"\(subquery|CONSTANT ROW")


def test_no_order_reads_more_of_the_index_than_it_shows(context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by statistics, which a database this small has none of")
    post = make_post()
    root = make_comment(post)
    for order in Order:
        cursor = Cursor(post.id, order, as_of=1)
        key = cursor.sorting.key(root)
        for each in (cursor, Cursor(post.id, order, key=key), Cursor(post.id, order, root.id)):
            with counted_queries() as seen:
                choosing.choose(post, each)
            plan = [line for query in seen for line in plan_of(*query)]
            assert [line for line in plan if "SCAN" in line and not SCANS_NO_TABLE.search(line)] == []
            assert [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line] == []


def plan_of(sql: str, values: Any) -> list[str]:
    return [str(row) for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]


def test_what_is_hidden_is_read_by_its_author_alone_and_marked(context: Flask) -> None:
    author, post = make_user(), make_post()
    comment = make_comment(post, author=author, status=CommentStatus.HIDDEN)
    assert find_comment(comment.id, author).id == comment.id
    for other in (None, make_user(), make_user(Role.moderator)):
        with pytest.raises(NotFound):
            find_comment(comment.id, other)
