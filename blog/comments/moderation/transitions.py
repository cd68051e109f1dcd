"""Which act leads a comment from which status where, who may do it, and what follows: the one table of moderation.

The rules, the queue's buttons, the page in `docs/moderators.md` and the tests all read it.
"""

from dataclasses import dataclass
from enum import StrEnum

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.comments.moderation.seconds import has_second

S = CommentStatus


class ModerationAct(StrEnum):
    """What may be done with a comment."""

    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    KEEP = "keep"
    REMOVE = "remove"
    RESTORE = "restore"
    UNDO = "undo"
    HIDE = "hide"
    HOLD = "hold"
    DELETE = "delete"
    UPHOLD = "uphold"
    OVERTURN = "overturn"


class Who(StrEnum):
    """In which capacity somebody acts."""

    MODERATOR = "a moderator"
    OWN_MODERATOR = "a moderator under their own post, where there is another"
    POST_AUTHOR = "the post’s author"
    COMMENT_AUTHOR = "the comment’s author"
    DECIDER = "who decided, for a while"
    ANSWERER = "who answers an appeal"
    PROGRAM = "the program"


@dataclass(frozen=True, slots=True)
class Transition:
    """A cell of the table. `becomes` is None where the comment goes back to what it was before."""

    was: CommentStatus
    act: ModerationAct
    who: Who
    becomes: CommentStatus | None
    needs_reason: bool
    consequence: str


A = ModerationAct

EVERYONE = "everyone sees it, and it can be answered"
AT_ONCE = "everyone sees it, and its author’s next comments are no longer held for being the first"
OLD_PLACE = "everyone sees it again, in its old place"
NOBODY = "nobody but moderators sees it; its author is told why"
AS_SPAM = "nobody but moderators sees it, and the spam filter learns from it"
GAP = "it leaves the page; replies stay, under a gap that names no one; its author is told why"
KEPT = "it stays as it is, and the reports of it are closed"
SECOND = "nobody sees it from now on; another moderator confirms that, or restores it"
WAITS = "nobody sees it until it was looked at"
EDITED = "it waits for a moderator again, since its author changed the words"
OWN = "its words are gone for good; replies stay, under a gap"
STANDS = "it stays as it is; who appealed is told why"
SUCCEEDS = "everyone sees it again, in its old place; who appealed is told why"
BACK = "it is again what it was, and the record says so"


def _rows(
    who: Who, was: CommentStatus, *acts: tuple[ModerationAct, CommentStatus | None, str]
) -> list[Transition]:
    needing = frozenset() if who is Who.PROGRAM else NEEDS_REASON
    return [Transition(was, act, who, becomes, act in needing, words) for act, becomes, words in acts]


# Acts that take someone's words away say by which rule of the house.
NEEDS_REASON = frozenset({A.REJECT, A.REMOVE, A.HIDE})
RESTORED = (A.RESTORE, S.PUBLISHED, OLD_PLACE)
DELETED = (A.DELETE, S.DELETED, OWN)
UNDONE = (A.UNDO, None, BACK)

TABLE: tuple[Transition, ...] = (
    *_rows(
        Who.MODERATOR,
        S.HELD,
        (A.APPROVE, S.PUBLISHED, AT_ONCE),
        (A.REJECT, S.REJECTED, NOBODY),
        (A.SPAM, S.SPAM, AS_SPAM),
    ),
    *_rows(
        Who.MODERATOR,
        S.PUBLISHED,
        (A.KEEP, S.PUBLISHED, KEPT),
        (A.REMOVE, S.REMOVED, GAP),
        (A.SPAM, S.SPAM, AS_SPAM),
        (A.HIDE, S.HIDDEN, WAITS),
    ),
    *_rows(Who.MODERATOR, S.HIDDEN, RESTORED, (A.REMOVE, S.REMOVED, GAP), (A.SPAM, S.SPAM, AS_SPAM)),
    *(row for was in (S.REJECTED, S.SPAM, S.REMOVED) for row in _rows(Who.MODERATOR, was, RESTORED)),
    *_rows(
        Who.OWN_MODERATOR,
        S.HELD,
        (A.APPROVE, S.PUBLISHED, AT_ONCE),
        (A.REJECT, S.HIDDEN, SECOND),
        (A.SPAM, S.HIDDEN, SECOND),
    ),
    *_rows(
        Who.OWN_MODERATOR,
        S.PUBLISHED,
        (A.KEEP, S.PUBLISHED, KEPT),
        (A.REMOVE, S.HIDDEN, SECOND),
        (A.SPAM, S.HIDDEN, SECOND),
        (A.HIDE, S.HIDDEN, WAITS),
    ),
    *(
        row
        for was in (S.HIDDEN, S.REJECTED, S.SPAM, S.REMOVED)
        for row in _rows(Who.OWN_MODERATOR, was, RESTORED)
    ),
    *_rows(Who.POST_AUTHOR, S.PUBLISHED, (A.REMOVE, S.HIDDEN, SECOND)),
    *(row for was in (S.HELD, S.PUBLISHED, S.HIDDEN) for row in _rows(Who.COMMENT_AUTHOR, was, DELETED)),
    *(
        row
        for was in (S.PUBLISHED, S.HIDDEN, S.REJECTED, S.SPAM, S.REMOVED)
        for row in _rows(Who.DECIDER, was, UNDONE)
    ),
    *(
        row
        for was in (S.REJECTED, S.SPAM, S.REMOVED)
        for row in _rows(Who.ANSWERER, was, (A.UPHOLD, was, STANDS), (A.OVERTURN, S.PUBLISHED, SUCCEEDS))
    ),
    *_rows(Who.PROGRAM, S.PUBLISHED, (A.HIDE, S.HIDDEN, WAITS), (A.HOLD, S.HELD, EDITED)),
)
CELLS = {(row.was, row.act, row.who): row for row in TABLE}
# What takes a comment away, or shows it: nobody does the latter for themselves where somebody else can.
SHOWING = frozenset({A.APPROVE, A.KEEP, A.RESTORE})


def capacities(comment: Comment, by: User | None) -> tuple[Who, ...]:
    """In which capacities `by` may act on the comment (`None`: the program does), appeals aside: who answers one is
    found in `blog.comments.fairness.answerers`."""
    if by is None:
        return (Who.PROGRAM,)
    found = []
    is_author = comment.author_id == by.id
    if by.may(Act.MODERATE):
        is_own = comment.post.author_id == by.id and not is_author
        found.append(Who.OWN_MODERATOR if is_own and has_second(by) else Who.MODERATOR)
        found.append(Who.DECIDER)
    elif comment.post.author_id == by.id and by.may(Act.WRITE):
        found += [Who.POST_AUTHOR, Who.DECIDER]
    if is_author:
        found.append(Who.COMMENT_AUTHOR)
    return tuple(found)


def find(was: CommentStatus, act: ModerationAct, whos: tuple[Who, ...]) -> Transition | None:
    """The table's cell for one of these capacities, the first that has one."""
    return next((CELLS[was, act, who] for who in whos if (was, act, who) in CELLS), None)


def offered(comment: Comment, by: User) -> list[Transition]:
    """What the queue offers `by` to do with the comment; the complaints desk alone offers to hide."""
    if comment.hidden_for is HiddenFor.COMPLAINT:  # the complaints desk decides it
        return []
    whos = [who for who in capacities(comment, by) if who in {Who.MODERATOR, Who.OWN_MODERATOR}]
    cells = [row for row in TABLE if row.was is comment.status and row.who in whos and row.act is not A.HIDE]
    if not comment.open_reports:
        cells = [row for row in cells if row.act is not A.KEEP]
    return [row for row in cells if row.act not in SHOWING] if judges_self(comment, by) else cells


def judges_self(comment: Comment, by: User) -> bool:
    """Whether the comment is the person's own, and somebody else could decide."""
    return comment.author_id == by.id and has_second(by)
