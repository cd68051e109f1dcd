"""A person as moderators see them: history, notes, and what is decided about them."""

from datetime import datetime, time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.models import User
from blog.accounts.roles import Act, acts_of
from blog.admin.lock import room
from blog.comments.fairness.models import Representative
from blog.comments.fairness.representing import representations_of, revoke
from blog.comments.moderation import measures, people
from blog.comments.moderation.known import records_of
from blog.comments.moderation.models import REASONS, MeasureKind, Reason
from blog.errors import DomainError, Invalid
from blog.extensions import db
from blog.site import current_site
from blog.transactions import writing

blueprint = room("commenters", Act.MODERATE)


@blueprint.get("/comments/people/<int:person_id>/")
def one(person_id: int) -> ResponseReturnValue:
    return _page(db.get_or_404(User, person_id))


@blueprint.post("/comments/people/<int:person_id>/notes")
def notes(person_id: int) -> ResponseReturnValue:
    person = db.get_or_404(User, person_id)
    try:
        with writing():
            people.note(person, request.form.get("words", ""), by=_asker())
    except DomainError as error:
        return _page(person, error, "note"), error.status
    flash("Noted, for moderators alone.", "ok")
    return redirect(url_for(".one", person_id=person_id), 303)


@blueprint.post("/comments/people/<int:person_id>/measures")
def measure(person_id: int) -> ResponseReturnValue:
    person = db.get_or_404(User, person_id)
    try:
        with writing():
            said = _take(person, request.form.get("act", ""))
    except DomainError as error:
        return _page(person, error, "measure"), error.status
    flash(f"{person.name} {said}", "ok")
    return redirect(url_for(".one", person_id=person_id), 303)


@blueprint.post("/comments/people/<int:person_id>/representations/<int:representative_id>")
def no_longer(person_id: int, representative_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Representative, representative_id)
    with writing():
        revoke(found, by=_asker())
    flash(f"{found.person.name} no longer speaks for {found.domain}.", "ok")
    return redirect(url_for(".one", person_id=person_id), 303)


def _take(person: User, act: str) -> str:
    by, words, rule = _asker(), request.form.get("words", ""), request.form.get("rule", "")
    reason = Reason(rule) if rule in REASONS else None
    if act == "suspend":
        measures.suspend(
            person, until=_until(request.form.get("until", "")), by=by, reason=reason, words=words
        )
        return "is suspended, and was told until when and why."
    if act == "hold":
        measures.hold_always(person, by=by, reason=reason, words=words)
        return "is read first from now on, and was told."
    if act == "trust":
        measures.trust(person, by=by, reason=reason, words=words)
        return "is trusted, and was told."
    kind = act.removeprefix("lift ")
    if kind not in set(MeasureKind):
        raise Invalid("Choose one of the buttons.", field="act")
    measures.lift(person, MeasureKind(kind), by=by, words=words)
    return f"is no longer {kind}."


def _until(words: str) -> datetime:
    """The end of the day that was chosen, where the site is."""
    try:
        day = datetime.strptime(words, "%Y-%m-%d").date()
    except ValueError:
        raise Invalid("Choose the last day of the suspension.", field="until") from None
    return datetime.combine(day, time(23, 59, 59), current_site().zone)


def _page(person: User, error: DomainError | None = None, where: str = "") -> str:
    return render_template(
        "admin/commenter.html",
        person=person,
        record=records_of([person.id])[person.id],
        measures=measures.current(person),
        representations=representations_of(person),
        consequences=measures.CONSEQUENCES,
        notes=people.notes_on(person),
        decisions=people.decisions_on(person),
        comments=people.comments_of(person),
        reasons=REASONS,
        is_staff=Act.ENTER_DESK in acts_of(person.roles),
        error=error,
        where=where,
        typed=request.form,
    )


def _asker() -> User:
    person: User = current_user._get_current_object()
    return person
