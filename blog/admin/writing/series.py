"""Series at the desk: what each is about, and in which order its posts stand."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.publishing.models import Series
from blog.posts.publishing.series import describe, parts_at_desk
from blog.transactions import writing

blueprint = room("series", Act.EDIT)


@blueprint.get("/series/")
def index() -> ResponseReturnValue:
    return _page()


@blueprint.post("/series/<int:series_id>/")
def save(series_id: int) -> ResponseReturnValue:
    try:
        with writing():
            found = db.session.get(Series, series_id)
            if found is None:
                raise NotFound("There is no such series. It ends with the last of its posts.")
            describe(found, request.form, by=current_user._get_current_object())
    except Invalid as error:
        return _page(series_id, request.form, error), error.status
    flash("Saved.", "ok")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _page(refused: int = 0, typed: Mapping[str, str] | None = None, error: Invalid | None = None) -> str:
    return render_template(
        "admin/series.html", all=parts_at_desk(), refused=refused, typed=typed or {}, error=error
    )
