"""The owner's account, and what the site is called: one form, by a one-time link."""

import os
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from blog.accounts.models import User
from blog.accounts.owner import check_setup_link, set_up
from blog.accounts.passwords import hashed
from blog.accounts.signing import begin_session
from blog.errors import Closed, Invalid
from blog.public.account_forms import SetUpForm
from blog.public.limits import SIGN_IN, limited
from blog.site import time_zones
from blog.transactions import writing

blueprint = Blueprint("setup", __name__)


@blueprint.route("/setup", methods=["GET", "POST"])
@limited(SIGN_IN)
def page() -> ResponseReturnValue:
    form = SetUpForm(token=request.args.get("token", ""))
    try:
        check_setup_link(form.token.data or "")
        if form.validate_on_submit():
            begin_session(_set_up(form))
            flash("The site is yours. This is its desk.", "ok")
            return redirect("/admin/", 303)
    except Closed as error:
        return render_template("setup/closed.html", message=error.message), error.status
    except Invalid as error:
        form.show(error)
    zone = server_zone()
    form.time_zone.data = form.time_zone.data or zone
    zones = sorted(time_zones())
    return render_template("setup/page.html", form=form, zones=zones, guess=zone), 422 if form.errors else 200


def server_zone() -> str:
    """The IANA name of this machine's time zone, or UTC where it does not say."""
    linked = Path("/etc/localtime")
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name and linked.is_symlink():
        name = str(linked.readlink()).rpartition("zoneinfo/")[2]
    return name if name in time_zones() else "UTC"


def _set_up(form: SetUpForm) -> User:
    password_hash = hashed(form.password.data or "")
    with writing():
        return set_up(
            form.token.data or "",
            name=form.name.data or "",
            email=form.email.data or "",
            password_hash=password_hash,
            site_name=form.site_name.data or "",
            language=form.language.data or "",
            time_zone=(form.time_zone.data or "").strip(),
        )
