"""Around a post: private links to it, what stands beside it, and telling readers that it has changed."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.links import whole_url
from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.words import ai_choices
from blog.admin.writing.finding import find_post
from blog.database import row_number
from blog.errors import DomainError
from blog.posts.models import REASON_LIMIT, Post
from blog.posts.publishing import announcing
from blog.posts.publishing.details import Details, as_typed, choose
from blog.posts.publishing.preview_links import DAYS, NOT_PUBLIC, end_link, make_link, open_links
from blog.posts.publishing.series import all_series
from blog.site import LANGUAGES, current_site
from blog.transactions import writing

blueprint = room("details", Act.WRITE)


@blueprint.get("/posts/<int:post_id>/details")
def page(post_id: int) -> ResponseReturnValue:
    return _page(find_post(post_id))


@blueprint.post("/posts/<int:post_id>/details")
def save(post_id: int) -> ResponseReturnValue:
    try:
        with writing():
            choose(find_post(post_id), Details.parse(request.form), by=_by())
    except DomainError as error:
        return _page(find_post(post_id), details=request.form, error=error), error.status
    flash("Saved.", "ok")
    return _back(post_id)


@blueprint.post("/posts/<int:post_id>/links")
def link(post_id: int) -> ResponseReturnValue:
    """Make a private link. It is shown in the answer itself, once: only its digest is kept."""
    try:
        with writing():
            secret = make_link(find_post(post_id), days=row_number(request.form.get("days", "")), by=_by())
    except DomainError as error:
        return _page(find_post(post_id), error=error), error.status
    return _page(find_post(post_id), made=whole_url("previews.show", secret=secret))


@blueprint.post("/posts/<int:post_id>/links/<int:link_id>")
def end(post_id: int, link_id: int) -> ResponseReturnValue:
    with writing():
        end_link(find_post(post_id), link_id, by=_by())
    flash("The link has ended: whoever opens it now is told so.", "ok")
    return _back(post_id)


@blueprint.post("/posts/<int:post_id>/announcement")
def announce(post_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        with writing():
            post = find_post(post_id)
            if request.form.get("act") == "end":
                announcing.take_back(post, by=_by())
            else:
                announcing.tell_readers(post, reason, by=_by())
    except DomainError as error:
        return _page(find_post(post_id), reason=reason, error=error), error.status
    flash("Readers are told above the post." if reason else "It is announced no more.", "ok")
    return _back(post_id)


def _by() -> User:
    person: User = current_user._get_current_object()
    return person


def _back(post_id: int) -> ResponseReturnValue:
    return redirect(url_for(".page", post_id=post_id), HTTPStatus.SEE_OTHER)


def _page(
    post: Post,
    *,
    details: Mapping[str, str] | None = None,
    reason: str = "",
    made: str = "",
    error: DomainError | None = None,
) -> str:
    language = LANGUAGES.get(current_site().language, current_site().language)
    return render_template(
        "admin/details.html",
        post=post,
        typed=details or as_typed(post),
        languages=[("", f"As the site: {language}"), *LANGUAGES.items()],
        ai_choices=ai_choices(current_site()),
        series=all_series(),
        links=open_links(post),
        takes_links=post.status in NOT_PUBLIC,
        days=[(str(days), "1 day" if days == 1 else f"{days} days") for days in DAYS],
        made=made,
        reason=reason,
        reason_limit=REASON_LIMIT,
        error=error,
        errors={error.field: error.message} if error and error.field else {},
    )
