"""What an answer's status says to the person who wants to keep the page."""

from blog.sources.fetching.client import Fetched
from blog.sources.fetching.failures import OTHER_WAYS, OWN_BROWSER, Cause, FetchFailed

_SENTENCES = {
    401: "wants a login. " + OWN_BROWSER,
    403: "does not let this site in. " + OWN_BROWSER,
    404: "has no page at this address. Check the address; if you have the page, paste or upload it.",
    410: "has taken this page away for good. If you have a copy, paste or upload it, or give the address of one in a "
    "web archive.",
    429: "asks this site to wait. Try again later. " + OTHER_WAYS,
    451: "keeps the page back for legal reasons. If you have a copy, paste or upload it.",
}
_SERVER_FAILED = 500


def check_status(fetched: Fetched) -> None:
    """Raise FetchFailed(STATUS) unless this is an answer with a page in it (2xx)."""
    if 200 <= fetched.status < 300:
        return
    if fetched.status >= _SERVER_FAILED:
        told = "could not show the page just now. Try again later. " + OTHER_WAYS
    else:
        told = _SENTENCES.get(fetched.status, "did not show the page. " + OTHER_WAYS)
    phrase = f"{fetched.status} {fetched.reason}"[:60].strip()
    raise FetchFailed(Cause.STATUS, f"The server answered {phrase}, so nothing was kept: it {told}")
