"""An address taken apart for one request, and what it leads on to."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from blog.errors import Invalid
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.links import absolute
from blog.sources.urls import DEFAULT_PORTS, canonical_url

# What a request line may hold as it is (RFC 3986 §3.3 and 3.4). An escape stays as it was written: some servers
# send everyone to their own spelling, and would send us there for ever.
_KEPT = "!$&'()*+,;=:@/%~?[]|"


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes. `host` is ASCII, without brackets; `path` begins with / and has the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the Host header says: no port where it is the scheme's own (RFC 9110 §7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(url: str) -> Target:
    """The target that `url` names, its fragment left out.

    The rule of what is an address is `canonical_url`'s (no user-info, backslash or number for a host; http or
    https), but every parameter is kept. Raises FetchFailed(BAD_ADDRESS).
    """
    try:
        known_as = urlsplit(canonical_url(url))
    except Invalid as refused:
        raise FetchFailed(Cause.BAD_ADDRESS, refused.message) from None
    written = urlsplit(url.strip())
    path = quote(written.path, safe=_KEPT) or "/"
    if written.query:
        path += "?" + quote(written.query, safe=_KEPT)
    port = known_as.port or DEFAULT_PORTS[known_as.scheme]
    return Target(known_as.scheme, known_as.hostname or "", port, path)


def redirected(target: Target, location: str) -> Target:
    """Where an answer's Location sends its reader. Raises FetchFailed(NOT_ALLOWED) for what is no web address."""
    try:
        return target_of(absolute(_as_sent(location), target.url, frozenset(DEFAULT_PORTS)))
    except FetchFailed:
        raise FetchFailed(
            Cause.NOT_ALLOWED,
            "This address redirects to something that is no web address, so nothing was kept. Open the page "
            "yourself and give the address that it ends at, or use the bookmarklet.",
        ) from None


def _as_sent(location: str) -> str:
    """Headers are read as Latin-1, which keeps their bytes; an address beyond ASCII is UTF-8 in practice."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
