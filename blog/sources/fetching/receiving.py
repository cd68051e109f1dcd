"""What was fetched, told apart and turned into text, or refused."""

from dataclasses import dataclass

from blog.sources.fetching.charsets import decode
from blog.sources.fetching.client import Fetched
from blog.sources.fetching.kinds import Kind, kind_of
from blog.sources.fetching.statuses import check_status
from blog.sources.fetching.walls import check_is_page


@dataclass(frozen=True, slots=True)
class Received:
    """`text` and `charset` are "" for a PDF; `is_guessed` where the charset was not named, or wrongly."""

    kind: Kind
    text: str
    charset: str
    is_guessed: bool


def read_response(fetched: Fetched) -> Received:
    """The page that came. Raises FetchFailed for an answer without one; a 304 is the caller's to see first."""
    check_status(fetched)
    content_type = fetched.header("Content-Type")
    kind = kind_of(fetched.body, content_type)
    if kind is Kind.PDF:
        return Received(kind, "", "", False)
    decoded = decode(fetched.body, content_type, is_html=kind is Kind.HTML)
    if kind is Kind.HTML:
        check_is_page(decoded.text)
    return Received(kind, decoded.text, decoded.charset, decoded.is_guessed)
