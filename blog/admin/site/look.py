"""The look of the site: colours and faces."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import keeping
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.errors import Invalid
from blog.site import current_site
from blog.site.look import AS_IT_COMES, FACES, LEAST_CONTRAST, PAPERS, choose_look, look_of
from blog.transactions import writing

blueprint = room("look", Act.MANAGE_SITE)
# The button that takes every choice back.
USUAL = "usual"


@blueprint.route("/settings/look/", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    if request.method != "POST":
        return _page(look_of(current_site()) | keeping.take_back(request.path))
    typed = AS_IT_COMES if request.form.get("act") == USUAL else request.form.to_dict()
    try:
        with writing():
            choose_look(typed, by_id=current_user.id)
    except Invalid as error:
        return _page(AS_IT_COMES | typed, {error.field or "accent": error.message}), 422
    flash("The look is saved. This page has it already.", "ok")
    return redirect(url_for(".page"), 303)


def _page(typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "admin/look.html",
        typed=typed,
        errors=errors or {},
        papers=[(name, paper.words) for name, paper in PAPERS.items()],
        faces=[(name, words) for name, (words, _) in FACES.items()],
        least=LEAST_CONTRAST,
    )
