"""Inviting people to the desk: a link in a mail that makes an account with a role, once, for a week."""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from blog.accounts import mail
from blog.accounts.addresses import normal_address
from blog.accounts.links import whole_url
from blog.accounts.models import Grant, Invitation, User
from blog.accounts.passwords import set_password
from blog.accounts.people import create_person, display_name, find_person
from blog.accounts.roles import Act, Role
from blog.clock import now
from blog.errors import Closed, Invalid, NotFound
from blog.extensions import db
from blog.site import current_site

LIFE = timedelta(days=7)
OFFERED = (Role.moderator, Role.author, Role.editor, Role.owner)
ASK_AGAIN = "Ask whoever invited you for a new one."


def invite(email: str, role: str, *, by: User) -> Invitation:
    """Mail a link to the address; an earlier one to it ends. Raises `Invalid` beside email or role."""
    by.require(Act.MANAGE_PEOPLE)
    address = normal_address(email)
    if role not in OFFERED:
        raise Invalid("Choose one of the roles offered.", field="role")
    known = find_person(address)
    if known and known.confirmed_at:
        raise Invalid(
            f"{known.name} has an account with this address. Give them the role in the list below.",
            field="email",
        )
    for earlier in db.session.scalars(_open().where(Invitation.email == address)):
        earlier.closed_at = now()
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=address, role=Role(role), digest=_digest(token), made_by_id=by.id, ends_at=now() + LIFE
    )
    db.session.add(invitation)
    link = whole_url("invitations.page", token=token)
    subject = f"{by.name} invites you to {current_site().name}"
    mail.post(address, subject, "invitation", inviter=by, role=role, link=link, days=LIFE.days)
    return invitation


def open_invitations() -> list[Invitation]:
    """Those that still open something, the newest first."""
    return list(db.session.scalars(_open().where(Invitation.ends_at > now()).order_by(Invitation.id.desc())))


def take_back(number: int, *, by: User) -> Invitation:
    """Let the link open nothing any more. Raises `NotFound` where it does not anyway."""
    by.require(Act.MANAGE_PEOPLE)
    invitation = db.session.scalar(_open().where(Invitation.id == number))
    if invitation is None:
        raise NotFound("This invitation was used or taken back meanwhile.")
    invitation.closed_at = now()
    return invitation


def find_invitation(token: str) -> Invitation:
    """The invitation that a link stands for. Raises `Closed`, saying what to do, where it opens nothing."""
    invitation = db.session.scalar(sa.select(Invitation).where(Invitation.digest == _digest(token)))
    if invitation is None:
        raise Closed(
            f"This link is not whole: a part of it is missing. Open it from the mail again. {ASK_AGAIN}"
        )
    if invitation.closed_at:
        raise Closed(f"This invitation was used, or taken back. {ASK_AGAIN}")
    if invitation.ends_at <= now():
        raise Closed(f"This invitation has expired: it was good for {LIFE.days} days. {ASK_AGAIN}")
    return invitation


def accept(token: str, *, name: str, password_hash: str) -> User:
    """Make the account; its address is shown by the link to be theirs. Raises `Closed`, or `Invalid` beside name."""
    invitation = find_invitation(token)
    still_open = sa.update(Invitation).where(Invitation.id == invitation.id, Invitation.closed_at.is_(None))
    if not db.session.execute(still_open.values(closed_at=now())).rowcount:  # type: ignore[attr-defined]
        raise Closed(f"This invitation was used a moment ago. {ASK_AGAIN}")
    inviter = db.session.get_one(User, invitation.made_by_id)
    known = find_person(invitation.email)
    if known is None:
        return create_person(
            email=invitation.email,
            name=name,
            roles=[invitation.role],
            password=password_hash,
            confirmed_at=now(),
            by=inviter,
        )
    if known.confirmed_at:
        raise Closed("There is an account with this address by now. Sign in, and ask for the role.")
    # Someone registered the address and never showed that it is theirs.
    known.name, known.confirmed_at = display_name(name), now()
    set_password(known, password_hash)
    known.grants.append(Grant(role=invitation.role, given_by_id=inviter.id))
    return known


def _open() -> sa.Select[Invitation]:
    return sa.select(Invitation).where(Invitation.closed_at.is_(None))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
