"""Signing in and out."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import keeping, passwords
from blog.accounts.models import User
from blog.accounts.returning import same_site
from blog.accounts.roles import Act
from blog.accounts.signing import begin_session, end_session, prove
from blog.errors import Forbidden, Invalid
from blog.public.account_forms import SignInForm
from blog.public.limits import SIGN_IN, limited
from blog.transactions import writing

# Flask-Security's name for its own pages, so that what it links to is found here.
blueprint = Blueprint("security", __name__)

REASONS = {"/admin": "Sign in to enter the desk.", "/account": "Sign in to see your account."}


@blueprint.before_request
def _forms_only() -> None:
    if request.is_json:
        abort(415)


@blueprint.after_request
def _never_stored(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.app_context_processor
def _desk_link() -> dict[str, bool]:
    someone = current_user and current_user.is_authenticated  # None where a job renders a mail
    return {"can_enter_desk": bool(someone and current_user.may(Act.ENTER_DESK))}


@blueprint.route("/login", methods=["GET", "POST"])
@limited(SIGN_IN)
def login() -> ResponseReturnValue:
    form = SignInForm()
    form.next.data = then = same_site(form.next.data or request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(then or "/", 303)
    if form.validate_on_submit():
        try:
            person = prove(form.email.data or "", form.password.data or "")
        except Invalid as error:
            form.show(error)
        except Forbidden as error:
            flash(error.message, "warn")
            return redirect(url_for(".send_confirmation"), 303)
        else:
            _renew_hash(person, form.password.data or "")
            begin_session(person, remember=form.remember.data)
            return redirect(then or "/", 303)
    page = render_template("security/login_user.html", form=form, reason=_reason(then))
    return page, 422 if form.errors else 200


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    end_session()
    session.pop(keeping.COOKIE, None)  # the next person at this device is another
    flash("You are signed out.", "ok")
    return redirect("/", 303)


def _renew_hash(person: User, typed: str) -> None:
    """Bring a hash made with older parameters up to date, now that the password is known."""
    if passwords.needs_renewing(person):
        password_hash = passwords.hashed(typed)
        with writing():
            person.password = password_hash


def _reason(then: str) -> str:
    """Why someone was sent here."""
    if then and keeping.has_kept(then):
        return "You were signed out meanwhile. Sign in to go on: what you wrote is kept, and will be in the form again."
    for path, reason in REASONS.items():
        if then.startswith(path):
            return reason
    return "Sign in to go on; you will be back on the page you came from." if then else ""
