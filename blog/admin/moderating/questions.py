"""The questions that a post asks of those who comment below it for the first time."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.keeping import take_back
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.comments.policy.questions import (
    CHOICE_LIMIT,
    MOST_CHOICES,
    MOST_QUESTIONS,
    WORDS_LIMIT,
    as_typed,
    questions_of,
    write_questions,
)
from blog.comments.policy.settings import comment_settings
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import editable_by
from blog.transactions import writing

blueprint = room("questions", Act.WRITE)


@blueprint.route("/posts/<int:post_id>/questions", methods=["GET", "POST"])
def page(post_id: int) -> ResponseReturnValue:
    post = _find(post_id)
    if request.method == "GET":
        kept = take_back(request.path)
        return _page(post, _typed(kept) if kept else [as_typed(each) for each in questions_of(post)])
    typed = _typed(request.form)
    try:
        with writing():
            write_questions(post, typed, by=current_user._get_current_object())
    except Invalid as error:
        return _page(post, typed, error), error.status
    flash("The questions are saved.", "ok")
    return redirect(url_for(".page", post_id=post_id), 303)


def _find(post_id: int) -> Post:
    post = db.session.scalar(editable_by(current_user).where(Post.id == post_id))
    if post is None:
        raise NotFound("There is no such post, or it is not yours to change.")
    return post


def _typed(form: dict[str, str]) -> list[tuple[str, str]]:
    numbers = range(MOST_QUESTIONS)
    return [(form.get(f"words-{number}", ""), form.get(f"choices-{number}", "")) for number in numbers]


def _page(post: Post, typed: list[tuple[str, str]], error: Invalid | None = None) -> str:
    return render_template(
        "admin/questions.html",
        post=post,
        typed=[*typed, *[("", "")] * (MOST_QUESTIONS - len(typed))],
        errors={error.field: error.message} if error else {},
        is_asked=comment_settings().has_read_first,
        words_limit=WORDS_LIMIT,
        choices_limit=(CHOICE_LIMIT + 1) * MOST_CHOICES,
    )
