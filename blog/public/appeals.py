"""A decision, for whom it is about; and their appeal against it."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from blog.accounts.keeping import take_back
from blog.accounts.models import User
from blog.comments.fairness.appealing import appeal
from blog.comments.fairness.models import WORDS_LIMIT
from blog.errors import DomainError, NotFound
from blog.reading.appeals import decision_view
from blog.site import current_site
from blog.transactions import writing

blueprint = Blueprint("appeals", __name__, url_prefix="/account/decisions")
SENT = "Sent. You are told when it is answered."


@blueprint.get("/<int:decision_id>/")
@login_required
def page(decision_id: int) -> ResponseReturnValue:
    return _page(decision_id, take_back(request.path))


@blueprint.post("/<int:decision_id>/appeal")
@login_required
def send(decision_id: int) -> ResponseReturnValue:
    """Suspended people may, too: this is what they are left."""
    try:
        with writing():
            appeal(decision_id, request.form.get("words", ""), by=_oneself())
    except NotFound:
        raise
    except DomainError as error:
        return _page(decision_id, request.form, error), error.status
    flash(SENT, "ok")
    return redirect(url_for(".page", decision_id=decision_id), HTTPStatus.SEE_OTHER)


def _page(decision_id: int, typed: Mapping[str, str], error: DomainError | None = None) -> str:
    return render_template(
        "account/decision.html",
        decision=decision_view(decision_id, _oneself(), current_site()),
        limit=WORDS_LIMIT,
        typed=typed,
        error=error,
    )


def _oneself() -> User:
    person: User = current_user._get_current_object()
    return person
