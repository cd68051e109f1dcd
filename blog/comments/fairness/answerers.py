"""Who answers an appeal: somebody who had no part in the decision, as far as there is one."""

from dataclasses import dataclass

import sqlalchemy as sa

from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.comments.fairness.settling import TAKEN_AWAY
from blog.comments.models import CommentStatus
from blog.comments.moderation.models import Decision
from blog.comments.moderation.seconds import MODERATORS
from blog.extensions import db

TAKING = TAKEN_AWAY | {CommentStatus.HIDDEN}


@dataclass(frozen=True, slots=True)
class Answerers:
    """The accounts that may answer: `is_apart` where they had no part in the matter, `is_alone` where the decision's
    own maker is among them, since nobody else can."""

    ids: frozenset[int]
    is_apart: bool = False
    is_alone: bool = False


def moderators() -> dict[int, bool]:
    """Everyone who moderates here now, and whether they own the site; one query."""
    query = sa.select(User.id, Grant.role).join(Grant, Grant.user_id == User.id)
    query = query.where(Grant.role.in_(MODERATORS), User.active)
    found: dict[int, bool] = {}
    for person_id, role in db.session.execute(query):
        found[person_id] = found.get(person_id, False) or role is Role.owner
    return found


def answerers(decision: Decision, person: User, among: dict[int, bool] | None = None) -> Answerers:
    """Who may answer an appeal of `person` against the decision, of the moderators `among` (all, where left out).

    In this order, whichever anybody is left of: moderators who had no part in it (did not hide or take the comment
    away, did not write the post it stands under); those who did not make this decision; the owner; whoever there is.
    """
    owners = moderators() if among is None else among
    others = owners.keys() - {person.id}
    maker = {decision.decided_by_id}
    apart = others - maker - _involved(decision)
    if apart:
        return Answerers(frozenset(apart), is_apart=True)
    if others - maker:
        return Answerers(frozenset(others - maker))
    owning = {number for number in others if owners[number]}
    return Answerers(frozenset(owning or others), is_alone=True)


def _involved(decision: Decision) -> set[int | None]:
    """Who wrote the post, and who hid or took away the comment, at any time."""
    if decision.comment is None:
        return set()
    hiding = {earlier.decided_by_id for earlier in decision.comment.decisions if earlier.now in TAKING}
    return hiding | {decision.comment.post.author_id}
