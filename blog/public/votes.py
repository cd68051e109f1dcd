"""Voting for a comment, and taking the vote back."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from blog.accounts.models import User
from blog.accounts.returning import same_site
from blog.comments.models import Comment
from blog.comments.threads.pages import find_comment
from blog.comments.voting.votes import unvote, vote
from blog.extensions import limiter
from blog.public.limits import place
from blog.public.pages import asker
from blog.public.refusals import wants_json
from blog.transactions import writing

blueprint = Blueprint("votes", __name__)
# A quick reader of a long thread; a script is quicker.
VOTING = "60 per minute"
limited = limiter.shared_limit(VOTING, scope="votes", key_func=lambda: current_user.get_id() or place())


@blueprint.post("/comments/<int:comment_id>/vote")
@login_required
@limited
def add(comment_id: int) -> ResponseReturnValue:
    return _counted(comment_id, vote, has_voted=True)


@blueprint.post("/comments/<int:comment_id>/unvote")
@login_required
@limited
def take_back(comment_id: int) -> ResponseReturnValue:
    return _counted(comment_id, unvote, has_voted=False)


def _counted(comment_id: int, act: Callable[..., int], *, has_voted: bool) -> ResponseReturnValue:
    comment = find_comment(comment_id, asker())
    by: User = current_user._get_current_object()
    with writing():
        votes = act(comment, by=by)
    if wants_json():
        return jsonify(votes=votes, voted=has_voted)
    return redirect(f"{_where_it_was_read(comment)}#c{comment.id}", HTTPStatus.SEE_OTHER)


def _where_it_was_read(comment: Comment) -> str:
    """The page of this site that the button stood on, as far as the browser tells."""
    came_from = urlsplit(request.referrer or "")
    path = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return (same_site(path) if came_from.netloc == request.host else "") or f"/comments/{comment.id}/"
