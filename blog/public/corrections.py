"""Reporting an error in a post: a page with a form, for readers signed in or out."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.keeping import take_back
from blog.comments.moderation.measures import refuse_suspended
from blog.errors import DomainError, NotFound
from blog.extensions import limiter
from blog.posts.correcting import WORDS_LIMIT, report_error
from blog.posts.models import CorrectionKind, Post
from blog.public.limits import place
from blog.public.pages import POST_RULE, asker, find_post
from blog.transactions import writing

blueprint = Blueprint("corrections", __name__)
# Errors are found by reading; a script finds more.
REPORTING = "10 per hour"
KIND_WORDS = {
    CorrectionKind.FACT: "A fact is wrong",
    CorrectionKind.QUOTATION: "A quotation is wrong, or torn out of its context",
    CorrectionKind.ATTRIBUTION: "Words are put into the wrong mouth",
    CorrectionKind.OTHER: "Something else",
}
THANKS = "Thank you. The author looks at it, and you are told what was decided."


@blueprint.get(POST_RULE + "correction")
def form(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    return _form(_published(year, month, day, slug), take_back(request.path))


@blueprint.post(POST_RULE + "correction")
@limiter.limit(REPORTING, key_func=lambda: current_user.get_id() or place())
def add(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post, typed = _published(year, month, day, slug), request.form
    path = post.path
    try:
        with writing():
            by = asker()
            if by:
                refuse_suspended(by)
            report_error(
                post,
                kind=typed.get("kind", ""),
                words=typed.get("words", ""),
                email=typed.get("email", ""),
                by=by,
            )
    except DomainError as error:
        return _form(_published(year, month, day, slug), typed, error), error.status
    flash(THANKS, "ok")
    return redirect(path, HTTPStatus.SEE_OTHER)


def _published(year: int, month: int, day: int, slug: str) -> Post:
    post = find_post(year, month, day, slug)
    if post is None or not post.is_readable:
        raise NotFound("There is no post at this address.")
    return post


def _form(post: Post, typed: Mapping[str, str], error: DomainError | None = None) -> str:
    return render_template(
        "public/correction.html", post=post, kinds=KIND_WORDS, limit=WORDS_LIMIT, typed=typed, error=error
    )
