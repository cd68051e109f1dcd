"""The article that trafilatura finds on a page: its text, for proposing a region, and what it says of itself.

It omits about 3% of news and far more of legal pages, so its text is never kept (docs/decisions/extraction.md).
"""

import logging
from dataclasses import dataclass

from trafilatura import bare_extraction
from trafilatura.settings import Document

# Beyond this the proposal would take longer than the fetch; an article is a small part of such a page anyway.
MAX_LENGTH = 2_000_000
# Dates are looked for in markup and words, not guessed from the address; any year, so that the same page gives
# the same date whenever it is read.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2999-12-31"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Article:
    """ "" for what was not found; `published` is YYYY-MM-DD."""

    text: str = ""
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    licence: str = ""


def find_article(html: str) -> Article:
    """The page's article; an empty one where there is none, or where the page is too long to look."""
    if len(html) > MAX_LENGTH:
        return Article()
    try:
        found = bare_extraction(
            html, fast=True, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
        )
    except Exception:  # a proposal that fails must not cost the copy, whatever a page does to it
        _log.exception("trafilatura failed on a page of %s characters", len(html))
        return Article()
    if not isinstance(found, Document):
        return Article()
    return Article(
        text=found.text or "",
        title=found.title or "",
        byline=(found.author or "").replace("; ", ", "),
        publisher=found.sitename or "",
        published=found.date or "",
        language=found.language or "",
        licence=found.license or "",
    )
