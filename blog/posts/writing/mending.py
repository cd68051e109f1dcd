"""Mending a quotation: the source's words in the place of those typed."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.embed import telling
from blog.embed.binding import GIST_ORDINAL, Bound
from blog.embed.fences import QUOTE, Fence
from blog.embed.models import Quotation
from blog.embed.verdicts import Verdict
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.writing.line_places import blocks_of
from blog.sources.models import Text


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation as its author sees it while writing. `line` is the body's (from 1), 0 for the gist.

    `first` to `last` are the lines of its words; `mended` are those to put there, where checking found the passage that
    was meant and it reads otherwise, else nothing.
    """

    ordinal: int
    opening: str
    verdict: str
    told: str
    advice: list[str]
    line: int
    first: int
    last: int
    mended: str


def checked(body: str, quotations: Sequence[Quotation]) -> list[Checked]:
    """The quotations of a body in the order of their lines, that of the gist first."""
    quotes = _quotes(body)
    ordered = sorted(quotations, key=lambda quotation: quotation.ordinal)
    return [_checked(quotation, quotes) for quotation in ordered if quotation.ordinal <= len(quotes)]


def checked_in(post: Post) -> list[Checked]:
    """Those of a post as it is stored."""
    path = joinedload(Quotation.text).joinedload(Text.snapshot)
    query = sa.select(Quotation).where(Quotation.post_id == post.id).options(path)
    return checked(post.body, list(db.session.scalars(query)))


def mend(body: str, gist: str, bound: Bound, number: str) -> tuple[str, str]:
    """Body and gist with the source's words in the quotation of that number. Raises `NotFound` where there are none."""
    found = next((q for q in checked(body, bound.quotations) if str(q.ordinal) == number), None)
    if found is None or not found.mended:
        raise NotFound(
            "There is no quotation of that number to be mended. Preview the post to see those there are."
        )
    if found.ordinal == GIST_ORDINAL:
        return body, found.mended
    lines = body.split("\n")
    lines[found.first - 1 : found.last] = found.mended.split("\n")
    return "\n".join(lines), gist


def _quotes(body: str) -> list[Fence]:
    return [fence for fence in blocks_of(body) if fence.kind == QUOTE]


def _checked(quotation: Quotation, quotes: Sequence[Fence]) -> Checked:
    fence = quotes[quotation.ordinal - 1] if quotation.ordinal != GIST_ORDINAL else None
    mended = _mended(quotation)
    return Checked(
        ordinal=quotation.ordinal,
        opening=telling.opening(quotation.words, quotation.evidence),
        verdict=quotation.verdict.value,
        told=telling.verdict_words(quotation.verdict, quotation.evidence),
        advice=list(telling.advice(quotation.verdict, quotation.evidence)),
        line=fence.line if fence else 0,
        first=fence.inner if fence else 0,
        last=fence.last - 1 if fence else 0,
        # An empty line keeps the options apart from the words.
        mended=f"\n{mended}" if mended and fence and fence.options else mended,
    )


def _mended(quotation: Quotation) -> str:
    """The passage as the source has it, on one line; nothing of a copy that was taken down."""
    if quotation.verdict is not Verdict.ALTERED or quotation.text.snapshot.takedown:
        return ""
    return " ".join(quotation.exact.split())
