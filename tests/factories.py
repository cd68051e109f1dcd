"""Things to test with, one function a noun. Each writes and commits; call them inside an application context."""

import itertools

from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.extensions import db
from blog.transactions import writing

PASSWORD = "correct horse battery"
# Argon2id of PASSWORD with the least work: tests sign in often, and nobody attacks them.
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$Y9K+6Yj7mh+7RSBBNMD5FQ$yEc+1B2kRJ3xM058s1So6n2jVBD4I7KAfUhnU7xCBtY"
_count = itertools.count(1)


def make_user(role: Role = Role.reader, *, name: str = "", email: str = "") -> User:
    number = next(_count)
    user = User(
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        handle=f"person-{number}",
        password=PASSWORD_HASH,
        fs_uniquifier=f"uniquifier-{number}",
        confirmed_at=now(),
        grants=[] if role is Role.reader else [Grant(role=role)],
    )
    with writing():
        db.session.add(user)
    return user
