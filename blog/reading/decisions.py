"""The public log of decisions: what was decided, when, by which rule; never whose words, nor whose decision."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import defer, lazyload

from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.log import canonical, entry_of
from blog.comments.moderation.models import Decision, LogHead
from blog.comments.policy.settings import comment_settings
from blog.database import row_number
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.reading.words import moment_words
from blog.site import Site

LINES_A_PAGE = 50
# A line has some 500 bytes.
LINES_AN_EXPORT = 1_000
COUNTED = timedelta(days=30)
NO_LOG = "This site does not publish its log of decisions."
NO_PAGE = "There is no such page of the log. Begin at the newest."
MODERATOR, PROGRAM = "A moderator", "The program"
OWN = ("A comment’s author", "deleted it")
# What criticised the post's own author, who may not take it away alone.
SECOND = ("The post’s author", "hid a comment; another moderator confirms that or restores it")
TAKES_AWAY = frozenset({"remove", "reject", "spam"})
# What each act did, after “a moderator”.
DID = {
    "approve": "let a comment through",
    "reject": "did not let a comment through",
    "spam": "took a comment for spam",
    "keep": "kept a comment that readers had reported",
    "remove": "removed a comment",
    "restore": "restored a comment",
    "hide": "hid a comment until it is looked at",
    "hold": "held a comment whose words were changed",
    "undo": "took a decision back",
    "uphold": "upheld a decision on appeal",
    "overturn": "overturned a decision on appeal",
    "suspended": "suspended a person for a time",
    "always held": "chose to read each comment of a person first",
    "trusted": "chose not to read a person’s comments first",
    "lifted: suspended": "ended a suspension",
    "lifted: always held": "no longer reads each comment of a person first",
    "lifted: trusted": "reads a person’s comments as any others again",
}
# The order in which the page counts them.
COUNTS = {
    "approve": "let through",
    "reject": "not let through",
    "spam": "taken for spam",
    "remove": "removed",
    "restore": "restored",
    "keep": "kept after reports",
    "suspended": "suspended",
    "uphold": "upheld on appeal",
    "overturn": "overturned on appeal",
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision as the page tells it. `post` is the title and path of the post it was about, where there is one."""

    number: int
    at: str
    at_words: str
    who: str
    did: str
    reason: str
    post: tuple[str, str] | None
    digest: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, newest first; counts (number, words) of the last thirty days; the chain's length and end."""

    lines: list[LogLine]
    next_url: str
    counts: list[tuple[int, str]]
    entries: int
    head: str


def is_published() -> bool:
    """Whether the site shows its log."""
    return comment_settings().has_public_log


def log_page(site: Site, *, before: str = "") -> LogPage:
    """A page of the log; three queries. Raises `NotFound` for a site that shows none, and for a made-up cursor."""
    _refuse_unpublished()
    query = _with_posts().order_by(Decision.id.desc()).limit(LINES_A_PAGE + 1)
    if before:
        query = query.where(Decision.id < _number(before))
    lines = [_line(decision, post, site) for decision, post in db.session.execute(query)]
    more, lines = len(lines) > LINES_A_PAGE, lines[:LINES_A_PAGE]
    head = _head()
    next_url = f"/moderation/?before={lines[-1].number}" if more else ""
    return LogPage(lines, next_url, _counts(), head.entries, head.digest)


def export(*, after: str = "") -> tuple[list[str], str]:
    """Some lines of JSON, oldest first, and the number that the next ones come after (empty at the end).

    `{"digest", "entry", "number"}` each: the digest is the SHA-256 of the entry as canonical JSON, which it stands
    there as. Raises `NotFound` as `log_page`.
    """
    _refuse_unpublished()
    query = sa.select(Decision).where(Decision.digest != "").order_by(Decision.id)
    query = query.options(lazyload(Decision.note))
    if after:
        query = query.where(Decision.id > _number(after))
    found = list(db.session.scalars(query.limit(LINES_AN_EXPORT + 1)))
    lines = [
        canonical({"digest": one.digest, "entry": entry_of(one), "number": one.id}).decode()
        for one in found[:LINES_AN_EXPORT]
    ]
    return lines, str(found[LINES_AN_EXPORT - 1].id) if len(found) > LINES_AN_EXPORT else ""


def head_digest() -> str:
    """The digest of the newest entry, empty for an empty log."""
    return _head().digest


def _refuse_unpublished() -> None:
    if not is_published():
        raise NotFound(NO_LOG)


def _number(words: str) -> int:
    number = row_number(words)
    if number is None:
        raise NotFound(NO_PAGE)
    return number


def _head() -> LogHead:
    return db.session.get(LogHead, 1) or LogHead(id=1, entries=0, digest="")


def _counts() -> list[tuple[int, str]]:
    """What was decided of late, of each kind that occurred."""
    query = sa.select(Decision.act, sa.func.count()).group_by(Decision.act)
    query = query.where(Decision.decided_at > now() - COUNTED, Decision.digest != "")
    found = {row.act: row[1] for row in db.session.execute(query)}
    return [(found[act], words) for act, words in COUNTS.items() if act in found]


def _with_posts() -> sa.Select[Decision, Post]:
    query = sa.select(Decision, Post).outerjoin(Comment, Comment.id == Decision.comment_id)
    query = query.outerjoin(Post, Post.id == Comment.post_id).where(Decision.digest != "")
    return query.options(lazyload(Decision.note), defer(Post.body), defer(Post.rendered))


def _line(decision: Decision, post: Post | None, site: Site) -> LogLine:
    who, did = _told(decision)
    return LogLine(
        decision.id,
        decision.decided_at.isoformat(),
        moment_words(decision.decided_at, site),
        who,
        did,
        decision.reason.value if decision.reason else "",
        (post.title, post.path) if post and post.is_published else None,
        decision.digest,
    )


def _told(decision: Decision) -> tuple[str, str]:
    """Who did what, as capacities: never as names."""
    if decision.act == "delete":
        return OWN
    if decision.act in TAKES_AWAY and decision.now is CommentStatus.HIDDEN:
        return SECOND
    return MODERATOR if decision.decided_by_id else PROGRAM, DID.get(decision.act, decision.act)
