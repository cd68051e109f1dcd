"""A post as its page shows it: the commentary's parts in order, with statements and quotations in their places."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from blog.comments.writing.passages import counts_of
from blog.embed.binding import GIST_ORDINAL
from blog.embed.models import Embed, Quotation, Repost, Standing
from blog.extensions import db
from blog.posts.correcting import corrections_of
from blog.posts.media.models import File
from blog.posts.media.uses import files_named
from blog.posts.models import Correction, Post
from blog.reading.pictures import LeadPicture, lead_picture, pictured
from blog.reading.players import embeds_of, frame_hosts, view_embed
from blog.reading.quotations import QuotationView, quoted
from blog.reading.series import SeriesView, series_around
from blog.reading.since import statement_since
from blog.reading.statements import StatementView, Talk, reposted, source_path
from blog.reading.words import minutes
from blog.site import Site, day_words
from blog.sources.models import Snapshot, Text

Bound = TypeVar("Bound", Repost, Quotation)


@dataclass(slots=True)
class GistView:
    """The statement in one line: a quotation where it is one, else labelled the author's own words."""

    words: str
    quotation: QuotationView | None

    @property
    def line(self) -> str:
        """The words where there is nothing but text: quoted ones in quotation marks."""
        return f"“{self.words}”" if self.quotation else self.words

    @property
    def outside(self) -> list[str]:
        """What stands just outside the cut and changes what quoted words say."""
        return self.quotation.outside if self.quotation else []


@dataclass(slots=True)
class CorrectionView:
    """What was corrected in a post, in its author's words, and when."""

    words: str
    at: datetime
    date_words: str


@dataclass(slots=True)
class PostView:
    """What templates/public/post.html takes."""

    id: int
    title: str
    lang: str
    kicker: str
    author: tuple[str, str]
    url: str
    status: str
    published_at: datetime | None
    updated_at: datetime
    date_words: str
    updated_words: str
    gist: GistView | None
    description: str
    tags: list[tuple[str, str]]
    publishers: list[tuple[str, str]]
    commentary_minutes: int
    statement_minutes: int
    comment_count: int
    parts: list[tuple[str, Any]]
    corrections: list[CorrectionView]
    frame_hosts: list[str]
    is_demo: bool
    is_listed: bool
    canonical_url: str
    announced: tuple[str, str, str] | None
    picture: LeadPicture | None = None
    series: SeriesView | None = None


def stored_post(post: Post, site: Site) -> PostView:
    """The page of a post as it was last saved, each paragraph of its statements with the comments on it."""
    talk = Talk(post.path, counts_of(post))
    reposts, quotations = _bound_rows(Repost, [post.id]), _bound_rows(Quotation, [post.id])
    view = view_post(
        post,
        site,
        rendered=post.rendered,
        reposts=reposts[post.id],
        quotations=quotations[post.id],
        embeds=embeds_of([post])[post.id],
        corrections=corrections_of([post.id])[post.id],
        talk=talk,
    )
    view.series = series_around(post)
    return view


def stored_posts(posts: Sequence[Post], site: Site) -> list[PostView]:
    """The pages of posts as they were last saved. Five queries at most, however many posts there are."""
    ids = [post.id for post in posts]
    reposts, quotations, embeds = _bound_rows(Repost, ids), _bound_rows(Quotation, ids), embeds_of(posts)
    corrections = corrections_of(ids)
    files = files_named(words for post in posts for words in _html_of(post.rendered, reposts[post.id]))
    return [
        view_post(
            post,
            site,
            rendered=post.rendered,
            reposts=reposts[post.id],
            quotations=quotations[post.id],
            embeds=embeds[post.id],
            corrections=corrections[post.id],
            files=files,
        )
        for post in posts
    ]


def _bound_rows(table: type[Bound], post_ids: Sequence[int]) -> dict[int, list[Bound]]:
    """The rows of `table` that stand in these posts, in order, by post, with their texts, copies and sources."""
    path = joinedload(table.text).joinedload(Text.snapshot).joinedload(Snapshot.source)
    query = sa.select(table).where(table.post_id.in_(post_ids)).order_by(table.post_id, table.ordinal)
    found: dict[int, list[Bound]] = defaultdict(list)
    later = (
        selectinload(Quotation.standings).joinedload(Standing.snapshot)
        if table is Quotation
        else joinedload(Repost.edited_in)
    )
    for row in db.session.scalars(query.options(path, joinedload(table.source), later)):
        found[row.post_id].append(row)
    return found


def view_post(
    post: Post,
    site: Site,
    *,
    rendered: list[list[Any]],
    reposts: list[Repost],
    quotations: list[Quotation],
    embeds: Sequence[Embed] = (),
    corrections: Sequence[Correction] = (),
    talk: Talk | None = None,
    files: Mapping[str, File] | None = None,
) -> PostView:
    """A post's page, stored or (for a preview) not: what its blocks come to is given; `files` may be, by key."""
    files = files_named(_html_of(rendered, reposts)) if files is None else files
    statements = {repost.ordinal: _statement(repost, site, quotations, talk, files) for repost in reposts}
    quotes = {quotation.ordinal: quoted(quotation, reposts, site) for quotation in quotations}
    players = {embed.ordinal: view_embed(embed, site) for embed in embeds}
    views: dict[str, Mapping[int, Any]] = {"statement": statements, "quote": quotes, "embed": players}
    parts = [
        (kind, views[kind][value] if kind in views else pictured(value, files)) for kind, value in rendered
    ]
    commentary = sum(len(str(html).split()) for kind, html in parts if kind == "html")
    quoted_gist = quotes.get(GIST_ORDINAL)
    gist = GistView(quoted_gist.words if quoted_gist else post.gist, quoted_gist) if post.gist else None
    at = post.published_at
    return PostView(
        id=post.id,
        title=post.title,
        lang=post.language or site.language,
        kicker=post.tags[0].name if post.tags else "",
        author=(post.author.name, f"/authors/{post.author.handle}/"),
        url=post.path,
        status=post.status.value if post.status else "draft",
        published_at=at,
        updated_at=post.updated_at,
        date_words=day_words(at, site) if at else "",
        updated_words=_updated(post, site),
        gist=gist,
        description=" ".join([gist.line, *gist.outside]) if gist else post.excerpt or "",
        tags=[(tag.name, f"/tags/{tag.slug}/") for tag in post.tags],
        publishers=list(
            {r.source.publisher: (r.source.publisher, source_path(r.source)) for r in reposts}.values()
        ),
        commentary_minutes=minutes(commentary),
        statement_minutes=minutes(sum(s.words for s in statements.values())) if statements else 0,
        comment_count=post.comment_count or 0,
        parts=parts,
        picture=lead_picture(parts, files) if files else None,
        corrections=[_corrected(correction, site) for correction in corrections],
        frame_hosts=frame_hosts(players.values()),
        is_demo=bool(post.is_demo),
        is_listed=post.is_published,
        canonical_url=post.canonical_url or "",
        announced=_announced(post, site),
    )


def _html_of(rendered: list[list[Any]], reposts: Sequence[Repost]) -> Iterator[str]:
    """What a post's author wrote, as HTML: the commentary, then the notes."""
    yield from (value for kind, value in rendered if kind == "html")
    yield from (html for repost in reposts for _, html in repost.notes)


def _statement(
    repost: Repost, site: Site, quotations: list[Quotation], talk: Talk | None, files: Mapping[str, File]
) -> StatementView:
    view = reposted(repost, site, quotations, talk)
    for row in view.every_row if files else ():
        row.notes = [(number, pictured(html, files)) for number, html in row.notes]
    view.since = [(since.words, since.url) for since in statement_since(repost, site)]
    return view


def _corrected(correction: Correction, site: Site) -> CorrectionView:
    at = correction.decided_at or correction.made_at
    return CorrectionView(correction.answer, at, day_words(at, site))


def _announced(post: Post, site: Site) -> tuple[str, str, str] | None:
    """What readers were last told of a change: its moment (ISO 8601), its day in words, the reason."""
    at = post.announced_at
    return (at.isoformat(), day_words(at, site), post.announced_reason) if at else None


def _updated(post: Post, site: Site) -> str:
    """The day of the last change, where it is not the day of publication."""
    if post.published_at is None:
        return ""
    day, published = day_words(post.updated_at, site), day_words(post.published_at, site)
    return day if day != published else ""
