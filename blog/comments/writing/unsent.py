"""Comments of people who are signed out: kept, and sent when the link that was mailed is followed.

Whoever opens the link has shown that the address is theirs: from then on it has an account. What is answered, and what
is mailed, is the same whether it had one before or not.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from blog.accounts import mail
from blog.accounts.addresses import normal_address
from blog.accounts.joining import join_by_mail
from blog.accounts.links import whole_url
from blog.accounts.lookalikes import refuse_staff_name
from blog.accounts.people import display_name
from blog.clock import now
from blog.comments.models import Comment, Voice
from blog.comments.policy.effective import policy_of
from blog.comments.policy.read_first import answer, let_pass
from blog.comments.screening.phases.state import CLOSED
from blog.comments.screening.pipeline import Draft, refuse_words
from blog.comments.writing.models import UnsentComment
from blog.comments.writing.passages import Answered, check_passage
from blog.comments.writing.posting import (
    FORM_ID,
    PreparedComment,
    about_from,
    find_answered,
    post_comment,
    prepare_comment,
)
from blog.database import row_number
from blog.errors import Closed, Invalid, NotFound, TooLarge
from blog.extensions import db
from blog.posts.models import Post
from blog.site import current_site

KEPT_FOR = timedelta(days=2)
# Everybody's together, at 22,000 characters each: 50 MB at most.
MOST_WAITING = 2_000
# Nobody has more to say before they have opened a single mail.
MOST_FOR_ADDRESS = 5
# Where a row says which comment it became.
SENT = "sent"
# Not the number of any comment.
NO_COMMENT = 0
# A second press of the button brings no second mail: the link in the first sends what was typed last.
ONE_MAIL = timedelta(minutes=10)
GONE = (
    "This link leads nowhere: a part of it is missing, a newer mail has the link that counts, or the comment waited "
    "for longer than two days. Where no newer mail came, write it again under the post."
)


def keep_unsent(
    post: Post,
    prepared: PreparedComment,
    *,
    email: str,
    name: str,
    parent: str,
    form_id: str,
    answers: Mapping[int, str],
    about: Voice | None = None,
) -> None:
    """Keep a comment and mail the link that sends it. The same form sent again replaces what it sent before; within
    ten minutes, the link that was mailed sends the newer words.

    `answers` are to what the post asks first. Raises `Invalid` beside email, name or questions, `Closed` where the
    thread takes nothing, `TooLarge` where too much waits.
    """
    address, name = normal_address(email), display_name(name)
    refuse_staff_name(name)
    if not FORM_ID.fullmatch(form_id):
        raise Invalid("This form was damaged on its way. Your text is kept: send it again.", field="form_id")
    if policy_of(post).is_closed:
        raise Closed(CLOSED)
    if parent:
        find_answered(post, row_number(parent) or NO_COMMENT)
    refuse_words(Draft(post, prepared.body, prepared.html))
    has_read = answer(post, answers, by=None)
    purge_unsent()
    words = prepared.passage.words if prepared.passage else ""
    fields = {"body": prepared.body, "passage": words, "parent": parent, "form_id": form_id}
    fields |= {"about": about or "", "has_read": "yes" if has_read else ""}
    same = _of_same_form(address, form_id)
    if same is not None and now() - same.kept_at < ONE_MAIL:
        same.name, same.fields = name, fields
        return
    if same is not None:
        db.session.delete(same)
        db.session.flush()
    _refuse_too_many(address)
    token = secrets.token_urlsafe(32)
    db.session.add(
        UnsentComment(
            digest=_digest(token), email=address, name=name, post_id=post.id, fields=fields, kept_at=now()
        )
    )
    link = whole_url("unsent.confirm", token=token)
    subject = f"Send your comment at {current_site().name}"
    mail.post(address, subject, "unsent", person={"name": name}, link=link, title=post.title)


def find_unsent(token: str) -> tuple[UnsentComment, Post]:
    """What this link sends, and under which post. Raises `NotFound`, saying what to do."""
    query = sa.select(UnsentComment, Post).join(Post, Post.id == UnsentComment.post_id)
    fresh = sa.and_(UnsentComment.kept_at > now() - KEPT_FOR, UnsentComment.email != "")
    found = db.session.execute(query.where(UnsentComment.digest == _digest(token), fresh)).first()
    if found is None:
        raise NotFound(GONE)
    return found[0], found[1]


def sent_before(token: str) -> Comment | None:
    """The comment that this link sent."""
    kept = db.session.get(UnsentComment, _digest(token))
    return db.session.get(Comment, int(kept.fields[SENT])) if kept and SENT in kept.fields else None


def prepare_unsent(
    kept: UnsentComment, post: Post, *, alone: bool, body: str | None = None
) -> PreparedComment:
    """The kept comment, or `body` in its place, checked again and rendered; `alone` leaves the passage out."""
    answered: Answered | None = None if alone else check_passage(post, kept.fields["passage"])
    return prepare_comment(kept.fields["body"] if body is None else body, passage=answered)


def send_unsent(token: str, prepared: PreparedComment, *, alone: bool) -> tuple[Comment, bool]:
    """Confirm the address, make its account if it has none, and send the comment as anyone's is sent.

    Returns the comment, and whether the account began with this. `alone` leaves out what the comment answers. Raises
    what posting raises; then nothing is changed, and the link works again.
    """
    db.session.execute(
        sa.select(UnsentComment).where(UnsentComment.digest == _digest(token)).with_for_update()
    )
    if comment := sent_before(token):
        return comment, False
    kept, post = find_unsent(token)
    person, is_new = join_by_mail(email=kept.email, name=kept.name)
    db.session.flush()
    if kept.fields["has_read"]:
        let_pass(post, by=person)
    parent = "" if alone else kept.fields["parent"]
    comment = post_comment(
        post,
        prepared,
        parent_id=row_number(parent) or NO_COMMENT if parent else None,
        form_id=kept.fields["form_id"],
        about=about_from(kept.fields["about"]),
        by=person,
    )
    # Until it would have ended the link leads to the comment; whose it was, the comment tells.
    kept.email, kept.name, kept.fields = "", "", {SENT: str(comment.id)}
    return comment, is_new


def purge_unsent() -> None:
    """Delete what waited for longer than its link lasts."""
    db.session.execute(sa.delete(UnsentComment).where(UnsentComment.kept_at <= now() - KEPT_FOR))


def _of_same_form(address: str, form_id: str) -> UnsentComment | None:
    waiting = db.session.scalars(sa.select(UnsentComment).where(UnsentComment.email == address))
    return next((kept for kept in waiting if kept.fields["form_id"] == form_id), None)


def _refuse_too_many(address: str) -> None:
    waiting = sa.select(sa.func.count()).select_from(UnsentComment).where(UnsentComment.email != "")
    if (db.session.scalar(waiting.where(UnsentComment.email == address)) or 0) >= MOST_FOR_ADDRESS:
        raise Invalid(
            f"{MOST_FOR_ADDRESS} comments wait for this address to be confirmed already. Open the link in one of the "
            "mails, then send this one.",
            field="email",
        )
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooLarge(
            "Too many comments wait for their writers to confirm their addresses, so this one was not kept. Copy it "
            "and register: then it is sent at once."
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
