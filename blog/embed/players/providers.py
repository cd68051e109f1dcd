"""Which sites have players that posts may hold, and which of their addresses lead to one.

The list beside this file is made of the public one of oembed.com: names, endpoints and URL schemes. What that list
lacks is ours: `frames`, the hosts that a site's player may come from (no other host is ever framed), `start`, the
parameter that lets it play at once, and `anywhere`, the paths of programs that run on any host.
"""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from blog.errors import Invalid

LIST = Path(__file__).with_name("providers.json")
# What posts may hold until the settings say otherwise.
USUAL = ("SoundCloud", "Spotify", "YouTube", "Vimeo", "Bandcamp", "Mastodon", "Bluesky")


@dataclass(frozen=True, slots=True)
class Provider:
    """A site with players, or a program for such sites.

    `schemes` are addresses with `*` (oembed.com §2.1); `endpoint` answers for them, "" where only the page tells.
    `anywhere` are paths with `*` on any host; there the page must name an endpoint of its own host at `endpoint_path`.
    """

    name: str
    endpoint: str = ""
    schemes: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    start: str = ""
    anywhere: tuple[str, ...] = ()
    endpoint_path: str = ""

    def knows(self, url: str) -> bool:
        """Whether one of its players may stand at `url`."""
        return any(_pattern(scheme).fullmatch(_bare(url)) for scheme in self._addresses())

    def may_frame(self, host: str, page_host: str) -> bool:
        """Whether a player for a page of `page_host` may come from `host`."""
        return host in self.frames or bool(self.anywhere and host == page_host)

    def _addresses(self) -> Iterable[str]:
        return (*self.schemes, *(f"https://*{path}" for path in self.anywhere))


@cache
def bundled() -> tuple[Provider, ...]:
    """Every provider that comes with the program."""
    entries: list[dict[str, Any]] = json.loads(LIST.read_text("utf-8"))
    return tuple(map(_read, entries))


def names() -> list[str]:
    """The names of the bundled providers, the usual ones first."""
    return [*USUAL, *(p.name for p in bundled() if p.name not in USUAL)]


def allowed(chosen: Collection[str] | None) -> tuple[Provider, ...]:
    """The providers that a site lets posts hold; `chosen` as in `Site.player_providers`."""
    wanted = USUAL if chosen is None else chosen
    return tuple(provider for provider in bundled() if provider.name in wanted)


def read_choice(chosen: Iterable[str]) -> list[str]:
    """A choice as the settings keep it. Raises `Invalid` for a name that is not in the list."""
    picked = set(chosen)
    if unknown := picked - set(names()):
        raise Invalid(
            f"There is no provider “{min(unknown)}”. Choose among those offered.", field="player_providers"
        )
    return [name for name in names() if name in picked]


def provider_of(url: str, providers: Iterable[Provider]) -> Provider | None:
    """The first of `providers` that has players at `url`: those of a site before programs that run anywhere."""
    return next((p for p in sorted(providers, key=lambda p: bool(p.anywhere)) if p.knows(url)), None)


def _read(entry: dict[str, Any]) -> Provider:
    return Provider(
        name=entry["name"],
        endpoint=entry.get("endpoint", ""),
        schemes=tuple(entry.get("schemes", ())),
        frames=tuple(entry.get("frames", ())),
        start=entry.get("start", ""),
        anywhere=tuple(entry.get("anywhere", ())),
        endpoint_path=entry.get("endpoint_path", ""),
    )


def _bare(url: str) -> str:
    """Host, path and query: which of http and https, with “www.” or without, is no difference between players."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return f"{host}{port}{parts.path}" + (f"?{parts.query}" if parts.query else "")


@cache
def _pattern(scheme: str) -> re.Pattern[str]:
    """A `*` in a host stands for the labels of subdomains, in a path or query for anything."""
    host, _, path = scheme.removeprefix("https://").partition("/")
    if host == "*":
        return re.compile(r"[^/?#]+" + _wild("/" + path, ".*"))
    # “*.site” takes the site itself too, since people leave “www.” out.
    optional, host = (r"(?:[\w.-]+\.)?", host[2:]) if host.startswith("*.") else ("", host)
    host = host.removeprefix("www.").removeprefix("m.")
    return re.compile(optional + _wild(host, r"[\w.-]+") + _wild("/" + path, ".*"))


def _wild(text: str, any: str) -> str:
    return any.join(re.escape(piece) for piece in text.split("*"))
