"""Answering a statement: the page with all ways to bring one, and the draft that opens on it."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.posts.answering import just_begun, prepare_answer
from blog.posts.writing.saving import create
from blog.site import LANGUAGES, current_site
from blog.sources.models import Text
from blog.transactions import writing


def answer_page(
    values: Mapping[str, str], errors: Mapping[str, str], status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """The page: `values` as typed, `errors` by field; those of the fetched and the uploaded begin “fetch-”, “file-”."""
    filled = {"language": current_site().language, **values}
    page = render_template("admin/answer.html", values=filled, errors=errors, languages=LANGUAGES)
    return page, status


def open_draft(text: Text) -> ResponseReturnValue:
    """A draft that reposts the statement; pressed twice, it is one."""
    prepared = prepare_answer(text)
    with writing():
        post = just_begun(text, by=current_user) or create(prepared, by=current_user)
    flash("The statement is kept, and this draft reposts it. Write your answer above and below its block.")
    return redirect(url_for("admin.posts.edit", post_id=post.id))
