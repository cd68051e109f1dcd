"""Publishing freezes the address; withdrawing says why; slugs never change their meaning."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.errors import Conflict, Forbidden, Invalid
from blog.extensions import db
from blog.posts.models import OldSlug, PostStatus
from blog.posts.publishing.states import publish, withdraw, withdrawal_reason
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import prepare, revise
from blog.site import describe
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_user
from tests.statements import keep_draft, keep_post


def test_the_day_in_the_address_is_that_of_the_sites_zone(context: Flask) -> None:
    post = keep_draft(make_user(Role.author))
    with writing():
        describe(name="Lamps", language="en", time_zone="Pacific/Auckland")
        publish(post, by=post.author, at=datetime(2025, 5, 14, 20, tzinfo=UTC))
    assert (post.day, post.path) == (date(2025, 5, 15), "/2025/5/15/on-lamps/")


def test_the_address_stays_when_the_zone_changes_or_the_post_is_published_again(
    context: Flask, stopped_clock: Clock
) -> None:
    post = keep_post(make_user(Role.author))
    path = post.path
    with writing():
        describe(name="Lamps", language="en", time_zone="Pacific/Auckland")
        withdraw(post, by=post.author, reason="Wrong lamp.")
    stopped_clock.move(days=3)
    with writing():
        publish(post, by=post.author)
    assert post.path == path


def test_a_withdrawal_needs_a_reason_and_keeps_it(context: Flask) -> None:
    post = keep_post(make_user(Role.author))
    with pytest.raises(Invalid, match="The reason, which readers will see, is empty"), writing():
        withdraw(post, by=post.author, reason=" ")
    with writing():
        withdraw(post, by=post.author, reason="Wrong lamp.")
    assert (post.status, withdrawal_reason(post)) == (PostStatus.WITHDRAWN, "Wrong lamp.")


def test_a_draft_cannot_be_withdrawn(context: Flask) -> None:
    post = keep_draft(make_user(Role.author))
    with pytest.raises(Conflict), writing():
        withdraw(post, by=post.author, reason="Why not.")


@pytest.mark.parametrize("role", [Role.reader, Role.moderator, Role.author])
def test_only_its_author_or_an_editor_publishes_a_post(context: Flask, role: Role) -> None:
    post, other, editor = keep_draft(make_user(Role.author)), make_user(role), make_user(Role.editor)
    with pytest.raises(Forbidden), writing():
        publish(post, by=other)
    with writing():
        publish(post, by=editor)
    assert post.is_published


def test_a_taken_slug_is_refused_with_one_that_is_free(context: Flask) -> None:
    author = make_user(Role.author)
    keep_post(author, slug="lamps")
    with pytest.raises(Invalid, match="“lamps-2” is free") as refused:
        keep_draft(author, slug="lamps")
    assert refused.value.field == "slug"


def test_two_posts_of_one_title_get_two_slugs(context: Flask) -> None:
    author = make_user(Role.author)
    assert [keep_draft(author).slug for _ in range(3)] == ["on-lamps", "on-lamps-2", "on-lamps-3"]


def test_a_slug_that_a_post_had_before_stays_its_own(context: Flask) -> None:
    author = make_user(Role.author)
    post = keep_post(author, slug="lamps")
    prepared = prepare(Draft.parse(title=post.title, body=post.body, slug="lights"), pins={})
    with writing():
        revise(post, prepared, by=author, seen=post.revision)
    assert db.session.scalar(sa.select(OldSlug.post_id).where(OldSlug.slug == "lamps")) == post.id
    with pytest.raises(Invalid, match="“lamps-2” is free"):
        keep_draft(author, slug="lamps")


def test_a_drafts_slug_follows_its_title_until_one_is_chosen(context: Flask) -> None:
    author = make_user(Role.author)
    post = keep_draft(author, title="A working title")

    def save(title: str, slug: str = "") -> str:
        prepared = prepare(Draft.parse(title=title, body=post.body, slug=slug), pins={})
        with writing():
            revise(post, prepared, by=author, seen=post.revision)
        return post.slug

    assert save("The real title") == "the-real-title"
    with writing():
        publish(post, by=author)
    assert save("A later title") == "the-real-title"
    assert save("A later title", slug="later") == "later"
