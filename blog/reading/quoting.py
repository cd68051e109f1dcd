"""Who quotes a statement: how many of its versions' passages, in which posts, and how those fare."""

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.embed.models import Quotation, Stand, Standing
from blog.embed.verdicts import STANDS, Verdict
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import listed
from blog.reading.words import counted
from blog.sources.models import Source, Text

# The newest; whoever wants all reads the annotations.
MOST_POSTS = 50
ABSENT = "not in it"
REWORDED = "worded otherwise there"
# The order in which they are told.
FATES = (Stand.STANDS.value, Stand.EDITED.value, Stand.GONE.value, REWORDED, ABSENT)

Fates = Counter[str]


@dataclass(frozen=True, slots=True)
class QuotingPost:
    """A post, and what it quotes: a line for each version, and one on how that fares."""

    title: str
    url: str
    author: str
    lines: list[str]


@dataclass(slots=True)
class Quoted:
    """How many quotations there are by (post, version), as they fare in each version: keys are ids of rows.

    `written` are those made on a version, `since` those made on another, in its words, and looked for in it.
    """

    written: dict[tuple[int, int], Fates] = field(default_factory=dict)
    since: dict[tuple[int, int], Fates] = field(default_factory=dict)

    def by_version(self) -> dict[int, str]:
        """“4 quotations: 3 stand, 1 edited” by a snapshot's id."""
        sums: dict[int, Fates] = {}
        for counts in (self.written, self.since):
            for (_, snapshot_id), fates in counts.items():
                sums.setdefault(snapshot_id, Counter()).update(fates)
        return {snapshot_id: told(fates) for snapshot_id, fates in sums.items()}


def quoted(source: Source) -> Quoted:
    """The quotations of a statement in published posts, counted. Two queries."""
    posts = listed().with_only_columns(Post.id)
    of_source = (Quotation.source_id == source.id, Quotation.post_id.in_(posts))
    count = sa.func.count(Quotation.id)
    written = sa.select(Quotation.post_id, Text.snapshot_id, Quotation.verdict, count).join(
        Text, Text.id == Quotation.text_id
    )
    written = written.where(*of_source).group_by(Quotation.post_id, Text.snapshot_id, Quotation.verdict)
    since = sa.select(Quotation.post_id, Standing.snapshot_id, Standing.stand, count).join(Standing)
    since = since.where(*of_source, Quotation.verdict.in_(STANDS)).group_by(
        Quotation.post_id, Standing.snapshot_id, Standing.stand
    )
    found = Quoted()
    for post_id, snapshot_id, verdict, number in db.session.execute(written):
        fate = Stand.STANDS.value if verdict in STANDS else REWORDED if verdict is Verdict.ALTERED else ABSENT
        found.written.setdefault((post_id, snapshot_id), Counter())[fate] += number
    for post_id, snapshot_id, stand, number in db.session.execute(since):
        found.since.setdefault((post_id, snapshot_id), Counter())[stand.value] += number
    return found


def quoting_posts(source: Source, found: Quoted, *, version: int | None = None) -> list[QuotingPost]:
    """The newest of the posts that quote the statement, or this version of it. One query."""
    numbers = {snapshot.id: snapshot.version for snapshot in source.snapshots}
    ids = {post_id for post_id, at in found.written if version is None or numbers[at] == version}
    query = sa.select(Post).where(Post.id.in_(ids))
    query = query.options(joinedload(Post.author), defer(Post.body), defer(Post.rendered))
    posts = db.session.scalars(query.order_by(Post.published_at.desc(), Post.id.desc()).limit(MOST_POSTS))
    return [
        QuotingPost(
            post.title,
            post.path,
            post.author.name,
            _lines(found, post.id, numbers),
        )
        for post in posts
    ]


def told(fates: Fates) -> str:
    """“4 quotations: 3 stand, 1 edited”."""
    return f"{counted(fates.total(), 'quotation')}: {_shares(fates)}"


def _shares(fates: Fates) -> str:
    return ", ".join(f"{fates[fate]:,} {_verb(fate, fates[fate])}" for fate in FATES if fates[fate])


def _verb(fate: str, count: int) -> str:
    return "stand" if fate == Stand.STANDS.value and count != 1 else fate


def _lines(found: Quoted, post_id: int, numbers: dict[int, int]) -> list[str]:
    """What a post quotes of each version, and how it fares in the newest that it was looked for in."""
    written = {numbers[at]: fates for (post, at), fates in found.written.items() if post == post_id}
    since = {numbers[at]: fates for (post, at), fates in found.since.items() if post == post_id}
    lines = [
        f"{counted(written[number].total(), 'quotation')} of version {number}" for number in sorted(written)
    ]
    return [*lines, f"in version {max(since)}: {_shares(since[max(since)])}"] if since else lines
