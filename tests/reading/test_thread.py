"""A thread as a page shows it: nested, with gaps and badges, at a fixed cost, and harmless whatever it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, get_template_attribute
from lxml import html

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.policy.models import CommentSettings
from blog.comments.policy.settings import comment_settings
from blog.comments.threads.orders import Order
from blog.comments.threads.places import give_place
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.reading.comment_form import form_for
from blog.reading.comments import CommentView
from blog.reading.thread import one_in_place, thread_of
from blog.site import current_site
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries

HOSTILE = [
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "\"onmouseover='alert(1)' &lt;b&gt;",
    "![x](https://tracker.example/pixel.gif)",
]


def walk(items: list[CommentView], level: int = 0) -> Iterator[tuple[int, CommentView]]:
    for item in items:
        yield level, item
        yield from walk(item.replies, level + 1)


def tree(post: Post, asker: User | None = None, **more: Any) -> list[tuple[int, int]]:
    return [(level, view.id) for level, view in walk(thread_of(post, asker, current_site(), **more).items)]


def remove(comment: Comment) -> None:
    moderator = make_user(Role.moderator)
    with writing():
        decide(comment, ModerationAct.REMOVE, by=moderator, reason=Reason.OTHER, words="Off topic")


def chain(post: Post, length: int) -> list[Comment]:
    author = make_user()
    links: list[Comment] = []
    for _ in range(length):
        links.append(make_comment(post, author=author, parent=links[-1] if links else None))
    return links


def test_replies_stand_below_what_they_answer(context: Flask) -> None:
    post = make_post()
    one = make_comment(post)
    two = make_comment(post)
    late = make_comment(post, parent=one)
    later = make_comment(post, parent=late)
    assert tree(post, order=Order.OLDEST) == [(0, one.id), (1, late.id), (2, later.id), (0, two.id)]


def test_a_gap_names_no_one_and_keeps_its_replies(context: Flask) -> None:
    post = make_post()
    gone = make_comment(post, author=make_user(Role.editor, name="Nils Nameless"), words="Rude words.")
    reply = make_comment(post, parent=gone)
    remove(gone)
    gap = thread_of(post, None, current_site()).items[0]
    assert (gap.is_gap, gap.gap_words, [r.id for r in gap.replies]) == (
        True,
        "Removed by a moderator",
        [reply.id],
    )
    assert (gap.author_name, gap.author_url, gap.initials, gap.badge, gap.html) == ("", "", "", "", "")


def test_what_is_too_deep_to_indent_stays_in_order_and_says_what_it_answers(context: Flask) -> None:
    post = make_post()
    with writing():
        db.session.add(CommentSettings(id=1, flatten_after=2))
    links = chain(post, 5)
    aside = make_comment(post, parent=links[2])
    shown = list(walk(thread_of(post, None, current_site()).items))
    assert [(level, view.id) for level, view in shown] == [
        (0, links[0].id), (1, links[1].id), (2, links[2].id), (2, links[3].id), (2, links[4].id), (2, aside.id)
    ]  # fmt: skip
    named = [(comment.author.name, f"#c{comment.id}") for comment in (links[2], links[3], links[2])]
    assert [view.answers for _, view in shown] == [None, None, None, *named]
    assert [view.is_flat for _, view in shown] == [False, False, False, True, True, True]


def test_a_thread_goes_on_at_the_page_of_the_comment_it_was_left_at(context: Flask) -> None:
    post = make_post()
    links = chain(post, 10)
    shown = list(walk(thread_of(post, None, current_site()).items))
    assert len(shown) == 7
    words, url = shown[-1][1].rest or ("", "")
    assert words == "Continue this thread (1 reply)"
    assert url.startswith(f"/comments/{links[6].id}/?sort=newest&after=")


def test_more_replies_to_a_gap_are_in_the_thread_since_a_gap_has_no_page(context: Flask) -> None:
    post, author = make_post(), make_user()
    gap = make_comment(post, author=author)
    for _ in range(7):
        make_comment(post, author=author, parent=gap)
    remove(gap)
    [view] = thread_of(post, None, current_site()).items
    words, url = view.rest or ("", "")
    assert (view.is_gap, len(view.replies), words) == (True, 5, "2 more replies")
    assert url.startswith(f"{post.path}comments/?sort=newest&after=")


def test_a_held_answer_to_what_was_removed_stands_below_the_nearest_that_is_left(context: Flask) -> None:
    post, author = make_post(), make_user()
    root = make_comment(post)
    gone = make_comment(post, parent=root)
    held = make_comment(post, author=author, parent=gone, status=CommentStatus.HELD)
    last = make_comment(post, parent=root)
    remove(gone)
    assert tree(post, author) == [(0, root.id), (1, last.id), (1, held.id)]
    views = [view for _, view in walk(thread_of(post, author, current_site()).items)]
    assert [view.answers for view in views] == [None, None, ("", f"/comments/{held.id}/")]
    assert tree(post) == [(0, root.id), (1, last.id)]


def test_badges_tell_the_author_and_the_desk(context: Flask) -> None:
    writer = make_user(Role.author)
    post = make_post(author=writer)
    for person in (writer, make_user(Role.moderator), make_user()):
        make_comment(post, author=person)
    views = thread_of(post, None, current_site()).items
    assert [(view.badge, bool(view.author_url)) for view in views] == [
        ("", False),
        ("staff", False),
        ("author", True),
    ]


def grown(post: Post, authors: list[User], size: int) -> Post:
    with writing():
        parent: Comment | None = None
        for number in range(size):
            depth = number % 4
            if not depth:
                parent = None
            comment = Comment(
                post_id=post.id, author_id=authors[number % len(authors)].id,
                status=CommentStatus.PUBLISHED, shown=True, body="Aye.", html="<p>Aye.</p>",
                form_id=f"{post.id}-{number}",
            )  # fmt: skip
            db.session.add(comment)
            db.session.flush()
            give_place(comment, parent)
            if parent:
                parent.replies += 1
            parent = comment
    return post


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_page_costs_the_same_number_of_queries_however_long_the_thread(
    context: Flask, is_signed_in: bool
) -> None:
    authors = [make_user(Role.moderator if n % 2 else Role.reader) for n in range(30)]
    asker_id, counts = make_user().id if is_signed_in else None, []
    for size in (5, 500):
        post_id = grown(make_post(), authors, size).id
        db.session.expunge_all()
        post, asker = db.session.get_one(Post, post_id), db.session.get(User, asker_id) if asker_id else None
        site, _ = current_site(), comment_settings()
        with counted_queries() as seen:
            thread = thread_of(post, asker, site)
        assert len(list(walk(thread.items))) >= min(size, 20)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


def test_a_hundred_levels_are_nested_and_shown_without_recursing_that_deep(context: Flask) -> None:
    post = make_post()
    links = chain(post, 100)
    page = one_in_place(links[-1], None, current_site())
    assert [view.id for _, view in walk(page.items)] == [link.id for link in links]
    assert max(level for level, _ in walk(page.items)) == 2
    with context.test_request_context():
        shown = get_template_attribute("_comment.html", "thread")(page.items, "")
    assert shown.count('class="comment u-comment') == 100


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_and_words_are_harmless(context: Flask, words: str) -> None:
    author, prepared = make_user(Role.author, name=words[:80]), prepare_comment(words)
    post = make_post()
    with writing():
        post_comment(post, prepared, parent_id=None, form_id="one", by=author)
    items = thread_of(post, None, current_site()).items
    with context.test_request_context():
        shown = get_template_attribute("_comment.html", "thread")(items, "")
    page = html.document_fromstring(str(shown))
    assert page.xpath("//script | //img | //textarea | //@onerror | //@onmouseover") == []
    assert [href for href in page.xpath("//@href") if not href.startswith(("/", "#", "https://"))] == []
    assert page.xpath("string(//span[contains(@class, 'p-name')])") == words[:80]


def test_a_form_is_offered_to_who_may_comment(context: Flask) -> None:
    post, closed = make_post(), make_post(policy=CommentPolicy.CLOSED)
    newcomer, known = make_user(), make_user(Role.author)
    assert form_for(closed, known) is None and form_for(closed, None) is None
    stranger = form_for(post, None)
    assert stranger and stranger.asks_address and "mail" in stranger.hint
    first, second = form_for(post, newcomer), form_for(post, known, parent=7)
    assert first and second and first.form_id != second.form_id
    assert ("moderator" in first.hint, second.hint, second.parent) == (True, "", "7")
    again = form_for(post, known, typed={"body": "Typed", "parent": "9", "form_id": "same"}, parent=7)
    assert again and (again.body, again.parent, again.form_id) == ("Typed", "9", "same")
