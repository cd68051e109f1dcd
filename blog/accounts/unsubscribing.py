"""Links that end mail: signed, good for one person and some kinds of notice, without an address in them.

They need no session, since a mail program follows them (RFC 8058), and they do not run out, since mail is kept for
years. A new `User.mail_salt` makes those that were mailed before useless.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable

from flask import current_app
from itsdangerous import BadSignature, Signer

from blog.accounts.models import NoticeKind, Pace, User
from blog.accounts.paces import choose
from blog.database import row_number
from blog.errors import NotFound
from blog.extensions import db

# One letter a kind keeps the link short; they stand in mail that was sent, so they never change.
LETTERS = {
    NoticeKind.REPLY: "r",
    NoticeKind.MENTION: "m",
    NoticeKind.THREAD: "t",
    NoticeKind.DECISION: "d",
    NoticeKind.CORRECTION: "c",
    NoticeKind.POST_COMMENT: "p",
    NoticeKind.MODERATION: "q",
    NoticeKind.SOURCE: "s",
}
TOKEN = re.compile(r"([0-9]{1,10})([a-z]{1,8})\.[\w-]{43}")
SALT_BYTES = 12


def token_for(person: User, kinds: Iterable[NoticeKind]) -> str:
    """What stands in the address that ends mail of these kinds to `person`."""
    letters = "".join(sorted(LETTERS[kind] for kind in set(kinds)))
    return _signer(person).sign(f"{person.id}{letters}").decode()


def read_token(token: str) -> tuple[User, list[NoticeKind]]:
    """Whom and what a link is about. Raises `NotFound` for one that was made up, or was made useless."""
    match = TOKEN.fullmatch(token)
    person = db.session.get(User, row_number(match[1]) or 0) if match else None
    if match is None or person is None:
        raise _unknown()
    try:
        _signer(person).unsign(token)
    except BadSignature:
        raise _unknown() from None
    return person, [kind for kind, letter in LETTERS.items() if letter in match[2]]


def unsubscribe(person: User, kinds: Iterable[NoticeKind]) -> None:
    """Send no more mail of these kinds. They stay in the list of notices."""
    choose(person, dict.fromkeys(kinds, Pace.OFF))


def renew_links(*, by: User) -> None:
    """Make the links in all mail that was sent to this person useless."""
    by.mail_salt = secrets.token_hex(SALT_BYTES)


def _signer(person: User) -> Signer:
    # HMAC-SHA-256 with a key of its own for each person and salt.
    salt = f"unsubscribe.{person.id}.{person.mail_salt}"
    key = current_app.config["SECRET_KEY"]
    return Signer(key, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256)


def _unknown() -> NotFound:
    return NotFound(
        "This link ends no mail: it was cut off on its way, or made useless since. Sign in to choose what is mailed."
    )
