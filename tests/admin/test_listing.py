"""The list of posts: looked through, paged, and several changed at once after being asked."""

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.finding import A_PAGE
from blog.posts.models import CommentPolicy, Post, Revision
from tests.client import Reader
from tests.factories import make_post, make_user
from tests.queries import counted_queries
from tests.statements import keep_draft, keep_post, keep_statement, statement_block

EDITOR, AUTHOR = "editor@harbourline.example", "author@harbourline.example"
TITLE = ".//td[@data-label='Title']/a/text()"


@pytest.fixture
def posts(app: Flask) -> None:
    """Lamps and Fog of the author's, of which Lamps stands on a statement and has a tag; Tides of the editor's."""
    with app.app_context():
        editor = make_user(Role.editor, email=EDITOR, name="Ed Itor")
        author = make_user(Role.author, email=AUTHOR, name="Au Thor")
        keep_statement(by=author)
        keep_post(author, title="Lamps", body=f"Lit at nine.\n\n{statement_block()}", tags="Harbour")
        keep_draft(author, title="Fog", body="Nothing is to be seen, 100%.")
        keep_draft(editor, title="Tides", body="They come and go.")


def listed(app: Flask, asked: str, email: str = EDITOR) -> list[str]:
    reader = Reader(app).sign_in(email).get(f"/admin/posts/{asked}")
    assert reader.status == 200
    found: list[str] = reader.page.xpath(TITLE)
    return found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Tides", "Fog", "Lamps"]),
        ("?q=lit", ["Lamps"]),
        ("?q=NOTHING seen", ["Fog"]),
        ("?q=100%25", ["Fog"]),
        ("?q=%25", ["Fog"]),
        ("?q=' OR 1=1 --", []),
        ("?state=published", ["Lamps"]),
        ("?tag=harbour", ["Lamps"]),
        ("?tag=none", []),
        ("?source=1", ["Lamps"]),
        ("?state=nonsense&author=x&source=-1&sort=up", ["Tides", "Fog", "Lamps"]),
    ],
)
def test_posts_are_found_by_what_is_asked(app: Flask, posts: None, asked: str, found: list[str]) -> None:
    assert listed(app, asked) == found


def test_an_author_finds_their_own_alone(app: Flask, posts: None) -> None:
    assert listed(app, "", AUTHOR) == ["Fog", "Lamps"]
    assert listed(app, "?q=tides", AUTHOR) == []


@pytest.mark.parametrize("sort", ["newest", "changed"])
def test_every_post_stands_on_one_page_and_none_is_lost(app: Flask, sort: str) -> None:
    with app.app_context():
        editor = make_user(Role.editor, email=EDITOR)
        for _ in range(A_PAGE + 3):
            make_post(author=editor)
    reader = Reader(app).sign_in(EDITOR).get(f"/admin/posts/?sort={sort}&q=post")
    first = reader.page.xpath(TITLE)
    (following,) = reader.page.xpath("//a[@rel='next']/@href")
    second = reader.get(following).page.xpath(TITLE)
    assert (len(first), len(second), len({*first, *second})) == (A_PAGE, 3, A_PAGE + 3)


@pytest.mark.parametrize("after", ["x", "-1", "9999999999", "2025-01-01~x", "~", "x~1", "2025-01-01~1"])
def test_a_made_up_place_in_the_list_is_none(app: Flask, posts: None, after: str) -> None:
    reader = Reader(app).sign_in(EDITOR)
    for sort in ("newest", "changed"):
        assert reader.get(f"/admin/posts/?sort={sort}&after={after}").status == 404


def press(reader: Reader, button: str, titles: set[str], **fields: str) -> Reader:
    address, data = reader.get("/admin/posts/").filled(button, **fields)
    rows = [row for row in reader.page.xpath("//table//tr") if set(row.xpath(TITLE)) & titles]
    data["chosen"] = [row.xpath(".//input/@value")[0] for row in rows]
    return reader.send((address, data))


def test_several_are_changed_after_being_asked_and_each_says_so(app: Flask, posts: None) -> None:
    closed = db.select(Post.title).where(Post.policy == CommentPolicy.CLOSED).order_by(Post.title)
    reader = press(Reader(app).sign_in(EDITOR), "Close comments", {"Fog", "Tides"})
    assert "For 2 posts" in reader.text and "Tides" in reader.text
    with app.app_context():
        assert db.session.scalars(closed).all() == []
    assert "2 of 2 changed" in reader.submit("Close comments").text
    with app.app_context():
        assert db.session.scalars(closed).all() == ["Fog", "Tides"]
        reasons = db.session.scalars(
            db.select(Revision.reason).where(Revision.reason.contains("closed"))
        ).all()
        assert list(reasons) == ["comments closed"] * 2
    assert "0 of 2 changed" in press(reader, "Close comments", {"Fog", "Tides"}).submit("Close comments").text


def test_a_tag_is_put_on_several_and_taken_off(app: Flask, posts: None) -> None:
    reader = Reader(app).sign_in(EDITOR)
    assert "needs letters" in press(reader, "Add the tag", {"Fog"}, tag=" ").submit("Add the tag").text
    press(reader, "Add the tag", {"Fog", "Lamps"}, tag="harbour").submit("Add the tag")
    assert listed(app, "?tag=harbour") == ["Fog", "Lamps"]
    with app.app_context():
        tags = {post.title: [tag.name for tag in post.tags] for post in db.session.scalars(db.select(Post))}
    assert tags == {"Lamps": ["Harbour"], "Fog": ["Harbour"], "Tides": []}
    press(reader, "Take the tag off", {"Fog", "Lamps"}, tag="Harbour").submit("Take the tag off")
    assert listed(app, "?tag=harbour") == []


@pytest.mark.parametrize(
    "data", [{}, {"act": "close"}, {"act": "burn", "chosen": "1"}, {"act": "close", "chosen": "x"}]
)
def test_what_names_nothing_changes_nothing_and_says_so(
    app: Flask, posts: None, data: dict[str, str]
) -> None:
    reader = Reader(app).sign_in(EDITOR)
    address, sent = reader.get("/admin/posts/").filled("Close comments")
    kept = {name: value for name, value in sent.items() if name not in ("chosen", "act")}
    assert reader.send((address, kept | data)).status == 422


def test_nobody_changes_anothers_posts(app: Flask, posts: None) -> None:
    reader = Reader(app).sign_in(AUTHOR)
    address, data = reader.get("/admin/posts/").filled("Close comments")
    with app.app_context():
        theirs = db.session.scalars(db.select(Post.id).where(Post.title == "Tides")).one()
    reader.send((address, data | {"chosen": [str(theirs)], "confirmed": "yes"}))
    with app.app_context():
        assert db.session.get_one(Post, theirs).policy is CommentPolicy.SITE


def test_the_list_asks_the_database_as_often_for_many_as_for_few(app: Flask, posts: None) -> None:
    reader, counts = Reader(app).sign_in(EDITOR), []
    for _ in range(2):
        with app.app_context(), counted_queries() as queries:
            reader.get("/admin/posts/")
        counts.append(len(queries))
        with app.app_context():
            for _ in range(5):
                make_post()
    assert len(set(counts)) == 1
