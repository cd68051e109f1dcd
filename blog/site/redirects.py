"""Addresses that lead elsewhere: of a site that was here before, or of a page that moved."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.database import UTCDateTime
from blog.errors import Invalid, NotFound
from blog.extensions import Model, db
from blog.site.addresses import ADDRESS_LIMIT, is_here, read_address
from blog.site.changes import record
from blog.typed import line

PAGE = 100


class Redirect(Model):
    """Whoever asks for `path`, where nothing else answers, is sent to `target` for good (301)."""

    __tablename__ = "redirect"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(ADDRESS_LIMIT), unique=True)
    target: Mapped[str] = mapped_column(sa.String(ADDRESS_LIMIT))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))


def target_of(path: str) -> str | None:
    """Where an address leads, by the redirects alone."""
    if "\0" in path:  # PostgreSQL cannot even be asked for it
        return None
    return db.session.scalar(sa.select(Redirect.target).where(Redirect.path == path))


def page_of_redirects(after: str = "") -> tuple[list[Redirect], str | None]:
    """Redirects by address, `PAGE` at a time, and where the next page begins."""
    query = sa.select(Redirect).where(Redirect.path > after).order_by(Redirect.path).limit(PAGE + 1)
    found = list(db.session.scalars(query))
    return found[:PAGE], found[PAGE - 1].path if len(found) > PAGE else None


def add_redirect(path: str, target: str, *, is_taken: Callable[[str], bool], by_id: int) -> Redirect:
    """Lead `path` to `target`. `is_taken` says whether something of this site answers at an address.

    Raises `Invalid` beside path or target: for what is no address, is taken, or would lead in a circle.
    """
    path, target = _path(path), read_address(target, field="target", what="The target")
    if is_taken(path):
        raise Invalid(f"{path} is a page of this site, so nobody would be redirected.", field="path")
    if target_of(path) is not None:
        raise Invalid(f"{path} leads elsewhere already. Delete that redirect first.", field="path")
    _refuse_circle(path, target)
    redirect = Redirect(path=path, target=target, made_by_id=by_id)
    db.session.add(redirect)
    record("Redirect", path, None, target, by_id=by_id)
    return redirect


def delete_redirect(number: int, *, by_id: int) -> Redirect:
    """Let the address lead nowhere again. Raises `NotFound` where it is gone."""
    redirect = db.session.get(Redirect, number)
    if redirect is None:
        raise NotFound("This redirect was deleted meanwhile.")
    db.session.delete(redirect)
    record("Redirect", redirect.path, redirect.target, None, by_id=by_id)
    return redirect


def _path(typed: str) -> str:
    path = line(typed, field="path", limit=ADDRESS_LIMIT, what="The address")
    if not is_here(path) or "?" in path or "#" in path:
        raise Invalid("Write an address of this site, such as /old-page, without ? and #.", field="path")
    return path


def _refuse_circle(path: str, target: str) -> None:
    seen, at = [path], urlsplit(target).path if is_here(target) else None
    while at is not None:
        if at in seen:
            way = " → ".join([*seen, at])
            raise Invalid(f"That would lead in a circle: {way}.", field="target")
        seen.append(at)
        further = target_of(at)
        at = urlsplit(further).path if further and is_here(further) else None
