"""The sides of a complaint: whose words it is about, and who may decide it."""

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from blog.accounts.models import Grant, User
from blog.accounts.roles import Act, Role, acts_of
from blog.comments.fairness.models import Complaint
from blog.embed.models import Repost
from blog.extensions import db
from blog.posts.models import READABLE, Post


def act_asked(complaint: Complaint) -> Act:
    """What deciding it asks for: moderators decide about comments, editors about statements."""
    return Act.MODERATE if complaint.comment_id else Act.EDIT


def deciders_of(complaint: Complaint) -> list[User]:
    """Everybody who may decide it, those included whose own cause it is."""
    return _people_who_may(act_asked(complaint))


def other_side_of(complaint: Complaint) -> list[User]:
    """Who wrote the comment, or whose published posts show the statement."""
    found = _other_sides([complaint])[complaint.id]
    people = sa.select(User).where(User.id.in_(found), User.active).order_by(User.id)
    return list(db.session.scalars(people))


def own_causes(complaints: Iterable[Complaint], by: User) -> set[int]:
    """The numbers of those about what `by` wrote or reposted, where somebody who did neither could decide.

    Three queries, however many complaints there are.
    """
    complaints = list(complaints)
    sides = _other_sides(complaints)
    mine = [complaint for complaint in complaints if by.id in sides[complaint.id]]
    may = {act: {person.id for person in _people_who_may(act)} for act in {act_asked(each) for each in mine}}
    return {each.id for each in mine if may[act_asked(each)] - sides[each.id]}


def _people_who_may(act: Act) -> list[User]:
    roles = [role for role in Role if act in acts_of({role})]
    granted = sa.select(Grant.user_id).where(Grant.role.in_(roles))
    return list(db.session.scalars(sa.select(User).where(User.id.in_(granted), User.active)))


def _other_sides(complaints: Iterable[Complaint]) -> dict[int, set[int]]:
    """The numbers of the people on the other side, by that of the complaint."""
    complaints = list(complaints)
    sources = {complaint.source_id for complaint in complaints if complaint.source_id}
    posts = sa.select(Repost.source_id, Post.author_id).join(Post, Post.id == Repost.post_id)
    shown = posts.where(Repost.source_id.in_(sources), Post.status.in_(READABLE)).distinct()
    reposters: dict[int | None, set[int]] = defaultdict(set)
    for source_id, author_id in db.session.execute(shown) if sources else ():
        reposters[source_id].add(author_id)
    return {
        each.id: {each.comment.author_id} if each.comment is not None else reposters[each.source_id]
        for each in complaints
    }
