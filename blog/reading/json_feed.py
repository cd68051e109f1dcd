"""The newest posts as JSON Feed 1.1 (jsonfeed.org/version/1.1): `external_url` is the statement that a post answers."""

from collections.abc import Callable
from typing import Any

from blog.reading.posts import PostView
from blog.site import Site

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json"


def json_feed(
    posts: list[PostView], site: Site, base: str, *, content: Callable[[PostView], str]
) -> dict[str, Any]:
    """The feed; `content` makes a post's HTML for feed readers."""
    return {
        "version": VERSION,
        "title": site.name,
        "home_page_url": f"{base}/",
        "feed_url": f"{base}/feed.json",
        "language": site.language,
        "items": [_item(post, base, content(post)) for post in posts],
    }


def _item(post: PostView, base: str, html: str) -> dict[str, Any]:
    statements = [part for kind, part in post.parts if kind == "statement"]
    quotations = [part for kind, part in post.parts if kind == "quote"]
    item: dict[str, Any] = {
        "id": f"{base}/?post={post.id}",
        "url": base + post.url,
        "title": post.title,
        "summary": post.description,
        "content_html": html,
        "date_published": post.published_at.isoformat() if post.published_at else None,
        "date_modified": post.updated_at.isoformat(),
        "authors": [{"name": post.author[0], "url": base + post.author[1]}],
        "tags": [name for name, _ in post.tags],
        "language": post.lang,
        "external_url": next((part.cite for part in [*statements, *quotations]), ""),
    }
    return {name: value for name, value in item.items() if value not in (None, [], "")}
