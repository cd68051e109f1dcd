"""Comments: a further page of a thread, one in its place, a new one."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from blog.accounts.keeping import take_back
from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus, Voice
from blog.comments.policy.read_first import answer, answers_in
from blog.comments.threads.cursors import read_order
from blog.comments.threads.orders import Order
from blog.comments.threads.pages import find_comment
from blog.comments.writing.passages import check_passage
from blog.comments.writing.posting import about_from, post_comment, prepare_comment
from blog.database import row_number
from blog.errors import DomainError, NotFound
from blog.extensions import limiter
from blog.posts.models import Post
from blog.public.limits import place
from blog.public.pages import POST_RULE, asker, find_post, post_page
from blog.public.refusals import wants_json
from blog.reading.comment_form import CommentForm, form_for
from blog.reading.comments import view_in
from blog.reading.thread import on_one_paragraph, one_in_place, thread_of
from blog.site import current_site
from blog.transactions import writing

blueprint = Blueprint("comments", __name__)
# Nobody writes faster than this, whatever the number of their devices; a script does.
POSTING = "10 per minute"
# Not the number of any comment: what is answered by a form that names none that can be.
NO_COMMENT = 0
HELD = "Your comment is kept, and waits for a moderator. You see it in its place; others do not yet."
# Read by static/js/draft.js on the next page, whichever that is.
SENT_COOKIE = "sent"
SENT_SECONDS = 300
DECIDED = "This comment was sent before, and was decided on since."


@blueprint.get(POST_RULE + "comments/")
def thread(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = published_post(year, month, day, slug)
    after, typed = request.args.get("after", ""), take_back(request.path)
    if ident := request.args.get("passage", ""):
        return _on_paragraph(post, ident, after, typed)
    order, about = _order(), _about()
    if not (after or typed or order or about):
        return redirect(f"{post.path}#comments")
    page = thread_of(post, asker(), current_site(), order=order, about=about, after=after)
    return render_template(
        "public/thread.html",
        post={"title": post.title, "url": post.path},
        thread=page,
        comment_form=form_for(post, asker(), typed=typed),
    )


def _order() -> Order | None:
    words = request.args.get("sort", "")
    return read_order(words) if words else None


def _about() -> Voice | None:
    words = request.args.get("about", "")
    if words and words not in set(Voice):
        raise NotFound("A thread cannot be narrowed to that. Begin at the post.")
    return Voice(words) if words else None


def _on_paragraph(post: Post, ident: str, after: str, typed: dict[str, str]) -> ResponseReturnValue:
    paragraph, page = on_one_paragraph(post, ident, asker(), current_site(), after=after)
    return render_template(
        "public/passage.html",
        post={"title": post.title, "url": post.path},
        paragraph=paragraph,
        ident=ident,
        thread=page,
        comment_form=form_for(post, asker(), typed=typed, passage=paragraph.words),
    )


@blueprint.post(POST_RULE + "comments/")
@login_required
@limiter.limit(POSTING, key_func=lambda: current_user.get_id() or place())
def add(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = None
    try:
        post = published_post(year, month, day, slug)
        comment = _add(post)
    except DomainError as error:
        if wants_json():
            raise
        return refused(post, error)
    return tell_sent(_lead_on(comment))


@blueprint.get("/comments/<int:comment_id>/")
def one(comment_id: int) -> ResponseReturnValue:
    comment = find_comment(comment_id, asker())
    is_open = comment.status is CommentStatus.PUBLISHED
    form = (
        form_for(comment.post, asker(), typed=take_back(request.path), parent=comment.id) if is_open else None
    )
    return _in_place(comment, form)


def _lead_on(comment: Comment) -> Response:
    if comment.status is CommentStatus.HELD:
        flash(HELD)
    elif comment.status is not CommentStatus.PUBLISHED:
        flash(DECIDED)
        return redirect(comment.post.path, HTTPStatus.SEE_OTHER)
    return redirect(f"/comments/{comment.id}/#c{comment.id}", HTTPStatus.SEE_OTHER)


def tell_sent(response: Response) -> Response:
    """Let the browser forget the draft that it kept of the form which was sent."""
    form_id, secure = request.form.get("form_id", ""), bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(SENT_COOKIE, form_id, max_age=SENT_SECONDS, secure=secure, samesite="Lax")
    return response


def _add(post: Post) -> Comment:
    answered = check_passage(post, request.form.get("passage", ""))
    prepared = prepare_comment(request.form.get("body", ""), passage=answered)
    by: User = current_user._get_current_object()
    with writing():
        answer(post, answers_in(request.form), by=by)
        return post_comment(
            post,
            prepared,
            parent_id=number_answered(),
            form_id=request.form.get("form_id", ""),
            about=about_from(request.form.get("about", "")),
            by=by,
        )


def number_answered() -> int | None:
    """The number of the comment that the form answers; None for a form that answers none."""
    parent = request.form.get("parent", "")
    return row_number(parent) or NO_COMMENT if parent else None


def refused(post: Post | None, error: DomainError) -> ResponseReturnValue:
    """The form again, with what was typed and the reason beside it; where there is no form any more, the text."""
    typed = request.form.to_dict()
    answered = answered_in(post, typed.get("parent", "")) if error.field != "parent" else None
    if answered is None:
        typed["parent"] = ""
    if error.field == "form_id":
        typed["form_id"] = ""  # a fresh one is made
    form = form_for(post, asker(), typed=typed) if post else None
    if post is None or form is None:
        return _not_taken(error)
    beside = f"{error.field}_error"
    setattr(form, beside if error.field and hasattr(form, beside) else "error", error.message)
    return again(post, form, answered), error.status


def again(post: Post, form: CommentForm, answered: Comment | None) -> str:
    """The page that has the form: of the comment that it answers, or of the post."""
    return _in_place(answered, form) if answered else post_page(post, form)


def _not_taken(error: DomainError) -> ResponseReturnValue:
    """There is no form to give the text back in: show it, to be copied."""
    if not request.form.get("body"):
        raise error
    return render_template("public/not_taken.html", error=error, body=request.form["body"]), error.status


def answered_in(post: Post | None, parent: str) -> Comment | None:
    """The comment of this post's thread that is answered, if it can still be seen."""
    try:
        found = find_comment(row_number(parent) or NO_COMMENT, asker())
    except NotFound:
        return None
    return found if post and found.post_id == post.id else None


def _in_place(comment: Comment, form: CommentForm | None) -> str:
    order, after = _order(), request.args.get("after", "")
    page = one_in_place(comment, asker(), current_site(), order=order, after=after)
    return render_template(
        "public/comment.html",
        post={"title": comment.post.title, "url": comment.post.path},
        thread=page,
        comment=view_in(page.items, comment.id),
        comment_form=form,
    )


def published_post(year: int, month: int, day: int, slug: str) -> Post:
    """The post at this address, while it can be read. Raises `NotFound`."""
    post = find_post(year, month, day, slug)
    if post is None or not post.is_readable:
        raise NotFound("There is no post at this address.")
    return post
