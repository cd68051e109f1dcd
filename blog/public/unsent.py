"""Comments of people who are signed out: the form keeps one, and the link in a mail leads to the page that sends it."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blog.accounts.signing import begin_session
from blog.comments.models import Comment, CommentStatus
from blog.comments.policy.read_first import answers_in
from blog.comments.writing.passages import check_passage
from blog.comments.writing.posting import about_from, prepare_comment
from blog.comments.writing.unsent import find_unsent, keep_unsent, prepare_unsent, send_unsent, sent_before
from blog.errors import Conflict, DomainError, Forbidden, NotFound
from blog.extensions import csrf
from blog.posts.models import Post
from blog.public.comments import refused, tell_sent
from blog.public.limits import MAILING, limited
from blog.public.pages import POST_RULE, asker, find_post
from blog.public.refusals import wants_json
from blog.transactions import writing

blueprint = Blueprint("unsent", __name__)
SENT = "Your address is confirmed, and your comment is sent."
ALREADY = "This comment is sent already. Where you do not see it yet, it waits for a moderator."
HELD = "Your address is confirmed. Your comment is kept, and waits for a moderator before others see it."


@blueprint.post(POST_RULE + "comments/unsent")
@csrf.exempt  # nothing is done in anybody's name: whoever has the mailbox decides
@limited(MAILING)
def add(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = None
    try:
        post = find_post(year, month, day, slug)
        if post is None or not post.is_readable:
            raise NotFound("There is no post at this address.")
        _keep(post)
    except DomainError as error:
        if wants_json():
            raise
        return refused(post, error)
    flash(
        f"Almost there: we have sent a mail to {request.form['email'].strip()}. Open the link in it within two days, "
        "and your comment is sent. If none comes within a few minutes, look among the spam.",
        "ok",
    )
    return tell_sent(redirect(f"{post.path}#told", HTTPStatus.SEE_OTHER))


@blueprint.get("/comments/unsent/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Show what would be sent: scanners of mail open every link, so only the button sends it."""
    if comment := sent_before(token):
        return _again(comment)
    kept, post = find_unsent(token)
    try:
        html = Markup(prepare_unsent(kept, post, alone=True).html)
    except DomainError as error:
        return _page(token, error=error), error.status
    return _page(token, html=html)


@blueprint.post("/comments/unsent/<token>")
@csrf.exempt  # the link is the secret, and the browser that opens it may refuse cookies
def send(token: str) -> ResponseReturnValue:
    alone, body = request.form.get("alone") == "yes", request.form.get("body")
    if before := sent_before(token):
        return _again(before)
    try:
        kept, post = find_unsent(token)
        prepared = prepare_unsent(kept, post, alone=alone, body=body)
        path = post.path
        with writing():
            comment, is_new = send_unsent(token, prepared, alone=alone)
    except NotFound:
        raise
    except DomainError as error:
        return _page(token, error=error, body=body), error.status
    if is_new and asker() is None:
        begin_session(comment.author)
    flash(HELD if comment.status is CommentStatus.HELD else SENT, "ok")
    return redirect(_where(comment, path), HTTPStatus.SEE_OTHER)


def _again(comment: Comment) -> ResponseReturnValue:
    """The link was followed before."""
    flash(ALREADY)
    return redirect(_where(comment, comment.post.path), HTTPStatus.SEE_OTHER)


def _keep(post: Post) -> None:
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden(
            "This form was sent from another site, so nothing was kept. Write under the post itself."
        )
    if person := asker():
        raise Conflict(
            f"You are signed in by now, as {person.name}. Nothing was sent yet: send it again, under your name.",
            field="body",
        )
    answered = check_passage(post, request.form.get("passage", ""))
    prepared = prepare_comment(request.form.get("body", ""), passage=answered)
    with writing():
        keep_unsent(
            post,
            prepared,
            email=request.form.get("email", ""),
            name=request.form.get("name", ""),
            parent=request.form.get("parent", "")[:20],
            form_id=request.form.get("form_id", ""),
            answers=answers_in(request.form),
            about=about_from(request.form.get("about", "")),
        )


def _page(
    token: str, *, html: Markup | str = "", error: DomainError | None = None, body: str | None = None
) -> str:
    kept, post = find_unsent(token)
    return render_template(
        "public/unsent.html",
        kept=kept,
        body=kept.fields["body"] if body is None else body,
        html=html,
        error=error,
        post={"title": post.title, "url": post.path},
        may_go_alone=error is not None and error.field in ("parent", "passage"),
    )


def _where(comment: Comment, path: str) -> str:
    is_seen = comment.status is CommentStatus.PUBLISHED or asker() == comment.author
    return f"/comments/{comment.id}/#c{comment.id}" if is_seen else f"{path}#told"
