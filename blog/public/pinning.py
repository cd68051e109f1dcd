"""Pinning a comment above the others of its thread, for who may change the post."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from blog.comments.threads.pages import find_comment
from blog.comments.threads.pinning import pin, unpin
from blog.public.pages import asker
from blog.transactions import writing

blueprint = Blueprint("pinning", __name__)
PINNED = "The comment stands first in the thread from now on, in every order."
UNPINNED = "The comment stands in its own place again."


@blueprint.post("/comments/<int:comment_id>/pin")
@login_required
def add(comment_id: int) -> ResponseReturnValue:
    return _done(comment_id, pin, PINNED)


@blueprint.post("/comments/<int:comment_id>/unpin")
@login_required
def take_away(comment_id: int) -> ResponseReturnValue:
    return _done(comment_id, unpin, UNPINNED)


def _done(comment_id: int, act: Callable[..., None], words: str) -> ResponseReturnValue:
    comment = find_comment(comment_id, asker())
    with writing():
        act(comment, by=current_user._get_current_object())
    flash(words, "ok")
    return redirect(f"{comment.post.path}#c{comment.id}", HTTPStatus.SEE_OTHER)
