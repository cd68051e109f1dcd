"""Which files a text names, and which posts use a file."""

import re
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from blog.extensions import db
from blog.posts.media.models import KEY_BYTES, File, Use
from blog.posts.models import Post, Revision

ADDRESS = re.compile(rf"/media/([0-9a-f]{{{2 * KEY_BYTES}}})/")


def keys_in(text: str) -> set[str]:
    """The keys of the files that a text or its HTML names."""
    return set(ADDRESS.findall(text))


def files_named(texts: Iterable[str]) -> Mapping[str, File]:
    """The files that these texts name, by key: one query, none where they name none."""
    keys = set().union(*map(keys_in, texts))
    if not keys:
        return {}
    return {file.key: file for file in db.session.scalars(sa.select(File).where(File.key.in_(keys)))}


def follow(post: Post) -> None:
    """Hold what the post's body names, in the place of what was held before."""
    db.session.execute(sa.delete(Use).where(Use.post_id == post.id))
    for file in files_named([post.body]).values():
        db.session.add(Use(file_id=file.id, post_id=post.id))
    db.session.flush()


def posts_using(file: File) -> list[Post]:
    """The posts that name the file, the latest changed first."""
    query = sa.select(Post).join(Use, Use.post_id == Post.id).where(Use.file_id == file.id)
    return list(db.session.scalars(query.order_by(Post.updated_at.desc(), Post.id.desc())))


def posts_that_used(file: File) -> list[Post]:
    """The posts that name it in an earlier revision only: restored, that revision would show a gap."""
    named = sa.select(Revision.post_id).where(Revision.body.contains(f"/media/{file.key}/"))
    using = sa.select(Use.post_id).where(Use.file_id == file.id)
    query = sa.select(Post).where(Post.id.in_(named), Post.id.not_in(using))
    return list(db.session.scalars(query.order_by(Post.id.desc())))
