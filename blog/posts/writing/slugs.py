"""Slugs: unique in the site, those that posts had before included, so that no old address changes its meaning."""

import sqlalchemy as sa
from slugify import slugify

from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import SLUG_LIMIT, OldSlug, Post

# Room for “-2” to “-9999” behind a slug that is as long as may be.
ROOM_FOR_NUMBER = 5


def choose_slug(wanted: str, *, title: str, post: Post | None) -> str:
    """The slug for a post: the one wanted, else its own once it was published, else one made of the title.

    Raises `Invalid` beside slug where another post has, or had, the one wanted; proposes one that is free.
    """
    mine = post.id if post else None
    if wanted:
        if _is_taken(wanted, mine):
            raise Invalid(
                f"Another post has the slug “{wanted}”. “{_free(wanted, mine)}” is free.", field="slug"
            )
        return wanted
    if post and (post.day or is_made_of_title(post.slug, title)):
        return post.slug
    return _free(made_of(title), mine)


def made_of(title: str) -> str:
    """The slug that a title makes."""
    return slugify(title, max_length=SLUG_LIMIT) or "post"


def is_made_of_title(slug: str, title: str) -> bool:
    """Whether nobody chose this slug: it is what the title makes, or that with a number behind it."""
    made = made_of(title)
    stem, _, number = slug.rpartition("-")
    return slug == made or (number.isdecimal() and stem == _stem(made))


def rename(post: Post, slug: str) -> None:
    """Give `post` another slug; once it has been published, the old one keeps leading to it."""
    if slug == post.slug:
        return
    db.session.execute(sa.delete(OldSlug).where(OldSlug.slug == slug, OldSlug.post_id == post.id))
    if post.day is not None:
        db.session.add(OldSlug(slug=post.slug, post_id=post.id))
    post.slug = slug


def _free(slug: str, mine: int | None) -> str:
    stem = _stem(slug)
    pattern = f"{stem}%"
    taken = set(
        db.session.scalars(sa.select(Post.slug).where(Post.slug.like(pattern), Post.id != (mine or 0)))
    )
    taken |= set(db.session.scalars(sa.select(OldSlug.slug).where(OldSlug.slug.like(pattern))))
    if slug not in taken:
        return slug
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 3) if f"{stem}-{n}" not in taken)


def _stem(slug: str) -> str:
    return slug[: SLUG_LIMIT - ROOM_FOR_NUMBER].rstrip("-")


def _is_taken(slug: str, mine: int | None) -> bool:
    other = sa.select(Post.id).where(Post.slug == slug, Post.id != (mine or 0))
    before = sa.select(OldSlug.post_id).where(OldSlug.slug == slug, OldSlug.post_id != (mine or 0))
    return db.session.scalar(sa.select(sa.or_(other.exists(), before.exists()))) or False
