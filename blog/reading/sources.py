"""Statements as documents: all of them by publisher, one with its versions and the posts on it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.database import row_number
from blog.embed.models import Quotation, Repost
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import listed, readable
from blog.reading.lists import Page, page_of
from blog.reading.statements import StatementView, source_path, whole
from blog.site import Site
from blog.sources.models import Method, Snapshot, Source, Text
from blog.sources.urls import host_of

STATEMENTS_A_PAGE = 50
# The ways of copies whose bytes this site asked for itself.
RECEIVED = (Method.FETCHED, Method.ARCHIVED)


@dataclass(slots=True)
class SourceItem:
    """One statement in the list: what it is, and how many posts answer it."""

    title: str
    url: str
    publisher: str
    date_words: str
    host: str
    post_count: int


@dataclass(slots=True)
class SourcePage:
    """What templates/public/statement.html takes."""

    statement: StatementView
    title: str
    publisher: str
    original: str
    snapshot: Snapshot
    posts: Page
    copies: list[Snapshot]


def answered(posts: sa.Select[Post]) -> sa.Select[Source]:
    """The statements that one of `posts` reposts or quotes. Readers see no others."""
    return sa.select(Source).where(Source.id.in_(_used_by(posts.with_only_columns(Post.id))))


def list_sources(site: Site, *, after: str = "") -> tuple[list[SourceItem], str]:
    """A page of the statements by publisher and title, and the cursor of the next page (empty on the last)."""
    posts = sa.select(sa.func.count(sa.distinct(Repost.post_id))).where(Repost.source_id == Source.id)
    posts = posts.where(Repost.post_id.in_(listed().with_only_columns(Post.id))).correlate(Source)
    query = answered(listed()).add_columns(posts.scalar_subquery()).order_by(Source.publisher, Source.id)
    if after:
        number = row_number(after)
        last = db.session.get(Source, number) if number else None
        if last is None:
            raise NotFound("There is no such page of the list.")
        query = query.where(sa.tuple_(Source.publisher, Source.id) > sa.tuple_(last.publisher, last.id))
    rows = list(db.session.execute(query.limit(STATEMENTS_A_PAGE + 1)))
    items = [_item(source, count) for source, count in rows[:STATEMENTS_A_PAGE]]
    return items, str(rows[STATEMENTS_A_PAGE - 1][0].id) if len(rows) > STATEMENTS_A_PAGE else ""


def view_source(
    source_id: int, site: Site, *, version: int | None = None, reading: int | None = None
) -> SourcePage:
    """One statement, in its newest version or the one asked for, as it is read now or in an earlier `reading`.

    Raises `NotFound` for what readers may not see. A post's quotations lead to the reading that it was written on,
    in which the paragraphs have the numbers that they had then.
    """
    source = find_source(source_id)
    shown = public_copies(source)
    text = _text_of(shown, version or _newest(source, shown), reading)
    posts = listed().where(Post.id.in_(_posts_on(source.id)))
    return SourcePage(
        statement=whole(text, site),
        title=source.title,
        publisher=source.publisher,
        original=source.url,
        snapshot=text.snapshot,
        posts=page_of(posts, site),
        copies=shown,
    )


def find_source(source_id: int) -> Source:
    """A statement that readers may see. Raises `NotFound` for any other."""
    source = db.session.scalar(answered(readable()).where(Source.id == source_id))
    if source is None:
        raise NotFound("No statement is kept at this address.")
    return source


def find_text(source_id: int, version: int) -> Text:
    """The newest reading of a version that readers may see. Raises `NotFound` for any other."""
    return _text_of(public_copies(find_source(source_id)), version, None)


def public_copies(source: Source) -> list[Snapshot]:
    """The versions of a source that readers may see, by their numbers.

    Those that this site received itself, those that are said to be earlier ones, and those that a published post stands
    on: what somebody pasted for a draft is theirs until they publish it.
    """
    posts = readable().with_only_columns(Post.id)
    texts = sa.union(
        sa.select(Repost.text_id).where(Repost.source_id == source.id, Repost.post_id.in_(posts)),
        sa.select(Quotation.text_id).where(Quotation.source_id == source.id, Quotation.post_id.in_(posts)),
    )
    is_received = Snapshot.method.in_(RECEIVED) | Snapshot.stated_on.is_not(None)
    is_used = Snapshot.id.in_(sa.select(Text.snapshot_id).where(Text.id.in_(texts)))
    query = sa.select(Snapshot).where(Snapshot.source_id == source.id, is_received | is_used)
    return list(db.session.scalars(query.order_by(Snapshot.version)))


def _newest(source: Source, shown: list[Snapshot]) -> int:
    """The version that stands at the address; of one that was never seen there, the newest that was given."""
    given = [snapshot.version for snapshot in shown if snapshot.stated_on is None]
    return source.current_version or max(given, default=shown[-1].version)


def _used_by(post_ids: sa.Select[int]) -> sa.CompoundSelect[int]:
    return sa.union(
        sa.select(Repost.source_id).where(Repost.post_id.in_(post_ids)),
        sa.select(Quotation.source_id).where(Quotation.post_id.in_(post_ids)),
    )


def _posts_on(source_id: int) -> sa.CompoundSelect[int]:
    return sa.union(
        sa.select(Repost.post_id).where(Repost.source_id == source_id),
        sa.select(Quotation.post_id).where(Quotation.source_id == source_id),
    )


def _text_of(shown: list[Snapshot], version: int, reading: int | None) -> Text:
    query = (
        sa.select(Text)
        .where(Text.snapshot_id.in_([snapshot.id for snapshot in shown if snapshot.version == version]))
        .options(joinedload(Text.snapshot))
        .order_by(Text.id.desc())
        .limit(1)
    )
    if reading is not None:
        query = query.where(Text.id == reading)
    text = db.session.scalar(query)
    if text is None:
        raise NotFound("This statement has no such version.")
    return text


def _item(source: Source, count: int) -> SourceItem:
    day = source.published_on
    words = f"{day.day} {day:%B %Y}" if day else ""
    return SourceItem(source.title, source_path(source), source.publisher, words, host_of(source.url), count)
