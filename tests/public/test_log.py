"""The public log: every decision, by which rule, and nothing that says whose; checkable by whoever reads it."""

import hashlib
import json

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.comments.models import CommentStatus
from blog.comments.moderation import measures
from blog.comments.moderation.log import verify
from blog.comments.moderation.models import MeasureKind, Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.policy.models import CommentSettings
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.reading import decisions
from blog.transactions import writing
from tests.client import Reader
from tests.comments.deciding import decided
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries

S = CommentStatus


@pytest.fixture
def published(app: Flask) -> Flask:
    with app.app_context(), writing():
        db.session.add(CommentSettings(id=1, has_public_log=True))
    return app


def decide_some(app: Flask, number: int, *, act: str = "remove", status: S = S.PUBLISHED) -> list[int]:
    with app.app_context():
        moderator, post = make_user(Role.moderator, name="Tamsin Quill"), make_post()
        author = make_user(name="Noor Hale")
        comments = [
            make_comment(post, author=author, words="A cormorant.", status=status) for _ in range(number)
        ]
        return [
            decided(comment, act, by=moderator, words="Words of the moderator.").id for comment in comments
        ]


def test_a_site_that_publishes_no_log_has_none(app: Flask, reader: Reader) -> None:
    decide_some(app, 1)
    for url in ("/moderation/", "/moderation/log.jsonl"):
        assert reader.get(url).status == 404
    with app.app_context():
        path = make_post().path
    assert "/moderation/" not in reader.get(path).answer.text


def test_an_empty_log_says_so(published: Flask, reader: Reader) -> None:
    assert "Nothing was decided yet." in reader.get("/moderation/").text
    assert reader.get("/moderation/log.jsonl").answer.data == b""


def test_the_log_tells_what_and_why_and_under_which_post_and_never_whose(
    published: Flask, reader: Reader
) -> None:
    decide_some(published, 2)
    page = reader.get("/moderation/").text
    assert "A moderator removed a comment under Post" in page
    assert "unkind" in page
    assert "2 removed" in page
    for told in (page, reader.get("/moderation/log.jsonl").answer.text):
        for private in ("Noor", "Tamsin", "cormorant", "Words of the moderator"):
            assert private not in told
    with published.app_context():
        path = make_post().path
    assert reader.get(path).page.xpath("//a[@href='/moderation/']")


def test_a_post_that_is_not_public_is_not_named(published: Flask, reader: Reader) -> None:
    decide_some(published, 1)
    with published.app_context(), writing():
        post = db.session.scalars(db.select(Post)).one()
        post.status, title = PostStatus.WITHDRAWN, post.title
    assert title not in reader.get("/moderation/").text


def test_what_an_author_hid_under_their_own_post_is_told_as_that(published: Flask, reader: Reader) -> None:
    with published.app_context():
        author = make_user(Role.author)
        decided(make_comment(make_post(author=author)), "remove", by=author)
    assert "The post’s author hid a comment; another moderator confirms" in reader.get("/moderation/").text


def test_decisions_on_people_are_told_without_them(published: Flask, reader: Reader) -> None:
    with published.app_context():
        moderator, person = make_user(Role.moderator), make_user(name="Noor Hale")
        with writing():
            measures.hold_always(person, by=moderator, reason=Reason.SPAM)
        with writing():
            measures.lift(person, measures.K.ALWAYS_HELD, by=moderator)
    page = reader.get("/moderation/").text
    assert "A moderator chose to read each comment of a person first: spam." in page
    assert "A moderator no longer reads each comment of a person first." in page
    assert "Noor" not in page


def test_the_pages_together_hold_each_decision_once(
    published: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "LINES_A_PAGE", 3)
    made = decide_some(published, 7)
    seen: list[str] = []
    url = "/moderation/"
    while url:
        page = reader.get(url).page
        seen += page.xpath("//ol[@class='log']/li/@id")
        url = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert seen == [f"d{number}" for number in reversed(made)]


def test_anyone_can_check_the_chain_from_what_is_published(
    published: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/operators.md describes it: nothing but SHA-256 and JSON."""
    monkeypatch.setattr(decisions, "LINES_AN_EXPORT", 3)
    decide_some(published, 7)
    found, url = [], "/moderation/log.jsonl"
    while url:
        answer = reader.client.get(url)
        found += [json.loads(line) for line in answer.text.splitlines()]
        url = answer.headers.get("Link", "").partition(">")[0].lstrip("<")
    before = ""
    for line in found:
        assert line["entry"]["previous"] == before
        written = json.dumps(line["entry"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        before = hashlib.sha256(written.encode()).hexdigest()
        assert line["digest"] == before
    with published.app_context():
        assert (len(found), before) == (7, verify().head)
    assert before in reader.get("/moderation/").text


def test_an_export_that_has_not_changed_is_not_sent_again(published: Flask, reader: Reader) -> None:
    decide_some(published, 1)
    tag = {"If-None-Match": reader.client.get("/moderation/log.jsonl").headers["ETag"]}
    assert reader.client.get("/moderation/log.jsonl", headers=tag).status_code == 304
    decide_some(published, 1)
    assert reader.client.get("/moderation/log.jsonl", headers=tag).status_code == 200


@pytest.mark.parametrize("cursor", ["x", "0", "-1", "99999999999", "1~2"])
def test_a_made_up_cursor_is_not_found(published: Flask, reader: Reader, cursor: str) -> None:
    assert reader.get(f"/moderation/?before={cursor}").status == 404
    assert reader.get(f"/moderation/log.jsonl?after={cursor}").status == 404


def test_a_page_asks_as_much_however_long_it_is(published: Flask, reader: Reader) -> None:
    asked = []
    for number in (1, 30):
        decide_some(published, number)
        with published.app_context(), counted_queries() as seen:
            reader.get("/moderation/")
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 6


def test_every_act_on_record_has_words() -> None:
    acts = {*ModerationAct} - {ModerationAct.DELETE} | {*MeasureKind}
    assert acts | {f"{measures.LIFTED}{kind}" for kind in MeasureKind} <= decisions.DID.keys()
