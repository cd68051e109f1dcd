"""One table of who may do what.

A role is what a person is here; an act is what a rule or a door asks about. A person may have several roles.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here, as stored."""

    reader = "reader"
    moderator = "moderator"
    author = "author"
    editor = "editor"
    owner = "owner"

    def get_permissions(self) -> set[str]:
        """The acts by name: what Flask-Security asks of a role when someone signs in."""
        return {act.value for act in PERMISSIONS[self]}


class Act(StrEnum):
    """What may be asked of this table. Acts on one's own posts are `WRITE`; on anyone's, `EDIT`."""

    COMMENT = "comment"
    ENTER_DESK = "enter the desk"
    MODERATE = "moderate comments"
    WRITE = "write and publish posts, add statements"
    EDIT = "edit anyone's posts and statements"
    MANAGE_PEOPLE = "give and take roles"
    MANAGE_SITE = "change the site's settings"


PERMISSIONS: dict[Role, frozenset[Act]] = {
    Role.reader: frozenset({Act.COMMENT}),
    Role.moderator: frozenset({Act.COMMENT, Act.ENTER_DESK, Act.MODERATE}),
    Role.author: frozenset({Act.COMMENT, Act.ENTER_DESK, Act.WRITE}),
    Role.editor: frozenset({Act.COMMENT, Act.ENTER_DESK, Act.MODERATE, Act.WRITE, Act.EDIT}),
    Role.owner: frozenset(Act),
}


def acts_of(roles: "set[Role] | frozenset[Role]") -> frozenset[Act]:
    """Everything that someone with these roles may do."""
    return frozenset[Act]().union(*(PERMISSIONS[role] for role in roles))
