"""The site's own facts, whose players posts may hold, and how its mail goes out."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import keeping, mail
from blog.accounts.links import whole_url
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.words import AI_WORDS
from blog.database import row_number
from blog.embed.players.choosing import choose_providers
from blog.embed.players.providers import allowed, names
from blog.errors import Invalid
from blog.extensions import db
from blog.jobs import Job
from blog.site import LANGUAGES, choose_keeping, current_site, describe, time_zones
from blog.site.ai import choose_ai_policy
from blog.transactions import writing

# The session knows whose test mail it was: a job that is done has forgotten its arguments.
TEST_MAIL = "test_mail"
blueprint: Blueprint = room("settings", Act.MANAGE_SITE)


@blueprint.route("/settings/", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    site = current_site()
    kept = keeping.take_back(request.path)
    typed = {
        name: request.form.get(name, kept.get(name, getattr(site, name)))
        for name in ("name", "tagline", "language", "time_zone")
    }
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            with writing():
                describe(**typed | {"time_zone": typed["time_zone"].strip()}, by_id=current_user.id)
        except Invalid as error:
            errors[error.field] = error.message
        else:
            flash("The settings are saved.", "ok")
            return redirect(url_for(".page"), 303)
    return _rendered(typed, errors), 422 if errors else 200


@blueprint.post("/settings/statements")
def keep_statements() -> ResponseReturnValue:
    site = current_site()
    kept = {name: getattr(site, name) for name in ("name", "tagline", "language", "time_zone")}
    share, tells = request.form.get("share_limit", ""), "tells_archive" in request.form
    try:
        with writing():
            choose_keeping(share_limit=share, tells_archive=tells, by_id=current_user.id)
    except Invalid as error:
        typed = kept | {"share_limit": share, "tells_archive": tells}
        return _rendered(typed, {error.field: error.message}), 422
    flash("The settings for statements are saved.", "ok")
    return redirect(url_for(".page", _anchor="statements"), 303)


@blueprint.post("/settings/models")
def choose_models() -> ResponseReturnValue:
    with writing():
        choose_ai_policy(request.form.get("ai_policy", ""), by_id=current_user.id)
    flash("What language models are told is saved.", "ok")
    return redirect(url_for(".page", _anchor="models"), 303)


@blueprint.post("/settings/players")
def choose_players() -> ResponseReturnValue:
    with writing():
        choose_providers(request.form.getlist("player_providers"), by=current_user._get_current_object())
    flash("The choice of players is saved.", "ok")
    return redirect(url_for(".page", _anchor="players"), 303)


@blueprint.post("/settings/mail-tests")
def send_test_mail() -> ResponseReturnValue:
    person = current_user._get_current_object()
    with writing():
        subject = f"A test mail from {current_site().name}"
        job = mail.post(person.email, subject, "test", person=person, link=whole_url("admin.settings.page"))
        db.session.flush()
        job_id = job.id
    session[TEST_MAIL] = job_id
    return redirect(url_for(".page", test=job_id, _anchor="mail"), 303)


def _rendered(typed: dict[str, Any], errors: dict[str, str]) -> str:
    site = current_site()
    typed = {"share_limit": site.share_limit, "tells_archive": site.tells_archive} | typed
    settings = current_app.config["SETTINGS"]
    return render_template(
        "admin/settings.html",
        typed=typed,
        errors=errors,
        languages=list(LANGUAGES.items()),
        zones=sorted(time_zones()),
        ai_choices=[(policy.value, words) for policy, words in AI_WORDS.items()],
        providers=names(),
        allowed_providers={provider.name for provider in allowed(site.player_providers)},
        mail_server=urlsplit(settings.mail_url).hostname or "",
        outbox=mail.outbox(settings),
        outcome=_outcome(row_number(request.args.get("test", ""))),
    )


def _outcome(job_id: int | None) -> tuple[str, str] | None:
    """What became of the asker's own test mail: a tone and words; None where there is no such mail."""
    job = db.session.get(Job, job_id) if job_id and job_id == session.get(TEST_MAIL) else None
    if job is None:
        return None
    settings = current_app.config["SETTINGS"]
    server = urlsplit(settings.mail_url).hostname
    if job.error:
        return (
            "warn",
            f"The test mail was not sent. {server or 'The outbox'} said: {job.error}. It is tried again.",
        )
    if job.done_at is None:
        return (
            "",
            "The test mail is waiting for the job worker, which looks every second. Reload this page in a moment.",
        )
    if settings.mail_is_real:
        return "ok", f"{server} took the test mail for {current_user.email}. See whether it arrives."
    return "ok", f"The test mail is a file in {mail.outbox(settings)}. It was not sent to anyone."
