"""Lists of posts: newest first, paged by the moment and number of the last one shown (keyset), never by offset."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from blog.database import row_number
from blog.embed.binding import GIST_ORDINAL
from blog.embed.models import Quotation, Repost
from blog.embed.telling import outside, shown_words
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import listed
from blog.reading.statements import source_path
from blog.site import Site, day_words
from blog.sources.models import Takedown, Text

POSTS_A_PAGE = 20
FEW = 5
# A list that has no pages, such as that of a series, ends here.
MOST_AT_ONCE = 200


@dataclass(slots=True)
class PostItem:
    """What templates/_post_item.html takes.

    `is_quoted` says that the gist is the statement's words; `outside` are lines on what stands just outside of them
    there and changes their sense.
    """

    title: str
    lang: str
    url: str
    author: tuple[str, str]
    published_at: datetime
    date_words: str
    gist: str
    is_quoted: bool
    outside: list[str]
    excerpt: str
    publishers: list[tuple[str, str]]
    tags: list[tuple[str, str]]
    comment_count: int
    is_demo: bool


@dataclass(slots=True)
class Page:
    """One page of a list; `older` is the cursor of the next one, empty on the last."""

    items: list[PostItem]
    older: str


def page_of(posts: sa.Select[Post], site: Site, *, before: str = "", limit: int = POSTS_A_PAGE) -> Page:
    """The page of `posts` (published ones) that begins after the cursor `before`. Five queries, however many there are.

    Raises `NotFound` for a cursor that was made up.
    """
    query = posts.order_by(Post.published_at.desc(), Post.id.desc()).limit(limit + 1)
    if before:
        moment, number = _read_cursor(before)
        query = query.where(
            sa.tuple_(Post.published_at, Post.id)
            < sa.tuple_(sa.literal(moment, Post.published_at.type), number)
        )
    rows = _rows(query)
    shown, more = rows[:limit], len(rows) > limit
    return Page(_items(shown, site), _cursor(shown[-1]) if more else "")


def all_of(posts: sa.Select[Post], site: Site) -> list[PostItem]:
    """All of `posts` (published ones), in their order. Five queries, however many there are."""
    return _items(_rows(posts.limit(MOST_AT_ONCE)), site)


def newest_few(site: Site) -> list[PostItem]:
    """Some of the newest posts, for a page that has nothing better to offer."""
    return page_of(listed(), site, limit=FEW).items


def _rows(query: sa.Select[Post]) -> list[Post]:
    shown_with = (joinedload(Post.author), selectinload(Post.tags), defer(Post.body), defer(Post.rendered))
    return list(db.session.scalars(query.options(*shown_with)))


def _items(posts: list[Post], site: Site) -> list[PostItem]:
    ids = [post.id for post in posts]
    publishers, quoted = _publishers(ids), _quoted_gists(ids)
    return [_item(post, site, publishers.get(post.id, []), quoted.get(post.id)) for post in posts]


def _item(
    post: Post, site: Site, publishers: list[tuple[str, str]], quoted_gist: tuple[str, list[str]] | None
) -> PostItem:
    if post.published_at is None:
        raise ValueError(f"Post {post.id} is in a list of published posts and has no time of publication")
    return PostItem(
        title=post.title,
        lang=post.language or site.language,
        url=post.path,
        author=(post.author.name, f"/authors/{post.author.handle}/"),
        published_at=post.published_at,
        date_words=day_words(post.published_at, site),
        gist=quoted_gist[0] if quoted_gist else post.gist,
        is_quoted=quoted_gist is not None,
        outside=quoted_gist[1] if quoted_gist else [],
        excerpt=post.excerpt,
        publishers=publishers,
        tags=[(tag.name, f"/tags/{tag.slug}/") for tag in post.tags],
        comment_count=post.comment_count,
        is_demo=post.is_demo,
    )


def _publishers(post_ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Who made the statements that each post reposts."""
    query = sa.select(Repost).where(Repost.post_id.in_(post_ids)).options(joinedload(Repost.source))
    found: dict[int, list[tuple[str, str]]] = {}
    for repost in db.session.scalars(query.order_by(Repost.ordinal)):
        entry = (repost.source.publisher, source_path(repost.source))
        if entry not in found.setdefault(repost.post_id, []):
            found[repost.post_id].append(entry)
    return found


def _quoted_gists(post_ids: list[int]) -> dict[int, tuple[str, list[str]]]:
    """The gists that are a statement's words, without what quotation marks they were typed in, and what is outside.

    Nothing outside of what was quoted is told of a copy that was taken down.
    """
    hidden = sa.select(Takedown.id).where(
        Takedown.snapshot_id == Text.snapshot_id, Takedown.lifted_at.is_(None)
    )
    query = (
        sa.select(Quotation.post_id, Quotation.words, Quotation.evidence, hidden.exists())
        .join(Text, Text.id == Quotation.text_id)
        .where(Quotation.post_id.in_(post_ids), Quotation.ordinal == GIST_ORDINAL)
    )
    return {
        post_id: (shown_words(words, evidence), [] if is_hidden else outside(evidence))
        for post_id, words, evidence, is_hidden in db.session.execute(query)
    }


def _cursor(post: Post) -> str:
    assert post.published_at is not None
    return f"{post.published_at:%Y%m%dT%H%M%S%f}.{post.id}"


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    moment, _, number = cursor.partition(".")
    last = row_number(number)
    with suppress(ValueError):
        if last:
            return datetime.strptime(moment + "+0000", "%Y%m%dT%H%M%S%f%z"), last
    raise NotFound("There is no such page of the list. Begin at the newest posts.")
