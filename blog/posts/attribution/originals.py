"""Links that are called original, and dates that are told, held against what is known of the statements."""

import re
from collections.abc import Iterable, Iterator

from blog.errors import Invalid
from blog.posts.attribution.remarks import Kind, Known, Place, Remark
from blog.posts.attribution.speakers import NOUNS
from blog.sources.dates import find_date
from blog.sources.urls import canonical_url

ORIGINAL = re.compile(
    r"\[(?P<words>[^\]]*\b(?:original|source|full (?:letter|statement|text)|quelle)\b[^\]]*)\]\((?P<link>https?://[^\s)]+)"
    r"|\b(?:original(?: link| letter| statement)?|source|quelle)\s*:\s*<?(?P<bare>https?://[^\s>)]+)",
    re.IGNORECASE,
)
TELLS_OF_IT = re.compile(rf"\b(?:{NOUNS})\b", re.IGNORECASE)


def original_remarks(places: Iterable[Place], known: list[Known]) -> Iterator[Remark]:
    """A remark for each link that is called the original's and leads to none of the statements."""
    urls = {statement.url for statement in known}
    for place in places:
        for match in ORIGINAL.finditer(place.words):
            link = (match["link"] or match["bare"]).rstrip(".,;")
            try:
                is_known = canonical_url(link) in urls
            except Invalid:
                is_known = False
            if known and not is_known:
                kept = " or ".join(sorted(urls))
                message = (
                    f"This link is called the original’s but leads to {link}; the statement is from {kept}."
                )
                yield Remark(Kind.ORIGINAL, message, place.line)


def date_remarks(places: Iterable[Place], known: list[Known]) -> Iterator[Remark]:
    """A remark for a full date, told of a statement, that none of the statements carries."""
    days = {statement.published_on for statement in known if statement.published_on}
    for place in places:
        found = find_date(place.words) if place.is_beside and TELLS_OF_IT.search(place.words) else None
        if found and days and found[0] not in days:
            told = place.words[found[1] : found[2]]
            dated = " or ".join(f"{day.day} {day:%B %Y}" for day in sorted(days))
            yield Remark(Kind.DATE, f"“{told}” is told here; the statement is dated {dated}.", place.line)
