"""Corrections at the desk: what readers reported, what its author found, and what goes with a new title."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.keeping import take_back
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.comments.notifying.events import correction_decided
from blog.database import row_number
from blog.errors import DomainError, Invalid, NotFound
from blog.extensions import db
from blog.posts.correcting import ANSWER_LIMIT, accept, correct, decidable_by, decline
from blog.posts.models import Correction, CorrectionKind, CorrectionState, Post
from blog.posts.visibility import editable_by
from blog.posts.writing.retitling import follow_title, slug_of_title, title_before
from blog.transactions import writing

blueprint = room("corrections", Act.WRITE)
A_PAGE = 30
DECIDES = {"accept": accept, "decline": decline}
TOLD = {
    "accept": "Accepted: the post lists it. Mend the post too, if you have not.",
    "decline": "Declined. The post stays as it is.",
}


@dataclass(slots=True)
class Typed:
    """What could not be taken, to be given back: by the number of its report, 0 for a correction of one's own."""

    number: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    error: DomainError | None = None


@blueprint.get("/corrections/")
def index() -> ResponseReturnValue:
    return _page(None, Typed())


@blueprint.get("/posts/<int:post_id>/corrections")
def of_post(post_id: int) -> ResponseReturnValue:
    return _page(_find_post(post_id), Typed(values=take_back(request.path)))


@blueprint.post("/posts/<int:post_id>/corrections")
def add(post_id: int) -> ResponseReturnValue:
    post, typed = _find_post(post_id), request.form
    try:
        with writing():
            correct(
                post,
                kind=typed.get("kind", ""),
                answer=typed.get("answer", ""),
                by=current_user._get_current_object(),
            )
    except Invalid as error:
        return _page(_find_post(post_id), Typed(0, typed, error)), error.status
    flash("Listed under the post.", "ok")
    return redirect(url_for(".of_post", post_id=post_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/corrections/<int:correction_id>/")
def decide(correction_id: int) -> ResponseReturnValue:
    correction = db.session.scalar(decidable_by(current_user).where(Correction.id == correction_id))
    if correction is None:
        raise NotFound("There is no such report, or it is not yours to decide.")
    act, post_id = request.form.get("act", ""), correction.post_id
    try:
        if act not in DECIDES:
            raise Invalid("Choose whether to accept or to decline it.", field="answer")
        with writing():
            DECIDES[act](correction, request.form.get("answer", ""), by=current_user._get_current_object())
            correction_decided(correction)
    except DomainError as error:
        return _page(_find_post(post_id), Typed(correction_id, request.form, error)), error.status
    flash(TOLD[act], "ok")
    return redirect(url_for(".of_post", post_id=post_id), HTTPStatus.SEE_OTHER)


@blueprint.route("/posts/<int:post_id>/title", methods=["GET", "POST"])
def title(post_id: int) -> ResponseReturnValue:
    """What may go with a new title: the address that it makes, and a correction that says so."""
    if request.method == "GET":
        return _title_page(_find_post(post_id), Typed(values=take_back(request.path)))
    typed, done = request.form, []
    try:
        with writing():
            post, by = _find_post(post_id), current_user._get_current_object()
            if typed.get("follow"):
                follow_title(post, by=by)
                done.append("The post moved, and its old address leads there.")
            if typed.get("tell"):
                correct(post, kind=CorrectionKind.OTHER, answer=typed.get("answer", ""), by=by)
                done.append("The correction is listed.")
    except DomainError as error:
        return _title_page(_find_post(post_id), Typed(0, typed, error)), error.status
    flash(" ".join(done) or "The title is changed; nothing else is.", "ok")
    return redirect(url_for("admin.posts.edit", post_id=post_id), HTTPStatus.SEE_OTHER)


def _find_post(post_id: int) -> Post:
    post = db.session.scalar(editable_by(current_user).where(Post.id == post_id))
    if post is None or post.day is None:
        raise NotFound("There is no published post here that you may edit.")
    return post


def _title_page(post: Post, typed: Typed) -> str:
    return render_template(
        "admin/retitled.html", post=post, before=title_before(post), slug=slug_of_title(post), typed=typed
    )


def _page(post: Post | None, typed: Typed) -> str:
    """Reports in one post or in all, open ones first, then the decided a page at a time."""
    query = decidable_by(current_user)
    query = query.where(Correction.post_id == post.id) if post else query
    is_open = Correction.state == CorrectionState.OPEN
    waiting = list(db.session.scalars(query.where(is_open).order_by(Correction.id).limit(A_PAGE)))
    before = row_number(request.args.get("before", ""))
    past = query.where(~is_open).order_by(Correction.id.desc()).limit(A_PAGE + 1)
    decided = list(db.session.scalars(past.where(Correction.id < before) if before else past))
    return render_template(
        "admin/corrections.html",
        post=post,
        waiting_here=waiting,
        decided=decided[:A_PAGE],
        older=decided[A_PAGE - 1].id if len(decided) > A_PAGE else None,
        kinds=[(kind.value, kind.value.capitalize()) for kind in CorrectionKind],
        typed=typed,
        limit=ANSWER_LIMIT,
    )
