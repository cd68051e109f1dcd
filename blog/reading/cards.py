"""What other sites may show of this one: a post, a statement or one quotation, as a card of plain HTML.

Whole addresses throughout, since a card stands on pages elsewhere.
"""

import math
from dataclasses import dataclass
from urllib.parse import urljoin

from blog.markup import excerpt
from blog.reading.posts import PostView
from blog.reading.quotations import QuotationView
from blog.reading.sources import SourcePage
from blog.reading.statements import StatementView
from blog.site import Site
from blog.sources.urls import host_of

# As many words of a statement as say what it is about.
OPENING_WORDS = 40
# A card's shape in CSS pixels, for hosts that reserve room: 16 px type on 24 px lines, about 8 px a character.
USUAL_WIDTH, LEAST_WIDTH = 600, 220
LINE, CHARACTER, FRAME = 24, 8, 110


@dataclass(slots=True)
class Card:
    """What templates/public/embed_card.html takes. `kind`: post, statement or quotation.

    `words` are the statement's, or the post's gist or beginning; `is_quoted` tells which, `verdict` what checking
    found, and `outside` what stands just outside the quoted words and changes their sense. `original_url` leads to the
    words in the original, `url` to them here, `post_url` to the post they stand in.
    """

    kind: str
    url: str
    title: str
    words: str
    is_quoted: bool
    verdict: str
    outside: list[str]
    author: str
    author_url: str
    publisher: str
    original_url: str
    original_title: str
    date_words: str
    kept_words: str
    post_title: str
    post_url: str
    lang: str
    site_name: str

    @property
    def original_host(self) -> str:
        return host_of(self.original_url)


def cards_of_post(post: PostView, site: Site, base: str) -> list[Card]:
    """A post's card, then those of its quotations in order. `base` is the site's address without a slash at its end."""
    quotations = [part for kind, part in post.parts if kind == "quote"]
    return [_post_card(post, site, base), *(_quotation_card(q, post, site, base) for q in quotations)]


def card_of(post: PostView, fragment: str, site: Site, base: str) -> Card | None:
    """The card of the quotation that `fragment` is the id of, None if there is none; else that of the post."""
    cards = cards_of_post(post, site, base)
    if not (fragment.startswith("q") and fragment[1:].isdecimal()):
        return cards[0]
    return next((card for card in cards[1:] if card.url.endswith(f"#{fragment}")), None)


def statement_card(source: SourcePage, url: str, site: Site, base: str) -> Card:
    """A statement's card; `url` is the path of the page it stands on here."""
    statement = source.statement
    words = " ".join(str(row.html) for row in statement.rows if row.number and row.kind != "heading")
    return Card(
        kind="statement",
        url=base + url,
        title=statement.headline,
        words=excerpt(words, OPENING_WORDS),
        is_quoted=True,
        verdict="",
        outside=[],
        author=source.publisher,
        author_url=source.original,
        publisher=source.publisher,
        original_url=statement.original_url,
        original_title=source.title,
        date_words="",
        kept_words=statement.kept_words,
        post_title="",
        post_url="",
        lang=statement.lang,
        site_name=site.name,
    )


def shape(card: Card, max_width: int | None, max_height: int | None) -> tuple[int, int]:
    """The width and height that a card takes, about: it is plain text and flows. Never more than is asked for."""
    width = min(USUAL_WIDTH, max(max_width or USUAL_WIDTH, 1))
    a_line = max(width, LEAST_WIDTH) / CHARACTER
    lines = math.ceil(len(card.words) / a_line) + math.ceil(len(card.title) / a_line)
    return width, min(FRAME + LINE * lines, max_height or 10**6)


def _post_card(post: PostView, site: Site, base: str) -> Card:
    gist, statement = post.gist, _first_statement(post)
    quotation = gist.quotation if gist else None
    return Card(
        kind="post",
        url=base + post.url,
        title=post.title,
        words=gist.words if gist else post.description,
        is_quoted=quotation is not None,
        verdict=quotation.badge if quotation else "",
        outside=quotation.outside if quotation else [],
        author=post.author[0],
        author_url=base + post.author[1],
        publisher=statement.publisher if statement else "",
        original_url=_gist_url(quotation, base) or (statement.original_url if statement else ""),
        original_title=statement.headline if statement else "",
        date_words=post.date_words,
        kept_words="",
        post_title=post.title,
        post_url=base + post.url,
        lang=post.lang,
        site_name=site.name,
    )


def _quotation_card(quotation: QuotationView, post: PostView, site: Site, base: str) -> Card:
    return Card(
        kind="quotation",
        url=f"{base}{post.url}#{quotation.ident}",
        title=f"{quotation.publisher}, quoted in “{post.title}”",
        words=quotation.words,
        is_quoted=True,
        verdict=quotation.badge,
        outside=quotation.outside,
        author=quotation.publisher,
        author_url=quotation.cite,
        publisher=quotation.publisher,
        original_url=urljoin(base + "/", quotation.original_url),
        original_title=quotation.source_title,
        date_words="",
        kept_words="",
        post_title=post.title,
        post_url=base + post.url,
        lang="",
        site_name=site.name,
    )


def _gist_url(quotation: QuotationView | None, base: str) -> str:
    """Where the gist's own words stand, if it is a quotation."""
    return urljoin(base + "/", quotation.original_url) if quotation and quotation.original_url else ""


def _first_statement(post: PostView) -> StatementView | None:
    return next((part for kind, part in post.parts if kind == "statement"), None)
