"""Series: posts that belong together, in the order that their authors gave them."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import TITLE_LIMIT, Post
from blog.posts.publishing.models import Part, Series
from blog.posts.visibility import listed
from blog.typed import line, plain, required

WORDS_LIMIT = 2000
HIGHEST_PLACE = 9999
ORDER = (Part.position, Post.id)


def parts_of(series_id: int) -> sa.Select[Post]:
    """The posts of a series that readers find there, in order."""
    return listed().join(Part, Part.post_id == Post.id).where(Part.series_id == series_id).order_by(*ORDER)


def find_series(slug: str) -> Series | None:
    """The series of this address, if it has a post that readers find there."""
    found = db.session.scalar(sa.select(Series).where(Series.slug == slug))
    has_any = found is not None and db.session.scalar(sa.select(parts_of(found.id).exists()))
    return found if has_any else None


def series_of(post: Post) -> tuple[Series, Sequence[Post]] | None:
    """The series that a post is in, with those of its posts that readers find there; None for a post in none."""
    part = db.session.scalar(sa.select(Part).where(Part.post_id == post.id).options(joinedload(Part.series)))
    if part is None:
        return None
    posts = parts_of(part.series_id).options(defer(Post.body), defer(Post.rendered))
    return part.series, list(db.session.scalars(posts))


def series_of_slug(slug: str) -> Series | None:
    """The series of this address, whether readers find a post there or not."""
    return db.session.scalar(sa.select(Series).where(Series.slug == slug))


def all_series() -> Sequence[Series]:
    """Every series, by title."""
    return db.session.scalars(sa.select(Series).order_by(Series.title, Series.id)).all()


def place_in(series: Series, post: Post, place: int | None) -> None:
    """Put the post into the series: at `place`, or behind the last; where it is there already, it stays."""
    part = db.session.get(Part, post.id)
    if place is None:
        last = db.session.scalar(sa.select(sa.func.max(Part.position)).where(Part.series_id == series.id))
        is_there = part is not None and part.series_id == series.id
        place = part.position if part is not None and is_there else (last or 0) + 1
    if part is None:
        db.session.add(Part(post_id=post.id, series_id=series.id, position=place))
    else:
        part.series, part.position = series, place


def tidy() -> None:
    """Forget the series that no post is in any more."""
    used = sa.select(Part.series_id)
    db.session.execute(sa.delete(Series).where(Series.id.not_in(used)))


def parts_at_desk() -> list[tuple[Series, list[tuple[Part, Post]]]]:
    """Every series by title, with all of its posts in order, whatever their state. Two queries."""
    found: dict[int, list[tuple[Part, Post]]] = {}
    query = sa.select(Part, Post).join(Post, Post.id == Part.post_id).order_by(*ORDER)
    for part, post in db.session.execute(query.options(defer(Post.body), defer(Post.rendered))):
        found.setdefault(part.series_id, []).append((part, post))
    return [(series, found.get(series.id, [])) for series in all_series()]


def describe(series: Series, form: Mapping[str, str], *, by: User) -> None:
    """Give a series its title and words, and each of its posts the place `place-POST`. Its address stays.

    Raises `Invalid` beside title, words or that place.
    """
    by.require(Act.EDIT)
    title = line(form.get("title", ""), field="title", limit=TITLE_LIMIT, what="The title")
    series.title = required(title, field="title", what="The title")
    series.words = plain(
        form.get("words", ""), field="words", limit=WORDS_LIMIT, what="What it is about"
    ).strip()
    for part in db.session.scalars(sa.select(Part).where(Part.series_id == series.id)):
        typed = form.get(f"place-{part.post_id}", "").strip()
        if typed:
            part.position = read_place(typed, field=f"place-{part.post_id}")


def read_place(typed: str, *, field: str) -> int:
    """A place as typed. Raises `Invalid` beside `field`."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= len(str(HIGHEST_PLACE))):
        raise Invalid(f"Write a number from 0 to {HIGHEST_PLACE}.", field=field)
    return int(typed)
