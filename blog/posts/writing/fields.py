"""A post's fields as the editor has them: text each, of a stored post or as typed."""

from collections.abc import Mapping

from blog.posts.models import Post, Revision
from blog.posts.writing.slugs import is_made_of_title
from blog.typed import printable

FIELDS = ("title", "slug", "gist", "tags", "body", "policy")


def fields_of(post: Post) -> dict[str, str]:
    """Those of a stored post."""
    return {
        "title": post.title,
        # A draft's slug follows its title until someone chooses another.
        "slug": "" if post.day is None and is_made_of_title(post.slug, post.title) else post.slug,
        "gist": post.gist,
        "tags": ", ".join(tag.name for tag in post.tags),
        "body": post.body,
        "policy": post.policy.value,
    }


def fields_at(revision: Revision, post: Post) -> dict[str, str]:
    """Those of a revision, which has no policy."""
    follows = post.day is None and is_made_of_title(revision.slug, revision.title)
    return {
        "title": revision.title,
        "slug": "" if follows else revision.slug,
        "gist": revision.gist,
        "tags": revision.tags,
        "body": revision.body,
    }


def typed(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that were sent, as they would be stored at best: nothing refused, nothing cut."""
    return {name: printable(_text(fields.get(name, ""))) for name in FIELDS}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The names of the fields that say something else; space around them and between tags aside."""
    return [name for name in FIELDS if _said(name, one) != _said(name, other)]


def _said(name: str, fields: Mapping[str, str]) -> str:
    words = fields.get(name, "").strip()
    if name == "tags":
        return ",".join(sorted(tag.strip() for tag in words.split(",") if tag.strip()))
    return (words or "site") if name == "policy" else words


def _text(words: str) -> str:
    """Lone surrogates, which no database takes, become question marks."""
    return words.encode("utf-8", "replace").decode()
