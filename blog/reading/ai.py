"""What programs for language models are told, in the files that they ask a site for."""

from typing import Any

import sqlalchemy as sa

from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import readable
from blog.site import Site
from blog.site.ai import POLICY_PATH, AiPolicy, crawlers, is_denied

# RFC 9309 §2.5 lets crawlers stop reading after 500 KiB; an address is 100 characters or so.
MOST_EXCEPTIONS = 1_000


def exceptions(site: Site) -> list[str]:
    """The addresses of posts that have it otherwise than the site, the newest first."""
    other = AiPolicy.ALLOW if is_denied(site) else AiPolicy.DENY
    query = readable().where(Post.ai_policy == other).order_by(Post.id.desc()).limit(MOST_EXCEPTIONS)
    return [post.path for post in db.session.scalars(query.options(sa.orm.load_only(Post.day, Post.slug)))]


def robots_txt(site: Site) -> str:
    """The file (RFC 9309), with Content-Signal (contentsignals.org) and a group for crawlers of language models."""
    denied, apart = is_denied(site), exceptions(site)
    may = "no" if denied else "yes"
    lines = [
        "User-agent: *",
        f"Content-Signal: search=yes, ai-input={may}, ai-train={may}",
        "Disallow: /admin/",
        "",
    ]
    if denied or apart:
        lines += [f"User-agent: {name}" for name in crawlers()]
        lines += [f"Allow: {path}" for path in (POLICY_PATH, *(apart if denied else []))]
        lines += ["Disallow: /"] if denied else [f"Disallow: {path}" for path in apart]
    return "\n".join(lines).rstrip("\n") + "\n"


def tdmrep(site: Site, base: str) -> list[dict[str, Any]]:
    """`/.well-known/tdmrep.json` of the W3C TDM Reservation Protocol: what holds for which addresses."""
    denied = is_denied(site)
    rules = [(path, not denied) for path in exceptions(site)] + [("/", denied)]
    return [_rule(path, is_kept, base) for path, is_kept in rules]


def _rule(path: str, is_kept: bool, base: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"location": path, "tdm-reservation": int(is_kept)}
    return rule | {"tdm-policy": base + POLICY_PATH} if is_kept else rule
