"""What may not be seen does not exist: every page there is reads as if the comment had never been written."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.policy.choosing import SWITCHES
from blog.comments.policy.models import CommentSettings
from blog.comments.threads.orders import Order
from blog.comments.threads.places import status_changed
from blog.comments.voting.recount import recount_post
from blog.comments.writing.passages import check_passage
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_user
from tests.outbox import mails
from tests.routes import addresses
from tests.statements import QUOTE, keep_post, keep_statement, statement_block

UNSEEN = [status for status in CommentStatus if status is not CommentStatus.PUBLISHED]
WORDS, NAME = "A cormorant with an umbrella", "Tamsin Quillfeather"
# What differs between two readings of a page that says the same: tokens of forms, and how far its thread has come.
PASSING = re.compile(
    r'(name="(csrf_token|form_id)"[^>]* value="[^"]*")|(data-(after|change)="\d+")|(nonce="[^"]*")'
    r"|(\"change\":\d+)|(after=\d+)|(<updated>[^<]*</updated>)"
)
ASKED = ["", "?sort=newest", "?sort=oldest", "?sort=answered", "?about=commentary", "?passage=s1"]


@pytest.fixture
def scene(app: Flask) -> tuple[int, int]:
    """A post on a statement, one comment below it, and the person who wrote that, whom an answer is told to."""
    with app.app_context():
        owner = make_user(Role.owner, email="owner@harbourline.example")
        keep_statement(by=owner)
        post = keep_post(owner, body=f"Mine.\n\n{statement_block()}", tags="On lamps")
        with writing():
            post.policy = CommentPolicy.OPEN
            db.session.add(CommentSettings(id=1, **dict.fromkeys(SWITCHES, True)))
        answered = make_comment(post, author=make_user(email="reader@harbourline.example"))
        return post.id, answered.id


def say(app: Flask, post_id: int, parent_id: int | None) -> int:
    """The comment that will not be seen: it quotes a paragraph, and answers somebody."""
    with app.app_context():
        post, author = db.session.get_one(Post, post_id), make_user(name=NAME)
        prepared = prepare_comment(WORDS, passage=check_passage(post, QUOTE))
        with writing():
            return post_comment(post, prepared, parent_id=parent_id, form_id="a-form", by=author).id


def become(app: Flask, number: int, status: CommentStatus) -> None:
    with app.app_context(), writing():
        comment = db.session.get_one(Comment, number)
        was, comment.status = comment.status, status
        status_changed(comment, was)


def pages(app: Flask, client: FlaskClient, post_id: int, number: int) -> dict[str, tuple[int, str, str]]:
    """Every page by its address: status, entity tag, and what it says."""
    with app.app_context():
        post = db.session.get_one(Post, post_id)
        assert post.day is not None
        known = {
            "year": post.day.year, "month": post.day.month, "day": post.day.day, "slug": post.slug,
            "handle": db.session.get_one(User, post.author_id).handle, "comment_id": number,
            "tags.tag:slug": "on-lamps", "public.tag:slug": "on-lamps", "pages.tag:slug": "on-lamps",
        }  # fmt: skip
        path = post.path
    asked = [url for rule, url in addresses(app, known) if "GET" in (rule.methods or set())]
    asked += [f"{path}comments/{query}" for query in ASKED] + [f"{path}comments/changes?after=0"]
    asked += [f"/oembed?url=http://localhost/comments/{number}/", f"/oembed?url=http://localhost{path}"]
    found = {}
    for url in asked:
        if url != "/account/sign-out" and not url.startswith("/healthz"):
            answer = client.get(url)
            words = PASSING.sub("", answer.data.decode("utf-8", "replace").replace(url, ""))
            found[url] = (answer.status_code, answer.headers.get("ETag", ""), words)
    return found


@pytest.mark.parametrize("status", UNSEEN)
def test_every_page_is_as_if_it_had_never_been(
    app: Flask, reader: Reader, scene: tuple[int, int], status: CommentStatus
) -> None:
    post_id, answered = scene
    clients = [app.test_client(), reader.sign_in("reader@harbourline.example").client]
    before = [pages(app, client, post_id, answered + 1) for client in clients]
    number = say(app, post_id, answered)
    seen = [pages(app, client, post_id, number) for client in clients]
    become(app, number, status)
    for client, read_before, read_seen in zip(clients, before, seen, strict=True):
        for url, (code, _, words) in pages(app, client, post_id, number).items():
            assert WORDS not in words, url
            assert NAME not in words, url
            assert (code, words) == (read_before[url][0], read_before[url][2]), url
        telling = {url: tag for url, (_, tag, words) in read_seen.items() if WORDS in words}
        assert len(telling) >= 5
        for url, tag in telling.items():
            assert client.get(url, headers={"If-None-Match": tag}).status_code != 304, url
    assert not [mail for mail in mails(app) if WORDS in mail.as_string() or NAME in mail.as_string()]


@pytest.mark.parametrize("status", [CommentStatus.HELD, CommentStatus.DELETED])
def test_a_gap_left_for_replies_says_nothing_of_it(
    app: Flask, client: FlaskClient, scene: tuple[int, int], status: CommentStatus
) -> None:
    post_id, answered = scene
    number = say(app, post_id, answered)
    with app.app_context():
        make_comment(db.session.get_one(Post, post_id), parent=db.session.get_one(Comment, number))
    become(app, number, status)
    for url, (_, _, words) in pages(app, client, post_id, number).items():
        assert WORDS not in words, url
        assert NAME not in words, url
    with app.app_context():
        assert recount_post(db.session.get_one(Post, post_id)) == []
        assert db.session.get_one(Post, post_id).comment_count == 2
    assert {order.value for order in Order} >= {query.partition("sort=")[2] for query in ASKED[1:4]}
