"""Reporting a comment: a page with a form, for who is signed in."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from blog.accounts.keeping import take_back
from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import REASON_LIMIT, REASONS, Reason
from blog.comments.moderation.reports import report
from blog.comments.moderation.transitions import Who, capacities
from blog.comments.threads.pages import find_comment
from blog.errors import DomainError, NotFound
from blog.extensions import limiter
from blog.public.limits import place
from blog.public.pages import asker
from blog.transactions import writing

blueprint = Blueprint("reports", __name__)
# More than anybody reads with care; a script does more.
REPORTING = "30 per hour"
REPORTED = "Reported. A moderator looks at the comment, and you are told what was decided."
HIDDEN = "Hidden. A moderator looks at the comment, and confirms that or restores it."


@blueprint.get("/comments/<int:comment_id>/report")
@login_required
def form(comment_id: int) -> ResponseReturnValue:
    return _form(_published(comment_id), take_back(request.path))


@blueprint.post("/comments/<int:comment_id>/report")
@login_required
@limiter.limit(REPORTING, key_func=lambda: current_user.get_id() or place())
def add(comment_id: int) -> ResponseReturnValue:
    comment = _published(comment_id)
    by: User = current_user._get_current_object()
    words, chosen = request.form.get("words", ""), request.form.get("rule", "")
    reason = Reason(chosen) if chosen in REASONS else None
    try:
        with writing():
            kept = report(comment, reason=reason, words=words, by=by)
    except NotFound:
        raise
    except DomainError as error:
        return _form(comment, request.form, error), error.status
    flash(REPORTED if kept else HIDDEN)
    return redirect(comment.post.path, HTTPStatus.SEE_OTHER)


def _published(comment_id: int) -> Comment:
    comment = find_comment(comment_id, asker())
    if comment.status is not CommentStatus.PUBLISHED:
        raise NotFound("There is no comment at this address. It may have been removed.")
    return comment


def _form(comment: Comment, typed: Mapping[str, str], error: DomainError | None = None) -> str:
    return render_template(
        "public/report.html",
        comment=comment,
        reasons=REASONS,
        limit=REASON_LIMIT,
        typed=typed,
        error=error,
        hides=Who.POST_AUTHOR in capacities(comment, current_user),
    )
