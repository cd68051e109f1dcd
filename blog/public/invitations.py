"""Taking an invitation: the link in the mail opens a form, and the form makes the account."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from blog.accounts.inviting import accept, find_invitation
from blog.accounts.passwords import hashed
from blog.accounts.signing import begin_session
from blog.errors import Closed, Invalid
from blog.public.account_forms import InvitedForm
from blog.public.limits import SIGN_IN, limited
from blog.transactions import writing

blueprint = Blueprint("invitations", __name__)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@limited(SIGN_IN)
def page(token: str) -> ResponseReturnValue:
    form = InvitedForm()
    try:
        invitation = find_invitation(token)
        if form.validate_on_submit():
            password_hash = hashed(form.password.data or "")
            with writing():
                person = accept(token, name=form.name.data or "", password_hash=password_hash)
            begin_session(person)
            flash("Your account is made. This is the desk.", "ok")
            return redirect("/admin/", 303)
    except Closed as error:
        return render_template("setup/closed.html", message=error.message), error.status
    except Invalid as error:
        form.show(error)
    return render_template(
        "setup/invited.html", form=form, invitation=invitation
    ), 422 if form.errors else 200
