"""Addresses that lead elsewhere."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from blog.accounts import keeping
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.errors import Invalid
from blog.site.redirects import add_redirect, delete_redirect, page_of_redirects
from blog.transactions import writing

blueprint = room("redirects", Act.MANAGE_SITE)


@blueprint.route("/settings/redirects/", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    if request.method != "POST":
        return _page(keeping.take_back(request.path))
    typed = request.form.to_dict()
    path, target = typed.get("path", ""), typed.get("target", "")
    try:
        with writing():
            made = add_redirect(path, target, is_taken=_is_taken, by_id=current_user.id)
    except Invalid as error:
        return _page(typed, {error.field or "path": error.message}), 422
    flash(f"{made.path} leads to {made.target} now.", "ok")
    return redirect(url_for(".page"), 303)


@blueprint.post("/settings/redirects/<int:number>/deletion")
def delete(number: int) -> ResponseReturnValue:
    with writing():
        gone = delete_redirect(number, by_id=current_user.id)
    flash(f"{gone.path} leads nowhere any more.", "ok")
    return redirect(url_for(".page"), 303)


def _is_taken(path: str) -> bool:
    """Whether a page has this address by itself. What an address with a variable part stands for may be nothing."""
    try:
        rule, _ = current_app.url_map.bind("localhost").match(path, method="GET", return_rule=True)
    except HTTPException:
        return False
    return not rule.arguments or path.startswith(("/admin/", "/static/"))


def _page(typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    found, following = page_of_redirects(request.args.get("after", ""))
    next_url = url_for(".page", after=following) if following else ""
    return render_template(
        "admin/redirects.html", redirects=found, next_url=next_url, typed=typed, errors=errors or {}
    )
