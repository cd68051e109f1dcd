"""Statements and posts made through the rules, for tests that need real ones. Call inside an application context."""

from typing import Any

from blog.accounts.models import User
from blog.embed.checking.looking import Look
from blog.embed.checking.recording import record
from blog.posts.models import Post
from blog.posts.publishing.states import publish
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import create, prepare
from blog.sources.adding import EXTRACTOR, Statement, add_pasted
from blog.sources.capturing import new_source
from blog.sources.keeping import Copy, find
from blog.sources.models import Method, Outcome, Text
from blog.transactions import writing

URL = "https://press.harbourline.example/letters/lamps"
LETTER = """\
A letter about the harbour lamps
Ines Okafor; 14 May 2025
Dear keepers,
We have never dimmed a lamp to save oil, and we will not begin this year.
The lamps on the west mole burn from dusk to dawn; those on the east mole are lit when a boat is expected.
What we are changing
From June the east mole will be lit on every night of fog, whether a boat is expected or not.
Thank you for keeping watch with us.
Ines Okafor
Chief executive, Harbourline
"""
QUOTE = "We have never dimmed a lamp to save oil"


def keep_statement(raw: str = LETTER, *, url: str = URL, by: User | None = None) -> Text:
    statement = Statement.parse(raw, url=url, language="en")
    with writing():
        return add_pasted(statement, by=by)


def fetch_statement(raw: str = LETTER, *, url: str = URL) -> Text:
    """A version as if this site had received it from its address; the first, or one that stands there now."""
    statement = Statement.parse(raw, url=url, language="en")
    copy = Copy(
        Method.FETCHED,
        statement.payload_sha256,
        statement.payload_bytes,
        "text/plain; charset=utf-8",
        statement.pasted.blocks,
        EXTRACTOR,
    )
    named = {name: getattr(statement, name) for name in ("title", "publisher", "byline")}
    with writing():
        known = find(url)
        source = known or new_source(url, copy, by=None, named=named)
        look = Look(Outcome.VERSION, copy=copy, words=statement.payload_sha256, is_first=known is None)
        text = record(source, look, by=None).text
        assert text is not None
        return text


def keep_draft(
    author: User,
    *,
    body: str = "Words of mine.",
    title: str = "On lamps",
    pins: dict[int, int] | None = None,
    **fields: str,
) -> Post:
    prepared = prepare(Draft.parse(title=title, body=body, **fields), pins=pins or {})
    with writing():
        return create(prepared, by=author)


def keep_post(author: User, **written: Any) -> Post:
    """A published post; `written` is what `keep_draft` takes."""
    post = keep_draft(author, **written)
    with writing():
        publish(post, by=author)
    return post


def statement_block(options: str = "", note: str = "") -> str:
    """A statement block for URL, with options and a note on paragraph 1 where given."""
    options = f"    blocks: {options}\n" if options else ""
    note = f"\n//// note | 1\n{note}\n////\n" if note else ""
    return f"/// statement | {URL}\n{options}{note}///\n"


def quote_block(words: str = QUOTE) -> str:
    return f"/// quote | {URL}\n{words}\n///\n"
