"""Registering, and confirming the address: a link in a mail opens a page, and the page's button confirms."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import joining
from blog.accounts.passwords import hashed
from blog.accounts.returning import same_site
from blog.errors import Closed, Invalid
from blog.public.account_forms import AskForMailForm, RegisterForm
from blog.public.limits import MAILING, limited
from blog.public.signing import blueprint
from blog.transactions import writing


@blueprint.route("/register", methods=["GET", "POST"])
@limited(MAILING)
def register() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("account.page"), 303)
    form = RegisterForm()
    form.next.data = then = same_site(form.next.data or request.args.get("next"))
    if form.validate_on_submit() and _registered(form, then):
        flash(
            f"Almost there: we have sent a mail to {form.email.data}. Open the link in it to finish. "
            "If none comes within a few minutes, look among the spam.",
            "ok",
        )
        return redirect(url_for(".send_confirmation"), 303)
    return render_template("security/register_user.html", form=form), 422 if form.errors else 200


@blueprint.route("/confirm", methods=["GET", "POST"])
@limited(MAILING)
def send_confirmation() -> ResponseReturnValue:
    form = AskForMailForm()
    if form.validate_on_submit():
        with writing():
            joining.ask_for_confirmation(form.email.data or "")
        flash(
            f"If {form.email.data} has an account that still needs confirming, a new link is on its way to it.",
            "ok",
        )
        return redirect(url_for(".send_confirmation"), 303)
    return render_template("security/send_confirmation.html", form=form), 422 if form.errors else 200


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
def confirm_email(token: str) -> ResponseReturnValue:
    then = same_site(request.values.get("next"))
    try:
        if request.method != "POST":  # HEAD too: what looks through mail opens links
            person = joining.person_to_confirm(token)
            return render_template("security/confirm_email.html", person=person, then=then)
        with writing():
            joining.confirm_person(token)
    except Closed as error:
        flash(error.message, "warn")
        return redirect(url_for(".send_confirmation"), 303)
    flash("Your address is confirmed. Sign in, and you are there.", "ok")
    return redirect(url_for(".login", next=then or None), 303)


def _registered(form: RegisterForm, then: str) -> bool:
    password_hash = hashed(form.password.data or "")
    try:
        with writing():
            joining.register_person(
                email=form.email.data or "", name=form.name.data or "", password_hash=password_hash, then=then
            )
    except Invalid as error:
        form.show(error)
        return False
    return True
