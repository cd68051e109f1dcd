"""Who speaks for a quoted organization: a person who reads mail at the domain that its statement was published at.

What is verified is the domain, and the badge names it; whether its owner is who the statement says, readers judge.
"""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from blog.accounts import mail
from blog.accounts.addresses import normal_address
from blog.accounts.links import whole_url
from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.fairness.models import Representative
from blog.comments.models import Comment
from blog.comments.policy.settings import comment_settings
from blog.comments.threads.places import words_changed
from blog.errors import Closed, Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Pin, Post
from blog.site import current_site
from blog.sources.links import registered_domain
from blog.sources.models import Source

GOOD_FOR = timedelta(days=2)
OFF = "This site does not take official answers. Nothing was stored: you can still comment as yourself."
GONE = (
    "This link leads nowhere any more: it was used, replaced by a newer one, asked for by another account, or is older "
    "than two days. Ask for a new one under the post."
)


def organizations_of(post: Post) -> dict[str, str]:
    """The domains that the post's statements were published at, each with the publisher's name; in their order."""
    query = sa.select(Source.url, Source.publisher).join(Pin, Pin.source_id == Source.id)
    found: dict[str, str] = {}
    for url, publisher in db.session.execute(query.where(Pin.post_id == post.id).order_by(Source.id)):
        if domain := registered_domain(_host(url)):
            found.setdefault(domain, publisher)
    return found


def may_be_answered(post: Post) -> dict[str, str]:
    """The organizations that may answer the post officially: none where the site does not take that."""
    return organizations_of(post) if comment_settings().has_right_of_reply else {}


def ask_to_represent(post: Post, *, email: str, by: User) -> Representative:
    """Mail a link to an address at the domain of one of the post's statements: who follows it speaks for that domain.

    Asking again replaces the link. Raises `Closed` where the site takes no official answers, `Invalid` beside email.
    """
    by.require(Act.COMMENT)
    domains = may_be_answered(post)
    if not domains:
        raise Closed(OFF)
    address = normal_address(email)
    domain = registered_domain(address.rpartition("@")[2])
    if domain not in domains:
        names = " or ".join(f"@{each}" for each in domains)
        raise Invalid(f"Use an address that ends in {names}: it shows for whom you speak.", field="email")
    token = secrets.token_urlsafe(32)
    asked = _of(by, domain) or Representative(person_id=by.id, domain=domain)
    asked.publisher, asked.email, asked.digest, asked.asked_at = (
        domains[domain],
        address,
        _digest(token),
        now(),
    )
    db.session.add(asked)
    subject = f"Speak for {domain} at {current_site().name}"
    link = whole_url("representing.confirm_asked", token=token)
    mail.post(address, subject, "represent", person={"name": by.name}, link=link, domain=domain)
    return asked


def find_asked(token: str, by: User) -> Representative:
    """What the link confirms, for the person who asked for it. Raises `NotFound`, saying what to do."""
    found: Representative | None = db.session.scalar(
        sa.select(Representative).where(
            Representative.digest == _digest(token),
            Representative.person_id == by.id,
            Representative.asked_at > now() - GOOD_FOR,
        )
    )
    if found is None:
        raise NotFound(GONE)
    return found


def confirm(token: str, *, by: User) -> Representative:
    """Let the person speak for the domain from now on. Raises `NotFound`."""
    found = find_asked(token, by)
    found.verified_at, found.revoked_at, found.digest = now(), None, ""
    return found


def revoke(representative: Representative, *, by: User) -> None:
    """Let the person speak for the domain no more: their answers stay, without the badge and in their own places."""
    by.require(Act.MODERATE)
    representative.revoked_at, representative.digest = now(), ""
    for answer in db.session.scalars(
        sa.select(Comment).where(Comment.representative_id == representative.id)
    ):
        words_changed(answer)


def representations_of(person: User) -> list[Representative]:
    """For which domains the person speaks."""
    mine = sa.select(Representative).where(Representative.person_id == person.id)
    holds = mine.where(Representative.verified_at.is_not(None), Representative.revoked_at.is_(None))
    return list(db.session.scalars(holds.order_by(Representative.domain)))


def _of(person: User, domain: str) -> Representative | None:
    theirs = sa.select(Representative).where(
        Representative.person_id == person.id, Representative.domain == domain
    )
    found: Representative | None = db.session.scalar(theirs)
    return found


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
