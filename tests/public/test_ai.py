"""What programs for language models are told, everywhere the same: site, post, commenter."""

import json

import feedparser
import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import CommentStatus
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.site.ai import crawlers
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user

OWNER = "owner@harbourline.example"


@pytest.fixture
def paths(app: Flask) -> list[str]:
    """Two posts; the second has it otherwise than the site."""
    with app.app_context():
        owner = make_user(Role.owner, email=OWNER)
        return [make_post(author=owner).path for _ in range(2)]


def say(app: Flask, path: str, policy: str) -> None:
    desk = Reader(app).sign_in(OWNER)
    with app.app_context():
        slug = path.strip("/").rpartition("/")[2]
        number = db.session.scalars(db.select(Post.id).where(Post.slug == slug)).one()
    desk.get(f"/admin/posts/{number}/details").submit("Save details", ai_policy=policy)
    assert desk.status == 200


def site_says(app: Flask, policy: str) -> None:
    Reader(app).sign_in(OWNER).get("/admin/settings/").submit("Save for models", ai_policy=policy)


def told(app: Flask, path: str) -> tuple[bool, bool, str | None]:
    """Whether the header and the page say no, and the reservation."""
    reader = Reader(app).get(path)
    metas = reader.page.xpath("//meta[@name='robots']/@content")
    named = reader.answer.headers.get("X-Robots-Tag", "")
    return (
        "noai" in named,
        any("noai" in meta for meta in metas),
        reader.answer.headers.get("TDM-Reservation"),
    )


def test_the_site_keeps_models_out_until_it_is_told_otherwise(app: Flask, paths: list[str]) -> None:
    assert told(app, "/") == told(app, paths[0]) == (True, True, "1")
    robots = Reader(app).get("/robots.txt").answer.text
    assert all(f"User-agent: {name}\n" in robots for name in crawlers()) and len(crawlers()) > 30
    assert "ai-train=no" in robots and robots.rstrip().endswith("Disallow: /")
    assert Reader(app).get("/.well-known/tdmrep.json").answer.json == [
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "http://localhost/ai/"}
    ]
    site_says(app, "allow")
    assert told(app, "/") == told(app, paths[0]) == (False, False, "0")
    robots = Reader(app).get("/robots.txt").answer.text
    assert "ai-train=yes" in robots and "GPTBot" not in robots


@pytest.mark.parametrize(("site", "own"), [("deny", "allow"), ("allow", "deny")])
def test_a_post_may_have_it_otherwise_in_every_form(
    app: Flask, paths: list[str], site: str, own: str
) -> None:
    site_says(app, site)
    say(app, paths[1], own)
    kept = (True, True, "1")
    assert (told(app, paths[0]) == kept) is (site == "deny")
    assert (told(app, paths[1]) == kept) is (own == "deny")
    robots = Reader(app).get("/robots.txt").answer.text
    assert f"{'Allow' if own == 'allow' else 'Disallow'}: {paths[1]}" in robots and paths[0] not in robots
    rules = Reader(app).get("/.well-known/tdmrep.json").answer.json
    assert rules is not None
    assert [(rule["location"], rule["tdm-reservation"]) for rule in rules] == [
        (paths[1], int(own == "deny")),
        ("/", int(site == "deny")),
    ]


def test_a_post_that_nobody_may_read_is_named_nowhere(app: Flask, paths: list[str]) -> None:
    say(app, paths[1], "allow")
    with app.app_context(), writing():
        db.session.execute(db.update(Post).values(status=PostStatus.DRAFT))
    assert paths[1] not in Reader(app).get("/robots.txt").answer.text


def test_feeds_say_it_too_and_the_desk_is_not_told_of(app: Flask, paths: list[str]) -> None:
    assert Reader(app).get("/feed.atom").answer.headers["TDM-Reservation"] == "1"
    assert Reader(app).get("/feed.json").answer.headers["TDM-Reservation"] == "1"
    assert "TDM-Reservation" not in Reader(app).sign_in(OWNER).get("/admin/").answer.headers


@pytest.mark.parametrize("typed", ["", "site", "maybe"])
def test_what_is_not_offered_is_refused(app: Flask, paths: list[str], typed: str) -> None:
    reader = Reader(app).sign_in(OWNER)
    address, data = reader.get("/admin/settings/").filled("Save for models")
    assert reader.send((address, data | {"ai_policy": typed})).status == 422
    assert told(app, "/")[0]


def test_a_commenter_alone_lets_their_comments_into_feeds_and_exports(app: Flask, paths: list[str]) -> None:
    with app.app_context():
        post = db.session.scalars(db.select(Post).order_by(Post.id)).first()
        assert post is not None
        ada, noor = make_user(name="Ada", email="ada@b.example"), make_user(name="Noor")
        first = make_comment(post, author=ada, words="Lit at nine.").id
        make_comment(post, author=noor, words="Dark at ten.")
        make_comment(post, author=ada, words="Nobody sees this.", status=CommentStatus.HELD)
        path = post.path
    feeds = ("/comments.atom", f"{path}comments.atom")
    assert all(feedparser.parse(Reader(app).get(feed).answer.data).entries == [] for feed in feeds)
    assert exported(app) == []
    Reader(app).sign_in("ada@b.example").get("/account/").submit("Save this choice", allows_ai="yes")
    for feed in feeds:
        read = feedparser.parse(Reader(app).get(feed).answer.data)
        assert not read.bozo
        assert [(entry.author, "Lit at nine." in entry.content[0].value) for entry in read.entries] == [
            ("Ada", True)
        ]
        assert read.entries[0].link == f"http://localhost/comments/{first}/"
    assert [(one["author"], one["text"]) for one in exported(app)] == [("Ada", "Lit at nine.")]
    with app.app_context():
        assert db.session.scalars(db.select(User.name).where(User.allows_ai)).all() == ["Ada"]


def test_comments_of_posts_that_are_not_listed_are_in_no_feed(app: Flask, paths: list[str]) -> None:
    with app.app_context():
        post = db.session.scalars(db.select(Post).where(Post.slug == paths[0].split("/")[-2])).one()
        ada = make_user()
        make_comment(post, author=ada, words="Lit at nine.")
        with writing():
            ada.allows_ai, post.status = True, PostStatus.UNLISTED
    assert "Lit at nine" not in Reader(app).get("/comments.atom").answer.text
    assert exported(app) == []


def test_the_page_says_what_is_promised_and_what_cannot_be_enforced(app: Flask, paths: list[str]) -> None:
    page = Reader(app).get("/ai/")
    assert "may not train" in page.text and "What cannot be enforced" in page.text
    site_says(app, "allow")
    assert "may not train" not in Reader(app).get("/ai/").text
    assert Reader(app).get("/").page.xpath("//footer//a[@href='/ai/']")


def exported(app: Flask) -> list[dict[str, str]]:
    result = app.test_cli_runner().invoke(args=["comments", "export", "-"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
