"""How many links to other sites it has. The statements that the post answers, and this site, are no other sites."""

import re
from urllib.parse import urlsplit

import sqlalchemy as sa

from blog.accounts.links import site_url
from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.policy.settings import comment_settings
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct
from blog.extensions import db
from blog.posts.models import Pin, Post
from blog.sources.models import Source

LINKS = "links"
LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\[\]\"]+", re.IGNORECASE)
# Beyond this it is a list and no comment, whoever wrote it.
MOST_EVER = 50


def to_others(draft: Draft, *, by: User) -> list[Finding]:
    """Hold a comment with more links than the site lets pass; one with ten times as many as anyone needs is refused."""
    most = comment_settings().most_links
    found = list(LINK.finditer(draft.body))
    if len(found) > MOST_EVER:
        reason = (
            f"It has {len(found)} links; at most {MOST_EVER} are taken. Your text is kept below: keep the links that "
            "matter most."
        )
        return [Finding(LINKS, ScreeningAct.REFUSE, reason, {}, 1.0)]
    if len(found) <= most or by.may(Act.ENTER_DESK):
        return []
    near = _near(draft.post)
    others = [match for match in found if _host(match[0]) not in near]
    if len(others) <= most:
        return []
    spans = {"spans": [list(match.span()) for match in others]}
    sites = "a link to another site" if len(others) == 1 else f"{len(others)} links to other sites"
    reason = (
        f"It has {sites}; {most or 'none'} {'passes' if most == 1 or not most else 'pass'} without a look."
    )
    return [Finding(LINKS, ScreeningAct.HOLD, reason, spans, min(0.3 + 0.1 * (len(others) - most), 0.9))]


def _near(post: Post) -> set[str]:
    sources = sa.select(Source.url).join(Pin, Pin.source_id == Source.id).where(Pin.post_id == post.id)
    return {_host(url) for url in [site_url(), *db.session.scalars(sources)]}


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "://" in url else f"https://{url}").hostname or ""
    except ValueError:
        return ""  # such as an unclosed bracket: no host of ours
    return host.removeprefix("www.")
