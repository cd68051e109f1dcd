"""Comments: a further page of a thread, one in its place, a new one."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from blog.accounts.keeping import take_back
from blog.comments.models import Comment, CommentStatus
from blog.comments.posting import post_comment, prepare_comment
from blog.comments.threads import find_comment, in_its_place
from blog.database import HIGHEST_ID
from blog.errors import Invalid, NotFound
from blog.extensions import limiter
from blog.posts.models import Post
from blog.public.pages import POST_RULE, asker, find_post, post_page
from blog.reading.thread import CommentForm, form_for, nested, thread_of, view_in
from blog.site import current_site
from blog.transactions import writing

blueprint = Blueprint("comments", __name__)
# A person writes no faster than this; a script does.
POSTING = "20 per minute"


@blueprint.get(POST_RULE + "comments/")
def thread(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = _published(year, month, day, slug)
    after = request.args.get("after", "")
    if not after:
        return redirect(f"{post.path}#comments")
    page = thread_of(post, asker(), current_site(), after=after)
    form = form_for(post, asker(), typed=take_back(request.path))
    return render_template("public/thread.html", post={"title": post.title, "url": post.path}, thread=page, comment_form=form)


@blueprint.post(POST_RULE + "comments/")
@login_required
@limiter.limit(POSTING)
def add(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = _published(year, month, day, slug)
    parent = request.form.get("parent", "")
    try:
        prepared = prepare_comment(request.form.get("body", ""))
        with writing():
            comment = post_comment(
                post,
                prepared,
                parent_id=_number(parent) if parent else None,
                form_id=request.form.get("form_id", ""),
                by=current_user,
            )
    except Invalid as error:
        return _refused(post, error)
    if comment.status is CommentStatus.HELD:
        flash("Your comment is kept, and waits for a moderator: a first comment is read before others see it.")
    elif comment.status is not CommentStatus.PUBLISHED:
        flash("This comment was sent before, and was decided on since.")
        return redirect(post.path, HTTPStatus.SEE_OTHER)
    return redirect(f"/comments/{comment.id}/#c{comment.id}", HTTPStatus.SEE_OTHER)


@blueprint.get("/comments/<int:comment_id>/")
def one(comment_id: int) -> ResponseReturnValue:
    comment = _seen(comment_id)
    is_open = comment.status is CommentStatus.PUBLISHED
    form = form_for(comment.post, asker(), typed=take_back(request.path), parent=comment.id) if is_open else None
    return _in_place(comment, form)


def _refused(post: Post, error: Invalid) -> ResponseReturnValue:
    """The form again, with what was typed and the reason beside it: under the comment answered, if it is still there."""
    typed = request.form.to_dict()
    gone = error.field == "parent"
    form = form_for(post, asker(), typed=typed | ({"parent": ""} if gone else {}))
    if form is None:
        raise error
    form.error = error.message
    if form.parent and not gone:
        return _in_place(_seen(_number(form.parent)), form), error.status
    return post_page(post, form), error.status


def _in_place(comment: Comment, form: CommentForm | None) -> str:
    items = nested(in_its_place(comment, asker()), comment.post, current_site())
    return render_template(
        "public/comment.html",
        post={"title": comment.post.title, "url": comment.post.path},
        items=items,
        comment=view_in(items, comment.id),
        comment_form=form,
    )


def _seen(comment_id: int) -> Comment:
    if comment_id > HIGHEST_ID:
        raise NotFound("There is no comment at this address.")
    return find_comment(comment_id, asker())


def _published(year: int, month: int, day: int, slug: str) -> Post:
    post = find_post(year, month, day, slug)
    if post is None or not post.is_published:
        raise NotFound("There is no post at this address.")
    return post


def _number(words: str) -> int:
    """A comment's number as a form sends it; one that no comment can have where it is none."""
    return min(int(words), HIGHEST_ID) if words.isdecimal() and len(words) < 12 else 0
