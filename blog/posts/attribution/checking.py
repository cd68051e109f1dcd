"""All remarks on one post, in the order in which an author reads it."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.embed import telling
from blog.embed.models import Quotation, Repost
from blog.embed.verifying import Passages
from blog.extensions import db
from blog.posts.attribution.originals import date_remarks, original_remarks
from blog.posts.attribution.places import places
from blog.posts.attribution.quoted_words import words_remarks
from blog.posts.attribution.remarks import Kind, Known, Remark
from blog.posts.attribution.speakers import speaker_remarks
from blog.posts.models import Post
from blog.posts.writing.drafts import Draft
from blog.sources.blocks import BlockRole
from blog.sources.models import Snapshot, Text

Row = TypeVar("Row", Repost, Quotation)
SIGNED = frozenset({BlockRole.SIGNATURE, BlockRole.BYLINE})


def remarks_on(
    draft: Draft, reposts: Sequence[Repost], quotations: Sequence[Quotation], *, share_limit: int
) -> list[Remark]:
    """What to look at before the post is published; `share_limit` is in percent of its words."""
    texts = {row.text.id: row.text for row in reposts} | {row.text.id: row.text for row in quotations}
    known = [known_of(text) for text in texts.values()]
    own = places(title=draft.title, gist=draft.gist, body=draft.body)
    found = [
        *speaker_remarks(own, known),
        *date_remarks(own, known),
        *original_remarks(own, known),
        *words_remarks(own, known),
        *_quotation_remarks(quotations),
        *_share_remarks(*reposted_share(draft, reposts, quotations), share_limit),
        *_terms_remarks(known),
    ]
    return sorted(found, key=lambda remark: remark.is_quiet)


def remarks_on_stored(post: Post, *, share_limit: int) -> list[Remark]:
    """The remarks on a post as it is stored."""
    draft = Draft(title=post.title, gist=post.gist, body=post.body)
    return remarks_on(draft, _rows(Repost, post), _rows(Quotation, post), share_limit=share_limit)


def _rows(table: type[Row], post: Post) -> list[Row]:
    path = joinedload(table.text).joinedload(Text.snapshot).joinedload(Snapshot.source)
    return list(db.session.scalars(sa.select(table).where(table.post_id == post.id).options(path)))


def known_of(text: Text) -> Known:
    """What is known of the statement that a text was read out of."""
    source = text.snapshot.source
    return Known(
        url=source.url,
        publisher=source.publisher,
        title=source.title,
        byline=source.byline,
        published_on=source.published_on,
        passages=Passages(text.blocks),
        signature="\n".join(block.text for block in text.blocks if block.role in SIGNED),
        facts=dict(source.facts or {}),
    )


def reposted_share(
    draft: Draft, reposts: Sequence[Repost], quotations: Sequence[Quotation]
) -> tuple[int, int]:
    """How many words of a post are theirs, and how many the author's own."""
    theirs = sum(repost.words_shown for repost in reposts)
    theirs += sum(len(quotation.words.split()) for quotation in quotations)
    ours = sum(len(place.words.split()) for place in places(title="", gist="", body=draft.body))
    return theirs, ours


def _quotation_remarks(quotations: Sequence[Quotation]) -> Iterator[Remark]:
    """What checking the quotations of the post found that its author should know."""
    for quotation in quotations:
        words = telling.opening(quotation.words, quotation.evidence)
        for told in telling.advice(quotation.verdict, quotation.evidence):
            yield Remark(Kind.QUOTATION, f"“{words}”: {told}")


def _share_remarks(theirs: int, ours: int, limit: int) -> Iterator[Remark]:
    share = round(100 * theirs / (theirs + ours)) if theirs else 0
    if share > limit:
        message = (
            f"{share} % of this post are the statement’s words ({theirs:,} theirs, {ours:,} yours); the limit set for "
            f"this site is {limit} %. Show the paragraphs that you answer with “blocks: …”, or answer more."
        )
        yield Remark(Kind.SHARE, message)


def _terms_remarks(known: list[Known]) -> Iterator[Remark]:
    for statement in known:
        if statement.facts.get("noarchive"):
            yield Remark(
                Kind.TERMS,
                f"{statement.publisher} asks archives not to show copies of this page (noarchive).",
                is_quiet=True,
            )
        if statement.facts.get("refuses_robots"):
            yield Remark(
                Kind.TERMS,
                f"{statement.publisher} asks programs not to fetch this page (robots.txt): its edits are not noticed.",
                is_quiet=True,
            )
        if licence := statement.facts.get("licence"):
            yield Remark(Kind.TERMS, f"{statement.publisher} states a licence: {licence}", is_quiet=True)
