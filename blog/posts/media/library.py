"""Which files someone finds in the library, and which ones everybody may load."""

from dataclasses import dataclass

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.media.models import File, Use
from blog.posts.models import Post, PostStatus
from blog.posts.visibility import listed

FILES_A_PAGE = 24
# More words than this narrow nothing down.
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: `words` in all that is said of a file; `kind` is a FileKind's value or empty."""

    words: str = ""
    kind: str = ""
    is_unused: bool = False
    lacks_alt: bool = False


def visible_to(person: User) -> sa.Select[File]:
    """The files that `person` finds: an editor all, an author their own and those in published posts."""
    files = sa.select(File)
    if person.may(Act.EDIT):
        return files
    shown = sa.select(Use.file_id).where(Use.post_id.in_(listed().with_only_columns(Post.id)))
    return files.where(sa.or_(File.uploaded_by_id == person.id, File.id.in_(shown)))


def find_file(file_id: int, *, by: User) -> File:
    file = db.session.scalar(visible_to(by).where(File.id == file_id))
    if file is None:
        raise NotFound("There is no such file in the library.")
    return file


def look_up(wish: Wish, *, by: User, before: int | None = None) -> list[File]:
    """The newest files first, one more than a page holds where there are older ones."""
    query = visible_to(by)
    for word in wish.words.split()[:MOST_WORDS]:
        told = (File.title, File.name, File.alt, File.caption, File.credit)
        query = query.where(sa.or_(*(column.icontains(word, autoescape=True) for column in told)))
    if wish.kind:
        query = query.where(File.kind == wish.kind)
    if wish.is_unused:
        query = query.where(File.id.not_in(sa.select(Use.file_id)))
    if wish.lacks_alt:
        query = query.where(File.kind == "picture", File.alt == "", File.is_decorative.is_(False))
    if before:
        query = query.where(File.id < before)
    return list(db.session.scalars(query.order_by(File.id.desc()).limit(FILES_A_PAGE + 1)))


def loadable(key: str, *, is_author: bool) -> tuple[File, bool]:
    """The file of that key, and whether everybody may load it: one that a post names which is not withdrawn.

    A draft's count among them, for those who were given a link to it: the key cannot be guessed. Any other file is for
    authors. Raises `NotFound` for what the asker may not load.
    """
    standing = (
        sa.select(Use.file_id).join(Post, Post.id == Use.post_id).where(Post.status != PostStatus.WITHDRAWN)
    )
    row = db.session.execute(sa.select(File, File.id.in_(standing)).where(File.key == key)).first()
    if row is None or not (row[1] or is_author):
        raise NotFound("There is no file at this address.")
    return row[0], bool(row[1])
