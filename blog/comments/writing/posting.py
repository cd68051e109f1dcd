"""Posting a comment: kept once however often its form is sent, and held where its author is new."""

import re
from dataclasses import dataclass, replace

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.fairness.models import Representative
from blog.comments.models import Comment, CommentStatus, Voice
from blog.comments.notifying import events
from blog.comments.policy.effective import policy_of
from blog.comments.screening import pipeline
from blog.comments.screening.models import ScreeningAct
from blog.comments.threads.paths import refuse_too_deep
from blog.comments.threads.places import give_place, status_changed
from blog.comments.threads.turns import take_turn
from blog.comments.writing.passages import Answered, attach
from blog.errors import Conflict, Invalid
from blog.extensions import db
from blog.markup import comment as comment_html
from blog.markup.limits import COMMENT_CHARACTERS
from blog.posts.models import Post
from blog.typed import plain, required

# What a page puts into its form: a UUID, or a name of the demo's.
FORM_ID = re.compile(r"[A-Za-z0-9-]{1,36}")


@dataclass(frozen=True, slots=True)
class PreparedComment:
    """A comment's words, checked and rendered before the lock is taken."""

    body: str
    html: str
    passage: Answered | None = None


def prepare_comment(body: str, *, passage: Answered | None = None) -> PreparedComment:
    """Check and render what was typed. Raises `Invalid` beside body, also where Markdown makes nothing of it."""
    body = plain(body, field="body", limit=COMMENT_CHARACTERS, what="The comment")
    required(body, field="body", what="The comment")
    html = comment_html(body)
    required(html.striptags(), field="body", what="The comment, as readers would see it,")
    return PreparedComment(body, str(html), passage)


def post_comment(
    post: Post,
    prepared: PreparedComment,
    *,
    parent_id: int | None,
    form_id: str,
    by: User,
    about: Voice | None = None,
    representative: Representative | None = None,
) -> Comment:
    """Add a comment to the post's thread, below the comment `parent_id` where one is given.

    `about` is what its writer says it is about, where they were asked (`give_place` has the rest of the rule).
    `representative` is in which capacity `by` answers officially.
    Returns the first one where the same form was sent before. Raises `Closed` where the thread takes nothing,
    `Invalid` beside parent where the comment that was answered is no longer there, and beside form_id (`Invalid` or
    `Conflict`) where only a fresh form can help.
    """
    by.require(Act.COMMENT)
    if not FORM_ID.fullmatch(form_id):
        raise Invalid("This form was damaged on its way. Your text is kept: send it again.", field="form_id")
    take_turn(post)
    sent = sa.select(Comment).where(Comment.author_id == by.id, Comment.form_id == form_id)
    first: Comment | None = db.session.scalar(sent)
    if first is not None:
        _refuse_other_words(first, post, prepared)
        return first
    parent = find_answered(post, parent_id) if parent_id is not None else None
    draft = pipeline.Draft(post, prepared.body, prepared.html, parent, prepared.passage)
    draft = replace(draft, is_official=representative is not None)
    verdict = pipeline.screen_or_refuse(draft, by=by)
    status = CommentStatus.HELD if verdict.act is ScreeningAct.HOLD else CommentStatus.PUBLISHED
    comment = Comment(
        post=post,
        author=by,
        status=status,
        body=prepared.body,
        html=prepared.html,
        form_id=form_id,
        representative=representative,
        created_at=now(),
    )
    db.session.add(comment)
    db.session.flush()
    pipeline.keep(comment, verdict)
    if prepared.passage:
        attach(comment, prepared.passage)
    give_place(comment, parent, about=about if post.pins else None)
    status_changed(comment, was=None)
    if status is CommentStatus.PUBLISHED:
        events.comment_published(comment)
    else:
        events.comment_held(comment)
    return comment


def about_from(words: str) -> Voice | None:
    """What a form says its comment is about, where it asks. Raises `Invalid` for what it does not offer."""
    if words and words not in set(Voice):
        raise Invalid(
            "A comment is about the statement or about the commentary. Choose one; your text is kept below.",
            field="about",
        )
    return Voice(words) if words else None


def takes_comments(post: Post) -> bool:
    """Whether the post's thread takes new comments."""
    return not policy_of(post).is_closed


def _refuse_other_words(first: Comment, post: Post, prepared: PreparedComment) -> None:
    """Someone goes back in their browser and writes another comment into the form that was sent: nothing is lost."""
    if (first.post_id, first.body) != (post.id, prepared.body):
        raise Conflict(
            "This form was sent before, with other words, and that comment is kept. What you wrote now was not sent "
            "yet: send it again to add it as another comment.",
            field="form_id",
        )


def find_answered(post: Post, parent_id: int) -> Comment:
    """The comment that is to be answered. Raises `Invalid` beside parent where nobody can answer it any more."""
    query = sa.select(Comment).where(
        Comment.id == parent_id, Comment.post_id == post.id, Comment.status == CommentStatus.PUBLISHED
    )
    parent: Comment | None = db.session.scalar(query.execution_options(populate_existing=True))
    if parent is None:
        raise Invalid(
            "The comment that you answered was removed meanwhile. Your text is kept below: send it as a comment of "
            "its own, or leave it.",
            field="parent",
        )
    refuse_too_deep(parent.depth + 1)
    return parent
