"""One's own comments: changing one, taking it back; and, for everyone, what an edit changed."""

from http import HTTPStatus

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from blog.accounts.keeping import take_back
from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.pages import find_comment
from blog.comments.writing.editing import delete_comment, edit_comment, refuse_edit
from blog.comments.writing.posting import prepare_comment
from blog.database import row_number
from blog.errors import Conflict, DomainError, Forbidden, Invalid
from blog.extensions import limiter
from blog.public.composing import preview_of
from blog.public.limits import place
from blog.public.pages import asker
from blog.public.refusals import wants_json
from blog.reading.versions import words_over_time
from blog.reading.words import moment_words
from blog.site import current_site
from blog.transactions import writing

blueprint = Blueprint("writing", __name__, url_prefix="/comments/<int:comment_id>")
# Nobody mends faster than this; a script does.
CHANGING = "20 per minute"
limited = limiter.shared_limit(
    CHANGING, scope="changing", methods=["POST"], key_func=lambda: current_user.get_id() or place()
)
HELD = "Your edit is kept, and waits for a moderator. Until then only you see the comment."


@blueprint.get("/versions/")
def versions(comment_id: int) -> ResponseReturnValue:
    comment = find_comment(comment_id, asker())
    return render_template(
        "public/comment_versions.html",
        comment=comment,
        post={"title": comment.post.title, "url": comment.post.path},
        items=words_over_time(comment, current_site()),
    )


@blueprint.get("/edit")
@login_required
def edit(comment_id: int) -> ResponseReturnValue:
    comment = find_comment(comment_id, asker())
    refuse_edit(comment, _person())
    typed = take_back(request.path)
    return _edit_page(comment, typed.get("body", comment.body), seen=typed.get("seen", ""))


@blueprint.post("/edit")
@login_required
@limited
def save(comment_id: int) -> ResponseReturnValue:
    body = request.form.get("body", "")
    comment = None
    try:
        comment = find_comment(comment_id, asker())
        if request.form.get("show") == "preview":
            return _preview(comment, body)
        prepared = prepare_comment(body)
        seen = row_number(request.form.get("seen", "")) or 0
        with writing():
            edit_comment(comment, prepared, seen_version=seen, by=_person())
    except DomainError as error:
        if wants_json():
            raise
        return _refused(comment, body, error)
    if comment.status is CommentStatus.HELD:
        flash(HELD)
    return redirect(_its_page(comment), HTTPStatus.SEE_OTHER)


@blueprint.get("/delete")
@login_required
def ask_to_delete(comment_id: int) -> ResponseReturnValue:
    comment = find_comment(comment_id, asker())
    if comment.author_id != current_user.id:
        raise Forbidden("Only who wrote a comment can take it back.")
    return render_template(
        "public/delete_comment.html",
        comment=comment,
        post={"title": comment.post.title, "url": comment.post.path},
        at_words=moment_words(comment.created_at, current_site()),
    )


@blueprint.post("/delete")
@login_required
@limited
def delete(comment_id: int) -> ResponseReturnValue:
    comment = find_comment(comment_id, asker())
    with writing():
        delete_comment(comment, by=_person())
    flash("Your comment is deleted.", "ok")
    return redirect(f"{comment.post.path}#told", HTTPStatus.SEE_OTHER)


def _person() -> User:
    person: User = current_user._get_current_object()
    return person


def _refused(comment: Comment | None, body: str, error: DomainError) -> ResponseReturnValue:
    """The form again with the reason; where the comment cannot be changed any more, the text to be copied."""
    if comment is not None and isinstance(error, Invalid | Conflict):
        return _edit_page(comment, body, error=error.message), error.status
    if not body:
        raise error
    return render_template("public/not_taken.html", error=error, body=body), error.status


def _preview(comment: Comment, body: str) -> ResponseReturnValue:
    refuse_edit(comment, _person())
    read = preview_of(prepare_comment(body))
    if wants_json():
        return jsonify(html=render_template("public/_comment_preview.html", preview=read))
    return _edit_page(comment, body, seen=request.form.get("seen", ""), preview=read)


def _edit_page(
    comment: Comment,
    body: str,
    *,
    seen: str = "",
    error: str = "",
    preview: dict[str, object] | None = None,
) -> str:
    return render_template(
        "public/edit_comment.html",
        comment=comment,
        post={"title": comment.post.title, "url": comment.post.path},
        body=body,
        seen=seen or comment.version,
        error=error,
        preview=preview,
    )


def _its_page(comment: Comment) -> str:
    return f"/comments/{comment.id}/#c{comment.id}"
