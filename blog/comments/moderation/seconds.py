"""Whether there is somebody else who could decide: nobody need judge in their own cause where there is."""

import sqlalchemy as sa
from flask import g

from blog.accounts.models import Grant, User
from blog.accounts.roles import Act, Role, acts_of
from blog.extensions import db

MODERATORS = frozenset(role for role in Role if Act.MODERATE in acts_of({role}))


def has_second(person: User) -> bool:
    """Whether somebody other than `person` moderates here; asked of the database once a request."""
    known: dict[int, bool] = g.setdefault("has_second", {})
    if person.id not in known:
        others = sa.select(User.id).join(Grant, Grant.user_id == User.id)
        others = others.where(Grant.role.in_(MODERATORS), User.active, User.id != person.id)
        known[person.id] = db.session.scalar(others.limit(1)) is not None
    return known[person.id]
