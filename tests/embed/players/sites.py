"""A site with recordings, on real sockets, and the way to it that jobs go too."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from blog.embed.players.looking_up import Get
from blog.embed.players.providers import Provider
from blog.sources.fetching.client import Fetched, fetch
from blog.sources.fetching.limits import Limits
from tests.sources.fetching.site import PUBLIC, Site, answer, one_site

HOST = "tapes.example"
URL = f"http://{HOST}/harbourline/foghorn"
FRAME = f"https://play.{HOST}/frame?id=7"
TAPES = Provider(
    "Tapes", endpoint=f"http://{HOST}/oembed", schemes=(f"https://{HOST}/*/*",), frames=(f"play.{HOST}",), start="go=1"
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JSON_TYPE = "application/json"

Pages = Mapping[str, bytes]


def said(**changes: Any) -> dict[str, Any]:
    """What the site's oEmbed endpoint says of `URL`; None takes a field out."""
    fields = {
        "version": "1.0", "type": "video", "title": "The foghorn at dusk", "author_name": "Harbourline",
        "author_url": f"http://{HOST}/harbourline", "thumbnail_url": f"http://{HOST}/still.png", "cache_age": 7200,
        "html": f'<iframe src="{FRAME}" width="640" height="360"></iframe>', "width": 640, "height": 360,
    }  # fmt: skip
    return {name: value for name, value in (fields | changes).items() if value is not None}


def oembed(**changes: Any) -> bytes:
    return answer(json.dumps(said(**changes)).encode(), JSON_TYPE)


@contextmanager
def internet(pages: Pages) -> Iterator[tuple[Get, Site]]:
    """All of it: every name leads to these pages, by path; anything else there is 404. Redirects may leave it."""

    def find(path: str) -> bytes:
        return pages.get(urlsplit(path).path, answer(b"Nothing here", status="404 Not Found"))

    with one_site(find) as (site, reach, _):

        def get(url: str, limits: Limits) -> Fetched:
            return fetch(url, agent="A test", limits=limits, resolve=_addresses, dial=reach)

        yield get, site


def _addresses(host: str) -> list[str]:
    """A name is public; a number is itself."""
    return [PUBLIC] if host.endswith(".example") else [host]


def asked(site: Site) -> list[tuple[str, dict[str, list[str]]]]:
    """The path and parameters of each request."""
    lines = [urlsplit(request.split(b" ")[1].decode()) for request in site.requests]
    return [(line.path, parse_qs(line.query)) for line in lines]
