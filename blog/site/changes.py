"""The record of settings: who changed what, when, from what to what. Nothing is ever taken out of it."""

import json
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.database import UTCDateTime
from blog.extensions import Model, db

PAGE = 50


class SettingChange(Model):
    """One setting changed once: `room` is the model it belongs to, `was` and `is_now` are words or JSON.

    `by_id` is None where nobody was signed in: at the setting up.
    """

    __tablename__ = "setting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    room: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(80))
    was: Mapped[str] = mapped_column(sa.Text)
    is_now: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


def record_all(row: object, chosen: Mapping[str, object], *, by_id: int | None) -> None:
    """Record what of `chosen`, values by column, differs from what `row` has. Call it before they are set."""
    for name, value in chosen.items():
        record(type(row).__name__, name, getattr(row, name), value, by_id=by_id)


def record(room: str, name: str, was: object, is_now: object, *, by_id: int | None) -> None:
    """Record one change; nothing where both are the same."""
    if was != is_now:
        db.session.add(
            SettingChange(room=room, name=name, was=_words(was), is_now=_words(is_now), by_id=by_id)
        )


def page_of_changes(before: int | None = None) -> tuple[list[SettingChange], int | None]:
    """The newest changes first, `PAGE` at a time, and where the next page begins."""
    query = sa.select(SettingChange).order_by(SettingChange.id.desc()).limit(PAGE + 1)
    if before:
        query = query.where(SettingChange.id < before)
    found = list(db.session.scalars(query))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def _words(value: object) -> str:
    """A value as it is kept: words as they are, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
