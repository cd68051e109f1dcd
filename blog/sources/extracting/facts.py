"""The facts of a source: what a document says of itself, kept beside its text and never part of it."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from blog.sources.blocks import Block, MarkKind
from blog.sources.dates import find_date
from blog.sources.extracting.head import Head
from blog.sources.extracting.json_ld import Described, described
from blog.typed import printable

Headers = Iterable[tuple[str, str]]

# Longer than any title, byline or address that is one.
_LONGEST = 2000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
# Archives are told not to keep (noarchive), and nobody to keep anything (none: noindex and nofollow alone are not).
_NO_ARCHIVE = re.compile(r"\bnoarchive\b|\bnocache\b", re.IGNORECASE)
_FORCE_LOAD_AT_TOP = re.compile(r"(?:^|,)\s*force-load-at-top\s*(?:=\s*\?1\s*)?(?:$|[,;])", re.IGNORECASE)
# How sites say that a discussion is over, in a line of its own.
_CLOSED = re.compile(
    r"\bcomment(?:s|ing)(?: section)?\b.{0,40}?\b(?:are|is|have been|has been|was|were)\s+(?:now\s+)?"
    r"(?:closed|disabled|turned off|switched off|locked|unavailable)\b"
    r"|\bkommentar(?:e|funktion|bereich)\b.{0,40}?\b(?:geschlossen|deaktiviert|gesperrt)\b"
    r"|\bcommentaires\b.{0,30}?\b(?:fermés|désactivés|clos)\b"
    r"|\bcomentarios\b.{0,30}?\b(?:cerrados|desactivados)\b",
    re.IGNORECASE,
)
# Within the statement a longer line speaks of comments elsewhere.
_NOTICE, _SHORT_NOTICE = 200, 60
_LICENCE = re.compile(r"https?://creativecommons\.org/(?:licenses|publicdomain)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """ "" or False for what a document does not say.

    `published` and `modified` are ISO 8601 days; `language` a BCP 47 tag; `canonical` and `licence` as written, the
    latter an address or a name. `noarchive`: asks archives to keep nothing. `comments_closed`: takes no comments any
    more. `paywall`: says that it is not free to read. `force_load_at_top`: browsers are told not to scroll to a text
    fragment (Document-Policy).
    """

    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    canonical: str = ""
    licence: str = ""
    noarchive: bool = False
    comments_closed: bool = False
    paywall: bool = False
    force_load_at_top: bool = False

    def to_json(self) -> dict[str, Any]:
        """A dict that leaves out what is not said."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The facts that `to_json` wrote; what later versions added is left out."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in names})


def facts_of(head: Head, headers: Headers = ()) -> Facts:
    """What the head, its JSON-LD and the answer's headers say. Articles' own data is believed before the rest."""
    said = described(head.json_ld)
    robots = [head.meta("robots"), head.meta("googlebot"), head.meta("archive")]
    policies = [value for name, value in headers if name.lower() == "document-policy"]
    robots += [value for name, value in headers if name.lower() == "x-robots-tag"]
    return Facts(
        title=_line(head.meta("og:title") or said.headline or head.title),
        byline=_line(_byline(head, said)),
        publisher=_line(head.meta("og:site_name") or said.publisher or head.meta("application-name")),
        published=_day(said.published, head.meta(*_PUBLISHED)),
        modified=_day(said.modified, head.meta("article:modified_time", "og:updated_time", "last-modified")),
        language=_language(head, said),
        canonical=_line(head.meta("og:url") if not head.links.get("canonical") else head.links["canonical"]),
        licence=_line(head.links.get("license") or said.licence or head.meta("dc.rights", "dcterms.license")),
        noarchive=any(_NO_ARCHIVE.search(rule) for rule in robots),
        paywall=said.is_paid or head.meta("article:content_tier").lower() in ("locked", "metered"),
        force_load_at_top=any(_FORCE_LOAD_AT_TOP.search(policy) for policy in policies),
    )


_PUBLISHED = (
    "article:published_time", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "pubdate",
    "publishdate", "datepublished", "parsely-pub-date", "sailthru.date", "og:published_time",
)  # fmt: skip


def with_page_facts(facts: Facts, blocks: Iterable[Block]) -> Facts:
    """The facts with what the page's own words and links add: that comments are closed, and a licence linked to."""
    closed, licence = facts.comments_closed, facts.licence
    for block in blocks:
        if len(block.text) <= _NOTICE and _CLOSED.search(block.text):
            closed = closed or block.outside or len(block.text) <= _SHORT_NOTICE
        if not licence:
            links = (mark.href for mark in block.marks if mark.kind is MarkKind.LINK)
            licence = next((href for href in links if _LICENCE.match(href)), "")
    return replace(facts, comments_closed=closed, licence=licence)


def _line(words: str) -> str:
    line = " ".join(printable(words).split())
    return line if len(line) <= _LONGEST else ""


def _byline(head: Head, said: Described) -> str:
    """Social networks' `article:author` is often an address, which is no name."""
    named = (head.meta("author"), said.author, head.meta("article:author", "dc.creator", "parsely-author"))
    return next((who for who in named if who and "://" not in who), "")


def _day(*written: str) -> str:
    """The first day that is a day, as YYYY-MM-DD; times and zones are left out."""
    for words in written:
        found = find_date(words.strip()[:10]) or find_date(words.strip()[:40])
        if found:
            return found[0].isoformat()
    return ""


def _language(head: Head, said: Described) -> str:
    named = (head.language, head.meta("content-language"), said.language, head.meta("og:locale"))
    tags = (_LANGUAGE.fullmatch(name.strip()) for name in named)
    return next((tag[0].replace("_", "-") for tag in tags if tag), "")
