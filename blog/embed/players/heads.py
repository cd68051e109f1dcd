"""What a page's head says of it to other sites: its oEmbed endpoint, and Open Graph for where it has none."""

import codecs
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree, html

from blog.embed.players.answers import AUTHOR_LIMIT, TITLE_LIMIT, one_line, pixels, web_address

# WordPress reads as much, and the heads of real pages end before; what stands further down is not looked at.
HEAD_BYTES = 150_000
JSON_TYPES = ("application/json+oembed",)
XML_TYPES = ("text/xml+oembed", "application/xml+oembed")


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says, addresses in full, "" where absent.

    `endpoint` is oEmbed's; `frame` is a player that og:video names, `frame_height` its height in pixels.
    """

    title: str = ""
    description: str = ""
    author: str = ""
    image: str = ""
    frame: str = ""
    frame_height: int | None = None
    endpoint: str = ""
    is_xml: bool = False


def read_head(body: bytes, *, content_type: str, url: str) -> Head:
    """The head of an HTML page that came from `url`; an empty one where there is nothing to read."""
    try:
        parser = html.HTMLParser(encoding=_charset(content_type))
        root = html.document_fromstring(body[:HEAD_BYTES], parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return Head()
    meta = _Meta(root)
    endpoint, is_xml = _endpoint(root)
    return Head(
        title=one_line(meta.first("og:title", "twitter:title") or root.findtext(".//title"), TITLE_LIMIT),
        description=one_line(meta.first("og:description", "description"), TITLE_LIMIT),
        author=one_line(meta.first("author", "article:author"), AUTHOR_LIMIT),
        image=_whole(meta.first("og:image:secure_url", "og:image", "twitter:image"), url),
        # Other types of og:video are files and Flash; this one is a page to be framed.
        frame=_whole(meta.first("og:video:secure_url", "og:video"), url)
        if meta.first("og:video:type") == "text/html"
        else "",
        frame_height=pixels(meta.first("og:video:height")),
        endpoint=_whole(endpoint, url),
        is_xml=is_xml,
    )


class _Meta:
    """The page's meta elements by property or name, the first of each."""

    def __init__(self, root: html.HtmlElement) -> None:
        self._values: dict[str, str] = {}
        for element in root.iter("meta"):
            name = (element.get("property") or element.get("name") or "").strip().lower()
            self._values.setdefault(name, (element.get("content") or "").strip())

    def first(self, *names: str) -> str:
        return next((value for name in names if (value := self._values.get(name, ""))), "")


def _endpoint(root: html.HtmlElement) -> tuple[str, bool]:
    """The oEmbed link in the head, JSON before XML. What stands in the body may be anybody's."""
    links = [
        ((link.get("type") or "").strip().lower(), link.get("href") or "")
        for link in root.xpath("/html/head/link")
        if "alternate" in (link.get("rel") or "").lower().split()
    ]
    for types, is_xml in ((JSON_TYPES, False), (XML_TYPES, True)):
        for kind, address in links:
            if kind in types and address:
                return address, is_xml
    return "", False


def _whole(address: str, base: str) -> str:
    try:
        return web_address(urljoin(base, address)) if address else ""
    except ValueError:
        return ""


def _charset(content_type: str) -> str | None:
    """What the header names, where it can be decoded; None leaves it to the page."""
    name = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None
