"""An oEmbed answer (oembed.com, 1.0, §2.3), read and checked; only the fields that are used here are kept.

Real answers bend the specification where no one is harmed, and so does this reading: SoundCloud's version is a number
and its width “100%”, Bluesky's height is null.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from blog import typed
from blog.errors import Invalid
from blog.sources.urls import canonical_url
from blog.typed import SURROGATES

KINDS = ("photo", "video", "link", "rich")
# What an answer of a type cannot do without.
REQUIRED = {"photo": ("url",), "video": ("html",), "link": (), "rich": ("html",)}
TITLE_LIMIT, AUTHOR_LIMIT = 500, 300
# No screen is larger; a number above it is a mistake or an attack on the layout.
MOST_PIXELS = 8_000


class Unusable(Exception):
    """An answer that is none; says why, for the author."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says of an address. `html` is as sent: nothing but the address of a frame is taken from it."""

    kind: str
    title: str = ""
    author: str = ""
    author_url: str = ""
    thumbnail_url: str = ""
    url: str = ""
    html: str = ""
    width: int | None = None
    height: int | None = None
    cache_age: int | None = None


def read_json(body: bytes) -> Answer:
    """The answer in JSON. Raises `Unusable`."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise Unusable("its answer is not JSON") from None
    if not isinstance(fields, dict):
        raise Unusable("its answer is not a JSON object")
    return _checked(fields)


def read_xml(body: bytes) -> Answer:
    """The answer in XML. Raises `Unusable`, also for a document type, since that is where entities are made."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if b"<!DOCTYPE" in body:
        raise Unusable("its answer declares a document type, which this site does not read")
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unusable("its answer is not XML") from None
    if root.getroottree().docinfo.doctype:  # in an encoding that hid it above
        raise Unusable("its answer declares a document type, which this site does not read")
    if root.tag != "oembed":
        raise Unusable("its answer is not an oEmbed document")
    return _checked({str(child.tag): child.text or "" for child in root if isinstance(child.tag, str)})


def one_line(value: object, limit: int) -> str:
    """A field as one line that can be stored and shown; "" for what is no text."""
    text = value if isinstance(value, str) else ""
    return typed.one_line(SURROGATES.sub("\ufffd", text[: limit * 4]))[:limit]


def web_address(value: object) -> str:
    """A field that is an address on the web, as it was sent; "" for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        canonical_url(text)
    except (Invalid, ValueError):
        return ""
    return text


def _checked(fields: Mapping[str, Any]) -> Answer:
    if not str(fields.get("version", "")).startswith("1"):
        raise Unusable("its answer is not of oEmbed 1.0")
    kind = fields.get("type")
    if kind not in KINDS:
        raise Unusable("its answer is of no type that oEmbed has")
    missing = [name for name in REQUIRED[kind] if not isinstance(fields.get(name), str) or not fields[name]]
    if missing:
        raise Unusable(f"its answer lacks “{missing[0]}”, which a {kind} needs")
    return Answer(
        kind=kind,
        title=one_line(fields.get("title"), TITLE_LIMIT),
        author=one_line(fields.get("author_name"), AUTHOR_LIMIT),
        author_url=web_address(fields.get("author_url")),
        thumbnail_url=web_address(fields.get("thumbnail_url")),
        url=web_address(fields.get("url")),
        html=fields["html"] if isinstance(fields.get("html"), str) else "",
        width=pixels(fields.get("width")),
        height=pixels(fields.get("height")),
        cache_age=_seconds(fields.get("cache_age")),
    )


def pixels(value: object) -> int | None:
    """A length in pixels that a player may have; None for anything else, such as “100%”."""
    number = _seconds(value)
    return number if number and number <= MOST_PIXELS else None


def _seconds(value: object) -> int | None:
    """A whole number from 0, also one written as text; None for anything else (true is not 1)."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**11 else None
