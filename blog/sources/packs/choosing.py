"""Which document of a WARC file is meant: the one at an address, or the first page."""

from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

from blog.errors import Invalid
from blog.sources.packs.reading_warc import HTML, REDIRECTS, WarcCapture
from blog.sources.packs.warc_refusals import refused
from blog.sources.urls import canonical_url

MOST_HOPS = 10
# Addresses that a refusal names.
SHOWN, SHOWN_LENGTH = 3, 200


def choose(captures: Sequence[WarcCapture], url: str = "") -> WarcCapture:
    """The capture of `url`, redirects followed, or the first page where no address is given.

    Its `url` is where the redirects ended. Raises `Invalid` beside file where there is none.
    """
    found = _of_url(captures, url) if url else _first_page(captures)
    if found is None:
        raise refused(_nothing_for(captures, url))
    if found.is_partial:
        raise refused("Whoever recorded this WARC file did not get the whole page, so nothing was kept.")
    return found


def _of_url(captures: Sequence[WarcCapture], url: str) -> WarcCapture | None:
    """The last document at `url`, redirects followed as a browser would."""
    by_url = {_key(c.url): c for c in captures if c.status in REDIRECTS or _is_found(c)}
    for _ in range(MOST_HOPS):
        found = by_url.get(_key(url))
        if found is None or found.status not in REDIRECTS:
            return found
        with suppress(ValueError):  # a Location that cannot be read leads nowhere
            url = urljoin(found.url, found.header("Location"))
    return None


def _first_page(captures: Sequence[WarcCapture]) -> WarcCapture | None:
    """The first page that was found where it was asked for; where there is none, the first other document."""
    documents = [capture for capture in captures if _is_found(capture)]
    pages = [capture for capture in documents if capture.media_type in HTML]
    return next(iter(pages or documents), None)


def _is_found(capture: WarcCapture) -> bool:
    """Whether it is a document, and not a server's page on why there is none."""
    return capture.status in (HTTPStatus.OK, None)


def _key(url: str) -> str:
    """One spelling of an address; one that no source could have stands for itself."""
    try:
        return canonical_url(url)
    except Invalid:
        return urldefrag(url).url


def _nothing_for(captures: Sequence[WarcCapture], url: str) -> str:
    pages = list(dict.fromkeys(c.url for c in captures if _is_found(c)))
    if not pages:
        return "This WARC file has no page, PDF or text that was found where it was asked for, so nothing was kept."
    more = f" and {len(pages) - SHOWN:,} others" if len(pages) > SHOWN else ""
    held = ", ".join(page[:SHOWN_LENGTH] for page in pages[:SHOWN])
    return f"This WARC file does not have {url[:SHOWN_LENGTH]}, so nothing was kept. It has {held}{more}."
