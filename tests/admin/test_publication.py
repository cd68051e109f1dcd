"""The publish dialogue: what was found is mended or knowingly passed over; a moment is one that clocks show."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.jobs import run_due
from blog.posts.models import Post, PostStatus
from blog.posts.publishing.models import PassedOver
from blog.site import describe
from blog.transactions import writing
from tests.client import Reader
from tests.conftest import Clock
from tests.factories import make_user
from tests.queries import counted_queries
from tests.statements import keep_draft, keep_post

PICTURE = "Words of mine.\n\n![](/media/mole.jpg)\n"


@pytest.fixture
def author(app: Flask, reader: Reader, stopped_clock: Clock) -> Reader:
    with app.app_context():
        email = make_user(Role.author, name="Mara Lind", email="mara@harbourline.example").email
        with writing():
            describe(name="Lamps", language="en", time_zone="Europe/Berlin")
    return reader.sign_in(email)


def write(author: Reader, body: str = "Words of mine.", **fields: str) -> Reader:
    return author.get("/admin/posts/new").submit(
        "Publish…", title="On lamps", body=body, gist="Mine.", **fields
    )


def status(app: Flask) -> PostStatus:
    with app.app_context():
        return db.session.scalars(sa.select(Post.status)).one()


def test_nothing_is_published_before_the_dialogue(app: Flask, author: Reader) -> None:
    write(author)
    assert "Nothing was found that needs a look." in author.text
    assert status(app) is PostStatus.DRAFT
    author.submit("Publish now")
    assert (author.url, status(app)) == ("/2025/5/15/on-lamps/", PostStatus.PUBLISHED)


def test_what_was_found_is_passed_over_knowingly_or_nothing_is_published(app: Flask, author: Reader) -> None:
    write(author, PICTURE)
    assert "The picture “mole.jpg” has no words" in author.text
    assert "Line 3" in author.text
    publication = author.url
    author.submit("Publish now")
    assert (author.status, status(app)) == (422, PostStatus.DRAFT)
    assert "One thing below is neither mended nor passed over" in author.text
    address, data = author.filled("Publish now")
    keys = author.page.xpath("//input[@name='passed']/@value")
    author.send((address, data | {"passed": keys}))
    assert status(app) is PostStatus.PUBLISHED
    with app.app_context():
        kept = db.session.scalars(sa.select(PassedOver)).one()
        assert (kept.by.name, "mole.jpg" in kept.message) == ("Mara Lind", True)
    assert "Left as it is by Mara Lind, 2025-05-15" in author.get(publication).text


def test_what_is_passed_over_is_that_finding_and_no_other(app: Flask, author: Reader) -> None:
    write(author, PICTURE)
    address, data = author.filled("Publish unlisted")
    author.send((address, data | {"passed": author.page.xpath("//input[@name='passed']/@value")}))
    author.get("/admin/posts/1/").submit("Save and see publication", body=PICTURE.replace("mole", "quay"))
    author.submit("List it")
    assert (author.status, status(app)) == (422, PostStatus.UNLISTED)


def test_a_post_is_unlisted_whatever_was_found(app: Flask, author: Reader) -> None:
    write(author).submit("Publish now")
    author.get("/admin/posts/1/").submit("Save and see publication", body=PICTURE)
    author.submit("Unlist it")
    assert (author.status, status(app)) == (200, PostStatus.UNLISTED)


def test_a_post_saved_meanwhile_is_looked_at_again(app: Flask, author: Reader) -> None:
    write(author)
    stale = author.filled("Publish now")
    author.get("/admin/posts/1/").submit("Save draft", body="Other words of mine.")
    author.send(stale)
    assert (author.status, status(app)) == (409, PostStatus.DRAFT)
    assert "saved since this page was opened" in author.text


def test_a_post_is_scheduled_moved_and_appears(app: Flask, author: Reader, stopped_clock: Clock) -> None:
    write(author)
    assert "By the clocks of Europe/Berlin, where it is 11:14, UTC+2." in author.text
    author.submit("Schedule", on="2025-05-16", at="08:00")
    assert "It appears on Friday, 16 May 2025 at 08:00 (Europe/Berlin, UTC+2)" in author.text
    author.get("/admin/posts/1/").submit("Save changes", body="Better words of mine.")
    assert "Saved. It appears on 16 May at 08:00, as scheduled." in author.text
    author.get("/admin/posts/1/publication")
    author.submit("Change the moment", on="2025-05-17", at="09:30")
    assert "Saturday, 17 May 2025 at 09:30" in author.text
    assert "09:30 scheduled" in author.get("/admin/calendar/").text
    stopped_clock.move(days=3)
    with app.app_context():
        run_due()
    assert status(app) is PostStatus.PUBLISHED


def test_a_scheduled_post_becomes_a_draft_again(app: Flask, author: Reader) -> None:
    write(author).submit("Schedule", on="2025-05-16", at="08:00")
    author.submit("Make it a draft again")
    assert status(app) is PostStatus.DRAFT


@pytest.mark.parametrize(
    ("on", "at", "field", "told"),
    [
        ("2025-05-15", "11:14", "at", "That moment has passed"),
        ("2024-05-15", "11:14", "at", "That moment has passed"),
        ("", "11:14", "on", "Write the day"),
        ("2025-06-01", "", "at", "Write the time"),
        ("2026-03-29", "02:30", "at", "put forward that day, and 02:30 is left out"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_beside_it_and_kept(
    app: Flask, author: Reader, on: str, at: str, field: str, told: str
) -> None:
    write(author).submit("Schedule", on=on, at=at)
    assert (author.status, status(app)) == (422, PostStatus.DRAFT)
    assert told in author.error_beside(field)
    assert author.form("Schedule").fields["at"] == at


def test_a_time_that_comes_twice_is_offered_twice(app: Flask, author: Reader) -> None:
    write(author).submit("Schedule", on="2025-10-26", at="02:30")
    assert "comes twice" in author.error_beside("which")
    author.submit("Schedule", which="second")
    assert status(app) is PostStatus.SCHEDULED
    with app.app_context():
        moment = db.session.scalars(sa.select(Post.publish_at)).one()
        assert moment is not None
        assert (moment.hour, moment.minute) == (1, 30)


def test_another_authors_publication_does_not_exist(app: Flask, author: Reader) -> None:
    with app.app_context():
        post = keep_draft(make_user(Role.author), title="A secret")
    assert author.get(f"/admin/posts/{post.id}/publication").status == 404


def test_a_scheduled_post_does_not_exist_for_readers(app: Flask, author: Reader) -> None:
    write(author, tags="Lamps").submit("Schedule", on="2025-05-16", at="08:00")
    other = Reader(app)
    for page in ("/", "/feed.atom", "/tags/", "/authors/person-1/"):
        assert "On lamps" not in other.get(page).answer.get_data(as_text=True)
    assert other.get("/2025/5/16/on-lamps/").status == 404


def test_the_calendar_shows_whole_months_and_each_post_on_its_day(app: Flask, author: Reader) -> None:
    write(author).submit("Schedule", on="2025-07-01", at="00:30")
    assert "On lamps" not in author.get("/admin/calendar/?month=2025-06").text
    cell = author.get("/admin/calendar/?month=2025-07").page.xpath("//td[.//a[.='On lamps']]/time/@datetime")
    assert cell == ["2025-07-01"]
    assert author.get("/admin/calendar/?month=2025-13").status == 404


@pytest.mark.parametrize("page", ["/admin/calendar/", "/admin/posts/1/publication"])
def test_a_page_takes_as_many_queries_with_one_post_as_with_four(
    app: Flask, author: Reader, page: str
) -> None:
    counts = []
    with app.app_context():
        mara = db.session.scalars(sa.select(User).where(User.name == "Mara Lind")).one()
    for posts in (1, 3):
        with app.app_context():
            for _ in range(posts):
                keep_post(mara)
        with app.app_context(), counted_queries() as seen:
            assert "lamps" in author.get(page).text
        counts.append(len(seen))
    assert counts[0] == counts[1]
