"""Complaints about a reposted statement or a comment: the public form, and the page on which the other side answers."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blog.accounts.keeping import take_back
from blog.comments.fairness.complaining import WORDS_LIMIT, complain, target_of
from blog.comments.fairness.complaints import COUNTER_LIMIT, counter, find_held
from blog.comments.fairness.models import Complaint, ComplaintKind
from blog.comments.policy.settings import comment_settings
from blog.errors import DomainError, NotFound
from blog.extensions import csrf
from blog.public.limits import MAILING, limited
from blog.reading.complained import find_target
from blog.transactions import writing

blueprint = Blueprint("rights", __name__)
KIND_WORDS = {
    ComplaintKind.COPYRIGHT: "It is my work, and may not stand here",
    ComplaintKind.DEFAMATION: "It says something untrue about me that harms me",
    ComplaintKind.PERSONAL_DATA: "It tells private things about me",
    ComplaintKind.ILLEGAL: "It breaks the law in another way",
    ComplaintKind.OTHER: "Something else",
}


@blueprint.get("/rights/")
def form() -> ResponseReturnValue:
    return _form({"address": request.args.get("address", "")} | take_back(request.path))


@blueprint.post("/rights/")
@limited(MAILING)
def add() -> ResponseReturnValue:
    typed = request.form
    try:
        with writing():
            reference = complain(find_target(typed.get("address", "")), typed).reference
    except DomainError as error:
        return _form(typed, error), error.status
    flash(
        f"Your complaint {reference} is kept. We have acknowledged it by mail, and the answer comes the same way. "
        "If no mail comes within a few minutes, look among the spam.",
        "ok",
    )
    return redirect(url_for(".form"), HTTPStatus.SEE_OTHER)


@blueprint.get("/rights/answer/<token>")
def counter_form(token: str) -> ResponseReturnValue:
    return _counter_form(find_held(token), take_back(request.path))


@blueprint.post("/rights/answer/<token>", endpoint="counter")
@csrf.exempt  # the link is the secret, and the browser that opens it may refuse cookies
@limited(MAILING)
def answer(token: str) -> ResponseReturnValue:
    try:
        with writing():
            counter(find_held(token), request.form.get("words", ""))
    except NotFound:
        raise
    except DomainError as error:
        return _counter_form(find_held(token), request.form, error), error.status
    flash("Your answer is kept. Those who decide read it first, and you are told what they decided.", "ok")
    return redirect("/", HTTPStatus.SEE_OTHER)


def _form(typed: Mapping[str, str], error: DomainError | None = None) -> str:
    return render_template(
        "public/rights.html",
        typed=typed,
        error=error,
        kinds=KIND_WORDS,
        days=comment_settings().complaint_days,
        limit=WORDS_LIMIT,
    )


def _counter_form(complaint: Complaint, typed: Mapping[str, str], error: DomainError | None = None) -> str:
    return render_template(
        "public/counter.html",
        complaint=complaint,
        title=target_of(complaint).title,
        kind=KIND_WORDS[complaint.kind],
        typed=typed,
        error=error,
        limit=COUNTER_LIMIT,
    )
