"""Where the links in a document lead, and whose document it is by its address."""

from functools import cache
from urllib.parse import urljoin, urlsplit

from publicsuffixlist import PublicSuffixList

from blog.sources.urls import MAX_LENGTH, UNPRINTABLE

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
IMAGE_SCHEMES = frozenset({"http", "https"})


def absolute(href: str, base: str, schemes: frozenset[str] = LINK_SCHEMES) -> str:
    """Where `href` leads from a document at `base` ("" where unknown); "" where we may not link to that."""
    href = UNPRINTABLE.sub(lambda found: "%20" if found[0] == " " else "", href.strip())
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
    except ValueError:
        return ""
    leads = parts.path if parts.scheme == "mailto" else parts.netloc
    return url if parts.scheme in schemes and leads and len(url) <= MAX_LENGTH else ""


def registrable(url: str) -> str:
    """The registered domain of the address's host; the host itself where it has none ("localhost", "127.0.0.1").

    "" where the address has no host that can be read.
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return registered_domain(host) or host


def registered_domain(host: str) -> str:
    """What somebody registered of a host name: "example.co.uk" for "press.example.co.uk"; "" where nobody did.

    By the Public Suffix List (https://publicsuffix.org), its private section included, as of the library's release.
    """
    is_number = host.replace(".", "").isdecimal() or ":" in host
    return "" if is_number else _suffixes().privatesuffix(host.rstrip(".").lower()) or ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
