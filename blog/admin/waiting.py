"""How much waits at the desk for the person who is there: beside each room's name, and on the first page."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.fairness import complaints
from blog.comments.fairness.answering import open_count
from blog.comments.fairness.appealing import are_taken
from blog.comments.moderation.queue import Shown, waiting_counts
from blog.extensions import db
from blog.posts import correcting


@dataclass(slots=True)
class Waiting:
    """Comments by the queue's list; appeals, None where the site takes none and none waits; complaints; corrections."""

    comments: dict[Shown, int] = field(default_factory=dict)
    appeals: int | None = None
    complaints: int = 0
    corrections: int = 0


def what_waits() -> Waiting:
    """What waits for who is asking; nothing for someone who may not decide, or who is signed out."""
    waiting = Waiting()
    if not current_user.is_authenticated:
        return waiting
    person: User = current_user._get_current_object()
    if person.may(Act.WRITE):
        waiting.corrections = _count(correcting.waiting_for(person))
    if person.may(Act.MODERATE):
        waiting.comments, appeals = waiting_counts(), open_count()
        waiting.appeals = appeals if appeals or are_taken() else None
        waiting.complaints = _count(complaints.waiting_for(person))
    return waiting


def _count(rows: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
