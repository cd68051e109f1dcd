"""Where the links in a document lead, and whose document it is by its address."""

from urllib.parse import urljoin, urlsplit

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
    """The host without what stands before its organisation: "example.co.uk" for "https://press.example.co.uk/".

    A rule of thumb, good enough to propose a publisher; the Public Suffix List is what knows exactly. "" where the
    address has no host that can be read.
    """
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    two_part_suffix = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if two_part_suffix else -2 :])
