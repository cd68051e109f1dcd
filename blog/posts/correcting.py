"""Corrections: a reader reports an error in a post, its author decides, and the post lists what was corrected."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.accounts import mail
from blog.accounts.addresses import normal_address
from blog.accounts.links import site_url
from blog.accounts.models import NoticeKind, User
from blog.accounts.notices import tell
from blog.clock import now
from blog.errors import Closed, Conflict, Invalid
from blog.extensions import db
from blog.posts.models import Correction, CorrectionKind, CorrectionState, Post
from blog.posts.visibility import editable_by, require_editor
from blog.posts.writing.saving import take_turn
from blog.site import current_site
from blog.typed import one_line, plain, required

WORDS_LIMIT = 2_000
ANSWER_LIMIT = 1_000
# No post has more errors than this at once; a script that says so does not fill the desk.
MOST_OPEN = 50
FULL = (
    "So many errors were reported in this post that its author has to look at those first. Yours was not kept: copy "
    "your words, and report it again in some days."
)
DECIDED = "This report was decided meanwhile. Nothing was changed: see what was decided below."


def report_error(post: Post, *, kind: str, words: str, email: str, by: User | None) -> Correction:
    """Keep a report for the post's author, who is told; the same report sent twice is one.

    `email` counts where nobody is signed in. Raises `Invalid` beside kind, words or email, `Closed` where too many
    wait.
    """
    asked = _kind(kind)
    words = required(_words(words), field="words", what="What is wrong")
    address = "" if by else normal_address(email)
    take_turn(post)
    waiting = list(db.session.scalars(_open_in(post)))
    for kept in waiting:
        if (kept.words, kept.reported_by_id, kept.email) == (words, by.id if by else None, address):
            return kept
    if len(waiting) >= MOST_OPEN:
        raise Closed(FULL)
    found = Correction(
        post_id=post.id, kind=asked, words=words, reported_by_id=by.id if by else None, email=address
    )
    db.session.add(found)
    db.session.flush()
    _tell_author(post, found)
    return found


def accept(correction: Correction, answer: str, *, by: User) -> None:
    """List the correction under its post, in the words of `answer`. Raises `Conflict` where it was decided before."""
    answer = required(_answer(answer), field="answer", what="The correction, which readers will see,")
    post = _decide(correction, CorrectionState.ACCEPTED, answer, by=by)
    correction.revision = post.revision
    post.updated_at = now()  # feeds offer the post again


def decline(correction: Correction, answer: str, *, by: User) -> None:
    """Leave the post as it is, and tell the reporter why. Raises `Conflict` where it was decided before."""
    answer = required(_answer(answer), field="answer", what="Why not, which is told to who reported it,")
    _decide(correction, CorrectionState.DECLINED, answer, by=by)


def correct(post: Post, *, kind: str, answer: str, by: User) -> Correction:
    """List a correction that the post's author made without anybody's report."""
    found = Correction(post_id=post.id, kind=_kind(kind), words="", reported_by_id=by.id)
    found.state = CorrectionState.OPEN
    db.session.add(found)
    db.session.flush()
    accept(found, answer, by=by)
    return found


def corrections_of(post_ids: Sequence[int]) -> dict[int, list[Correction]]:
    """The corrections that these posts list, oldest first, by post. One query."""
    listed = sa.select(Correction).where(
        Correction.post_id.in_(post_ids), Correction.state == CorrectionState.ACCEPTED
    )
    found: dict[int, list[Correction]] = defaultdict(list)
    for correction in db.session.scalars(listed.order_by(Correction.decided_at, Correction.id)):
        found[correction.post_id].append(correction)
    return found


def decidable_by(person: User) -> sa.Select[Correction]:
    """The reports in posts that `person` may edit, with their posts and reporters."""
    posts = editable_by(person).with_only_columns(Post.id)
    query = sa.select(Correction).where(Correction.post_id.in_(posts))
    return query.options(joinedload(Correction.post), joinedload(Correction.reported_by))


def waiting_for(person: User) -> sa.Select[Correction]:
    """Those of them that nobody decided yet."""
    return decidable_by(person).where(Correction.state == CorrectionState.OPEN)


def _decide(correction: Correction, state: CorrectionState, answer: str, *, by: User) -> Post:
    post = correction.post
    require_editor(post, by)
    take_turn(post)
    db.session.refresh(correction)
    if correction.state is not CorrectionState.OPEN:
        raise Conflict(DECIDED)
    correction.state, correction.answer = state, answer
    correction.decided_at, correction.decided_by_id = now(), by.id
    if correction.email:
        _mail_reporter(correction)
        correction.email = ""
    return post


def _open_in(post: Post) -> sa.Select[Correction]:
    return sa.select(Correction).where(
        Correction.post_id == post.id, Correction.state == CorrectionState.OPEN
    )


def _tell_author(post: Post, correction: Correction) -> None:
    author = db.session.get_one(User, post.author_id)
    if not author.active or author.id == correction.reported_by_id:
        return
    tell(
        author,
        kind=NoticeKind.CORRECTION,
        key=f"correction-{correction.id}",
        words=f"A reader reported an error in “{one_line(post.title)}”.",
        path=f"/admin/posts/{post.id}/corrections",
        about=correction.id,
        post_id=post.id,
    )


def _mail_reporter(correction: Correction) -> None:
    is_accepted = correction.state is CorrectionState.ACCEPTED
    mail.post(
        correction.email,
        f"The error you reported at {current_site().name}",
        "correction",
        person={"name": "reader"},
        title=correction.post.title,
        is_accepted=is_accepted,
        answer=correction.answer,
        link=site_url() + correction.post.path,
    )


def _kind(chosen: str) -> CorrectionKind:
    if chosen not in set(CorrectionKind):
        raise Invalid("Choose what kind of error it is.", field="kind")
    return CorrectionKind(chosen)


def _words(typed: str) -> str:
    return plain(typed, field="words", limit=WORDS_LIMIT, what="What is wrong").strip()


def _answer(typed: str) -> str:
    return plain(typed, field="answer", limit=ANSWER_LIMIT, what="The answer").strip()
