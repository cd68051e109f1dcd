"""The one thing that is taken out of a provider's HTML: the address of its player.

The HTML itself goes nowhere. Sites that send a quotation and a script, which would put a frame in its place, are read
as that script reads it: Mastodon names the frame's address in an attribute, Bluesky the post's.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from blog.embed.players.providers import Provider
from blog.errors import Invalid
from blog.sources.models import URL_LIMIT
from blog.sources.urls import canonical_url

# A record of the AT protocol: its owner's DID, its collection, its key (atproto.com, “AT URI scheme”).
AT_POST = re.compile(r"at://(did:[a-z]+:[\w.:%-]+/app\.bsky\.feed\.post/[\w.~:-]+)")
BLUESKY_FRAME = "https://embed.bsky.app/embed/"


def frame_in(snippet: str, provider: Provider, page_url: str) -> str:
    """The first player in `snippet` that `provider` may show for the page; "" where there is none."""
    try:
        root = html.fragment_fromstring(snippet, create_parent="div")
    except (etree.LxmlError, ValueError):
        return ""
    return next((url for found in _addresses(root) if (url := usable_frame(found, provider, page_url))), "")


def usable_frame(address: str, provider: Provider, page_url: str) -> str:
    """The address of a player in full where it may be framed: https, the standard port, a host of the provider."""
    try:
        url = urljoin("https://unknown.invalid/", address.strip())
        canonical_url(url)  # refuses user names, backslashes, controls, numbers for hosts
        parts = urlsplit(url)
        is_plain = parts.scheme == "https" and parts.port in (None, 443)
    except (Invalid, ValueError):
        return ""
    is_known = provider.may_frame(parts.hostname or "", urlsplit(page_url).hostname or "")
    return url if is_plain and is_known and url.isascii() and len(url) <= URL_LIMIT else ""


def words_in(snippet: str) -> str:
    """The words of a snippet without those of its scripts, for a post that has no other title."""
    try:
        root = html.fragment_fromstring(snippet, create_parent="div")
    except (etree.LxmlError, ValueError):
        return ""
    paragraphs = root.xpath(".//p")
    return " ".join(" ".join(paragraph.text_content() for paragraph in paragraphs).split())


def _addresses(root: html.HtmlElement) -> Iterator[str]:
    for element in root.iter("iframe", "blockquote"):
        if element.tag == "iframe":
            yield element.get("src") or ""
        elif post := AT_POST.fullmatch(element.get("data-bluesky-uri") or ""):
            yield BLUESKY_FRAME + post[1]
        else:
            yield element.get("data-embed-url") or ""
