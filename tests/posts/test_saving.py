"""Every save is a revision; a save that did not see the last one is refused."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.embed.models import Quotation, Repost
from blog.errors import Forbidden, Invalid
from blog.extensions import db
from blog.markup.limits import POST_BYTES
from blog.posts.models import Post, Revision
from blog.posts.moving import move, prepare_move
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import EditConflict, pins_of, prepare, revise
from blog.sources.correcting import change_reading
from blog.sources.keeping import latest_text
from blog.transactions import writing
from tests.factories import make_user
from tests.statements import LETTER, URL, keep_draft, keep_post, keep_statement, quote_block, statement_block


def save(post: Post, body: str, *, seen: int | None = None, slug: str = "", title: str = "On lamps") -> None:
    prepared = prepare(Draft.parse(title=title, body=body, slug=slug), pins=pins_of(post))
    with writing():
        revise(post, prepared, by=post.author, seen=post.revision if seen is None else seen)


def bodies_of(post: Post) -> list[str]:
    return list(
        db.session.scalars(
            sa.select(Revision.body).where(Revision.post_id == post.id).order_by(Revision.number)
        )
    )


def test_every_save_is_a_revision(context: Flask) -> None:
    post = keep_draft(make_user(Role.author), body="First.")
    save(post, "Second.")
    assert bodies_of(post) == ["First.", "Second."]


@pytest.mark.parametrize("body", ["[a]: http://harbourline.example", "---", "[](http://harbourline.example)"])
def test_a_body_of_which_nothing_would_be_seen_is_refused(context: Flask, body: str) -> None:
    with pytest.raises(Invalid, match="as readers would see it, is empty") as refused:
        prepare(Draft.parse(title="On lamps", body=body), pins={})
    assert refused.value.field == "body"


def test_a_body_may_be_a_statement_or_a_picture_alone(context: Flask) -> None:
    keep_statement()
    for body in (statement_block(), "![](/media/lamp.png)"):
        assert prepare(Draft.parse(title="On lamps", body=body), pins={}).bound.rendered


def test_a_save_that_changes_nothing_makes_no_revision(context: Flask) -> None:
    post = keep_draft(make_user(Role.author), body="First.")
    save(post, "First.")
    assert bodies_of(post) == ["First."]


def test_a_stale_save_is_refused_and_changes_nothing(context: Flask) -> None:
    post = keep_draft(make_user(Role.author), body="First.")
    save(post, "From one tab.")
    with pytest.raises(EditConflict) as refused:
        save(post, "From another tab.", seen=1)
    assert (refused.value.post.body, bodies_of(post)) == ("From one tab.", ["First.", "From one tab."])


def test_an_author_may_not_save_anothers_post(context: Flask) -> None:
    post, stranger = keep_draft(make_user(Role.author)), make_user(Role.author)
    prepared = prepare(Draft.parse(title="Mine now", body="Mine."), pins={})
    with pytest.raises(Forbidden), writing():
        revise(post, prepared, by=stranger, seen=1)


def test_a_post_stays_on_the_text_it_was_written_on(context: Flask) -> None:
    first = keep_statement()
    post = keep_draft(make_user(Role.author), body=statement_block())
    keep_statement("An earlier headline, longer than it was\n" + LETTER)
    save(post, statement_block() + "\nMore.")
    assert pins_of(post) == {first.snapshot.source_id: first.id}


def test_moving_to_a_newer_text_is_a_revision(context: Flask) -> None:
    first = keep_statement()
    post = keep_draft(make_user(Role.author), body=statement_block())
    second = keep_statement(LETTER.replace("every night of fog", "any night of fog"))
    prepared = prepare_move(post, second)
    with writing():
        move(post, prepared, second, by=post.author, seen=1)
    assert (post.revision, pins_of(post)) == (2, {first.snapshot.source_id: second.id})
    assert (
        db.session.scalar(sa.select(Revision.reason).where(Revision.number == 2))
        == "moved to version 2 of " + first.snapshot.source.title
    )


def test_a_move_that_leaves_a_note_without_its_paragraph_is_refused(context: Flask) -> None:
    text = keep_statement()
    body = f"/// statement | {URL}\n\n//// note | 4\nOn the thanks.\n////\n///\n"
    post, editor = keep_draft(make_user(Role.author), body=body), make_user(Role.editor)
    with writing():
        thanks = next(block for block in text.blocks if block.text.startswith("Thank you"))
        fewer = change_reading(text, {thanks.id: "signature"}, by=editor)
    with pytest.raises(Invalid, match="Line 3: There is a note on paragraph 4"):
        prepare_move(post, fewer)


def test_other_roles_make_a_new_reading_and_leave_the_old_one(context: Flask) -> None:
    text, editor = keep_statement(), make_user(Role.editor)
    with writing():
        changed = change_reading(text, {2: "paragraph"}, by=editor)
        same = change_reading(changed, {2: "paragraph"}, by=editor)
    assert changed.id != text.id
    assert same is changed
    assert latest_text(text.snapshot.source).id == changed.id
    assert [b.text for b in changed.blocks] == [b.text for b in text.blocks]


def test_a_verdict_is_stored_with_its_passage(context: Flask) -> None:
    keep_statement()
    body = (
        quote_block()
        + "\n"
        + quote_block("We have often dimmed a lamp to save oil")
        + "\n"
        + quote_block("Gulls sign no treaties.")
    )
    post = keep_draft(make_user(Role.author), body=body)
    found = list(
        db.session.scalars(
            sa.select(Quotation).where(Quotation.post_id == post.id).order_by(Quotation.ordinal)
        )
    )
    assert [(q.verdict.value, q.block_number) for q in found] == [
        ("verbatim", 1),
        ("altered", 1),
        ("not-found", None),
    ]
    assert ["insert", "often"] in found[1].evidence["diff"]


def test_a_gist_that_the_statement_says_is_a_quotation(context: Flask) -> None:
    keep_statement()
    author = make_user(Role.author)
    said = keep_draft(author, body=statement_block(), gist="“We have never dimmed a lamp to save oil”")
    own = keep_draft(
        author, body=statement_block(), gist="They promise light, and little else.", title="Another"
    )
    assert db.session.scalar(
        sa.select(Quotation.verdict).where(Quotation.post_id == said.id, Quotation.ordinal == 0)
    )
    assert not db.session.scalar(sa.select(Quotation.id).where(Quotation.post_id == own.id))


def test_saving_again_replaces_what_the_blocks_came_to(context: Flask) -> None:
    keep_statement()
    post = keep_draft(make_user(Role.author), body=statement_block() + "\n" + quote_block())
    save(post, statement_block("1-2"))
    ranges = list(db.session.scalars(sa.select(Repost.ranges).where(Repost.post_id == post.id)))
    assert (ranges, db.session.scalar(sa.select(sa.func.count(Quotation.id)))) == ([[[1, 2]]], 0)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "One.\n\n/// statement | https://nobody.example/a\n///\n",
            "Line 3: No copy of https://nobody.example/a",
        ),
        (f"/// statement | {URL}\n\nNever closed.\n", "Line 1"),
        (f"/// statement | {URL}\n    colour: red\n///\n", "Line 2"),
        (
            f"/// statement | {URL}\n    blocks: 2-9\n///\n",
            "Line 1: This statement’s paragraphs are numbered 1 to 4",
        ),
        (
            f"/// statement | {URL}\n    blocks: 1-2\n\n//// note | 3\nGone.\n////\n///\n",
            "Line 4: There is a note on paragraph 3",
        ),
        ("/// statment | https://nobody.example/a\n///\n", "Line 1"),
        ("a" * (POST_BYTES + 1), "at most 307,200"),
        (" \n\t", "The body is empty"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_with_its_line(context: Flask, body: str, message: str) -> None:
    keep_statement()
    with pytest.raises(Invalid, match=message) as refused:
        prepare(Draft.parse(title="On lamps", body=body), pins={})
    assert refused.value.field == "body"


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"title": "  "}, "title", "The title is empty"),
        ({"title": "x" * 201}, "title", "at most 200"),
        ({"gist": "x" * 401}, "gist", "at most 400"),
        ({"slug": "???"}, "slug", "letters or digits"),
        ({"tags": ",".join(f"tag {n}" for n in range(11))}, "tags", "at most 10"),
        ({"policy": "shout"}, "policy", "hold-first, hold-all, closed"),
    ],
)
def test_a_field_that_is_wrong_is_named(fields: dict[str, str], field: str, message: str) -> None:
    with pytest.raises(Invalid, match=message) as refused:
        Draft.parse(**{"title": "On lamps", "body": "Words.", **fields})
    assert refused.value.field == field


def test_what_is_typed_is_stored_as_it_is_meant(context: Flask) -> None:
    words = "Emoji \U0001f9ea, עברית, e\u0301, a\u0000b\u0007 and a tab\tkept."
    post = keep_post(make_user(Role.author), body=words, title="Ω \U0001f9ea")
    db.session.expire_all()
    assert (post.body, post.title) == (words.replace("\u0000", "").replace("\u0007", ""), "Ω \U0001f9ea")


def test_moving_keeps_a_slug_that_was_chosen(context: Flask) -> None:
    keep_statement()
    post = keep_draft(make_user(Role.author), body=statement_block(), slug="my-own")
    second = keep_statement(LETTER.replace("every night of fog", "any night of fog"))
    prepared = prepare_move(post, second)
    with writing():
        move(post, prepared, second, by=post.author, seen=1)
    assert post.slug == "my-own"


def test_an_author_corrects_only_statements_that_they_added(context: Flask) -> None:
    author, stranger = make_user(Role.author), make_user(Role.author)
    text = keep_statement(by=author)
    with pytest.raises(Forbidden), writing():
        change_reading(text, {2: "paragraph"}, by=stranger)
    with writing():
        assert change_reading(text, {2: "paragraph"}, by=author) is not text


def test_a_pin_goes_with_its_block(context: Flask) -> None:
    keep_statement()
    post = keep_draft(make_user(Role.author), body=statement_block())
    save(post, "No statement any more.")
    assert pins_of(post) == {}


def test_a_tag_written_otherwise_is_no_change(context: Flask) -> None:
    author = make_user(Role.author)
    keep_draft(author, tags="Lamps", title="First")
    post = keep_draft(author, tags="lamps")
    prepared = prepare(Draft.parse(title=post.title, body=post.body, tags="LAMPS"), pins={})
    with writing():
        revise(post, prepared, by=author, seen=1)
    assert post.revision == 1


def test_a_tag_of_letters_that_grow_in_an_address_is_taken(context: Flask) -> None:
    post = keep_draft(make_user(Role.author), tags="中" * 40)
    assert len(post.tags[0].slug) <= 80
