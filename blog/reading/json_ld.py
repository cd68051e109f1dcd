"""What a post's page says to search engines: schema.org in JSON-LD, made of the same records as the page itself."""

import json
from typing import Any

from markupsafe import Markup

from blog.reading.posts import CorrectionView, PostView
from blog.reading.records import Record
from blog.reading.thread import Thread
from blog.site import Site

CONTEXT = "https://schema.org"
# Characters that could end the script element or, in old parsers, a line of JavaScript.
ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def post_data(post: PostView, records: list[Record], thread: Thread, site: Site, base: str) -> dict[str, Any]:
    """A `BlogPosting` with the statements that it is based on, its quotations and the comments shown with it.

    Only words that stand in a statement are quotations of it: nobody is credited with others.
    """
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "BlogPosting",
        "@id": base + post.url,
        "url": base + post.url,
        "mainEntityOfPage": base + post.url,
        "headline": post.title,
        "description": post.description,
        "inLanguage": post.lang,
        "author": {"@type": "Person", "name": post.author[0], "url": base + post.author[1]},
        "publisher": {"@type": "Organization", "name": site.name, "url": base + "/"},
        "datePublished": post.published_at.isoformat() if post.published_at else None,
        "dateModified": post.updated_at.isoformat(),
        "image": _picture(post, base),
        "keywords": [name for name, _ in post.tags],
        "commentCount": post.comment_count,
        "isBasedOn": [_statement(part, base) for kind, part in post.parts if kind == "statement"],
        "hasPart": [_quotation(record) for record in records if record.stands],
        "correction": [_correction(correction) for correction in post.corrections],
        "comment": [_comment(item, base) for item in thread.items if not (item.is_gap or item.waiting)],
    }
    return {name: value for name, value in data.items() if value not in (None, [], "")}


def as_script(data: dict[str, Any]) -> Markup:
    """The data as the content of a script element."""
    return Markup(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def _picture(post: PostView, base: str) -> dict[str, Any] | None:
    if post.picture is None:
        return None
    picture = post.picture
    return {
        "@type": "ImageObject",
        "url": base + picture.url,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.alt,
    }


def _statement(statement: Any, base: str) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "name": statement.headline,
        "url": statement.cite,
        "inLanguage": statement.lang,
        "publisher": {"@type": "Organization", "name": statement.publisher},
        "archivedAt": base + statement.kept_url,
    }


def _quotation(record: Record) -> dict[str, Any]:
    work = {
        "@type": "CreativeWork",
        "name": record.source_title,
        "url": record.source_url,
        "archivedAt": record.version_url,
    }
    return {
        "@type": "Quotation",
        "@id": record.url,
        "text": record.words,
        "inLanguage": record.language,
        "url": record.passage_url,
        "spokenByCharacter": {"@type": "Thing", "name": record.speaker},
        "creator": {"@type": "Organization", "name": record.publisher},
        "isPartOf": work,
    }


def _correction(correction: CorrectionView) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": correction.words,
        "datePublished": correction.at.isoformat(),
    }


def _comment(item: Any, base: str) -> dict[str, Any]:
    return {
        "@type": "Comment",
        "url": base + item.url,
        "dateCreated": item.at.isoformat(),
        "author": {"@type": "Person", "name": item.author_name},
        "text": item.html.striptags(),
    }
