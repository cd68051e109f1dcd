"""What the site, and a post, ask of their threads: chosen at the desk, said beside the form, and done."""

from typing import Any

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.comments.policy.effective import policy_of
from blog.comments.policy.models import CommentSettings
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.client import Reader
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user

PAGE = "/admin/settings/comments/"
GOOD = {
    "policy": "hold-all", "close_after_days": "14", "slow_seconds": "300", "flatten_after": "4", "has_votes": "yes",
    "edit_minutes": "0", "reports_to_hide": "5", "most_links": "1",
    "suspect_words": " lamp*\r\noil ", "banned_words": "", "spam_hold_at": "90",
}  # fmt: skip


@pytest.fixture
def owner(app: Flask, reader: Reader) -> Reader:
    with app.app_context():
        make_user(Role.owner, email="owner@harbourline.example")
    return reader.sign_in("owner@harbourline.example")


def stored(app: Flask) -> CommentSettings | None:
    with app.app_context():
        return db.session.get(CommentSettings, 1)


def test_choices_are_saved_and_shown_again(app: Flask, owner: Reader) -> None:
    owner.get(PAGE).submit("Save", **GOOD)
    assert "saved" in owner.text
    row = stored(app)
    assert row is not None
    assert (row.policy, row.close_after_days, row.slow_seconds) == (CommentPolicy.HOLD_ALL, 14, 300)
    assert (row.edit_minutes, row.reports_to_hide) == (0, 5.0)
    assert (row.suspect_words, row.spam_hold_at, row.has_votes) == ("lamp*\noil", 0.9, True)
    assert owner.page.xpath("//input[@name='spam_hold_at']/@value") == ["90"]
    assert owner.page.xpath("//select[@name='slow_seconds']/option[@selected]/text()") == ["5 minutes"]
    owner.post(PAGE, data={name: value for name, value in GOOD.items() if name != "has_votes"})


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("policy", "site"), ("policy", ""), ("close_after_days", "0"), ("close_after_days", "soon"),
        ("close_after_days", "٣"), ("slow_seconds", "7"), ("slow_seconds", ""), ("flatten_after", ""),
        ("edit_minutes", "2000"), ("reports_to_hide", "0"),
        ("most_links", "-1"), ("most_links", "99999999999999"), ("spam_hold_at", "49"), ("spam_hold_at", "101"),
        ("suspect_words", "x" * 30_000),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_named_and_everything_typed_is_kept(
    app: Flask, owner: Reader, field: str, typed: str
) -> None:
    url, data = owner.get(PAGE).filled("Save", **GOOD)
    owner.post(url, data=data | {field: typed})
    assert owner.status == 422
    assert owner.error_beside(field)
    assert stored(app) is None
    kept = owner.page.xpath("//textarea[@name='banned_words' or @name='suspect_words']")
    assert len(kept) == 2
    if field != "most_links":
        assert owner.page.xpath("//input[@name='most_links']/@value") == ["1"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.owner])
def test_only_who_runs_the_site_finds_them(app: Flask, reader: Reader, role: Role) -> None:
    with app.app_context():
        make_user(role, email="someone@harbourline.example")
    assert reader.sign_in("someone@harbourline.example").get(PAGE).status in (403, 404)


def posted(app: Flask, **values: Any) -> tuple[int, str]:
    with app.app_context():
        post = make_post(policy=CommentPolicy.SITE)
        with writing():
            for name, value in values.items():
                setattr(post, name, value)
        return post.id, post.path


def test_a_new_post_does_as_the_site_does(app: Flask, owner: Reader) -> None:
    owner.get("/admin/posts/new").publish(title="On fog", body="It came late.")
    with app.app_context():
        post = db.session.query(Post).one()
        assert post.policy is CommentPolicy.SITE
        assert policy_of(post).kind is CommentPolicy.HOLD_FIRST


def test_a_post_has_its_own_way(app: Flask, owner: Reader) -> None:
    post_id, _ = posted(app)
    owner.get(f"/admin/posts/{post_id}/").submit(
        "Save for its thread", close_after_days="0", slow_seconds="3600"
    )
    assert "Saved" in owner.text
    owner.get(PAGE).submit("Save", **GOOD)
    with app.app_context():
        policy = policy_of(db.session.get_one(Post, post_id))
        assert (policy.closes_at, policy.slow_seconds, policy.kind) == (None, 3600, CommentPolicy.HOLD_ALL)
    owner.get(f"/admin/posts/{post_id}/").submit("Save for its thread", close_after_days="", slow_seconds="")
    with app.app_context():
        assert policy_of(db.session.get_one(Post, post_id)).slow_seconds == 300


@pytest.mark.parametrize(
    ("field", "typed"), [("close_after_days", "-1"), ("close_after_days", "x"), ("slow_seconds", "1")]
)
def test_a_wrong_choice_for_a_post_is_named_and_kept(
    app: Flask, owner: Reader, field: str, typed: str
) -> None:
    post_id, _ = posted(app)
    url, data = owner.get(f"/admin/posts/{post_id}/").filled("Save for its thread")
    owner.post(url, data=data | {field: typed})
    assert owner.status == 422
    assert owner.error_beside(field)


def test_nobody_chooses_for_another_authors_post(app: Flask, reader: Reader) -> None:
    post_id, _ = posted(app)
    with app.app_context():
        make_user(Role.author, email="other@harbourline.example")
    reader.sign_in("other@harbourline.example")
    token = reader.get("/admin/posts/new").page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "close_after_days": "1", "slow_seconds": ""}
    assert reader.post(f"/admin/posts/{post_id}/thread", data=data).status == 404


def test_what_holds_is_said_beside_the_form(app: Flask, reader: Reader, stopped_clock: Clock) -> None:
    _, path = posted(app, policy=CommentPolicy.HOLD_ALL, slow_seconds=300, close_after_days=10)
    with app.app_context():
        make_user(email="reader@harbourline.example")
    reader.sign_in("reader@harbourline.example").get(path)
    assert "Every comment here is read by a moderator before others see it." in reader.text
    assert "One comment is taken every 5 minutes." in reader.text
    assert "Comments close on 25 May 2025." in reader.text
    stopped_clock.move(days=10)
    assert "Comments have been closed since 25 May 2025." in reader.get(path).text


def test_who_comments_too_soon_keeps_the_words_and_is_told_when(app: Flask, reader: Reader) -> None:
    post_id, path = posted(app, slow_seconds=300)
    with app.app_context():
        person = make_user(email="reader@harbourline.example")
        make_comment(db.session.get_one(Post, post_id), author=person)
    reader.sign_in("reader@harbourline.example").get(path).submit("Comment", body="And another thing.")
    assert reader.status == 422
    assert "send it in 5 minutes" in reader.error_beside("body")
    assert "And another thing." in reader.page.xpath("//textarea[@name='body']/text()")[0]


def test_rules_are_tried_without_saving_them_and_what_was_typed_stays(app: Flask, owner: Reader) -> None:
    with app.app_context():
        make_comment(make_post(), words="Buy <lamps> now")
    owner.get(PAGE).submit("Try without saving", suspect_words="lamps", days="7")
    assert owner.status == 200 and stored(app) is None
    section = owner.page.xpath("//section[@id='trial']")[0]
    assert "Would be held: 1" in section.text_content()
    assert section.xpath(".//mark/text()") == ["lamps"]
    assert owner.page.xpath("//textarea[@name='suspect_words']")[0].text.strip() == "lamps"
    assert owner.page.xpath("//select[@name='days']/option[@selected]/@value") == ["7"]


@pytest.mark.parametrize("days", ["8", "", "x", "٧"])
def test_a_time_that_was_made_up_is_not_tried(owner: Reader, days: str) -> None:
    data = owner.get(PAGE).filled("Try without saving")[1]
    assert owner.post(PAGE, data=data | {"days": days, "act": "try"}).status == 422
    assert owner.error_beside("days")
