"""Passwords: Argon2id, by Flask-Security's hashing context."""

import uuid

from flask_security.utils import hash_password, verify_password

from blog.accounts.models import User
from blog.errors import Invalid
from blog.extensions import security

# NIST SP 800-63B asks for 8 at least and for no rules of composition; 10 costs a person little.
SHORTEST = 10
# A bound on the work of hashing; a passphrase of a hundred words fits.
MOST_BYTES = 1024


def hashed(typed: str, *, field: str = "password") -> str:
    """The hash to store (slow, on purpose: call it before `writing()`). Raises `Invalid` beside `field`."""
    return str(hash_password(checked(typed, field=field)))


def checked(typed: str, *, field: str = "password") -> str:
    """`typed` in its normal form (NFKD, as keyboards differ), or `Invalid` beside `field`."""
    password = _normal(typed, field)
    if len(password) < SHORTEST:
        raise Invalid(f"A password needs at least {SHORTEST} characters; a few words do well.", field=field)
    return password


def fits(person: User | None, typed: str) -> bool:
    """Whether this is the person's password. Takes as long where there is no such person, or no password."""
    try:
        password = _normal(typed, "password")
    except Invalid:
        return False
    if person is None or not person.password:
        hash_password(password)
        return False
    return bool(verify_password(password, person.password))


def needs_renewing(person: User) -> bool:
    """Whether the stored hash was made with other parameters than today's."""
    return bool(security.pwd_context.needs_update(person.password))


def set_password(person: User, password_hash: str) -> None:
    """Change the password and end every session of the person, and every link mailed to them before."""
    person.password = password_hash
    person.fs_uniquifier = uuid.uuid4().hex


def _normal(typed: str, field: str) -> str:
    try:
        size = len(typed.encode())
    except UnicodeEncodeError as error:
        raise Invalid("The password contains characters that are not text.", field=field) from error
    if size > MOST_BYTES:
        raise Invalid(f"The password has {size:,} bytes; at most {MOST_BYTES:,} are taken.", field=field)
    return str(security.password_util.normalize(typed))
