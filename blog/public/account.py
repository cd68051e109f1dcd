"""One's own account: name, roles, password."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import keeping, passwords, people, recovering
from blog.accounts.models import User
from blog.accounts.signing import begin_session
from blog.errors import Invalid
from blog.public.account_forms import ChangePasswordForm, NameForm
from blog.public.limits import SIGN_IN, limited
from blog.transactions import writing

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.before_request
def _own_account_only() -> ResponseReturnValue | None:
    if current_user.is_authenticated:
        return None
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer


@blueprint.route("/", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    form = NameForm(data={"name": current_user.name} | keeping.take_back(request.path))
    if form.validate_on_submit() and _renamed(form):
        flash("Your display name is changed.", "ok")
        return redirect(url_for(".page"), 303)
    return render_template("account/page.html", form=form), 422 if form.errors else 200


@blueprint.post("/models")
def models() -> ResponseReturnValue:
    """Whether language models may use one's comments: nobody else changes it."""
    with writing():
        _oneself().allows_ai = "allows_ai" in request.form
    flash("What language models are told of your comments is saved.", "ok")
    return redirect(url_for(".page", _anchor="models"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
@limited(SIGN_IN)
def password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit() and _old_one_fits(form):
        password_hash = passwords.hashed(form.password.data or "")
        person, stays = _oneself(), "remember_token" in request.cookies
        with writing():
            recovering.change_password(person, password_hash)
        begin_session(person, remember=stays)
        flash("Your password is changed. Every other device is signed out.", "ok")
        return redirect(url_for(".page"), 303)
    return render_template("security/change_password.html", form=form), 422 if form.errors else 200


def _renamed(form: NameForm) -> bool:
    try:
        with writing():
            people.rename(_oneself(), form.name.data or "")
    except Invalid as error:
        form.show(error)
        return False
    return True


def _old_one_fits(form: ChangePasswordForm) -> bool:
    if passwords.fits(_oneself(), form.old_password.data or ""):
        return True
    form.old_password.errors = ["This is not your password. Type it again, or sign out and reset it."]
    return False


def _oneself() -> User:
    person: User = current_user._get_current_object()
    return person
