"""Asking for what stands at an address: its provider's oEmbed endpoint, else the one its page names, else the page.

Only addresses of allowed providers are asked for a player. Any other address still gets a card, made of its page.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from blog.embed.players.answers import TITLE_LIMIT, Answer, Unusable, read_json, read_xml
from blog.embed.players.frames import frame_in, usable_frame, words_in
from blog.embed.players.heads import Head, read_head
from blog.embed.players.providers import Provider, provider_of
from blog.sources.fetching.client import Fetched
from blog.sources.fetching.limits import Limits
from blog.sources.models import URL_LIMIT

# (address, limits) → what came; raises FetchFailed. The one guarded client, or a test's.
Get = Callable[[str, Limits], Fetched]

# An answer is a few KB; a page's head may stand before megabytes of script.
ANSWER_LIMITS = Limits(seconds=15, received=500_000, decoded=1_000_000, redirects=4)
PAGE_LIMITS = Limits(seconds=20, received=5_000_000, decoded=10_000_000, redirects=6)
# The width of a post's column in CSS pixels, and a height that leaves the words around it on the screen.
WIDTH, HEIGHT = 640, 480
# By oEmbed §2.3.4 and by HTTP: there is nothing to show to the public at this address (any more).
GONE = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class OriginalGone(Exception):
    """There is nothing at the address, or nothing for the public."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an address came to. `provider` is "" where no player may be shown; `frame_url` "" where there is none."""

    provider: str = ""
    kind: str = "link"
    title: str = ""
    author: str = ""
    author_url: str = ""
    thumbnail_url: str = ""
    width: int | None = None
    height: int | None = None
    frame_url: str = ""
    cache_age: int | None = None

    @property
    def frame_host(self) -> str:
        """The host that the page must let be framed."""
        return urlsplit(self.frame_url).hostname or ""


def look_up(url: str, *, providers: Collection[Provider], get: Get, was_player: bool = False) -> Found:
    """What stands at `url`. Raises `OriginalGone`, `Unusable` or `FetchFailed`.

    Where there `was_player` before, a provider that no longer knows the address is believed: the page of a deleted
    recording often answers as if nothing had happened.
    """
    provider = provider_of(url, providers)
    if provider and provider.endpoint:
        try:
            return _found(url, provider, _ask(provider.endpoint, url, get), Head())
        except (OriginalGone, Unusable):
            if was_player:
                raise
    page = get(url, PAGE_LIMITS)
    _require_answer(page)
    head = read_head(page.body, content_type=page.header("Content-Type"), url=page.final_url)
    # An address that leads elsewhere is only the provider's if the place it leads to is.
    if provider and _host(page.final_url) == _host(url):
        return _discovered(url, provider, head, get, was_player)
    return _of_page(head)


def _discovered(url: str, provider: Provider, head: Head, get: Get, was_player: bool) -> Found:
    """By the endpoint that the page names, if it is one of its own host; else by the page."""
    parts = urlsplit(head.endpoint)
    if head.endpoint and parts.hostname == _host(url) and parts.path.startswith(provider.endpoint_path):
        try:
            return _found(url, provider, _ask(head.endpoint, url, get, is_xml=head.is_xml), head)
        except (OriginalGone, Unusable):
            if was_player:
                raise
    frame = usable_frame(head.frame, provider, url) if head.frame else ""
    return _of_page(head, provider=provider.name, frame_url=frame)


def _found(url: str, provider: Provider, answer: Answer, head: Head) -> Found:
    # A short post has no title: its words are what it is called by, and what stays when it goes.
    words = head.description if answer.kind == "rich" else ""
    return Found(
        provider=provider.name,
        kind=answer.kind,
        title=words or answer.title or words_in(answer.html)[:TITLE_LIMIT] or head.title,
        author=answer.author,
        author_url=_short(answer.author_url),
        thumbnail_url=(answer.kind == "photo" and answer.url) or answer.thumbnail_url or head.image,
        width=answer.width,
        height=answer.height,
        frame_url=frame_in(answer.html, provider, url) if answer.html else "",
        cache_age=answer.cache_age,
    )


def _of_page(head: Head, *, provider: str = "", frame_url: str = "") -> Found:
    """A card of what the page says of itself."""
    if not head.title:
        raise Unusable("its page says nothing of itself that a card could be made of")
    return Found(
        provider=provider,
        kind="rich" if frame_url else "link",
        title=head.title,
        author=head.author,
        thumbnail_url=head.image,
        height=head.frame_height if frame_url else None,
        frame_url=frame_url,
    )


def _ask(endpoint: str, url: str, get: Get, *, is_xml: bool = False) -> Answer:
    """The endpoint's answer, in JSON unless it has only XML (501)."""
    fetched = get(request_address(endpoint, url, "xml" if is_xml else "json"), ANSWER_LIMITS)
    if fetched.status == HTTPStatus.NOT_IMPLEMENTED and not is_xml:
        return _ask(endpoint, url, get, is_xml=True)
    _require_answer(fetched)
    return (read_xml if is_xml else read_json)(fetched.body)


def request_address(endpoint: str, url: str, format: str) -> str:
    """Where to ask (oembed.com §2.2); what a discovered endpoint already says of the address stays."""
    parts = urlsplit(endpoint.replace("{format}", format).replace("%7Bformat%7D", format))
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    asked = {"url": url, **said, "format": format, "maxwidth": WIDTH, "maxheight": HEIGHT, "dnt": 1}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(asked), ""))


def _require_answer(fetched: Fetched) -> None:
    if fetched.status in GONE:
        raise OriginalGone
    if fetched.status != HTTPStatus.OK:
        raise Unusable(f"it answered with the status {fetched.status}")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _short(address: str) -> str:
    return address if len(address) <= URL_LIMIT else ""
