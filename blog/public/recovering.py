"""A forgotten password: ask for a link, open it, set a new one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blog.accounts import recovering
from blog.accounts.passwords import hashed
from blog.errors import Closed
from blog.public.account_forms import AskForMailForm, NewPasswordForm
from blog.public.limits import MAILING, SIGN_IN, limited
from blog.public.signing import blueprint
from blog.transactions import writing


@blueprint.route("/reset", methods=["GET", "POST"])
@limited(MAILING)
def forgot_password() -> ResponseReturnValue:
    form = AskForMailForm()
    if form.validate_on_submit():
        with writing():
            recovering.ask_for_reset(form.email.data or "")
        flash(
            f"If {form.email.data} has an account here, a link to set a new password is on its way to it.",
            "ok",
        )
        return redirect(url_for(".login"), 303)
    return render_template("security/forgot_password.html", form=form), 422 if form.errors else 200


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@limited(SIGN_IN)
def reset_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    try:
        person = recovering.person_to_reset(token)
        if form.validate_on_submit():
            password_hash = hashed(form.password.data or "")
            with writing():
                recovering.reset_password(token, password_hash)
            flash("Your new password is set, and you are signed out everywhere. Sign in with it.", "ok")
            return redirect(url_for(".login"), 303)
    except Closed as error:
        flash(error.message, "warn")
        return redirect(url_for(".forgot_password"), 303)
    return render_template(
        "security/reset_password.html", form=form, person=person
    ), 422 if form.errors else 200
