"""Tags: found by slug, made when first used."""

from collections.abc import Sequence

import sqlalchemy as sa
from slugify import slugify

from blog.extensions import db
from blog.posts.models import SLUG_LIMIT, Post, PostStatus, Tag, post_tag


def tag_slug(name: str) -> str:
    """The slug of a tag's name; empty where nothing of it can stand in an address."""
    return slugify(name, max_length=SLUG_LIMIT)


def set_tags(post: Post, names: Sequence[str]) -> None:
    """Give `post` these tags; a new name for a slug that is there already does not rename the tag."""
    wanted = {tag_slug(name): name for name in names}
    known = {tag.slug: tag for tag in db.session.scalars(sa.select(Tag).where(Tag.slug.in_(wanted)))}
    post.tags = [known.get(slug) or Tag(slug=slug, name=name) for slug, name in wanted.items()]


def used_tags() -> Sequence[tuple[Tag, int]]:
    """Every tag that a published post has, with how many have it, by name."""
    query = (
        sa.select(Tag, sa.func.count())
        .join(post_tag)
        .join(Post)
        .where(Post.status == PostStatus.PUBLISHED)
        .group_by(Tag.id)
        .order_by(Tag.name)
    )
    return [(tag, count) for tag, count in db.session.execute(query)]
