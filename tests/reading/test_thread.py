"""A thread as a page shows it: nested, with gaps and badges, at a fixed cost, and harmless whatever it says."""

from collections.abc import Iterator

import pytest
from flask import Flask, get_template_attribute
from lxml import html

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import ModerationAct, decide
from blog.comments.threads import pages
from blog.comments.threads.pages import COMMENTS_A_PAGE, page_of_thread
from blog.comments.threads.paths import path_to
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.reading.comments import MAX_INDENT, CommentView, nested
from blog.reading.thread import form_for, one_in_place, thread_of
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


def tree(post: Post, asker: User | None = None, **more: str) -> list[tuple[int, int]]:
    return [(level, view.id) for level, view in walk(thread_of(post, asker, current_site(), **more).items)]


def remove(comment: Comment) -> None:
    moderator = make_user(Role.moderator)
    with writing():
        decide(comment, ModerationAct.REMOVE, by=moderator, reason="Off topic")


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
    assert tree(post) == [(0, one.id), (1, late.id), (2, later.id), (0, two.id)]


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
    links = chain(post, MAX_INDENT + 4)
    aside = make_comment(post, parent=links[MAX_INDENT])
    shown = list(walk(thread_of(post, None, current_site()).items))
    assert [view.id for _, view in shown] == [*(link.id for link in links), aside.id]
    assert [level for level, _ in shown] == [min(n, MAX_INDENT) for n in range(len(links))] + [MAX_INDENT]
    assert shown[MAX_INDENT][1].parent_url == ""
    assert shown[MAX_INDENT + 1][1].parent_url == f"#c{links[MAX_INDENT].id}"
    assert shown[-1][1].parent_url == f"#c{links[MAX_INDENT].id}"


def test_a_branch_that_goes_on_from_an_earlier_page_leads_back_to_it(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "COMMENTS_A_PAGE", 2)
    post = make_post()
    root, middle, leaf = chain(post, 3)
    second = make_comment(post, parent=root)
    after = page_of_thread(post, None).next_cursor
    page = thread_of(post, None, current_site(), after=after)
    assert [(view.id, view.parent_url) for _, view in walk(page.items)] == [
        (leaf.id, f"/comments/{middle.id}/"),
        (second.id, f"/comments/{root.id}/"),
    ]


def test_a_held_answer_to_what_was_removed_stands_below_the_nearest_that_is_left(context: Flask) -> None:
    post, author = make_post(), make_user()
    root = make_comment(post)
    gone = make_comment(post, parent=root)
    held = make_comment(post, author=author, parent=gone, status=CommentStatus.HELD)
    last = make_comment(post, parent=root)
    remove(gone)
    assert tree(post, author) == [(0, root.id), (1, held.id), (1, last.id)]
    assert [view.parent_url for _, view in walk(thread_of(post, author, current_site()).items)] == [
        "",
        "",
        "",
    ]
    assert tree(post) == [(0, root.id), (1, last.id)]


def test_badges_tell_the_author_and_the_desk(context: Flask) -> None:
    writer = make_user(Role.author)
    post = make_post(author=writer)
    for person in (writer, make_user(Role.moderator), make_user()):
        make_comment(post, author=person)
    views = thread_of(post, None, current_site()).items
    assert [(view.badge, bool(view.author_url)) for view in views] == [
        ("author", True),
        ("staff", False),
        ("", False),
    ]


def grown(post: Post, authors: list[User], size: int) -> Post:
    with writing():
        path, parent = b"", None
        for number in range(size):
            depth = number % 4
            if not depth:
                path, parent = b"", None
            comment = Comment(
                post_id=post.id, parent_id=parent, depth=depth, author_id=authors[number % len(authors)].id,
                status=CommentStatus.PUBLISHED, shown=True, body="Aye.", html="<p>Aye.</p>",
                form_id=f"{post.id}-{number}",
            )  # fmt: skip
            db.session.add(comment)
            db.session.flush()
            comment.path = path = path_to(comment.id, path)
            parent = comment.id
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
        site = current_site()
        with counted_queries() as seen:
            thread = thread_of(post, asker, site)
        assert len(list(walk(thread.items))) == min(size, COMMENTS_A_PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_no_page_sorts_the_thread_for_anyone(context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by statistics, which a database this small has none of")
    post, asker = make_post(), make_user()
    after = make_comment(post).path.hex()
    for person in (None, db.session.get_one(User, asker.id)):
        with counted_queries() as seen:
            thread_of(post, person, current_site(), after=after)
        connection = db.session.connection()
        [(sql, values)] = [q for q in seen if "path >" in q[0] and "author_id = ?" not in q[0]]
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all())
        assert "ix_comment_thread" in plan
        assert "TEMP B-TREE" not in plan


def test_a_hundred_levels_are_nested_and_shown_without_recursing_that_deep(context: Flask) -> None:
    post = make_post()
    links = chain(post, 100)
    page = one_in_place(links[-1], None, current_site())
    assert [view.id for _, view in walk(page.items)] == [link.id for link in links]
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
    assert form_for(post, None) is None
    assert form_for(closed, known) is None
    first, second = form_for(post, newcomer), form_for(post, known, parent=7)
    assert first and second and first.form_id != second.form_id
    assert ("moderator" in first.hint, second.hint, second.parent) == (True, "", "7")
    again = form_for(post, known, typed={"body": "Typed", "parent": "9", "form_id": "same"}, parent=7)
    assert again and (again.body, again.parent, again.form_id) == ("Typed", "9", "same")


def test_an_empty_page_is_an_empty_tree(context: Flask) -> None:
    post = make_post()
    assert nested(page_of_thread(post, None), post, current_site(), prefixes={}) == []
