"""What a site asks of robots: robots.txt (RFC 9309).

A person who keeps one page that they read is no crawler; whoever comes again and again is.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego

from blog.sources.fetching.client import Fetch
from blog.sources.fetching.failures import FetchFailed

AGENT = "Rejoinder"
# RFC 9309 §2.5: at least 500 KiB must be read. Longer ones exist and say nothing new.
_MAX_BYTES = 500 * 1024
_SERVER_FAILED = 500


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's rules for us. `trouble` says why they are not known, "" where they are.

    A site that could not be asked is to be left alone a while (RFC 9309 §2.3.1.4).
    """

    rules: Protego
    trouble: str = ""

    @property
    def is_known(self) -> bool:
        return not self.trouble

    def may_fetch(self, url: str) -> bool:
        """Whether the site lets robots of our name read this address; nothing is forbidden where it does not say."""
        return self.is_known and self.rules.can_fetch(url, AGENT)

    @property
    def delay(self) -> float:
        """Seconds to leave between two visits, as Crawl-delay asks; 0 where it does not."""
        return max(self.rules.crawl_delay(AGENT) or 0, 0)


def read_robots(url: str, *, fetch: Fetch) -> Robots:
    """The rules of the site that `url` is on (RFC 9309 §2.3.1): none where it has none, unknown where it fails."""
    try:
        fetched = fetch(urljoin(url, "/robots.txt"))
    except FetchFailed as failed:
        return Robots(Protego.parse(""), failed.cause.replace("-", " "))
    if fetched.status >= _SERVER_FAILED:
        return Robots(Protego.parse(""), f"{fetched.status} {fetched.reason}".strip())
    text = fetched.body[:_MAX_BYTES].decode("utf-8", "replace") if fetched.status < 300 else ""
    return Robots(Protego.parse(text.removeprefix("\ufeff")))
