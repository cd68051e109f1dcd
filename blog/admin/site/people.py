"""People at the desk: who is here, who may do what, who is invited."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import inviting, keeping, people
from blog.accounts.models import User
from blog.accounts.roles import Act, Role
from blog.admin.lock import room
from blog.database import row_number
from blog.errors import Conflict, Invalid
from blog.extensions import db
from blog.transactions import writing

blueprint: Blueprint = room("people", Act.MANAGE_PEOPLE)

# What each role lets a person do, in the desk's words. Everyone may comment.
ROLES = {
    Role.moderator: "decides on comments",
    Role.author: "writes posts and adds statements",
    Role.editor: "edits everyone’s posts, and moderates",
    Role.owner: "all of it, people and settings too",
}


@blueprint.get("/people/")
def index() -> str:
    return _page_of(row_number(request.args.get("after", "")) or 0)


@blueprint.post("/people/<int:person_id>/roles")
def roles(person_id: int) -> ResponseReturnValue:
    wanted = [role for role in ROLES if role.value in request.form.getlist("roles")]
    after = row_number(request.form.get("after", "")) or 0
    try:
        with writing():
            person = db.get_or_404(User, person_id)
            people.set_roles(person, wanted, by=current_user)
    except Conflict as error:
        return _page_of(after, refused={person_id: error.message}), error.status
    flash(f"{person.name} is now: {', '.join(sorted(person.roles))}.", "ok")
    return redirect(url_for(".index", after=after or None), 303)


@blueprint.post("/people/invitations")
def invite() -> ResponseReturnValue:
    email, role = request.form.get("email", ""), request.form.get("role", "")
    try:
        with writing():
            invitation = inviting.invite(email, role, by=current_user._get_current_object())
    except Invalid as error:
        typed = {"email": email, "role": role}
        return _page_of(0, typed=typed, errors={error.field or "email": error.message}), error.status
    flash(f"An invitation is on its way to {invitation.email}.", "ok")
    return redirect(url_for(".index"), 303)


@blueprint.post("/people/invitations/<int:number>/end")
def end_invitation(number: int) -> ResponseReturnValue:
    with writing():
        ended = inviting.take_back(number, by=current_user._get_current_object())
    flash(f"The invitation to {ended.email} opens nothing any more.", "ok")
    return redirect(url_for(".index"), 303)


def _page_of(
    after: int,
    refused: dict[int, str] | None = None,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    found, following = people.page_of_people(after)
    older = url_for(".index", after=following) if following else ""
    return render_template(
        "admin/people.html",
        people=found,
        next_url=older,
        after=after,
        roles=ROLES,
        refused=refused or {},
        offered=[(role.value, role.value.capitalize()) for role in inviting.OFFERED],
        invitations=inviting.open_invitations(),
        typed=typed or keeping.take_back(request.path),
        errors=errors or {},
    )
