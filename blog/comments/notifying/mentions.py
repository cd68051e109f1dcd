"""Who is mentioned in a comment: `@handle`, as handles stand in addresses."""

import re

import sqlalchemy as sa

from blog.accounts.models import User
from blog.extensions import db

# Not within a word, an address or a mail address. Handles are what `slugify` makes: ASCII letters, digits, hyphens.
MENTION = re.compile(r"(?<![\w@/.:-])@([a-z0-9][a-z0-9-]{0,59})(?![\w@])", re.IGNORECASE)
# Who names more is not talking to them: the first ones are told, the rest is text.
MOST_MENTIONS = 10


def handles_in(body: str) -> list[str]:
    """The handles that a comment's words name, each once, in order, at most `MOST_MENTIONS`."""
    found: dict[str, None] = {}
    for match in MENTION.finditer(body):
        found.setdefault(match[1].lower().rstrip("-"))
        if len(found) == MOST_MENTIONS:
            break
    return list(found)


def people_in(body: str) -> list[User]:
    """The people whom a comment's words name."""
    handles = handles_in(body)
    if not handles:
        return []
    return list(db.session.scalars(sa.select(User).where(User.handle.in_(handles), User.active)))
