"""The right of reply: showing that one speaks for a quoted organization, and giving its official answer."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from blog.accounts.keeping import take_back
from blog.accounts.models import User
from blog.comments.fairness.official import answer_of, answer_officially, speaks_for
from blog.comments.fairness.representing import ask_to_represent, confirm, find_asked, may_be_answered
from blog.comments.models import CommentStatus
from blog.comments.writing.posting import prepare_comment
from blog.errors import DomainError, NotFound
from blog.posts.models import Post
from blog.public.comments import published_post
from blog.public.limits import MAILING, limited
from blog.public.pages import POST_RULE
from blog.transactions import writing

blueprint = Blueprint("representing", __name__)
HELD = "Your answer is kept, and waits for a moderator. You see it in its place; others do not yet."


@blueprint.get(POST_RULE + "official-answer")
@login_required
def page(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    return _page(_answerable(year, month, day, slug), take_back(request.path))


@blueprint.post(POST_RULE + "official-answer/request")
@login_required
@limited(MAILING)
def ask(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = _answerable(year, month, day, slug)
    try:
        with writing():
            asked = ask_to_represent(post, email=request.form.get("email", ""), by=_person())
    except DomainError as error:
        return _page(post, request.form, error), error.status
    flash(
        f"We have sent a mail to {asked.email}. Open the link in it within two days, signed in as now.", "ok"
    )
    return redirect(f"{post.path}official-answer", HTTPStatus.SEE_OTHER)


@blueprint.post(POST_RULE + "official-answer")
@login_required
def answer(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = _answerable(year, month, day, slug)
    try:
        prepared = prepare_comment(request.form.get("body", ""))
        with writing():
            comment = answer_officially(post, prepared, form_id=request.form.get("form_id", ""), by=_person())
    except DomainError as error:
        return _page(post, request.form, error), error.status
    if comment.status is not CommentStatus.PUBLISHED:
        flash(HELD)
    return redirect(f"/comments/{comment.id}/#c{comment.id}", HTTPStatus.SEE_OTHER)


@blueprint.route("/representing/<token>", methods=["GET", "POST"])
@login_required
def confirm_asked(token: str) -> ResponseReturnValue:
    """Show what would be confirmed: scanners of mail open every link, so only the button does it."""
    if request.method == "GET":
        return render_template("public/representing.html", asked=find_asked(token, _person()))
    with writing():
        found = confirm(token, by=_person())
    flash(
        f"You speak for {found.domain} here from now on: under each post that quotes it, one official answer.",
        "ok",
    )
    return redirect("/account/", HTTPStatus.SEE_OTHER)


def _answerable(year: int, month: int, day: int, slug: str) -> Post:
    post = published_post(year, month, day, slug)
    if not may_be_answered(post):
        raise NotFound("This post takes no official answers. You can still comment as yourself.")
    return post


def _page(post: Post, typed: dict[str, str], error: DomainError | None = None) -> str:
    representative = speaks_for(post, _person())
    before = answer_of(post, representative.domain) if representative else None
    return render_template(
        "public/official_answer.html",
        post={"title": post.title, "url": post.path},
        organizations=may_be_answered(post),
        representative=representative,
        before=before,
        is_own=before is not None and before.author_id == current_user.id,
        typed=typed,
        form_id=typed.get("form_id", "") or str(uuid.uuid4()),
        error=error,
    )


def _person() -> User:
    person: User = current_user._get_current_object()
    return person
