"""Saying what a file shows and whose it is, and deleting what nothing uses."""

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import Conflict, Forbidden, Invalid
from blog.extensions import db
from blog.posts.media.keeping import stored_names
from blog.posts.media.models import ALT_LIMIT, CAPTION_LIMIT, CREDIT_LIMIT, File
from blog.posts.media.uses import posts_using
from blog.typed import line


def describe(file: File, *, alt: str, caption: str, credit: str, is_decorative: bool, by: User) -> None:
    """Say what a file shows and whose it is. Raises `Invalid` beside the field that is too long."""
    _require_hand(file, by)
    file.alt = line(alt, field="alt", limit=ALT_LIMIT, what="The description")
    file.caption = line(caption, field="caption", limit=CAPTION_LIMIT, what="The caption")
    file.credit = line(credit, field="credit", limit=CREDIT_LIMIT, what="The credit")
    if is_decorative and file.alt:
        raise Invalid("Describe the picture, or say that it needs no words: not both.", field="alt")
    file.is_decorative = is_decorative


def delete(file: File, *, by: User) -> list[str]:
    """Take an unused file out of the library; the names of its bytes, to be forgotten once this is committed."""
    _require_hand(file, by)
    posts = posts_using(file)
    if posts:
        titles = ", ".join(f"“{post.title}”" for post in posts[:3])
        raise Conflict(f"Used in {titles}. Take it out there first. Nothing was deleted.")
    names = stored_names(file)
    db.session.delete(file)
    return names


def may_change(file: File, person: User) -> bool:
    """Whether `person` may describe and delete it: who uploaded it, and editors."""
    return person.may(Act.EDIT) or (person.may(Act.WRITE) and file.uploaded_by_id == person.id)


def _require_hand(file: File, person: User) -> None:
    if not may_change(file, person):
        raise Forbidden("This is another author’s file. An editor may change it.")
