"""What became of a statement since: told beside it, and links lead to the best place that is left."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.embed.checking.looking import Look
from blog.embed.checking.recording import record
from blog.embed.models import Quotation
from blog.extensions import db
from blog.posts.models import Post
from blog.reading.posts import PostView, stored_post
from blog.reading.since import way_to
from blog.site import choose_keeping, current_site
from blog.sources.keeping import current_text, find
from blog.sources.models import Outcome, Snapshot, Source, SourceState
from blog.sources.takedowns import lift, take_down
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.statements import (
    LETTER,
    QUOTE,
    URL,
    fetch_statement,
    keep_post,
    keep_statement,
    quote_block,
    statement_block,
)

EDITED = LETTER.replace("never dimmed a lamp", "rarely dimmed a lamp")


@pytest.fixture
def source(context: Flask) -> Source:
    fetch_statement()
    keep_post(make_user(Role.author), body=statement_block() + quote_block())
    found = find(URL)
    assert found is not None
    return found


def view() -> PostView:
    return stored_post(db.session.scalars(sa.select(Post)).one(), current_site())


def part(kind: str) -> Any:
    return next(value for name, value in view().parts if name == kind)


def edit(source: Source) -> None:
    fetch_statement(EDITED)
    db.session.expire_all()


def test_a_statement_that_stands_says_nothing(source: Source) -> None:
    assert part("statement").since == []
    assert part("quote").since is None


def test_an_edit_is_told_beside_the_statement_and_the_quotation(source: Source) -> None:
    edit(source)
    ((words, url),) = part("statement").since
    assert "1 passage" in words
    assert url == f"/statements/{source.id}/changes/1..2/"
    assert "edited in the original" in part("quote").since[0]


def test_a_page_that_goes_back_to_its_earlier_words_is_not_told_as_edited(source: Source) -> None:
    edit(source)
    assert part("quote").since is not None
    with writing():
        look = Look(Outcome.QUIET, "returned", words=source.snapshots[0].payload_sha256)
        record(db.session.get_one(Source, source.id), look, by=None)
    db.session.expire_all()
    assert (source.current_version, source.state) == (1, SourceState.LIVE)
    assert current_text(source).snapshot.version == 1
    assert part("statement").since == []
    assert part("quote").since is None


def test_what_somebody_pasted_is_not_what_the_address_says(source: Source) -> None:
    keep_statement(EDITED)
    db.session.expire_all()
    assert current_text(source).snapshot.version == 1
    keep_post(make_user(Role.author), body=quote_block(), title="Another")
    assert [quotation.text.snapshot.version for quotation in db.session.scalars(sa.select(Quotation))] == [
        1,
        1,
    ]
    (post,) = db.session.scalars(sa.select(Post).where(Post.title == "On lamps"))
    quote = next(value for name, value in stored_post(post, current_site()).parts if name == "quote")
    assert quote.since is None


def test_words_that_stand_in_an_edited_sentence_are_linked_to_where_they_stand_now(context: Flask) -> None:
    fetch_statement()
    shortened = quote_block("The lamps on the west mole … are lit when a boat is expected.")
    keep_post(make_user(Role.author), body=shortened)
    fetch_statement(LETTER.replace("from dusk to dawn", "until noon"))
    db.session.expire_all()
    assert part("quote").since is None
    assert "until%20noon" in part("quote").original_url


def test_a_quotation_leads_to_the_original_while_that_stands(source: Source) -> None:
    assert part("quote").original_url.startswith(f"{URL}#:~:text=")


@pytest.mark.parametrize("state", [SourceState.GONE, SourceState.BLOCKED])
def test_a_quotation_of_what_is_gone_leads_to_the_kept_copy(source: Source, state: SourceState) -> None:
    with writing():
        db.session.get_one(Source, source.id).state = state
    quoted = part("quote")
    assert quoted.original_url.startswith(f"/statements/{source.id}/versions/1/")
    assert quoted.original_label == "Kept copy"


def test_a_link_to_the_original_names_the_kept_copy_and_its_day(source: Source) -> None:
    robust = part("quote").robust
    assert robust["data-originalurl"] == URL
    assert robust["data-versionurl"].startswith(f"/statements/{source.id}/versions/1/")
    assert robust["data-versiondate"]


def test_an_archive_that_was_not_told_of_the_page_is_no_way_to_it(source: Source) -> None:
    with writing():
        choose_keeping(share_limit="75", tells_archive=True)
    quotation = db.session.scalars(sa.select(Quotation)).one()
    assert "web.archive.org" in way_to(quotation, current_site())[1]["data-versionurl"]
    quotation.text.facts = {"noarchive": True}
    assert "web.archive.org" not in way_to(quotation, current_site())[1]["data-versionurl"]


def test_a_copy_that_was_taken_down_is_not_shown_anywhere(app: Flask) -> None:
    with app.app_context():
        editor = make_user(Role.editor)
        text = keep_statement()
        post = keep_post(make_user(Role.author), body=statement_block() + quote_block())
        with writing():
            take_down(text.snapshot, reason="The publisher asked", erase=False, by=editor)
        path, snapshot_id, editor_id = post.path, text.snapshot_id, editor.id
    reader = Reader(app)
    assert "From June" not in reader.get(path).text
    assert "The publisher asked" in reader.text
    assert QUOTE in reader.text  # what is quoted stays, with its verdict
    assert "From June" not in reader.get("/statements/1/").text
    assert reader.get("/statements/1/versions/1/copy").status == 404
    with app.app_context(), writing():
        lift(db.session.get_one(Snapshot, snapshot_id), by=db.session.get_one(User, editor_id))
    assert "From June" in reader.get(path).text


def test_what_was_erased_leaves_its_digest(context: Flask) -> None:
    editor, text = make_user(Role.editor), keep_statement()
    digest = text.snapshot.payload_sha256
    with writing():
        assert take_down(text.snapshot, reason="A court said so", erase=True, by=editor) == digest
    assert text.blocks == ()
    assert text.snapshot.payload_sha256 == digest
